//! The list of announced keys, and the rows of authors that it shows to be old.

use frame_support::assert_ok;

use super::mock::*;
use crate::{AnnouncedKeys, AuthorKeys, NextKey, MAX_ANNOUNCED_KEYS};

/// The hashes of the keys with these numbers.
fn hashes(numbers: impl IntoIterator<Item = u8>) -> Vec<[u8; 16]> {
	numbers.into_iter().map(|number| pair(number).key_hash()).collect()
}

#[test]
fn announced_keys_are_listed_from_the_oldest_on() {
	build_and_execute(3, || {
		assert!(AnnouncedKeys::<Test>::get().is_empty());
		(1u8..=5).for_each(|number| block(number.into(), number));
		assert_eq!(AnnouncedKeys::<Test>::get().into_inner(), hashes(1..=5));
	});
}

#[test]
fn oldest_key_leaves_the_full_list() {
	build_and_execute(1, || {
		(1u8..=48).for_each(|number| block(number.into(), number));
		assert_eq!(AnnouncedKeys::<Test>::get().into_inner(), hashes(1..=48));
		(49u8..=60).for_each(|number| block(number.into(), number));
		assert_eq!(AnnouncedKeys::<Test>::get().into_inner(), hashes(13..=60));
		assert_eq!(MAX_ANNOUNCED_KEYS, 48);
	});
}

#[test]
fn key_announced_again_at_once_is_listed_once() {
	build_and_execute(1, || {
		for (number, key_number) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 1)] {
			block(number, key_number);
		}
		assert_eq!(AnnouncedKeys::<Test>::get().into_inner(), hashes([1, 2, 1]));
		// The author that repeats a key is promoted with it.
		assert_eq!(NextKey::<Test>::get(), Some(key(2)));
	});
}

#[test]
fn withdrawal_and_failed_announcement_list_nothing() {
	build_and_execute(3, || {
		block(1, 1);
		begin(2);
		assert_ok!(announce(None));
		begin(3);
		let outcome = frame_support::storage::with_storage_layer(|| {
			announce(Some(crate::ShieldEncKey::truncate_from(vec![7; 9])))
		});
		assert!(outcome.is_err());
		assert_eq!(AnnouncedKeys::<Test>::get().into_inner(), hashes([1]));
	});
}

/// The numbers of the keys that the announcements of some blocks named as next keys, up to 99.
fn next_keys(blocks: impl Iterator<Item = u8>) -> Vec<Option<u8>> {
	let next = |number: u8| {
		block(number.into(), number);
		let next = NextKey::<Test>::get()?;
		(1..100).find(|number| key(*number) == next)
	};
	blocks.map(next).collect()
}

#[test]
fn key_of_a_retired_author_is_never_promoted() {
	build_and_execute(3, || {
		(1u8..=6).for_each(|number| block(number.into(), number));
		// Author 0 announced key 6 and leaves.
		appoint(&[1, 2]);
		let promoted = next_keys(7..=20);
		assert!(!promoted.contains(&Some(6)), "{promoted:?}");
		assert!(promoted.iter().all(Option::is_some), "{promoted:?}");
		assert_eq!(AuthorKeys::<Test>::get(author(0)), Some(key(6)));
	});
}

#[test]
fn old_key_of_an_author_that_is_appointed_again_is_not_promoted() {
	build_and_execute(3, || {
		(1u8..=6).for_each(|number| block(number.into(), number));
		appoint(&[1, 2]);
		(7u8..=18).for_each(|number| block(number.into(), number));
		// Slot 21 is author 0's again; before it, block 19 looks two slots ahead.
		appoint(&[0, 1, 2]);
		assert_eq!(AuthorKeys::<Test>::get(author(0)), Some(key(6)));
		let promoted = next_keys(19..=22);
		assert!(!promoted.contains(&Some(6)), "{promoted:?}");
		// From its first block on it has a key.
		assert!(next_keys(23..=24).contains(&Some(21)) || promoted.contains(&Some(21)));
	});
}

#[test]
fn keys_from_before_the_list_are_not_promoted_and_the_keys_come_back() {
	build_and_execute(3, || {
		(1u8..=6).for_each(|number| block(number.into(), number));
		// As after an upgrade from a runtime without the list.
		AnnouncedKeys::<Test>::kill();
		crate::LastAnnouncement::<Test>::kill();
		block(7, 7);
		assert_eq!(keys(), numbered([0, 0, 0]));
		block(8, 8);
		// The author two slots ahead, author 1, announced in block 7.
		assert_eq!(keys(), numbered([0, 0, 7]));
		block(9, 9);
		assert_eq!(keys(), numbered([0, 7, 8]));
	});
}
