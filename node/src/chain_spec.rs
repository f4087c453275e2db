//! Chain specs: two presets, chains of one's own, and files.

use std::{num::TryFromIntError, path::PathBuf, time::Duration};

use noesis_runtime::{genesis, opaque::Block, WASM_BINARY};
use pallet_subtensor::Profile;
use sc_chain_spec::{ChainSpecExtension, ChainType, GenericChainSpec, Properties};
use serde::{Deserialize, Serialize};

use crate::{
	new_chain::{self, CreateChainSpecCmd},
	preset_params::{PresetParams, Speed},
};

/// Fields of a chain spec beyond those that every chain has.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks whose state is known to differ from the state that their code computes.
	pub fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that are never imported.
	pub bad_blocks: sc_client_api::BadBlocks<Block>,
	/// A finalised state that a light client can start from.
	pub light_sync_state: Option<serde_json::Value>,
}

/// Chain spec of this node.
pub type ChainSpec = GenericChainSpec<Extensions>;

/// Reason why there is no chain spec to start with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// The binary holds no runtime.
	#[error(
		"this binary was built without its WASM runtime (SKIP_WASM_BUILD was set) and has no \
		 preset: build it again, or give a chain spec file"
	)]
	NoRuntime,
	/// `--chain` names neither a preset nor a file.
	#[error(
		"there is no chain and no chain spec file named {0}: give dev, local, or the path of a \
		 chain spec"
	)]
	NotFound(PathBuf),
	/// Options of a preset were given for a file.
	#[error(
		"--block-time, --profile and --authorities choose the genesis of a new chain: that of {0} \
		 is written in the file"
	)]
	GenesisIsInFile(PathBuf),
	/// `--authorities` was given for a chain of one's own.
	#[error(
		"--authorities chooses validators with public keys, for dev and local: name those of a \
		 chain of your own with --authority"
	)]
	PublicAuthorities,
	/// The parties of a new chain are not sound.
	#[error(transparent)]
	Parties(#[from] new_chain::Error),
	/// Block time that does not fit its type.
	#[error("the block time is out of bounds")]
	BlockTime(#[from] TryFromIntError),
	/// The file cannot be read as a chain spec.
	#[error("{0}")]
	Malformed(String),
}

/// Speed of networks, unless the command line says otherwise.
const NETWORK_SPEED: Speed =
	Speed { block_time: Duration::from_secs(12), profile: Profile::Production };

/// Chain with public keys, for one machine.
#[derive(Clone, Copy)]
enum Preset {
	/// One validator.
	Development,
	/// Three validators, unless the command line says otherwise.
	Local,
}

impl Preset {
	const fn name(self) -> &'static str {
		match self {
			Self::Development => "Noesis Development",
			Self::Local => "Noesis Local",
		}
	}

	const fn id(self) -> &'static str {
		match self {
			Self::Development => "noesis_dev",
			Self::Local => "noesis_local",
		}
	}

	const fn chain_type(self) -> ChainType {
		match self {
			Self::Development => ChainType::Development,
			Self::Local => ChainType::Local,
		}
	}

	const fn speed(self) -> Speed {
		match self {
			Self::Development => {
				Speed { block_time: Duration::from_millis(250), profile: Profile::Fast }
			}
			Self::Local => NETWORK_SPEED,
		}
	}

	const fn authorities(self) -> u8 {
		match self {
			Self::Development => 1,
			Self::Local => 3,
		}
	}

	/// The id of the chain, different for every choice: chains of different genesis must not
	/// share a database directory or connect to each other.
	fn id_for(self, authorities: u8, speed: Speed) -> String {
		if (authorities, speed) == (self.authorities(), self.speed()) {
			return self.id().into();
		}
		let profile = speed.profile.choose("production", "fast");
		format!("{}_{authorities}v_{}ms_{profile}", self.id(), speed.block_time.as_millis())
	}

	fn spec(self, params: &PresetParams) -> Result<ChainSpec, Error> {
		let authorities = params.authorities.unwrap_or(self.authorities());
		let speed = params.speed(self.speed());
		let block_time = u64::try_from(speed.block_time.as_millis())?;
		let id = self.id_for(authorities, speed);
		let genesis = genesis::well_known(authorities, block_time, speed.profile);
		build(self.name(), &id, self.chain_type(), genesis)
	}
}

/// Builds a chain spec from the genesis patch of the chain.
fn build(
	name: &str,
	id: &str,
	chain_type: ChainType,
	genesis: serde_json::Value,
) -> Result<ChainSpec, Error> {
	let code = WASM_BINARY.ok_or(Error::NoRuntime)?;
	Ok(ChainSpec::builder(code, Extensions::default())
		.with_name(name)
		.with_id(id)
		.with_protocol_id(&id.replace('_', "-"))
		.with_chain_type(chain_type)
		.with_properties(properties())
		.with_genesis_config_patch(genesis)
		.build())
}

/// Creates the chain that a command line describes.
///
/// # Errors
///
/// If no chain can be made of it.
pub fn create(cmd: &CreateChainSpecCmd, params: &PresetParams) -> Result<ChainSpec, Error> {
	if params.authorities.is_some() {
		return Err(Error::PublicAuthorities);
	}
	let speed = params.speed(NETWORK_SPEED);
	let block_time = u64::try_from(speed.block_time.as_millis())?;
	let genesis = genesis::new(cmd.parties()?, block_time, speed.profile);
	build(cmd.name.as_ref().unwrap_or(&cmd.id), &cmd.id, ChainType::Live, genesis)
}

/// The properties with which wallets show amounts and addresses.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), "TAO".into());
	properties.insert("tokenDecimals".into(), 9.into());
	properties.insert("ss58Format".into(), 42.into());
	properties.insert("isEthereum".into(), false.into());
	properties
}

/// Loads the chain that `--chain` names: `dev`, `local`, or a spec file.
///
/// # Errors
///
/// If there is no such chain or file, the file is no chain spec, or `params` do not apply to it.
pub fn load(id: &str, params: &PresetParams) -> Result<ChainSpec, Error> {
	match id {
		"" | "dev" => Preset::Development.spec(params),
		"local" => Preset::Local.spec(params),
		path => load_file(path.into(), params),
	}
}

fn load_file(path: PathBuf, params: &PresetParams) -> Result<ChainSpec, Error> {
	if !path.is_file() {
		return Err(Error::NotFound(path));
	}
	if !params.is_empty() {
		return Err(Error::GenesisIsInFile(path));
	}
	ChainSpec::from_json_file(path).map_err(Error::Malformed)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn chains_of_different_genesis_have_different_ids() {
		let local = Preset::Local;
		let fast = Speed { block_time: Duration::from_millis(250), profile: Profile::Fast };
		assert_eq!(local.id_for(3, local.speed()), "noesis_local");
		assert_eq!(local.id_for(2, local.speed()), "noesis_local_2v_12000ms_production");
		assert_eq!(local.id_for(3, fast), "noesis_local_3v_250ms_fast");
		assert_ne!(Preset::Development.id_for(3, fast), local.id_for(3, fast));
	}

	#[test]
	fn a_chain_that_does_not_exist_is_rejected_by_name() {
		let refusal = load("finey", &PresetParams::default()).err().unwrap().to_string();
		assert!(refusal.contains("finey") && refusal.contains("local"), "{refusal}");
	}
}
