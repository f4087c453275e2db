//! Storage of key swaps.

use frame_support::pallet_macros::pallet_section;

/// Coldkeys that are about to be swapped.
#[pallet_section]
mod keys_storage {
	/// Swaps that a coldkey has announced: the block from which it can be done, and the hash of the
	/// coldkey to come.
	#[pallet::storage]
	pub type ColdkeySwapAnnouncements<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, (BlockNumberFor<T>, T::Hash), OptionQuery>;

	/// Coldkeys whose swap is disputed, and the block in which that happened.
	#[pallet::storage]
	pub type ColdkeySwapDisputes<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, BlockNumberFor<T>, OptionQuery>;
}
