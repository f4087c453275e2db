# Image of the node:
#   docker build --build-arg SUBSTRATE_CLI_GIT_COMMIT_HASH="$(git rev-parse --short=11 HEAD)" -t noesis .
#
# The node listens on loopback only unless told otherwise. To publish its RPC, add --unsafe-rpc-external --rpc-cors all
# (see compose.yaml), and restrict the published port to the clients that may use it. See docs/operate.md.

FROM rust:1.95.0-bookworm AS builder
WORKDIR /noesis
# Only the files that set-up reads: this layer is built again when one of them changes.
COPY rust-toolchain.toml ./
COPY scripts/env.sh scripts/setup.sh ./scripts/
RUN scripts/setup.sh
COPY . .
# Commit that the version of the binary names. The context contains no .git to read it from.
ARG SUBSTRATE_CLI_GIT_COMMIT_HASH=unknown
# Set-up runs again because it also removes builds of the runtime from /target that another compiler made.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/target \
    export CARGO_TARGET_DIR=/target \
    && scripts/setup.sh && bash -c '. scripts/env.sh && cargo build --release --locked' \
    && strip -o /usr/local/bin/noesis /target/release/noesis

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin noesis \
    && install -d -o noesis -g noesis /data
COPY --from=builder /usr/local/bin/noesis /usr/local/bin/noesis
USER 10001:10001
# Without --base-path the node keeps its data in $XDG_DATA_HOME/noesis, whatever other arguments it gets.
ENV XDG_DATA_HOME=/data
VOLUME /data
# Peers, RPC, metrics.
EXPOSE 30333 9944 9615
# One process without a shell, which ends before Docker would kill it and so leaves no zombie.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--max-time", "4", "--output", "/dev/null", "http://127.0.0.1:9944/health"]
ENTRYPOINT ["noesis"]
