//! Recognises carriers, and decides which of them are opened.
//!
//! Only the runtime can decode a transaction, and each such call costs about as much as including a
//! transaction does. So the node remembers of each large transaction whether it is a carrier and for
//! which key: carriers of other authors cost a runtime call when they arrive, and none per block.

use std::{cell::OnceCell, collections::HashMap, mem, sync::Arc};

use codec::DecodeAll;
use futures::StreamExt;
use noesis_runtime::Hash;
use noesis_shield::{ShieldedTransaction, ENVELOPE_OVERHEAD};
use pallet_shield::runtime_api::{CarrierApi, KeyStatus, ShieldApi};
use parking_lot::Mutex;
use sc_client_api::StorageProvider;
use sc_service::TaskManager;
use sc_transaction_pool_api::TransactionPool;
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::storage::{well_known_keys::CODE, StorageKey};
use sp_runtime::OpaqueExtrinsic;

use super::{
	keys::{KeyState, ShieldKeys},
	retracted::ExposedContent,
	unshielding::{Content, Open},
	KeyHash, Pooled,
};
use crate::types::{FullClient, FullPool};

/// Maximum number of transactions in each of the two generations that are remembered.
///
/// As many as a pool holds by default, so that a full pool is remembered.
const GENERATION: usize = 8_192;

/// Runtime calls on carriers, in the state of one block.
pub trait Calls: Send {
	/// Hash of the runtime's code.
	fn code(&self) -> Option<Hash>;

	/// The envelope of a carrier, or `None` for another transaction.
	///
	/// # Errors
	///
	/// If the runtime cannot be called.
	fn envelope(
		&self,
		transaction: &OpaqueExtrinsic,
	) -> Result<Option<ShieldedTransaction>, ApiError>;

	/// The keys by which the author decides, or `None` if the runtime does not tell.
	fn key_status(&self) -> Option<KeyStatus>;

	/// Whether `content` has the signer of `carrier` and the nonce after it.
	fn is_content_of(&self, content: &OpaqueExtrinsic, carrier: &OpaqueExtrinsic) -> bool;
}

/// Calls of the runtime in the state of a block.
pub struct CallsAt {
	pub client: Arc<FullClient>,
	pub block: Hash,
}

impl Calls for CallsAt {
	fn code(&self) -> Option<Hash> {
		self.client.storage_hash(self.block, &StorageKey(CODE.to_vec())).ok().flatten()
	}

	fn envelope(
		&self,
		transaction: &OpaqueExtrinsic,
	) -> Result<Option<ShieldedTransaction>, ApiError> {
		self.client.runtime_api().try_decode_shielded_tx(self.block, transaction.clone())
	}

	fn key_status(&self) -> Option<KeyStatus> {
		let status = self.client.runtime_api().key_status(self.block);
		status.inspect_err(|error| log::debug!("The runtime names no shield keys: {error}")).ok()
	}

	fn is_content_of(&self, content: &OpaqueExtrinsic, carrier: &OpaqueExtrinsic) -> bool {
		// Content that does not decode makes the call fail.
		let api = self.client.runtime_api();
		api.is_content_of(self.block, content.clone(), carrier.clone()).unwrap_or_default()
	}
}

/// Whether a transaction of this length can be a carrier.
///
/// Most transactions are far shorter than any carrier, which saves a runtime call.
pub fn may_carry(bytes: usize) -> bool {
	bytes > ENVELOPE_OVERHEAD
}

/// Kinds of large transactions, by their hash: the key that a carrier names, or `None` for another
/// transaction.
///
/// Valid for one runtime: another one may decode the same bytes differently.
#[derive(Default)]
pub struct KnownTransactions(Mutex<Generations>);

/// Two generations: the older one is dropped when the newer one is full.
#[derive(Default)]
struct Generations {
	/// Hash of the code of the runtime that decoded the transactions.
	code: Option<Hash>,
	recent: HashMap<Hash, Option<KeyHash>>,
	older: HashMap<Hash, Option<KeyHash>>,
}

impl KnownTransactions {
	/// The kind of a transaction, if the runtime with this code decoded it before.
	fn get(&self, code: Option<Hash>, transaction: &Hash) -> Option<Option<KeyHash>> {
		let mut known = self.0.lock();
		if code.is_none() || known.code != code {
			return None;
		}
		if let Some(kind) = known.recent.get(transaction) {
			return Some(*kind);
		}
		let kind = known.older.remove(transaction)?;
		known.insert(*transaction, kind);
		Some(kind)
	}

	/// Remembers the kind of a transaction, and forgets those of another runtime.
	fn insert(&self, code: Option<Hash>, transaction: Hash, kind: Option<KeyHash>) {
		let mut known = self.0.lock();
		if known.code != code {
			*known = Generations { code, ..Default::default() };
		}
		known.insert(transaction, kind);
	}
}

