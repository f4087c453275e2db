//! Events of the pallet.

use frame_support::pallet_macros::pallet_section;

/// Events, headed by room. Indices, names and shapes are those of the public interface.
#[pallet_section]
mod events {
	/// Records of state changes.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		// Hyperparameters
		/// The consensus majority of a subnet was set: subnet, u16 fraction.
		#[codec(index = 19)]
		KappaSet(NetUid, u16),
		/// The maximum price of a registration was set: subnet, rao.
		#[codec(index = 38)]
		MaxBurnSet(NetUid, TaoBalance),
		/// The minimum price of a registration was set: subnet, rao.
		#[codec(index = 39)]
		MinBurnSet(NetUid, TaoBalance),
		/// Commit-reveal of weights was turned on or off: subnet, new state.
		#[codec(index = 102)]
		CommitRevealEnabled(NetUid, bool),

		// Keys
		/// Root removed the announced swap of a coldkey and its dispute.
		#[codec(index = 71)]
		ColdkeySwapReset {
			/// The coldkey.
			who: T::AccountId,
		},
		/// The announced swap of a coldkey was disputed.
		#[codec(index = 73)]
		ColdkeySwapDisputed {
			/// The coldkey.
			coldkey: T::AccountId,
		},
	}
}
