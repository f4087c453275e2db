//! Liquidity that the chain adds to a pool without moving its price.

use noesis_types::{AlphaBalance, TaoBalance};
use serde::{Deserialize, Serialize};

use crate::{
	fixed::{safe_div, Price},
	pool::Pool,
	weight::{share_of, QuoteWeight, WeightOutOfBounds},
};

/// Why a pool cannot start.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InitError {
	/// The reserves are empty, or their ratio has no weights within bounds at the price asked for.
	ReservesOutOfBalance,
}

impl core::fmt::Display for InitError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("no weights give these reserves the price asked for")
	}
}

impl core::error::Error for InitError {}

impl From<WeightOutOfBounds> for InitError {
	fn from(_: WeightOutOfBounds) -> Self {
		Self::ReservesOutOfBalance
	}
}

/// Liquidity that waits beside a pool and is part of no price.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Reservoirs {
	/// TAO that waits.
	pub tao: TaoBalance,
	/// Alpha that waits.
	pub alpha: AlphaBalance,
}

/// What came of adding liquidity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Injection {
	/// The pool with `tao_used` and `alpha_used` in its reserves, at the new weights.
	pub pool: Pool,
	/// What waits now.
	pub reservoirs: Reservoirs,
	/// TAO that entered the reserve, some of which may have waited before.
	pub tao_used: TaoBalance,
	/// Alpha that entered the reserve, some of which may have waited before.
	pub alpha_used: AlphaBalance,
}

impl Pool {
	/// The pool with more in its reserves, at the weights that keep the price.
	///
	/// The weights follow what each side would be worth: `b * y * (x + dx)` to
	/// `q * x * (y + dy)`, products at most `u128::MAX` and each share rounded half up. The new
	/// quote weight is rounded down, so the price stays up to the last of 10^18 parts. A pool
	/// without one of its sides gets even weights.
	///
	/// # Errors
	///
	/// [`WeightOutOfBounds`] where keeping the price asks for a weight below 0.01 or above 0.99.
	pub fn with_liquidity(
		&self,
		tao: TaoBalance,
		alpha: AlphaBalance,
	) -> Result<Self, WeightOutOfBounds> {
		let (x, y) = (u128::from(self.alpha), u128::from(self.tao));
		let grown_alpha = y.saturating_mul(x.saturating_add(alpha.into()));
		let grown_tao = x.saturating_mul(y.saturating_add(tao.into()));
		let base = share_of(self.quote_weight.base_parts(), grown_alpha);
		let quote = share_of(self.quote_weight.parts(), grown_tao);
		let quote_weight = match base.saturating_add(quote) {
			0 => QuoteWeight::EVEN,
			whole => QuoteWeight::from_ratio(quote, whole)?,
		};
		Ok(Self {
			tao: self.tao.saturating_add(tao),
			alpha: self.alpha.saturating_add(alpha),
			quote_weight,
		})
	}

	/// Adds liquidity together with what waits, as far as the price can be kept.
	///
	/// Tries both sides, then alpha alone, then TAO alone. What no attempt takes waits in the
	/// reservoirs, so nothing is lost.
	pub fn inject(
		&self,
		reservoirs: Reservoirs,
		tao: TaoBalance,
		alpha: AlphaBalance,
	) -> Injection {
		let pending = Reservoirs {
			tao: reservoirs.tao.saturating_add(tao),
			alpha: reservoirs.alpha.saturating_add(alpha),
		};
		let attempts = [
			(pending.tao, pending.alpha),
			(TaoBalance::ZERO, pending.alpha),
			(pending.tao, AlphaBalance::ZERO),
		];
		for (tao_used, alpha_used) in attempts {
			if let Ok(pool) = self.with_liquidity(tao_used, alpha_used) {
				let reservoirs = Reservoirs {
					tao: pending.tao.saturating_sub(tao_used),
					alpha: pending.alpha.saturating_sub(alpha_used),
				};
				return Injection { pool, reservoirs, tao_used, alpha_used };
			}
		}
		Injection {
			pool: *self,
			reservoirs: pending,
			tao_used: TaoBalance::ZERO,
			alpha_used: AlphaBalance::ZERO,
		}
	}

	/// Everything that the pool of a dissolved subnet gives up: its reserves and what waits.
	pub fn clear(self, reservoirs: Reservoirs) -> (TaoBalance, AlphaBalance) {
		(self.tao.saturating_add(reservoirs.tao), self.alpha.saturating_add(reservoirs.alpha))
	}
}

/// The median of the prices above zero, which are sorted on the way: the mean of the middle two,
/// rounded down, for an even count. One when there is none.
///
/// The prices are those of the subnets other than root.
pub fn median_price(prices: &mut [Price]) -> Price {
	prices.sort_unstable();
	let first = prices.partition_point(|price| price.to_bits() == 0);
	let positive = prices.get(first..).unwrap_or(&[]);
	let above = positive.get(positive.len() / 2);
	let below = positive.len().saturating_sub(1) / 2;
	match (positive.get(below), above) {
		(Some(below), Some(above)) if positive.len() % 2 == 0 => {
			safe_div(below.saturating_add(*above), Price::from_bits(2 << 64))
		}
		(Some(middle), _) => *middle,
		_ => Price::from_bits(1 << 64),
	}
}
