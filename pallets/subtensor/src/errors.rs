//! Errors of the pallet.

use frame_support::pallet_macros::pallet_section;

/// Errors, headed by room. Indices are those of the public interface.
#[pallet_section]
mod errors {
	/// Reasons for which a call fails or a transaction is rejected.
	#[pallet::error]
	pub enum Error<T> {
		// Limits
		/// The last change of this kind is too recent. Retry when the rate limit has passed.
		#[codec(index = 64)]
		TxRateLimitExceeded,

		// Hyperparameters
		/// The epoch of the subnet is too near. Retry after it.
		#[codec(index = 108)]
		AdminActionProhibitedDuringWeightsWindow,

		// Keys
		/// The coldkey has announced no swap.
		#[codec(index = 65)]
		ColdkeySwapAnnouncementNotFound,
		/// The announced swap is disputed already.
		#[codec(index = 69)]
		ColdkeySwapAlreadyDisputed,
		/// The swap of the coldkey is announced: until it is executed or cleared, the coldkey may
		/// dispatch only calls that concern the swap.
		#[codec(index = 132)]
		ColdkeySwapAnnounced,
		/// The swap of the coldkey is disputed: the coldkey may dispatch nothing until root resets
		/// the swap.
		#[codec(index = 133)]
		ColdkeySwapDisputed,
	}
}
