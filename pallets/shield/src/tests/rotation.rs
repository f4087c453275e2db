//! Rotation: which author decrypts what a client encrypts, with one, two, three and more authors.

use std::collections::VecDeque;

use frame_support::{assert_noop, assert_ok};
use noesis_shield::{encrypt, ENCAPSULATION_KEY_LEN};
use rand::{rngs::StdRng, SeedableRng};

use super::mock::*;
use crate::{
	AuraAuthors, AuthorKeys, Authors, CurrentKey, Error, NextKey, NextKeyExpiresAt,
	PendingKeyExpiresAt, ShieldEncKey, ShieldedTransaction,
};

#[test]
fn keys_of_three_authors_move_up_block_by_block() {
	build_and_execute(3, || {
		// The author of block n is n mod 3, and announces the key with the number n.
		let sequence = [
			(1, [0, 0, 0]),
			// The author two slots ahead is author 1, who announced in block 1.
			(2, [0, 0, 1]),
			(3, [0, 1, 2]),
			(4, [1, 2, 3]),
			(5, [2, 3, 4]),
			(6, [3, 4, 5]),
			(7, [4, 5, 6]),
		];
		for (number, expected) in sequence {
			block(number, number as u8);
			assert_eq!(keys(), numbered(expected), "block {number}");
		}
		let last = [(0, 6), (1, 7), (2, 5)];
		for (who, number) in last {
			assert_eq!(AuthorKeys::<Test>::get(author(who)), Some(key(number)));
		}
	});
}

#[test]
fn only_author_is_promoted_with_the_key_of_the_block_before() {
	build_and_execute(1, || {
		let sequence =
			[(1, [0, 0, 0]), (2, [0, 0, 1]), (3, [0, 1, 2]), (4, [1, 2, 3]), (5, [2, 3, 4])];
		for (number, expected) in sequence {
			block(number, number as u8);
			assert_eq!(keys(), numbered(expected), "block {number}");
		}
		assert_eq!(AuthorKeys::<Test>::iter().count(), 1);
	});
}

#[test]
fn author_of_two_is_promoted_with_its_key_of_two_blocks_before() {
	build_and_execute(2, || {
		let sequence = [
			(1, [0, 0, 0]),
			// The author two slots ahead, author 0, has no key yet; author 1 follows it.
			(2, [0, 0, 1]),
			(3, [0, 1, 1]),
			(4, [1, 1, 2]),
			(5, [1, 2, 3]),
			(6, [2, 3, 4]),
		];
		for (number, expected) in sequence {
			block(number, number as u8);
			assert_eq!(keys(), numbered(expected), "block {number}");
		}
	});
}

#[test]
fn pending_key_expires_in_two_blocks_and_next_key_in_three() {
	build_and_execute(3, || {
		let expiries = || (PendingKeyExpiresAt::<Test>::get(), NextKeyExpiresAt::<Test>::get());
		block(1, 1);
		assert_eq!(expiries(), (None, None));
		block(2, 2);
		assert_eq!(expiries(), (None, Some(5)));
		block(3, 3);
		assert_eq!(expiries(), (Some(5), Some(6)));
		block(4, 4);
		assert_eq!(expiries(), (Some(6), Some(7)));
	});
}

#[test]
fn block_without_announcement_moves_nothing() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		let before = (keys(), PendingKeyExpiresAt::<Test>::get(), NextKeyExpiresAt::<Test>::get());
		begin(6);
		assert_eq!(
			(keys(), PendingKeyExpiresAt::<Test>::get(), NextKeyExpiresAt::<Test>::get()),
			before
		);
		// In block 7 the pending key has expired; the next key has not. The author two slots ahead,
		// author 0, missed the announcement in block 6 and lost its key; author 1 follows it.
		block(7, 7);
		assert_eq!(keys(), numbered([0, 4, 4]));
	});
}

