//! An order and its reverse: the gain that rounding allows, and a search for more.
//!
//! Random orders almost never gain: the payout must pass an integer by rounding alone. The search
//! therefore tries only orders whose payout lies just above an integer, from pools where a unit
//! more is worth most.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::unwrap_used,
	reason = "reserves and amounts are chosen to fit, or bounds in floats"
)]

use noesis_amm::{
	FeeRate, Pool, QuoteWeight, Reservoirs, Terms, MAXIMUM_INPUT_RESERVES, MINIMUM_RESERVE,
};
use proptest::prelude::*;
use support::{amount, fee, pool, share, terms, CAP};

mod support;

/// The part of a reserve by which a payout can exceed the curve: parts of 10^18 and of 2^64.
const SURPLUS: f64 = 1.06e-18;

/// The part of [`SURPLUS`] that floats may lose in a bound.
const FLOAT_ERROR: f64 = 1e-9;

/// The result of an order and its reverse.
#[derive(Clone, Copy, Debug)]
struct RoundTrip {
	/// The amount that the trader has more than before. Negative for a loss.
	gain: i128,
	/// The bound of the crate's documentation on the gain.
	bound: i128,
}

/// The largest integer that is at most [`SURPLUS`] times `units`.
fn bound(units: f64) -> i128 {
	(SURPLUS * (1.0 + FLOAT_ERROR) * units).floor() as i128
}

/// Base over quote weight.
fn base_to_quote(pool: &Pool) -> f64 {
	pool.quote_weight.base_parts() as f64 / pool.quote_weight.parts() as f64
}

/// `before / after` of a reserve.
fn shrunk(before: u64, after: u64) -> f64 {
	before as f64 / after as f64
}

/// A purchase for `tao`, and up to `sales` sales of its alpha.
fn purchase_and_sales(pool: &Pool, tao: u64, terms: &Terms, sales: usize) -> Option<RoundTrip> {
	let (mut now, purchase) = pool.buy(tao.into(), terms).ok()?;
	let paid = purchase.paid_in.to_u64() + purchase.fee.to_u64();
	let shrunk = shrunk(pool.alpha.into(), now.alpha.into());
	let mut surplus = base_to_quote(pool) * pool.tao.to_u64() as f64 * shrunk;
	let (mut rest, mut got) = (purchase.paid_out.to_u64(), 0);
	for _ in 0..sales {
		let order = rest.min(now.alpha.to_u64().saturating_mul(MAXIMUM_INPUT_RESERVES));
		let Ok((after, sale)) = now.sell(order.into(), terms) else { break };
		surplus += now.tao.to_u64() as f64;
		rest -= sale.paid_in.to_u64() + sale.fee.to_u64();
		got += sale.paid_out.to_u64();
		now = after;
	}
	Some(RoundTrip { gain: i128::from(got) - i128::from(paid), bound: bound(surplus) })
}

/// A sale of `alpha`, and up to `purchases` purchases with its TAO.
fn sale_and_purchases(
	pool: &Pool,
	alpha: u64,
	terms: &Terms,
	purchases: usize,
) -> Option<RoundTrip> {
	let (mut now, sale) = pool.sell(alpha.into(), terms).ok()?;
	let paid = sale.paid_in.to_u64() + sale.fee.to_u64();
	let shrunk = shrunk(pool.tao.into(), now.tao.into());
	let mut surplus = pool.alpha.to_u64() as f64 * shrunk / base_to_quote(pool);
	let (mut rest, mut got) = (sale.paid_out.to_u64(), 0);
	for _ in 0..purchases {
		let order = rest.min(now.tao.to_u64().saturating_mul(MAXIMUM_INPUT_RESERVES));
		let Ok((after, purchase)) = now.buy(order.into(), terms) else { break };
		surplus += now.alpha.to_u64() as f64;
		rest -= purchase.paid_in.to_u64() + purchase.fee.to_u64();
		got += purchase.paid_out.to_u64();
		now = after;
	}
	Some(RoundTrip { gain: i128::from(got) - i128::from(paid), bound: bound(surplus) })
}

/// The same pool with its sides exchanged.
fn mirrored(pool: &Pool) -> Pool {
	Pool {
		tao: pool.alpha.to_u64().into(),
		alpha: pool.tao.to_u64().into(),
		quote_weight: QuoteWeight::try_from(pool.quote_weight.base_parts()).unwrap(),
	}
}

/// Whether a purchase for `net` without a fee pays an amount that lies just above an integer.
fn pays_just_above_an_integer(pool: &Pool, net: u64) -> bool {
	let leaving = (1u128 << 64) - pool.alpha_kept_by(net.into()).to_bits();
	let Some(payout) = u128::from(pool.alpha).checked_mul(leaving) else { return false };
	let fraction = (payout & u128::from(u64::MAX)) as f64 / 18_446_744_073_709_551_616.0;
	fraction < SURPLUS * u64::from(pool.alpha) as f64
}

