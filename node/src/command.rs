//! The subcommand, or the running node, that the command line asks for.

use std::{future::Future, sync::Arc};

use futures::FutureExt;
use noesis_runtime::{opaque::Block, Hash};
use sc_cli::{CliConfiguration, ExportChainSpecCmd, Signals, SubstrateCli};
use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker};
use sc_service::Configuration;
use tokio::runtime::Runtime;

use crate::{
	chain_spec::{self, ChainSpec},
	cli::{Cli, Subcommand},
	live,
	new_chain::CreateChainSpecCmd,
	service::{self, Database},
	tasks::NodeTasks,
	types::{FullBackend, FullClient},
};

/// Reason why the program ends with a failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Neither `--chain` nor `--dev`.
	#[error(
		"no chain was chosen: give --dev for a chain of your own, --chain local for a local \
		 network, or --chain FILE with the chain spec of a network"
	)]
	NoChain,
	/// The chain spec cannot be loaded.
	#[error(transparent)]
	ChainSpec(#[from] chain_spec::Error),
	/// The chain has well-known keys that must be secret.
	#[error(transparent)]
	Live(#[from] live::Error),
	/// The node does not start.
	#[error(transparent)]
	Service(#[from] service::Error),
	/// A subcommand of the SDK failed.
	#[error(transparent)]
	Cli(#[from] sc_cli::Error),
	/// A part of the SDK failed.
	#[error(transparent)]
	Sdk(#[from] sc_service::Error),
}

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
		match chain_spec::load(id, &self.preset) {
			Ok(spec) => Ok(Box::new(spec)),
			Err(error) => Err(error.to_string()),
		}
	}
}

/// Runs a subcommand that needs only the configuration.
///
/// Signals have their usual effect: SIGTERM ends the process at once, with a status that says so.
/// The SDK's runner catches signals and leaves them unread while a subcommand waits for a file or
/// for an answer.
fn on_configuration<Cmd: CliConfiguration>(
	cli: &Cli,
	cmd: &Cmd,
	work: impl FnOnce(Configuration, &Runtime) -> sc_cli::Result<()>,
) -> Result<(), Error> {
	let tokio = sc_cli::build_runtime().map_err(sc_cli::Error::from)?;
	let config = cmd.create_configuration(cli, tokio.handle().clone())?;
	cmd.init(&Cli::support_url(), &Cli::impl_version(), |_| ())?;
	Ok(work(config, &tokio)?)
}

/// Runs a subcommand on a chain's database.
///
/// A signal ends it at once; the database survives that as it survives a loss of power.
fn on_database<Cmd, Work>(
	cli: &Cli,
	cmd: &Cmd,
	work: impl FnOnce(Configuration, Database) -> (Work, NodeTasks),
) -> Result<(), Error>
where
	Cmd: CliConfiguration,
	Work: Future<Output = sc_cli::Result<()>>,
{
	on_configuration(cli, cmd, |config, tokio| {
		let database = service::open(&config)?;
		let (work, tasks) = work(config, database);
		let outcome = tokio.block_on(work);
		drop(tasks);
		outcome
	})
}

/// Removes blocks that are not final, and the votes for them.
///
/// A signal is heeded when this is done, so that votes and blocks always agree.
fn revert(cli: &Cli, cmd: &sc_cli::RevertCmd) -> Result<(), Error> {
	Ok(cli.create_runner(cmd)?.async_run(|config| {
		let Database { client, backend, tasks, .. } = service::open(&config)?;
		let forget_votes = Box::new(|client: Arc<FullClient>, _: Arc<FullBackend>, blocks| {
			sc_consensus_grandpa::revert(client, blocks)?;
			Ok(())
		});
		Ok((cmd.run(client, backend, Some(forget_votes)), tasks.main))
	})?)
}

/// Runs the subcommand or the node that the command line asks for.
///
/// # Errors
///
/// If it fails.
pub fn run() -> Result<(), Error> {
	let cli = Cli::from_args().expand_shortcuts();
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(cmd)) => Ok(cmd.run(&cli)?),
		Some(Subcommand::ExportChainSpec(cmd)) => {
			export(cmd, chain_spec::load(&cmd.chain, &cli.preset)?)
		}
		Some(Subcommand::CreateChainSpec(cmd)) => {
			let CreateChainSpecCmd { id, raw, output, .. } = cmd;
			let export_cmd =
				ExportChainSpecCmd { chain: id.clone(), raw: *raw, output: output.clone() };
			export(&export_cmd, chain_spec::create(cmd, &cli.preset)?)
		}
		#[allow(deprecated)] // Scripts written for the reference chain call it.
		Some(Subcommand::BuildSpec(cmd)) => on_configuration(&cli, cmd, |config, _| {
			live::check(&*config.chain_spec)
				.map_err(|error| sc_cli::Error::Application(error.into()))?;
			cmd.run(config.chain_spec, config.network)
		}),
		Some(Subcommand::CheckBlock(cmd)) => {
			on_database(&cli, cmd, |_, db| (cmd.run(db.client, db.import_queue), db.tasks))
		}
		Some(Subcommand::ExportBlocks(cmd)) => {
			on_database(&cli, cmd, |config, db| (cmd.run(db.client, config.database), db.tasks))
		}
		Some(Subcommand::ExportState(cmd)) => {
			on_database(&cli, cmd, |config, db| (cmd.run(db.client, config.chain_spec), db.tasks))
		}
		Some(Subcommand::ImportBlocks(cmd)) => {
			on_database(&cli, cmd, |_, db| (cmd.run(db.client, db.import_queue), db.tasks))
		}
		Some(Subcommand::PurgeChain(cmd)) => {
			on_configuration(&cli, cmd, |config, _| cmd.run(config.database))
		}
		Some(Subcommand::Revert(cmd)) => revert(&cli, cmd),
		Some(Subcommand::ChainInfo(cmd)) => {
			on_configuration(&cli, cmd, |config, _| cmd.run::<Block>(&config))
		}
	}
}

