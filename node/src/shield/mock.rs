//! Transactions of the pool, and a runtime that counts its calls.

use std::sync::{
	atomic::{AtomicUsize, Ordering::Relaxed},
	Arc,
};

use codec::{CompactLen, Encode};
use noesis_runtime::{opaque::Block, Hash};
use noesis_shield::{encrypt, ShieldedTransaction, INHERENT_IDENTIFIER};
use pallet_shield::runtime_api::KeyStatus;
use rand::{rngs::StdRng, SeedableRng};
use sc_transaction_pool::TimedTransactionSource;
use sp_api::ApiError;
use sp_inherents::{InherentData, InherentDataProvider};
use sp_runtime::{
	traits::{Hash as _, HashingFor},
	OpaqueExtrinsic,
};

use super::{carriers::Calls, Pooled, ShieldKeys};

/// Builds an extrinsic of `bytes` bytes, at least eight, that begins with its kind and its number.
pub fn extrinsic(kind: u8, number: u16, bytes: usize) -> OpaqueExtrinsic {
	let mut content = vec![kind, number.to_le_bytes()[0], number.to_le_bytes()[1]];
	let prefix = codec::Compact::compact_len(&(bytes as u32));
	content.resize(bytes - prefix, 0);
	OpaqueExtrinsic::from_blob(content)
}

/// The kind and the number of an extrinsic.
pub fn identity(transaction: &Pooled) -> (u8, u16) {
	let content = transaction.data.inner();
	(content[0], u16::from_le_bytes([content[1], content[2]]))
}

/// A transaction of the pool.
pub fn pooled(extrinsic: OpaqueExtrinsic) -> Arc<Pooled> {
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

/// The key that the next block of a node announces, as the runtime reads it.
pub fn announced(keys: &ShieldKeys) -> Vec<u8> {
	let mut data = InherentData::new();
	futures::executor::block_on(keys.announcement().provide_inherent_data(&mut data)).unwrap();
	let key: Option<Option<Vec<u8>>> = data.get_data(&INHERENT_IDENTIFIER).unwrap();
	key.unwrap().unwrap()
}

/// First byte of a carrier of this module.
const CARRIER: u8 = 0x99;

/// The transaction of `signer` with this nonce, as content of a carrier.
pub fn content(signer: u8, nonce: u8) -> OpaqueExtrinsic {
	OpaqueExtrinsic::from_blob(vec![0x84, signer, nonce])
}

/// A carrier of `signer` with this nonce for a key, with this plaintext.
pub fn carrier(signer: u8, nonce: u8, key: &[u8], plaintext: &[u8]) -> OpaqueExtrinsic {
	let mut random = StdRng::seed_from_u64(u64::from(nonce));
	let envelope = encrypt(key, plaintext, &mut random).unwrap().to_bytes().unwrap();
	OpaqueExtrinsic::from_blob([vec![CARRIER, signer, nonce], envelope].concat())
}

/// Calls of a runtime.
#[derive(Default)]
pub struct Counts {
	pub envelopes: AtomicUsize,
	pub statuses: AtomicUsize,
}

impl Counts {
	/// The number of transactions that were decoded.
	pub fn decoded(&self) -> usize {
		self.envelopes.load(Relaxed)
	}
}

/// Runtime for the transactions of this module.
#[derive(Clone)]
pub struct MockRuntime {
	pub code: Option<Hash>,
	pub status: Option<KeyStatus>,
	pub counts: Arc<Counts>,
}

impl MockRuntime {
	/// A chain of three living authors that names these keys.
	pub fn naming(keys: &[&[u8]]) -> Self {
		let named = keys.iter().map(|key| noesis_shield::key_hash(key)).collect();
		let status = KeyStatus { named, living_authors: 3, carriers_pass: true };
		Self { code: Some(Hash::repeat_byte(1)), status: Some(status), counts: Arc::default() }
	}
}

impl Calls for MockRuntime {
	fn code(&self) -> Option<Hash> {
		self.code
	}

	fn envelope(
		&self,
		transaction: &OpaqueExtrinsic,
	) -> Result<Option<ShieldedTransaction>, ApiError> {
		self.counts.envelopes.fetch_add(1, Relaxed);
		match transaction.inner() {
			[CARRIER, _, _, envelope @ ..] => Ok(ShieldedTransaction::parse(envelope).ok()),
			_ => Ok(None),
		}
	}

	fn key_status(&self) -> Option<KeyStatus> {
		self.counts.statuses.fetch_add(1, Relaxed);
		self.status.clone()
	}

	fn is_content_of(&self, content: &OpaqueExtrinsic, carrier: &OpaqueExtrinsic) -> bool {
		let (content, carrier) = (content.inner(), carrier.inner());
		content[1] == carrier[1] && content[2] == carrier[2] + 1
	}
}
