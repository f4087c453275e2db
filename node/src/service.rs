//! A running node, built from its parts.

use std::sync::Arc;

use futures::FutureExt;
use jsonrpsee::RpcModule;
use noesis_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_chain_spec::ChainType;
use sc_client_api::{Backend, BlockBackend};
use sc_consensus::{import_queue::ImportQueueService, ImportQueue as _};
use sc_consensus_grandpa::SharedVoterState;
use sc_network::{
	config::{FullNetworkConfiguration, SyncMode},
	service::traits::{NetworkService, NotificationService},
	types::ProtocolName,
	NetworkBackend, NotificationMetrics,
};
use sc_network_sync::{
	service::network::{NetworkServiceHandle, NetworkServiceProvider},
	SyncingService,
};
use sc_network_transactions::TransactionsHandlerController;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::{
	error::Error as ServiceError, BuildNetworkAdvancedParams, Configuration,
	DefaultSyncingEngineConfig, KeystoreContainer, SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sc_utils::mpsc::TracingUnboundedSender;
use sp_consensus::block_validation::DefaultBlockAnnounceValidator;
use sp_keystore::KeystorePtr;

use crate::{
	consensus::{self, Validator, Voter, JUSTIFICATION_PERIOD},
	live, ports,
	rpc::{self, GrandpaDeps},
	sealing::{self, Sealing},
	tasks::{EssentialTasks, NodeTasks},
	types::{
		CommandSink, FullBackend, FullClient, FullPool, FullSelectChain, GrandpaImport,
		GrandpaLink, ImportQueue,
	},
};

/// Reason why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Unsupported value of `--sync`.
	#[error("unsupported sync mode: give --sync full or --sync warp")]
	SyncMode,
	/// Blocks on demand without the role of an authority.
	#[error("--sealing makes blocks, so it needs --dev, --validator or a key such as --one")]
	SealingWithoutAuthority,
	/// Blocks on demand on a chain whose blocks others would have to agree on.
	#[error(
		"--sealing makes blocks without consensus, so it needs a chain of type Development or \
		 Local: {0} is of type {1:?}"
	)]
	SealingOnLiveChain(String, ChainType),
	/// The chain has well-known keys that must be secret.
	#[error(transparent)]
	Live(#[from] live::Error),
	/// The database is damaged.
	#[error("the database has no genesis block")]
	NoGenesis,
	/// A port cannot be used.
	#[error(transparent)]
	Port(#[from] ports::Error),
	/// A part of the SDK failed.
	#[error(transparent)]
	Sdk(#[from] ServiceError),
}

impl From<sp_blockchain::Error> for Error {
	fn from(error: sp_blockchain::Error) -> Self {
		Self::Sdk(error.into())
	}
}

/// Database and block import, on which subcommands work and on which a node is built.
pub struct Database {
	pub client: Arc<FullClient>,
	pub backend: Arc<FullBackend>,
	pub import_queue: ImportQueue,
	pub tasks: NodeTasks,
	keystore: KeystoreContainer,
	select_chain: FullSelectChain,
	grandpa: (GrandpaImport, GrandpaLink),
	telemetry: Option<Telemetry>,
}

/// Opens the database.
///
/// # Errors
///
/// If the database or the keystore cannot be opened, or belongs to another chain.
pub fn open(config: &Configuration) -> Result<Database, ServiceError> {
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
	let (client, backend, keystore, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			Vec::new(),
		)?;
	let tasks = NodeTasks::new(task_manager, &config.tokio_handle, config.prometheus_registry())?;
	let client = Arc::new(client);
	let telemetry = telemetry.map(|(worker, telemetry)| {
		tasks.main.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let handle = telemetry.as_ref().map(Telemetry::handle);
	let select_chain = FullSelectChain::new(backend.clone());
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
		&tasks.import,
		handle,
	)?;
	let grandpa = (grandpa_import, grandpa_link);
	Ok(Database {
		client,
		backend,
		import_queue,
		tasks,
		keystore,
		select_chain,
		grandpa,
		telemetry,
	})
}

/// Rejects configurations that this node cannot run, before anything is opened.
fn check(config: &Configuration, sealing: Option<Sealing>) -> Result<(), Error> {
	if !matches!(config.network.sync_mode, SyncMode::Full | SyncMode::Warp) {
		return Err(Error::SyncMode);
	}
	if sealing.is_some() && !config.role.is_authority() {
		return Err(Error::SealingWithoutAuthority);
	}
	let (name, chain_type) = (config.chain_spec.name(), config.chain_spec.chain_type());
	if sealing.is_some() && live::is_live(&chain_type) {
		return Err(Error::SealingOnLiveChain(name.into(), chain_type));
	}
	Ok(live::check(&*config.chain_spec)?)
}

/// Builds the transaction pool.
fn transaction_pool(config: &Configuration, database: &Database) -> Arc<FullPool> {
	let tasks = EssentialTasks::new(&database.tasks.main);
	let is_authority = config.role.is_authority().into();
	let pool = sc_transaction_pool::Builder::new(tasks, database.client.clone(), is_authority)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build();
	Arc::new(pool)
}

/// Collects the parts that authors and voters share.
fn validator(config: &Configuration, database: &Database, pool: &Arc<FullPool>) -> Validator {
	Validator {
		client: database.client.clone(),
		pool: pool.clone(),
		select_chain: database.select_chain.clone(),
		keystore: database.keystore.keystore(),
		role: config.role,
		name: config.network.node_name.clone(),
		force_authoring: config.force_authoring,
		prometheus: config.prometheus_registry().cloned(),
		telemetry: database.telemetry.as_ref().map(Telemetry::handle),
	}
}

/// Lets warp sync start from one peer on a network of one machine.
///
/// Elsewhere it waits for several peers, so that no single peer chooses the chain.
fn warp_from_few_peers(config: &mut Configuration) {
	if !live::is_live(&config.chain_spec.chain_type()) {
		config.network.min_peers_to_start_warp_sync = Some(1);
	}
}

/// Network, and handles of its tasks.
struct Network {
	service: Arc<dyn NetworkService>,
	sync: Arc<SyncingService<Block>>,
	system_rpc: TracingUnboundedSender<sc_rpc::system::Request<Block>>,
	transactions: TransactionsHandlerController<Hash>,
	/// Messages of GRANDPA, and the name of their protocol.
	votes: (Box<dyn NotificationService>, ProtocolName),
}

/// Parts on which the network and the offchain workers are built.
struct NetworkDeps<'a> {
	config: &'a Configuration,
	client: &'a Arc<FullClient>,
	backend: &'a Arc<FullBackend>,
	pool: &'a Arc<FullPool>,
	link: &'a GrandpaLink,
	tasks: &'a NodeTasks,
}

/// Builds the network over the backend `N`.
///
/// Does what `sc_service::build_network` does, which would put `syncing` and `network-worker` in
/// one group of tasks, although the former listens to the latter.
fn network<N: NetworkBackend<Block, Hash>>(
	deps: &NetworkDeps,
	import_queue: ImportQueue,
) -> Result<Network, Error> {
	let NetworkDeps { config, client, pool, tasks, .. } = *deps;
	let metrics = N::register_notification_metrics(config.prometheus_registry());
	let mut net_config = FullNetworkConfiguration::<Block, Hash, N>::new(
		&config.network,
		config.prometheus_registry().cloned(),
	);
	let genesis_hash = client.block_hash(0)?.ok_or(Error::NoGenesis)?;
	let protocol = sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (protocol_config, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
		protocol.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(protocol_config);
	let network_service_provider = NetworkServiceProvider::new();
	let handle = network_service_provider.handle();
	let (sync_service, block_announce_config) =
		syncing(deps, &mut net_config, handle, import_queue.service(), metrics.clone())?;
	let (service, system_rpc, transactions, sync, _) =
		sc_service::build_network_advanced(BuildNetworkAdvancedParams {
			role: config.role,
			protocol_id: config.protocol_id(),
			fork_id: config.chain_spec.fork_id(),
			announce_block: config.announce_block,
			net_config,
			client: client.clone(),
			transaction_pool: pool.clone(),
			spawn_handle: tasks.protocols.spawn_handle(),
			spawn_essential_handle: tasks.network_worker.spawn_essential_handle(),
			import_queue,
			sync_service,
			block_announce_config,
			network_service_provider,
			metrics_registry: config.prometheus_registry(),
			metrics,
			blocks_pruning: config.blocks_pruning,
		})?;
	Ok(Network { service, sync, system_rpc, transactions, votes: (notifications, protocol) })
}

/// Starts the sync of blocks, and returns the protocol by which they are announced.
fn syncing<N: NetworkBackend<Block, Hash>>(
	deps: &NetworkDeps,
	net_config: &mut FullNetworkConfiguration<Block, Hash, N>,
	network_service_handle: NetworkServiceHandle,
	import_queue_service: Box<dyn ImportQueueService<Block>>,
	metrics: NotificationMetrics,
) -> Result<(SyncingService<Block>, N::NotificationProtocolConfig), Error> {
	let NetworkDeps { config, client, backend, link, tasks, .. } = *deps;
	let warp_sync = sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		link.shared_authority_set().clone(),
		Vec::new(),
	);
	let peers = &config.network.default_peers_set;
	Ok(sc_service::build_default_syncing_engine(DefaultSyncingEngineConfig {
		role: config.role,
		protocol_id: config.protocol_id(),
		fork_id: config.chain_spec.fork_id(),
		net_config,
		block_announce_validator: Box::new(DefaultBlockAnnounceValidator),
		network_service_handle,
		warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
		client: client.clone(),
		import_queue_service,
		num_peers_hint: peers.in_peers.saturating_add(peers.out_peers) as usize,
		spawn_handle: &tasks.protocols.spawn_handle(),
		spawn_essential_handle: &tasks.main.spawn_essential_handle(),
		metrics_registry: config.prometheus_registry(),
		metrics,
		gap_sync_body_policy: sc_service::default_gap_sync_body_policy(config.blocks_pruning),
	})?)
}

/// A function that builds the RPC methods of one server.
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
		rpc::create(deps).map_err(|error| ServiceError::Application(error.into()))
	})
}

