//! Trades: what goes in, what comes out, what it costs, and where the price ends.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};

use crate::{
	fee::FeeRate,
	fixed::{fixed, safe_div, Price},
	pool::Pool,
};

/// A pool pays out of a reserve only while it holds at least this much of it.
pub const MINIMUM_RESERVE: u64 = 1_000_000;

/// A trade puts in at most this many times the reserve that it adds to.
pub const MAXIMUM_INPUT_RESERVES: u64 = 1_000;

/// The lowest price limit, in rao per whole alpha: what a sale without a limit stops at.
pub const MINIMUM_PRICE_RAO: u64 = 1_000;

/// The highest price limit, in rao per whole alpha: what a purchase without a limit stops at.
pub const MAXIMUM_PRICE_RAO: u64 = 1_000_000_000_000_000;

/// The worst price that a trader accepts, at the margin, before or after the trade.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum PriceLimit {
	/// What the chain itself allows: [`MAXIMUM_PRICE_RAO`] for a purchase,
	/// [`MINIMUM_PRICE_RAO`] for a sale.
	#[default]
	Widest,
	/// This many rao per whole alpha.
	Rao(u64),
}

impl PriceLimit {
	/// The limit in rao per whole alpha, where `widest` is that of a trade without one.
	pub(crate) fn rao(self, widest: u64) -> u64 {
		match self {
			Self::Widest => widest,
			Self::Rao(rao) => rao,
		}
	}

	/// The limit as a price, rounded down.
	fn price(self, widest: u64) -> Price {
		safe_div(fixed(self.rao(widest)), fixed(RAO_PER_TAO))
	}
}

/// What happens to an order that the price limit cuts short.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum SwapMode {
	/// The part within the limit is traded and the rest returned.
	#[default]
	Partial,
	/// Nothing is traded.
	FillOrKill,
}

/// The terms of a trade.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Terms {
	/// The fee, taken out of what comes in.
	pub fee: FeeRate,
	/// The worst price at the margin.
	pub limit: PriceLimit,
	/// What becomes of an order that the limit cuts short.
	pub mode: SwapMode,
}

/// Why a pool refuses a trade.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SwapError {
	/// The trade would pay out all that the pool holds of what is asked for.
	InsufficientLiquidity,
	/// The price is at the limit or beyond it before the trade begins.
	PriceLimitExceeded,
	/// The reserve that pays is below [`MINIMUM_RESERVE`], or the input buys nothing.
	ReservesTooLow,
	/// The input is more than [`MAXIMUM_INPUT_RESERVES`] times the reserve it adds to.
	SwapInputTooLarge,
	/// The limit would cut short an order that allows no partial fill.
	SlippageTooHigh,
}

impl core::fmt::Display for SwapError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(match self {
			Self::InsufficientLiquidity => "the trade would empty a reserve",
			Self::PriceLimitExceeded => "the price is at or beyond the limit",
			Self::ReservesTooLow => "the reserve that pays is too low",
			Self::SwapInputTooLarge => "the input is too large for the reserve",
			Self::SlippageTooHigh => "the order cannot be filled within the limit",
		})
	}
}

impl core::error::Error for SwapError {}

/// What a trade moves. `paid_in + fee + returned` is what the trader offered, to the unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Trade<In, Out> {
	/// What enters the reserve; without the fee.
	pub paid_in: In,
	/// What leaves the other reserve.
	pub paid_out: Out,
	/// The fee, which never enters the reserve.
	pub fee: In,
	/// The part of the fee that is the block author's: all of it, nothing when nothing is traded.
	pub fee_to_author: In,
	/// What the price limit left over.
	pub returned: In,
	/// The price at the margin once the reserves have moved.
	pub price_after: Price,
}

/// TAO went in, alpha came out.
pub type Purchase = Trade<TaoBalance, AlphaBalance>;

/// Alpha went in, TAO came out.
pub type Sale = Trade<AlphaBalance, TaoBalance>;

impl Pool {
	/// What a purchase of alpha for `tao` would move.
	///
	/// # Errors
	///
	/// See [`SwapError`]. The limit is strict at the current price: a price equal to it refuses.
	pub fn quote_buy(&self, tao: TaoBalance, terms: &Terms) -> Result<Purchase, SwapError> {
		self.trade(Buying, tao, terms).map(|(_, purchase)| purchase)
	}

