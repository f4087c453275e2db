//! The command line of `create-chain-spec`: the parties of a new chain.

use std::{collections::HashSet, path::PathBuf, str::FromStr};

use noesis_runtime::{
	configs::{EXISTENTIAL_DEPOSIT, MAX_AUTHORITIES},
	genesis::Parties,
	AccountId, TaoBalance,
};
use noesis_types::RAO_PER_TAO;
use sp_core::{
	bytes::from_hex,
	crypto::{ByteArray, Ss58Codec},
	ed25519, sr25519,
};

/// Ids of the presets begin so: a chain with such an id could share their database.
const PRESET_IDS: [&str; 2] = ["noesis_dev", "noesis_local"];

/// Write the chain spec of a network of your own, of type Live.
///
/// Its genesis has the keys and balances that are given here, and no others.
#[derive(Debug, clap::Args)]
pub struct CreateChainSpecCmd {
	/// Id of the chain: small letters, digits and underscores. Names its database directory and its
	/// network protocols.
	#[arg(long, value_name = "ID", value_parser = parse_id)]
	pub id: String,

	/// Name of the chain, which nodes and wallets show [default: the id].
	#[arg(long, value_name = "NAME")]
	pub name: Option<String>,

	/// Public keys of a validator, as addresses or in hex: sr25519 for Aura, ed25519 for GRANDPA.
	/// May be given up to 32 times.
	// `--authorities` of the presets is a global option, so the id must differ.
	#[arg(id = "authority", long, value_name = "AURA,GRANDPA", required = true)]
	pub authorities: Vec<Authority>,

	/// Holder of the sudo key, who upgrades the runtime.
	#[arg(long, value_name = "ADDRESS", value_parser = parse_key::<AccountId>)]
	pub sudo: AccountId,

	/// Balance of an account, with up to 9 decimals. May be given many times. The issuance is the
	/// sum of all balances.
	#[arg(long = "balance", value_name = "ADDRESS=TAO")]
	pub balances: Vec<Balance>,

	/// Write the genesis in storage form, as nodes need it to agree on it.
	#[arg(long)]
	pub raw: bool,

	/// File to write to; without it, the chain spec is printed.
	#[arg(long, value_name = "FILE")]
	pub output: Option<PathBuf>,
}

/// Parties of which no chain can be made.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
	/// More validators than the runtime stores.
	#[error("too many validators: a chain has at most {MAX_AUTHORITIES}")]
	TooManyAuthorities,
	/// A key appears twice.
	#[error("two validators have the same key {0}")]
	SameKey(String),
	/// An account appears twice.
	#[error("two balances for the account {0}")]
	SameAccount(String),
	/// More money than a balance holds.
	#[error("the balances add up to more than {} TAO", u64::MAX / RAO_PER_TAO)]
	Issuance,
}

impl CreateChainSpecCmd {
	/// The parties of the chain.
	///
	/// # Errors
	///
	/// If the runtime would reject them.
	pub fn parties(&self) -> Result<Parties, Error> {
		if self.authorities.len() > MAX_AUTHORITIES as usize {
			return Err(Error::TooManyAuthorities);
		}
		let mut seen = HashSet::new();
		for Authority { aura, grandpa } in &self.authorities {
			for (key, address) in
				[(aura.0, aura.to_ss58check()), (grandpa.0, grandpa.to_ss58check())]
			{
				if !seen.insert(key) {
					return Err(Error::SameKey(address));
				}
			}
		}
		let mut accounts = HashSet::new();
		let mut issuance = TaoBalance::ZERO;
		for Balance { account, amount } in &self.balances {
			if !accounts.insert(account) {
				return Err(Error::SameAccount(account.to_ss58check()));
			}
			issuance = issuance.try_add(*amount).map_err(|_| Error::Issuance)?;
		}
		Ok(Parties {
			authorities: self
				.authorities
				.iter()
				.map(|keys| (keys.aura.into(), keys.grandpa.into()))
				.collect(),
			sudo: self.sudo.clone(),
			balances: self.balances.iter().map(|one| (one.account.clone(), one.amount)).collect(),
		})
	}
}

/// Public keys of a validator.
#[derive(Clone, Copy, Debug)]
pub struct Authority {
	aura: sr25519::Public,
	grandpa: ed25519::Public,
}

/// Balance of an account.
#[derive(Clone, Debug)]
pub struct Balance {
	account: AccountId,
	amount: TaoBalance,
}

