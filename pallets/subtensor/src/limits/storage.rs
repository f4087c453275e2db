//! Storage of rate limits.

use frame_support::pallet_macros::pallet_section;

/// Counts and blocks that rate limits compare with.
#[pallet_section]
mod limits_storage {
	/// Number of free transactions of an account in this block. Empty between blocks.
	#[pallet::storage]
	pub type FeelessInBlock<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, u32, ValueQuery>;
}
