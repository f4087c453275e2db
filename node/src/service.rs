//! The parts of a node and how they are put together.

use crate::{
	consensus::{self, Validator, Voter, JUSTIFICATION_PERIOD},
	ports,
	rpc::{self, GrandpaDeps},
	sealing::{self, CommandSink, Sealing},
};
use futures::FutureExt;
use jsonrpsee::RpcModule;
use noesis_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_chain_spec::ChainType;
use sc_client_api::{Backend, BlockBackend};
use sc_consensus::DefaultImportQueue;
use sc_executor::WasmExecutor;
use sc_network::{
	config::FullNetworkConfiguration,
	service::traits::{NetworkService, NotificationService},
	types::ProtocolName,
	NetworkBackend,
};
use sc_network_sync::SyncingService;
use sc_network_transactions::TransactionsHandlerController;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	error::Error as ServiceError, BuildNetworkParams, Configuration, PartialComponents,
	SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sc_utils::mpsc::TracingUnboundedSender;
use sp_keystore::KeystorePtr;
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
	DefaultImportQueue<Block>,
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

/// Lets warp sync start from one peer on a network of one machine, which may have no more. Elsewhere
/// it waits for several, so that one peer alone cannot choose the chain.
fn warp_from_few_peers(config: &mut Configuration) {
	if matches!(config.chain_spec.chain_type(), ChainType::Development | ChainType::Local) {
		config.network.min_peers_to_start_warp_sync = Some(1);
	}
}

/// A network, and what comes with it.
struct Network {
	service: Arc<dyn NetworkService>,
	sync: Arc<SyncingService<Block>>,
	system_rpc: TracingUnboundedSender<sc_rpc::system::Request<Block>>,
	transactions: TransactionsHandlerController<Hash>,
	/// Messages of GRANDPA, and the name they go by.
	votes: (Box<dyn NotificationService>, ProtocolName),
}

/// Builds the network over the backend `N`.
fn network<N: NetworkBackend<Block, Hash>>(
	config: &Configuration,
	client: &Arc<FullClient>,
	backend: &Arc<FullBackend>,
	pool: &Arc<FullPool>,
	import_queue: DefaultImportQueue<Block>,
	link: &GrandpaLink,
	task_manager: &TaskManager,
) -> Result<Network, ServiceError> {
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
	let warp_sync = sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		link.shared_authority_set().clone(),
		Vec::new(),
	);
	let (service, system_rpc, transactions, sync, _) =
		sc_service::build_network(BuildNetworkParams {
			config,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;
	Ok(Network { service, sync, system_rpc, transactions, votes: (notifications, protocol) })
}

/// Builds the RPC methods anew for each server.
fn rpc_builder(
	config: &Configuration,
	client: &Arc<FullClient>,
	pool: &Arc<FullPool>,
	grandpa: GrandpaDeps,
	sealing: Option<CommandSink>,
) -> Box<dyn Fn(SubscriptionTaskExecutor) -> Result<RpcModule<()>, ServiceError>> {
	let (client, pool) = (client.clone(), pool.clone());
	let chain_spec = config.chain_spec.cloned_box();
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
}

/// Starts a node over the network backend `N`.
pub fn new_full<N: NetworkBackend<Block, Hash>>(
	mut config: Configuration,
	sealing: Option<Sealing>,
) -> Result<TaskManager, ServiceError> {
	check(&config, sealing)?;
	ports::claim(&mut config)?;
	warp_from_few_peers(&mut config);
	let partial = new_partial(&config)?;
	let validator = Validator::new(&config, &partial);
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		transaction_pool: pool,
		other: (block_import, link, mut telemetry),
		..
	} = partial;
	let keystore = keystore_container.keystore();
	let network =
		network::<N>(&config, &client, &backend, &pool, import_queue, &link, &task_manager)?;
	start_offchain_workers(&config, &client, &backend, &pool, &network, &task_manager, &keystore)?;

	let (command_sink, commands) = sealing::commands();
	let grandpa = GrandpaDeps::new(&backend, &link);
	let shared_voter_state = grandpa.shared_voter_state.clone();
	let rpc_commands = sealing.map(|_| command_sink);
	let rpc_builder = rpc_builder(&config, &client, &pool, grandpa, rpc_commands);
	let votes = !config.disable_grandpa;
	sc_service::spawn_tasks(SpawnTasksParams {
		network: network.service.clone(),
		client,
		keystore,
		task_manager: &mut task_manager,
		transaction_pool: pool,
		rpc_builder,
		backend,
		system_rpc_tx: network.system_rpc,
		tx_handler_controller: network.transactions,
		sync_service: network.sync.clone(),
		config,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if let Some(sealing) = sealing {
		sealing::start(&validator, sealing, commands, &task_manager)?;
		return Ok(task_manager);
	}
	if validator.role.is_authority() {
		consensus::start_author(&validator, block_import, network.sync.clone(), &task_manager)?;
	}
	if votes {
		let voter =
			Voter { link, network: network.service, sync: network.sync, votes: network.votes };
		consensus::start_voter(&validator, voter, shared_voter_state, &task_manager)?;
	}
	Ok(task_manager)
}

/// Starts the workers that the runtime runs off the chain after each block, unless they are off.
fn start_offchain_workers(
	config: &Configuration,
	client: &Arc<FullClient>,
	backend: &Arc<FullBackend>,
	pool: &Arc<FullPool>,
	network: &Network,
	task_manager: &TaskManager,
	keystore: &KeystorePtr,
) -> Result<(), ServiceError> {
	if !config.offchain_worker.enabled {
		return Ok(());
	}
	let workers = OffchainWorkers::new(OffchainWorkerOptions {
		runtime_api_provider: client.clone(),
		is_validator: config.role.is_authority(),
		keystore: Some(keystore.clone()),
		offchain_db: backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
		network_provider: Arc::new(network.service.clone()),
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
