//! The status of keys, by which an author decides which carriers to open.

use codec::Encode;
use frame_support::assert_ok;

use super::mock::*;
use crate::runtime_api::KeyStatus;

/// The hashes of the keys with these numbers.
fn hashes(numbers: &[u8]) -> Vec<[u8; 16]> {
	numbers.iter().map(|number| pair(*number).key_hash()).collect()
}

#[test]
fn status_names_the_pending_the_current_and_the_next_key() {
	build_and_execute(3, || {
		let named = || MevShield::key_status().named;
		assert_eq!(named(), hashes(&[]));
		let sequence: [(u8, &[u8]); 4] = [(1, &[]), (2, &[1]), (3, &[1, 2]), (4, &[2, 1, 3])];
		for (number, expected) in sequence {
			block(number.into(), number);
			assert_eq!(named(), hashes(expected), "block {number}");
		}
	});
}

#[test]
fn keys_that_expire_in_the_next_block_are_not_named() {
	build_and_execute(3, || {
		(1u8..=5).for_each(|number| block(number.into(), number));
		assert_eq!(MevShield::key_status().named, hashes(&[3, 2, 4]));
		begin(6);
		assert_eq!(MevShield::key_status().named, hashes(&[4]));
		begin(7);
		assert_eq!(MevShield::key_status().named, hashes(&[]));
		// In storage they stay.
		assert_eq!(keys(), numbered([2, 3, 4]));
	});
}

#[test]
fn living_authors_are_those_with_a_key_and_no_missed_slot() {
	build_and_execute(4, || {
		let living = || MevShield::key_status().living_authors;
		for number in 1u8..=8 {
			assert_eq!(living(), u32::from((number - 1).min(4)));
			block(number.into(), number);
		}
		// Slots 9 and 10, of authors 1 and 2, pass.
		block_in(9, 11, 9);
		assert_eq!(living(), 2);
		begin_block(10, 12);
		assert_ok!(announce(None));
		assert_eq!(living(), 1);
		block_in(11, 13, 11);
		assert_eq!(living(), 2);
	});
}

#[test]
fn retired_authors_and_those_appointed_again_are_not_living() {
	build_and_execute(3, || {
		(1u8..=6).for_each(|number| block(number.into(), number));
		let living = || MevShield::key_status().living_authors;
		assert_eq!(living(), 3);
		// Author 1 announced three blocks ago, and two authors take turns now.
		appoint(&[1, 2]);
		assert_eq!(living(), 1);
		(7u8..=12).for_each(|number| block(number.into(), number));
		assert_eq!(living(), 2);
		appoint(&[0, 1, 2]);
		assert_eq!(living(), 2);
	});
}

#[test]
fn carriers_do_not_pass_while_they_are_filtered() {
	build_and_execute(3, || {
		assert!(MevShield::key_status().carriers_pass);
		IsSafeMode::set(true);
		assert!(!MevShield::key_status().carriers_pass);
	});
}

#[test]
fn status_encodes_as_its_fields_in_order() {
	let status = KeyStatus { named: vec![[7; 16]], living_authors: 258, carriers_pass: true };
	let expected = [&[4][..], &[7; 16], &[2, 1, 0, 0], &[1]].concat();
	assert_eq!(status.encode(), expected);
}
