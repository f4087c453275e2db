//! Blocks, weights, and the randomness of parent hashes.

use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU16, ConstU32, Get, InsideBoth},
	weights::{
		constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_MILLIS},
		Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use pallet_subtensor::chain::BlockComputation;
use sp_runtime::{
	traits::{AccountIdLookup, BlakeTwo256},
	Perbill,
};
use sp_version::RuntimeVersion;

use crate::{
	policy::filters::NoNesting, AccountId, Balance, Block, Hash, Nonce, PalletInfo, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, SafeMode, VERSION,
};

/// Share of a block for transactions of the normal class. The rest is for operational ones.
const NORMAL_SHARE: Perbill = Perbill::from_percent(75);
/// Maximum length of a block, in bytes.
const MAX_BLOCK_LENGTH: u32 = 10 * 1024 * 1024;

/// Computation that no transaction may take from a block, in picoseconds: that of the inherents.
///
/// A tenth of a block, which FRAME keeps, is less on the fastest chains. An announcement of a shield
/// key is of the normal class, and weighs 4.6 ms on a chain of 32 authors. A transaction that fits
/// the limits but no block would wait in every pool and never pay.
const INHERENTS: u64 = 5 * WEIGHT_REF_TIME_PER_MILLIS;

/// Limits of a block with this much computation, in picoseconds.
pub fn limits_of(computation: u64) -> BlockWeights {
	let mut limits = BlockWeights::with_sensible_defaults(
		Weight::from_parts(computation, u64::MAX),
		NORMAL_SHARE,
	);
	for class in [DispatchClass::Normal, DispatchClass::Operational] {
		let of_class = limits.per_class.get_mut(class);
		let taken = Weight::from_parts(INHERENTS, 0).saturating_add(of_class.base_extrinsic);
		let left = of_class.max_total.map(|total| total.saturating_sub(taken));
		of_class.max_extrinsic = match (of_class.max_extrinsic, left) {
			(Some(most), Some(left)) => Some(most.min(left)),
			(most, left) => most.or(left),
		};
	}
	limits
}

parameter_types! {
	pub const Version: RuntimeVersion = VERSION;
	/// Computation of a block that follows its time: four seconds on a chain of twelve. Read from
	/// storage each time.
	pub Weights: BlockWeights = limits_of(BlockComputation::<Runtime>::get());
	pub Length: BlockLength = BlockLength::builder()
		.max_length(MAX_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_SHARE.mul_floor(*max))
		.build();
}

/// Weights of zero for FRAME's extensions: the base weight of a transaction covers their checks.
pub struct FreeExtensions;

impl frame_system::ExtensionsWeightInfo for FreeExtensions {
	fn check_genesis() -> Weight {
		Weight::zero()
	}

	fn check_mortality_mortal_transaction() -> Weight {
		Weight::zero()
	}

	fn check_mortality_immortal_transaction() -> Weight {
		Weight::zero()
	}

	fn check_non_zero_sender() -> Weight {
		Weight::zero()
	}

	fn check_nonce() -> Weight {
		Weight::zero()
	}

	fn check_spec_version() -> Weight {
		Weight::zero()
	}

	fn check_tx_version() -> Weight {
		Weight::zero()
	}

	fn check_weight() -> Weight {
		Weight::zero()
	}

	fn weight_reclaim() -> Weight {
		Weight::zero()
	}
}

impl pallet_transaction_payment::WeightInfo for FreeExtensions {
	fn charge_transaction_payment() -> Weight {
		Weight::zero()
	}
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = InsideBoth<SafeMode, NoNesting>;
	type BlockWeights = Weights;
	type BlockLength = Length;
	type Nonce = Nonce;
	type Hash = Hash;
	type Hashing = BlakeTwo256;
	type AccountId = AccountId;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type Block = Block;
	type BlockHashCount = frame_support::traits::ConstU32<2_400>;
	type DbWeight = RocksDbWeight;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = FreeExtensions;
	type SS58Prefix = ConstU16<42>;
	type MaxConsumers = ConstU32<16>;
}

impl pallet_insecure_randomness_collective_flip::Config for Runtime {}
