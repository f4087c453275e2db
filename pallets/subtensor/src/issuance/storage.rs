//! Storage of issuance.

use frame_support::pallet_macros::pallet_section;

/// Issuance.
#[pallet_section]
mod issuance_storage {
	/// TAO in existence at the end of the last block, in rao: the sum of all balances.
	///
	/// Written at the end of every block that changed it.
	#[pallet::storage]
	pub type TotalIssuance<T: Config> = StorageValue<_, TaoBalance, ValueQuery, InitialIssuance<T>>;
}
