//! Key pairs that users encrypt to.
//!
//! Each block of this node announces the newest key; once the block is imported, a fresh pair
//! replaces it. A carrier names its key by hash, so that neither the number of authors nor a missed
//! slot matters: the node decrypts a carrier as long as it keeps the pair.

use std::{collections::VecDeque, error::Error, sync::Arc};

use futures::StreamExt;
use noesis_shield::{KeyPair, ShieldedTransaction};
use pallet_shield::InherentDataProvider as Announcement;
use parking_lot::Mutex;
use sc_client_api::BlockchainEvents;
use sc_service::{error::Error as ServiceError, TaskManager};
use sp_consensus::BlockOrigin;

use crate::types::FullClient;

/// Number of pairs that are kept: the next to be announced, and those of the last own blocks.
///
/// A carrier expires eight blocks after the finalised block that its sender saw, and the key that
/// the sender saw was announced up to two blocks before. A single author makes all of these blocks.
const KEPT_PAIRS: usize = 12;

/// Key pairs of this node, in memory only. Dropping a pair wipes its secret.
pub struct ShieldKeys {
	/// Pairs, newest first.
	pairs: Mutex<VecDeque<KeyPair>>,
}

/// Result of decrypting a carrier.
#[derive(Debug, Eq, PartialEq)]
pub enum Opened {
	/// The decrypted bytes.
	Plaintext(Vec<u8>),
	/// The carrier names a key of this node, but does not decrypt with it.
	Garbage,
	/// The carrier names a key that this node does not have.
	NotOurs,
}

/// Failure of the operating system to give randomness.
#[derive(Debug, thiserror::Error)]
#[error("no randomness for shield keys: {0}")]
pub struct NoRandomness(#[source] Box<dyn Error + Send + Sync>);

impl From<NoRandomness> for ServiceError {
	fn from(error: NoRandomness) -> Self {
		Self::Application(error.into())
	}
}

impl ShieldKeys {
	/// Creates keys with one fresh pair.
	///
	/// # Errors
	///
	/// If the operating system gives no randomness.
	pub fn new() -> Result<Self, NoRandomness> {
		Ok(Self { pairs: Mutex::new(VecDeque::from([fresh_pair()?])) })
	}

	/// The inherent data that announces the newest key in a block.
	pub fn announcement(&self) -> Announcement {
		let newest = self.pairs.lock().front().map(KeyPair::encapsulation_key);
		newest.map_or_else(Announcement::withdraw, |key| Announcement::new(&key))
	}

	/// Adds a fresh pair to be announced next, and drops the oldest.
	///
	/// # Errors
	///
	/// If the operating system gives no randomness. The keys are unchanged.
	pub fn rotate(&self) -> Result<(), NoRandomness> {
		let pair = fresh_pair()?;
		let mut pairs = self.pairs.lock();
		pairs.push_front(pair);
		pairs.truncate(KEPT_PAIRS);
		Ok(())
	}

	/// Decrypts a carrier with the pair that it names.
	pub fn open(&self, shielded: &ShieldedTransaction) -> Opened {
		let pairs = self.pairs.lock();
		match pairs.iter().find(|pair| pair.key_hash() == shielded.key_hash) {
			None => Opened::NotOurs,
			Some(pair) => pair.decrypt(shielded).map_or(Opened::Garbage, Opened::Plaintext),
		}
	}
}

fn fresh_pair() -> Result<KeyPair, NoRandomness> {
	KeyPair::generate_from_system().map_err(|error| NoRandomness(error.into()))
}

/// Starts the task that replaces the announced key after each block of this node.
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
	use noesis_shield::{encrypt, INHERENT_IDENTIFIER};
	use rand::{rngs::StdRng, SeedableRng};
	use sp_inherents::{InherentData, InherentDataProvider};

	use super::*;

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
