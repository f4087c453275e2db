//! Trades: input, output, fee, and the price after them.

use noesis_types::{AlphaBalance, TaoBalance, RAO_PER_TAO};

use crate::{
	fee::FeeRate,
	fixed::{div_or_zero, fixed, Price},
	pool::Pool,
};

/// The least reserve from which a pool pays out, in rao or in units of 10^-9 alpha.
pub const MINIMUM_RESERVE: u64 = 1_000_000;

/// The largest input of a trade, in multiples of the reserve that it adds to.
pub const MAXIMUM_INPUT_RESERVES: u64 = 1_000;

/// The limit of a sale with [`PriceLimit::Widest`], in rao per whole alpha.
pub const MINIMUM_PRICE_RAO: u64 = 1_000;

/// The limit of a purchase with [`PriceLimit::Widest`], in rao per whole alpha.
pub const MAXIMUM_PRICE_RAO: u64 = 1_000_000_000_000_000;

/// The worst price at the margin that a trader accepts, before and after the trade.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PriceLimit {
	/// The limit of the chain: [`MAXIMUM_PRICE_RAO`] for a purchase, [`MINIMUM_PRICE_RAO`] for a
	/// sale.
	Widest,
	/// A limit in rao per whole alpha.
	Rao(u64),
}

impl PriceLimit {
	/// The limit in rao per whole alpha; `widest` for [`PriceLimit::Widest`].
	pub(crate) fn rao(self, widest: u64) -> u64 {
		match self {
			Self::Widest => widest,
			Self::Rao(rao) => rao,
		}
	}

	/// The limit as a price, rounded down.
	fn price(self, widest: u64) -> Price {
		div_or_zero(fixed(self.rao(widest)), fixed(RAO_PER_TAO))
	}
}

/// The treatment of an order that the price limit cuts short.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SwapMode {
	/// The part within the limit is traded and the rest is returned.
	Partial,
	/// The trade is refused.
	FillOrKill,
}

/// The terms of a trade.
///
/// There is no default: the fee is that of the subnet whose pool trades, or
/// [`FeeRate::DROPPED`] where the chain drops it, and the caller says which.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Terms {
	/// The fee rate of the subnet. The fee is taken out of the input.
	pub fee: FeeRate,
	/// The worst price at the margin.
	pub limit: PriceLimit,
	/// The treatment of an order that the limit cuts short.
	pub mode: SwapMode,
}

impl Terms {
	/// The terms of a trade without a price limit of the trader's own.
	///
	/// The limit is that of the chain, [`PriceLimit::Widest`]; an order that reaches it is cut.
	pub const fn unlimited(fee: FeeRate) -> Self {
		Self { fee, limit: PriceLimit::Widest, mode: SwapMode::Partial }
	}
}

/// The reason why a pool refuses a trade.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SwapError {
	/// The trade would pay out the whole reserve.
	InsufficientLiquidity,
	/// The price is at the limit or beyond it before the trade.
	PriceLimitExceeded,
	/// The reserve that pays is below [`MINIMUM_RESERVE`], or the input buys nothing.
	ReservesTooLow,
	/// The input is more than [`MAXIMUM_INPUT_RESERVES`] times the reserve that it adds to.
	SwapInputTooLarge,
	/// The limit would cut short an order with [`SwapMode::FillOrKill`].
	SlippageTooHigh,
	/// The reserve that the input adds to would exceed `u64::MAX`.
	ReserveOverflow,
}

impl core::fmt::Display for SwapError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(match self {
			Self::InsufficientLiquidity => "the trade would empty a reserve",
			Self::PriceLimitExceeded => "the price is at or beyond the limit",
			Self::ReservesTooLow => "the reserve that pays is too low",
			Self::SwapInputTooLarge => "the input is too large for the reserve",
			Self::SlippageTooHigh => "the order cannot be filled within the limit",
			Self::ReserveOverflow => "the reserve cannot hold the input",
		})
	}
}

impl core::error::Error for SwapError {}

/// The amounts that a trade moves. `paid_in + fee + returned` is the trader's offer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Trade<In, Out> {
	/// The amount that enters the reserve, without the fee.
	pub paid_in: In,
	/// The amount that leaves the other reserve.
	pub paid_out: Out,
	/// The fee. It does not enter the reserve.
	pub fee: In,
	/// The part of the fee that the block author gets: all of it, or zero if `paid_in` is zero.
	pub fee_to_author: In,
	/// The part of the offer that the price limit leaves with the trader.
	pub returned: In,
	/// The price at the margin after the trade.
	pub price_after: Price,
}

/// A purchase: TAO in, alpha out.
pub type Purchase = Trade<TaoBalance, AlphaBalance>;

/// A sale: alpha in, TAO out.
pub type Sale = Trade<AlphaBalance, TaoBalance>;

impl Pool {
	/// Quotes a purchase of alpha for `tao`, in rao.
	///
	/// # Errors
	///
	/// The errors of [`Pool::buy`], for the same orders.
	pub fn quote_buy(&self, tao: TaoBalance, terms: &Terms) -> Result<Purchase, SwapError> {
		self.trade(Buying, tao, terms).map(|(_, purchase)| purchase)
	}

