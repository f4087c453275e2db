//! Invariant of the pallet, checked over its storage.

use frame_support::{
	ensure,
	storage::storage_prefix,
	traits::{PalletInfoAccess, STORAGE_VERSION_STORAGE_KEY_POSTFIX},
};
use sp_io::{hashing::twox_128, storage::next_key};
use sp_runtime::TryRuntimeError;

use crate::{Config, Pallet};

impl<T: Config> Pallet<T> {
	/// Checks that the pallet has no storage entry besides its version, which every pallet has.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let name = <Self as PalletInfoAccess>::name().as_bytes();
		let prefix = twox_128(name);
		let version = storage_prefix(name, STORAGE_VERSION_STORAGE_KEY_POSTFIX);
		let is_own = |key: &[u8]| key.starts_with(&prefix);
		let first = next_key(&prefix).filter(|key| is_own(key));
		let Some(first) = first else { return Ok(()) };
		let second = next_key(&first).filter(|key| is_own(key));
		ensure!(first == version && second.is_none(), "Utility: a storage entry");
		Ok(())
	}
}
