//! Emission: halving, shares of subnets, pots of alpha, payout of an epoch.
//!
//! # Overview
//!
//! Each block the chain mints some TAO and divides it among the subnets by the prices of their
//! alpha. A subnet's part goes into its pool, as liquidity or as a purchase of alpha. In addition
//! every subnet mints its own alpha, which waits in four pots (owner, miners, validators, root) and
//! is paid out when the subnet's epoch ends.
//!
//! This crate computes these amounts: values in, values out, no storage.
//!
//! # The life of a block's emission
//!
//! 1. [`tao_emission`]: the TAO of a block, from the issuance so far; zero after thirty halvings.
//! 2. [`split_block_emission`]: each subnet's share, from averaged prices ([`moving_price`]), less
//!    for subnets that burn what their miners earn, sharpened by the [`EmissionGate`].
//! 3. [`injection`]: how much of it becomes liquidity and how much buys alpha, limited by
//!    [`root_proportion`].
//! 4. [`split_alpha_out`]: the subnet's own alpha of this block, into the four pots.
//! 5. [`split_epoch`]: at the end of an epoch, the pots to miners, validators, parents of child
//!    keys and their stakers.
//!
//! The prices of registration fall block by block as well: [`next_neuron_price`] and
//! [`subnet_price`].
//!
//! # Terminology
//!
//! - *rao*: the smallest unit of TAO and of alpha, 10^-9 of either.
//! - *issuance*: minted and not recycled alpha or TAO. *Recycling* lowers the issuance, *burning*
//!   alpha does not.
//! - *take*: the part of a dividend that the owner of a hotkey keeps before stakers are paid.
//!
//! # Arithmetic
//!
//! Amounts are `u64` rao. Formulas run in the fixed-point types of `substrate-fixed`, saturate, and
//! round toward zero at each operation. Each split says where the remainder stays; it is never paid
//! to anybody. Shares of a sum never exceed one together, for any input, and no function panics.
//!
//! # Features
//!
//! `codec` gives the types that pallets store and runtime APIs answer their SCALE codec and type
//! info.
//!
//! ```
//! use noesis_emission::{tao_emission, TaoBalance};
//!
//! let before = TaoBalance::new(10_499_999_999_999_999);
//! assert_eq!(tao_emission(before), TaoBalance::new(1_000_000_000));
//! assert_eq!(tao_emission(before + TaoBalance::new(1)), TaoBalance::new(500_000_000));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

extern crate alloc;

mod alpha_out;
mod children;
mod dividends;
mod epoch_split;
mod fixed;
mod gate;
mod halving;
mod injection;
mod price_average;
mod registration_price;
mod root_proportion;
mod shares;

pub use alpha_out::{split_alpha_out, AlphaOut, AlphaOutTerms};
pub use children::{
	share_with_parents, HotkeyState, Parent, RootMembership, SharedDividend, Stake, StakeTerms,
};
pub use dividends::DividendPayment;
pub use epoch_split::{split_epoch, EpochPots, EpochSplit, EpochSplitInput, SplitError};
pub use fixed::{I96F32, U64F64, U96F32};
pub use gate::{EmissionGate, BAR_UPDATE_INTERVAL};
pub use halving::{
	alpha_emission, halving_threshold, halvings, mintable, tao_emission, HALVINGS, MAX_ISSUANCE,
};
pub use injection::{injection, Injection, InjectionTerms};
pub use noesis_types::{AlphaBalance, NetUid, TaoBalance};
pub use price_average::{
	blocks_since_first_emission, moving_price, next_fast_price, next_moving_price,
	root_dividend_fate, Mechanism, PriceStep, RootDividendFate, FAST_PRICE_HALF_LIFE,
};
pub use registration_price::{
	neuron_price_decay, next_neuron_price, subnet_price, NeuronPriceTerms, SubnetPriceTerms,
};
pub use root_proportion::{alpha_issuance, root_proportion, tao_weight};
pub use shares::{split_block_emission, BlockShares, PoolEmission, SubnetMarket, SubnetShare};
