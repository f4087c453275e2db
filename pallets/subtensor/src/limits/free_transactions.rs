//! Limits of transactions without a fee.
//!
//! A fee keeps an account from filling blocks. Free transactions need other limits: the standing of
//! one account must vouch for all their calls, each has a maximum size, and a block has a budget for
//! all of them. Transactions beyond the budget wait in the pool for the next block.
//!
//! The budget is shared fairly between the accounts that vouch. The first free transaction of an
//! account in a block may take whatever is left of the budget. Further ones may not use more than
//! its first half, so an account that sends many cannot keep others out. Pool order decides between
//! the waiting ones: the oldest come first.
//!
//! None of this stays in storage after the block, because nobody pays for a row per account.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	defensive,
	dispatch::{DispatchClass, DispatchInfo},
	ensure,
	traits::Get,
	weights::Weight,
};
use frame_system::limits::BlockWeights;
use scale_info::TypeInfo;
use sp_runtime::{transaction_validity::InvalidTransaction, TryRuntimeError};

use crate::{block::EndStep, Config, FeelessInBlock, FreeSpaceInBlock};

/// Maximum number of free transactions of an account in one block.
///
/// Enough for a hotkey that sets weights on several subnets at once.
pub const FREE_TRANSACTIONS_PER_BLOCK: u32 = 16;

/// Maximum length of a free transaction, in bytes.
///
/// The longest free calls carry weights: 1 KiB for a subnet of 256 neurons, at most 5,000 bytes in a
/// timelocked commit. The limit leaves room for a batch of three such commits.
pub const MAX_FREE_LENGTH: u32 = 16 * 1024;

/// Maximum length of all free transactions in a block, in bytes: 32 of the longest.
pub const FREE_BYTES_PER_BLOCK: u32 = 512 * 1024;

/// Part of the weight of the normal class that a block has for free transactions: one in this many.
const FREE_PART: u64 = 4;

/// Rows of earlier blocks that a block removes. A row stays behind only if a migration leaves it.
const STALE_ROWS_PER_BLOCK: u32 = 4;

/// Space in a block.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct FreeSpace {
	/// Reference time, in picoseconds.
	pub ref_time: u64,
	/// Length, in bytes.
	pub bytes: u32,
}

impl FreeSpace {
	/// Space of a transaction, with its base weight.
	fn of(info: &DispatchInfo, len: usize, limits: &BlockWeights) -> Self {
		let base = limits.get(info.class).base_extrinsic;
		Self {
			ref_time: info.total_weight().saturating_add(base).ref_time(),
			bytes: u32::try_from(len).unwrap_or(u32::MAX),
		}
	}

	/// Space for the free transactions of a block.
	fn budget(limits: &BlockWeights) -> Self {
		let normal = limits.get(DispatchClass::Normal).max_total.unwrap_or(limits.max_block);
		Self { ref_time: normal.ref_time() / FREE_PART, bytes: FREE_BYTES_PER_BLOCK }
	}

	const fn half(self) -> Self {
		Self { ref_time: self.ref_time / 2, bytes: self.bytes / 2 }
	}

	const fn plus(self, other: Self) -> Self {
		Self {
			ref_time: self.ref_time.saturating_add(other.ref_time),
			bytes: self.bytes.saturating_add(other.bytes),
		}
	}

	const fn fits(self, limit: Self) -> bool {
		self.ref_time <= limit.ref_time && self.bytes <= limit.bytes
	}
}

/// Handle of the limits.
pub struct FreeTransactions<T>(PhantomData<T>);

impl<T: Config> FreeTransactions<T> {
	/// Space for the free transactions of a block: a quarter of the weight of the normal class, and
	/// [`FREE_BYTES_PER_BLOCK`].
	pub fn budget() -> FreeSpace {
		FreeSpace::budget(&T::BlockWeights::get())
	}

	/// Rejects a free transaction that no block has space for.
	///
	/// # Errors
	///
	/// `Payment`, beyond [`MAX_FREE_LENGTH`] or the weight of the budget: calls of this size must be
	/// paid for. The pool drops the transaction.
	pub(crate) fn ensure_small(info: &DispatchInfo, len: usize) -> Result<(), InvalidTransaction> {
		let limits = T::BlockWeights::get();
		let most = FreeSpace { bytes: MAX_FREE_LENGTH, ..FreeSpace::budget(&limits) };
		let is_small = FreeSpace::of(info, len, &limits).fits(most);
		ensure!(is_small, InvalidTransaction::Payment);
		Ok(())
	}

	/// Rejects a free transaction that this block has no space left for.
	///
	/// # Errors
	///
	/// `ExhaustsResources`, so that the transaction waits in the pool for the next block.
	pub(crate) fn ensure_space(
		sponsor: &T::AccountId,
		info: &DispatchInfo,
		len: usize,
	) -> Result<(), InvalidTransaction> {
		let limits = T::BlockWeights::get();
		let budget = FreeSpace::budget(&limits);
		let sent = FeelessInBlock::<T>::get(sponsor);
		let open = if sent == 0 { budget } else { budget.half() };
		let used = FreeSpaceInBlock::<T>::get().plus(FreeSpace::of(info, len, &limits));
		let has_space = sent < FREE_TRANSACTIONS_PER_BLOCK && used.fits(open);
		ensure!(has_space, InvalidTransaction::ExhaustsResources);
		Ok(())
	}

	/// Counts a free transaction against its sponsor and the budget.
	pub(crate) fn count(sponsor: &T::AccountId, info: &DispatchInfo, len: usize) {
		let space = FreeSpace::of(info, len, &T::BlockWeights::get());
		FeelessInBlock::<T>::mutate(sponsor, |count| *count = count.saturating_add(1));
		FreeSpaceInBlock::<T>::mutate(|used| *used = used.plus(space));
	}

	/// Gives back to the budget the weight that a free transaction declared and did not use.
	pub(crate) fn refund(unused: Weight) {
		FreeSpaceInBlock::<T>::mutate(|used| {
			used.ref_time = used.ref_time.saturating_sub(unused.ref_time());
		});
	}

	/// Removes counts and used space at the end of a block.
	///
	/// Rows of the block itself are not in the database yet, so their removal is not limited; the
	/// transactions that created them are.
	pub(crate) fn reset_step() -> EndStep {
		let run = || {
			FreeSpaceInBlock::<T>::kill();
			if FeelessInBlock::<T>::clear(STALE_ROWS_PER_BLOCK, None).maybe_cursor.is_some() {
				defensive!("counts of earlier blocks are left; the next block goes on");
			}
		};
		let stale = u64::from(STALE_ROWS_PER_BLOCK);
		let weight =
			T::DbWeight::get().reads_writes(stale.saturating_add(1), stale.saturating_add(1));
		EndStep { weight, run }
	}

	/// I31: counts and used space end with their block.
	pub(crate) fn check() -> Result<(), TryRuntimeError> {
		ensure!(FeelessInBlock::<T>::iter().next().is_none(), "FeelessInBlock outlived its block");
		ensure!(!FreeSpaceInBlock::<T>::exists(), "FreeSpaceInBlock outlived its block");
		Ok(())
	}
}
