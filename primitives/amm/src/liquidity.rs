//! Liquidity that emission adds to a pool without moving its price.

use noesis_types::{AlphaBalance, TaoBalance};
use serde::{Deserialize, Serialize};

use crate::{
	fixed::{div_or_zero, Price},
	pool::Pool,
	weight::{share_of, QuoteWeight, WeightOutOfBounds},
};

/// The reason why a pool cannot start at a price.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InitError {
	/// The reserves are empty, or the weights for the price are out of bounds.
	ReservesOutOfBalance,
}

impl core::fmt::Display for InitError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("no weights within bounds give these reserves this price")
	}
}

impl core::error::Error for InitError {}

impl From<WeightOutOfBounds> for InitError {
	fn from(_: WeightOutOfBounds) -> Self {
		Self::ReservesOutOfBalance
	}
}

/// The reason why a pool cannot take liquidity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LiquidityError {
	/// The weights that keep the price are below 0.01 or above 0.99.
	WeightOutOfBounds,
	/// A reserve or a reservoir would exceed `u64::MAX`.
	Overflow,
}

impl core::fmt::Display for LiquidityError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::WeightOutOfBounds => core::fmt::Display::fmt(&WeightOutOfBounds, f),
			Self::Overflow => f.write_str("the pool cannot hold the liquidity"),
		}
	}
}

impl core::error::Error for LiquidityError {}

impl From<WeightOutOfBounds> for LiquidityError {
	fn from(_: WeightOutOfBounds) -> Self {
		Self::WeightOutOfBounds
	}
}

/// Liquidity that waits beside a pool and does not count in its price.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Reservoirs {
	/// Waiting TAO, in rao.
	pub tao: TaoBalance,
	/// Waiting alpha, in units of 10^-9 alpha.
	pub alpha: AlphaBalance,
}

/// The result of adding liquidity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Injection {
	/// The pool with `tao_used` and `alpha_used` in its reserves, at the new weights.
	pub pool: Pool,
	/// The reservoirs after the injection.
	pub reservoirs: Reservoirs,
	/// TAO that entered the reserve, part of which may come from the reservoir.
	pub tao_used: TaoBalance,
	/// Alpha that entered the reserve, part of which may come from the reservoir.
	pub alpha_used: AlphaBalance,
}

impl Pool {
	/// The pool with `tao` and `alpha` added to its reserves, at the weights that keep the price.
	///
	/// The weights follow the values of the grown sides: `b * y * (x + dx)` for alpha and
	/// `q * x * (y + dy)` for TAO. Products are at most `u128::MAX` and each share is rounded
	/// half up. The new quote weight is rounded down to parts of 10^18, and the price moves by no
	/// more than this rounding. A pool with an empty side gets even weights.
	///
	/// # Errors
	///
	/// - [`LiquidityError::Overflow`]: a reserve would exceed `u64::MAX`.
	/// - [`LiquidityError::WeightOutOfBounds`]: the weight that keeps the price is below 0.01 or
	///   above 0.99.
	pub fn with_liquidity(
		&self,
		tao: TaoBalance,
		alpha: AlphaBalance,
	) -> Result<Self, LiquidityError> {
		let grown = Reservoirs { tao: self.tao, alpha: self.alpha }.try_grow(tao, alpha)?;
		let (x, y) = (u128::from(self.alpha), u128::from(self.tao));
		let alpha_value = y.saturating_mul(grown.alpha.into());
		let tao_value = x.saturating_mul(grown.tao.into());
		let base = share_of(self.quote_weight.base_parts(), alpha_value);
		let quote = share_of(self.quote_weight.parts(), tao_value);
		let quote_weight = match base.saturating_add(quote) {
			0 => QuoteWeight::EVEN,
			whole => QuoteWeight::from_ratio(quote, whole)?,
		};
		Ok(Self { tao: grown.tao, alpha: grown.alpha, quote_weight })
	}

	/// Adds `tao`, `alpha` and the reservoirs to the reserves, as far as the price can be kept.
	///
	/// It tries both sides, then alpha alone, then TAO alone. An amount that does not enter its
	/// reserve waits in its reservoir.
	///
	/// # Errors
	///
	/// [`LiquidityError::Overflow`]: a reservoir would exceed `u64::MAX`.
	pub fn inject(
		&self,
		reservoirs: Reservoirs,
		tao: TaoBalance,
		alpha: AlphaBalance,
	) -> Result<Injection, LiquidityError> {
		let pending = reservoirs.try_grow(tao, alpha)?;
		let attempts = [
			pending,
			Reservoirs { tao: TaoBalance::ZERO, ..pending },
			Reservoirs { alpha: AlphaBalance::ZERO, ..pending },
		];
		for Reservoirs { tao: tao_used, alpha: alpha_used } in attempts {
			if let Ok(pool) = self.with_liquidity(tao_used, alpha_used) {
				let reservoirs = Reservoirs {
					tao: pending.tao.saturating_sub(tao_used),
					alpha: pending.alpha.saturating_sub(alpha_used),
				};
				return Ok(Injection { pool, reservoirs, tao_used, alpha_used });
			}
		}
		Ok(Injection {
			pool: *self,
			reservoirs: pending,
			tao_used: TaoBalance::ZERO,
			alpha_used: AlphaBalance::ZERO,
		})
	}

	/// The TAO and the alpha of a dissolved subnet: the reserves and the reservoirs together.
	///
	/// # Errors
	///
	/// [`LiquidityError::Overflow`]: one of the sums would exceed `u64::MAX`.
	pub fn clear(
		self,
		reservoirs: Reservoirs,
	) -> Result<(TaoBalance, AlphaBalance), LiquidityError> {
		let all = reservoirs.try_grow(self.tao, self.alpha)?;
		Ok((all.tao, all.alpha))
	}
}

impl Reservoirs {
	/// Both amounts with more added, or [`LiquidityError::Overflow`].
	fn try_grow(self, tao: TaoBalance, alpha: AlphaBalance) -> Result<Self, LiquidityError> {
		match (self.tao.try_add(tao), self.alpha.try_add(alpha)) {
			(Ok(tao), Ok(alpha)) => Ok(Self { tao, alpha }),
			_ => Err(LiquidityError::Overflow),
		}
	}
}

/// The median of the prices above zero, or one if there is no such price.
///
/// For an even count it is the mean of the middle two, rounded down. The caller passes the prices
/// of the subnets other than root; they are sorted in place.
pub fn median_price(prices: &mut [Price]) -> Price {
	prices.sort_unstable();
	let first = prices.partition_point(|price| price.to_bits() == 0);
	let positive = prices.get(first..).unwrap_or(&[]);
	let above = positive.get(positive.len() / 2);
	let below = positive.len().saturating_sub(1) / 2;
	match (positive.get(below), above) {
		(Some(below), Some(above)) if positive.len() % 2 == 0 => {
			div_or_zero(below.saturating_add(*above), Price::from_bits(2 << 64))
		}
		(Some(middle), _) => *middle,
		_ => Price::from_bits(1 << 64),
	}
}
