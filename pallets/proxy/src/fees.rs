//! Fee consent: a real account may agree to pay the fees of a delegate's proxy calls.

use frame_support::dispatch::DispatchResult;

use crate::{Config, Event, Pallet, ProxyDefinitionOf, RealPaysFeeConsentV1};

impl<T: Config> Pallet<T> {
	/// Whether `real` has consented to pay the fees of proxy calls of `delegate` for `real`.
	///
	/// One read. Used by the payment extension of the runtime.
	pub fn real_pays(real: &T::AccountId, delegate: &T::AccountId) -> bool {
		RealPaysFeeConsentV1::<T>::contains_key(real, delegate)
	}

	/// Records or withdraws the consent of `real` for one of its delegates.
	pub(crate) fn do_set_real_pays_fee(
		real: T::AccountId,
		delegate: T::AccountId,
		pays_fee: bool,
	) -> DispatchResult {
		Self::ensure_delegate(&real, &delegate)?;
		if pays_fee {
			RealPaysFeeConsentV1::<T>::insert(&real, &delegate, ());
		} else {
			Self::withdraw_consent(&real, &delegate);
		}
		Self::deposit_event(Event::RealPaysFeeSet { real, delegate, pays_fee });
		Ok(())
	}

	/// Withdraws the consent of `real` for one delegate, if there is one.
	pub(crate) fn withdraw_consent(real: &T::AccountId, delegate: &T::AccountId) {
		RealPaysFeeConsentV1::<T>::remove(real, delegate);
	}

	/// Withdraws all consents of `real`, given the whole list of its delegates.
	///
	/// Consents exist for delegates only, so the list contains all of them and bounds the work.
	pub(crate) fn withdraw_consents(real: &T::AccountId, proxies: &[ProxyDefinitionOf<T>]) {
		for entry in proxies {
			Self::withdraw_consent(real, &entry.delegate);
		}
	}
}
