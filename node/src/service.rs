//! The parts of a node and how they are put together.

use crate::{
	consensus::{self, AuthorParams, VoterParams, JUSTIFICATION_PERIOD},
	rpc::{self, GrandpaDeps},
	sealing::{self, Sealing, SealingParams},
};
use futures::FutureExt;
use noesis_runtime::{Block, Hash, RuntimeApi};
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_grandpa::{FinalityProofProvider, SharedVoterState};
use sc_executor::WasmExecutor;
use sc_network::{config::FullNetworkConfiguration, NetworkBackend};
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{
	error::Error as ServiceError, BuildNetworkParams, Configuration, PartialComponents,
	SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use std::sync::Arc;

type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
/// The chain, as seen by the node.
pub type FullClient = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The database.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// Which fork to build on.
pub type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
/// Transactions that wait for a block.
pub type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;
/// Import of blocks, watched by GRANDPA.
pub type GrandpaImport =
	sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
/// What connects the import of blocks with the voter.
pub type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// What a node has before it has a network.
pub type Partial = PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	sc_consensus::DefaultImportQueue<Block>,
	FullPool,
	(GrandpaImport, GrandpaLink, Option<Telemetry>),
>;

/// Opens the database and builds what subcommands and the node have in common.
pub fn new_partial(config: &Configuration) -> Result<Partial, ServiceError> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;
	let executor = sc_service::new_wasm_executor(&config.executor);
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			Vec::new(),
		)?;
	let client = Arc::new(client);
	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let handle = telemetry.as_ref().map(Telemetry::handle);
	let select_chain = FullSelectChain::new(backend.clone());
	let pool = sc_transaction_pool::Builder::new(
		task_manager.spawn_essential_handle(),
		client.clone(),
		config.role.is_authority().into(),
	)
	.with_options(config.transaction_pool.clone())
	.with_prometheus(config.prometheus_registry())
	.build();
	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		handle.clone(),
	)?;
	let import_queue = consensus::import_queue(
		config,
		client.clone(),
		grandpa_import.clone(),
		&task_manager,
		handle,
	)?;
	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool: Arc::new(pool),
		other: (grandpa_import, grandpa_link, telemetry),
	})
}

/// Refuses configurations that this node cannot run, before anything is opened.
fn check(config: &Configuration, sealing: Option<Sealing>) -> Result<(), ServiceError> {
	use sc_network::config::SyncMode;
	if !matches!(config.network.sync_mode, SyncMode::Full | SyncMode::Warp) {
		return Err(ServiceError::Other(
			"Unsupported sync mode: give --sync full or --sync warp".into(),
		));
	}
	if sealing.is_some() && !config.role.is_authority() {
		return Err(ServiceError::Other(
			"--sealing makes blocks, so it needs --dev, --validator or a key such as --alice"
				.into(),
		));
	}
	Ok(())
}

/// Makes a taken RPC port an error. The default is to listen on a random one instead, where nobody
/// would look for it.
fn keep_rpc_port(config: &mut Configuration) {
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
	}
}

