//! Rotation: each announcement moves the keys one block closer to their author's block.

use frame_support::{dispatch::DispatchResult, ensure};
use frame_system::pallet_prelude::BlockNumberFor;
use noesis_shield::{key_hash, ENCAPSULATION_KEY_LEN, KEY_HASH_LEN};
use sp_runtime::traits::Saturating;

use crate::{
	AuthorKeys, Authors, Config, CurrentKey, Error, LastSlot, NextKey, NextKeyExpiresAt, Pallet,
	PendingKey, PendingKeyExpiresAt, ShieldEncKey,
};

/// Distance from the present slot to the slot of the author of `NextKey`, in slots.
const SLOTS_AHEAD: u64 = 2;

/// Number of blocks from the announcement to the block at which the pending key expires.
const PENDING_KEY_LIFETIME: u32 = 2;

/// Number of blocks from the announcement to the block at which the next key expires.
const NEXT_KEY_LIFETIME: u32 = 3;

impl<T: Config> Pallet<T> {
	/// Whether `hash` is the hash of the pending key.
	///
	/// In the state before a block, the pending key is the key of that block's author: the
	/// announcement in the block makes it the current key.
	pub fn is_pending_key(hash: &[u8; KEY_HASH_LEN]) -> bool {
		PendingKey::<T>::get().is_some_and(|key| key_hash(&key) == *hash)
	}

	/// Promotes the keys and replaces the key of this block's author by `enc_key`.
	pub(crate) fn do_announce_next_key(enc_key: Option<ShieldEncKey>) -> DispatchResult {
		let author = T::FindAuthors::current().ok_or(Error::<T>::Unreachable)?;
		let has_key_length = |key: &ShieldEncKey| key.len() == ENCAPSULATION_KEY_LEN;
		ensure!(enc_key.as_ref().is_none_or(has_key_length), Error::<T>::BadEncKeyLen);

		Self::forget_absent_authors(&author);
		// Read before the author's key is replaced: the key before may be the one to promote.
		let ahead = Self::key_ahead();
		let (pending, next) = (PendingKey::<T>::get(), NextKey::<T>::get());
		let pending_expiry = Self::expiry(&next, PENDING_KEY_LIFETIME);
		let next_expiry = Self::expiry(&ahead, NEXT_KEY_LIFETIME);

		CurrentKey::<T>::set(pending);
		PendingKey::<T>::set(next);
		PendingKeyExpiresAt::<T>::set(pending_expiry);
		NextKey::<T>::set(ahead);
		NextKeyExpiresAt::<T>::set(next_expiry);
		AuthorKeys::<T>::set(author, enc_key);
		Ok(())
	}

	/// The key of the first author with a key, from [`SLOTS_AHEAD`] slots ahead on.
	///
	/// An author without a key cannot decrypt; the next author with a key can, some slots later.
	fn key_ahead() -> Option<ShieldEncKey> {
		let end = SLOTS_AHEAD.saturating_add(T::FindAuthors::count());
		(SLOTS_AHEAD..end).find_map(|n| AuthorKeys::<T>::get(T::FindAuthors::in_slots(n)?))
	}

	/// Removes the keys of authors whose slots passed without an announcement since the last one.
	///
	/// Such an author may be down, and then nobody decrypts what clients encrypt to its key. An
	/// author that comes back announces a key in its first block.
	fn forget_absent_authors(author: &T::AuthorityId) {
		let slot = T::FindAuthors::slot();
		let last = LastSlot::<T>::mutate(|last| last.replace(slot)).unwrap_or(slot);
		let missed = slot.saturating_sub(last).saturating_sub(1).min(T::FindAuthors::count());
		(slot.saturating_sub(missed)..slot)
			.filter_map(T::FindAuthors::of_slot)
			.filter(|absent| absent != author)
			.for_each(AuthorKeys::<T>::remove);
	}

	/// The block at which a key expires, if there is a key.
	fn expiry(key: &Option<ShieldEncKey>, lifetime: u32) -> Option<BlockNumberFor<T>> {
		let now = frame_system::Pallet::<T>::block_number();
		key.as_ref().map(|_| now.saturating_add(lifetime.into()))
	}
}
