//! TAO issuance.

pub mod storage;

use crate::{Config, Pallet, TotalIssuance};
use frame_support::{
	traits::{fungible::Inspect, Get},
	weights::Weight,
};

impl<T: Config> Pallet<T> {
	/// Brings [`TotalIssuance`] in line with the balances.
	///
	/// TAO exists as balances only, so whatever a block did, by fees, dust, burns or root calls,
	/// the balances know the sum. It is copied, not counted a second time: two counts of one fact
	/// drift apart.
	pub(crate) fn record_issuance() {
		let issuance = T::Currency::total_issuance();
		if TotalIssuance::<T>::get() != issuance {
			TotalIssuance::<T>::put(issuance);
		}
	}

	/// What [`Self::record_issuance`] costs at most.
	pub(crate) fn record_issuance_weight() -> Weight {
		T::DbWeight::get().reads_writes(2, 1)
	}
}