/// Option value that cannot be read.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub enum ParseError {
	/// Invalid value of `--id`.
	#[error("not an id: give small letters, digits and underscores")]
	Id,
	/// An id of `dev` or `local`.
	#[error("ids that begin with {} or {} belong to the presets", PRESET_IDS[0], PRESET_IDS[1])]
	PresetId,
	/// A value of `--authority` that is not a pair.
	#[error("not a validator: give its Aura key, a comma and its GRANDPA key")]
	Authority,
	/// A key that is neither an address nor 32 bytes in hex.
	#[error("{0:?} is no public key: give an SS58 address, or 0x and 64 hex digits")]
	Key(String),
	/// A value of `--balance` that is not a pair.
	#[error("not a balance: give an address, = and an amount of TAO")]
	Balance,
	/// An amount that is no number of TAO.
	#[error("{0:?} is no amount of TAO: give a number with up to 9 decimals")]
	Amount(String),
	/// An amount that is too small for an account.
	#[error("an account needs at least {EXISTENTIAL_DEPOSIT} rao")]
	BelowDeposit,
}

impl FromStr for Authority {
	type Err = ParseError;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let (aura, grandpa) = text.split_once(',').ok_or(ParseError::Authority)?;
		Ok(Self { aura: parse_key(aura)?, grandpa: parse_key(grandpa)? })
	}
}

impl FromStr for Balance {
	type Err = ParseError;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		let (account, amount) = text.split_once('=').ok_or(ParseError::Balance)?;
		let amount = parse_tao(amount)?;
		if amount < EXISTENTIAL_DEPOSIT {
			return Err(ParseError::BelowDeposit);
		}
		Ok(Self { account: parse_key(account)?, amount })
	}
}

/// Checks the id of a chain.
fn parse_id(text: &str) -> Result<String, ParseError> {
	let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
	if text.is_empty() || !text.bytes().all(is_plain) {
		return Err(ParseError::Id);
	}
	if PRESET_IDS.iter().any(|preset| text.starts_with(preset)) {
		return Err(ParseError::PresetId);
	}
	Ok(text.into())
}

/// Parses a public key or an account: an SS58 address, or hex.
fn parse_key<Key: Ss58Codec + ByteArray>(text: &str) -> Result<Key, ParseError> {
	let key = match text.strip_prefix("0x") {
		Some(_) => from_hex(text).ok().and_then(|bytes| Key::from_slice(&bytes).ok()),
		None => Key::from_ss58check(text).ok(),
	};
	key.ok_or_else(|| ParseError::Key(text.into()))
}

/// Parses an amount of TAO with up to 9 decimals.
fn parse_tao(text: &str) -> Result<TaoBalance, ParseError> {
	let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
	let is_number =
		|digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
	let rao = || {
		let fraction = format!("{decimals:0<9}").parse::<u64>().ok()?;
		whole.parse::<u64>().ok()?.checked_mul(RAO_PER_TAO)?.checked_add(fraction)
	};
	let valid = is_number(whole) && is_number(decimals) && decimals.len() <= 9;
	let rao = if valid { rao() } else { None };
	rao.map(TaoBalance::new).ok_or_else(|| ParseError::Amount(text.into()))
}

#[cfg(test)]
mod tests {
	use clap::Parser;

	use super::*;

	/// Addresses of keys that are not well known.
	const AURA: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
	const GRANDPA: &str = "0x0202020202020202020202020202020202020202020202020202020202020202";
	const OWNER: &str = "0x0303030303030303030303030303030303030303030303030303030303030303";

	#[derive(Debug, Parser)]
	struct Command {
		#[command(flatten)]
		cmd: CreateChainSpecCmd,
	}

	fn parse(args: &[&str]) -> Result<CreateChainSpecCmd, clap::Error> {
		Ok(Command::try_parse_from([&["test"], args].concat())?.cmd)
	}

	/// Parses a sound command line with further options.
	fn with(more: &[&str]) -> CreateChainSpecCmd {
		let authority = format!("{AURA},{GRANDPA}");
		let args = ["--id", "mine", "--sudo", OWNER, "--authority", &authority];
		parse(&[&args, more].concat()).unwrap()
	}

