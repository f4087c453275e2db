//! Benchmarks of the pure crates; see `benches/`.