#[test]
fn announcement_without_a_key_withdraws_the_authors_key_and_promotes_the_others() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		begin(6);
		assert_ok!(announce(None));
		assert_eq!(AuthorKeys::<Test>::get(author(0)), None);
		assert_eq!(keys(), numbered([3, 4, 5]));
		// In block 7 the author two slots ahead, author 0, has no key; author 1 follows it.
		block(7, 7);
		assert_eq!(keys(), numbered([4, 5, 4]));
		block(8, 8);
		assert_eq!(keys(), numbered([5, 4, 7]));
	});
}

#[test]
fn there_is_no_next_key_when_all_are_withdrawn() {
	build_and_execute(1, || {
		(1u8..=3).for_each(|number| block(number.into(), number));
		begin(4);
		assert_ok!(announce(None));
		assert_eq!(keys(), numbered([1, 2, 3]));
		begin(5);
		assert_ok!(announce(None));
		assert_eq!(keys(), numbered([2, 3, 0]));
		assert_eq!(NextKeyExpiresAt::<Test>::get(), None);
		block(6, 6);
		assert_eq!(keys(), numbered([3, 0, 0]));
		assert_eq!(PendingKeyExpiresAt::<Test>::get(), None);
	});
}

#[test]
fn authors_that_miss_their_slots_lose_their_keys_until_they_announce_again() {
	build_and_execute(4, || {
		(1u8..=8).for_each(|number| block(number.into(), number));
		// Slots 9 and 10, of authors 1 and 2, pass.
		begin_block(9, 11);
		assert_ok!(announce(Some(key(9))));
		let held = |who| AuthorKeys::<Test>::get(author(who));
		assert_eq!([0, 1, 2, 3].map(held), [Some(key(8)), None, None, Some(key(9))]);
		// Two slots ahead is author 1, then author 2, both without a key. Author 3 follows, with
		// the key that it had before this announcement.
		assert_eq!(NextKey::<Test>::get(), Some(key(7)));
		begin_block(10, 12);
		assert_ok!(announce(Some(key(10))));
		begin_block(11, 13);
		assert_ok!(announce(Some(key(11))));
		assert_eq!(held(1), Some(key(11)));
		assert_eq!(NextKey::<Test>::get(), Some(key(9)));
	});
}

#[test]
fn key_of_another_length_is_an_error_and_no_key_moves() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		begin(6);
		for length in [0, 1, ENCAPSULATION_KEY_LEN - 1, ENCAPSULATION_KEY_LEN + 1, 2048] {
			let bytes = ShieldEncKey::truncate_from(vec![7; length]);
			assert_noop!(announce(Some(bytes)), Error::<Test>::BadEncKeyLen);
		}
	});
}

#[test]
fn an_author_announces_once_in_a_block() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		for again in [Some(key(6)), None] {
			assert_noop!(announce(again), Error::<Test>::Unreachable);
		}
		block(6, 6);
	});
}

#[test]
fn announcement_without_any_authors_is_an_error() {
	build_and_execute(0, || {
		System::set_block_number(1);
		assert_noop!(announce(Some(key(1))), Error::<Test>::Unreachable);
		// The missing author is reported first, before the length of the key.
		let bytes = ShieldEncKey::truncate_from(vec![7; 3]);
		assert_noop!(announce(Some(bytes)), Error::<Test>::Unreachable);
	});
}

