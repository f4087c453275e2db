//! The weighted pool that trades TAO for a subnet's alpha.
//!
//! # Overview
//!
//! Every subnet with a token of its own has one pool, owned by the chain. Who stakes on the subnet
//! buys alpha from it, who unstakes sells alpha to it, and the ratio of its reserves makes the
//! price. Nobody else provides liquidity: emission adds it, without moving the price.
//!
//! # Terminology
//!
//! - *reserve*: what the pool holds of one side. `x` is alpha, `y` is TAO.
//! - *weight*: what a side counts for, [`QuoteWeight`] for TAO (`q`), the rest for alpha (`b`).
//! - *price*: TAO per alpha at the margin, `(b * y) / (q * x)`.
//! - *reservoir*: liquidity that waits beside the pool, see [`Reservoirs`].
//!
//! # The life of a pool
//!
//! It starts with the lock cost of its subnet as TAO ([`Pool::for_new_subnet`]) and even weights.
//! Trades move along `x^b * y^q = constant` ([`Pool::buy`], [`Pool::sell`]). Emission adds to the
//! reserves and shifts the weights so that the price stays ([`Pool::inject`]). When the subnet is
//! dissolved everything is taken out ([`Pool::clear`]).
//!
//! # Design
//!
//! A [`Pool`] is a value and everything here is a function of values: the caller loads reserves,
//! asks for the outcome and books it. Quotes and trades are one function, allocate nothing and
//! take bounded time. Results are those of the chain to the last bit, which the rounding of every
//! step decides; it is stated where it happens.
//!
//! What a pool guarantees: what a trader offers is `paid_in + fee + returned`; the price rises
//! with purchases and falls with sales, and stays within the limit but for rounding; a trade never
//! empties a reserve; an order and its reverse never gain.
//!
//! # Example
//!
//! ```
//! use noesis_amm::{Pool, PriceLimit, SwapMode, Terms};
//!
//! // 1000 TAO and 4000 alpha: alpha costs a quarter of a TAO.
//! let pool = Pool::new(1_000_000_000_000u64.into(), 4_000_000_000_000u64.into());
//! assert_eq!(pool.price_rao(), 250_000_000);
//!
//! // 100 TAO, but at most until the price has risen by 5 %.
//! let terms = Terms { limit: PriceLimit::Rao(262_500_000), ..Terms::default() };
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

pub use fee::FeeRate;
pub use fixed::Price;
pub use liquidity::{median_price, InitError, Injection, Reservoirs};
pub use market::{Market, SimSwap};
pub use maximum::{max_move, MoveLeg};
pub use pool::Pool;
pub use swap::{
	PriceLimit, Purchase, Sale, SwapError, SwapMode, Terms, Trade, MAXIMUM_INPUT_RESERVES,
	MAXIMUM_PRICE_RAO, MINIMUM_PRICE_RAO, MINIMUM_RESERVE,
};
pub use weight::{QuoteWeight, WeightOutOfBounds};
