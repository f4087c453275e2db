//! Rotation: each announcement moves the keys one block closer to their author's block.

use frame_support::{dispatch::DispatchResult, ensure, traits::Get, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use noesis_shield::{key_hash, ENCAPSULATION_KEY_LEN, KEY_HASH_LEN};
use sp_runtime::traits::{One, Saturating};

use crate::{
	announced, AnnouncedHashes, AnnouncedKeys, AuthorKeys, Authors, Config, CurrentKey, Error,
	LastAnnouncement, NextKey, NextKeyExpiresAt, Pallet, PendingKey, PendingKeyExpiresAt,
	ShieldEncKey, WeightInfo, MAX_AUTHORS,
};

/// Distance from the present slot to the slot of the author of `NextKey`, in slots.
const SLOTS_AHEAD: u64 = 2;

/// Number of blocks from the announcement to the block at which the pending key expires.
pub(crate) const PENDING_KEY_LIFETIME: u32 = 2;

/// Number of blocks from the announcement to the block at which the next key expires.
pub(crate) const NEXT_KEY_LIFETIME: u32 = 3;

/// Slots without an announcement after which a chain with fewer authors than that stands still.
///
/// After a round of missed slots the authors may have lost their key pairs. With few authors a round
/// is so short that a slow machine misses it. Its pairs are of use, and its clients need a key.
const STANDSTILL: u64 = 8;

/// Stretch between two announcements.
struct Gap<BlockNumber> {
	/// Number of blocks from one announcement to the other: 1 if every block has one.
	blocks: BlockNumber,
	/// Number of slots between the two.
	missed: u64,
	/// Whether every author missed its turn, and long enough to have lost its key pairs.
	is_standstill: bool,
}

impl<BlockNumber: From<u32> + PartialOrd> Gap<BlockNumber> {
	/// Whether a key that expires this number of blocks after an announcement is still of use.
	fn is_within(&self, lifetime: u32) -> bool {
		!self.is_standstill && self.blocks < lifetime.into()
	}
}

impl<T: Config> Pallet<T> {
	/// Whether `hash` is the hash of the pending key.
	///
	/// In the state before a block, the pending key is the key of that block's author: the
	/// announcement in the block makes it the current key.
	pub fn is_pending_key(hash: &[u8; KEY_HASH_LEN]) -> bool {
		PendingKey::<T>::get().is_some_and(|key| key_hash(&key) == *hash)
	}

	/// Weight of an announcement on a chain with this number of authors, at most [`MAX_AUTHORS`].
	///
	/// The benchmark writes a row for each of [`MAX_AUTHORS`] authors.
	pub(crate) fn announcement_weight(authors: u64) -> Weight {
		let database = T::DbWeight::get();
		let unwritten = u64::from(MAX_AUTHORS).saturating_sub(authors);
		// The measured weight lacks `AnnouncedKeys`.
		T::WeightInfo::announce_next_key()
			.saturating_add(database.reads_writes(1, 1))
			.saturating_sub(database.writes(unwritten))
	}

	/// Promotes the keys and replaces the key of this block's author by `enc_key`.
	pub(crate) fn do_announce_next_key(enc_key: Option<ShieldEncKey>) -> DispatchResult {
		let author = T::FindAuthors::current().ok_or(Error::<T>::Unreachable)?;
		let has_key_length = |key: &ShieldEncKey| key.len() == ENCAPSULATION_KEY_LEN;
		ensure!(enc_key.as_ref().is_none_or(has_key_length), Error::<T>::BadEncKeyLen);
		// By several announcements in one block, an author would promote its own keys alone.
		ensure!(!Self::has_announcement(), Error::<T>::Unreachable);

		let gap = Self::gap_before_this_block();
		Self::forget_absent_authors(&author, &gap);
		let announced = AnnouncedKeys::<T>::get();
		// Read before the author's key is replaced: the key before may be the one to promote.
		let ahead = Self::key_ahead(&announced);
		let is_of_use = |key: &ShieldEncKey, lifetime| {
			gap.is_within(lifetime) && announced::lists(&announced, key)
		};
		let pending = PendingKey::<T>::get().filter(|key| is_of_use(key, PENDING_KEY_LIFETIME));
		let next = NextKey::<T>::get().filter(|key| is_of_use(key, NEXT_KEY_LIFETIME));
		let pending_expiry = Self::expiry(&next, PENDING_KEY_LIFETIME);
		let next_expiry = Self::expiry(&ahead, NEXT_KEY_LIFETIME);

		CurrentKey::<T>::set(pending);
		PendingKey::<T>::set(next);
		PendingKeyExpiresAt::<T>::set(pending_expiry);
		NextKey::<T>::set(ahead);
		NextKeyExpiresAt::<T>::set(next_expiry);
		Self::list_announced(announced, enc_key.as_ref());
		AuthorKeys::<T>::set(author, enc_key);
		Ok(())
	}

	/// Whether this block has an announcement already.
	fn has_announcement() -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		LastAnnouncement::<T>::get().is_some_and(|(_, block)| block == now)
	}

	/// The key of the first author with a key, from [`SLOTS_AHEAD`] slots ahead on.
	///
	/// An author without a key cannot decrypt; the next author with a key can, some slots later.
	fn key_ahead(announced: &AnnouncedHashes) -> Option<ShieldEncKey> {
		let end = SLOTS_AHEAD.saturating_add(T::FindAuthors::count());
		(SLOTS_AHEAD..end).find_map(|n| Self::living_key(&T::FindAuthors::in_slots(n)?, announced))
	}

	/// Notes this block and its slot, and returns the stretch since the last announcement.
	///
	/// Before the first announcement there are no keys, whatever the stretch.
	fn gap_before_this_block() -> Gap<BlockNumberFor<T>> {
		let (slot, now) = (T::FindAuthors::slot(), frame_system::Pallet::<T>::block_number());
		let last = LastAnnouncement::<T>::mutate(|last| last.replace((slot, now)));
		let (last_slot, last_block) = last.unwrap_or((slot, now));
		let blocks = now.saturating_sub(last_block);
		let missed = slot.saturating_sub(last_slot).saturating_sub(One::one());
		let is_long = missed >= STANDSTILL || blocks >= NEXT_KEY_LIFETIME.into();
		Gap { blocks, missed, is_standstill: is_long && missed >= T::FindAuthors::count() }
	}

	/// Removes the keys of authors whose slots passed without an announcement since the last one.
	///
	/// Such an author may be down, and then nobody decrypts what clients encrypt to its key. An
	/// author that comes back announces a key in its first block. The author of this block is there;
	/// its key of before is removed after a standstill only.
	fn forget_absent_authors(author: &T::AuthorityId, gap: &Gap<BlockNumberFor<T>>) {
		let slot = T::FindAuthors::slot();
		let missed = gap.missed.min(T::FindAuthors::count());
		(slot.saturating_sub(missed)..slot)
			.filter_map(T::FindAuthors::of_slot)
			.filter(|absent| gap.is_standstill || absent != author)
			.for_each(AuthorKeys::<T>::remove);
	}

	/// The block at which a key expires, if there is a key.
	fn expiry(key: &Option<ShieldEncKey>, lifetime: u32) -> Option<BlockNumberFor<T>> {
		let now = frame_system::Pallet::<T>::block_number();
		key.as_ref().map(|_| now.saturating_add(lifetime.into()))
	}
}
