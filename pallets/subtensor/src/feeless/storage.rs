//! Storage of the count of free transactions.

use frame_support::pallet_macros::pallet_section;

/// Free transactions of the block at hand.
#[pallet_section]
mod feeless_storage {
	/// How many transactions without a fee an account has in this block. Empty between blocks.
	#[pallet::storage]
	pub type FeelessInBlock<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, u32, ValueQuery>;
}
