//! Command-line options that choose the genesis of a new chain.

use std::time::Duration;

use noesis_runtime::genesis::WELL_KNOWN_AUTHORITIES;
use pallet_subtensor::{
	chain::{is_valid_block_time, BLOCK_TIMES},
	Profile,
};

/// Genesis of a chain that is not in a chain spec file: `dev`, `local`, or one that is created.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct PresetParams {
	/// Time between two blocks of a new chain, for example 12s, 1s or 250ms [default: 250ms for
	/// dev, otherwise 12s].
	#[arg(long, global = true, value_name = "TIME", value_parser = parse_block_time)]
	pub block_time: Option<Duration>,

	/// Limits of a new chain: `production`, or `fast` with short tempos, cooldowns and rate limits
	/// [default: fast for dev, otherwise production].
	#[arg(long, global = true, value_name = "production|fast", value_parser = parse_profile)]
	pub profile: Option<Profile>,

	/// Number of validators of a `dev` or `local` chain, taken in this order: One, Two, Three,
	/// Alice, Bob, Charlie, Dave, Eve, Ferdie [default: 1 for dev, 3 for local].
	#[arg(long, global = true, value_name = "1..9",
		value_parser = clap::value_parser!(u8).range(1..=i64::from(WELL_KNOWN_AUTHORITIES)))]
	pub authorities: Option<u8>,
}

impl PresetParams {
	/// Whether no option was given.
	pub fn is_empty(&self) -> bool {
		self.block_time.is_none() && self.profile.is_none() && self.authorities.is_none()
	}

	/// Speed of the chain, with `default` for options that were not given.
	pub fn speed(&self, default: Speed) -> Speed {
		Speed {
			block_time: self.block_time.unwrap_or(default.block_time),
			profile: self.profile.unwrap_or(default.profile),
		}
	}
}

/// Speed of a chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed {
	/// Time between two blocks.
	pub block_time: Duration,
	/// Limits in force.
	pub profile: Profile,
}

/// Option value that cannot be read.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
enum ParseError {
	/// Invalid value of `--block-time`.
	#[error(
		"not a block time: give an even number of milliseconds from {}ms to {}s, for example \
		 250ms or 12s",
		BLOCK_TIMES.start(),
		BLOCK_TIMES.end() / 1_000
	)]
	BlockTime,
	/// Unknown value of `--profile`.
	#[error("not a profile: give production or fast")]
	Profile,
}

/// Parses a block time: a number and `s` or `ms`.
fn parse_block_time(text: &str) -> Result<Duration, ParseError> {
	let (number, unit) = match text.strip_suffix("ms") {
		Some(number) => (number, 1),
		None => (text.strip_suffix('s').unwrap_or_default(), 1_000),
	};
	let milliseconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
	milliseconds
		.filter(|&milliseconds| is_valid_block_time(milliseconds))
		.map(Duration::from_millis)
		.ok_or(ParseError::BlockTime)
}

/// Parses the name of a profile.
fn parse_profile(text: &str) -> Result<Profile, ParseError> {
	match text {
		"production" => Ok(Profile::Production),
		"fast" => Ok(Profile::Fast),
		_ => Err(ParseError::Profile),
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
	fn invalid_block_times_are_rejected() {
		for text in ["", "12", "s", "ms", "0s", "-1s", "1.5s", "251ms", "99ms", "61s", "12h"] {
			assert_eq!(parse_block_time(text), Err(ParseError::BlockTime), "{text}");
		}
		assert!(parse_block_time(&format!("{}s", u64::MAX)).is_err());
	}
}
