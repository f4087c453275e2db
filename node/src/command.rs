//! What each subcommand does.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	service::{self, FullBackend, FullClient},
};
use noesis_runtime::{opaque::Block, Hash};
use sc_cli::{CliConfiguration, SubstrateCli};
use sc_consensus::DefaultImportQueue;
use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker};
use sc_service::{Configuration, PartialComponents, TaskManager};
use std::{future::Future, sync::Arc};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Noesis".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		"The Noesis developers".into()
	}

	fn support_url() -> String {
		"the issue tracker of the project".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn executable_name() -> String {
		"noesis".into()
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id, &self.preset)?))
	}
}

/// What subcommands work on.
struct Database {
	config: Configuration,
	client: Arc<FullClient>,
	backend: Arc<FullBackend>,
	import_queue: DefaultImportQueue<Block>,
}

/// Runs a subcommand on a chain's database.
fn on_database<Cmd, Work>(
	cli: &Cli,
	cmd: &Cmd,
	work: impl FnOnce(Database) -> Work,
) -> sc_cli::Result<()>
where
	Cmd: CliConfiguration,
	Work: Future<Output = sc_cli::Result<()>>,
{
	cli.create_runner(cmd)?.async_run(|config| {
		let PartialComponents {
			client, backend, import_queue, task_manager, transaction_pool, ..
		} = service::new_partial(&config)?;
		let work = work(Database { config, client, backend, import_queue });
		// Its background tasks complain when the pool goes before they do.
		let work = async move {
			let outcome = work.await;
			drop(transaction_pool);
			outcome
		};
		Ok((work, task_manager))
	})
}

/// Runs what the command line asks for.
pub fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_args();
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(cli.load_spec(&cmd.chain)?),
		#[allow(deprecated)]
		Some(Subcommand::BuildSpec(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		}
		Some(Subcommand::CheckBlock(cmd)) => {
			on_database(&cli, cmd, |db| cmd.run(db.client, db.import_queue))
		}
		Some(Subcommand::ExportBlocks(cmd)) => {
			on_database(&cli, cmd, |db| cmd.run(db.client, db.config.database))
		}
		Some(Subcommand::ExportState(cmd)) => {
			on_database(&cli, cmd, |db| cmd.run(db.client, db.config.chain_spec))
		}
		Some(Subcommand::ImportBlocks(cmd)) => {
			on_database(&cli, cmd, |db| cmd.run(db.client, db.import_queue))
		}
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		}
		Some(Subcommand::Revert(cmd)) => on_database(&cli, cmd, |db| {
			let forget_votes = Box::new(|client, _, blocks| {
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			cmd.run(db.client, db.backend, Some(forget_votes))
		}),
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		}
	}
}

/// Runs a node until it is told to stop.
fn run_node(cli: &Cli) -> sc_cli::Result<()> {
	let shared = &cli.run.shared_params;
	if shared.chain.is_none() && !shared.dev {
		return Err(
			"no chain was chosen: give --dev for a chain of your own, --chain local for a \
			local network, or --chain FILE with the chain spec of a network"
				.into(),
		);
	}
	cli.create_runner(&cli.run)?
		.run_node_until_exit(|config| async move { Ok(start(config, cli)?) })
}

fn start(config: Configuration, cli: &Cli) -> Result<TaskManager, sc_service::Error> {
	match config.network.network_backend {
		NetworkBackendType::Libp2p => {
			service::new_full::<NetworkWorker<Block, Hash>>(config, cli.sealing)
		}
		NetworkBackendType::Litep2p => {
			service::new_full::<Litep2pNetworkBackend>(config, cli.sealing)
		}
	}
}
