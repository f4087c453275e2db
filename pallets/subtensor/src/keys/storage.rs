//! Storage of key swaps.

use frame_support::pallet_macros::pallet_section;

/// Pending swaps of coldkeys.
#[pallet_section]
mod keys_storage {
	/// Announced swap of a coldkey: the first block in which it may be executed, and the hash of the
	/// new coldkey.
	#[pallet::storage]
	pub type ColdkeySwapAnnouncements<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, (BlockNumberFor<T>, T::Hash), OptionQuery>;

	/// Block in which the announced swap of a coldkey was disputed.
	#[pallet::storage]
	pub type ColdkeySwapDisputes<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, BlockNumberFor<T>, OptionQuery>;
}