/// Orders from which the search starts, in rao: small orders, orders next to the steps of the
/// default fee, parts of the TAO reserve, and orders that shrink the alpha reserve by a factor.
fn first_orders(pool: &Pool) -> Vec<u64> {
	let tao = pool.tao.to_u64();
	let mut orders = vec![1, 100, 1_900, 1_986, 3_940, 3_972, 10_000, 239_000];
	orders.extend([1_000_000_000, 1_000, 10, 1].map(|part| tao / part));
	for shrunk in [1.5, 10.0, 45.0, 1e3, 1e5, 1e6, 1e7, 3e7, 1e8] {
		let growth = f64::powf(shrunk, base_to_quote(pool)) - 1.0;
		orders.push((growth * tao as f64) as u64);
	}
	// No reserve exceeds the supply cap.
	orders.retain(|order| (1..=CAP.saturating_sub(tao)).contains(order));
	orders
}

/// Pools in which the search looks: large reserves, where rounding is largest, and small ones.
fn pools(quote_weight: QuoteWeight) -> Vec<Pool> {
	const LARGE: u64 = CAP - 239_083;
	let reserves = [
		(MINIMUM_RESERVE, MINIMUM_RESERVE),
		(MINIMUM_RESERVE, LARGE),
		(LARGE, MINIMUM_RESERVE),
		(1_000_000_000_000, LARGE),
		(CAP / 7, CAP / 7),
		(CAP / 7, LARGE),
		(CAP / 6 * 5, LARGE),
		(LARGE, LARGE),
	];
	let pool =
		|(tao, alpha): (u64, u64)| Pool { tao: tao.into(), alpha: alpha.into(), quote_weight };
	reserves.into_iter().map(pool).collect()
}

/// Weights for each path of a power: hundredths (exact) and others (series).
fn weights() -> Vec<QuoteWeight> {
	let hundredths = [1, 3, 10, 25, 50, 78, 80, 90, 95, 99];
	let exact = hundredths.map(|part| part * QuoteWeight::MIN.parts());
	// The first is the least weight at which an order and its reverse gain nothing.
	let series = [22_300_000_000_000_000, 10_000_000_001_000_003, 850_000_000_001_000_003];
	exact.into_iter().chain(series).map(|parts| QuoteWeight::try_from(parts).unwrap()).collect()
}

/// Calls `judge` with orders whose payout lies just above an integer, in pools of a weight.
///
/// `tries` is the number of consecutive orders from each start in a large pool. Rounding lifts
/// one of about 45 payouts from the largest reserve, and next to none from a small one.
fn search(weight: QuoteWeight, fee: FeeRate, tries: u64, mut judge: impl FnMut(u64, &Pool)) {
	for pool in pools(weight) {
		let tries = if u64::from(pool.alpha) < CAP / 10 { 4 } else { tries };
		for first in first_orders(&pool) {
			for order in first..first + tries {
				if pays_just_above_an_integer(&pool, order - fee.of_gross(order)) {
					judge(order, &pool);
				}
			}
		}
	}
}

/// The round trips of an order: as a purchase in the pool, and as a sale in its mirror.
fn trips(pool: &Pool, order: u64, terms: &Terms, reverses: usize) -> Vec<RoundTrip> {
	let purchase = purchase_and_sales(pool, order, terms, reverses);
	let sale = sale_and_purchases(&mirrored(pool), order, terms, reverses);
	purchase.into_iter().chain(sale).collect()
}

#[test]
fn an_order_and_its_reverse_gain_at_most_the_stated_bounds() {
	let free = terms(FeeRate::DROPPED);
	let (mut found, mut most, mut most_in_parts) = (0, 0, 0);
	for weight in weights() {
		let in_one_order = match weight.parts() {
			..22_300_000_000_000_000 => 2,
			22_300_000_000_000_000..=780_000_000_000_000_000 => 0,
			_ => 1,
		};
		search(weight, FeeRate::DROPPED, 48, |order, pool| {
			for (reverses, largest) in [(1, in_one_order), (8, 22_260)] {
				for RoundTrip { gain, bound } in trips(pool, order, &free, reverses) {
					assert!(gain <= bound, "{order} in {pool:?} gained {gain}, not {bound}");
					assert!(gain <= largest, "{order} in {pool:?} gained {gain}, not {largest}");
					found += u64::from(gain > 0);
					if reverses == 1 {
						most = most.max(gain);
					} else {
						most_in_parts = most_in_parts.max(gain);
					}
				}
			}
		});
	}
	// A search that finds nothing proves nothing.
	assert!(found > 20, "the search found {found} gains");
	assert!(most >= 1 && most_in_parts > 100, "the search found {most} and {most_in_parts}");
}

