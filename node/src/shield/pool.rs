//! The transactions for a block, with carriers decrypted.
//!
//! Block building asks the pool for ready transactions and applies them in that order. This pool
//! wraps the node's own and changes that order: after each carrier that this node can decrypt
//! follows the inner transaction, and carriers of other authors are skipped. Those stay in the pool
//! until their author builds a block or they expire.

use std::{
	collections::HashMap,
	pin::Pin,
	sync::Arc,
	time::{Duration, Instant},
};

use codec::{DecodeAll, Encode};
use noesis_runtime::{opaque::Block, Hash};
use noesis_shield::{ShieldedTransaction, ENVELOPE_OVERHEAD};
use pallet_shield::runtime_api::ShieldApi;
use sc_basic_authorship::DEFAULT_BLOCK_SIZE_LIMIT;
use sc_transaction_pool_api::{
	ImportNotificationStream, PoolStatus, ReadyTransactions, TransactionPool, TransactionSource,
	TransactionStatusStreamFor, TxHash, TxInvalidityReportMap,
};
use sp_api::ProvideRuntimeApi;
use sp_runtime::{
	traits::{Hash as _, HashingFor},
	OpaqueExtrinsic,
};

use super::keys::{Opened, ShieldKeys};
use crate::types::{FullClient, FullPool};

/// A transaction of the pool.
type Pooled = <FullPool as TransactionPool>::InPoolTransaction;
/// Transactions in the order in which a block takes them.
type Ready = Box<dyn ReadyTransactions<Item = Arc<Pooled>> + Send>;
type PoolError = <FullPool as TransactionPool>::Error;

/// Bytes of a block reserved for its header and inherents, when a carrier and its inner transaction
/// are checked against the block size limit.
const RESERVED_BYTES: usize = 64 * 1024;

/// The node's pool as block building sees it.
pub struct UnshieldingPool {
	pool: Arc<FullPool>,
	client: Arc<FullClient>,
	keys: Arc<ShieldKeys>,
	/// Time from the start of a block in which carriers are decrypted.
	///
	/// A carrier and its inner transaction are included together or not at all. Block building may
	/// stop between any two transactions at its deadline, so carriers end some time before it.
	patience: Duration,
}

impl UnshieldingPool {
	/// Wraps a pool; `keys` decrypt carriers during the first `patience` of a block.
	pub fn new(
		pool: Arc<FullPool>,
		client: Arc<FullClient>,
		keys: Arc<ShieldKeys>,
		patience: Duration,
	) -> Self {
		Self { pool, client, keys, patience }
	}

	/// Decrypts the carriers among `ready` for a block on top of `parent`.
	fn unshield(&self, ready: Ready, parent: Hash) -> Ready {
		Box::new(Unshielding {
			ready,
			opener: Opener { client: self.client.clone(), keys: self.keys.clone(), parent },
			inner: None,
			bytes: 0,
			most_bytes: DEFAULT_BLOCK_SIZE_LIMIT - RESERVED_BYTES,
			until: Instant::now() + self.patience,
		})
	}
}

/// Kind of a transaction in the pool.
enum Content {
	/// An ordinary transaction, or a carrier without a valid inner transaction.
	Plain,
	/// A carrier, with its inner transaction.
	Carrier(OpaqueExtrinsic),
	/// A carrier for another author.
	Foreign,
}

/// Decrypts carriers.
trait Open: Send {
	/// Classifies a transaction and decrypts it if it is a carrier.
	fn open(&self, transaction: &Pooled) -> Content;
}

/// Decrypts carriers with the keys of this node.
struct Opener {
	client: Arc<FullClient>,
	keys: Arc<ShieldKeys>,
	/// Block whose runtime recognises carriers.
	parent: Hash,
}

