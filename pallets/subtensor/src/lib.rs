//! `SubtensorModule`: the network itself.
//!
//! # Overview
//!
//! Subnets, the neurons on them, the stake behind the neurons, the weights they set and the pay
//! that follows: all of it is one pallet in the metadata, because clients know it as one. Inside,
//! every subject has a room of its own that owns its storage; other rooms ask it by function.
//!
//! | room | subject |
//! |---|---|
//! | [`chain`] | block time and profile, chosen at genesis |
//! | [`emission`] | TAO issuance |
//! | [`feeless`] | how many transactions without a fee a block takes |
//! | [`keys`] | coldkeys that are swapped for others |
//! | [`subnets`] | what a subnet is and is called |
//! | [`views`] | what runtime APIs answer |
//!
//! [`guards`] says which rule about the sender runs before which call. `constants.rs`, `errors.rs`
//! and `genesis.rs` hold what FRAME wants in one piece per pallet.
//!
//! # Invariants
//!
//! See [`Pallet::do_try_state`].

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

pub mod chain;
mod constants;
pub mod emission;
mod errors;
mod extension;
pub mod feeless;
mod genesis;
pub mod guards;
mod invariants;
pub mod keys;
pub mod subnets;
pub mod views;

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

use frame_support::pallet_macros::import_section;

#[import_section(crate::constants::constants)]
#[import_section(crate::errors::errors)]
#[import_section(crate::genesis::genesis)]
#[import_section(crate::chain::storage::chain_storage)]
#[import_section(crate::emission::storage::emission_storage)]
#[import_section(crate::feeless::storage::feeless_storage)]
#[import_section(crate::keys::storage::keys_storage)]
#[import_section(crate::subnets::storage::subnets_storage)]
#[frame_support::pallet]
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	reason = "FRAME's macros expand to both"
)]
pub mod pallet {
	use crate::chain::{Profile, DEFAULT_BLOCK_TIME};
	use alloc::vec::Vec;
	use core::marker::PhantomData;
	use frame_support::{pallet_prelude::*, traits::fungible, PalletId};
	use frame_system::pallet_prelude::*;
	use noesis_types::{NetUid, TaoBalance};
	use sp_runtime::Percent;

	/// The pallet.
	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The balances of TAO.
		type Currency: fungible::Inspect<Self::AccountId, Balance = TaoBalance>;
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::record_issuance_weight().saturating_add(Self::forget_feeless_weight())
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::record_issuance();
			Self::forget_feeless();
		}
	}
}
