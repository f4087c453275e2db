//! Invariants of the room.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use super::KeySwaps;
use crate::{ColdkeySwapAnnouncements, ColdkeySwapDisputes, Config};

impl<T: Config> KeySwaps<T> {
	/// I18: a disputed swap is announced.
	pub(crate) fn check() -> Result<(), TryRuntimeError> {
		let announced = ColdkeySwapAnnouncements::<T>::contains_key;
		ensure!(
			ColdkeySwapDisputes::<T>::iter_keys().all(announced),
			"ColdkeySwapDisputes holds a coldkey without an announced swap"
		);
		Ok(())
	}
}