/// Starts a node over the network backend `N`.
pub fn new_full<N: NetworkBackend<Block, Hash>>(
	mut config: Configuration,
	sealing: Option<Sealing>,
) -> Result<TaskManager, ServiceError> {
	check(&config, sealing)?;
	keep_rpc_port(&mut config);
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool: pool,
		other: (grandpa_import, grandpa_link, mut telemetry),
	} = new_partial(&config)?;

	let mut net_config = FullNetworkConfiguration::<Block, Hash, N>::new(
		&config.network,
		config.prometheus_registry().cloned(),
	);
	let metrics = N::register_notification_metrics(config.prometheus_registry());
	let genesis_hash = client
		.block_hash(0)?
		.ok_or_else(|| ServiceError::Other("the database has no genesis block".into()))?;
	let protocol = sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (protocol_config, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
		protocol.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(protocol_config);
	let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::new(),
	));
	let (network, system_rpc_tx, tx_handler_controller, sync, _) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let role = config.role;
	let name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let votes = !config.disable_grandpa && sealing.is_none();
	let prometheus = config.prometheus_registry().cloned();
	let keystore = keystore_container.keystore();
	if config.offchain_worker.enabled {
		start_offchain_workers(
			&config,
			&client,
			&backend,
			&pool,
			&network,
			&task_manager,
			keystore.clone(),
		)?;
	}
	let shared_voter_state = SharedVoterState::empty();
	let (command_sink, commands) = sealing::commands();
	let grandpa = GrandpaDeps {
		shared_voter_state: shared_voter_state.clone(),
		authority_set: grandpa_link.shared_authority_set().clone(),
		justifications: grandpa_link.justification_stream(),
		proofs: FinalityProofProvider::new_for_service(
			backend.clone(),
			Some(grandpa_link.shared_authority_set().clone()),
		),
	};
	let rpc_builder = {
		let (client, pool) = (client.clone(), pool.clone());
		let chain_spec = config.chain_spec.cloned_box();
		let sealing = sealing.map(|_| command_sink);
		Box::new(move |executor| {
			let deps = rpc::Deps {
				client: client.clone(),
				pool: pool.clone(),
				chain_spec: chain_spec.cloned_box(),
				grandpa: grandpa.clone(),
				sealing: sealing.clone(),
				executor,
			};
			rpc::create(deps).map_err(Into::into)
		})
	};
	sc_service::spawn_tasks(SpawnTasksParams {
		network: network.clone(),
		client: client.clone(),
		keystore: keystore.clone(),
		task_manager: &mut task_manager,
		transaction_pool: pool.clone(),
		rpc_builder,
		backend,
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync.clone(),
		config,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	let telemetry = telemetry.as_ref().map(Telemetry::handle);

	if let Some(sealing) = sealing {
		sealing::start(SealingParams {
			sealing,
			commands,
			client: client.clone(),
			pool: pool.clone(),
			select_chain,
			task_manager: &task_manager,
			prometheus: prometheus.clone(),
		})?;
	} else if role.is_authority() {
		consensus::start_author(AuthorParams {
			client: client.clone(),
			pool: pool.clone(),
			select_chain,
			block_import: grandpa_import,
			sync: sync.clone(),
			keystore: keystore.clone(),
			force_authoring,
			task_manager: &task_manager,
			prometheus: prometheus.clone(),
			telemetry: telemetry.clone(),
		})?;
	}
	if votes {
		consensus::start_voter(
			&client,
			VoterParams {
				link: grandpa_link,
				network,
				sync,
				notifications,
				protocol,
				role,
				name,
				keystore: role.is_authority().then_some(keystore),
				shared_voter_state,
				pool,
				task_manager: &task_manager,
				prometheus,
				telemetry,
			},
		)?;
	}
	Ok(task_manager)
}

/// Starts the workers that the runtime runs off the chain after each block.
fn start_offchain_workers(
	config: &Configuration,
	client: &Arc<FullClient>,
	backend: &Arc<FullBackend>,
	pool: &Arc<FullPool>,
	network: &Arc<dyn sc_network::service::traits::NetworkService>,
	task_manager: &TaskManager,
	keystore: sp_keystore::KeystorePtr,
) -> Result<(), ServiceError> {
	let workers = OffchainWorkers::new(OffchainWorkerOptions {
		runtime_api_provider: client.clone(),
		is_validator: config.role.is_authority(),
		keystore: Some(keystore),
		offchain_db: backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
		network_provider: Arc::new(network.clone()),
		enable_http_requests: true,
		custom_extensions: |_| Vec::new(),
	})?;
	task_manager.spawn_handle().spawn(
		"offchain-workers-runner",
		"offchain-worker",
		workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
	);
	Ok(())
}
