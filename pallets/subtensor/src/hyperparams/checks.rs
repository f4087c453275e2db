//! Invariants of the room.

use frame_support::storage::IterableStorageMap;
use sp_runtime::TryRuntimeError;

use super::{table, Hyperparam};
use crate::Config;

/// I26: every hyperparameter lies within the bounds that its setter enforces.
pub(crate) fn check<T: Config>() -> Result<(), TryRuntimeError> {
	table::<T>().into_iter().try_for_each(|row| (row.check)())
}

/// I26 for one hyperparameter: every stored value lies within its bounds.
pub(super) fn check_values<H: Hyperparam>() -> Result<(), TryRuntimeError> {
	for (netuid, value) in H::Map::iter() {
		H::ensure_valid(netuid, value)
			.map_err(|_| TryRuntimeError::Other("a hyperparameter is out of its bounds"))?;
	}
	Ok(())
}
