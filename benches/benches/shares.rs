//! What one deposit, one withdrawal and one quote cost.

use criterion::{criterion_group, criterion_main, Criterion};
use noesis_share_pool::{Change, SharePool, ShareRow};
use noesis_types::AlphaBalance;
use std::hint::black_box;

/// A pool whose numbers have all their digits, and a member of it.
fn pool() -> Change {
	let first = SharePool::EMPTY.deposit(ShareRow::ABSENT, AlphaBalance::new(363_469_893_959));
	let grown = first.map(|change| change.pool.credit(AlphaBalance::new(12_345_678_901)));
	let second = grown
		.and_then(|pool| pool.deposit(ShareRow::ABSENT, AlphaBalance::new(1_000_000_007)))
		.map(|change| Change { pool: change.pool.credit(AlphaBalance::new(99)), ..change });
	second.unwrap_or_else(|error| panic!("the pool of the benchmark: {error}"))
}

fn shares(criterion: &mut Criterion) {
	let Change { pool, row, .. } = pool();
	let amount = AlphaBalance::new(123_456_789);
	criterion.bench_function("value_of", |bencher| {
		bencher.iter(|| black_box(&pool).value_of(black_box(&row)))
	});
	criterion.bench_function("deposit", |bencher| {
		bencher.iter(|| black_box(&pool).deposit(black_box(row), black_box(amount)))
	});
	criterion.bench_function("withdraw", |bencher| {
		bencher.iter(|| black_box(&pool).withdraw(black_box(row), black_box(amount)))
	});
	criterion.bench_function("first_deposit", |bencher| {
		bencher.iter(|| {
			black_box(&SharePool::EMPTY).deposit(black_box(ShareRow::ABSENT), black_box(amount))
		})
	});
}

criterion_group!(benches, shares);
criterion_main!(benches);
