//! The worked numbers of the specification.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::unwrap_used,
	reason = "amounts that are known to fit"
)]

use noesis_amm::{
	max_move, median_price, FeeRate, InitError, LiquidityError, Market, MoveLeg, Pool, Price,
	PriceLimit, QuoteWeight, Reservoirs, SimSwapResult, SwapError, SwapMode, Terms, Trade,
};
use noesis_types::{AlphaBalance, TaoBalance};

/// One whole TAO or alpha.
const U: u64 = 1_000_000_000;

fn tao(rao: u64) -> TaoBalance {
	rao.into()
}

fn alpha(units: u64) -> AlphaBalance {
	units.into()
}

/// 1000 TAO and 4000 alpha at even weights.
fn p1() -> Pool {
	Pool::new(tao(1000 * U), alpha(4000 * U))
}

/// The same reserves with `parts` of 10^18 as the quote weight.
fn p1_weighted(parts: u64) -> Pool {
	Pool { quote_weight: QuoteWeight::try_from(parts).unwrap(), ..p1() }
}

fn free() -> Terms {
	Terms::unlimited(FeeRate::DROPPED)
}

/// The terms of a subnet with the default fee, without a price limit.
fn unlimited() -> Terms {
	Terms::unlimited(FeeRate::DEFAULT)
}

fn limited(rao: u64) -> Terms {
	Terms { limit: PriceLimit::Rao(rao), ..unlimited() }
}

#[test]
fn staking_100_tao_buys_363_alpha() {
	let (after, purchase) = p1().buy(tao(100 * U), &unlimited()).unwrap();
	assert_eq!(purchase.fee, tao(50_354_772));
	assert_eq!(purchase.fee_to_author, tao(50_354_772));
	assert_eq!(purchase.paid_in, tao(99_949_645_228));
	assert_eq!(purchase.paid_out, alpha(363_469_893_959));
	assert_eq!(purchase.returned, tao(0));
	assert_eq!(after.tao, tao(1_099_949_645_228));
	assert_eq!(after.alpha, alpha(3_636_530_106_041));
	assert_eq!(after.price_rao(), 302_472_305);
	assert_eq!(purchase.price_after, after.price());
}

#[test]
fn unstaking_it_again_loses_the_fees() {
	let (pool, purchase) = p1().buy(tao(100 * U), &unlimited()).unwrap();
	let (pool, sale) = pool.sell(purchase.paid_out, &unlimited()).unwrap();
	assert_eq!(sale.fee, alpha(183_024_437));
	assert_eq!(sale.paid_in, alpha(363_286_869_522));
	assert_eq!(sale.paid_out, tao(99_903_887_024));
	// The chain then sells the fee for the author, at the price after the sale.
	let (pool, author) = pool.sell(sale.fee, &free()).unwrap();
	assert_eq!(author.paid_out, tao(45_758_202));
	assert_eq!(pool.tao, tao(1_000_000_000_002));
	assert_eq!(pool.alpha, alpha(4000 * U));
}

#[test]
fn a_round_trip_without_fees_loses_one_rao_to_rounding() {
	let (pool, purchase) = p1().buy(tao(100 * U), &free()).unwrap();
	assert_eq!(purchase.paid_out, alpha(363_636_363_636));
	let sale = pool.quote_sell(purchase.paid_out, &free()).unwrap();
	assert_eq!(sale.paid_out, tao(99_999_999_999));
}

#[test]
fn a_price_limit_fills_a_purchase_in_part() {
	let (after, purchase) = p1().buy(tao(1_000_000 * U), &limited(262_500_000)).unwrap();
	assert_eq!(purchase.paid_in, tao(24_695_076_595));
	assert_eq!(purchase.fee, tao(12_441_414));
	assert_eq!(purchase.paid_out, alpha(96_399_708_202));
	assert_eq!(purchase.returned, tao(1_000_000 * U - 24_707_518_009));
	assert_eq!(after.price_rao(), 262_499_999);
	assert_eq!(
		p1().quote_buy(tao(100 * U), &limited(262_500_000)).unwrap().paid_in,
		purchase.paid_in
	);
}

