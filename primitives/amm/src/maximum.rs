//! The largest orders within a price limit: wallets offer them, and fill-or-kill compares with them.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};

use crate::{
	fee::FeeRate,
	fixed::{div_or_zero, fixed, floor, Price},
	market::Market,
	pool::Pool,
	swap::{
		Buying, PriceLimit, Selling, SwapError, SwapMode, Terms, MAXIMUM_INPUT_RESERVES,
		MAXIMUM_PRICE_RAO, MINIMUM_PRICE_RAO,
	},
};

impl Pool {
	/// The most TAO, fee included, that a purchase within `limit` can offer, in rao.
	///
	/// It is the part of an offer of [`MAXIMUM_INPUT_RESERVES`] TAO reserves that a purchase would
	/// take: the input that reaches the limit, `y * ((limit / price)^b - 1)` rounded down, and the
	/// fee on top of it, rounded down. If the whole offer stays within the limit, it is the whole
	/// offer. Powers end at 18.4, so for a limit beyond that it is 17.4 reserves and their fee.
	/// The offer is at most what the reserve can hold, `u64::MAX - y`.
	///
	/// A purchase for exactly this amount is filled whole. A purchase for more takes no more than
	/// this, except for the few rao by which rounding hides that the price passes the limit.
	///
	/// # Errors
	///
	/// - [`SwapError::PriceLimitExceeded`]: the price is at the limit or above it.
	/// - [`SwapError::ReservesTooLow`]: the alpha reserve is below the minimum, or the input buys
	///   nothing.
	pub fn max_add(&self, limit: PriceLimit, fee: FeeRate) -> Result<TaoBalance, SwapError> {
		let terms = Terms { fee, limit, mode: SwapMode::Partial };
		let fill = self.fill(Buying, largest_offer(self.tao.into()), &terms)?;
		Ok(fill.paid_in.saturating_add(fill.fee).into())
	}

	/// The most alpha, fee included, that a sale within `limit` can offer, in units of 10^-9
	/// alpha.
	///
	/// It is the part of an offer of [`MAXIMUM_INPUT_RESERVES`] alpha reserves that a sale would
	/// take: the input that reaches the limit, `x * ((price / limit)^q - 1)` rounded down, and the
	/// fee on top of it, rounded down. If the whole offer stays within the limit, it is the whole
	/// offer. Powers end at 18.4, so for a limit beyond that it is 17.4 reserves and their fee.
	/// The offer is at most what the reserve can hold, `u64::MAX - x`.
	///
	/// A sale of exactly this amount is filled whole, unless it would empty the TAO reserve, which
	/// needs a limit of zero. A sale of more takes no more than this, except for the few units by
	/// which rounding hides that the price passes the limit.
	///
	/// # Errors
	///
	/// - [`SwapError::PriceLimitExceeded`]: the price is at the limit or below it.
	/// - [`SwapError::ReservesTooLow`]: the TAO reserve is below the minimum, or the input earns
	///   nothing.
	pub fn max_remove(&self, limit: PriceLimit, fee: FeeRate) -> Result<AlphaBalance, SwapError> {
		let terms = Terms { fee, limit, mode: SwapMode::Partial };
		let fill = self.fill(Selling, largest_offer(self.alpha.into()), &terms)?;
		Ok(fill.paid_in.saturating_add(fill.fee).into())
	}

	/// The alpha of this pool that earns `ratio` units of the other pool's alpha per unit.
	///
	/// The ratio is an average over the whole amount, without fees and at even weights.
	fn alpha_until_ratio(&self, other: &Self, ratio: Price) -> AlphaBalance {
		let [x1, y1, x2, y2] =
			[self.alpha.into(), self.tao.into(), other.alpha.into(), other.tao.into()]
				.map(|reserve: u64| fixed(reserve));
		let sum = y1.saturating_add(y2);
		let wanted = div_or_zero(x2.saturating_mul(div_or_zero(y1, sum)), ratio);
		floor(wanted.saturating_sub(x1.saturating_mul(div_or_zero(y2, sum)))).into()
	}

