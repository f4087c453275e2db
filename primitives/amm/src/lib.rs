//! The weighted pool that trades TAO for a subnet's alpha.
//!
//! # Overview
//!
//! Every subnet with a token of its own has one pool, owned by the chain. Staking on the subnet
//! buys alpha from the pool, unstaking sells alpha to it, and the ratio of the reserves makes the
//! price. Users do not provide liquidity: emission adds it, without moving the price.
//!
//! # Terminology
//!
//! - *reserve*: the amount of one side in the pool. `x` is alpha, `y` is TAO.
//! - *weight*: the exponent of a side, [`QuoteWeight`] for TAO (`q`), the rest for alpha (`b`).
//! - *price*: TAO per alpha at the margin, `(b * y) / (q * x)`.
//! - *reservoir*: liquidity that waits beside the pool, see [`Reservoirs`].
//!
//! # Life of a pool
//!
//! It starts with the lock cost of its subnet as TAO ([`Pool::for_new_subnet`]) and even weights.
//! Trades move along `x^b * y^q = constant` ([`Pool::buy`], [`Pool::sell`]). Emission adds to the
//! reserves and shifts the weights so that the price stays ([`Pool::inject`]). When the subnet is
//! dissolved, the chain takes out everything ([`Pool::clear`]).
//!
//! # Design
//!
//! A [`Pool`] is a value and every operation is a function of values: the caller loads reserves,
//! computes the outcome and stores it. Quotes and trades share one function, allocate nothing and
//! take bounded time. Results equal those of the reference chain to the last bit; each function
//! documents its rounding.
//!
//! # Invariants of a trade
//!
//! - The offer of a trader is `paid_in + fee + returned`.
//! - A reserve grows by exactly `paid_in`, and the other shrinks by exactly `paid_out`. A trade
//!   for which a reserve has no room is refused.
//! - A trade never empties a reserve.
//! - Purchases raise the price and sales lower it. The price stays within the limit, except for
//!   rounding.
//! - An order and its reverse gain at most a rounding, see the next section.
//!
//! # Rounding in favour of the trader
//!
//! The protocol rounds down the part of a reserve that stays, to parts of 10^18 and to 2^-64, and
//! so it can pay out more than the curve: at most 1.06·10^-18 of the reserve that pays. All other
//! roundings favour the pool. Without fees, a purchase and the sale of its alpha therefore gain at
//! most, in rao and rounded down,
//!
//! ```text
//! 1.06·10^-18 * (y' + (b / q) * y * (x / x'))
//! ```
//!
//! where `x` and `y` are the reserves before the purchase, `x'` and `y'` those after it. One sale
//! takes at most 1000 alpha reserves, so `x / x'` is at most 1001 if the sale returns all alpha.
//! Below the supply cap of 21 million TAO and alpha the gain is then at most
//!
//! - 2 rao at quote weights below 0.0223,
//! - zero at quote weights from 0.0223 to 0.78, which includes even weights,
//! - 1 rao above.
//!
//! With the default fee it is zero for an order of 3972 rao or more. A trader who returns the
//! alpha in several sales can gain more: `y'` counts once for each sale, and `x / x'` has no bound
//! but the price limit. Below the supply cap and within the price limit of the chain the gain is
//! at most 22,260 rao. It needs a purchase of more than 99.9 % of the alpha of a pool that holds
//! millions of TAO and alpha, without a fee.
//!
//! For a sale and the purchase with its TAO, exchange `x` with `y`, `b` with `q`, and rao with
//! units of alpha.
//!
//! # Example
//!
//! ```
//! use noesis_amm::{FeeRate, Pool, PriceLimit, SwapMode, Terms};
//!
//! // 1000 TAO and 4000 alpha: alpha costs a quarter of a TAO.
//! let pool = Pool::new(1_000_000_000_000u64.into(), 4_000_000_000_000u64.into());
//! assert_eq!(pool.price_rao(), 250_000_000);
//!
//! // 100 TAO, but at most until the price has risen by 5 %.
//! let limit = PriceLimit::Rao(262_500_000);
//! let terms = Terms { fee: FeeRate::DEFAULT, limit, mode: SwapMode::Partial };
//! let (after, purchase) = pool.buy(100_000_000_000u64.into(), &terms)?;
//! assert_eq!(purchase.paid_in, 24_695_076_595u64.into());
//! assert_eq!(purchase.paid_out, 96_399_708_202u64.into());
//! assert_eq!(after.price_rao(), 262_499_999);
//!
//! // All or nothing.
//! let terms = Terms { mode: SwapMode::FillOrKill, ..terms };
//! assert!(pool.buy(100_000_000_000u64.into(), &terms).is_err());
//! # Ok::<(), noesis_amm::SwapError>(())
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

#[cfg(feature = "codec")]
mod encoding;
mod fee;
mod fixed;
mod liquidity;
mod market;
mod maximum;
mod pool;
mod power;
mod swap;
mod weight;
mod wide;

pub use fee::{FeeRate, FeeRateTooHigh};
pub use fixed::Price;
pub use liquidity::{median_price, InitError, Injection, LiquidityError, Reservoirs};
pub use market::{Market, SimSwapResult};
pub use maximum::{max_move, MoveLeg};
pub use pool::Pool;
pub use swap::{
	PriceLimit, Purchase, Sale, SwapError, SwapMode, Terms, Trade, MAXIMUM_INPUT_RESERVES,
	MAXIMUM_PRICE_RAO, MINIMUM_PRICE_RAO, MINIMUM_RESERVE,
};
pub use weight::{QuoteWeight, WeightOutOfBounds};
