//! Key pairs that users encrypt to.
//!
//! The newest key is announced in each block that this node makes; once the block is imported, a
//! fresh pair takes its place. Which pair opens a carrier is told by the hash of the key inside it.
//! So it does not matter how many authors there are, or whether a slot was missed in between: as
//! long as the pair is here, what was encrypted to it can be opened.

use crate::service::FullClient;
use futures::StreamExt;
use noesis_shield::{KeyPair, ShieldedTransaction};
use pallet_shield::InherentDataProvider as Announcement;
use parking_lot::Mutex;
use sc_client_api::BlockchainEvents;
use sc_service::{error::Error as ServiceError, TaskManager};
use sp_consensus::BlockOrigin;
use std::{collections::VecDeque, sync::Arc};

/// Pairs that are kept: the one to be announced, and those of the last own blocks.
///
/// A carrier lives for eight blocks from the finalised block that its sender saw, and the key that
/// the sender saw was announced up to two blocks before. A single author makes all of these blocks.
const KEPT_PAIRS: usize = 12;

/// Key pairs of this node, in memory only: secrets are wiped when a pair is dropped.
pub struct ShieldKeys {
	/// The newest one first.
	pairs: Mutex<VecDeque<KeyPair>>,
}

/// What came of opening a carrier.
#[derive(Debug, Eq, PartialEq)]
pub enum Opened {
	/// What was encrypted.
	Plaintext(Vec<u8>),
	/// It names a key of this node, but cannot be opened with it.
	Garbage,
	/// It names a key that this node does not have.
	NotOurs,
}

impl ShieldKeys {
	/// Keys with one fresh pair.
	///
	/// # Errors
	///
	/// If the operating system gives no randomness.
	pub fn new() -> Result<Self, ServiceError> {
		Ok(Self { pairs: Mutex::new(VecDeque::from([fresh_pair()?])) })
	}

	/// What announces the newest key in a block.
	pub fn announcement(&self) -> Announcement {
		let newest = self.pairs.lock().front().map(KeyPair::encapsulation_key);
		newest.map_or_else(Announcement::withdraw, |key| Announcement::new(&key))
	}

	/// Replaces the key to be announced by a fresh one, and forgets the oldest.
	///
	/// # Errors
	///
	/// If the operating system gives no randomness. The keys are as before.
	pub fn rotate(&self) -> Result<(), ServiceError> {
		let pair = fresh_pair()?;
		let mut pairs = self.pairs.lock();
		pairs.push_front(pair);
		pairs.truncate(KEPT_PAIRS);
		Ok(())
	}

	/// Opens what was encrypted to one of the keys.
	pub fn open(&self, shielded: &ShieldedTransaction) -> Opened {
		let pairs = self.pairs.lock();
		match pairs.iter().find(|pair| pair.key_hash() == shielded.key_hash) {
			None => Opened::NotOurs,
			Some(pair) => pair.decrypt(shielded).map_or(Opened::Garbage, Opened::Plaintext),
		}
	}
}

fn fresh_pair() -> Result<KeyPair, ServiceError> {
	KeyPair::generate_from_system()
		.map_err(|error| ServiceError::Other(format!("no randomness for shield keys: {error}")))
}

/// Starts to replace the announced key after each block of this node.
pub fn start_rotation(keys: Arc<ShieldKeys>, client: &FullClient, task_manager: &TaskManager) {
	let mut blocks = client.import_notification_stream();
	let rotation = async move {
		while let Some(block) = blocks.next().await {
			if block.origin != BlockOrigin::Own {
				continue;
			}
			if let Err(error) = keys.rotate() {
				log::error!("Shield keys are not replaced: {error}");
			}
		}
	};
	task_manager.spawn_handle().spawn("shield-keys", Some("block-authoring"), rotation);
}

#[cfg(test)]
mod tests {
	use super::*;
	use noesis_shield::{encrypt, INHERENT_IDENTIFIER};
	use rand::{rngs::StdRng, SeedableRng};
	use sp_inherents::{InherentData, InherentDataProvider};

	/// The key that a block announces, as the runtime reads it.
	fn announced(keys: &ShieldKeys) -> Vec<u8> {
		let mut data = InherentData::new();
		futures::executor::block_on(keys.announcement().provide_inherent_data(&mut data)).unwrap();
		let key: Option<Option<Vec<u8>>> = data.get_data(&INHERENT_IDENTIFIER).unwrap();
		key.unwrap().unwrap()
	}

	fn shielded_for(key: &[u8]) -> ShieldedTransaction {
		encrypt(key, b"secret", &mut StdRng::seed_from_u64(1)).unwrap()
	}

	#[test]
	fn a_key_opens_what_is_encrypted_to_it_long_after_it_was_announced() {
		let keys = ShieldKeys::new().unwrap();
		let shielded = shielded_for(&announced(&keys));
		for _ in 1..KEPT_PAIRS {
			keys.rotate().unwrap();
			assert_eq!(keys.open(&shielded), Opened::Plaintext(b"secret".to_vec()));
		}
		keys.rotate().unwrap();
		assert_eq!(keys.open(&shielded), Opened::NotOurs);
	}

	#[test]
	fn each_block_announces_another_key() {
		let keys = ShieldKeys::new().unwrap();
		let first = announced(&keys);
		assert_eq!(announced(&keys), first, "until the block is imported");
		keys.rotate().unwrap();
		assert_ne!(announced(&keys), first);
	}

	#[test]
	fn keys_of_others_and_altered_carriers_are_told_apart() {
		let (ours, theirs) = (ShieldKeys::new().unwrap(), ShieldKeys::new().unwrap());
		let mut shielded = shielded_for(&announced(&ours));
		assert_eq!(theirs.open(&shielded), Opened::NotOurs);
		shielded.aead_ct[0] ^= 1;
		assert_eq!(ours.open(&shielded), Opened::Garbage);
	}
}