/// Writes a chain spec, unless it is live and has well-known keys.
fn export(cmd: &ExportChainSpecCmd, spec: ChainSpec) -> Result<(), Error> {
	live::check(&spec)?;
	Ok(cmd.run(Box::new(spec))?)
}

/// Runs a node until a signal ends it.
fn run_node(cli: &Cli) -> Result<(), Error> {
	let shared = &cli.run.shared_params;
	if shared.chain.is_none() && !shared.dev {
		return Err(Error::NoChain);
	}
	let tokio = sc_cli::build_runtime().map_err(sc_cli::Error::from)?;
	// A signal during the start ends the node as soon as it has started.
	let signals = tokio.block_on(async { Signals::capture() })?;
	let mut config = cli.run.create_configuration(cli, tokio.handle().clone())?;
	cli.run.init(&Cli::support_url(), &Cli::impl_version(), |_| ())?;
	config.dev_key_seed = cli.session_secret();
	sc_cli::print_node_infos::<Cli>(&config);
	let mut tasks = tokio.block_on(async { start(config, cli) })?;
	let ended = tokio.block_on(signals.run_until_signal(tasks.failure().boxed().fuse()));
	tasks.stop(tokio);
	Ok(ended?)
}

fn start(config: Configuration, cli: &Cli) -> Result<NodeTasks, Error> {
	// Metrics that the user asked for are no matter of default.
	let prometheus = &cli.run.prometheus_params;
	let wants_prometheus = prometheus.prometheus_port.is_some() || prometheus.prometheus_external;
	let start = match config.network.network_backend {
		NetworkBackendType::Libp2p => service::start::<NetworkWorker<Block, Hash>>,
		NetworkBackendType::Litep2p => service::start::<Litep2pNetworkBackend>,
	};
	Ok(start(config, cli.sealing, wants_prometheus)?)
}
