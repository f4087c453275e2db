//! `sync_state_genSyncSpec`: a chain spec that a light client can start from.
//!
//! The SDK's own implementation serves chains under BABE only; this one serves Aura.

use std::sync::Arc;

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

/// State from which a light client starts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LightSyncState {
	/// The newest finalised header, SCALE-encoded.
	finalized_block_header: Bytes,
	/// Authorities that may finalise the blocks after it, SCALE-encoded.
	grandpa_authority_set: Bytes,
}

/// RPC for light clients.
#[rpc(server)]
pub trait SyncStateApi {
	/// The chain spec as JSON, with `lightSyncState` of the newest finalised block and, if
	/// `raw`, the genesis in storage form.
	#[method(name = "sync_state_genSyncSpec")]
	async fn gen_sync_spec(&self, raw: bool) -> RpcResult<serde_json::Value>;
}

/// Implements [`SyncStateApiServer`].
pub struct SyncState<Client> {
	pub chain_spec: Box<dyn ChainSpec>,
	pub client: Arc<Client>,
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
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

impl<Client: HeaderBackend<Block>> SyncState<Client> {
	fn state(&self) -> Result<LightSyncState, Error> {
		let finalized = self.client.info().finalized_hash;
		let header = self.client.header(finalized)?.ok_or(Error::NoHeader)?;
		Ok(LightSyncState {
			finalized_block_header: header.encode().into(),
			grandpa_authority_set: self.authority_set.clone_inner().encode().into(),
		})
	}

	fn sync_spec(&self, raw: bool) -> Result<serde_json::Value, Error> {
		let state = serde_json::to_value(self.state()?)?;
		let mut spec = self.chain_spec.cloned_box();
		sc_chain_spec::get_extension_mut::<Option<serde_json::Value>>(spec.extensions_mut())
			.ok_or(Error::NoExtension)?
			.replace(state);
		let json = spec.as_json(raw).map_err(Error::ChainSpec)?;
		Ok(serde_json::from_str(&json)?)
	}
}

#[async_trait]
impl<Client> SyncStateApiServer for SyncState<Client>
where
	Client: HeaderBackend<Block> + 'static,
{
	async fn gen_sync_spec(&self, raw: bool) -> RpcResult<serde_json::Value> {
		Ok(self.sync_spec(raw)?)
	}
}