#[test]
fn with_the_default_fee_only_small_orders_gain() {
	let (fee, mut tried) = (FeeRate::DEFAULT, 0);
	for weight in weights() {
		search(weight, fee, 16, |order, pool| {
			for RoundTrip { gain, .. } in trips(pool, order, &terms(fee), 1) {
				let most = if order < 3_972 { 2 } else { 0 };
				assert!(gain <= most, "{order} in {pool:?} gained {gain}");
				tried += 1;
			}
		});
	}
	assert!(tried > 100, "the search tried {tried} orders");
}

#[test]
fn a_purchase_of_almost_all_alpha_and_three_sales_gain_15943_rao() {
	// Rounding adds a fiftieth of a unit of alpha. A unit costs 877,000 rao at the margin.
	let pool = Pool {
		tao: 17_459_400_000_000_000u64.into(),
		alpha: 20_999_999_999_999_999u64.into(),
		quote_weight: QuoteWeight::MAX,
	};
	let order = 3_540_506_410_345_399;
	let trip = purchase_and_sales(&pool, order, &terms(FeeRate::DROPPED), 3).unwrap();
	assert_eq!((trip.gain, trip.bound), (15_943, 16_229));
	let trip = purchase_and_sales(&pool, order, &terms(FeeRate::DEFAULT), 3).unwrap();
	assert!(trip.gain < -1_000_000_000_000);
}

#[test]
fn a_purchase_and_its_reverse_gain_two_rao_at_the_least_quote_weight() {
	let pool = Pool {
		tao: CAP.into(),
		alpha: 20_999_999_999_999_851u64.into(),
		quote_weight: QuoteWeight::MIN,
	};
	let trip = purchase_and_sales(&pool, 239_083, &terms(FeeRate::DROPPED), 1).unwrap();
	assert_eq!((trip.gain, trip.bound), (2, 2));
}

/// One step of an actor, in thousandths of the amount that there is to move.
#[derive(Clone, Copy, Debug)]
enum Step {
	Buy(u64),
	Sell(u64),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![(0u64..=1000).prop_map(Step::Buy), (0u64..=1000).prop_map(Step::Sell)]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1500))]

	#[test]
	fn a_round_trip_gains_at_most_the_stated_rounding(
		pool in pool(),
		order in amount(1),
		fee in fee(),
		reverses in 1usize..8,
	) {
		for trip in trips(&pool, order, &terms(fee), reverses) {
			prop_assert!(trip.gain <= trip.bound, "{:?}", trip);
		}
	}

	#[test]
	fn a_sequence_of_trades_gains_at_most_the_sum_of_its_roundings(
		start in pool(),
		injected in (0u64..=3000, 0u64..=3000),
		steps in proptest::collection::vec(step(), 1..10),
		fee in fee(),
	) {
		// Liquidity comes first: an actor who holds alpha while the pool deepens sells it at a
		// better price.
		let injection = start.inject(
			Reservoirs::default(),
			share(start.tao.to_u64(), injected.0).into(),
			share(start.alpha.to_u64(), injected.1).into(),
		);
		let (mut pool, terms) = (injection.unwrap().pool, terms(fee));
		// The TAO reserve at which the actor holds no alpha.
		let first = pool.tao.to_u64() as f64;
		let (mut tao, mut alpha, mut surplus) = (0i128, 0u64, 0.0);
		for step in steps.into_iter().chain([Step::Sell(1000)]) {
			match step {
				Step::Buy(part) => {
					let order = share(pool.tao.to_u64(), part);
					let Ok((after, purchase)) = pool.buy(order.into(), &terms) else { continue };
					tao -= i128::from(purchase.paid_in.to_u64() + purchase.fee.to_u64());
					alpha += purchase.paid_out.to_u64();
					surplus += base_to_quote(&pool)
						* first * shrunk(pool.alpha.into(), after.alpha.into());
					pool = after;
				},
				Step::Sell(part) => {
					let order = share(alpha, part);
					let Ok((after, sale)) = pool.sell(order.into(), &terms) else { continue };
					tao += i128::from(sale.paid_out.to_u64());
					alpha -= sale.paid_in.to_u64() + sale.fee.to_u64();
					surplus += pool.tao.to_u64() as f64;
					pool = after;
				},
			}
		}
		prop_assert!(tao <= bound(surplus), "gained {} of at most {}", tao, bound(surplus));
	}
}
