//! Blocks on demand, for tests: without slots and without votes.

use std::{str::FromStr, sync::Arc, time::Duration};

use futures::{
	channel::mpsc,
	stream::{self, BoxStream},
	FutureExt, StreamExt,
};
use noesis_runtime::{opaque::Block, Hash};
use sc_consensus_manual_seal::{
	consensus::{aura::AuraConsensusDataProvider, timestamp::SlotTimestampProvider},
	run_manual_seal, EngineCommand, ManualSealParams, MAX_PROPOSAL_DURATION,
};
use sc_service::{error::Error as ServiceError, TaskManager};
use sc_transaction_pool_api::TransactionPool;
use sp_core::traits::SpawnEssentialNamed;
use sp_inherents::{InherentData, InherentDataProvider, InherentIdentifier};

use crate::{
	consensus::{Author, Validator},
	tasks::EssentialTasks,
	types::{CommandSink, Commands, FullBackend, FullPool},
};

/// Maximum number of commands that wait for a block.
const QUEUED_COMMANDS: usize = 1_000;

/// Maximum time for a block, after which the SDK gives up.
const PROPOSAL_TIME: Duration = Duration::from_secs(MAX_PROPOSAL_DURATION);

/// Trigger of a new block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sealing {
	/// The RPC method `engine_createBlock`.
	Manual,
	/// Each transaction. The block is final at once.
	Instant,
	/// The end of an interval, with or without transactions. Each block is final at once.
	Interval(Duration),
}

/// Invalid value of `--sealing`.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a way of sealing: give manual, instant or a number of milliseconds")]
pub struct UnknownSealing;

impl FromStr for Sealing {
	type Err = UnknownSealing;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		match (text, text.parse::<u64>()) {
			("manual", _) => Ok(Self::Manual),
			("instant", _) => Ok(Self::Instant),
			(_, Ok(milliseconds)) if milliseconds > 0 => {
				Ok(Self::Interval(Duration::from_millis(milliseconds)))
			}
			_ => Err(UnknownSealing),
		}
	}
}

/// Creates the queue of commands between RPC and the sealing task.
pub fn commands() -> (CommandSink, Commands) {
	mpsc::channel(QUEUED_COMMANDS)
}

/// Starts to make blocks.
///
/// # Errors
///
/// If there is no randomness for shield keys, or the runtime has no slot duration.
pub fn start(
	validator: &Validator,
	sealing: Sealing,
	commands: Commands,
	task_manager: &TaskManager,
) -> Result<(), ServiceError> {
	let Validator { client, pool, .. } = validator;
	let Author { keys, proposer_factory } = validator.author(PROPOSAL_TIME, task_manager)?;
	let clock = SlotTimestampProvider::new_aura::<Block, _>(client.clone())
		.map_err(|error| ServiceError::Application(error.into()))?;
	let clock = SlotClock(Arc::new(clock));
	let task = run_manual_seal::<Block, _, FullBackend, _, _, _, _, _, _>(ManualSealParams {
		block_import: client.clone(),
		env: proposer_factory,
		consensus_data_provider: Some(Box::new(AuraConsensusDataProvider::new(client.clone()))),
		client: client.clone(),
		commands_stream: stream::select(commands, own_commands(sealing, pool)),
		pool: pool.clone(),
		select_chain: validator.select_chain.clone(),
		create_inherent_data_providers: move |_, ()| {
			let providers = (clock.clone(), keys.announcement());
			async move { Ok(providers) }
		},
	});
	EssentialTasks::new(task_manager).spawn_essential_blocking("sealing", None, task.boxed());
	Ok(())
}

/// Commands that the node gives to itself.
fn own_commands(sealing: Sealing, pool: &FullPool) -> BoxStream<'static, EngineCommand<Hash>> {
	let seal = |create_empty| EngineCommand::SealNewBlock {
		create_empty,
		finalize: true,
		parent_hash: None,
		sender: None,
	};
	match sealing {
		Sealing::Manual => stream::pending().boxed(),
		Sealing::Instant => pool.import_notification_stream().map(move |_| seal(false)).boxed(),
		Sealing::Interval(interval) => stream::unfold((), move |()| async move {
			tokio::time::sleep(interval).await;
			Some((seal(true), ()))
		})
		.boxed(),
	}
}

/// Clock that advances by one slot per block, at any speed of blocks.
#[derive(Clone)]
struct SlotClock(Arc<SlotTimestampProvider>);

#[async_trait::async_trait]
impl InherentDataProvider for SlotClock {
	async fn provide_inherent_data(
		&self,
		data: &mut InherentData,
	) -> Result<(), sp_inherents::Error> {
		self.0.provide_inherent_data(data).await
	}

	async fn try_handle_error(
		&self,
		identifier: &InherentIdentifier,
		error: &[u8],
	) -> Option<Result<(), sp_inherents::Error>> {
		self.0.try_handle_error(identifier, error).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sealing_is_read_by_name_or_interval() {
		assert_eq!("manual".parse(), Ok(Sealing::Manual));
		assert_eq!("instant".parse(), Ok(Sealing::Instant));
		assert_eq!("500".parse(), Ok(Sealing::Interval(Duration::from_millis(500))));
	}

	#[test]
	fn other_ways_of_sealing_are_rejected() {
		for text in ["", "0", "-5", "500ms", "never"] {
			assert_eq!(text.parse::<Sealing>(), Err(UnknownSealing), "{text}");
		}
	}
}
