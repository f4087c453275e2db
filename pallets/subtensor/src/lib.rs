//! `SubtensorModule`: subnets, neurons, stake, weights and emission.
//!
//! # Overview
//!
//! Subnets, the neurons on them, the stake behind the neurons, the weights they set and the pay
//! that follows form one pallet in the metadata, because clients know it as one. Inside, each
//! subject is a room: a module with a handle type of its own (`Issuance::<T>`, `KeySwaps::<T>`)
//! that alone writes its storage. Other rooms call its functions.
//!
//! | room | handle | subject |
//! |---|---|---|
//! | [`chain`] | [`chain::ChainSpeed`] | block time and profile, set at genesis |
//! | [`issuance`] | [`issuance::Issuance`] | TAO issuance |
//! | [`subnets`] | [`subnets::Subnets`] | existence, owner and token symbol of a subnet |
//! | [`hyperparams`] | the trait [`hyperparams::Hyperparam`] | settings of a subnet |
//! | [`epoch`] | [`epoch::Schedule`] | the blocks in which epochs run |
//! | [`keys`] | [`keys::KeySwaps`] | announced and disputed coldkey swaps |
//! | [`limits`] | [`limits::RateLimits`], [`limits::FreeTransactions`] | rate limits of changes; number, size and weight of free transactions |
//! | [`views`] | | runtime APIs |
//!
//! Modules that serve every room:
//!
//! | module | content |
//! |---|---|
//! | `calls`, `events`, `errors`, `constants`, `genesis` | the one FRAME section of each kind, headed by room |
//! | [`access`] | access rules of each call, rejection code of each error |
//! | [`block`] | ordered block steps on one weight meter |
//! | [`rows`] | every storage item, its scope, and its handling when a subnet is dissolved or a key is swapped |
//! | `extension` | validation of transactions |
//! | `invariants` | list of invariants, by their numbers |
//!
//! # Invariants
//!
//! See [`Pallet::do_try_state`].

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

pub mod access;
pub mod block;
mod calls;
pub mod chain;
mod constants;
pub mod epoch;
mod errors;
mod events;
mod extension;
mod genesis;
pub mod hyperparams;
mod invariants;
pub mod issuance;
pub mod keys;
pub mod limits;
pub mod rows;
pub mod subnets;
pub mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;

#[cfg(test)]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "small numbers, and what FRAME's macros expand to"
)]
mod tests;

pub use chain::Profile;
pub use extension::{GuardWeight, SubtensorTransactionExtension};
pub use pallet::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

#[import_section(crate::calls::calls)]
#[import_section(crate::constants::constants)]
#[import_section(crate::errors::errors)]
#[import_section(crate::events::events)]
#[import_section(crate::genesis::genesis)]
#[import_section(crate::chain::storage::chain_storage)]
#[import_section(crate::epoch::storage::epoch_storage)]
#[import_section(crate::hyperparams::storage::hyperparams_storage)]
#[import_section(crate::issuance::storage::issuance_storage)]
#[import_section(crate::keys::storage::keys_storage)]
#[import_section(crate::limits::storage::limits_storage)]
#[import_section(crate::subnets::storage::subnets_storage)]
#[frame_support::pallet]
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "FRAME's macros expand to both"
)]
pub mod pallet {
	use alloc::vec::Vec;
	use core::marker::PhantomData;

	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains, IsSubType},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use noesis_types::{NetUid, TaoBalance};
	use sp_runtime::Percent;

	use crate::{
		access::VouchForFree,
		block,
		chain::{ChainSpeed, Profile, DEFAULT_BLOCK_TIME},
		constants::*,
		issuance::Issuance,
		keys::KeySwaps,
		limits::{FreeSpace, RateLimitKey},
		WeightInfo,
	};

	/// The pallet.
	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	/// Types and values that the runtime provides.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<
		AccountId: From<[u8; 32]>,
		RuntimeCall: IsSubType<Call<Self>>,
		RuntimeEvent: From<Event<Self>>,
	>
	{
		/// The balances of TAO.
		type Currency: fungible::Inspect<Self::AccountId, Balance = TaoBalance>;

		/// Calls of other pallets that a coldkey may dispatch while its swap is announced.
		type AllowedDuringColdkeySwap: Contains<RuntimeCallFor<Self>>;

		/// Names the account whose standing lets a transaction be free.
		type FreeCalls: VouchForFree<Self::AccountId, RuntimeCallFor<Self>>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			block::start::<T>()
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			block::end::<T>();
		}

		fn integrity_test() {
			crate::invariants::check_constants::<T>();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