impl Opener {
	/// The ciphertext of the transaction, if it is a carrier.
	fn shielded(&self, transaction: &Pooled) -> Option<ShieldedTransaction> {
		// Most transactions are far shorter than any carrier, which saves a runtime call.
		if transaction.bytes <= ENVELOPE_OVERHEAD {
			return None;
		}
		let extrinsic = (*transaction.data).clone();
		self.client
			.runtime_api()
			.try_decode_shielded_tx(self.parent, extrinsic)
			.inspect_err(|error| log::debug!("The runtime knows no carriers: {error}"))
			.ok()?
	}
}

impl Open for Opener {
	fn open(&self, transaction: &Pooled) -> Content {
		let Some(shielded) = self.shielded(transaction) else { return Content::Plain };
		match self.keys.open(&shielded) {
			Opened::NotOurs => Content::Foreign,
			Opened::Garbage => Content::Plain,
			Opened::Plaintext(bytes) => signed(&bytes).map_or(Content::Plain, Content::Carrier),
		}
	}
}

/// Mask of the bits in an extrinsic's first byte that hold its kind.
const KIND: u8 = 0b1100_0000;
/// Kind of a signed extrinsic.
const SIGNED: u8 = 0b1000_0000;

/// Decodes an extrinsic, if it is signed.
///
/// Others must not enter the block here: an inherent after transactions makes the whole block
/// invalid, and nobody pays for an unsigned extrinsic.
fn signed(bytes: &[u8]) -> Option<OpaqueExtrinsic> {
	let extrinsic = OpaqueExtrinsic::decode_all(&mut &bytes[..]).ok()?;
	let first = extrinsic.inner().first()?;
	(first & KIND == SIGNED).then_some(extrinsic)
}

/// Ready transactions, each carrier followed by its inner transaction.
struct Unshielding<O> {
	ready: Ready,
	opener: O,
	/// Inner transaction of the carrier that was returned last.
	inner: Option<Arc<Pooled>>,
	/// Bytes of the transactions returned so far and not rejected.
	bytes: usize,
	/// Maximum bytes of transactions in a block.
	most_bytes: usize,
	/// Time from which carriers are skipped.
	until: Instant,
}

impl<O: Open> Unshielding<O> {
	/// Queues the inner transaction of a carrier, if both fit into the block.
	fn admit(&mut self, carrier: &Pooled, extrinsic: OpaqueExtrinsic) -> bool {
		let inner = inside(carrier, extrinsic);
		let fits = self.bytes + carrier.bytes + inner.bytes <= self.most_bytes;
		let admitted = fits && Instant::now() < self.until;
		if admitted {
			self.inner = Some(Arc::new(inner));
		}
		admitted
	}
}

/// Wraps the inner transaction of a carrier as a transaction of the pool.
fn inside(carrier: &Pooled, extrinsic: OpaqueExtrinsic) -> Pooled {
	let mut inner = carrier.clone();
	inner.bytes = extrinsic.encoded_size();
	inner.hash = HashingFor::<Block>::hash_of(&extrinsic);
	inner.data = Arc::new(extrinsic);
	// It was never in the pool, so no other transaction depends on it.
	inner.requires = Vec::new();
	inner.provides = Vec::new();
	inner.propagate = false;
	inner
}

impl<O: Open> Iterator for Unshielding<O> {
	type Item = Arc<Pooled>;

	fn next(&mut self) -> Option<Arc<Pooled>> {
		let next = match self.inner.take() {
			Some(inner) => inner,
			None => loop {
				let transaction = self.ready.next()?;
				let taken = match self.opener.open(&transaction) {
					Content::Plain => true,
					Content::Carrier(extrinsic) => self.admit(&transaction, extrinsic),
					Content::Foreign => false,
				};
				if taken {
					break transaction;
				}
				// Skips its dependents in this block; the pool itself is not changed.
				self.ready.report_invalid(&transaction);
			},
		};
		self.bytes += next.bytes;
		Some(next)
	}
}

