//! A pool with its members' rows, as a pallet stores them.

use noesis_share_pool::{SafeFloat, ShareError, SharePool, ShareRow};
use noesis_types::AlphaBalance;

/// A pool and the rows of `N` members.
#[derive(Clone, Debug)]
pub(crate) struct Ledger<const N: usize> {
	pub(crate) pool: SharePool,
	pub(crate) rows: [ShareRow; N],
}

impl<const N: usize> Ledger<N> {
	pub(crate) fn new() -> Self {
		Self { pool: SharePool::EMPTY, rows: [ShareRow::ABSENT; N] }
	}

	/// Deposits `amount` and returns the amount that moved.
	pub(crate) fn deposit(&mut self, member: usize, amount: u64) -> Result<u64, ShareError> {
		let change = self.pool.deposit(self.rows[member], AlphaBalance::new(amount))?;
		self.rows[member] = change.row;
		self.pool = change.pool;
		Ok(change.moved.to_u64())
	}

	/// Withdraws `amount` and returns the amount that moved.
	pub(crate) fn withdraw(&mut self, member: usize, amount: u64) -> Result<u64, ShareError> {
		let change = self.pool.withdraw(self.rows[member], AlphaBalance::new(amount))?;
		self.rows[member] = change.row;
		self.pool = change.pool;
		Ok(change.moved.to_u64())
	}

	pub(crate) fn credit(&mut self, amount: u64) {
		self.pool = self.pool.credit(AlphaBalance::new(amount));
	}

	pub(crate) fn debit(&mut self, amount: u64) {
		self.pool = self.pool.debit(AlphaBalance::new(amount));
	}

	/// V.
	pub(crate) fn total(&self) -> u64 {
		self.pool.value.to_u64()
	}

	pub(crate) fn value(&self, member: usize) -> u64 {
		self.pool.value_of(&self.rows[member]).to_u64()
	}

	pub(crate) fn values(&self) -> [u64; N] {
		self.rows.map(|row| self.pool.value_of(&row).to_u64())
	}

	/// The member's shares, or zero for a row of an earlier epoch.
	pub(crate) fn shares(&self, member: usize) -> SafeFloat {
		let row = self.rows[member];
		if row.epoch == self.pool.epoch {
			row.shares
		} else {
			SafeFloat::ZERO
		}
	}
}
