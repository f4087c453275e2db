//! Invariants of the pallet, checked over the whole state.

use frame_support::ensure;
use noesis_shield::ENCAPSULATION_KEY_LEN;
use sp_runtime::TryRuntimeError;

use crate::{
	announced::lists, AnnouncedKeys, AuthorKeys, Config, CurrentKey, HasMigrationRun,
	MaxExtrinsicWeight, NextKey, NextKeyExpiresAt, NextPendingExtrinsicIndex, OnInitializeWeight,
	Pallet, PendingExtrinsics, PendingKey, PendingKeyExpiresAt, ShieldEncKey, ABSOLUTE_MAX_WEIGHT,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants of the pallet.
	///
	/// 1. Every row decodes, and so is within its bound.
	/// 2. Every stored key has 1184 bytes.
	/// 3. `PendingKeyExpiresAt` exists if and only if `PendingKey` does; likewise for `NextKey`.
	/// 4. The counter of the queue is the number of its rows.
	/// 5. The rows of the queue fill the indices from `Next - count` to `Next`, without holes.
	/// 6. Along the queue, `submitted_at` never falls, and it is at most the present block.
	/// 7. The weights that root sets are at most [`ABSOLUTE_MAX_WEIGHT`].
	/// 8. `HasMigrationRun` is empty.
	/// 9. `AnnouncedKeys` decodes, so it lists at most [`MAX_ANNOUNCED_KEYS`](crate::MAX_ANNOUNCED_KEYS)
	///    hashes, and no hash twice in succession. If it lists any, it lists the current, the pending and the next key.
	///
	/// Reads the whole state of the pallet: for tests, try-runtime and tools, never in a block.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_keys()?;
		Self::check_announced_keys()?;
		Self::check_queue()?;
		ensure!(
			OnInitializeWeight::<T>::get() <= ABSOLUTE_MAX_WEIGHT,
			"OnInitializeWeight: more than a block has"
		);
		ensure!(
			MaxExtrinsicWeight::<T>::get() <= ABSOLUTE_MAX_WEIGHT,
			"MaxExtrinsicWeight: more than a block has"
		);
		ensure!(HasMigrationRun::<T>::iter_keys().next().is_none(), "HasMigrationRun: a row");
		Ok(())
	}

	/// Checks invariants 2 and 3, and 1 for the keys.
	fn check_keys() -> Result<(), TryRuntimeError> {
		let is_key = |key: &ShieldEncKey| key.len() == ENCAPSULATION_KEY_LEN;
		let (pending, next) = (PendingKey::<T>::get(), NextKey::<T>::get());
		ensure!(CurrentKey::<T>::get().iter().all(is_key), "CurrentKey: not 1184 bytes");
		ensure!(pending.iter().all(is_key), "PendingKey: not 1184 bytes");
		ensure!(next.iter().all(is_key), "NextKey: not 1184 bytes");
		ensure!(
			pending.is_some() == PendingKeyExpiresAt::<T>::get().is_some(),
			"PendingKeyExpiresAt: there without its key, or not there with it"
		);
		ensure!(
			next.is_some() == NextKeyExpiresAt::<T>::get().is_some(),
			"NextKeyExpiresAt: there without its key, or not there with it"
		);
		let mut rows: usize = 0;
		for key in AuthorKeys::<T>::iter_values() {
			ensure!(is_key(&key), "AuthorKeys: not 1184 bytes");
			rows = rows.saturating_add(1);
		}
		ensure!(rows == AuthorKeys::<T>::iter_keys().count(), "AuthorKeys: a row does not decode");
		Ok(())
	}

	/// Checks invariant 9.
	///
	/// A list without hashes is that of a chain whose keys were announced before it had a list.
	fn check_announced_keys() -> Result<(), TryRuntimeError> {
		let is_absent = !AnnouncedKeys::<T>::exists();
		ensure!(is_absent || AnnouncedKeys::<T>::try_get().is_ok(), "AnnouncedKeys: no list");
		let announced = AnnouncedKeys::<T>::get();
		let mut pairs = announced.iter().zip(announced.iter().skip(1));
		ensure!(
			pairs.all(|(one, other)| one != other),
			"AnnouncedKeys: a hash twice in succession"
		);
		let named = [CurrentKey::<T>::get(), PendingKey::<T>::get(), NextKey::<T>::get()];
		ensure!(
			announced.is_empty() || named.iter().flatten().all(|key| lists(&announced, key)),
			"AnnouncedKeys: a named key is not listed"
		);
		Ok(())
	}

	/// Checks invariants 4 to 6, and 1 for the queue.
	fn check_queue() -> Result<(), TryRuntimeError> {
		let count = PendingExtrinsics::<T>::count();
		let end = NextPendingExtrinsicIndex::<T>::get();
		let start = end.checked_sub(count).ok_or("PendingExtrinsics: more rows than indices")?;
		let mut earlier = Default::default();
		for index in start..end {
			let stored = PendingExtrinsics::<T>::get(index)
				.ok_or("PendingExtrinsics: a hole, or a row that does not decode")?;
			ensure!(
				stored.submitted_at >= earlier,
				"PendingExtrinsics: a row is older than the one before"
			);
			earlier = stored.submitted_at;
		}
		ensure!(
			earlier <= frame_system::Pallet::<T>::block_number(),
			"PendingExtrinsics: a row is from the future"
		);
		let rows = u32::try_from(PendingExtrinsics::<T>::iter_keys().count()).ok();
		ensure!(rows == Some(count), "CounterForPendingExtrinsics: not the number of rows");
		Ok(())
	}
}
