//! Dispatchables of the pallet.

use frame_support::pallet_macros::pallet_section;

/// Calls, headed by room: check of the origin, then one function of the room.
///
/// Indices are those of the public interface. A call that is added here must also get its rules in
/// [`crate::access`] and its benchmark in `benchmarking`.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		// Keys

		/// Dispute the announced swap of the signing coldkey.
		///
		/// The coldkey is frozen from then on: every call it signs is rejected until root resets
		/// the swap.
		///
		/// ## Dispatch origin
		///
		/// Signed by the coldkey.
		///
		/// ## Errors
		///
		/// - [`Error::ColdkeySwapAnnouncementNotFound`]: no swap is announced.
		/// - [`Error::ColdkeySwapAlreadyDisputed`]: the swap is disputed already.
		///
		/// ## Events
		///
		/// [`Event::ColdkeySwapDisputed`].
		#[pallet::call_index(127)]
		#[pallet::weight(T::WeightInfo::dispute_coldkey_swap())]
		pub fn dispute_coldkey_swap(origin: OriginFor<T>) -> DispatchResult {
			let coldkey = ensure_signed(origin)?;
			KeySwaps::<T>::dispute(coldkey)
		}

		/// Remove the announced swap of a coldkey, and its dispute.
		///
		/// Succeeds if neither exists.
		///
		/// ## Dispatch origin
		///
		/// Root.
		///
		/// ## Events
		///
		/// [`Event::ColdkeySwapReset`].
		#[pallet::call_index(128)]
		#[pallet::weight(T::WeightInfo::reset_coldkey_swap())]
		pub fn reset_coldkey_swap(origin: OriginFor<T>, coldkey: T::AccountId) -> DispatchResult {
			ensure_root(origin)?;
			KeySwaps::<T>::reset(coldkey);
			Ok(())
		}
	}
}
