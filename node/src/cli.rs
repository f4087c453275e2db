//! The command line.

use sc_cli::{RunCmd, RPC_DEFAULT_MAX_REQUEST_SIZE_MB};

use crate::{new_chain::CreateChainSpecCmd, preset_params::PresetParams, sealing::Sealing};

/// Help text of `--dev`; the one of the SDK names other keys.
const DEV_HELP: &str = "Run a development chain of one validator.\n\nSets `--chain=dev`, \
	`--force-authoring`, `--rpc-cors=all`, the keys of `--one`, and `--tmp`, unless other values \
	are given. Also disables the search for peers on the local network.";

/// Longest batch of RPC requests, unless the command line says otherwise: as long as a page of keys.
const BATCH: &str = "1000";

/// Help text of `--rpc-max-batch-request-len`; that of the SDK knows no default.
const BATCH_HELP: &str = "Limit the number of requests in one batch";

/// Largest RPC request, in megabytes, if RPC listens on all interfaces and the command line does
/// not say otherwise. A list of keys or of numbers in one request costs seconds and hundreds of
/// megabytes at the 15 that the SDK accepts. A runtime upgrade fits.
const PUBLIC_REQUEST_MB: u32 = 3;

/// Value of `--rpc-max-request-size` that stands for the default.
const DEFAULT_REQUEST: &str = "0";

/// Help text of `--rpc-max-request-size`.
const REQUEST_HELP: &str = "Set the maximum RPC request payload size for both HTTP and WS in \
	megabytes [default: 15, or 3 if RPC listens on all interfaces]";

/// A node of the Noesis chain.
///
/// `noesis --dev` starts a chain of one validator and deletes its data when it stops.
#[derive(Debug, clap::Parser)]
#[command(mut_arg("dev", |arg| arg.help(DEV_HELP).long_help(DEV_HELP)))]
#[command(mut_arg("rpc_max_batch_request_len", |arg| arg.default_value(BATCH).help(BATCH_HELP)))]
#[command(mut_arg("rpc_max_request_size", |arg| {
	arg.default_value(DEFAULT_REQUEST).hide_default_value(true).help(REQUEST_HELP)
}))]
pub struct Cli {
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[command(flatten)]
	pub run: RunCmd,

	#[command(flatten)]
	pub preset: PresetParams,

	/// Shortcut for `--name Three --validator`.
	///
	/// Session keys for `Three` are added to keystore.
	#[arg(long, conflicts_with_all =
		["alice", "bob", "charlie", "dave", "eve", "ferdie", "one", "two"])]
	pub three: bool,

	/// Make blocks on demand, without consensus: `manual` by the RPC method engine_createBlock,
	/// `instant` for each transaction, or at an interval in milliseconds, for example `500`. For a
	/// chain of one validator, of type Development or Local.
	#[arg(long, value_name = "manual|instant|MILLISECONDS")]
	pub sealing: Option<Sealing>,
}

impl Cli {
	/// Sets the options that `--three` stands for, as the SDK does for the other names, and the
	/// defaults that follow from other options.
	pub fn expand_shortcuts(mut self) -> Self {
		let rpc = &mut self.run.rpc_params;
		if rpc.rpc_max_request_size == 0 {
			let is_public = rpc.rpc_external || rpc.unsafe_rpc_external;
			rpc.rpc_max_request_size =
				if is_public { PUBLIC_REQUEST_MB } else { RPC_DEFAULT_MAX_REQUEST_SIZE_MB };
		}
		if self.three {
			self.run.validator = true;
			self.run.name.get_or_insert_with(|| "Three".into());
		}
		self
	}

	/// The secret from which a running node derives its session keys, if any: that of the
	/// named key, or `//One` on a development chain.
	pub fn session_secret(&self) -> Option<String> {
		match self.run.get_keyring() {
			Some(key) => Some(key.to_seed()),
			None if self.three => Some("//Three".into()),
			None => self.run.shared_params.dev.then(|| "//One".into()),
		}
	}
}

