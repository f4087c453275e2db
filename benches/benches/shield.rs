//! Costs of key pairs, encryption and decryption.
#![allow(missing_docs, reason = "criterion's macros declare functions without docs")]

use criterion::{criterion_group, criterion_main, Criterion};
use noesis_benches::shield::workloads;

fn all(c: &mut Criterion) {
	for workload in workloads() {
		c.bench_function(&workload.name, |b| b.iter(|| workload.run()));
	}
}

criterion_group!(benches, all);
criterion_main!(benches);
