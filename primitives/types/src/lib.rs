//! Units of the Noesis chain.
//!
//! # Overview
//!
//! Every quantity of the chain is an integer. Each has a type of its own, so that the compiler
//! rejects one in the place of another:
//!
//! | type | quantity | on the wire |
//! |---|---|---|
//! | [`TaoBalance`] | TAO, in rao (10^9 rao = 1 TAO) | `u64` |
//! | [`AlphaBalance`] | a subnet's alpha, in its smallest unit (10^9 = 1 alpha) | `u64` |
//! | [`NetUid`] | a subnet; 0 is root | `u16` |
//! | [`MechId`] | a mechanism inside a subnet; 0 is the first | `u8` |
//! | [`NetUidStorageIndex`] | a subnet's mechanism as one storage key | `u16` |
//!
//! Encodings equal those of the bare integer. In metadata each type is a composite with one
//! unnamed field, which clients show as the inner value. Encoding and type information are not
//! behind a feature: `sp-arithmetic`, whose traits amounts implement, depends on both.
//!
//! # Crossing units
//!
//! Only a trade with a pool turns TAO into alpha or alpha into TAO. No operator and no `From`
//! takes both:
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
//! Domain code uses the checked methods, such as [`TaoBalance::try_add`], with `?`. The operators
//! exist because the balances pallet requires them. They saturate at the bounds and never wrap or
//! panic, in any build profile.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

mod balance;
mod ids;
mod newtype;

pub use balance::{AlphaBalance, TaoBalance, INITIAL_TAO_WEIGHT, RAO_PER_TAO};
pub use ids::{MechId, NetUid, NetUidStorageIndex};