	#[test]
	fn parties_are_those_of_the_command_line() {
		let parties = with(&["--balance", &format!("{OWNER}=1.5")]).parties().unwrap();
		assert_eq!(parties.sudo, AccountId::new([3; 32]));
		let keys =
			(sr25519::Public::from_raw([1; 32]).into(), ed25519::Public::from_raw([2; 32]).into());
		assert_eq!(parties.authorities, [keys]);
		assert_eq!(parties.balances, [(AccountId::new([3; 32]), TaoBalance::new(1_500_000_000))]);
	}

	#[test]
	fn a_chain_needs_an_id_a_validator_and_a_sudo_key() {
		let authority = format!("{AURA},{GRANDPA}");
		let args = ["--id", "mine", "--sudo", OWNER, "--authority", &authority];
		for left_out in [0, 2, 4] {
			let mut args = args.to_vec();
			args.drain(left_out..left_out + 2);
			assert!(parse(&args).is_err(), "{args:?}");
		}
	}

	#[test]
	fn keys_are_read_as_addresses_and_in_hex() {
		let key = sr25519::Public::from_raw([1; 32]);
		assert_eq!(parse_key(AURA), Ok(key));
		assert_eq!(parse_key(&key.to_ss58check()), Ok(key));
		for text in ["", "0x", "0x01", "//Alice", "5GrwvaEF", &AURA[2..]] {
			let refusal = parse_key::<AccountId>(text);
			assert_eq!(refusal, Err(ParseError::Key(text.into())));
		}
	}

	#[test]
	fn amounts_are_read_to_the_rao() {
		let rao = |text| parse_tao(text).map(TaoBalance::to_u64);
		assert_eq!(rao("1"), Ok(RAO_PER_TAO));
		assert_eq!(rao("0.000000001"), Ok(1));
		assert_eq!(rao("18446744073.709551615"), Ok(u64::MAX));
		for text in
			["", ".", "1.", ".5", "-1", "+1", "1e3", "1.0000000001", "18446744073.709551616"]
		{
			assert_eq!(rao(text), Err(ParseError::Amount(text.into())));
		}
	}

	#[test]
	fn an_account_needs_the_existential_deposit() {
		let below = Balance::from_str(&format!("{OWNER}=0.000000499"));
		assert_eq!(below.unwrap_err(), ParseError::BelowDeposit);
		Balance::from_str(&format!("{OWNER}=0.0000005")).unwrap();
	}

	#[test]
	fn ids_are_plain_and_not_those_of_presets() {
		assert_eq!(parse_id("mine_2"), Ok("mine_2".into()));
		for text in ["", "Mine", "a-b", "../a", "a b"] {
			assert_eq!(parse_id(text), Err(ParseError::Id), "{text}");
		}
		assert_eq!(parse_id("noesis_local"), Err(ParseError::PresetId));
		assert_eq!(parse_id("noesis_dev_1v_100ms_fast"), Err(ParseError::PresetId));
	}

	#[test]
	fn no_key_and_no_account_is_given_twice() {
		let refusal = |more: &[&str]| with(more).parties().err().unwrap().to_string();
		let other = "0x0404040404040404040404040404040404040404040404040404040404040404";
		for authority in
			[format!("{AURA},{other}"), format!("{other},{GRANDPA}"), format!("{other},{other}")]
		{
			assert!(refusal(&["--authority", &authority]).contains("same key"), "{authority}");
		}
		let balance = format!("{OWNER}=1");
		let twice = refusal(&["--balance", &balance, "--balance", &balance]);
		assert!(twice.contains("two balances"), "{twice}");
	}

	#[test]
	fn the_issuance_fits_its_type() {
		let balances = [format!("{OWNER}=18446744073"), format!("{AURA}=1")];
		let cmd = with(&["--balance", &balances[0], "--balance", &balances[1]]);
		assert_eq!(cmd.parties().err(), Some(Error::Issuance));
	}

	#[test]
	fn there_are_at_most_as_many_validators_as_the_runtime_stores() {
		let validators: Vec<_> =
			(10..=42).map(|byte: u8| format!("0x{},0x{}", hex(byte), hex(byte + 100))).collect();
		let more: Vec<_> = validators.iter().flat_map(|keys| ["--authority", keys]).collect();
		assert!(with(&more[..62]).parties().is_ok());
		assert_eq!(with(&more[..64]).parties().err(), Some(Error::TooManyAuthorities));
	}

	fn hex(byte: u8) -> String {
		format!("{byte:02x}").repeat(32)
	}
}