#[test]
fn fill_or_kill_trades_all_or_nothing() {
	let terms = Terms { mode: SwapMode::FillOrKill, ..limited(262_500_000) };
	assert_eq!(p1().quote_buy(tao(100 * U), &terms), Err(SwapError::SlippageTooHigh));
	let within = p1().quote_buy(tao(24_707_518_009), &terms).unwrap();
	assert_eq!(within.returned, tao(0));
	assert_eq!(within.paid_out, alpha(96_399_708_202));
}

#[test]
fn a_limit_at_the_current_price_is_refused() {
	let limit = limited(250_000_000);
	assert_eq!(p1().quote_buy(tao(U), &limit), Err(SwapError::PriceLimitExceeded));
	assert_eq!(p1().quote_sell(alpha(U), &limit), Err(SwapError::PriceLimitExceeded));
	let purchase = p1().quote_buy(tao(U), &limited(250_000_001)).unwrap();
	assert_eq!(
		(purchase.paid_in, purchase.fee, purchase.paid_out),
		(tao(1_999), tao(1), alpha(7_995))
	);
}

#[test]
fn a_price_limit_fills_a_sale_in_part() {
	let sale = p1().quote_sell(alpha(4_000_000 * U), &limited(237_500_000)).unwrap();
	assert_eq!(sale.paid_in, alpha(103_913_408_340));
	assert_eq!(sale.fee, alpha(52_351_721));
	let whole = p1().quote_sell(alpha(103_965_760_061), &limited(237_500_000)).unwrap();
	assert_eq!(whole.paid_out, tao(25_320_565_518));
	assert_eq!(whole.returned, alpha(0));
}

#[test]
fn a_move_between_subnets_pays_one_fee() {
	let (pool, sale) = p1().sell(alpha(100 * U), &unlimited()).unwrap();
	assert_eq!(sale.paid_in, alpha(99_949_645_228));
	assert_eq!(sale.fee, alpha(50_354_772));
	assert_eq!(sale.paid_out, tao(24_378_261_656));
	let (pool, author) = pool.sell(sale.fee, &free()).unwrap();
	assert_eq!(author.paid_out, tao(11_982_246));
	assert_eq!((pool.tao, pool.alpha), (tao(975_609_756_098), alpha(4_100_000_000_000)));
	let p2 = Pool::new(tao(2000 * U), alpha(1000 * U));
	let (p2, purchase) = p2.buy(sale.paid_out, &free()).unwrap();
	assert_eq!(purchase.paid_out, alpha(12_042_345_108));
	assert_eq!((p2.tao, p2.alpha), (tao(2_024_378_261_656), alpha(987_957_654_892)));
}

#[test]
fn simulated_trades_show_fee_and_slippage() {
	let market = Market::Dynamic(p1());
	let expected = SimSwapResult {
		tao_amount: tao(99_949_645_228),
		alpha_amount: alpha(363_469_893_959),
		tao_fee: tao(50_354_772),
		alpha_slippage: alpha(36_530_106_041),
		..SimSwapResult::default()
	};
	assert_eq!(market.sim_buy(tao(100 * U), FeeRate::DEFAULT), expected);
	let expected = SimSwapResult {
		alpha_amount: alpha(99_949_645_228),
		tao_amount: tao(24_378_261_656),
		alpha_fee: alpha(50_354_772),
		tao_slippage: tao(621_738_344),
		..SimSwapResult::default()
	};
	assert_eq!(market.sim_sell(alpha(100 * U), FeeRate::DEFAULT), expected);
}

#[test]
fn a_simulation_that_the_pool_refuses_is_all_zero() {
	let market = Market::Dynamic(Pool::default());
	assert_eq!(market.sim_buy(tao(U), FeeRate::DEFAULT), SimSwapResult::default());
	assert_eq!(market.sim_sell(alpha(U), FeeRate::DEFAULT), SimSwapResult::default());
}

