//! Encryption and decryption by this crate: sizes, round trips, and envelopes that are rejected.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

use noesis_shield::{
	encrypt, key_hash, DecryptError, EncryptError, EnvelopeError, KeyPair, ShieldedTransaction,
	ENCAPSULATION_KEY_LEN, ENVELOPE_OVERHEAD, KEM_CIPHERTEXT_LEN, KEY_HASH_LEN, MAX_CIPHERTEXT_LEN,
	MAX_PLAINTEXT_LEN, NONCE_LEN, SEED_LEN, TAG_LEN,
};
use proptest::prelude::*;
use rand::{rngs::StdRng, SeedableRng};

fn pair(number: u8) -> KeyPair {
	KeyPair::from_seed(&[number; SEED_LEN])
}

fn encrypt_for(pair: &KeyPair, plaintext: &[u8]) -> ShieldedTransaction {
	let mut rng = StdRng::from_seed([5; 32]);
	encrypt(&pair.encapsulation_key(), plaintext, &mut rng).unwrap()
}

/// Parses and decrypts, as an author does with the bytes of a carrier.
fn decrypt(pair: &KeyPair, bytes: &[u8]) -> Option<Vec<u8>> {
	pair.decrypt(&ShieldedTransaction::parse(bytes).ok()?).ok()
}

#[test]
fn sizes_are_those_of_the_specification() {
	assert_eq!(KEY_HASH_LEN + 2 + KEM_CIPHERTEXT_LEN + NONCE_LEN + TAG_LEN, ENVELOPE_OVERHEAD);
	assert_eq!(MAX_CIPHERTEXT_LEN as usize - ENVELOPE_OVERHEAD, MAX_PLAINTEXT_LEN);
	assert_eq!(pair(1).encapsulation_key().len(), ENCAPSULATION_KEY_LEN);
	let inner = [9; 200];
	assert_eq!(encrypt_for(&pair(1), &inner).to_bytes().unwrap().len(), 1346);
}

#[test]
fn largest_plaintext_fills_the_carrier_and_one_byte_more_is_rejected() {
	let pair = pair(1);
	let largest = vec![9; 7046];
	let bytes = encrypt_for(&pair, &largest).to_bytes().unwrap();
	assert_eq!(bytes.len(), 8192);
	assert_eq!(decrypt(&pair, &bytes), Some(largest));
	let mut rng = StdRng::from_seed([5; 32]);
	assert_eq!(
		encrypt(&pair.encapsulation_key(), &[9; 7047], &mut rng),
		Err(EncryptError::PlaintextTooLong)
	);
}

#[test]
fn each_encryption_draws_its_own_secret_and_nonce() {
	let pair = pair(1);
	let mut rng = StdRng::from_seed([5; 32]);
	let mut encrypt_twice = || encrypt(&pair.encapsulation_key(), b"twice", &mut rng).unwrap();
	let (first, second) = (encrypt_twice(), encrypt_twice());
	assert_ne!(first.kem_ct, second.kem_ct);
	assert_ne!(first.nonce, second.nonce);
	assert_eq!(pair.decrypt(&first), pair.decrypt(&second));
}

#[test]
fn bytes_that_are_not_a_key_are_rejected() {
	let mut rng = StdRng::from_seed([5; 32]);
	let key = pair(1).encapsulation_key();
	for length in [0, 1, 1183] {
		assert_eq!(encrypt(&key[..length], b"x", &mut rng), Err(EncryptError::InvalidKey));
	}
	// A coefficient of 4095 is not below the modulus, 3329.
	assert_eq!(encrypt(&[255; 1184], b"x", &mut rng), Err(EncryptError::InvalidKey));
}

#[test]
fn another_pair_cannot_decrypt_even_if_the_envelope_names_it() {
	let (alice, bob) = (pair(1), pair(2));
	let mut envelope = encrypt_for(&alice, b"for alice");
	assert_eq!(bob.decrypt(&envelope), Err(DecryptError::OtherKey));
	envelope.key_hash = bob.key_hash();
	assert_eq!(bob.decrypt(&envelope), Err(DecryptError::NotAuthentic));
}

#[test]
fn kem_ciphertext_of_another_length_is_rejected() {
	let pair = pair(1);
	let mut envelope = encrypt_for(&pair, b"x");
	envelope.kem_ct.push(0);
	assert_eq!(pair.decrypt(&envelope), Err(DecryptError::KemCiphertextLength));
	envelope.kem_ct.truncate(KEM_CIPHERTEXT_LEN - 1);
	assert_eq!(pair.decrypt(&envelope), Err(DecryptError::KemCiphertextLength));
}

#[test]
fn ciphertext_without_room_for_a_tag_is_rejected() {
	let pair = pair(1);
	let mut envelope = encrypt_for(&pair, b"x");
	for length in (0..=TAG_LEN).rev() {
		envelope.aead_ct.truncate(length);
		assert_eq!(pair.decrypt(&envelope), Err(DecryptError::NotAuthentic));
	}
}

#[test]
fn every_altered_byte_is_detected() {
	let pair = pair(1);
	let bytes = encrypt_for(&pair, b"not a word of this may change").to_bytes().unwrap();
	for at in 0..bytes.len() {
		let mut altered = bytes.clone();
		altered[at] ^= 1;
		assert_eq!(decrypt(&pair, &altered), None, "byte {at}");
	}
}

