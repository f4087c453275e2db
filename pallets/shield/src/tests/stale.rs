//! Stale keys: keys that were announced so long ago that their node may have dropped the pair.

use std::collections::BTreeMap;

use frame_support::assert_ok;
use rand::{rngs::StdRng, Rng, SeedableRng};

use super::mock::*;
use crate::{AnnouncedKeys, AuthorKeys, NextKey, ShieldEncKey};

#[test]
fn keys_that_stood_still_for_many_blocks_are_dropped() {
	for authors in 1..=5 {
		build_and_execute(authors, || {
			(1u8..=6).for_each(|number| block(number.into(), number));
			// As in safe mode, when it filtered announcements.
			(7..27).for_each(|number| {
				begin(number);
			});
			block(27, 27);
			assert_eq!(keys(), numbered([0, 0, 0]), "{authors} authors");
			assert_eq!(AuthorKeys::<Test>::iter_values().collect::<Vec<_>>(), [key(27)]);
			block(28, 28);
			assert_eq!(keys(), numbered([0, 0, 27]), "{authors} authors");
		});
	}
}

#[test]
fn all_keys_are_dropped_after_a_round_of_missed_slots() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		// Slot 1,000,000 is author 1's, whose row has key 4.
		block_in(6, 1_000_000, 6);
		assert_eq!(AuthorKeys::<Test>::iter_values().collect::<Vec<_>>(), [key(6)]);
		assert_eq!(keys(), numbered([0, 0, 0]));
	});
}

#[test]
fn few_authors_keep_their_keys_until_eight_slots_are_missed() {
	let after = |slot| {
		(1u8..=5).for_each(|number| block(number.into(), number));
		block_in(6, slot, 6);
		keys()
	};
	// Seven slots are missed, then eight.
	build_and_execute(1, || assert_eq!(after(13), numbered([3, 4, 5])));
	build_and_execute(1, || assert_eq!(after(14), numbered([0, 0, 0])));
	// With three authors, slot 13 is author 1's, whose row has key 4.
	build_and_execute(3, || assert_eq!(after(13), numbered([3, 4, 4])));
	build_and_execute(3, || assert_eq!(after(14), numbered([0, 0, 0])));
}

#[test]
fn eight_missed_slots_are_no_standstill_of_more_authors() {
	build_and_execute(8, || {
		(1u8..=9).for_each(|number| block(number.into(), number));
		// Slot 17 is author 1's, whose row has key 9: the seven others missed their slots.
		block_in(10, 17, 10);
		assert_eq!(NextKey::<Test>::get(), Some(key(9)));
	});
	build_and_execute(8, || {
		(1u8..=9).for_each(|number| block(number.into(), number));
		block_in(10, 18, 10);
		assert_eq!(keys(), numbered([0, 0, 0]));
	});
}

#[test]
fn pending_key_survives_no_block_without_announcement_and_next_key_one() {
	// With six authors, an author's own turn is far away.
	let after = |blocks: u32| {
		(1u8..=12).for_each(|number| block(number.into(), number));
		(13..13 + blocks).for_each(|number| {
			begin(number);
		});
		block(13 + blocks, 13);
		keys().map(|key| key.is_some())
	};
	build_and_execute(6, || assert_eq!(after(0), [true, true, true]));
	build_and_execute(6, || assert_eq!(after(1), [false, true, true]));
	build_and_execute(6, || assert_eq!(after(2), [false, false, true]));
}

/// Chain on which authors miss slots, and leave out and withdraw announcements, at random.
struct Unsteady {
	rng: StdRng,
	/// Block in which each key was announced.
	announced: BTreeMap<Vec<u8>, u32>,
	number: u32,
	slot: u64,
}

impl Unsteady {
	/// A new chain.
	fn new(seed: u8) -> Self {
		let rng = StdRng::from_seed([seed; 32]);
		Self { rng, announced: BTreeMap::new(), number: 0, slot: 0 }
	}

	/// Whether an event happens that has a chance of one in `chances`.
	fn happens(&mut self, chances: u64) -> bool {
		self.rng.next_u64().is_multiple_of(chances)
	}

	/// A key of its own for each block; it need not be one of ML-KEM.
	fn fresh_key(&mut self) -> ShieldEncKey {
		let mut bytes = vec![0; noesis_shield::ENCAPSULATION_KEY_LEN];
		self.rng.fill_bytes(&mut bytes);
		ShieldEncKey::truncate_from(bytes)
	}

	/// Builds a block and returns whether it has an announcement.
	fn build_block(&mut self) -> bool {
		self.number += 1;
		self.slot += match self.happens(6) {
			true => 1 + self.rng.next_u64() % 12,
			false => 1,
		};
		begin_block(self.number, self.slot);
		if self.happens(5) {
			return false;
		}
		if self.happens(20) {
			assert_ok!(announce(None));
			return true;
		}
		let key = self.fresh_key();
		self.announced.insert(key.to_vec(), self.number);
		assert_ok!(announce(Some(key)));
		true
	}

	/// The ages of the named keys, in blocks since their announcement.
	fn ages(&self) -> impl Iterator<Item = u32> + '_ {
		keys().into_iter().flatten().map(|key| self.number - self.announced[key.as_slice()])
	}
}

#[test]
fn named_keys_are_young_whatever_slots_and_announcements_are_missed() {
	for authors in 1..=8 {
		build_and_execute(authors, || {
			let mut chain = Unsteady::new(11);
			let oldest = u32::from(authors) + 4;
			let mut named = 0;
			for _ in 0..600 {
				if chain.build_block() {
					assert!(chain.ages().all(|age| age <= oldest), "{authors} authors");
					named += chain.ages().count();
				}
			}
			assert!(named > 300, "{authors} authors: {named} keys");
			assert_eq!(AnnouncedKeys::<Test>::get().len(), crate::MAX_ANNOUNCED_KEYS as usize);
		});
	}
}

#[test]
fn keys_are_named_at_most_two_blocks_longer_than_a_round_if_every_block_announces() {
	for authors in 1..=8u8 {
		build_and_execute(authors, || {
			let mut oldest = 0;
			for number in 1u8..=60 {
				block(number.into(), number);
				let numbered = (1..=number).filter(|one| keys().contains(&Some(key(*one))));
				let first = numbered.min().unwrap_or(number);
				oldest = oldest.max(number - first);
			}
			assert!(oldest <= authors + 2, "{authors} authors: {oldest} blocks");
		});
	}
}