#[test]
fn a_stable_subnet_trades_one_for_one_without_fee_or_slippage() {
	let sim = Market::Stable.sim_buy(tao(7 * U), FeeRate::DEFAULT);
	let one_for_one = SimSwapResult {
		tao_amount: tao(7 * U),
		alpha_amount: alpha(7 * U),
		..SimSwapResult::default()
	};
	assert_eq!(sim, one_for_one);
	assert_eq!(Market::Stable.sim_sell(alpha(7 * U), FeeRate::DEFAULT), one_for_one);
	assert_eq!(Market::Stable.fee(FeeRate::DEFAULT, U), 0);
	assert_eq!(Market::Stable.alpha_for_tao(tao(7)), alpha(7));
}

#[test]
fn a_missing_subnet_shows_its_whole_input_as_slippage() {
	let sim = Market::Missing.sim_buy(tao(7), FeeRate::DEFAULT);
	assert_eq!(sim, SimSwapResult { alpha_slippage: alpha(7), ..SimSwapResult::default() });
	let sim = Market::Missing.sim_sell(alpha(7), FeeRate::DEFAULT);
	assert_eq!(sim, SimSwapResult { tao_slippage: tao(7), ..SimSwapResult::default() });
}

#[test]
fn prices_on_the_wire_are_rao_per_alpha_and_one_without_a_pool() {
	assert_eq!(Market::Dynamic(p1()).price_rao(), 250_000_000);
	assert_eq!(Market::Stable.price_rao(), U);
	assert_eq!(Market::Missing.price_rao(), U);
	assert_eq!(Market::Dynamic(Pool::default()).price_rao(), 0);
	let dear = Pool::new(TaoBalance::MAX, alpha(1));
	assert_eq!(dear.price_rao(), u64::MAX);
}

#[test]
fn a_fee_of_125000_rao_costs_500000_alpha_at_a_quarter() {
	assert_eq!(p1().alpha_for_tao(tao(125_000)), alpha(500_000));
	assert_eq!(Pool::default().alpha_for_tao(tao(125_000)), alpha(0));
}

#[test]
fn a_weight_of_two_fifths_moves_price_and_outcome() {
	let pool = p1_weighted(400_000_000_000_000_000);
	assert_eq!(pool.price_rao(), 375_000_000);
	let purchase = pool.quote_buy(tao(100 * U), &unlimited()).unwrap();
	assert_eq!(purchase.paid_out, alpha(246_139_564_262));
	let sale = pool.quote_sell(alpha(100 * U), &unlimited()).unwrap();
	assert_eq!(sale.paid_out, tao(36_343_616_238));
}

#[test]
fn a_weight_off_by_a_millionth_takes_the_series() {
	let pool = p1_weighted(500_001_000_000_000_000);
	assert_eq!(pool.price_rao(), 249_999_000);
	let purchase = pool.quote_buy(tao(100 * U), &unlimited()).unwrap();
	assert_eq!(purchase.paid_out, alpha(363_471_279_689));
}

#[test]
fn a_truncated_series_keeps_its_value() {
	let pool = Pool {
		quote_weight: QuoteWeight::try_from(20_001_000_000_000_000).unwrap(),
		..Pool::new(tao(1000 * U), alpha(1000 * U))
	};
	assert_eq!(pool.tao_out(alpha(21_000 * U)), tao(789_122_515_612));
}

#[test]
fn the_largest_purchase_within_five_per_cent_is_24_7_tao() {
	let most = |limit| p1().max_add(PriceLimit::Rao(limit), FeeRate::DEFAULT);
	assert_eq!(most(262_500_000), Ok(tao(24_707_518_009)));
	assert_eq!(most(250_000_001), Ok(tao(2_000)));
	assert_eq!(most(250_000_000), Err(SwapError::PriceLimitExceeded));
	// Without a fee: 1000 TAO * (sqrt(1.05) - 1).
	let free = p1().max_add(PriceLimit::Rao(262_500_000), FeeRate::DROPPED);
	assert_eq!(free, Ok(tao(24_695_076_595)));
	// A thousand reserves multiply the price by 1001^2 at even weights, which is below this limit.
	let whole = p1().max_add(PriceLimit::Rao(300_000_000_000_000), FeeRate::DEFAULT);
	assert_eq!(whole, Ok(tao(1_000_000 * U)));
}

