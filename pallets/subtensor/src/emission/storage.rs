//! Storage of issuance and emission.

use frame_support::pallet_macros::pallet_section;

/// Issuance.
#[pallet_section]
mod emission_storage {
	/// TAO in existence, in rao: the sum of all balances as of the end of the last block.
	///
	/// Written at the end of every block that changed it.
	#[pallet::storage]
	pub type TotalIssuance<T: Config> = StorageValue<_, TaoBalance, ValueQuery>;
}