	/// What a sale of `alpha` would move.
	///
	/// # Errors
	///
	/// See [`SwapError`]. The limit is strict at the current price: a price equal to it refuses.
	pub fn quote_sell(&self, alpha: AlphaBalance, terms: &Terms) -> Result<Sale, SwapError> {
		self.trade(Selling, alpha, terms).map(|(_, sale)| sale)
	}

	/// Buys alpha for `tao`: the pool after the purchase, and what it moved.
	///
	/// # Errors
	///
	/// Those of [`Pool::quote_buy`], on the same orders.
	pub fn buy(&self, tao: TaoBalance, terms: &Terms) -> Result<(Self, Purchase), SwapError> {
		self.trade(Buying, tao, terms)
	}

	/// Sells `alpha`: the pool after the sale, and what it moved.
	///
	/// # Errors
	///
	/// Those of [`Pool::quote_sell`], on the same orders.
	pub fn sell(&self, alpha: AlphaBalance, terms: &Terms) -> Result<(Self, Sale), SwapError> {
		self.trade(Selling, alpha, terms)
	}

	/// Trades in one direction.
	fn trade<D: Direction>(
		&self,
		direction: D,
		amount: D::In,
		terms: &Terms,
	) -> Result<Traded<D>, SwapError> {
		let gross: u64 = amount.into();
		let fill = self.fill(direction, gross, terms)?;
		let (paid_in, paid_out) = (D::In::from(fill.paid_in), fill.paid_out);
		if paid_out.into() >= direction.reserve_out(self).into() {
			return Err(SwapError::InsufficientLiquidity);
		}
		let returned = gross.saturating_sub(fill.paid_in).saturating_sub(fill.fee);
		if returned > 0 && terms.mode == SwapMode::FillOrKill {
			return Err(SwapError::SlippageTooHigh);
		}
		let after = direction.after(self, paid_in, paid_out);
		let author = if fill.paid_in > 0 { fill.fee } else { 0 };
		let trade = Trade {
			paid_in,
			paid_out,
			fee: fill.fee.into(),
			fee_to_author: author.into(),
			returned: returned.into(),
			price_after: after.price(),
		};
		Ok((after, trade))
	}

	/// The part of `gross` that the limit lets through, whether the reserve can pay it or not.
	///
	/// # Errors
	///
	/// Those of a trade, but for [`SwapError::InsufficientLiquidity`] and
	/// [`SwapError::SlippageTooHigh`].
	pub(crate) fn fill<D: Direction>(
		&self,
		direction: D,
		gross: u64,
		terms: &Terms,
	) -> Result<Fill<D::Out>, SwapError> {
		let fee = terms.fee.of_gross(gross);
		let net = gross.saturating_sub(fee);
		if net > direction.reserve_in(self).into().saturating_mul(MAXIMUM_INPUT_RESERVES) {
			return Err(SwapError::SwapInputTooLarge);
		}
		if direction.reserve_out(self).into() < MINIMUM_RESERVE {
			return Err(SwapError::ReservesTooLow);
		}
		let limit = terms.limit.price(D::WIDEST_LIMIT_RAO);
		let current = self.price();
		if !D::is_within(self, limit) || current == limit {
			return Err(SwapError::PriceLimitExceeded);
		}
		let fill = self.cut(direction, Order { gross, net, fee, current, limit }, terms);
		if fill.paid_in > 0 && fill.paid_out.into() == 0 {
			return Err(SwapError::ReservesTooLow);
		}
		Ok(fill)
	}

	/// Cuts an order at its limit.
	fn cut<D: Direction>(&self, direction: D, order: Order, terms: &Terms) -> Fill<D::Out> {
		let whole = D::In::from(order.net);
		let paid_out = direction.out(self, whole);
		let all = Fill { paid_in: order.net, paid_out, fee: order.fee };
		if D::is_within(&direction.after(self, whole, paid_out), order.limit) {
			return all;
		}
		let paid_in: u64 = direction.until(self, order.current, order.limit).into();
		// The price after the whole order is beyond the limit by rounding alone when all of it
		// still fits: no more than was offered can be taken.
		if paid_in >= order.net {
			return all;
		}
		let fee = terms.fee.on_top_of_net(paid_in).min(order.gross.saturating_sub(paid_in));
		Fill { paid_in, paid_out: direction.out(self, paid_in.into()), fee }
	}
}

