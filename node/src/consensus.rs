//! Block production by Aura, finality by GRANDPA.

use std::{sync::Arc, time::Duration};

use futures::FutureExt;
use noesis_runtime::{opaque::Block, BlockNumber, Hash};
use prometheus_endpoint::Registry;
use sc_basic_authorship::ProposerFactory;
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{
	BeforeBestBlockBy, GrandpaParams, SharedVoterState, ThreeQuartersOfTheUnfinalizedChain,
	VotingRule, VotingRulesBuilder,
};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_network::{
	config::Role,
	service::traits::{NetworkService, NotificationService},
	types::ProtocolName,
};
use sc_network_sync::SyncingService;
use sc_service::{error::Error as ServiceError, Configuration, TaskManager};
use sc_telemetry::TelemetryHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::{
	inherents::InherentDataProvider as SlotProvider, sr25519::AuthorityPair as AuraPair,
	SlotDuration,
};
use sp_core::traits::SpawnEssentialNamed;
use sp_keystore::KeystorePtr;
use sp_timestamp::InherentDataProvider as TimeProvider;

use crate::{
	shield::{Shield, ShieldKeys, UnshieldingPool},
	tasks::EssentialTasks,
	types::{FullClient, FullPool, FullSelectChain, GrandpaImport, GrandpaLink, ImportQueue},
};

/// Blocks between two justifications that are stored in any case.
pub const JUSTIFICATION_PERIOD: u32 = 512;

/// Number of unfinalised blocks from which authors make fewer blocks.
const UNFINALIZED_SLACK: BlockNumber = 6;

/// Part of a slot in which its author builds a block; in the rest the block reaches other nodes.
const PROPOSAL_PORTION: f32 = 2.0 / 3.0;

/// The time for a vote to reach all validators, for a chain with slots of `slot`.
///
/// A voting round lasts a few times this long, and finality follows the head at that distance, so
/// that a chain with fast blocks needs fast votes. The upper bound suits a slow, wide network.
fn gossip_duration(slot: SlotDuration) -> Duration {
	let (shortest, longest) = (Duration::from_millis(50), Duration::from_millis(333));
	(slot.as_duration() / 4).clamp(shortest, longest)
}

/// Votes for the parent of the best block, and for at most three quarters of the unfinalised chain.
///
/// The SDK's rule votes one block further down. Aura's authors take fixed turns, so that the parent
/// of the best block is hardly ever abandoned. And a transaction's era starts at the last final
/// block: a shielded one expires eight blocks later.
fn voting_rule() -> impl VotingRule<Block, FullClient> + Clone {
	VotingRulesBuilder::new()
		.add(BeforeBestBlockBy(1))
		.add(ThreeQuartersOfTheUnfinalizedChain)
		.build()
}

/// Makes authors skip slots while finality lags behind.
fn backoff() -> BackoffAuthoringOnFinalizedHeadLagging<BlockNumber> {
	BackoffAuthoringOnFinalizedHeadLagging {
		unfinalized_slack: UNFINALIZED_SLACK,
		..Default::default()
	}
}

/// The slot and the time of a block, by the machine's clock.
fn now(slot_duration: SlotDuration) -> (SlotProvider, TimeProvider) {
	let time = TimeProvider::from_system_time();
	(SlotProvider::from_timestamp_and_slot_duration(*time, slot_duration), time)
}

/// Builds the queue in which blocks of others are verified and imported.
///
/// # Errors
///
/// If its metrics cannot be registered.
pub fn import_queue(
	config: &Configuration,
	client: Arc<FullClient>,
	grandpa: GrandpaImport,
	task_manager: &TaskManager,
	telemetry: Option<TelemetryHandle>,
) -> Result<ImportQueue, ServiceError> {
	let slot_client = client.clone();
	let queue = sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
		block_import: grandpa.clone(),
		justification_import: Some(Box::new(grandpa)),
		client,
		create_inherent_data_providers: move |parent: Hash, _| {
			let client = slot_client.clone();
			async move { Ok(now(sc_consensus_aura::standalone::slot_duration_at(&*client, parent)?)) }
		},
		spawner: &EssentialTasks::new(task_manager),
		registry: config.prometheus_registry(),
		check_for_equivocation: Default::default(),
		telemetry,
		compatibility_mode: Default::default(),
	})?;
	Ok(queue)
}

/// Parts of the node that authors and voters share.
pub struct Validator {
	pub client: Arc<FullClient>,
	pub pool: Arc<FullPool>,
	pub select_chain: FullSelectChain,
	pub keystore: KeystorePtr,
	pub role: Role,
	/// Name of the node, for logs.
	pub name: String,
	/// Whether to make blocks while no other node is connected.
	pub force_authoring: bool,
	pub prometheus: Option<Registry>,
	pub telemetry: Option<TelemetryHandle>,
}

