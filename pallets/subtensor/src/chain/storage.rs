//! Storage of the chain's speed.

use frame_support::pallet_macros::pallet_section;

/// Block time and profile. Written at genesis only.
#[pallet_section]
mod chain_storage {
	/// Block time where none is stored: 12 seconds.
	#[pallet::type_value]
	pub fn DefaultBlockTime() -> u64 {
		DEFAULT_BLOCK_TIME
	}

	/// Milliseconds between two blocks. Even.
	#[pallet::storage]
	pub type BlockTime<T: Config> = StorageValue<_, u64, ValueQuery, DefaultBlockTime>;

	/// Selector of one of two values for each shortened limit.
	#[pallet::storage]
	pub type ChainProfile<T: Config> = StorageValue<_, Profile, ValueQuery>;
}
