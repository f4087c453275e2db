//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// Errors of the pallet. Indices are those of the public interface.
#[pallet_section]
mod errors {
	/// Why a call is refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The coldkey is about to be swapped, and can do nothing else until then.
		#[codec(index = 132)]
		ColdkeySwapAnnounced,
		/// The swap of the coldkey is disputed: the coldkey can do nothing until root has decided.
		#[codec(index = 133)]
		ColdkeySwapDisputed,
	}
}
