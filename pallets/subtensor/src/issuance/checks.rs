//! Invariants of the room.

use frame_support::{ensure, traits::fungible::Inspect};
use sp_runtime::TryRuntimeError;

use super::Issuance;
use crate::{Config, TotalIssuance};

impl<T: Config> Issuance<T> {
	/// The issuance that clients read is that of the balances.
	pub(crate) fn check() -> Result<(), TryRuntimeError> {
		ensure!(
			TotalIssuance::<T>::get() == T::Currency::total_issuance(),
			"SubtensorModule.TotalIssuance differs from Balances.TotalIssuance"
		);
		Ok(())
	}
}
