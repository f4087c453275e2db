//! The most that a price limit lets through: what wallets offer, and what fill-or-kill checks.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};

use crate::{
	fee::FeeRate,
	fixed::{fixed, floor, safe_div, Price},
	market::Market,
	pool::Pool,
	swap::{
		Buying, PriceLimit, Selling, SwapError, SwapMode, Terms, MAXIMUM_INPUT_RESERVES,
		MAXIMUM_PRICE_RAO, MINIMUM_PRICE_RAO,
	},
};

impl Pool {
	/// The most TAO, its fee included, that can be offered for alpha within `limit`.
	///
	/// It is what of [`MAXIMUM_INPUT_RESERVES`] times the TAO reserve a purchase would take: the
	/// input that reaches the limit, `y * ((limit / price)^b - 1)` rounded down, and the fee on
	/// top of it, rounded down. All of that many reserves where even they stay within the limit.
	/// Powers end at 18.4, so a limit further off than that admits 17.4 reserves.
	///
	/// An offer of exactly this is filled whole. A larger one takes no more than this, but for
	/// the few rao by which the roundings of the price after it hide that it passes the limit.
	///
	/// # Errors
	///
	/// [`SwapError::PriceLimitExceeded`] at a price at the limit or above it, and
	/// [`SwapError::ReservesTooLow`] where the alpha reserve is, or where the input buys nothing.
	pub fn max_add(&self, limit: PriceLimit, fee: FeeRate) -> Result<TaoBalance, SwapError> {
		let offer = u64::from(self.tao).saturating_mul(MAXIMUM_INPUT_RESERVES);
		let fill = self.fill(Buying, offer, &Terms { fee, limit, mode: SwapMode::Partial })?;
		Ok(fill.paid_in.saturating_add(fill.fee).into())
	}

	/// The most alpha, its fee included, that can be offered for TAO within `limit`.
	///
	/// It is what of [`MAXIMUM_INPUT_RESERVES`] times the alpha reserve a sale would take: the
	/// input that reaches the limit, `x * ((price / limit)^q - 1)` rounded down, and the fee on
	/// top of it, rounded down. All of that many reserves where even they stay within the limit.
	/// Powers end at 18.4, so a limit further off than that admits 17.4 reserves.
	///
	/// An offer of exactly this is filled whole, unless it would empty the TAO reserve, which
	/// only a limit of zero allows. A larger one takes no more than this, but for the few units by
	/// which the roundings of the price after it hide that it passes the limit.
	///
	/// # Errors
	///
	/// [`SwapError::PriceLimitExceeded`] at a price at the limit or below it, and
	/// [`SwapError::ReservesTooLow`] where the TAO reserve is, or where the input earns nothing.
	pub fn max_remove(&self, limit: PriceLimit, fee: FeeRate) -> Result<AlphaBalance, SwapError> {
		let offer = u64::from(self.alpha).saturating_mul(MAXIMUM_INPUT_RESERVES);
		let fill = self.fill(Selling, offer, &Terms { fee, limit, mode: SwapMode::Partial })?;
		Ok(fill.paid_in.saturating_add(fill.fee).into())
	}

	/// The alpha of this pool that, without fees and at even weights, earns `ratio` alpha of the
	/// other pool for each unit, on average.
	fn alpha_until_ratio(&self, other: &Self, ratio: Price) -> AlphaBalance {
		let [x1, y1, x2, y2] =
			[self.alpha.into(), self.tao.into(), other.alpha.into(), other.tao.into()]
				.map(|reserve: u64| fixed(reserve));
		let sum = y1.saturating_add(y2);
		let wanted = safe_div(x2.saturating_mul(safe_div(y1, sum)), ratio);
		floor(wanted.saturating_sub(x1.saturating_mul(safe_div(y2, sum)))).into()
	}

	/// Whether either side is empty.
	fn lacks_a_side(&self) -> bool {
		self.alpha.is_zero() || self.tao.is_zero()
	}
}

