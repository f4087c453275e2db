//! The node's pool as block building sees it.
//!
//! Block building asks the pool for ready transactions and applies them in that order. This pool
//! wraps the node's own and changes that order: after each carrier that this node can decrypt
//! follows the inner transaction, and carriers of other authors are skipped. Those stay in the pool
//! until their author builds a block or they expire.

use std::{
	collections::{HashMap, VecDeque},
	pin::Pin,
	sync::Arc,
	time::Duration,
};

use noesis_runtime::{opaque::Block, Hash};
use sc_basic_authorship::DEFAULT_BLOCK_SIZE_LIMIT;
use sc_transaction_pool_api::{
	ImportNotificationStream, PoolStatus, TransactionPool, TransactionSource,
	TransactionStatusStreamFor, TxHash, TxInvalidityReportMap,
};
use sp_runtime::OpaqueExtrinsic;

use super::{
	carriers::{CallsAt, Opener},
	unshielding::{Limits, Ready, Unshielding},
	Pooled, Shield,
};
use crate::types::{FullClient, FullPool};

type PoolError = <FullPool as TransactionPool>::Error;

/// Bytes of a block reserved for its header and inherents, when a carrier and its inner transaction
/// are checked against the block size limit.
const RESERVED_BYTES: usize = 64 * 1024;

/// Divisor of the time that is left for a block, by which the SDK's proposer computes its timeout
/// for [`TransactionPool::ready_at_with_timeout`].
const PROPOSER_WAITS_ONE_IN: u32 = 8;

/// The node's pool as block building sees it.
pub struct UnshieldingPool {
	pool: Arc<FullPool>,
	client: Arc<FullClient>,
	shield: Shield,
	/// Maximum time for a block.
	proposal_time: Duration,
}

impl UnshieldingPool {
	/// Wraps a pool, for blocks that take at most `proposal_time`.
	pub fn new(
		pool: Arc<FullPool>,
		client: Arc<FullClient>,
		shield: Shield,
		proposal_time: Duration,
	) -> Self {
		Self { pool, client, shield, proposal_time }
	}

	/// Decrypts the carriers among `ready` for a block on top of `parent`.
	fn unshield(&self, ready: Ready, parent: Hash, limits: Limits) -> Ready {
		let calls = CallsAt { client: self.client.clone(), block: parent };
		let Shield { keys, known, exposed } = self.shield.clone();
		let first = self.exposed_carriers();
		let opener = Opener::new(calls, known, keys, exposed);
		Box::new(Unshielding::new(first, ready, opener, limits))
	}

	/// The carriers whose content is public, as far as nothing in the pool comes before them.
	fn exposed_carriers(&self) -> VecDeque<Arc<Pooled>> {
		let exposed = self.shield.exposed.carriers();
		let ready = exposed.iter().filter_map(|hash| self.pool.ready_transaction(hash));
		ready.filter(|carrier| carrier.requires.is_empty()).collect()
	}

	/// The limits of a block that is built from now on in the time `left`.
	fn limits(left: Duration) -> Limits {
		Limits::from_now(left, DEFAULT_BLOCK_SIZE_LIMIT - RESERVED_BYTES)
	}
}

#[async_trait::async_trait]
impl TransactionPool for UnshieldingPool {
	type Block = Block;
	type Hash = Hash;
	type InPoolTransaction = Pooled;
	type Error = PoolError;

	async fn submit_at(
		&self,
		at: Hash,
		source: TransactionSource,
		extrinsics: Vec<OpaqueExtrinsic>,
	) -> Result<Vec<Result<Hash, PoolError>>, PoolError> {
		self.pool.submit_at(at, source, extrinsics).await
	}

	async fn submit_one(
		&self,
		at: Hash,
		source: TransactionSource,
		extrinsic: OpaqueExtrinsic,
	) -> Result<Hash, PoolError> {
		self.pool.submit_one(at, source, extrinsic).await
	}

	async fn submit_and_watch(
		&self,
		at: Hash,
		source: TransactionSource,
		extrinsic: OpaqueExtrinsic,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, PoolError> {
		self.pool.submit_and_watch(at, source, extrinsic).await
	}

	async fn ready_at(&self, parent: Hash) -> Ready {
		let limits = Self::limits(self.proposal_time);
		let ready = self.pool.ready_at(parent).await;
		self.unshield(ready, parent, limits)
	}

	fn ready(&self) -> Ready {
		// Without a parent block there is no runtime to recognise carriers.
		self.pool.ready()
	}

	async fn report_invalid(
		&self,
		at: Option<Hash>,
		errors: TxInvalidityReportMap<Hash>,
	) -> Vec<Arc<Pooled>> {
		self.pool.report_invalid(at, errors).await
	}

	fn futures(&self) -> Vec<Pooled> {
		self.pool.futures()
	}

	fn status(&self) -> PoolStatus {
		self.pool.status()
	}

	fn import_notification_stream(&self) -> ImportNotificationStream<Hash> {
		self.pool.import_notification_stream()
	}

	fn on_broadcasted(&self, propagations: HashMap<TxHash<Self>, Vec<String>>) {
		self.pool.on_broadcasted(propagations);
	}

	fn hash_of(&self, extrinsic: &OpaqueExtrinsic) -> Hash {
		self.pool.hash_of(extrinsic)
	}

	fn ready_transaction(&self, hash: &Hash) -> Option<Arc<Pooled>> {
		self.pool.ready_transaction(hash)
	}

	async fn ready_at_with_timeout(&self, parent: Hash, timeout: Duration) -> Ready {
		// A block that begins late in its slot has less time than others.
		let left = timeout.saturating_mul(PROPOSER_WAITS_ONE_IN).min(self.proposal_time);
		let limits = Self::limits(left);
		let ready = self.pool.ready_at_with_timeout(parent, timeout).await;
		self.unshield(ready, parent, limits)
	}
}
