//! Hashes of announced keys, by which stale keys and carriers of unknown keys are found.

use frame_support::defensive;
use noesis_shield::{key_hash, KEY_HASH_LEN};

use crate::{AnnouncedHashes, AnnouncedKeys, AuthorKeys, Authors, Config, Pallet, ShieldEncKey};

/// Whether the list has the hash of `key`.
pub(crate) fn lists(announced: &AnnouncedHashes, key: &ShieldEncKey) -> bool {
	announced.contains(&key_hash(key))
}

impl<T: Config> Pallet<T> {
	/// The key of an author of the chain that announced one and has not missed a slot since.
	///
	/// Between the announcement of such an author and its next one, every other author announces
	/// once at most. A key that is not among the last hashes, one per author, is older: its author
	/// left the authors of the chain for a time.
	pub(crate) fn living_key(
		author: &T::AuthorityId,
		announced: &AnnouncedHashes,
	) -> Option<ShieldEncKey> {
		let count = usize::try_from(T::FindAuthors::count()).unwrap_or(usize::MAX);
		let is_recent = |key: &ShieldEncKey| {
			let hash = key_hash(key);
			announced.iter().rev().take(count).any(|recent| *recent == hash)
		};
		AuthorKeys::<T>::get(author).filter(is_recent)
	}

	/// The number of authors with a [living key](Self::living_key).
	pub(crate) fn living_authors() -> u32 {
		let announced = AnnouncedKeys::<T>::get();
		let living = (0..T::FindAuthors::count())
			.filter_map(T::FindAuthors::of_slot)
			.filter(|author| Self::living_key(author, &announced).is_some());
		u32::try_from(living.count()).unwrap_or(u32::MAX)
	}

	/// Whether a key with this hash was among the keys announced last.
	pub(crate) fn was_announced(hash: &[u8; KEY_HASH_LEN]) -> bool {
		AnnouncedKeys::<T>::get().contains(hash)
	}

	/// Adds the hash of an announced key; in a full list it replaces the oldest.
	pub(crate) fn list_announced(mut announced: AnnouncedHashes, key: Option<&ShieldEncKey>) {
		let Some(hash) = key.map(|key| key_hash(key)) else { return };
		if announced.last() == Some(&hash) {
			return;
		}
		if announced.force_insert_keep_right(announced.len(), hash).is_err() {
			defensive!("AnnouncedKeys: the list has no place for a hash");
		}
		AnnouncedKeys::<T>::put(announced);
	}
}
