//! The Noesis runtime: its pallets, their indices and their parameters.
//!
//! | module | content |
//! |---|---|
//! | [`configs`] | the parameters of each pallet |
//! | [`policy`] | rules about all calls, which no single pallet can hold |
//! | [`genesis`] | presets |
//! | `apis` | runtime APIs |
//!
//! All other rules live in the pallets and in the pure crates below them. Pallet names and indices,
//! transaction extensions and their order are the public interface of the chain.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis;
pub mod policy;

use alloc::{borrow::Cow, vec::Vec};

use frame_support::traits::ConstU32;
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

pub use apis::api;
#[cfg(feature = "std")]
pub use apis::RuntimeApi;
pub use noesis_types::TaoBalance;

/// Signature of a transaction.
pub type Signature = MultiSignature;
/// Account: the public key of its signer, or a hash of that key.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Account as a call names it.
pub type Address = MultiAddress<AccountId, ()>;
/// Amount of TAO, in rao.
pub type Balance = TaoBalance;
/// Height of a block.
pub type BlockNumber = u32;
/// Number of transactions that an account has sent.
pub type Nonce = u32;
/// Hash of a block or of storage.
pub type Hash = sp_core::H256;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// Transaction or inherent.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// Block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Payload that the sender of a transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Block types for the node, which reads transactions as bytes: only the runtime of a block knows
/// their format.
pub mod opaque {
	/// Block of opaque transactions.
	pub type Block = sp_runtime::generic::Block<super::Header, sp_runtime::OpaqueExtrinsic>;
}

/// Transaction extensions, in the order in which they are checked, signed and listed in metadata.
pub type TxExtension = (
	noesis_extensions::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	noesis_extensions::CheckMortality<Runtime>,
	noesis_extensions::CheckNonce<Runtime>,
	noesis_extensions::CheckWeight<
		Runtime,
		policy::transactions::ShallowCalls,
		ConstU32<{ policy::transactions::MAX_TRANSACTION_LENGTH }>,
	>,
	noesis_extensions::ChargeTransactionPayment<
		Runtime,
		noesis_extensions::RealPaysFee<Runtime, configs::PendingSwaps>,
	>,
	// A tuple of extensions has at most twelve elements. Metadata does not show the nesting.
	(
		noesis_extensions::SudoTransactionExtension<Runtime>,
		noesis_extensions::CheckShieldedTxValidity<Runtime>,
		pallet_subtensor::SubtensorTransactionExtension<Runtime>,
		noesis_extensions::DrandPriority<Runtime>,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
);

/// Executes blocks. Hooks run in the order of the pallets' indices.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

impl_opaque_keys! {
	/// Session keys of a validator.
	pub struct SessionKeys {
		/// Key that signs blocks.
		pub aura: Aura,
		/// Key that signs votes on finality.
		pub grandpa: Grandpa,
	}
}

/// Version of the runtime.
///
/// `spec_version` rises with every change of behaviour or of a shape in metadata: clients cache
/// metadata under it. `transaction_version` rises when an encoded call would be read differently.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("noesis"),
	impl_name: Cow::Borrowed("noesis"),
	authoring_version: 1,
	spec_version: 4,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type RandomnessCollectiveFlip = pallet_insecure_randomness_collective_flip;
	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(3)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(4)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(5)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(6)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(7)]
	pub type SubtensorModule = pallet_subtensor;
	#[runtime::pallet_index(11)]
	pub type Utility = pallet_noesis_utility;
	#[runtime::pallet_index(12)]
	pub type Sudo = pallet_sudo;
	#[runtime::pallet_index(13)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(14)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(15)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(16)]
	pub type Proxy = pallet_noesis_proxy;
	#[runtime::pallet_index(20)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(30)]
	pub type MevShield = pallet_shield;
}
