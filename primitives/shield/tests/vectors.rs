//! Envelopes from other implementations: a model written from the standards, and the official
//! client.

#![allow(clippy::expect_used, reason = "tests may fail")]

use noesis_shield::{KeyPair, ShieldedTransaction, ENVELOPE_OVERHEAD};
use serde_json::Value;

/// One envelope with the secret key and the expected plaintext.
struct Case(Value);

impl Case {
	fn bytes(&self, field: &str) -> Vec<u8> {
		let text = self.0.get(field).and_then(Value::as_str).expect("a case has this field");
		assert!(text.len().is_multiple_of(2), "{field} is whole bytes");
		text.as_bytes()
			.chunks_exact(2)
			.map(|digits| {
				let digits = core::str::from_utf8(digits).expect("digits are ASCII");
				u8::from_str_radix(digits, 16).expect("digits are hexadecimal")
			})
			.collect()
	}

	fn pair(&self) -> KeyPair {
		KeyPair::try_from(self.bytes("seed").as_slice()).expect("the seed is 64 bytes long")
	}

	/// Asserts that the envelope names the pair of the seed and decrypts to the plaintext.
	fn assert_decrypts(&self) {
		let (pair, envelope) = (self.pair(), self.bytes("envelope"));
		let parsed = ShieldedTransaction::parse(&envelope).expect("the envelope is one");
		assert_eq!(parsed.to_bytes(), Ok(envelope.clone()));
		assert_eq!(pair.key_hash().to_vec(), self.bytes("key_hash"));
		assert_eq!(pair.decrypt(&parsed), Ok(self.bytes("plaintext")));
		assert_eq!(envelope.len(), self.bytes("plaintext").len().saturating_add(ENVELOPE_OVERHEAD));
	}
}

/// The cases of a file, of which there are this many.
fn cases(name: &str, count: usize) -> Vec<Case> {
	let text = std::fs::read_to_string(format!("tests/vectors/{name}.json"))
		.expect("the file of vectors exists");
	let cases: Vec<Value> = serde_json::from_str(&text).expect("the file is a list");
	assert_eq!(cases.len(), count, "the file is complete");
	cases.into_iter().map(Case).collect()
}

#[test]
fn keys_are_those_of_the_standard() {
	for case in cases("model", 3) {
		let key = case.pair().encapsulation_key();
		assert_eq!(
			sp_crypto_hashing::sha2_256(&key).to_vec(),
			case.bytes("encapsulation_key_sha2_256")
		);
	}
}

#[test]
fn envelopes_of_the_model_decrypt() {
	cases("model", 3).iter().for_each(Case::assert_decrypts);
}

#[test]
fn envelopes_of_the_official_client_decrypt() {
	cases("client", 4).iter().for_each(Case::assert_decrypts);
}
