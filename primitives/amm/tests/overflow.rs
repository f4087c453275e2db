//! Pools at the bound of their type: no unit is lost, the excess is refused.

#![allow(clippy::unwrap_used, reason = "tests may fail")]

use noesis_amm::{
	FeeRate, LiquidityError, Pool, PriceLimit, QuoteWeight, Reservoirs, SwapError, SwapMode, Terms,
};
use noesis_types::{AlphaBalance, TaoBalance};

/// Half of the type.
const HALF: u64 = u64::MAX / 2;

fn tao(rao: u64) -> TaoBalance {
	rao.into()
}

fn alpha(units: u64) -> AlphaBalance {
	units.into()
}

/// Terms without a fee and with a limit in rao per whole alpha.
fn within(limit: u64) -> Terms {
	Terms { limit: PriceLimit::Rao(limit), ..free() }
}

fn free() -> Terms {
	Terms::unlimited(FeeRate::DROPPED)
}

#[test]
fn a_purchase_that_the_tao_reserve_cannot_hold_is_refused() {
	// A reserve that saturates would take a million rao and keep ten.
	let pool = Pool::new(tao(u64::MAX - 10), alpha(HALF));
	assert_eq!(pool.buy(tao(1_000_000), &free()), Err(SwapError::ReserveOverflow));
	assert_eq!(pool.quote_buy(tao(11), &free()), Err(SwapError::ReserveOverflow));
	let (after, purchase) = pool.buy(tao(10), &free()).unwrap();
	assert_eq!((after.tao, purchase.paid_in), (TaoBalance::MAX, tao(10)));
}

#[test]
fn a_sale_that_the_alpha_reserve_cannot_hold_is_refused() {
	let pool = Pool::new(tao(HALF), alpha(u64::MAX - 10));
	assert_eq!(pool.sell(alpha(1_000_000), &free()), Err(SwapError::ReserveOverflow));
	assert_eq!(pool.quote_sell(alpha(11), &free()), Err(SwapError::ReserveOverflow));
	let (after, sale) = pool.sell(alpha(10), &free()).unwrap();
	assert_eq!((after.alpha, sale.paid_in), (AlphaBalance::MAX, alpha(10)));
}

/// 10^19 of both sides, whose price is one. There is room for 8.4 * 10^18 more.
fn large() -> Pool {
	Pool::new(tao(10_000_000_000_000_000_000), alpha(10_000_000_000_000_000_000))
}

#[test]
fn an_order_beyond_the_room_is_cut_at_a_limit_within_it() {
	// The price rises with the square of the reserve: 1.21 is reached at 1.1 reserves.
	let offer = tao(9_000_000_000_000_000_000);
	let (after, purchase) = large().buy(offer, &within(1_210_000_000)).unwrap();
	assert!(purchase.paid_in.to_u64().abs_diff(1_000_000_000_000_000_000) < 100);
	assert_eq!(Ok(after.tao), large().tao.try_add(purchase.paid_in));
	assert_eq!(Ok(purchase.returned), offer.try_sub(purchase.paid_in));
	let kill = Terms { mode: SwapMode::FillOrKill, ..within(1_210_000_000) };
	assert_eq!(large().buy(offer, &kill), Err(SwapError::SlippageTooHigh));
}

#[test]
fn an_order_beyond_the_room_is_refused_at_a_limit_beyond_it() {
	let offer = tao(9_000_000_000_000_000_000);
	// The price at the bound of the type is 3.4, after the whole order it would be 3.61.
	for limit in [3_500_000_000, 4_000_000_000] {
		assert_eq!(large().buy(offer, &within(limit)), Err(SwapError::ReserveOverflow));
	}
}

#[test]
fn the_largest_orders_fit_into_their_reserves() {
	let pool = large();
	let most = pool.max_add(PriceLimit::Rao(4_000_000_000), FeeRate::DROPPED).unwrap();
	assert_eq!(Ok(TaoBalance::MAX), pool.tao.try_add(most));
	assert!(pool.buy(most, &within(4_000_000_000)).is_ok());
	let most = pool.max_remove(PriceLimit::Rao(250_000_000), FeeRate::DROPPED).unwrap();
	assert_eq!(Ok(AlphaBalance::MAX), pool.alpha.try_add(most));
	assert!(pool.sell(most, &within(250_000_000)).is_ok());
	let full = Pool::new(TaoBalance::MAX, alpha(HALF));
	assert_eq!(full.max_add(PriceLimit::Rao(u64::MAX), FeeRate::DEFAULT), Ok(TaoBalance::ZERO));
}

#[test]
fn liquidity_that_a_reserve_cannot_hold_waits_in_the_reservoirs() {
	let pool = Pool::new(tao(u64::MAX - 10), alpha(u64::MAX - 10));
	let excess = pool.with_liquidity(tao(11), AlphaBalance::ZERO);
	assert_eq!(excess, Err(LiquidityError::Overflow));
	assert_eq!(pool.with_liquidity(TaoBalance::ZERO, alpha(11)), Err(LiquidityError::Overflow));
	let injection = pool.inject(Reservoirs::default(), tao(10), alpha(11)).unwrap();
	assert_eq!((injection.tao_used, injection.alpha_used), (tao(10), alpha(0)));
	assert_eq!(injection.reservoirs, Reservoirs { tao: tao(0), alpha: alpha(11) });
	assert_eq!(injection.pool.tao, TaoBalance::MAX);
}

#[test]
fn an_injection_that_a_reservoir_cannot_hold_is_refused() {
	let pool = Pool { quote_weight: QuoteWeight::MAX, ..large() };
	let waiting = Reservoirs { tao: tao(u64::MAX - 10), alpha: alpha(0) };
	assert_eq!(pool.inject(waiting, tao(11), alpha(0)), Err(LiquidityError::Overflow));
	assert_eq!(pool.inject(waiting, tao(10), alpha(0)).unwrap().reservoirs.tao, TaoBalance::MAX);
}

#[test]
fn clearing_never_drops_an_excess() {
	let pool = Pool::new(tao(u64::MAX - 5), alpha(7));
	let waiting = |rao| Reservoirs { tao: tao(rao), alpha: alpha(0) };
	assert_eq!(pool.clear(waiting(6)), Err(LiquidityError::Overflow));
	assert_eq!(pool.clear(waiting(5)), Ok((TaoBalance::MAX, alpha(7))));
}
