//! Invariants of every pool and every trade.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::unwrap_used,
	reason = "reserves and amounts are drawn so that everything fits, or tolerances in floats"
)]

use noesis_amm::{
	max_move, median_price, FeeRate, LiquidityError, Market, MoveLeg, Pool, Price, PriceLimit,
	QuoteWeight, Reservoirs, SwapError, SwapMode, Terms, MAXIMUM_INPUT_RESERVES, MINIMUM_RESERVE,
};
use noesis_types::{AlphaBalance, TaoBalance};
use proptest::prelude::*;
use support::{amount, fee, pool, pool_from, share, terms, weight, CAP};

mod support;

/// Numbers at the edges of the type and anywhere between.
fn extreme() -> impl Strategy<Value = u64> {
	prop_oneof![
		Just(0),
		Just(1),
		Just(u64::MAX),
		Just(u64::MAX - 1),
		Just(MINIMUM_RESERVE),
		any::<u64>()
	]
}

fn extreme_pool() -> impl Strategy<Value = Pool> {
	(extreme(), extreme(), weight()).prop_map(|(tao, alpha, quote_weight)| Pool {
		tao: tao.into(),
		alpha: alpha.into(),
		quote_weight,
	})
}

fn extreme_terms() -> impl Strategy<Value = Terms> {
	let limit = prop_oneof![Just(PriceLimit::Widest), extreme().prop_map(PriceLimit::Rao)];
	let mode = prop_oneof![Just(SwapMode::Partial), Just(SwapMode::FillOrKill)];
	(fee(), limit, mode).prop_map(|(fee, limit, mode)| Terms { fee, limit, mode })
}

fn price() -> impl Strategy<Value = Price> {
	prop_oneof![Just(0), Just(1), Just(u128::MAX), any::<u128>()].prop_map(Price::from_bits)
}

/// One step of an actor or of the chain. Numbers are thousandths of the amount available.
#[derive(Clone, Copy, Debug)]
enum Step {
	Buy(u64),
	Sell(u64),
	Inject(u64, u64),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		(0u64..=1000).prop_map(Step::Buy),
		(0u64..=1000).prop_map(Step::Sell),
		(0u64..=3000, 0u64..=3000).prop_map(|(tao, alpha)| Step::Inject(tao, alpha)),
	]
}

/// The amounts that one actor holds while it trades with a pool.
#[derive(Clone, Copy, Debug)]
struct Wallet {
	tao: u64,
	alpha: u64,
	fees_tao: u64,
	fees_alpha: u64,
}

impl Wallet {
	fn buy(&mut self, pool: &mut Pool, tao: u64, terms: &Terms) {
		if let Ok((after, purchase)) = pool.buy(tao.into(), terms) {
			*pool = after;
			self.tao -= purchase.paid_in.to_u64() + purchase.fee.to_u64();
			self.alpha += purchase.paid_out.to_u64();
			self.fees_tao += purchase.fee.to_u64();
		}
	}