#[test]
fn the_largest_sale_within_five_per_cent_is_104_alpha() {
	let most = |limit| p1().max_remove(PriceLimit::Rao(limit), FeeRate::DEFAULT);
	assert_eq!(most(237_500_000), Ok(alpha(103_965_760_061)));
	assert_eq!(most(250_000_000), Err(SwapError::PriceLimitExceeded));
	// Without a fee: 4000 alpha * (sqrt(1 / 0.95) - 1).
	let free = p1().max_remove(PriceLimit::Rao(237_500_000), FeeRate::DROPPED);
	assert_eq!(free, Ok(alpha(103_913_408_340)));
	assert_eq!(most(0), Ok(alpha(4_000_000 * U)));
}

#[test]
fn the_largest_trades_need_a_reserve_that_pays() {
	let thin = Pool::new(tao(999_999), alpha(999_999));
	let (up, down) = (PriceLimit::Rao(2 * U), PriceLimit::Rao(U / 2));
	assert_eq!(thin.max_add(up, FeeRate::DEFAULT), Err(SwapError::ReservesTooLow));
	assert_eq!(thin.max_remove(down, FeeRate::DEFAULT), Err(SwapError::ReservesTooLow));
	// The input that lifts this price by 10^-8 is 5000 rao, which buys 0.05 units of alpha.
	let dear = Pool::new(tao(1000 * U), alpha(10_000_000));
	let near = |rao| PriceLimit::Rao(100_000 * U + rao);
	assert_eq!(dear.max_add(near(1_000_000), FeeRate::DEFAULT), Err(SwapError::ReservesTooLow));
	assert_eq!(dear.max_add(near(100), FeeRate::DEFAULT), Ok(tao(0)));
}

#[test]
fn without_a_pool_a_limit_admits_all_or_nothing() {
	for market in [Market::Stable, Market::Missing] {
		let add = |limit| market.max_add(limit, FeeRate::DEFAULT);
		assert_eq!(add(PriceLimit::Rao(U)), Ok(TaoBalance::MAX));
		assert_eq!(add(PriceLimit::Rao(U - 1)), Ok(tao(0)));
		assert_eq!(add(PriceLimit::Widest), Ok(TaoBalance::MAX));
		let remove = |limit| market.max_remove(limit, FeeRate::DEFAULT);
		assert_eq!(remove(PriceLimit::Rao(U)), Ok(AlphaBalance::MAX));
		assert_eq!(remove(PriceLimit::Rao(U + 1)), Ok(alpha(0)));
		assert_eq!(remove(PriceLimit::Widest), Ok(AlphaBalance::MAX));
	}
	let limit = PriceLimit::Rao(262_500_000);
	let market = Market::Dynamic(p1());
	assert_eq!(market.max_add(limit, FeeRate::DEFAULT), p1().max_add(limit, FeeRate::DEFAULT));
	let limit = PriceLimit::Rao(237_500_000);
	let largest = p1().max_remove(limit, FeeRate::DEFAULT);
	assert_eq!(market.max_remove(limit, FeeRate::DEFAULT), largest);
}

fn leg(market: Market) -> MoveLeg {
	MoveLeg { market, fee: FeeRate::DEFAULT }
}

#[test]
fn the_largest_move_between_pools_earns_the_ratio_on_average() {
	let most = |one, other, limit| {
		max_move(&leg(Market::Dynamic(one)), &leg(Market::Dynamic(other)), limit)
	};
	let (one, other) =
		(Pool::new(tao(150 * U), alpha(100 * U)), Pool::new(tao(100 * U), alpha(100 * U)));
	assert_eq!(most(one, other, 500_000_000), Ok(alpha(79_999_999_999)));
	let even = Pool::new(tao(1000), alpha(1000));
	assert_eq!(most(even, even, 500_000_000), Ok(alpha(500)));
	// At the ratio of the prices and above it the largest move is zero.
	assert_eq!(most(even, even, U), Ok(alpha(0)));
	assert_eq!(most(even, even, U + 1), Ok(alpha(0)));
	assert_eq!(most(even, even, 0), Ok(AlphaBalance::MAX));
	for lacking in [Pool::new(tao(0), alpha(1000)), Pool::new(tao(1000), alpha(0))] {
		assert_eq!(most(lacking, even, 0), Ok(alpha(0)));
		assert_eq!(most(even, lacking, 0), Ok(alpha(0)));
	}
}