/// Subcommands; without one, the node runs.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain spec as JSON.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write the chain spec of a network of your own.
	CreateChainSpec(CreateChainSpecCmd),

	/// Write a chain spec as JSON (the older form of export-chain-spec).
	#[allow(deprecated)] // Scripts written for the reference chain call it.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Check a block of the database by executing it again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state of a block as a chain spec.
	ExportState(sc_cli::ExportStateCmd),

	/// Import blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove a chain's database.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Remove the newest blocks that are not final.
	Revert(sc_cli::RevertCmd),

	/// Show the best and the final block of the database.
	ChainInfo(sc_cli::ChainInfoCmd),
}

#[cfg(test)]
mod tests {
	use clap::{CommandFactory, Parser};

	use super::*;

	fn parse(args: &[&str]) -> Result<Cli, clap::Error> {
		Cli::try_parse_from([&["noesis"], args].concat()).map(Cli::expand_shortcuts)
	}

	#[test]
	fn the_command_line_is_well_formed() {
		Cli::command().debug_assert();
	}

	#[test]
	fn help_of_dev_names_the_keys_that_it_implies() {
		let mut help = Cli::command();
		let help = help.render_long_help().to_string();
		// Lines break at the width of the terminal.
		let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
		assert!(help.contains("keys of `--one`") && !help.contains("`--alice`, and"), "{help}");
	}

	#[test]
	fn session_keys_follow_the_named_key_and_are_those_of_one_in_development() {
		let secret = |args: &[&str]| parse(args).unwrap().session_secret();
		assert_eq!(secret(&["--dev"]).as_deref(), Some("//One"));
		assert_eq!(secret(&["--dev", "--two"]).as_deref(), Some("//Two"));
		assert_eq!(secret(&["--dev", "--three"]).as_deref(), Some("//Three"));
		assert_eq!(secret(&["--chain", "local", "--alice"]).as_deref(), Some("//Alice"));
		assert_eq!(secret(&["--chain", "local", "--validator"]), None);
	}

	#[test]
	fn three_is_a_validator_of_this_name_unless_another_is_given() {
		let three = parse(&["--three"]).unwrap().run;
		assert!(three.validator);
		assert_eq!(three.name.as_deref(), Some("Three"));
		let named = parse(&["--three", "--name", "mine"]).unwrap().run;
		assert_eq!(named.name.as_deref(), Some("mine"));
	}

	#[test]
	fn batches_are_limited_unless_told_otherwise() {
		let config =
			|args: &[&str]| parse(args).unwrap().run.rpc_params.rpc_batch_config().unwrap();
		assert_eq!(format!("{:?}", config(&["--dev"])), "Limit(1000)");
		assert_eq!(format!("{:?}", config(&["--rpc-max-batch-request-len", "7"])), "Limit(7)");
		assert_eq!(format!("{:?}", config(&["--rpc-disable-batch-requests"])), "Disabled");
	}

	#[test]
	fn requests_from_other_machines_are_smaller_unless_told_otherwise() {
		let size = |args: &[&str]| parse(args).unwrap().run.rpc_params.rpc_max_request_size;
		assert_eq!(size(&["--dev"]), 15);
		assert_eq!(size(&["--chain", "local", "--rpc-external"]), 3);
		assert_eq!(size(&["--chain", "local", "--unsafe-rpc-external"]), 3);
		assert_eq!(
			size(&["--chain", "local", "--rpc-external", "--rpc-max-request-size", "15"]),
			15
		);
		assert_eq!(size(&["--chain", "local", "--rpc-max-request-size", "1"]), 1);
	}

	#[test]
	fn options_of_a_new_chain_and_of_the_presets_do_not_mix() {
		let key = format!("0x{}", "07".repeat(32));
		let authority = format!("{key},{key}");
		let args = ["create-chain-spec", "--id", "mine", "--authority", &authority, "--sudo", &key];
		let cli = parse(&[&args[..], &["--block-time", "1s"]].concat()).unwrap();
		assert_eq!(cli.preset.authorities, None);
		let Some(Subcommand::CreateChainSpec(cmd)) = cli.subcommand else {
			unreachable!("the command is given");
		};
		assert_eq!((cmd.id.as_str(), cmd.authorities.len()), ("mine", 1));
	}

	#[test]
	fn a_node_has_one_name() {
		assert!(parse(&["--three", "--one"]).is_err());
		assert!(parse(&["--alice", "--three"]).is_err());
	}
}
