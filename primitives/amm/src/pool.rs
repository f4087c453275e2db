//! The reserves of a pool, their weights, and the curve they span.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};
use serde::{Deserialize, Serialize};
use substrate_fixed::types::U64F64;

use crate::{
	fixed::{fixed, floor, fraction, safe_div, Price},
	liquidity::InitError,
	power::{pow_scaled, Base, Exponent, Scaled, Series, PARTS},
	weight::QuoteWeight,
};

/// One.
const ONE: U64F64 = U64F64::from_bits(1 << 64);

/// The pool of one subnet at one moment. A value: its methods return what would be.
///
/// With `x` alpha, `y` TAO and the weights `b` of alpha and `q` of TAO, trades keep
/// `x^b * y^q` constant, and the price of alpha in TAO is `(b * y) / (q * x)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Pool {
	/// TAO that trades draw on and add to.
	pub tao: TaoBalance,
	/// Alpha that trades draw on and add to.
	pub alpha: AlphaBalance,
	/// What the TAO side counts for.
	pub quote_weight: QuoteWeight,
}

impl Pool {
	/// A pool whose sides count the same.
	pub const fn new(tao: TaoBalance, alpha: AlphaBalance) -> Self {
		Self { tao, alpha, quote_weight: QuoteWeight::EVEN }
	}

	/// A pool with these reserves at the weights that make `price` its price.
	///
	/// The quote weight is `y / (price * x + y)`, rounded down to parts of 10^18, with the
	/// product rounded down to whole rao.
	///
	/// # Errors
	///
	/// [`InitError::ReservesOutOfBalance`] for empty reserves, and where a weight would leave
	/// its bounds.
	pub fn with_price(
		tao: TaoBalance,
		alpha: AlphaBalance,
		price: Price,
	) -> Result<Self, InitError> {
		let whole = u128::from(floor(price)).saturating_mul(alpha.into());
		let rest = floor(fixed(alpha.into()).saturating_mul(fraction(price)));
		let value = whole.saturating_add(rest.into()).saturating_add(tao.into());
		if value == 0 {
			return Err(InitError::ReservesOutOfBalance);
		}
		let quote_weight = QuoteWeight::from_ratio(tao.into(), value)?;
		Ok(Self { tao, alpha, quote_weight })
	}

	/// The first reserves of a new subnet.
	///
	/// TAO is the larger of what was paid for the subnet and of the least that it could have
	/// cost. Alpha is as much as that TAO buys at the median price of the other subnets, rounded
	/// down; nothing at a median price of zero.
	pub fn for_new_subnet(
		lock_paid: TaoBalance,
		least_lock: TaoBalance,
		median_price: Price,
	) -> Self {
		let tao = lock_paid.max(least_lock);
		let alpha = floor(safe_div(fixed(tao.into()), median_price));
		Self::new(tao, alpha.into())
	}

	/// The price of alpha in TAO at the margin; zero for a pool without alpha.
	///
	/// `floor(b / q)` times `floor(y / x)`, both floored to 2^-64, the product too; at most the
	/// largest [`Price`].
	pub fn price(&self) -> Price {
		let weights =
			safe_div(fixed(self.quote_weight.base_parts()), fixed(self.quote_weight.parts()));
		weights.saturating_mul(safe_div(fixed(self.tao.into()), fixed(self.alpha.into())))
	}

	/// The price in rao per whole alpha, rounded down, at most `u64::MAX`.
	pub fn price_rao(&self) -> u64 {
		to_rao(self.price())
	}

	/// The alpha that `tao` is worth at the margin, without slippage or fee, rounded down.
	///
	/// Zero at a price of zero, and where the result would leave the type: prices that low have
	/// no meaning.
	pub fn alpha_for_tao(&self, tao: TaoBalance) -> AlphaBalance {
		floor(safe_div(fixed(tao.into()), self.price())).into()
	}