#[test]
fn the_largest_move_over_one_pool_is_that_of_a_trade() {
	let (pool, stable) = (leg(Market::Dynamic(p1())), leg(Market::Stable));
	let ratio = 237_500_000;
	assert_eq!(max_move(&pool, &stable, ratio), Ok(alpha(103_965_760_061)));
	// The alpha of root is TAO: a ratio of 1 / 0.2625 is a limit of 262_500_000.
	let ratio = 3_809_523_809;
	let limit = PriceLimit::Rao(262_500_000);
	let most = p1().max_add(limit, FeeRate::DEFAULT).unwrap();
	assert_eq!(max_move(&stable, &pool, ratio), Ok(alpha(most.to_u64())));
	assert_eq!(max_move(&stable, &pool, 0), Ok(AlphaBalance::MAX));
	assert_eq!(max_move(&stable, &pool, 4 * U), Err(SwapError::PriceLimitExceeded));
	assert_eq!(max_move(&stable, &stable, U), Ok(AlphaBalance::MAX));
	assert_eq!(max_move(&stable, &stable, U + 1), Ok(alpha(0)));
}

/// Even reserves of 1000 where TAO weighs 99 times as much as alpha.
fn steep() -> Pool {
	Pool { quote_weight: QuoteWeight::MAX, ..Pool::new(tao(1000 * U), alpha(1000 * U)) }
}

#[test]
fn a_purchase_from_a_steep_pool_stops_at_the_limit() {
	// (1 / 1.7)^99 is below 10^-18, the smallest part of a reserve that can stay, so the formula
	// pays out all alpha.
	let limit = limited(steep().price_rao() / 100 * 105);
	assert_eq!(steep().alpha_out(tao(700 * U)), alpha(1000 * U));
	let (after, purchase) = steep().buy(tao(700 * U), &limit).unwrap();
	assert_eq!(after.price_rao(), 10_606_049);
	assert_eq!(
		purchase,
		steep()
			.quote_buy(tao(300 * U), &limit)
			.map(|less| Trade { returned: tao(less.returned.to_u64() + 400 * U), ..less })
			.unwrap()
	);
	let kill = Terms { mode: SwapMode::FillOrKill, ..limit };
	assert_eq!(steep().quote_buy(tao(700 * U), &kill), Err(SwapError::SlippageTooHigh));
	let most = steep().max_add(limit.limit, FeeRate::DEFAULT).unwrap();
	assert_eq!(most.to_u64(), purchase.paid_in.to_u64() + purchase.fee.to_u64());
	// An order without a limit stops at that of the chain, with alpha left.
	let (after, purchase) = steep().buy(tao(700 * U), &unlimited()).unwrap();
	assert!(!after.alpha.is_zero() && !purchase.returned.is_zero());
}

#[test]
fn a_trade_that_would_empty_a_reserve_is_refused() {
	// This limit is above the price at which one unit of alpha is left.
	let drained = Pool { tao: tao(1000), ..steep() };
	let limit = limited(u64::MAX);
	assert_eq!(drained.quote_buy(tao(1_000_000), &limit), Err(SwapError::InsufficientLiquidity));
	// A limit of zero stops no sale.
	let pool = Pool { quote_weight: QuoteWeight::MIN, ..steep() };
	let sale = pool.quote_sell(alpha(700 * U), &limited(0));
	assert_eq!(sale, Err(SwapError::InsufficientLiquidity));
	assert!(pool.quote_sell(alpha(U), &limited(0)).is_ok());
	let most = pool.max_remove(PriceLimit::Rao(0), FeeRate::DEFAULT);
	assert_eq!(most, Ok(alpha(1_000_000 * U)));
}