impl Validator {
	/// Builds the author of this node's blocks, which has at most `proposal_time` for each block
	/// and decrypts shielded transactions during the first half of it.
	///
	/// # Errors
	///
	/// If there is no randomness for shield keys.
	pub fn author(
		&self,
		proposal_time: Duration,
		task_manager: &TaskManager,
	) -> Result<Author, ServiceError> {
		let shield = Shield::start(&self.client, &self.pool, task_manager)?;
		let keys = shield.keys.clone();
		let (pool, client) = (self.pool.clone(), self.client.clone());
		let proposer_factory = ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			Arc::new(UnshieldingPool::new(pool, client, shield, proposal_time)),
			self.prometheus.as_ref(),
			self.telemetry.clone(),
		);
		Ok(Author { keys, proposer_factory })
	}
}

/// Parts that an author builds blocks with.
pub struct Author {
	/// Keys that blocks announce.
	pub keys: Arc<ShieldKeys>,
	pub proposer_factory: ProposerFactory<UnshieldingPool, FullClient>,
}

/// Starts to make blocks in the slots of this node's keys.
///
/// # Errors
///
/// If there is no randomness for shield keys, or the runtime has no slot duration.
pub fn start_author(
	validator: &Validator,
	block_import: GrandpaImport,
	sync: Arc<SyncingService<Block>>,
	task_manager: &TaskManager,
) -> Result<(), ServiceError> {
	let slot_duration = sc_consensus_aura::slot_duration(&*validator.client)?;
	let proposal_time = slot_duration.as_duration().mul_f32(PROPOSAL_PORTION);
	let Author { keys, proposer_factory } = validator.author(proposal_time, task_manager)?;
	let aura =
		sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(StartAuraParams {
			slot_duration,
			client: validator.client.clone(),
			select_chain: validator.select_chain.clone(),
			block_import,
			proposer_factory,
			create_inherent_data_providers: move |_, ()| {
				let announcement = keys.announcement();
				async move {
					let (slot, time) = now(slot_duration);
					Ok((slot, time, announcement))
				}
			},
			force_authoring: validator.force_authoring,
			backoff_authoring_blocks: Some(backoff()),
			keystore: validator.keystore.clone(),
			sync_oracle: sync.clone(),
			justification_sync_link: sync,
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
			max_block_proposal_slot_portion: None,
			telemetry: validator.telemetry.clone(),
			compatibility_mode: Default::default(),
		})?;
	let tasks = EssentialTasks::new(task_manager);
	tasks.spawn_essential_blocking("aura", Some("block-authoring"), aura.boxed());
	Ok(())
}

/// Parts of the node that only voters use.
pub struct Voter {
	pub link: GrandpaLink,
	pub network: Arc<dyn NetworkService>,
	pub sync: Arc<SyncingService<Block>>,
	/// Messages of GRANDPA, and the name of their protocol.
	pub votes: (Box<dyn NotificationService>, ProtocolName),
}

/// Starts to vote on finality. A node that is no authority only follows the votes of others.
///
/// # Errors
///
/// If the runtime has no slot duration, or the voter cannot start.
pub fn start_voter(
	validator: &Validator,
	voter: Voter,
	shared_voter_state: SharedVoterState,
	task_manager: &TaskManager,
) -> Result<(), ServiceError> {
	let Voter { link, network, sync, votes: (notification_service, protocol_name) } = voter;
	let slot_duration = sc_consensus_aura::slot_duration(&*validator.client)?;
	let config = sc_consensus_grandpa::Config {
		gossip_duration: gossip_duration(slot_duration),
		justification_generation_period: JUSTIFICATION_PERIOD,
		name: Some(validator.name.clone()),
		observer_enabled: false,
		keystore: validator.role.is_authority().then(|| validator.keystore.clone()),
		local_role: validator.role,
		telemetry: validator.telemetry.clone(),
		protocol_name,
	};
	let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
		config,
		link,
		network,
		sync,
		notification_service,
		voting_rule: voting_rule(),
		prometheus_registry: validator.prometheus.clone(),
		shared_voter_state,
		telemetry: validator.telemetry.clone(),
		offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(validator.pool.clone()),
	})?;
	let tasks = EssentialTasks::new(task_manager);
	tasks.spawn_essential_blocking("grandpa-voter", None, voter.boxed());
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn votes_keep_up_with_fast_blocks_and_spare_slow_networks() {
		let gossip = |slot| gossip_duration(SlotDuration::from_millis(slot)).as_millis();
		assert_eq!(gossip(12_000), 333);
		assert_eq!(gossip(1_000), 250);
		assert_eq!(gossip(250), 62);
		assert_eq!(gossip(100), 50);
	}
}
