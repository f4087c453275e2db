//! Events of the pallet.

use frame_support::pallet_macros::pallet_section;

/// Events, headed by room. Indices, names and shapes are those of the public interface.
#[pallet_section]
mod events {
	/// Records of state changes.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
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