#[test]
fn injections_shift_the_weights_and_keep_the_price() {
	let weight =
		|rao, units| p1().with_liquidity(tao(rao), alpha(units)).unwrap().quote_weight.parts();
	assert_eq!(weight(U, U), 500_187_382_885_696_439);
	assert_eq!(weight(U, 4 * U), 500_000_000_000_000_000);
	assert_eq!(weight(0, U), 499_937_507_811_523_559);
	assert_eq!(weight(500 * U, 0), 600_000_000_000_000_000);
	let pool = p1().with_liquidity(tao(500 * U), alpha(0)).unwrap();
	assert_eq!(pool.price_rao(), 249_999_999);
	assert_eq!(pool.tao, tao(1500 * U));
}

#[test]
fn an_initial_price_sets_the_weights() {
	let half = Price::from_bits(1 << 63);
	let pool = Pool::with_price(tao(1000 * U), alpha(4000 * U), half).unwrap();
	assert_eq!(pool.quote_weight.parts(), 333_333_333_333_333_333);
	assert_eq!(Pool::with_price(tao(0), alpha(0), half), Err(InitError::ReservesOutOfBalance));
	assert_eq!(Pool::with_price(tao(U), alpha(0), half), Err(InitError::ReservesOutOfBalance));
	assert_eq!(Pool::with_price(tao(0), alpha(U), half), Err(InitError::ReservesOutOfBalance));
}

#[test]
fn selling_three_units_at_a_quarter_is_refused_and_four_give_one_rao() {
	assert_eq!(p1().quote_sell(alpha(3), &free()), Err(SwapError::ReservesTooLow));
	assert_eq!(p1().quote_sell(alpha(4), &free()).unwrap().paid_out, tao(1));
}

#[test]
fn an_input_of_more_than_a_thousand_reserves_is_refused() {
	let largest = p1().quote_buy(tao(1_000_000 * U), &free());
	assert!(largest.is_ok());
	assert_eq!(p1().quote_buy(tao(1_000_000 * U + 1), &free()), Err(SwapError::SwapInputTooLarge));
	assert_eq!(p1().quote_buy(tao(1_000_504 * U), &unlimited()), Err(SwapError::SwapInputTooLarge));
	assert!(p1().quote_buy(tao(1_000_503 * U), &unlimited()).is_ok());
}

#[test]
fn a_reserve_below_a_million_pays_nothing_out() {
	let thin = Pool::new(tao(999_999), alpha(1_000_000));
	assert_eq!(thin.quote_sell(alpha(10), &free()), Err(SwapError::ReservesTooLow));
	assert!(thin.quote_buy(tao(10), &free()).is_ok());
	let thin = Pool::new(tao(1_000_000), alpha(999_999));
	assert_eq!(thin.quote_buy(tao(10), &free()), Err(SwapError::ReservesTooLow));
	assert!(thin.quote_sell(alpha(10), &free()).is_ok());
}

#[test]
fn checks_run_in_the_order_of_the_reference() {
	let thin = Pool::new(tao(0), alpha(0));
	assert_eq!(thin.quote_buy(tao(1), &limited(0)), Err(SwapError::SwapInputTooLarge));
	assert_eq!(thin.quote_buy(tao(0), &limited(0)), Err(SwapError::ReservesTooLow));
	assert_eq!(p1().quote_buy(tao(0), &limited(0)), Err(SwapError::PriceLimitExceeded));
}

#[test]
fn a_trade_of_nothing_moves_nothing() {
	let (pool, purchase) = p1().buy(tao(0), &unlimited()).unwrap();
	assert_eq!(pool, p1());
	assert_eq!((purchase.paid_in, purchase.paid_out, purchase.fee), (tao(0), alpha(0), tao(0)));
	assert_eq!(p1().sell(alpha(0), &unlimited()).unwrap().0, p1());
}

