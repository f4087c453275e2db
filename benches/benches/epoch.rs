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
	reason = "tests may fail, and what they compute stays small"
)]

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};
use noesis_yuma::{epoch, BondsRule, ConsensusMode, LiquidAlpha, Params};
use std::{hint::black_box, time::Duration};

#[path = "../../primitives/yuma/tests/support/mod.rs"]
mod support;
use support::{dense, random};

const VALIDATORS: u16 = 64;

fn params(bonds: BondsRule) -> Params {
	Params {
		kappa: 32767,
		bonds_penalty: 65535,
		bonds_moving_average: 900_000,
		max_validators: VALIDATORS,
		stake_threshold: 0,
		bonds,
	}
}

fn liquid() -> BondsRule {
	let mode = ConsensusMode::Auto;
	BondsRule::Liquid(LiquidAlpha { low: 45875, high: 58982, steepness: 1000, mode })
}

/// Yuma3 with liquid alpha, 64 validators.
fn by_size_and_fill(c: &mut Criterion) {
	let mut group = c.benchmark_group("epoch");
	for n in [64, 256, 1024, 4096] {
		for percent in [1, 10, 100] {
			let subnet = random::subnet(n, VALIDATORS, percent, params(liquid()), 7);
			let id = BenchmarkId::new(format!("n={n}"), format!("{percent}%"));
			group.bench_function(id, |b| b.iter(|| epoch(black_box(&subnet.input()))));
		}
	}
	group.finish();
}

/// 256 neurons, 64 validators with full rows: each rule, and the textbook.
fn against_textbook(c: &mut Criterion) {
	let mut group = c.benchmark_group("n=256, full rows");
	for (name, rule) in
		[("Yuma2", BondsRule::Shared), ("Yuma3", BondsRule::Own), ("Yuma3 liquid", liquid())]
	{
		let subnet = random::subnet(256, VALIDATORS, 100, params(rule), 7);
		assert_eq!(epoch(&subnet.input()), dense::epoch(&subnet.input()));
		group.bench_function(BenchmarkId::new("crate", name), |b| {
			b.iter(|| epoch(black_box(&subnet.input())))
		});
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
