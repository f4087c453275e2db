//! RPC methods beyond those that every Substrate node has.

use std::sync::Arc;

use jsonrpsee::{core::RegisterMethodError, RpcModule};
use noesis_runtime::{opaque::Block, BlockNumber, Hash};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_chain_spec::ChainSpec;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use substrate_frame_rpc_system::{System, SystemApiServer};

use crate::{
	sync_state::{SyncState, SyncStateApiServer},
	types::{CommandSink, FullBackend, FullClient, FullPool, GrandpaLink},
};

/// Sources of the answers of finality methods.
#[derive(Clone)]
pub struct GrandpaDeps {
	pub shared_voter_state: SharedVoterState,
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	pub justifications: GrandpaJustificationStream<Block>,
	pub proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

impl GrandpaDeps {
	/// Takes the sources from the database and from block import.
	pub fn new(backend: &Arc<FullBackend>, link: &GrandpaLink) -> Self {
		let authority_set = link.shared_authority_set().clone();
		Self {
			shared_voter_state: SharedVoterState::empty(),
			proofs: FinalityProofProvider::new_for_service(
				backend.clone(),
				Some(authority_set.clone()),
			),
			authority_set,
			justifications: link.justification_stream(),
		}
	}
}

/// Sources of the answers of all methods.
pub struct Deps {
	pub client: Arc<FullClient>,
	pub pool: Arc<FullPool>,
	pub chain_spec: Box<dyn ChainSpec>,
	pub grandpa: GrandpaDeps,
	/// Receiver of `engine_*` commands, if blocks are made on demand.
	pub sealing: Option<CommandSink>,
	pub executor: SubscriptionTaskExecutor,
}

/// Builds all methods of this node that the service does not add by itself.
///
/// # Errors
///
/// If two methods have the same name.
pub fn create(deps: Deps) -> Result<RpcModule<()>, RegisterMethodError> {
	let Deps { client, pool, chain_spec, grandpa, sealing, executor } = deps;
	let GrandpaDeps { shared_voter_state, authority_set, justifications, proofs } = grandpa;
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(
		Grandpa::new(executor, authority_set.clone(), shared_voter_state, justifications, proofs)
			.into_rpc(),
	)?;
	module.merge(SyncState::new(chain_spec, client, authority_set).into_rpc())?;
	if let Some(commands) = sealing {
		module.merge(ManualSeal::new(commands).into_rpc())?;
	}
	Ok(module)
}
