//! How long an epoch takes, by size and fill, and against the textbook in full matrices.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	missing_docs,
	reason = "tests may fail, and what they compute stays small"
)]

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};
use noesis_benches::epoch::{workloads, Subnet, LIQUID, RULES};
use std::{hint::black_box, time::Duration};

#[path = "../../primitives/yuma/tests/support/mod.rs"]
mod support;
use support::dense;

/// Yuma3 with liquid alpha.
fn by_size_and_fill(c: &mut Criterion) {
	let mut group = c.benchmark_group("epoch");
	for n in [64, 256, 1024, 4096] {
		for percent in [1, 10, 100] {
			let subnet = Subnet::random(n, percent, LIQUID);
			let id = BenchmarkId::new(format!("n={n}"), format!("{percent}%"));
			group.bench_function(id, |b| b.iter(|| subnet.epoch()));
		}
	}
	group.finish();
}

/// 256 neurons, full rows: each rule, and the textbook.
fn against_textbook(c: &mut Criterion) {
	let mut group = c.benchmark_group("n=256, full rows");
	for ((name, rule), workload) in RULES.into_iter().zip(workloads()) {
		let subnet = Subnet::random(256, 100, rule);
		assert_eq!(subnet.epoch(), dense::epoch(&subnet.input()));
		group.bench_function(BenchmarkId::new("crate", name), |b| b.iter(|| workload.run()));
		group.bench_function(BenchmarkId::new("textbook", name), |b| {
			b.iter(|| dense::epoch(black_box(&subnet.input())))
		});
	}
	group.finish();
}

criterion_group! {
	name = benches;
	config = Criterion::default()
		.sample_size(10)
		.warm_up_time(Duration::from_millis(200))
		.measurement_time(Duration::from_secs(1));
	targets = against_textbook, by_size_and_fill
}
criterion_main!(benches);
