use super::*;
use crate::shield::{
	mock::{announced, carrier, content, extrinsic, MockRuntime},
	ShieldKeys,
};

const ALICE: u8 = 1;
const BOB: u8 = 2;

/// Alice's carrier with this nonce.
fn of_alice(nonce: u8) -> OpaqueExtrinsic {
	carrier(ALICE, nonce, &announced(&ShieldKeys::new().unwrap()), b"content")
}

fn hash(extrinsic: &OpaqueExtrinsic) -> Hash {
	HashingFor::<Block>::hash_of(extrinsic)
}

#[test]
fn carriers_of_a_retracted_block_are_remembered_with_their_content() {
	let exposed = ExposedContent::default();
	let (first, second) = (of_alice(5), of_alice(7));
	let body = [
		extrinsic(0, 0, 20),
		first.clone(),
		content(ALICE, 6),
		extrinsic(0, 1, 2_000),
		second.clone(),
		content(ALICE, 8),
	];
	exposed.expose(&body, &MockRuntime::naming(&[]), 1);
	assert_eq!(exposed.carriers(), [hash(&first), hash(&second)]);
	assert_eq!(exposed.content_of(&hash(&first)), Some(content(ALICE, 6)));
	assert_eq!(exposed.content_of(&hash(&second)), Some(content(ALICE, 8)));
}

#[test]
fn what_cannot_be_the_content_of_a_carrier_is_not_remembered() {
	let exposed = ExposedContent::default();
	let too_long = OpaqueExtrinsic::from_blob([vec![0x84, ALICE, 6], vec![0; 7_046]].concat());
	let bodies = [
		vec![of_alice(5), content(BOB, 6)],
		vec![of_alice(5), content(ALICE, 7)],
		vec![of_alice(5), extrinsic(0, 0, 20), content(ALICE, 6)],
		vec![of_alice(5), too_long],
		// No carrier: another transaction of the same signer and the nonce before.
		vec![
			OpaqueExtrinsic::from_blob([vec![0x84, ALICE, 5], vec![0; 2_000]].concat()),
			content(ALICE, 6),
		],
		vec![of_alice(5)],
		vec![],
	];
	for body in bodies {
		exposed.expose(&body, &MockRuntime::naming(&[]), 1);
		assert_eq!(exposed.carriers(), []);
	}
}

#[test]
fn content_is_forgotten_sixteen_blocks_after_it_was_retracted() {
	let exposed = ExposedContent::default();
	let carrier = Hash::repeat_byte(1);
	exposed.insert(carrier, content(ALICE, 6), 100);
	// A second retraction does not extend it.
	exposed.insert(carrier, content(ALICE, 6), 110);
	exposed.forget_old(116);
	assert_eq!(exposed.content_of(&carrier), Some(content(ALICE, 6)));
	exposed.forget_old(117);
	assert_eq!((exposed.content_of(&carrier), exposed.carriers()), (None, vec![]));
}

#[test]
fn content_of_at_most_1024_carriers_is_remembered() {
	let exposed = ExposedContent::default();
	for number in 0..2_000 {
		exposed.insert(Hash::from_low_u64_be(number), content(ALICE, 6), 1);
	}
	let carriers = exposed.carriers();
	assert_eq!((carriers.len(), carriers[0]), (1_024, Hash::from_low_u64_be(976)));
	assert_eq!(exposed.content_of(&Hash::from_low_u64_be(975)), None);
	assert_eq!(exposed.0.lock().contents.len(), 1_024);
}
