//! One deposit, one withdrawal and one quote.

use crate::{digest, Workload};
use alloc::vec::Vec;
use core::hint::black_box;
use noesis_share_pool::{Change, ShareError, SharePool, ShareRow};
use noesis_types::AlphaBalance;

const AMOUNT: AlphaBalance = AlphaBalance::new(123_456_789);

/// A pool whose shares use all digits, and a member of it.
fn member() -> Result<(SharePool, ShareRow), ShareError> {
	let first = SharePool::EMPTY.deposit(ShareRow::ABSENT, AlphaBalance::new(363_469_893_959))?;
	let grown = first.pool.credit(AlphaBalance::new(12_345_678_901));
	let second = grown.deposit(ShareRow::ABSENT, AlphaBalance::new(1_000_000_007))?;
	Ok((second.pool.credit(AlphaBalance::new(99)), second.row))
}

/// Quotes a member's shares.
pub fn value_of(pool: &SharePool, row: &ShareRow) -> AlphaBalance {
	black_box(pool).value_of(black_box(row))
}

/// Deposits alpha of a member.
pub fn deposit(pool: &SharePool, row: ShareRow) -> Result<Change, ShareError> {
	black_box(pool).deposit(black_box(row), black_box(AMOUNT))
}

/// Withdraws alpha of a member.
pub fn withdraw(pool: &SharePool, row: ShareRow) -> Result<Change, ShareError> {
	black_box(pool).withdraw(black_box(row), black_box(AMOUNT))
}

/// Each operation.
pub fn workloads() -> Vec<Workload> {
	let (pool, row) = member().unwrap_or_else(|error| panic!("the pool to measure: {error}"));
	[
		Workload::new("shares/value_of", move || value_of(&pool, &row).into()),
		Workload::new("shares/deposit", move || digest_of(deposit(&pool, row))),
		Workload::new("shares/withdraw", move || digest_of(withdraw(&pool, row))),
		Workload::new("shares/first deposit", || {
			digest_of(deposit(&SharePool::EMPTY, ShareRow::ABSENT))
		}),
	]
	.into()
}

/// A digest with the low digits of mantissas, which depend on rounding.
fn digest_of(change: Result<Change, ShareError>) -> u64 {
	change.map_or(0, |Change { pool, row, moved }| {
		let shares = [pool.denominator.mantissa() as u64, row.shares.mantissa() as u64];
		digest([moved.into(), pool.value.into(), pool.epoch].into_iter().chain(shares))
	})
}
