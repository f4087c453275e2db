//! Quotes, trades and injections, by the path that computes their powers.

use crate::{digest, Workload};
use alloc::{format, vec::Vec};
use core::hint::black_box;
use noesis_amm::{
	FeeRate, Injection, LiquidityError, Pool, PriceLimit, Purchase, QuoteWeight, Reservoirs, Sale,
	SwapError, Terms,
};

/// Quote weights, by the path that computes their powers.
const WEIGHTS: [(&str, u64); 4] = [
	("even", 500_000_000_000_000_000),
	("exact", 400_000_000_000_000_000),
	("series", 500_001_000_000_000_000),
	("steep", 20_001_000_000_000_000),
];

/// One sixteenth: a sale raises one half to the 15th power, which is an integer number of parts.
const ONE_SIXTEENTH: u64 = 62_500_000_000_000_000;

const TERMS: Terms = Terms::unlimited(FeeRate::DEFAULT);

/// 1000 TAO and 4000 alpha.
fn pool(parts: u64) -> Pool {
	Pool {
		tao: 1_000_000_000_000u64.into(),
		alpha: 4_000_000_000_000u64.into(),
		quote_weight: weight(parts),
	}
}

fn weight(parts: u64) -> QuoteWeight {
	QuoteWeight::try_from(parts).unwrap_or_default()
}

/// Quotes a purchase for 100 TAO.
pub fn quote_buy(pool: &Pool) -> Result<Purchase, SwapError> {
	black_box(pool).quote_buy(black_box(100_000_000_000u64).into(), &TERMS)
}

/// Quotes a purchase for 900 TAO that stops at a price of 5 % above the current one.
pub fn quote_buy_to_limit(pool: &Pool, terms: &Terms) -> Result<Purchase, SwapError> {
	black_box(pool).quote_buy(black_box(900_000_000_000u64).into(), terms)
}

/// Quotes a sale of 100 alpha.
pub fn quote_sell(pool: &Pool) -> Result<Sale, SwapError> {
	black_box(pool).quote_sell(black_box(100_000_000_000u64).into(), &TERMS)
}

/// Buys alpha for 100 TAO and sells it again.
pub fn trade(pool: &Pool) -> Result<(Pool, Sale), SwapError> {
	let (after, purchase) = black_box(pool).buy(black_box(100_000_000_000u64).into(), &TERMS)?;
	after.sell(purchase.paid_out, &TERMS)
}

/// Injects half a TAO and one alpha, as one block does.
pub fn inject(pool: &Pool) -> Result<Injection, LiquidityError> {
	let tao = black_box(500_000_000u64).into();
	black_box(pool).inject(Reservoirs::default(), tao, 1_000_000_000u64.into())
}

/// Each operation on a pool of each kind.
pub fn workloads() -> Vec<Workload> {
	let mut all: Vec<Workload> = WEIGHTS.into_iter().flat_map(on_pool).collect();
	// A power that is an integer number of parts is compared with its neighbour in integers.
	let side = 1u64 << 40;
	let pool = Pool { tao: side.into(), alpha: side.into(), quote_weight: weight(ONE_SIXTEENTH) };
	let work = move || black_box(&pool).tao_out(black_box(side).into()).into();
	all.push(Workload::new("swap integers/tao_out", work));
	all
}

fn on_pool((name, parts): (&str, u64)) -> [Workload; 5] {
	let pool = pool(parts);
	let limit = PriceLimit::Rao(pool.price_rao().saturating_mul(21) / 20);
	let limited = Terms { limit, ..TERMS };
	let name = |operation: &str| format!("swap {name}/{operation}");
	[
		Workload::new(name("quote buy"), move || digest_of_purchase(quote_buy(&pool))),
		Workload::new(name("quote buy to a limit"), move || {
			digest_of_purchase(quote_buy_to_limit(&pool, &limited))
		}),
		Workload::new(name("quote sell"), move || digest_of_sale(quote_sell(&pool))),
		Workload::new(name("buy and sell"), move || {
			digest_of_sale(trade(&pool).map(|(after, sale)| {
				black_box(after);
				sale
			}))
		}),
		Workload::new(name("inject"), move || {
			inject(&pool).map_or(0, |injection| {
				digest([injection.pool.quote_weight.parts(), injection.alpha_used.into()])
			})
		}),
	]
}

fn digest_of_purchase(purchase: Result<Purchase, SwapError>) -> u64 {
	purchase.map_or(0, |trade| digest([trade.paid_in.into(), trade.paid_out.into()]))
}

fn digest_of_sale(sale: Result<Sale, SwapError>) -> u64 {
	sale.map_or(0, |trade| digest([trade.paid_in.into(), trade.paid_out.into()]))
}
