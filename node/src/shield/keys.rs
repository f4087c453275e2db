//! Key pairs that users encrypt to.
//!
//! Each block of this node announces the newest key; once the block is imported, a fresh pair
//! replaces it. A carrier names its key by hash. The node decrypts the carrier only while the chain
//! names the key, and wipes the pair as soon as the chain can name it no more: what was encrypted
//! to a key stays secret if somebody reads the memory of the node later.

use std::{collections::VecDeque, error::Error, sync::Arc};

use futures::StreamExt;
use noesis_runtime::{opaque::Block, BlockNumber};
use noesis_shield::{KeyPair, ShieldedTransaction};
use pallet_shield::{runtime_api::KeyStatus, InherentDataProvider as Announcement};
use parking_lot::Mutex;
use sc_client_api::{BlockImportNotification, BlockchainEvents};
use sc_service::{error::Error as ServiceError, TaskManager};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_consensus::BlockOrigin;
use sp_consensus_aura::{sr25519::AuthorityId, AuraApi};

use super::KeyHash;
use crate::types::FullClient;

#[cfg(test)]
mod tests;

/// Number of living authors from which the chain names each key in time for its author's block.
const ENOUGH_AUTHORS: u32 = 3;

/// Number of announced pairs that a node with fewer living authors opens whether named or not.
const PAIRS_OF_FEW: usize = 3;

/// Maximum number of pairs that are kept, whatever their age.
///
/// A chain names at most four keys of one author that builds alone. The rest is for blocks that a
/// reorganisation retracts.
const MOST_PAIRS: usize = 12;

/// Maximum number of hashes that are kept of keys whose pairs are wiped.
const MOST_RETIRED: usize = 64;

/// Age at which a pair is needed for the last time, in blocks after the one that announced its key.
///
/// The pallet makes a key `NextKey` at the latest in its author's next block, one turn of all
/// authors later, and passes it on to `PendingKey` and to `CurrentKey` in the two blocks after. A
/// missed slot is no block, and makes this sooner. Blocks without an announcement make it two
/// blocks later at most, then the keys expire. This covers the last three pairs of an author of
/// two, of which the third is five blocks old when the author's turn comes.
fn lifetime(authors: BlockNumber) -> BlockNumber {
	authors.saturating_add(4)
}

/// Key pairs of this node, in memory only. Dropping a pair wipes its secret.
pub struct ShieldKeys(Mutex<Ring>);

/// Pairs, newest first, and hashes of the pairs before them.
struct Ring {
	/// At least one: the first is announced next.
	pairs: VecDeque<Announced>,
	/// Hashes of keys whose pairs are wiped.
	retired: VecDeque<KeyHash>,
}

/// A pair and its announcement.
struct Announced {
	/// In a box: a queue that grows would leave copies of the secret behind.
	pair: Box<KeyPair>,
	/// The block of this node that announced the key, if there is one.
	block: Option<BlockNumber>,
}