#[test]
fn only_inherents_announce() {
	build_and_execute(3, || {
		begin(1);
		for origin in [signed(ALICE), RuntimeOrigin::root()] {
			assert_noop!(
				MevShield::announce_next_key(origin, Some(key(1))).map_err(|failure| failure.error),
				sp_runtime::DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn authors_take_the_slots_in_turn() {
	build_and_execute(3, || {
		begin_block(1, 10);
		assert_eq!(AuraAuthors::<Test>::current(), Some(author(1)));
		assert_eq!(AuraAuthors::<Test>::in_slots(2), Some(author(0)));
		assert_eq!(AuraAuthors::<Test>::in_slots(u64::MAX), None);
	});
	build_and_execute(0, || assert_eq!(AuraAuthors::<Test>::current(), None));
}

#[test]
fn pending_key_is_that_of_the_author_of_the_next_block() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		// Block 6 is author 0's, whose last key is that of block 3.
		assert!(MevShield::is_pending_key(&pair(3).key_hash()));
		for number in [1, 2, 4, 5] {
			assert!(!MevShield::is_pending_key(&pair(number).key_hash()));
		}
		block(6, 6);
		assert_eq!(CurrentKey::<Test>::get(), Some(key(3)));
	});
	build_and_execute(3, || assert!(!MevShield::is_pending_key(&[0; 16])));
}

/// An author's node.
struct Node {
	/// Seeds of the pairs that the node announced, latest first.
	seeds: VecDeque<u8>,
}

impl Node {
	/// The age, in announcements of the node, of the key that decrypts this envelope.
	fn age_of_key(&self, envelope: &ShieldedTransaction) -> Option<usize> {
		self.seeds.iter().position(|seed| pair(*seed).decrypt(envelope).is_ok())
	}
}

/// Lets authors build blocks, and a client encrypt with the next key after each block.
///
/// Returns the age of the key that decrypts each envelope, in announcements of the author of the
/// second block after the one in which the client read the key.
fn ages_of_keys(authors: u8) -> Vec<Option<usize>> {
	let mut rng = StdRng::from_seed([3; 32]);
	let mut nodes: Vec<Node> = (0..authors).map(|_| Node { seeds: VecDeque::new() }).collect();
	let mut envelopes: VecDeque<Option<ShieldedTransaction>> = VecDeque::new();
	let mut ages = Vec::new();
	for number in 1u8..=20 {
		let node = nodes.get_mut(usize::from(number % authors)).expect("an author per turn");
		// The envelope from after the block before the last is for the block under construction.
		if envelopes.len() == 2 {
			if let Some(envelope) = envelopes.pop_front().flatten() {
				assert!(MevShield::is_pending_key(&envelope.key_hash));
				ages.push(node.age_of_key(&envelope));
			}
		}
		node.seeds.push_front(number);
		block(number.into(), number);
		// In the first round some authors have no key, and others stand in for them.
		let key = NextKey::<Test>::get().filter(|_| number > authors);
		let envelope = key.map(|key| encrypt(&key, b"inner", &mut rng).expect("it is a key"));
		envelopes.push_back(envelope);
	}
	ages
}

#[test]
fn latest_announced_key_decrypts_with_three_or_more_authors() {
	for authors in 3..=6 {
		build_and_execute(authors, || {
			let ages = ages_of_keys(authors);
			assert!(ages.len() > 10);
			assert!(ages.into_iter().all(|age| age == Some(0)), "{authors} authors");
		});
	}
}

#[test]
fn two_authors_need_the_pair_before_the_last_and_one_author_the_pair_before_that() {
	build_and_execute(2, || {
		let ages = ages_of_keys(2);
		assert!(ages.len() > 10);
		assert!(ages.into_iter().all(|age| age == Some(1)));
	});
	build_and_execute(1, || {
		let ages = ages_of_keys(1);
		assert!(ages.len() > 10);
		assert!(ages.into_iter().all(|age| age == Some(2)));
	});
}

#[test]
fn after_a_missed_slot_the_key_pends_for_an_author_who_cannot_decrypt() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		// Read after block 5: the key of author 1, who would build in slot 7.
		assert_eq!(NextKey::<Test>::get(), Some(key(4)));
		// Slot 6 is missed; author 1 builds block 6 in slot 7, where the pending key is not its
		// own.
		assert!(!MevShield::is_pending_key(&pair(4).key_hash()));
		begin_block(6, 7);
		assert_ok!(announce(Some(key(6))));
		// In the next block it is pending, but that block is author 2's.
		assert!(MevShield::is_pending_key(&pair(4).key_hash()));
		assert_eq!(AuthorKeys::<Test>::get(author(1)), Some(key(6)));
		// Author 0 missed its slot and has no key any more.
		assert_eq!(AuthorKeys::<Test>::get(author(0)), None);
	});
}