/// The pool after a trade, and what it moved.
type Traded<D> = (Pool, Trade<<D as Direction>::In, <D as Direction>::Out>);

/// An order that the pool has not refused.
#[derive(Clone, Copy)]
struct Order {
	/// What the trader offers.
	gross: u64,
	/// That without the fee.
	net: u64,
	/// The fee for all of it.
	fee: u64,
	/// The price before the trade.
	current: Price,
	/// The price it must not pass.
	limit: Price,
}

/// The part of an order that is traded.
pub(crate) struct Fill<Out> {
	/// What enters the reserve.
	pub(crate) paid_in: u64,
	/// What leaves the other one.
	paid_out: Out,
	/// The fee for what enters.
	pub(crate) fee: u64,
}

/// Which way a trade goes. All sums with reserves saturate.
pub(crate) trait Direction: Copy {
	/// What comes in.
	type In: From<u64> + Into<u64> + Copy;
	/// What goes out.
	type Out: From<u64> + Into<u64> + Copy;
	/// The limit of a trade without one, in rao per whole alpha.
	const WIDEST_LIMIT_RAO: u64;

	/// Whether the price of a pool is not beyond the limit.
	fn is_within(pool: &Pool, limit: Price) -> bool;
	/// The reserve that grows.
	fn reserve_in(self, pool: &Pool) -> Self::In;
	/// The reserve that shrinks.
	fn reserve_out(self, pool: &Pool) -> Self::Out;
	/// What goes out for an input, without a fee.
	fn out(self, pool: &Pool, input: Self::In) -> Self::Out;
	/// The input that moves the price to the limit.
	fn until(self, pool: &Pool, current: Price, limit: Price) -> Self::In;
	/// The pool after the trade.
	fn after(self, pool: &Pool, input: Self::In, output: Self::Out) -> Pool;
}

/// TAO comes in and the price rises.
#[derive(Clone, Copy)]
pub(crate) struct Buying;

impl Direction for Buying {
	type In = TaoBalance;
	type Out = AlphaBalance;
	const WIDEST_LIMIT_RAO: u64 = MAXIMUM_PRICE_RAO;

	fn is_within(pool: &Pool, limit: Price) -> bool {
		// A pool without alpha has no price that a purchase could have stayed below.
		!pool.alpha.is_zero() && pool.price() <= limit
	}

	fn reserve_in(self, pool: &Pool) -> TaoBalance {
		pool.tao
	}

	fn reserve_out(self, pool: &Pool) -> AlphaBalance {
		pool.alpha
	}

	fn out(self, pool: &Pool, input: TaoBalance) -> AlphaBalance {
		pool.alpha_out(input)
	}

	fn until(self, pool: &Pool, current: Price, limit: Price) -> TaoBalance {
		pool.tao_until(current, limit)
	}

	fn after(self, pool: &Pool, input: TaoBalance, output: AlphaBalance) -> Pool {
		let (tao, alpha) = (pool.tao.saturating_add(input), pool.alpha.saturating_sub(output));
		Pool { tao, alpha, ..*pool }
	}
}

/// Alpha comes in and the price falls.
#[derive(Clone, Copy)]
pub(crate) struct Selling;

impl Direction for Selling {
	type In = AlphaBalance;
	type Out = TaoBalance;
	const WIDEST_LIMIT_RAO: u64 = MINIMUM_PRICE_RAO;

	fn is_within(pool: &Pool, limit: Price) -> bool {
		pool.price() >= limit
	}

	fn reserve_in(self, pool: &Pool) -> AlphaBalance {
		pool.alpha
	}

	fn reserve_out(self, pool: &Pool) -> TaoBalance {
		pool.tao
	}

	fn out(self, pool: &Pool, input: AlphaBalance) -> TaoBalance {
		pool.tao_out(input)
	}

	fn until(self, pool: &Pool, current: Price, limit: Price) -> AlphaBalance {
		pool.alpha_until(current, limit)
	}

	fn after(self, pool: &Pool, input: AlphaBalance, output: TaoBalance) -> Pool {
		let (tao, alpha) = (pool.tao.saturating_sub(output), pool.alpha.saturating_add(input));
		Pool { tao, alpha, ..*pool }
	}
}
