//! `sync_state_genSyncSpec`: a chain spec that a light client can start from.
//!
//! The SDK's own implementation serves chains under BABE only; this one serves Aura.

use codec::Encode;
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
	types::ErrorObjectOwned,
};
use noesis_runtime::{opaque::Block, BlockNumber, Hash};
use sc_chain_spec::ChainSpec;
use sc_consensus_grandpa::SharedAuthoritySet;
use serde::Serialize;
use sp_blockchain::HeaderBackend;
use sp_core::Bytes;
use std::sync::Arc;

/// What a light client trusts at the start.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LightSyncState {
	/// The newest finalised header, SCALE-encoded.
	finalized_block_header: Bytes,
	/// Who may finalise the blocks after it, SCALE-encoded.
	grandpa_authority_set: Bytes,
}

/// Chain specs with a light client's starting point.
#[rpc(server)]
pub trait SyncStateApi {
	/// The chain spec of this chain as JSON, with `lightSyncState` of the newest finalised block.
	/// `raw` asks for a genesis in storage form.
	#[method(name = "sync_state_genSyncSpec")]
	async fn gen_sync_spec(&self, raw: bool) -> RpcResult<serde_json::Value>;
}

/// Answers [`SyncStateApiServer`].
pub struct SyncState<Client> {
	pub chain_spec: Box<dyn ChainSpec>,
	pub client: Arc<Client>,
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
}

fn failed(error: impl ToString) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(1, error.to_string(), None::<()>)
}

impl<Client: HeaderBackend<Block>> SyncState<Client> {
	fn state(&self) -> RpcResult<LightSyncState> {
		let finalized = self.client.info().finalized_hash;
		let header = self
			.client
			.header(finalized)
			.map_err(failed)?
			.ok_or_else(|| failed("the finalised header is not in the database"))?;
		Ok(LightSyncState {
			finalized_block_header: header.encode().into(),
			grandpa_authority_set: self.authority_set.clone_inner().encode().into(),
		})
	}
}

#[async_trait]
impl<Client> SyncStateApiServer for SyncState<Client>
where
	Client: HeaderBackend<Block> + 'static,
{
	async fn gen_sync_spec(&self, raw: bool) -> RpcResult<serde_json::Value> {
		let state = serde_json::to_value(self.state()?).map_err(failed)?;
		let mut spec = self.chain_spec.cloned_box();
		sc_chain_spec::get_extension_mut::<Option<serde_json::Value>>(spec.extensions_mut())
			.ok_or_else(|| failed("the chain spec has no place for a light sync state"))?
			.replace(state);
		let json = spec.as_json(raw).map_err(failed)?;
		serde_json::from_str(&json).map_err(failed)
	}
}