#[test]
fn liquidity_that_the_weights_cannot_take_waits_in_the_reservoirs() {
	// Two sides a hundred times apart at even weights: TAO alone would weigh 100 of 101.
	let pool = Pool::new(tao(U), alpha(U));
	let injection = pool.inject(Reservoirs::default(), tao(99 * U), alpha(0)).unwrap();
	assert_eq!((injection.tao_used, injection.alpha_used), (tao(0), alpha(0)));
	assert_eq!(injection.reservoirs, Reservoirs { tao: tao(99 * U), alpha: alpha(0) });
	// The next alpha balances the waiting TAO, and both enter.
	let injection = injection.pool.inject(injection.reservoirs, tao(0), alpha(9 * U)).unwrap();
	assert_eq!((injection.tao_used, injection.alpha_used), (tao(99 * U), alpha(9 * U)));
	assert_eq!(injection.reservoirs, Reservoirs::default());
	assert_eq!((injection.pool.tao, injection.pool.alpha), (tao(100 * U), alpha(10 * U)));
}

#[test]
fn alpha_enters_alone_when_both_cannot() {
	let pool = Pool::new(tao(U), alpha(U));
	let injection = pool.inject(Reservoirs::default(), tao(500 * U), alpha(U)).unwrap();
	assert_eq!((injection.tao_used, injection.alpha_used), (tao(0), alpha(U)));
	assert_eq!(injection.reservoirs, Reservoirs { tao: tao(500 * U), alpha: alpha(0) });
	assert_eq!(injection.pool.alpha, alpha(2 * U));
}

#[test]
fn tao_enters_alone_when_alpha_would_weigh_too_much() {
	let pool = Pool::new(tao(U), alpha(U));
	let injection = pool.inject(Reservoirs::default(), tao(U), alpha(500 * U)).unwrap();
	assert_eq!((injection.tao_used, injection.alpha_used), (tao(U), alpha(0)));
	assert_eq!(injection.reservoirs, Reservoirs { tao: tao(0), alpha: alpha(500 * U) });
}

#[test]
fn liquidity_beyond_the_bounds_is_refused() {
	assert_eq!(
		Pool::new(tao(U), alpha(U)).with_liquidity(tao(99 * U), alpha(0)),
		Err(LiquidityError::WeightOutOfBounds)
	);
	let edge = Pool::new(tao(U), alpha(U)).with_liquidity(tao(98 * U), alpha(0)).unwrap();
	assert_eq!(edge.quote_weight, QuoteWeight::MAX);
}

#[test]
fn an_empty_pool_gets_even_weights() {
	let pool = Pool { quote_weight: QuoteWeight::MIN, ..Pool::default() };
	assert_eq!(pool.with_liquidity(tao(1), alpha(1)).unwrap().quote_weight, QuoteWeight::EVEN);
}

#[test]
fn a_new_subnet_holds_its_lock_and_the_alpha_of_the_median_price() {
	let quarter = Price::from_bits(1 << 62);
	let pool = Pool::for_new_subnet(tao(1000 * U), tao(10 * U), quarter);
	assert_eq!(pool, p1());
	let pool = Pool::for_new_subnet(tao(0), tao(10 * U), median_price(&mut []));
	assert_eq!(pool, Pool::new(tao(10 * U), alpha(10 * U)));
	assert_eq!(Pool::for_new_subnet(tao(1), tao(0), Price::from_bits(0)).alpha, alpha(0));
}

#[test]
fn the_median_leaves_out_prices_of_zero() {
	let price = |quarters: u128| Price::from_bits(quarters << 62);
	assert_eq!(median_price(&mut [price(0), price(0)]), price(4));
	assert_eq!(median_price(&mut [price(3), price(0), price(1), price(2)]), price(2));
	assert_eq!(median_price(&mut [price(0), price(6), price(2)]), price(4));
	assert_eq!(median_price(&mut [price(8)]), price(8));
	let odd = [1, 2].map(Price::from_bits);
	assert_eq!(median_price(&mut odd.clone()), Price::from_bits(1));
}

#[test]
fn a_dissolved_subnet_gives_up_reserves_and_reservoirs() {
	let waiting = Reservoirs { tao: tao(5), alpha: alpha(7) };
	assert_eq!(p1().clear(waiting), Ok((tao(1000 * U + 5), alpha(4000 * U + 7))));
}
