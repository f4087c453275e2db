//! The reserves of a pool, their weights, and the curve that they define.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};
use serde::{Deserialize, Serialize};
use substrate_fixed::types::U64F64;

use crate::{
	fixed::{div_or_zero, fixed, floor, fraction, Price},
	liquidity::InitError,
	power::{pow_scaled, Base, Exponent, Scaled, Series, PARTS},
	weight::QuoteWeight,
};

/// One.
const ONE: U64F64 = U64F64::from_bits(1 << 64);

/// The pool of one subnet at one moment. It is a value: its methods return new pools.
///
/// With `x` alpha, `y` TAO and the weights `b` of alpha and `q` of TAO, trades follow the curve
/// `x^b * y^q = constant`, and the price of alpha in TAO is `(b * y) / (q * x)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Pool {
	/// The TAO reserve, in rao.
	pub tao: TaoBalance,
	/// The alpha reserve, in units of 10^-9 alpha.
	pub alpha: AlphaBalance,
	/// The weight of the TAO reserve. The alpha reserve has the rest.
	pub quote_weight: QuoteWeight,
}

impl Pool {
	/// A pool with even weights.
	pub const fn new(tao: TaoBalance, alpha: AlphaBalance) -> Self {
		Self { tao, alpha, quote_weight: QuoteWeight::EVEN }
	}

	/// A pool with these reserves, and the weights that make `price` its price.
	///
	/// The quote weight is `y / (price * x + y)`, rounded down to parts of 10^18, with the
	/// product rounded down to whole rao.
	///
	/// # Errors
	///
	/// [`InitError::ReservesOutOfBalance`] for empty reserves, and for a weight out of bounds.
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

	/// The pool of a new subnet, at even weights.
	///
	/// The TAO reserve is the larger of the lock that was paid and the least possible lock, both
	/// in rao. The alpha reserve is that TAO divided by the median price of the other subnets,
	/// rounded down; zero at a median price of zero.
	pub fn for_new_subnet(
		lock_paid: TaoBalance,
		least_lock: TaoBalance,
		median_price: Price,
	) -> Self {
		let tao = lock_paid.max(least_lock);
		let alpha = floor(div_or_zero(fixed(tao.into()), median_price));
		Self::new(tao, alpha.into())
	}

	/// The price of alpha in TAO at the margin; zero for a pool without alpha.
	///
	/// It is `b / q` times `y / x`. Both quotients and the product are rounded down to 2^-64, and
	/// the product is at most the largest [`Price`].
	pub fn price(&self) -> Price {
		let weights =
			div_or_zero(fixed(self.quote_weight.base_parts()), fixed(self.quote_weight.parts()));
		weights.saturating_mul(div_or_zero(fixed(self.tao.into()), fixed(self.alpha.into())))
	}

	/// The price in rao per whole alpha, rounded down, at most `u64::MAX`.
	pub fn price_rao(&self) -> u64 {
		to_rao(self.price())
	}

	/// The alpha that `tao` is worth at the margin, without slippage or fee, rounded down.
	///
	/// Zero at a price of zero, and where the quotient would be 2^64 or more.
	pub fn alpha_for_tao(&self, tao: TaoBalance) -> AlphaBalance {
		floor(div_or_zero(fixed(tao.into()), self.price())).into()
	}

	/// The part of the alpha reserve that stays after a purchase for `tao` without a fee.
	///
	/// It is `(y / (y + dy))^(q / b)`, rounded down to parts of 10^18, at most one. The sum
	/// `y + dy` is at most `u64::MAX`.
	pub fn alpha_kept_by(&self, tao: TaoBalance) -> U64F64 {
		kept(self.tao.into(), tao.into(), self.quote_weight.quote_to_base())
	}

	/// The part of the TAO reserve that stays after a sale of `alpha` without a fee.
	///
	/// It is `(x / (x + dx))^(b / q)`, rounded down to parts of 10^18, at most one. The sum
	/// `x + dx` is at most `u64::MAX`.
	pub fn tao_kept_by(&self, alpha: AlphaBalance) -> U64F64 {
		kept(self.alpha.into(), alpha.into(), self.quote_weight.base_to_quote())
	}

	/// The alpha that a purchase for `tao` without a fee pays out, rounded down.
	///
	/// The part that stays is rounded down before, so the result can exceed the curve by at most
	/// 1.06·10^-18 of the alpha reserve.
	pub fn alpha_out(&self, tao: TaoBalance) -> AlphaBalance {
		let leaving = ONE.saturating_sub(self.alpha_kept_by(tao));
		floor(fixed(self.alpha.into()).saturating_mul(leaving)).into()
	}

	/// The TAO that a sale of `alpha` without a fee pays out, rounded down.
	///
	/// The part that stays is rounded down before, so the result can exceed the curve by at most
	/// 1.06·10^-18 of the TAO reserve.
	pub fn tao_out(&self, alpha: AlphaBalance) -> TaoBalance {
		let leaving = ONE.saturating_sub(self.tao_kept_by(alpha));
		floor(fixed(self.tao.into()).saturating_mul(leaving)).into()
	}

	/// The TAO that lifts the price of the pool to `target`, without a fee.
	///
	/// It is `y * ((target / price)^b - 1)`, rounded down. Zero for a target that is not above
	/// the price, and at a price of zero.
	pub fn tao_until(&self, target: Price) -> TaoBalance {
		let base = Base { numerator: target.to_bits(), denominator: self.price().to_bits() };
		let growth = growth(base, self.quote_weight.base_to_whole());
		floor(fixed(self.tao.into()).saturating_mul(growth)).into()
	}

	/// The alpha that lowers the price of the pool to `target`, without a fee.
	///
	/// It is `x * ((price / target)^q - 1)`, rounded down. Zero for a target that is not below
	/// the price, and for a target of zero.
	pub fn alpha_until(&self, target: Price) -> AlphaBalance {
		let base = Base { numerator: self.price().to_bits(), denominator: target.to_bits() };
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
	div_or_zero(fixed(parts), fixed(PARTS))
}

/// `(reserve / (reserve + input))^exponent`, rounded down to parts of 10^18.
///
/// At most one. Zero for an empty reserve, and where the value of a truncated series is negative
/// or above `u64::MAX` parts. The sum of reserve and input saturates.
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
