//! Storage of subnets.

use frame_support::pallet_macros::pallet_section;

/// Existence, owner and symbol of subnets. Hashed with Identity throughout, because netuids are
/// small and chosen by the chain.
#[pallet_section]
mod subnets_storage {
	/// Whether a subnet exists.
	#[pallet::storage]
	pub type NetworksAdded<T: Config> = StorageMap<_, Identity, NetUid, bool, ValueQuery>;

	/// Default owner: the zero account, which signs nothing.
	#[pallet::type_value]
	pub fn NoOwner<T: Config>() -> T::AccountId {
		[0; 32].into()
	}

	/// Coldkey that owns a subnet.
	#[pallet::storage]
	pub type SubnetOwner<T: Config> =
		StorageMap<_, Identity, NetUid, T::AccountId, ValueQuery, NoOwner<T>>;

	/// Default token symbol: 𝜏.
	#[pallet::type_value]
	pub fn DefaultTokenSymbol() -> Vec<u8> {
		"𝜏".as_bytes().to_vec()
	}

	/// Symbol of a subnet's alpha: one UTF-8 character. Clients read the whole map when they
	/// connect.
	#[pallet::storage]
	pub type TokenSymbol<T: Config> =
		StorageMap<_, Identity, NetUid, Vec<u8>, ValueQuery, DefaultTokenSymbol>;
}
