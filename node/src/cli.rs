//! The command line.

use crate::{chain_spec::Pace, sealing::Sealing};
use pallet_subtensor::{chain::BLOCK_TIMES, Profile};
use sc_cli::RunCmd;
use std::time::Duration;

/// A node of the Noesis chain.
///
/// `noesis --dev` starts a chain of one validator that forgets everything when it stops.
#[derive(Debug, clap::Parser)]
pub struct Cli {
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[command(flatten)]
	pub run: RunCmd,

	#[command(flatten)]
	pub preset: PresetParams,

	/// Make blocks on demand, without consensus: `manual` by the RPC method engine_createBlock,
	/// `instant` for each transaction, or every so many milliseconds, for example `500`. For a
	/// chain of one validator.
	#[arg(long, value_name = "manual|instant|MILLISECONDS")]
	pub sealing: Option<Sealing>,
}

/// What a chain of the presets `dev` and `local` starts with. A chain spec file has made these
/// choices already.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct PresetParams {
	/// Time between two blocks of a `dev` or `local` chain, for example 12s, 1s or 250ms [default:
	/// 250ms for dev, 12s for local].
	#[arg(long, global = true, value_name = "TIME", value_parser = parse_block_time)]
	pub block_time: Option<Duration>,

	/// Limits of a `dev` or `local` chain: `production`, or `fast` with short tempos, cooldowns
	/// and rate limits [default: fast for dev, production for local].
	#[arg(long, global = true, value_name = "production|fast", value_parser = parse_profile)]
	pub profile: Option<Profile>,

	/// Validators of a `dev` or `local` chain: the first so many of Alice, Bob, Charlie, Dave, Eve
	/// and Ferdie [default: 1 for dev, 3 for local].
	#[arg(long, global = true, value_name = "1..6",
		value_parser = clap::value_parser!(u8).range(1..=6))]
	pub authorities: Option<u8>,
}

impl PresetParams {
	/// Whether any choice was made.
	pub fn is_empty(&self) -> bool {
		self.block_time.is_none() && self.profile.is_none() && self.authorities.is_none()
	}

	/// The pace chosen, where a choice was made; otherwise that of `default`.
	pub fn pace(&self, default: Pace) -> Pace {
		Pace {
			block_time: self.block_time.unwrap_or(default.block_time),
			profile: self.profile.unwrap_or(default.profile),
		}
	}
}

/// What the node can do besides running.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain spec as JSON.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write a chain spec as JSON (the older form of export-chain-spec).
	#[allow(deprecated)]
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Check a block of the database by running it again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state of a block as a chain spec.
	ExportState(sc_cli::ExportStateCmd),

	/// Import blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove a chain's database.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Take back the newest blocks that are not final.
	Revert(sc_cli::RevertCmd),

	/// Show what the database holds.
	ChainInfo(sc_cli::ChainInfoCmd),
}

/// Reads a block time: a number and `s` or `ms`.
fn parse_block_time(text: &str) -> Result<Duration, String> {
	let (number, unit) = match text.strip_suffix("ms") {
		Some(number) => (number, 1),
		None => (text.strip_suffix('s').unwrap_or_default(), 1_000),
	};
	let milliseconds = number.parse::<u64>().ok().and_then(|n| n.checked_mul(unit));
	match milliseconds {
		Some(time) if BLOCK_TIMES.contains(&time) && time.is_multiple_of(2) => {
			Ok(Duration::from_millis(time))
		}
		_ => Err(format!(
			"not a block time: give an even number of milliseconds from {}ms to {}s, for example \
			 250ms or 12s",
			BLOCK_TIMES.start(),
			BLOCK_TIMES.end() / 1_000,
		)),
	}
}

/// Reads a profile.
fn parse_profile(text: &str) -> Result<Profile, String> {
	match text {
		"production" => Ok(Profile::Production),
		"fast" => Ok(Profile::Fast),
		_ => Err("not a profile: give production or fast".into()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn block_times_are_read_in_seconds_and_milliseconds() {
		assert_eq!(parse_block_time("12s"), Ok(Duration::from_secs(12)));
		assert_eq!(parse_block_time("250ms"), Ok(Duration::from_millis(250)));
	}

	#[test]
	fn block_times_that_no_chain_can_keep_are_refused() {
		for text in ["", "12", "s", "ms", "0s", "-1s", "1.5s", "251ms", "99ms", "61s", "12h"] {
			assert!(parse_block_time(text).is_err(), "{text}");
		}
		assert!(parse_block_time(&format!("{}s", u64::MAX)).is_err());
	}

	#[test]
	fn the_command_line_is_well_formed() {
		<Cli as clap::CommandFactory>::command().debug_assert();
	}
}
