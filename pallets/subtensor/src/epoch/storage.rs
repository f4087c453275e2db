//! Storage of epochs.

use frame_support::pallet_macros::pallet_section;

/// Schedule of epochs. Hashed with Identity, because the chain chooses netuids.
#[pallet_section]
mod epoch_storage {
	/// Blocks between two epochs of a subnet. 0: none.
	#[pallet::storage]
	pub type Tempo<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery, InitialTempo<T>>;

	/// Block of a subnet's last epoch.
	#[pallet::storage]
	pub type LastEpochBlock<T: Config> = StorageMap<_, Identity, NetUid, u64, ValueQuery>;

	/// Block of an epoch that the owner of a subnet has triggered. 0: none is pending.
	#[pallet::storage]
	pub type PendingEpochAt<T: Config> = StorageMap<_, Identity, NetUid, u64, ValueQuery>;

	/// Default of [`AdminFreezeWindow`], in blocks.
	#[pallet::type_value]
	pub fn DefaultAdminFreezeWindow() -> u16 {
		10
	}

	/// Blocks before an epoch in which settings of the subnet are frozen.
	#[pallet::storage]
	pub type AdminFreezeWindow<T: Config> =
		StorageValue<_, u16, ValueQuery, DefaultAdminFreezeWindow>;
}