	/// The part of the alpha reserve that stays when `tao` comes in, without a fee:
	/// `(y / (y + dy))^(q / b)`, rounded down to parts of 10^18, at most one.
	pub fn alpha_kept_by(&self, tao: TaoBalance) -> U64F64 {
		kept(self.tao.into(), tao.into(), self.quote_weight.quote_to_base())
	}

	/// The part of the TAO reserve that stays when `alpha` comes in, without a fee:
	/// `(x / (x + dx))^(b / q)`, rounded down to parts of 10^18, at most one.
	pub fn tao_kept_by(&self, alpha: AlphaBalance) -> U64F64 {
		kept(self.alpha.into(), alpha.into(), self.quote_weight.base_to_quote())
	}

	/// The alpha that goes out for `tao`, without a fee, rounded down.
	pub fn alpha_out(&self, tao: TaoBalance) -> AlphaBalance {
		let leaving = ONE.saturating_sub(self.alpha_kept_by(tao));
		floor(fixed(self.alpha.into()).saturating_mul(leaving)).into()
	}

	/// The TAO that goes out for `alpha`, without a fee, rounded down.
	pub fn tao_out(&self, alpha: AlphaBalance) -> TaoBalance {
		let leaving = ONE.saturating_sub(self.tao_kept_by(alpha));
		floor(fixed(self.tao.into()).saturating_mul(leaving)).into()
	}

	/// The TAO that lifts the price from `current` to `target`: `y * ((target / current)^b - 1)`,
	/// rounded down. Zero where `target` is not above, and at a price of zero.
	pub fn tao_until(&self, current: Price, target: Price) -> TaoBalance {
		let base = Base { numerator: target.to_bits(), denominator: current.to_bits() };
		let growth = growth(base, self.quote_weight.base_to_whole());
		floor(fixed(self.tao.into()).saturating_mul(growth)).into()
	}

	/// The alpha that lowers the price from `current` to `target`:
	/// `x * ((current / target)^q - 1)`, rounded down. Zero where `target` is not below, and for
	/// a target of zero.
	pub fn alpha_until(&self, current: Price, target: Price) -> AlphaBalance {
		let base = Base { numerator: current.to_bits(), denominator: target.to_bits() };
		let growth = growth(base, self.quote_weight.quote_to_whole());
		floor(fixed(self.alpha.into()).saturating_mul(growth)).into()
	}
}

/// A price in rao per whole alpha, rounded down, at most `u64::MAX`.
pub(crate) fn to_rao(price: Price) -> u64 {
	floor(price.saturating_mul(fixed(RAO_PER_TAO)))
}

/// `parts` of 10^18 as a fixed-point number, rounded down.
fn from_parts(parts: u64) -> U64F64 {
	safe_div(fixed(parts), fixed(PARTS))
}

/// `(reserve / (reserve + input))^exponent`, rounded down to parts of 10^18.
///
/// At most one. Zero for an empty pool, and where a series that was cut off gives no number of
/// parts. The sum of reserve and input saturates.
fn kept(reserve: u64, input: u64, exponent: Exponent) -> U64F64 {
	let grown = reserve.saturating_add(input);
	let base = Base { numerator: reserve.into(), denominator: grown.into() };
	match pow_scaled(base, exponent, Series::Coarse) {
		Some(Scaled::Value(parts)) => from_parts(parts).min(ONE),
		Some(Scaled::Negative | Scaled::TooLarge) | None => U64F64::from_bits(0),
	}
}

/// `base^exponent - 1`, rounded down to parts of 10^18, between zero and `u64::MAX` parts.
fn growth(base: Base, exponent: Exponent) -> U64F64 {
	let factor = match pow_scaled(base, exponent, Series::Fine) {
		Some(Scaled::Value(parts)) => from_parts(parts),
		Some(Scaled::TooLarge) => from_parts(u64::MAX),
		Some(Scaled::Negative) | None => U64F64::from_bits(0),
	};
	factor.saturating_sub(ONE)
}