	/// Whether either side is empty.
	fn lacks_a_side(&self) -> bool {
		self.alpha.is_zero() || self.tao.is_zero()
	}
}

impl Market {
	/// The most TAO, fee included, that can be staked within `limit`, see [`Pool::max_add`].
	///
	/// Without a pool the price is one TAO: a limit of at least one TAO admits any amount, a lower
	/// limit admits zero.
	///
	/// # Errors
	///
	/// The errors of [`Pool::max_add`]. A market without a pool returns no error.
	pub fn max_add(&self, limit: PriceLimit, fee: FeeRate) -> Result<TaoBalance, SwapError> {
		match self {
			Self::Dynamic(pool) => pool.max_add(limit, fee),
			Self::Stable | Self::Missing if limit.rao(MAXIMUM_PRICE_RAO) >= RAO_PER_TAO => {
				Ok(TaoBalance::MAX)
			}
			Self::Stable | Self::Missing => Ok(TaoBalance::ZERO),
		}
	}

	/// The most alpha, fee included, that can be unstaked within `limit`, see
	/// [`Pool::max_remove`].
	///
	/// Without a pool the price is one TAO: a limit of at most one TAO admits any amount, a higher
	/// limit admits zero.
	///
	/// # Errors
	///
	/// The errors of [`Pool::max_remove`]. A market without a pool returns no error.
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

/// An offer of [`MAXIMUM_INPUT_RESERVES`] times `reserve`, or as much as the reserve can hold.
fn largest_offer(reserve: u64) -> u64 {
	reserve.saturating_mul(MAXIMUM_INPUT_RESERVES).min(u64::MAX.saturating_sub(reserve))
}

/// One end of a move of stake between subnets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MoveLeg {
	/// The market in which the stake is sold or bought.
	pub market: Market,
	/// The fee rate of the subnet.
	pub fee: FeeRate,
}

/// The most alpha of `origin` that can be moved to `destination` at `least_ratio` or better.
///
/// `least_ratio` is the price of the origin's alpha in alpha of the destination, in parts of
/// 10^9. The result depends on the two markets:
///
/// - No pool at either end: any amount for a ratio of at most one, zero above.
/// - A pool at the destination only: [`Pool::max_add`] at the limit `10^18 / least_ratio`, rounded
///   down to 2^-64 and to whole rao. Any amount for a ratio of zero.
/// - A pool at the origin only: [`Pool::max_remove`] at the limit `least_ratio`.
/// - Two pools: `x2 * (y1 / s) / l - x1 * (y2 / s)` with `s = y1 + y2` and `l` the ratio. Each
///   step is rounded down to 2^-64, the result to a unit. The formula ignores weights and fees:
///   at even weights and without fees, a move of this amount earns `l` on average. Any amount for
///   a ratio of zero; zero for a ratio above that of the prices, and if a reserve is empty.
///
/// # Errors
///
/// The errors of [`Pool::max_add`] and [`Pool::max_remove`] where the result is theirs.
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
			let price = div_or_zero(fixed(RAO_PER_TAO), fixed(least_ratio));
			let limit = PriceLimit::Rao(floor(price.saturating_mul(fixed(RAO_PER_TAO))));
			to.max_add(limit, destination.fee).map(|tao| u64::from(tao).into())
		}
		_ if least_ratio > RAO_PER_TAO => Ok(AlphaBalance::ZERO),
		_ => Ok(AlphaBalance::MAX),
	}
}

/// [`max_move`] from one pool to another.
fn max_move_between(from: &Pool, to: &Pool, least_ratio: u64) -> AlphaBalance {
	if from.lacks_a_side() || to.lacks_a_side() {
		return AlphaBalance::ZERO;
	}
	let ratio = div_or_zero(fixed(least_ratio), fixed(RAO_PER_TAO));
	if ratio > div_or_zero(from.price(), to.price()) {
		return AlphaBalance::ZERO;
	}
	if least_ratio == 0 {
		return AlphaBalance::MAX;
	}
	from.alpha_until_ratio(to, ratio)
}
