//! How long quotes and injections take, by the way their powers are computed.

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, Criterion};
use noesis_amm::{FeeRate, Pool, PriceLimit, QuoteWeight, Reservoirs, Terms};

/// Quote weights and the way to a power that they lead to.
const WEIGHTS: [(&str, u64); 4] = [
	("even", 500_000_000_000_000_000),
	("exact", 400_000_000_000_000_000),
	("series", 500_001_000_000_000_000),
	("steep", 20_001_000_000_000_000),
];

fn swap(criterion: &mut Criterion) {
	let unlimited = Terms { fee: FeeRate::DEFAULT, ..Terms::default() };
	for (name, parts) in WEIGHTS {
		let pool = Pool {
			tao: 1_000_000_000_000u64.into(),
			alpha: 4_000_000_000_000u64.into(),
			quote_weight: QuoteWeight::try_from(parts).unwrap_or_default(),
		};
		let up = PriceLimit::Rao(pool.price_rao().saturating_mul(21) / 20);
		let limited = Terms { limit: up, ..unlimited };
		let mut group = criterion.benchmark_group(name);
		group.bench_function("buy", |bench| {
			bench.iter(|| black_box(pool).quote_buy(100_000_000_000u64.into(), &unlimited))
		});
		group.bench_function("buy to a limit", |bench| {
			bench.iter(|| black_box(pool).quote_buy(900_000_000_000u64.into(), &limited))
		});
		group.bench_function("sell", |bench| {
			bench.iter(|| black_box(pool).quote_sell(100_000_000_000u64.into(), &unlimited))
		});
		group.bench_function("inject", |bench| {
			let waiting = Reservoirs::default();
			bench.iter(|| {
				black_box(pool).inject(waiting, 500_000_000u64.into(), 1_000_000_000u64.into())
			})
		});
		group.finish();
	}
	// A power that is a whole number of parts is told from its neighbour in whole numbers.
	let pool = Pool {
		tao: (1u64 << 40).into(),
		alpha: (1u64 << 40).into(),
		quote_weight: QuoteWeight::try_from(ONE_SIXTEENTH).unwrap_or_default(),
	};
	criterion.bench_function("whole numbers decide", |bench| {
		bench.iter(|| black_box(pool).tao_out((1u64 << 40).into()))
	});
}

/// One sixteenth: selling raises a half to the 15th power, which is a whole number of parts.
const ONE_SIXTEENTH: u64 = 62_500_000_000_000_000;

criterion_group!(benches, swap);
criterion_main!(benches);