#[test]
fn no_truncated_envelope_decrypts() {
	let pair = pair(1);
	let bytes = encrypt_for(&pair, b"cut").to_bytes().unwrap();
	// Key hash, length, ML-KEM ciphertext and nonce, before the first byte of the ciphertext.
	let header = ENVELOPE_OVERHEAD - TAG_LEN;
	for length in 0..bytes.len() {
		let parsed = ShieldedTransaction::parse(&bytes[..length]);
		match length {
			_ if length < header => assert_eq!(parsed, Err(EnvelopeError::Truncated)),
			_ if length == header => assert_eq!(parsed, Err(EnvelopeError::Empty)),
			_ => assert_eq!(pair.decrypt(&parsed.unwrap()), Err(DecryptError::NotAuthentic)),
		}
	}
}

#[test]
fn envelope_without_a_kem_ciphertext_is_still_an_envelope() {
	// Key hash, length 0, nonce, one byte of ciphertext: 16 + 2 + 24 + 1.
	let parsed = ShieldedTransaction::parse(&[0; 43]).unwrap();
	assert!(parsed.kem_ct.is_empty());
	assert_eq!(parsed.aead_ct, [0]);
	assert_eq!(ShieldedTransaction::parse(&[0; 42]), Err(EnvelopeError::Empty));
	assert_eq!(ShieldedTransaction::parse(&[0; 41]), Err(EnvelopeError::Truncated));
	assert_eq!(ShieldedTransaction::parse(&[]), Err(EnvelopeError::Truncated));
}

#[test]
fn kem_ciphertext_beyond_its_length_field_is_rejected() {
	let mut envelope = encrypt_for(&pair(1), b"x");
	envelope.kem_ct = vec![0; 65_535];
	assert_eq!(ShieldedTransaction::parse(&envelope.to_bytes().unwrap()), Ok(envelope.clone()));
	envelope.kem_ct.push(0);
	assert_eq!(envelope.to_bytes(), Err(EnvelopeError::KemCiphertextTooLong));
}

#[test]
fn pair_depends_on_its_seed_only() {
	assert_eq!(pair(1).encapsulation_key(), pair(1).encapsulation_key());
	assert_ne!(pair(1).encapsulation_key(), pair(2).encapsulation_key());
	assert_eq!(pair(1).key_hash(), key_hash(&pair(1).encapsulation_key()));
	let from_bytes = KeyPair::try_from([1; SEED_LEN].as_slice()).unwrap();
	assert_eq!(from_bytes.key_hash(), pair(1).key_hash());
	for length in [0, 63, 65, 2400] {
		assert!(KeyPair::try_from(vec![1; length].as_slice()).is_err(), "{length} bytes");
	}
}

#[test]
fn generated_pairs_differ_and_decrypt_their_envelopes() {
	let mut rng = StdRng::from_seed([6; 32]);
	let Ok(first) = KeyPair::generate(&mut rng);
	let second = KeyPair::generate_from_system().expect("the system has randomness");
	let third = KeyPair::generate_from_system().expect("the system has randomness");
	assert_ne!(first.key_hash(), second.key_hash());
	assert_ne!(second.key_hash(), third.key_hash());
	assert_eq!(second.decrypt(&encrypt_for(&second, b"hello")), Ok(b"hello".to_vec()));
}

#[test]
fn debug_shows_the_hash_and_no_secret() {
	let hash = pair(1).key_hash();
	assert_eq!(format!("{:?}", pair(1)), format!("KeyPair {{ key_hash: {hash:?}, .. }}"));
}

#[test]
fn fields_are_encoded_in_the_order_of_the_runtime_api() {
	use codec::{Decode, Encode};
	let envelope = ShieldedTransaction {
		key_hash: [1; 16],
		kem_ct: vec![2, 2],
		aead_ct: vec![3],
		nonce: [4; 24],
	};
	let expected = [&[1; 16][..], &[8, 2, 2], &[4, 3], &[4; 24]].concat();
	assert_eq!(envelope.encode(), expected);
	assert_eq!(ShieldedTransaction::decode(&mut expected.as_slice()), Ok(envelope.clone()));
	// A carrier has another order of the fields, and its length field is not that of SCALE.
	let bytes = [&[1; 16][..], &[2, 0, 2, 2], &[4; 24], &[3]].concat();
	assert_eq!(envelope.to_bytes(), Ok(bytes));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn encrypted_bytes_decrypt_to_the_plaintext(
		seed in any::<u8>(),
		plaintext in proptest::collection::vec(any::<u8>(), 0..600),
	) {
		let pair = pair(seed);
		let bytes = encrypt_for(&pair, &plaintext).to_bytes().unwrap();
		prop_assert_eq!(bytes.len(), plaintext.len() + ENVELOPE_OVERHEAD);
		prop_assert_eq!(decrypt(&pair, &bytes), Some(plaintext));
	}

	#[test]
	fn any_bytes_are_rejected_or_parse_and_serialize_to_themselves(
		mut bytes in proptest::collection::vec(any::<u8>(), 0..2000),
		kem_len in 0u16..2000,
	) {
		if let Some(field) = bytes.get_mut(16..18) {
			field.copy_from_slice(&kem_len.to_le_bytes());
		}
		match ShieldedTransaction::parse(&bytes) {
			Ok(parsed) => {
				prop_assert!(!parsed.aead_ct.is_empty());
				prop_assert_eq!(parsed.to_bytes(), Ok(bytes));
				prop_assert_eq!(pair(1).decrypt(&parsed), Err(DecryptError::OtherKey));
			}
			Err(error) => {
				let header = 42 + usize::from(kem_len);
				let expected = if bytes.len() == header {
					EnvelopeError::Empty
				} else {
					EnvelopeError::Truncated
				};
				prop_assert!(bytes.len() <= header);
				prop_assert_eq!(error, expected);
			}
		}
	}
}
