//! TAO issuance.

mod checks;
pub mod storage;

use core::marker::PhantomData;

use frame_support::traits::{fungible::Inspect, Get};

use crate::{block::EndStep, Config, TotalIssuance};

/// TAO issuance of this chain.
pub struct Issuance<T>(PhantomData<T>);

impl<T: Config> Issuance<T> {
	/// Copies the issuance of the balances to [`TotalIssuance`].
	///
	/// TAO exists as balances only, so the balances account for everything that a block did: fees,
	/// dust, burns, root calls. A copy cannot drift from them; a second counter could.
	pub(crate) fn record() {
		let issuance = T::Currency::total_issuance();
		if TotalIssuance::<T>::get() != issuance {
			TotalIssuance::<T>::put(issuance);
		}
	}

	/// [`Self::record`] as a step at the end of a block.
	pub(crate) fn record_step() -> EndStep {
		EndStep { weight: T::DbWeight::get().reads_writes(2, 1), run: Self::record }
	}
}
