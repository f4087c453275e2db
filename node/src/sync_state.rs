//! `sync_state_genSyncSpec`: a chain spec that a light client can start from.
//!
//! The SDK's own implementation serves chains under BABE only; this one serves Aura.

use std::{collections::BTreeMap, sync::Arc};

use codec::Encode;
use futures::lock::Mutex;
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
	types::ErrorObjectOwned,
};
use noesis_runtime::{opaque::Block, BlockNumber, Hash};
use sc_chain_spec::ChainSpec;
use sc_consensus_grandpa::SharedAuthoritySet;
use serde::{Serialize, Serializer};
use serde_json::value::{to_raw_value, RawValue};
use sp_blockchain::HeaderBackend;
use sp_core::Bytes;
use tokio::task::block_in_place;

/// State from which a light client starts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LightSyncState {
	/// The newest finalised header, SCALE-encoded.
	finalized_block_header: Bytes,
	/// Authorities that may finalise the blocks after it, SCALE-encoded.
	grandpa_authority_set: Bytes,
}

/// Field of the chain spec that holds [`LightSyncState`].
const FIELD: &str = "lightSyncState";

/// RPC for light clients.
#[rpc(server)]
pub trait SyncStateApi {
	/// The chain spec as JSON, with `lightSyncState` of the newest finalised block and, if
	/// `raw`, the genesis in storage form.
	#[method(name = "sync_state_genSyncSpec")]
	async fn gen_sync_spec(&self, raw: bool) -> RpcResult<Answer>;
}

/// JSON that is written once and sent many times.
#[derive(Clone, Debug)]
pub struct Answer(Arc<RawValue>);

impl Serialize for Answer {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		self.0.serialize(serializer)
	}
}

/// Reason why there is no such chain spec.
#[derive(Debug, thiserror::Error)]
enum Error {
	#[error("the finalised header is not in the database")]
	NoHeader,
	#[error("the chain spec has no place for a light sync state")]
	NoExtension,
	#[error("the chain spec cannot be written: {0}")]
	ChainSpec(String),
	#[error(transparent)]
	Json(#[from] serde_json::Error),
	#[error(transparent)]
	Database(#[from] sp_blockchain::Error),
}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		Self::owned(1, error.to_string(), None::<()>)
	}
}

/// A chain spec with the state of the newest finalised block.
///
/// To write a raw spec compiles the runtime: seconds of work. It is done at the first call, while
/// others wait, and never again; the state is put into it once per finalised block.
#[derive(Default)]
struct Spec {
	/// Fields of the chain spec, from the first call on.
	fields: Option<BTreeMap<String, Box<RawValue>>>,
	/// The newest answer, and its finalised block.
	newest: Option<(Hash, Answer)>,
}

impl Spec {
	/// The answer for the finalised block `block`.
	fn answer(
		&mut self,
		block: Hash,
		write: impl FnOnce() -> Result<String, String>,
		state: impl FnOnce() -> Result<LightSyncState, Error>,
	) -> Result<Answer, Error> {
		if let Some((_, answer)) = self.newest.as_ref().filter(|(newest, _)| *newest == block) {
			return Ok(answer.clone());
		}
		let fields = match &mut self.fields {
			Some(fields) => fields,
			none => none.insert(serde_json::from_str(&write().map_err(Error::ChainSpec)?)?),
		};
		*fields.get_mut(FIELD).ok_or(Error::NoExtension)? = to_raw_value(&state()?)?;
		let answer = Answer(to_raw_value(fields)?.into());
		self.newest = Some((block, answer.clone()));
		Ok(answer)
	}
}

/// Implements [`SyncStateApiServer`].
pub struct SyncState<Client> {
	chain_spec: Box<dyn ChainSpec>,
	client: Arc<Client>,
	authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	plain: Mutex<Spec>,
	raw: Mutex<Spec>,
}

impl<Client: HeaderBackend<Block>> SyncState<Client> {
	/// Serves `chain_spec`.
	pub fn new(
		chain_spec: Box<dyn ChainSpec>,
		client: Arc<Client>,
		authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	) -> Self {
		Self { chain_spec, client, authority_set, plain: Mutex::default(), raw: Mutex::default() }
	}

	fn state(&self, finalized: Hash) -> Result<LightSyncState, Error> {
		let header = self.client.header(finalized)?.ok_or(Error::NoHeader)?;
		Ok(LightSyncState {
			finalized_block_header: header.encode().into(),
			grandpa_authority_set: self.authority_set.clone_inner().encode().into(),
		})
	}
}

#[async_trait]
impl<Client: HeaderBackend<Block> + 'static> SyncStateApiServer for SyncState<Client> {
	async fn gen_sync_spec(&self, raw: bool) -> RpcResult<Answer> {
		// Callers wait without a thread, of which other methods need some.
		let mut spec = if raw { self.raw.lock().await } else { self.plain.lock().await };
		let finalized = self.client.info().finalized_hash;
		Ok(block_in_place(|| {
			spec.answer(finalized, || self.chain_spec.as_json(raw), || self.state(finalized))
		})?)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// A state that names `block`.
	fn state(block: u8) -> LightSyncState {
		LightSyncState {
			finalized_block_header: vec![block].into(),
			grandpa_authority_set: vec![].into(),
		}
	}

	fn block(number: u8) -> Hash {
		Hash::repeat_byte(number)
	}

	/// Asks for the answer for a block, counts what is done for it, and returns its state.
	fn ask(spec: &mut Spec, number: u8, writes: &mut u32, states: &mut u32) -> serde_json::Value {
		let write = || {
			*writes += 1;
			Ok(r#"{"name":"chain","lightSyncState":null,"genesis":{"raw":1.50}}"#.into())
		};
		let state = || {
			*states += 1;
			Ok(state(number))
		};
		let answer = spec.answer(block(number), write, state).unwrap();
		let text = serde_json::to_string(&answer).unwrap();
		assert!(text.contains(r#""genesis":{"raw":1.50}"#) && text.contains("chain"), "{text}");
		serde_json::from_str::<serde_json::Value>(&text).unwrap()[FIELD].take()
	}

	#[test]
	fn a_spec_is_written_once_and_a_state_is_added_once_per_finalised_block() {
		let (mut spec, mut writes, mut states) = (Spec::default(), 0, 0);
		for number in [1, 2, 3] {
			for _ in 0..10 {
				let found = ask(&mut spec, number, &mut writes, &mut states);
				assert_eq!(found["finalizedBlockHeader"], format!("0x0{number}"));
			}
		}
		assert_eq!((writes, states), (1, 3));
	}

	#[test]
	fn a_failure_is_not_kept() {
		let mut spec = Spec::default();
		let failed = spec.answer(block(1), || Err("no".into()), || Ok(state(1)));
		assert!(matches!(failed, Err(Error::ChainSpec(_))));
		let (mut writes, mut states) = (0, 0);
		let found = ask(&mut spec, 1, &mut writes, &mut states);
		assert_eq!(found["finalizedBlockHeader"], "0x01");
		let failed = spec.answer(block(2), || Ok(String::new()), || Err(Error::NoHeader));
		assert!(matches!(failed, Err(Error::NoHeader)));
		assert_eq!(ask(&mut spec, 2, &mut writes, &mut states)["finalizedBlockHeader"], "0x02");
		assert_eq!((writes, states), (1, 2));
	}

	#[test]
	fn a_spec_without_a_place_for_the_state_is_refused() {
		let answer = Spec::default().answer(block(1), || Ok("{}".into()), || Ok(state(1)));
		assert!(matches!(answer, Err(Error::NoExtension)));
	}
}