impl<O: Open> ReadyTransactions for Unshielding<O> {
	fn report_invalid(&mut self, transaction: &Arc<Pooled>) {
		// A rejected carrier takes its inner transaction with it.
		self.inner = None;
		self.bytes = self.bytes.saturating_sub(transaction.bytes);
		self.ready.report_invalid(transaction);
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
		let ready = self.pool.ready_at(parent).await;
		self.unshield(ready, parent)
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
		let ready = self.pool.ready_at_with_timeout(parent, timeout).await;
		self.unshield(ready, parent)
	}
}

#[cfg(test)]
mod tests {
	use std::collections::VecDeque;

	use codec::CompactLen;
	use proptest::prelude::*;
	use sc_transaction_pool::TimedTransactionSource;

	use super::*;

	/// Kinds of transactions, in their first byte.
	const KINDS: [u8; 3] = [PLAIN, OURS, FOREIGN];
	const PLAIN: u8 = 0;
	const OURS: u8 = 1;
	const FOREIGN: u8 = 2;
	/// Inner transaction of a carrier.
	const INNER: u8 = 3;

	/// Pool that ignores rejections.
	struct Queue(VecDeque<Arc<Pooled>>);

	impl Iterator for Queue {
		type Item = Arc<Pooled>;

		fn next(&mut self) -> Option<Arc<Pooled>> {
			self.0.pop_front()
		}
	}

	impl ReadyTransactions for Queue {
		fn report_invalid(&mut self, _: &Arc<Pooled>) {}
	}

	/// Classifies a transaction by its first byte. The inner transaction of a carrier has the same
	/// number and length.
	struct ByKind;

	impl Open for ByKind {
		fn open(&self, transaction: &Pooled) -> Content {
			let (kind, number) = identity(transaction);
			match kind {
				OURS => Content::Carrier(extrinsic(INNER, number, transaction.bytes)),
				FOREIGN => Content::Foreign,
				_ => Content::Plain,
			}
		}
	}

	/// Builds an extrinsic of `bytes` bytes, at least eight.
	fn extrinsic(kind: u8, number: u16, bytes: usize) -> OpaqueExtrinsic {
		let mut content = vec![kind, number.to_le_bytes()[0], number.to_le_bytes()[1]];
		let prefix = codec::Compact::compact_len(&(bytes as u32));
		content.resize(bytes - prefix, 0);
		OpaqueExtrinsic::from_blob(content)
	}

	fn pooled(kind: u8, number: u16, bytes: usize) -> Arc<Pooled> {
		let extrinsic = extrinsic(kind, number, bytes);
		Arc::new(Pooled {
			bytes: extrinsic.encoded_size(),
			hash: HashingFor::<Block>::hash_of(&extrinsic),
			data: Arc::new(extrinsic),
			priority: 1,
			valid_till: 8,
			requires: vec![],
			provides: vec![vec![1]],
			propagate: true,
			source: TimedTransactionSource::new_external(false),
		})
	}

	fn identity(transaction: &Pooled) -> (u8, u16) {
		let content = transaction.data.inner();
		(content[0], u16::from_le_bytes([content[1], content[2]]))
	}

	fn unshielding(
		transactions: impl IntoIterator<Item = Arc<Pooled>>,
		most_bytes: usize,
		patience: Duration,
	) -> Unshielding<ByKind> {
		Unshielding {
			ready: Box::new(Queue(transactions.into_iter().collect())),
			opener: ByKind,
			inner: None,
			bytes: 0,
			most_bytes,
			until: Instant::now() + patience,
		}
	}

	const PATIENCE: Duration = Duration::from_secs(3_600);