impl Market {
	/// The most TAO, its fee included, that can be staked within `limit`, see [`Pool::max_add`].
	///
	/// Without a pool the price is one, so a limit of one TAO or above admits any amount and a
	/// lower one none.
	///
	/// # Errors
	///
	/// Those of [`Pool::max_add`]; none without a pool.
	pub fn max_add(&self, limit: PriceLimit, fee: FeeRate) -> Result<TaoBalance, SwapError> {
		match self {
			Self::Dynamic(pool) => pool.max_add(limit, fee),
			Self::Stable | Self::Missing if limit.rao(MAXIMUM_PRICE_RAO) >= RAO_PER_TAO => {
				Ok(TaoBalance::MAX)
			}
			Self::Stable | Self::Missing => Ok(TaoBalance::ZERO),
		}
	}

	/// The most alpha, its fee included, that can be unstaked within `limit`, see
	/// [`Pool::max_remove`].
	///
	/// Without a pool the price is one, so a limit of one TAO or below admits any amount and a
	/// higher one none.
	///
	/// # Errors
	///
	/// Those of [`Pool::max_remove`]; none without a pool.
	pub fn max_remove(&self, limit: PriceLimit, fee: FeeRate) -> Result<AlphaBalance, SwapError> {
		match self {
			Self::Dynamic(pool) => pool.max_remove(limit, fee),
			Self::Stable | Self::Missing if limit.rao(MINIMUM_PRICE_RAO) <= RAO_PER_TAO => {
				Ok(AlphaBalance::MAX)
			}
			Self::Stable | Self::Missing => Ok(AlphaBalance::ZERO),
		}
	}
}

/// One end of a move of stake between subnets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MoveLeg {
	/// Where the stake is sold, or bought.
	pub market: Market,
	/// The fee rate of the subnet.
	pub fee: FeeRate,
}

/// The most alpha of `origin` that can be moved to `destination` at `least_ratio` or better.
///
/// `least_ratio` is the price of the origin's alpha in alpha of the destination, in parts of
/// 10^9. By the kinds of the two markets the answer is:
///
/// - no pool at either end: any amount up to a ratio of one, and nothing above it;
/// - a pool at the destination only: [`Pool::max_add`] at the limit `10^18 / least_ratio`, rounded
///   down to 2^-64 and to whole rao, and any amount for a ratio of zero;
/// - a pool at the origin only: [`Pool::max_remove`] at `least_ratio` as the limit;
/// - two pools: `x2 * (y1 / s) / l - x1 * (y2 / s)` with `s = y1 + y2` and `l` the ratio, each
///   step rounded down to 2^-64 and the whole to a unit. It ignores weights and fees: at even
///   weights and without fees, a move of this much earns `l` on average. Any amount for a ratio of
///   zero, nothing for a ratio above that of the prices, and nothing where a reserve is empty.
///
/// # Errors
///
/// Those of [`Pool::max_add`] and [`Pool::max_remove`], where one of them answers.
pub fn max_move(
	origin: &MoveLeg,
	destination: &MoveLeg,
	least_ratio: u64,
) -> Result<AlphaBalance, SwapError> {
	match (&origin.market, &destination.market) {
		(Market::Dynamic(from), Market::Dynamic(to)) => Ok(max_move_between(from, to, least_ratio)),
		(Market::Dynamic(from), _) => from.max_remove(PriceLimit::Rao(least_ratio), origin.fee),
		(_, Market::Dynamic(_)) if least_ratio == 0 => Ok(AlphaBalance::MAX),
		(_, Market::Dynamic(to)) => {
			let price = safe_div(fixed(RAO_PER_TAO), fixed(least_ratio));
			let limit = PriceLimit::Rao(floor(price.saturating_mul(fixed(RAO_PER_TAO))));
			to.max_add(limit, destination.fee).map(|tao| u64::from(tao).into())
		}
		_ if least_ratio > RAO_PER_TAO => Ok(AlphaBalance::ZERO),
		_ => Ok(AlphaBalance::MAX),
	}
}

/// As [`max_move`], from one pool to another.
fn max_move_between(from: &Pool, to: &Pool, least_ratio: u64) -> AlphaBalance {
	if from.lacks_a_side() || to.lacks_a_side() {
		return AlphaBalance::ZERO;
	}
	let ratio = safe_div(fixed(least_ratio), fixed(RAO_PER_TAO));
	if ratio > safe_div(from.price(), to.price()) {
		return AlphaBalance::ZERO;
	}
	if least_ratio == 0 {
		return AlphaBalance::MAX;
	}
	from.alpha_until_ratio(to, ratio)
}
