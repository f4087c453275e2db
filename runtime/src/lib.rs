//! The Noesis runtime: which pallets, at which index, with which parameters.
//!
//! - [`configs`]: the parameters of each pallet
//! - [`policy`]: rules about all calls, which no single pallet can hold
//! - [`genesis`]: presets
//! - `apis`: runtime APIs, each method of which calls a pallet
//!
//! All other rules live in the pallets and in the pure crates below them. Pallet names and indices,
//! transaction extensions and their order are the public interface of the chain.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

mod apis;
pub mod configs;
pub mod genesis;
pub mod policy;

use alloc::{borrow::Cow, vec::Vec};
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

/// What signs a transaction.
pub type Signature = MultiSignature;
/// Who signs it: the public key, or a hash of it.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a call names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// An amount of TAO, in rao.
pub type Balance = TaoBalance;
/// A block's height.
pub type BlockNumber = u32;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// A block or storage hash.
pub type Hash = sp_core::H256;
/// The head of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A transaction, or an inherent.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// What a sender signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// What the node sees of blocks: transactions are bytes to it, since only the runtime that a block
/// is made for knows their format.
pub mod opaque {
	/// A block.
	pub type Block = sp_runtime::generic::Block<super::Header, sp_runtime::OpaqueExtrinsic>;
}

/// What a transaction must fulfil, in the order in which it is checked, signed and listed in
/// metadata.
pub type TxExtension = (
	noesis_extensions::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	noesis_extensions::CheckMortality<Runtime>,
	noesis_extensions::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	noesis_extensions::ChargeTransactionPayment<Runtime, noesis_extensions::RealPaysFee<Runtime>>,
	// Tuples of extensions hold twelve at most; nesting does not show in metadata.
	(
		noesis_extensions::SudoTransactionExtension<Runtime>,
		noesis_extensions::CheckShieldedTxValidity<Runtime>,
		pallet_subtensor::SubtensorTransactionExtension<Runtime>,
		noesis_extensions::DrandPriority<Runtime>,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
);

/// Runs blocks: hooks of all pallets in the order of their indices.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

impl_opaque_keys! {
	/// The keys of a validator.
	pub struct SessionKeys {
		/// Signs blocks.
		pub aura: Aura,
		/// Signs votes on finality.
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
	spec_version: 2,
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