	#[test]
	fn only_what_somebody_signed_comes_out_of_a_carrier() {
		let bytes = |content: &[u8]| OpaqueExtrinsic::from_blob(content.to_vec()).encode();
		assert!(signed(&bytes(&[0x84, 1, 2])).is_some());
		for content in [&[0x04, 1, 2][..], &[0x05, 1, 2], &[0x45, 1, 2], &[0xc4, 1, 2], &[]] {
			assert!(signed(&bytes(content)).is_none(), "{content:?}");
		}
		let trailing = [bytes(&[0x84, 1, 2]), vec![0]].concat();
		assert!(signed(&trailing).is_none() && signed(&[]).is_none());
	}

	#[test]
	fn what_is_inside_follows_its_carrier_and_foreign_carriers_are_passed_over() {
		let pool = [pooled(FOREIGN, 0, 50), pooled(OURS, 1, 50), pooled(PLAIN, 2, 50)];
		let taken: Vec<_> =
			unshielding(pool, 1_000, PATIENCE).map(|transaction| identity(&transaction)).collect();
		assert_eq!(taken, [(OURS, 1), (INNER, 1), (PLAIN, 2)]);
	}

	#[test]
	fn inner_transactions_of_rejected_carriers_are_left_out() {
		let mut ready = unshielding([pooled(OURS, 0, 50), pooled(PLAIN, 1, 50)], 1_000, PATIENCE);
		let carrier = ready.next().unwrap();
		ready.report_invalid(&carrier);
		assert_eq!(identity(&ready.next().unwrap()), (PLAIN, 1));
		assert!(ready.next().is_none());
	}

	#[test]
	fn late_in_a_block_carriers_wait_for_another_one() {
		let pool = [pooled(OURS, 0, 50), pooled(PLAIN, 1, 50)];
		let mut ready = unshielding(pool, 1_000, Duration::ZERO);
		assert_eq!(identity(&ready.next().unwrap()), (PLAIN, 1));
	}

	#[test]
	fn a_carrier_needs_room_for_what_is_inside() {
		let fits = |bytes| unshielding([pooled(OURS, 0, 50)], bytes, PATIENCE).count();
		assert_eq!((fits(100), fits(99)), (2, 0));
	}

	#[test]
	fn what_was_inside_is_not_sent_to_others_and_binds_nobody() {
		let mut ready = unshielding([pooled(OURS, 0, 50)], 1_000, PATIENCE);
		let (carrier, inner) = (ready.next().unwrap(), ready.next().unwrap());
		assert_ne!(carrier.hash, inner.hash);
		assert!(!inner.propagate && inner.provides.is_empty());
	}

	proptest! {
		/// For any pool and any rejections: each inner transaction directly follows its accepted
		/// carrier and never comes without it, no foreign carrier is returned, no plain transaction
		/// is skipped, and each carrier fits into the block together with its inner transaction.
		#[test]
		fn any_pool_gives_whole_pairs_that_fit(
			pool in prop::collection::vec((prop::sample::select(KINDS.to_vec()), 8..400usize), 0..60),
			refusals in prop::collection::vec(any::<bool>(), 120),
			room in 0..8_000usize,
		) {
			let transactions: Vec<_> =
				pool.iter().zip(0..).map(|(&(kind, bytes), number)| pooled(kind, number, bytes)).collect();
			let mut ready = unshielding(transactions, room, PATIENCE);
			let (mut block, mut size, mut plain) = (Vec::new(), 0, 0);
			for refused in refusals {
				let Some(transaction) = ready.next() else { break };
				let (kind, number) = identity(&transaction);
				let fits = size + transaction.bytes <= room;
				prop_assert!(fits || kind == PLAIN, "{kind}");
				prop_assert_ne!(kind, FOREIGN);
				prop_assert_eq!(kind == INNER, block.last() == Some(&(OURS, number)));
				plain += usize::from(kind == PLAIN);
				if refused || !fits {
					ready.report_invalid(&transaction);
					block.push((PLAIN, number));
				} else {
					size += transaction.bytes;
					block.push((kind, number));
				}
			}
			prop_assert_eq!(plain, pool.iter().filter(|(kind, _)| *kind == PLAIN).count());
		}
	}
}
