//! Storage of rate limits.

use frame_support::pallet_macros::pallet_section;

/// Counts and blocks that rate limits compare with.
#[pallet_section]
mod limits_storage {
	/// Number of free transactions in this block for which an account vouches. Empty between blocks.
	#[pallet::storage]
	pub type FeelessInBlock<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, u32, ValueQuery>;

	/// Space that free transactions have used in this block. Empty between blocks.
	#[pallet::storage]
	pub type FreeSpaceInBlock<T: Config> = StorageValue<_, FreeSpace, ValueQuery>;

	/// Block of the last rate-limited change, by its key. Identity, because the chain chooses
	/// netuids, and accounts in a key have paid for the change.
	#[pallet::storage]
	pub type LastRateLimitedBlock<T: Config> =
		StorageMap<_, Identity, RateLimitKey<T::AccountId>, u64, ValueQuery>;

	/// Default of [`OwnerHyperparamRateLimit`], in epochs.
	#[pallet::type_value]
	pub fn DefaultOwnerHyperparamRateLimit() -> u16 {
		2
	}

	/// Epochs between two changes of the same hyperparameter by a subnet's owner.
	#[pallet::storage]
	pub type OwnerHyperparamRateLimit<T: Config> =
		StorageValue<_, u16, ValueQuery, DefaultOwnerHyperparamRateLimit>;
}