/// Checks a configuration, claims its ports, and adapts it to the chain.
fn prepare(
	config: &mut Configuration,
	sealing: Option<Sealing>,
	wants_prometheus: bool,
) -> Result<(), Error> {
	check(config, sealing)?;
	ports::claim(config, wants_prometheus)?;
	warp_from_few_peers(config);
	Ok(())
}

/// Starts a node over the network backend `N`. `wants_prometheus` tells whether the user asked for
/// metrics by an option.
///
/// # Errors
///
/// If the configuration cannot be run, or a part cannot start.
pub fn start<N: NetworkBackend<Block, Hash>>(
	mut config: Configuration,
	sealing: Option<Sealing>,
	wants_prometheus: bool,
) -> Result<NodeTasks, Error> {
	prepare(&mut config, sealing, wants_prometheus)?;
	let database = open(&config)?;
	let pool = transaction_pool(&config, &database);
	let validator = validator(&config, &database, &pool);
	let Database {
		client,
		backend,
		mut tasks,
		import_queue,
		keystore,
		grandpa: (block_import, link),
		mut telemetry,
		..
	} = database;
	let deps = NetworkDeps {
		config: &config,
		client: &client,
		backend: &backend,
		pool: &pool,
		link: &link,
		tasks: &tasks,
	};
	let Network { service, sync, system_rpc, transactions, votes } =
		network::<N>(&deps, import_queue)?;
	let store = keystore.keystore();
	start_offchain_workers(&deps, &service, &store)?;
	let (command_sink, commands) = sealing::commands();
	let grandpa = GrandpaDeps::new(&backend, &link);
	let shared_voter_state = grandpa.shared_voter_state.clone();
	let rpc_builder = rpc_builder(&config, &client, &pool, grandpa, sealing.map(|_| command_sink));
	let is_voter = !config.disable_grandpa;
	sc_service::spawn_tasks(SpawnTasksParams {
		network: service.clone(),
		client,
		keystore: store,
		task_manager: &mut tasks.main,
		transaction_pool: pool,
		rpc_builder,
		backend,
		system_rpc_tx: system_rpc,
		tx_handler_controller: transactions,
		sync_service: sync.clone(),
		config,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	if let Some(sealing) = sealing {
		sealing::start(&validator, sealing, commands, &tasks.main)?;
		return Ok(tasks);
	}
	let voter = Voter { link, network: service, sync: sync.clone(), votes };
	let voter = is_voter.then_some((voter, shared_voter_state));
	start_consensus(&validator, block_import, sync, voter, &tasks.main)?;
	Ok(tasks)
}

/// Starts to make blocks, if this node is an authority, and to vote, if there is a voter.
fn start_consensus(
	validator: &Validator,
	block_import: GrandpaImport,
	sync: Arc<SyncingService<Block>>,
	voter: Option<(Voter, SharedVoterState)>,
	tasks: &TaskManager,
) -> Result<(), ServiceError> {
	if validator.role.is_authority() {
		consensus::start_author(validator, block_import, sync, tasks)?;
	}
	if let Some((voter, state)) = voter {
		consensus::start_voter(validator, voter, state, tasks)?;
	}
	Ok(())
}

/// Starts the runtime's offchain workers, unless they are turned off.
fn start_offchain_workers(
	deps: &NetworkDeps,
	network: &Arc<dyn NetworkService>,
	keystore: &KeystorePtr,
) -> Result<(), ServiceError> {
	let NetworkDeps { config, client, backend, pool, tasks, .. } = *deps;
	if !config.offchain_worker.enabled {
		return Ok(());
	}
	let workers = OffchainWorkers::new(OffchainWorkerOptions {
		runtime_api_provider: client.clone(),
		is_validator: config.role.is_authority(),
		keystore: Some(keystore.clone()),
		offchain_db: backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(pool.clone())),
		network_provider: Arc::new(network.clone()),
		enable_http_requests: true,
		custom_extensions: |_| Vec::new(),
	})?;
	let handle = tasks.main.spawn_handle();
	handle.clone().spawn(
		"offchain-workers-runner",
		"offchain-worker",
		workers.run(client.clone(), handle).boxed(),
	);
	Ok(())
}