/// Right of this node to decrypt carriers with a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyState {
	/// The key of this node is one that carriers may name.
	Valid,
	/// The chain no longer names the key of this node.
	Stale,
	/// The key is not of this node.
	Foreign,
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
		let ring = Ring { pairs: VecDeque::from([fresh_pair()?]), retired: VecDeque::new() };
		Ok(Self(Mutex::new(ring)))
	}

	/// The inherent data that announces the newest key in a block.
	pub fn announcement(&self) -> Announcement {
		let newest = self.0.lock().pairs.front().map(|newest| newest.pair.encapsulation_key());
		newest.map_or_else(Announcement::withdraw, |key| Announcement::new(&key))
	}

	/// Notes that a block of this node announced the newest key, and adds a fresh pair to be
	/// announced next.
	///
	/// # Errors
	///
	/// If the operating system gives no randomness. The next block announces the same key again.
	pub fn announced_in(&self, block: BlockNumber) -> Result<(), NoRandomness> {
		let mut ring = self.0.lock();
		if let Some(newest) = ring.pairs.front_mut() {
			newest.block = Some(block);
		}
		ring.pairs.push_front(fresh_pair()?);
		ring.retire(|index, _| index < MOST_PAIRS);
		Ok(())
	}

	/// Wipes the pairs that no block after `best` can need, on a chain of `authors` authors.
	pub fn forget_old(&self, best: BlockNumber, authors: BlockNumber) {
		let last = |block: BlockNumber| block.saturating_add(lifetime(authors));
		// The first pair is announced next, even if it was announced before.
		self.0.lock().retire(|index, block| index == 0 || block.is_none_or(|b| best <= last(b)));
	}

	/// Tells whether this node decrypts carriers for a key, by the keys in the state before the
	/// block under construction.
	pub fn state(&self, key: &KeyHash, status: &KeyStatus) -> KeyState {
		let ring = self.0.lock();
		let valid = |index| {
			let are_few = status.living_authors < ENOUGH_AUTHORS;
			status.named.contains(key) || are_few && index <= PAIRS_OF_FEW
		};
		match ring.pairs.iter().position(|announced| announced.pair.key_hash() == *key) {
			Some(index) if valid(index) => KeyState::Valid,
			Some(_) => KeyState::Stale,
			None if ring.retired.contains(key) => KeyState::Stale,
			None => KeyState::Foreign,
		}
	}

	/// Decrypts a carrier with the pair that it names, if this node has the pair and it fits.
	pub fn decrypt(&self, shielded: &ShieldedTransaction) -> Option<Vec<u8>> {
		let ring = self.0.lock();
		let mut pairs = ring.pairs.iter().map(|announced| &announced.pair);
		pairs.find(|pair| pair.key_hash() == shielded.key_hash)?.decrypt(shielded).ok()
	}
}

impl Ring {
	/// Wipes all pairs but those that `keep` accepts by their index and their block, and remembers
	/// the hashes of their keys.
	fn retire(&mut self, keep: impl Fn(usize, Option<BlockNumber>) -> bool) {
		let mut index = 0;
		let retired = &mut self.retired;
		self.pairs.retain(|announced| {
			let kept = keep(index, announced.block);
			index += 1;
			if !kept {
				retired.push_front(announced.pair.key_hash());
			}
			kept
		});
		retired.truncate(MOST_RETIRED);
	}
}

fn fresh_pair() -> Result<Announced, NoRandomness> {
	let pair = KeyPair::generate_from_system().map_err(|error| NoRandomness(error.into()))?;
	Ok(Announced { pair: Box::new(pair), block: None })
}

/// Starts the task that replaces the announced key after each block of this node, and wipes old
/// pairs after each best block.
pub fn start_rotation(keys: Arc<ShieldKeys>, client: Arc<FullClient>, task_manager: &TaskManager) {
	let mut blocks = client.import_notification_stream();
	let rotation = async move {
		while let Some(block) = blocks.next().await {
			follow(&keys, &client, &block);
		}
	};
	task_manager.spawn_handle().spawn("shield-keys", Some("block-authoring"), rotation);
}

/// Brings the keys up to an imported block.
fn follow(keys: &ShieldKeys, client: &FullClient, block: &BlockImportNotification<Block>) {
	let number = block.header.number;
	if block.origin == BlockOrigin::Own {
		if let Err(error) = keys.announced_in(number) {
			log::error!("Shield keys are not replaced: {error}");
		}
	}
	if !block.is_new_best {
		return;
	}
	match author_count(client, block) {
		Ok(authors) => keys.forget_old(number, authors),
		Err(error) => log::warn!("Old shield keys are kept, as authors are not known: {error}"),
	}
}

/// The number of authors that take the slots after a block in turn.
fn author_count(
	client: &FullClient,
	block: &BlockImportNotification<Block>,
) -> Result<BlockNumber, ApiError> {
	let authors: Vec<AuthorityId> = client.runtime_api().authorities(block.hash)?;
	Ok(BlockNumber::try_from(authors.len()).unwrap_or(BlockNumber::MAX))
}
