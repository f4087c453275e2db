//! Keys by which an author decides which carriers to open.

use alloc::vec::Vec;

use frame_support::traits::Contains;
use frame_system::pallet_prelude::{BlockNumberFor, RuntimeCallFor};
use noesis_shield::{key_hash, KEY_HASH_LEN};
use sp_runtime::traits::{One, Saturating};

use crate::{
	rotation::PENDING_KEY_LIFETIME, runtime_api::KeyStatus, Call, Ciphertext, Config, CurrentKey,
	LastAnnouncement, NextKey, NextKeyExpiresAt, Pallet, PendingKey, PendingKeyExpiresAt,
	ShieldEncKey,
};

impl<T: Config> Pallet<T> {
	/// The keys in this state, for the author of the next block.
	pub fn key_status() -> KeyStatus
	where
		RuntimeCallFor<T>: From<Call<T>>,
	{
		let carrier = Call::submit_encrypted { ciphertext: Ciphertext::default() };
		KeyStatus {
			named: Self::named_keys(),
			living_authors: Self::living_authors(),
			carriers_pass: T::BaseCallFilter::contains(&carrier.into()),
		}
	}

	/// Hashes of the pending, the current and the next key that have not expired in the next block.
	///
	/// The current key expires with the pending key of the same announcement.
	fn named_keys() -> Vec<[u8; KEY_HASH_LEN]> {
		let current_expiry = LastAnnouncement::<T>::get()
			.map(|(_, block)| block.saturating_add(PENDING_KEY_LIFETIME.into()));
		let keys = [
			(PendingKey::<T>::get(), PendingKeyExpiresAt::<T>::get()),
			(CurrentKey::<T>::get(), current_expiry),
			(NextKey::<T>::get(), NextKeyExpiresAt::<T>::get()),
		];
		keys.into_iter().filter_map(|(key, expiry)| Self::hash_in_next_block(key, expiry)).collect()
	}

	/// The hash of a key, unless the key has expired in the next block.
	fn hash_in_next_block(
		key: Option<ShieldEncKey>,
		expiry: Option<BlockNumberFor<T>>,
	) -> Option<[u8; KEY_HASH_LEN]> {
		let next_block = frame_system::Pallet::<T>::block_number().saturating_add(One::one());
		expiry.filter(|expiry| next_block < *expiry)?;
		key.map(|key| key_hash(&key))
	}
}