impl Generations {
	fn insert(&mut self, transaction: Hash, kind: Option<KeyHash>) {
		if self.recent.len() >= GENERATION {
			self.older = mem::take(&mut self.recent);
		}
		self.recent.insert(transaction, kind);
	}
}

/// Recognises carriers by the runtime of one block.
struct Recogniser<C> {
	calls: C,
	code: Option<Hash>,
	known: Arc<KnownTransactions>,
}

impl<C: Calls> Recogniser<C> {
	fn new(calls: C, known: Arc<KnownTransactions>) -> Self {
		Self { code: calls.code(), calls, known }
	}

	/// The kind of a transaction, if no runtime call is necessary.
	fn recall(&self, transaction: &Pooled) -> Option<Option<KeyHash>> {
		if !may_carry(transaction.bytes) {
			return Some(None);
		}
		self.known.get(self.code, &transaction.hash)
	}

	/// The hash of the key that a transaction names, if it is a carrier.
	fn key_of(&self, transaction: &Pooled) -> Option<KeyHash> {
		if let Some(kind) = self.recall(transaction) {
			return kind;
		}
		let envelope = self
			.calls
			.envelope(&transaction.data)
			.inspect_err(|error| {
				log::debug!("The runtime cannot tell whether a transaction is a carrier: {error}")
			})
			.ok()?;
		let kind = envelope.map(|envelope| envelope.key_hash);
		self.known.insert(self.code, transaction.hash, kind);
		kind
	}
}

/// Decrypts carriers with the keys of this node, for one block.
pub struct Opener<C> {
	recogniser: Recogniser<C>,
	keys: Arc<ShieldKeys>,
	exposed: Arc<ExposedContent>,
	/// Keys in the state before the block, read when the first carrier comes.
	status: OnceCell<Option<KeyStatus>>,
}

impl<C: Calls> Opener<C> {
	/// Decrypts carriers by `calls` of the runtime in the state before the block.
	pub fn new(
		calls: C,
		known: Arc<KnownTransactions>,
		keys: Arc<ShieldKeys>,
		exposed: Arc<ExposedContent>,
	) -> Self {
		let recogniser = Recogniser::new(calls, known);
		Self { recogniser, keys, exposed, status: OnceCell::new() }
	}

	/// The keys in the state before the block, if carriers pass the filters of the chain.
	fn status(&self) -> Option<&KeyStatus> {
		let status = self.status.get_or_init(|| self.recogniser.calls.key_status());
		status.as_ref().filter(|status| status.carriers_pass)
	}

	/// Decrypts a carrier, unless its content is not its signer's next transaction.
	fn decrypt(&self, carrier: &Pooled) -> Option<OpaqueExtrinsic> {
		let calls = &self.recogniser.calls;
		let envelope = calls.envelope(&carrier.data).ok()??;
		let content = signed(&self.keys.decrypt(&envelope)?)?;
		calls.is_content_of(&content, &carrier.data).then_some(content)
	}
}

impl<C: Calls> Open for Opener<C> {
	fn is_known_plain(&self, transaction: &Pooled) -> bool {
		self.recogniser.recall(transaction) == Some(None)
	}

	fn open(&self, transaction: &Pooled) -> Content {
		let Some(key) = self.recogniser.key_of(transaction) else { return Content::Plain };
		let Some(status) = self.status() else { return Content::Waiting };
		let state = self.keys.state(&key, status);
		let own = match state {
			KeyState::Valid => self.decrypt(transaction),
			KeyState::Foreign | KeyState::Stale => None,
		};
		if let Some(content) = own.or_else(|| self.exposed.content_of(&transaction.hash)) {
			return Content::Carrier(content);
		}
		match state {
			KeyState::Foreign => Content::Waiting,
			KeyState::Valid | KeyState::Stale => Content::Plain,
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

/// Starts the task that recognises carriers when they arrive in the pool, so that they take no time
/// of a block.
pub fn start_learning(
	known: Arc<KnownTransactions>,
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
	task_manager: &TaskManager,
) {
	let learning = async move {
		loop {
			// The pool closes a stream that lags behind it.
			let mut arrivals = pool.import_notification_stream();
			while let Some(hash) = arrivals.next().await {
				learn(&known, &client, &pool, &hash);
			}
		}
	};
	let handle = task_manager.spawn_handle();
	handle.spawn_blocking("shield-carriers", Some("block-authoring"), learning);
}

/// Remembers the kind of a transaction in the pool, if it is large.
fn learn(
	known: &Arc<KnownTransactions>,
	client: &Arc<FullClient>,
	pool: &FullPool,
	transaction: &Hash,
) {
	let arrived = pool.ready_transaction(transaction);
	if let Some(transaction) = arrived.filter(|arrived| may_carry(arrived.bytes)) {
		let calls = CallsAt { client: client.clone(), block: client.info().best_hash };
		Recogniser::new(calls, known.clone()).key_of(&transaction);
	}
}

#[cfg(test)]
mod tests;
