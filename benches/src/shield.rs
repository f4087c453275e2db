//! Key pairs, encryption and decryption.

use crate::{digest, Workload};
use alloc::{format, vec, vec::Vec};
use core::{convert::Infallible, hint::black_box};
use noesis_shield::{
	encrypt,
	rand_core::{TryCryptoRng, TryRng},
	DecryptError, EncryptError, KeyPair, ShieldedTransaction, MAX_PLAINTEXT_LEN, SEED_LEN,
};

/// The bytes of a transfer, of a batch of stake trades, and of the largest transaction inside a
/// carrier.
const SIZES: [usize; 3] = [145, 2_000, MAX_PLAINTEXT_LEN];

/// Decrypts an envelope, as an author does.
pub fn decrypt(pair: &KeyPair, envelope: &ShieldedTransaction) -> Result<Vec<u8>, DecryptError> {
	black_box(pair).decrypt(black_box(envelope))
}

/// Encrypts an extrinsic, as a client does.
pub fn encrypt_for(key: &[u8], plaintext: &[u8]) -> Result<ShieldedTransaction, EncryptError> {
	encrypt(black_box(key), black_box(plaintext), &mut Counter(1))
}

/// Derives a key pair and exports its public key.
pub fn fresh_pair(seed: &[u8; SEED_LEN]) -> [u8; 1184] {
	KeyPair::from_seed(black_box(seed)).encapsulation_key()
}

/// Each operation, those on transactions by size.
pub fn workloads() -> Vec<Workload> {
	let seed = [7; SEED_LEN];
	let mut all = vec![Workload::new("shield/fresh pair", move || digest_of(&fresh_pair(&seed)))];
	for size in SIZES {
		let plaintext = vec![5; size];
		let key = fresh_pair(&seed);
		let envelope =
			encrypt_for(&key, &plaintext).unwrap_or_else(|error| panic!("to measure: {error}"));
		let pair = KeyPair::from_seed(&seed);
		all.push(Workload::new(format!("shield/decrypt {size} bytes"), move || {
			decrypt(&pair, &envelope).map_or(0, |bytes| digest_of(&bytes))
		}));
		all.push(Workload::new(format!("shield/encrypt {size} bytes"), move || {
			encrypt_for(&key, &plaintext).map_or(0, |envelope| digest_of(&envelope.kem_ct))
		}));
	}
	all
}

/// The first and the last bytes: the rest follows from the same arithmetic.
fn digest_of(bytes: &[u8]) -> u64 {
	digest(bytes.iter().take(8).chain(bytes.iter().rev().take(8)).map(|&byte| byte.into()))
}

/// Numbers that are the same in every run, in the place of randomness.
struct Counter(u64);

impl TryRng for Counter {
	type Error = Infallible;

	fn try_next_u32(&mut self) -> Result<u32, Infallible> {
		self.try_next_u64().map(|number| number as u32)
	}

	fn try_next_u64(&mut self) -> Result<u64, Infallible> {
		self.0 = self.0.wrapping_add(1);
		Ok(digest([self.0]))
	}

	fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
		for chunk in bytes.chunks_mut(8) {
			let number = self.try_next_u64()?.to_le_bytes();
			chunk.copy_from_slice(&number[..chunk.len()]);
		}
		Ok(())
	}
}

impl TryCryptoRng for Counter {}
