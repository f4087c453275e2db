//! The numbers of the reference chain, bit for bit.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::unwrap_used,
	reason = "a test stops at the first number that is wrong"
)]

use noesis_amm::{FeeRate, Pool, Price, PriceLimit, QuoteWeight, Terms};
use noesis_types::{AlphaBalance, TaoBalance};
use serde::Deserialize;

/// One state of a pool and the results of its formulas. All numbers are written as text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
	quote_weight_parts: String,
	alpha_reserve: String,
	tao_reserve: String,
	alpha_in: String,
	tao_in: String,
	price_bits_u64f64: String,
	sell_factor_bits: String,
	buy_factor_bits: String,
	target_price_up_bits: String,
	tao_until_up: String,
	target_price_down_bits: String,
	alpha_until_down: String,
	weight_update_ok: bool,
	quote_weight_after: String,
}

/// The 40 cases of the file.
fn cases() -> Vec<Case> {
	let path = "tests/vectors/amm.json";
	let text = std::fs::read_to_string(path).expect("the golden file exists");
	let cases: Vec<Case> = serde_json::from_str(&text).expect("the golden file is well formed");
	assert_eq!(cases.len(), 40, "the golden file is complete");
	cases
}

fn number(text: &str) -> u64 {
	text.parse().unwrap()
}

fn price(text: &str) -> Price {
	Price::from_bits(text.parse().unwrap())
}

impl Case {
	fn pool(&self) -> Pool {
		Pool {
			tao: number(&self.tao_reserve).into(),
			alpha: number(&self.alpha_reserve).into(),
			quote_weight: QuoteWeight::try_from(number(&self.quote_weight_parts)).unwrap(),
		}
	}

	fn tao_in(&self) -> TaoBalance {
		number(&self.tao_in).into()
	}

	fn alpha_in(&self) -> AlphaBalance {
		number(&self.alpha_in).into()
	}
}

#[test]
fn prices_are_those_of_the_reference() {
	for case in cases() {
		assert_eq!(case.pool().price(), price(&case.price_bits_u64f64));
	}
}

#[test]
fn parts_that_stay_are_those_of_the_reference() {
	for case in cases() {
		let pool = case.pool();
		assert_eq!(pool.tao_kept_by(case.alpha_in()), price(&case.sell_factor_bits));
		assert_eq!(pool.alpha_kept_by(case.tao_in()), price(&case.buy_factor_bits));
	}
}

#[test]
fn inputs_that_reach_a_price_are_those_of_the_reference() {
	for case in cases() {
		let pool = case.pool();
		let up = pool.tao_until(price(&case.target_price_up_bits));
		assert_eq!(up, number(&case.tao_until_up).into());
		let down = pool.alpha_until(price(&case.target_price_down_bits));
		assert_eq!(down, number(&case.alpha_until_down).into());
	}
}

#[test]
fn weights_after_an_injection_are_those_of_the_reference() {
	for case in cases() {
		let pool = case.pool();
		let updated = pool.with_liquidity(case.tao_in(), case.alpha_in());
		assert_eq!(updated.is_ok(), case.weight_update_ok);
		let weight = updated.map_or(pool.quote_weight, |updated| updated.quote_weight);
		assert_eq!(weight.parts(), number(&case.quote_weight_after));
	}
}

#[test]
fn trades_follow_from_the_factors_of_the_reference() {
	let (mut sales, mut purchases) = (0, 0);
	for case in cases() {
		let (pool, bits) = (case.pool(), |text: &str| text.parse::<u128>().unwrap());
		let out = |reserve: u64, factor: u128| {
			// reserve * (1 - factor) in 2^-64, which fits 128 bits.
			u64::try_from((u128::from(reserve) * ((1u128 << 64) - factor)) >> 64).unwrap()
		};
		let terms = Terms { limit: PriceLimit::Rao(0), ..Terms::unlimited(FeeRate::DROPPED) };
		if let Ok(sale) = pool.quote_sell(case.alpha_in(), &terms) {
			let expected = out(pool.tao.to_u64(), bits(&case.sell_factor_bits));
			assert_eq!(sale.paid_out, expected.into());
			assert_eq!(sale.paid_in, case.alpha_in());
			sales += 1;
		}
		let limit = PriceLimit::Rao(u64::MAX);
		if let Ok(purchase) = pool.quote_buy(case.tao_in(), &Terms { limit, ..terms }) {
			let expected = out(pool.alpha.to_u64(), bits(&case.buy_factor_bits));
			if purchase.returned.is_zero() {
				assert_eq!(purchase.paid_out, expected.into());
				purchases += 1;
			}
		}
	}
	assert_eq!((sales, purchases), (29, 36), "the others are refused or cut");
}