	fn sell(&mut self, pool: &mut Pool, alpha: u64, terms: &Terms) {
		if let Ok((after, sale)) = pool.sell(alpha.into(), terms) {
			*pool = after;
			self.alpha -= sale.paid_in.to_u64() + sale.fee.to_u64();
			self.tao += sale.paid_out.to_u64();
			self.fees_alpha += sale.fee.to_u64();
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1500))]

	#[test]
	fn no_unit_appears_or_vanishes(
		start in pool(),
		steps in proptest::collection::vec(step(), 1..12),
		fee in fee(),
	) {
		let (mut pool, terms) = (start, terms(fee));
		let mut reservoirs = Reservoirs::default();
		let mut wallet = Wallet { tao: CAP, alpha: CAP, fees_tao: 0, fees_alpha: 0 };
		let (mut tao, mut alpha) = (CAP + start.tao.to_u64(), CAP + start.alpha.to_u64());
		for step in steps {
			let price = pool.price();
			match step {
				Step::Buy(part) => {
					let amount = share(pool.tao.to_u64(), part).min(wallet.tao);
					wallet.buy(&mut pool, amount, &terms);
					prop_assert!(pool.price() >= price);
				},
				Step::Sell(part) => {
					let amount = share(wallet.alpha, part);
					wallet.sell(&mut pool, amount, &terms);
					prop_assert!(pool.price() <= price);
				},
				Step::Inject(tao_part, alpha_part) => {
					let more_tao = share(start.tao.to_u64(), tao_part);
					let more_alpha = share(start.alpha.to_u64(), alpha_part);
					(tao, alpha) = (tao + more_tao, alpha + more_alpha);
					let injection =
						pool.inject(reservoirs, more_tao.into(), more_alpha.into()).unwrap();
					prop_assert_eq!(injection.pool.tao, pool.tao.saturating_add(injection.tao_used));
					(pool, reservoirs) = (injection.pool, injection.reservoirs);
				},
			}
			let (all_tao, all_alpha) = pool.clear(reservoirs).unwrap();
			prop_assert_eq!(all_tao.to_u64() + wallet.tao + wallet.fees_tao, tao);
			prop_assert_eq!(all_alpha.to_u64() + wallet.alpha + wallet.fees_alpha, alpha);
		}
	}

	#[test]
	fn a_trade_never_beats_the_price_at_the_margin(
		pool in pool(),
		tao in amount(1),
		alpha in amount(1),
	) {
		// One unit of the payout is rounding, and one rao is the rounding of its value.
		if let Ok(purchase) = pool.quote_buy(tao.into(), &terms(FeeRate::DROPPED)) {
			let one = worth_at_margin(pool, 1u64.into());
			let received = worth_at_margin(pool, purchase.paid_out);
			prop_assert!(received <= one.saturating_add(purchase.paid_in.to_u64() + 1));
		}
		if let Ok(sale) = pool.quote_sell(alpha.into(), &terms(FeeRate::DROPPED)) {
			prop_assert!(sale.paid_out.to_u64() <= worth_at_margin(pool, sale.paid_in).saturating_add(1));
		}
	}

	#[test]
	fn an_injection_keeps_the_price(
		pool in pool_from(1_000_000_000),
		tao in amount(1),
		alpha in amount(1),
		waiting in (amount(1), amount(1)),
	) {
		let reservoirs = Reservoirs { tao: waiting.0.into(), alpha: waiting.1.into() };
		let injection = pool.inject(reservoirs, tao.into(), alpha.into()).unwrap();
		let (before, after) = (pool.price().to_bits(), injection.pool.price().to_bits());
		// The weights have steps of 10^-18, which is 2^-53 of the least weight; the quotients of
		// weights and reserves have steps of 2^-64, each times the other quotient.
		let steps = 200 + 2 * u128::from(pool.tao.to_u64() / pool.alpha.to_u64());
		prop_assert!(before.abs_diff(after) <= (before >> 50) + steps, "{} to {}", before, after);
		let kept_tao = injection.tao_used.to_u64() + injection.reservoirs.tao.to_u64();
		prop_assert_eq!(kept_tao, tao + waiting.0);
		let kept_alpha = injection.alpha_used.to_u64() + injection.reservoirs.alpha.to_u64();
		prop_assert_eq!(kept_alpha, alpha + waiting.1);
	}

	#[test]
	fn a_quote_is_the_trade(pool in extreme_pool(), amount in extreme(), terms in extreme_terms()) {
		let bought = pool.buy(amount.into(), &terms);
		prop_assert_eq!(pool.quote_buy(amount.into(), &terms), bought.map(|(_, purchase)| purchase));
		if let Ok((after, purchase)) = bought {
			prop_assert_eq!(after.price(), purchase.price_after);
			prop_assert_eq!(Ok(after.alpha), pool.alpha.try_sub(purchase.paid_out));
			prop_assert_eq!(Ok(after.tao), pool.tao.try_add(purchase.paid_in));
		}
		let sold = pool.sell(amount.into(), &terms);
		prop_assert_eq!(pool.quote_sell(amount.into(), &terms), sold.map(|(_, sale)| sale));
		if let Ok((after, sale)) = sold {
			prop_assert_eq!(after.price(), sale.price_after);
			prop_assert_eq!(Ok(after.alpha), pool.alpha.try_add(sale.paid_in));
			prop_assert_eq!(Ok(after.tao), pool.tao.try_sub(sale.paid_out));
		}
	}

	#[test]
	fn an_offer_is_input_and_fee_and_the_rest_returned(
		pool in pool(),
		offer in extreme(),
		terms in extreme_terms(),
	) {
		for offer in [offer, offer % (pool.tao.to_u64() * 2)] {
			if let Ok(purchase) = pool.quote_buy(offer.into(), &terms) {
				let parts = [purchase.paid_in, purchase.fee, purchase.returned].map(u128::from);
				prop_assert_eq!(parts.iter().sum::<u128>(), u128::from(offer));
				prop_assert!(purchase.fee_to_author == purchase.fee || purchase.paid_in.is_zero());
			}
			if let Ok(sale) = pool.quote_sell(offer.into(), &terms) {
				let parts = [sale.paid_in, sale.fee, sale.returned].map(u128::from);
				prop_assert_eq!(parts.iter().sum::<u128>(), u128::from(offer));
				prop_assert!(sale.fee_to_author == sale.fee || sale.paid_in.is_zero());
			}
		}
	}

	#[test]
	fn a_partial_fill_stays_within_its_limit(pool in pool(), percent in 1u64..300, fee in fee()) {
		let limit = |rao: u64| Terms { fee, limit: PriceLimit::Rao(rao), mode: SwapMode::Partial };
		let current = pool.price_rao();
		// `prop_assume` would end a long run because of too many rejects.
		if !(1001..u64::MAX / 1000).contains(&current) {
			return Ok(());
		}
		let rounding = |price: Price, after: Pool| {
			price.to_bits() / u128::from(after.tao.to_u64().min(after.alpha.to_u64()).max(1))
		};
		let up = current + (current / 100 * percent).max(1);
		let most = pool.tao.to_u64() * 3;
		if let Ok((after, purchase)) = pool.buy(most.into(), &limit(up)) {
			// One unit of either reserve is the tolerance.
			let bound = (u128::from(up) << 64) / 1_000_000_000;
			prop_assert!(after.price().to_bits() <= bound + 2 * rounding(after.price(), after) + 1);
			prop_assert!(purchase.returned.is_zero() || purchase.paid_in < most.into());
		}
		let down = current - (current / 100 * percent.min(99)).max(1);
		let most = pool.alpha.to_u64() * 3;
		if let Ok((after, sale)) = pool.sell(most.into(), &limit(down)) {
			let bound = (u128::from(down) << 64) / 1_000_000_000;
			prop_assert!(after.price().to_bits() + 2 * rounding(after.price(), after) + 200 >= bound);
			prop_assert!(sale.returned.is_zero() || sale.paid_in < most.into());
		}
	}

	#[test]
	fn a_trade_pays_only_from_a_reserve_above_the_minimum(pool in extreme_pool(), amount in extreme(), terms in extreme_terms()) {
		if let Ok(purchase) = pool.quote_buy(amount.into(), &terms) {
			prop_assert!(pool.alpha.to_u64() >= MINIMUM_RESERVE);
			prop_assert!(purchase.paid_out < pool.alpha);
			prop_assert!(purchase.paid_in.to_u64() <= pool.tao.to_u64().saturating_mul(MAXIMUM_INPUT_RESERVES));
		}
		if let Ok(sale) = pool.quote_sell(amount.into(), &terms) {
			prop_assert!(pool.tao.to_u64() >= MINIMUM_RESERVE);
			prop_assert!(sale.paid_out < pool.tao);
			prop_assert!(sale.paid_in.to_u64() <= pool.alpha.to_u64().saturating_mul(MAXIMUM_INPUT_RESERVES));
		}
		if pool.alpha.to_u64() < MINIMUM_RESERVE {
			let refused = pool.quote_buy(0u64.into(), &terms);
			prop_assert_eq!(refused, Err(SwapError::ReservesTooLow));
		}
	}

	#[test]
	fn the_largest_purchase_is_filled_whole_and_a_larger_one_is_cut_to_it(
		pool in pool(),
		permille in 1u64..3000,
		more in amount(1),
		fee in fee(),
	) {
		let price = pool.price_rao();
		let limit = price.saturating_add((price / 1000).saturating_mul(permille)).max(1000);
		let terms = Terms { fee, limit: PriceLimit::Rao(limit), mode: SwapMode::FillOrKill };
		let Ok(most) = pool.max_add(terms.limit, fee) else { return Ok(()) };
		let Ok((after, _)) = pool.buy(most, &terms) else {
			// The fee of the whole offer can round to one unit more, and the rest may buy nothing.
			let refusal = pool.quote_buy(most, &terms).err();
			prop_assert_eq!(refusal, Some(SwapError::ReservesTooLow));
			return Ok(());
		};
		let slack = slack(&after, limit);
		prop_assert!(is_below(after.price(), limit, slack));
		let thousandfold = pool.tao.to_u64().saturating_mul(MAXIMUM_INPUT_RESERVES);
		let hidden = hidden_input(after.tao.to_u64(), slack);
		let offer = most.to_u64().saturating_add(hidden).saturating_add(more);
		if is_cut_exactly(most.to_u64(), pool.tao.to_u64()) && offer <= thousandfold {
			let partial = Terms { mode: SwapMode::Partial, ..terms };
			let taken = pool.quote_buy(offer.into(), &partial).unwrap();
			prop_assert_eq!(taken.paid_in.to_u64() + taken.fee.to_u64(), most.to_u64());
			prop_assert_eq!(pool.quote_buy(offer.into(), &terms), Err(SwapError::SlippageTooHigh));
		}
	}

	#[test]
	fn the_largest_sale_is_filled_whole_and_a_larger_one_is_cut_to_it(
		pool in pool(),
		permille in 1u64..990,
		more in amount(1),
		fee in fee(),
	) {
		let limit = (pool.price_rao() / 1000 * (1000 - permille)).max(1);
		let terms = Terms { fee, limit: PriceLimit::Rao(limit), mode: SwapMode::FillOrKill };
		let Ok(most) = pool.max_remove(terms.limit, fee) else { return Ok(()) };
		let Ok((after, _)) = pool.sell(most, &terms) else {
			// The fee of the whole offer can round to one unit more, and the rest may buy nothing.
			let refusal = pool.quote_sell(most, &terms).err();
			prop_assert_eq!(refusal, Some(SwapError::ReservesTooLow));
			return Ok(());
		};
		let slack = slack(&after, limit);
		prop_assert!(is_above(after.price(), limit, slack));
		let thousandfold = pool.alpha.to_u64().saturating_mul(MAXIMUM_INPUT_RESERVES);
		let hidden = hidden_input(after.alpha.to_u64(), slack);
		let offer = most.to_u64().saturating_add(hidden).saturating_add(more);
		if is_cut_exactly(most.to_u64(), pool.alpha.to_u64()) && offer <= thousandfold {
			let partial = Terms { mode: SwapMode::Partial, ..terms };
			let taken = pool.quote_sell(offer.into(), &partial).unwrap();
			prop_assert_eq!(taken.paid_in.to_u64() + taken.fee.to_u64(), most.to_u64());
			prop_assert_eq!(pool.quote_sell(offer.into(), &terms), Err(SwapError::SlippageTooHigh));
		}
	}

	#[test]
	fn the_largest_trade_is_the_part_of_a_thousand_reserves_that_trades(
		pool in extreme_pool(),
		terms in extreme_terms(),
	) {
		let partial = Terms { mode: SwapMode::Partial, ..terms };
		let largest = pool.max_add(terms.limit, terms.fee);
		match pool.quote_buy(thousand(pool.tao.to_u64()).into(), &partial) {
			Ok(taken) => prop_assert_eq!(largest, Ok(taken.paid_in.saturating_add(taken.fee))),
			Err(SwapError::InsufficientLiquidity) => prop_assert!(largest.is_ok()),
			Err(error) => prop_assert_eq!(largest, Err(error)),
		}
		let largest = pool.max_remove(terms.limit, terms.fee);
		match pool.quote_sell(thousand(pool.alpha.to_u64()).into(), &partial) {
			Ok(taken) => prop_assert_eq!(largest, Ok(taken.paid_in.saturating_add(taken.fee))),
			Err(SwapError::InsufficientLiquidity) => prop_assert!(largest.is_ok()),
			Err(error) => prop_assert_eq!(largest, Err(error)),
		}
	}

	#[test]
	fn the_largest_move_earns_its_ratio_and_twice_as_much_does_not(
		reserves in (amount(1_000_000_000), amount(1_000_000_000), amount(1_000_000_000), amount(1_000_000_000)),
		permille in 1u64..1000,
	) {
		let from = Pool::new(reserves.0.into(), reserves.1.into());
		let to = Pool::new(reserves.2.into(), reserves.3.into());
		// The price of one alpha in the other, in parts of 10^9.
		let ratio = (ratio_of(from.price(), to.price()) / 1000 * permille).clamp(1, 1 << 60);
		let (origin, destination) = (free_leg(from), free_leg(to));
		let most = max_move(&origin, &destination, ratio).unwrap();
		let earned = |alpha: AlphaBalance| {
			let (_, sale) = from.sell(alpha, &terms(FeeRate::DROPPED)).ok()?;
			let (_, purchase) = to.buy(sale.paid_out, &terms(FeeRate::DROPPED)).ok()?;
			let whole = sale.returned.is_zero() && purchase.returned.is_zero();
			whole.then_some(u128::from(purchase.paid_out.to_u64()))
		};
		let asked = |alpha: AlphaBalance| u128::from(alpha.to_u64()) * u128::from(ratio) / 1_000_000_000;
		// One rao lost between the legs costs the alpha that it buys. Each leg and the maximum
		// itself round to 10^-18 of a reserve.
		let lost = 4 + 2 * ratio_of(Price::from_bits(1 << 64), to.price()) / 1_000_000_000
			+ to.alpha.to_u64() / 10_000_000_000_000_000
			+ u64::try_from(asked(from.alpha) / 10_000_000_000_000_000).unwrap();
		if let Some(earned) = earned(most) {
			prop_assert!(earned + u128::from(lost) >= asked(most), "{} of {}", earned, asked(most));
		}
		let double = AlphaBalance::new(most.to_u64().saturating_mul(2));
		if let (Some(earned), true) = (earned(double), asked(most) > u128::from(lost) * 1000) {
			prop_assert!(earned < asked(double) + u128::from(lost));
		}
		// The better the ratio, the smaller the largest move.
		let better = max_move(&origin, &destination, ratio.saturating_add(ratio / 100)).unwrap();
		prop_assert!(better <= most);
	}

	#[test]
	fn at_even_weights_a_reserve_is_never_emptied(tao in amount(MINIMUM_RESERVE), alpha in amount(MINIMUM_RESERVE), offer in amount(1)) {
		let pool = Pool::new(tao.into(), alpha.into());
		if let Ok((after, _)) = pool.buy(offer.into(), &terms(FeeRate::DROPPED)) {
			prop_assert!(after.alpha.to_u64() >= alpha / (MAXIMUM_INPUT_RESERVES + 1));
		}
		if let Ok((after, _)) = pool.sell(offer.into(), &terms(FeeRate::DROPPED)) {
			prop_assert!(after.tao.to_u64() >= tao / (MAXIMUM_INPUT_RESERVES + 1));
		}
	}

	#[test]
	fn two_purchases_give_no_more_than_one(pool in pool(), first in 0u64..=1000, second in 0u64..=1000) {
		let (first, second) = (share(pool.tao.to_u64(), first), share(pool.tao.to_u64(), second));
		let terms = terms(FeeRate::DROPPED);
		if let (Ok(whole), Ok((after, one))) =
			(pool.quote_buy((first + second).into(), &terms), pool.buy(first.into(), &terms))
		{
			if let Ok(two) = after.quote_buy(second.into(), &terms) {
				prop_assert!(one.paid_out.to_u64() + two.paid_out.to_u64() <= whole.paid_out.to_u64() + 1);
			}
		}
	}

	#[test]
	fn fill_or_kill_moves_everything_or_nothing(pool in pool(), offer in amount(1), percent in 1u64..100) {
		let limit = PriceLimit::Rao(pool.price_rao().saturating_mul(100 + percent) / 100);
		let kill = Terms { limit, mode: SwapMode::FillOrKill, ..terms(FeeRate::DEFAULT) };
		let partial = Terms { mode: SwapMode::Partial, ..kill };
		match (pool.quote_buy(offer.into(), &kill), pool.quote_buy(offer.into(), &partial)) {
			(Ok(filled), same) => {
				prop_assert!(filled.returned.is_zero());
				prop_assert_eq!(Ok(filled), same);
			},
			(Err(SwapError::SlippageTooHigh), cut) => prop_assert!(!cut.unwrap().returned.is_zero()),
			(Err(error), same) => prop_assert_eq!(Err(error), same),
		}
	}

	#[test]
	fn no_argument_panics_or_loses_a_unit(
		pool in extreme_pool(),
		amounts in (extreme(), extreme(), extreme(), extreme()),
		prices in (price(), price()),
		fee in fee(),
	) {
		let (tao, alpha) = (TaoBalance::new(amounts.0), AlphaBalance::new(amounts.1));
		let waiting = Reservoirs { tao: amounts.2.into(), alpha: amounts.3.into() };
		prop_assert!(pool.alpha_out(tao) <= pool.alpha && pool.tao_out(alpha) <= pool.tao);
		let (low, high) = (prices.0.min(prices.1), prices.0.max(prices.1));
		for target in [low, high] {
			let (up, down) = (pool.tao_until(target), pool.alpha_until(target));
			prop_assert!(target > pool.price() || up.is_zero());
			prop_assert!(target < pool.price() || down.is_zero());
		}
		let weight = QuoteWeight::try_from(amounts.2).unwrap_or_default();
		prop_assert_eq!(weight.parts() + weight.base_parts(), QuoteWeight::PARTS);
		let _ = (pool.alpha_for_tao(tao), Pool::for_new_subnet(tao, waiting.tao, low));
		match pool.inject(waiting, tao, alpha) {
			Ok(injection) => prop_assert_eq!(held(injection.pool, injection.reservoirs), {
				let before = held(pool, waiting);
				[before[0] + u128::from(tao), before[1] + u128::from(alpha)]
			}),
			Err(error) => {
				prop_assert_eq!(error, LiquidityError::Overflow);
				let fits = waiting.tao.try_add(tao).is_ok() && waiting.alpha.try_add(alpha).is_ok();
				prop_assert!(!fits);
			},
		}
		if let Ok((all_tao, all_alpha)) = pool.clear(waiting) {
			let all = [u128::from(all_tao), u128::from(all_alpha)];
			prop_assert_eq!(all, held(pool, waiting));
		}
		if let Ok(started) = Pool::with_price(tao, alpha, low) {
			prop_assert_eq!((started.tao, started.alpha), (tao, alpha));
		}
		for market in [Market::Dynamic(pool), Market::Stable, Market::Missing] {
			let (buy, sell) = (market.sim_buy(tao, fee), market.sim_sell(alpha, fee));
			prop_assert!(buy.tao_amount <= tao && sell.alpha_amount <= alpha);
			prop_assert!(market.fee(fee, amounts.2) <= amounts.2);
			let _ = (market.price(), market.price_rao(), market.alpha_for_tao(tao));
		}
		for limit in [PriceLimit::Widest, PriceLimit::Rao(amounts.2), PriceLimit::Rao(amounts.3)] {
			for market in [Market::Dynamic(pool), Market::Stable, Market::Missing] {
				let _ = (market.max_add(limit, fee), market.max_remove(limit, fee));
				for other in [Market::Dynamic(Pool { tao, alpha, ..pool }), Market::Stable] {
					let legs = [market, other].map(|market| MoveLeg { market, fee });
					let _ = max_move(&legs[0], &legs[1], amounts.0);
					let _ = max_move(&legs[1], &legs[0], amounts.2);
				}
			}
		}
		let median = median_price(&mut [low, high, pool.price()]);
		prop_assert!(median.to_bits() > 0);
	}

	#[test]
	fn the_median_is_independent_of_order(mut prices in proptest::collection::vec(price(), 0..9)) {
		let median = median_price(&mut prices.clone());
		prices.reverse();
		prop_assert_eq!(median_price(&mut prices), median);
	}

	#[test]
	fn an_initial_price_is_met(
		tao in amount(1_000_000_000),
		alpha in amount(1_000_000_000),
		bits in (1u128 << 50)..1 << 78,
	) {
		if let Ok(pool) = Pool::with_price(tao.into(), alpha.into(), Price::from_bits(bits)) {
			let got = pool.price().to_bits();
			let steps = 200 + 2 * u128::from(tao / alpha);
			// The value of the alpha, at least 10^9 / 100 rao, is rounded down to whole rao.
			prop_assert!(got.abs_diff(bits) <= (bits >> 22) + steps, "{} for {}", got, bits);
		}
	}
}

