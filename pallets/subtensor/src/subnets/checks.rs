//! Invariants of the room.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use super::Subnets;
use crate::{Config, SubnetOwner};

impl<T: Config> Subnets<T> {
	/// Only existing subnets have an owner.
	pub(crate) fn check() -> Result<(), TryRuntimeError> {
		ensure!(
			SubnetOwner::<T>::iter_keys().all(Self::exists),
			"SubnetOwner holds a subnet that does not exist"
		);
		Ok(())
	}
}
