//! Storage of hyperparameters.

use frame_support::pallet_macros::pallet_section;

/// Hyperparameters by subnet. Hashed with Identity, because the chain chooses netuids. Written by
/// [`crate::hyperparams::set`].
#[pallet_section]
mod hyperparams_storage {
	/// Consensus majority, as a u16 fraction of stake.
	#[pallet::storage]
	pub type Kappa<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery, InitialKappa<T>>;

	/// Default of [`CommitRevealWeightsEnabled`].
	#[pallet::type_value]
	pub fn DefaultCommitRevealWeightsEnabled() -> bool {
		true
	}

	/// Whether validators commit to weights and reveal them later.
	#[pallet::storage]
	pub type CommitRevealWeightsEnabled<T: Config> =
		StorageMap<_, Identity, NetUid, bool, ValueQuery, DefaultCommitRevealWeightsEnabled>;

	/// Minimum price of a registration, in rao. Below `MaxBurn`.
	#[pallet::storage]
	pub type MinBurn<T: Config> =
		StorageMap<_, Identity, NetUid, TaoBalance, ValueQuery, InitialMinBurn<T>>;

	/// Maximum price of a registration, in rao. Above `MinBurn`.
	#[pallet::storage]
	pub type MaxBurn<T: Config> =
		StorageMap<_, Identity, NetUid, TaoBalance, ValueQuery, InitialMaxBurn<T>>;
}
