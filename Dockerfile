# A node image: docker build -t noesis .
#
# The node listens on loopback only unless told otherwise. To publish its RPC, add --unsafe-rpc-external --rpc-cors all
# (see compose.yaml), and restrict the published port to those who may use it.

FROM rust:1.95.0-bookworm AS builder
WORKDIR /noesis
# Prerequisites first: they change less often than the sources.
COPY rust-toolchain.toml ./
COPY scripts ./scripts
RUN scripts/setup.sh
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/target \
    export CARGO_TARGET_DIR=/target \
    && scripts/setup.sh && bash -c '. scripts/env.sh && cargo build --release --workspace --locked' \
    && cp /target/release/noesis /usr/local/bin/noesis

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin noesis \
    && install -d -o noesis -g noesis /data
COPY --from=builder /usr/local/bin/noesis /usr/local/bin/noesis
USER 10001:10001
VOLUME /data
# Peers, RPC, metrics.
EXPOSE 30333 9944 9615
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD curl --fail --silent --show-error -H 'Content-Type: application/json' \
    -d '{"id":1,"jsonrpc":"2.0","method":"system_health","params":[]}' http://127.0.0.1:9944 | grep -q '"peers"'
ENTRYPOINT ["noesis"]
CMD ["--base-path", "/data"]