/// The TAO and the alpha of a pool and its reservoirs.
fn held(pool: Pool, waiting: Reservoirs) -> [u128; 2] {
	[
		u128::from(pool.tao) + u128::from(waiting.tao),
		u128::from(pool.alpha) + u128::from(waiting.alpha),
	]
}

/// The largest offer to a reserve: a thousand times as much, or as much as it can hold.
fn thousand(reserve: u64) -> u64 {
	reserve.saturating_mul(MAXIMUM_INPUT_RESERVES).min(u64::MAX - reserve)
}

/// The end of a move without a fee.
fn free_leg(pool: Pool) -> MoveLeg {
	MoveLeg { market: Market::Dynamic(pool), fee: FeeRate::DROPPED }
}

/// `one / other` in parts of 10^9, at most `u64::MAX`.
fn ratio_of(one: Price, other: Price) -> u64 {
	let ratio = to_f64(one) / to_f64(other);
	// The cast saturates.
	(ratio * 1e9) as u64
}

fn to_f64(price: Price) -> f64 {
	price.to_bits() as f64 / 18_446_744_073_709_551_616.0
}

/// The relative error that rounding allows for a price at `limit`.
///
/// The quotients of weights and of reserves are rounded to 2^-64, each times the other. The limit
/// is rounded once more, and the smaller reserve is off by up to two units.
fn slack(pool: &Pool, limit_rao: u64) -> f64 {
	let (tao, alpha) = (pool.tao.to_u64() as f64, pool.alpha.to_u64() as f64);
	let weights = pool.quote_weight.base_parts() as f64 / pool.quote_weight.parts() as f64;
	let quotients = (2.0 + weights + 1.0 / weights + tao / alpha) / 18_446_744_073_709_551_616.0;
	let limit = limit_rao as f64 / 1e9;
	4.0 * quotients / limit + 4.0 / tao.min(alpha) + 1e-15
}

fn is_below(price: Price, limit_rao: u64, slack: f64) -> bool {
	to_f64(price) <= limit_rao as f64 / 1e9 * (1.0 + slack)
}

fn is_above(price: Price, limit_rao: u64, slack: f64) -> bool {
	to_f64(price) >= limit_rao as f64 / 1e9 * (1.0 - slack)
}

/// Whether the largest trade reaches its limit.
///
/// Powers end at 18.4, so the input for a limit beyond that is 17.4 reserves, and the fee at most
/// a sixth of the offer.
fn is_cut_exactly(largest: u64, reserve: u64) -> bool {
	largest / 17 < reserve
}

/// The input that a relative error `slack` of the price can hide at the limit.
///
/// The price grows at least in proportion to the reserve that comes in.
fn hidden_input(grown_reserve: u64, slack: f64) -> u64 {
	(grown_reserve as f64 * slack * 2.0) as u64 + 8
}

/// The value of `alpha` at the margin, rounded down.
fn worth_at_margin(pool: Pool, alpha: AlphaBalance) -> u64 {
	let value = Price::from_bits(u128::from(alpha.to_u64()) << 64).saturating_mul(pool.price());
	u64::try_from(value.to_bits() >> 64).unwrap()
}
