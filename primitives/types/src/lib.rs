//! Units of the Noesis chain.
//!
//! # Overview
//!
//! Everything the chain counts is an integer, and most of its accidents begin with one integer
//! taken for another. Here each quantity has a type of its own:
//!
//! | type | what it counts | on the wire |
//! |---|---|---|
//! | [`TaoBalance`] | TAO, in rao (10^9 rao = 1 TAO) | `u64` |
//! | [`AlphaBalance`] | a subnet's alpha, in its smallest unit (10^9 = 1 alpha) | `u64` |
//! | [`NetUid`] | a subnet; 0 is root | `u16` |
//! | [`MechId`] | a mechanism inside a subnet; 0 is the first | `u8` |
//! | [`NetUidStorageIndex`] | a subnet's mechanism as one storage key | `u16` |
//!
//! Encodings equal those of the bare integer. In metadata each type is a composite with one
//! unnamed field, which clients show as the inner value.
//!
//! # Crossing units
//!
//! TAO becomes alpha, and alpha TAO, only by a trade with a pool. No operator and no `From` joins
//! the two:
//!
//! ```compile_fail
//! use noesis_types::{AlphaBalance, TaoBalance};
//! let sum = TaoBalance::from(1u64) + AlphaBalance::from(1u64);
//! ```
//!
//! ```compile_fail
//! use noesis_types::{AlphaBalance, TaoBalance};
//! let alpha: AlphaBalance = TaoBalance::from(1u64).into();
//! ```
//!
//! ```compile_fail
//! use noesis_types::{MechId, NetUid};
//! let netuid: NetUid = MechId::from(1u8).into();
//! ```
//!
//! # Arithmetic
//!
//! Domain code uses the checked methods, [`TaoBalance::try_add`] and its siblings, with `?`. The
//! operators exist because the balances pallet asks for them; they saturate at the bounds and
//! never wrap or panic, whatever the build profile.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

mod balance;
mod ids;
mod newtype;

pub use balance::{AlphaBalance, TaoBalance, RAO_PER_TAO};
pub use ids::{MechId, NetUid, NetUidStorageIndex};