	/// Quotes a sale of `alpha`, in units of 10^-9 alpha.
	///
	/// # Errors
	///
	/// The errors of [`Pool::sell`], for the same orders.
	pub fn quote_sell(&self, alpha: AlphaBalance, terms: &Terms) -> Result<Sale, SwapError> {
		self.trade(Selling, alpha, terms).map(|(_, sale)| sale)
	}

	/// Buys alpha for `tao`, in rao. Returns the pool after the purchase and the amounts moved.
	///
	/// # Errors
	///
	/// See [`SwapError`]. The current price must be below the limit; a price equal to the limit
	/// is refused.
	pub fn buy(&self, tao: TaoBalance, terms: &Terms) -> Result<(Self, Purchase), SwapError> {
		self.trade(Buying, tao, terms)
	}

	/// Sells `alpha`, in units of 10^-9 alpha. Returns the pool after the sale and the amounts
	/// moved.
	///
	/// # Errors
	///
	/// See [`SwapError`]. The current price must be above the limit; a price equal to the limit
	/// is refused.
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
		if direction.reserve_in(self).into().checked_add(fill.paid_in).is_none() {
			return Err(SwapError::ReserveOverflow);
		}
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

	/// The part of `gross` that the limit admits, whether the reserves can take and pay it or not.
	///
	/// # Errors
	///
	/// [`SwapError::SwapInputTooLarge`], [`SwapError::ReservesTooLow`] and
	/// [`SwapError::PriceLimitExceeded`], checked in this order.
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
		if !D::is_within(self, limit) || self.price() == limit {
			return Err(SwapError::PriceLimitExceeded);
		}
		let fill = self.cut(direction, Order { gross, net, fee, limit }, terms);
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
		// A reserve that saturates hides how far the whole order moves the price.
		let fits = direction.reserve_in(self).into().checked_add(order.net).is_some();
		if fits && D::is_within(&direction.after(self, whole, paid_out), order.limit) {
			return all;
		}
		let paid_in: u64 = direction.until(self, order.limit).into();
		// Rounding alone can place the price after the whole order beyond the limit. The trade
		// never takes more than was offered.
		if paid_in >= order.net {
			return all;
		}
		let fee = terms.fee.on_top_of_net(paid_in).min(order.gross.saturating_sub(paid_in));
		Fill { paid_in, paid_out: direction.out(self, paid_in.into()), fee }
	}
}

/// The pool after a trade, and the amounts moved.
type Traded<D> = (Pool, Trade<<D as Direction>::In, <D as Direction>::Out>);

/// An order that has passed the checks of the pool.
#[derive(Clone, Copy)]
struct Order {
	/// The offer of the trader, with the fee.
	gross: u64,
	/// The offer without the fee.
	net: u64,
	/// The fee for the whole offer.
	fee: u64,
	/// The price that the trade must not pass.
	limit: Price,
}

/// The part of an order that is traded.
pub(crate) struct Fill<Out> {
	/// The amount that enters the reserve.
	pub(crate) paid_in: u64,
	/// The amount that leaves the other reserve.
	paid_out: Out,
	/// The fee for `paid_in`.
	pub(crate) fee: u64,
}

/// The direction of a trade.
pub(crate) trait Direction: Copy {
	/// The input.
	type In: From<u64> + Into<u64> + Copy;
	/// The output.
	type Out: From<u64> + Into<u64> + Copy;
	/// The limit that [`PriceLimit::Widest`] stands for, in rao per whole alpha.
	const WIDEST_LIMIT_RAO: u64;

	/// Whether the price of a pool is not beyond the limit.
	fn is_within(pool: &Pool, limit: Price) -> bool;
	/// The reserve that grows.
	fn reserve_in(self, pool: &Pool) -> Self::In;
	/// The reserve that shrinks.
	fn reserve_out(self, pool: &Pool) -> Self::Out;
	/// The output for an input, without a fee.
	fn out(self, pool: &Pool, input: Self::In) -> Self::Out;
	/// The input that moves the price of the pool to the limit.
	fn until(self, pool: &Pool, limit: Price) -> Self::In;
	/// The pool after the trade. A reserve that cannot hold the input saturates.
	fn after(self, pool: &Pool, input: Self::In, output: Self::Out) -> Pool;
}

/// A purchase: TAO comes in and the price rises.
#[derive(Clone, Copy)]
pub(crate) struct Buying;

impl Direction for Buying {
	type In = TaoBalance;
	type Out = AlphaBalance;
	const WIDEST_LIMIT_RAO: u64 = MAXIMUM_PRICE_RAO;

	fn is_within(pool: &Pool, limit: Price) -> bool {
		// The price of a pool without alpha reads as zero, which is no price below a limit.
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

	fn until(self, pool: &Pool, limit: Price) -> TaoBalance {
		pool.tao_until(limit)
	}

	fn after(self, pool: &Pool, input: TaoBalance, output: AlphaBalance) -> Pool {
		let (tao, alpha) = (pool.tao.saturating_add(input), pool.alpha.saturating_sub(output));
		Pool { tao, alpha, ..*pool }
	}
}

/// A sale: alpha comes in and the price falls.
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

	fn until(self, pool: &Pool, limit: Price) -> AlphaBalance {
		pool.alpha_until(limit)
	}

	fn after(self, pool: &Pool, input: AlphaBalance, output: TaoBalance) -> Pool {
		let (tao, alpha) = (pool.tao.saturating_sub(output), pool.alpha.saturating_add(input));
		Pool { tao, alpha, ..*pool }
	}
}
