//! Quotes and trades do not allocate.

#![allow(unsafe_code, reason = "an allocator cannot be written without")]
#![allow(clippy::arithmetic_side_effects, reason = "counts and prices are small")]

use std::{
	alloc::{GlobalAlloc, Layout, System},
	cell::Cell,
	hint::black_box,
};

use noesis_amm::{
	max_move, median_price, FeeRate, Market, MoveLeg, Pool, PriceLimit, QuoteWeight, Reservoirs,
	SwapMode, Terms,
};

thread_local! {
	/// Allocations of this thread. The test harness has threads of its own.
	static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator with a counter in front.
struct Counting;

fn count() {
	ALLOCATIONS.with(|allocations| allocations.set(allocations.get().saturating_add(1)));
}

// SAFETY: every request is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		count();
		System.alloc(layout)
	}

	unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
		count();
		System.alloc_zeroed(layout)
	}

	unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
		count();
		System.realloc(pointer, layout, size)
	}

	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		System.dealloc(pointer, layout)
	}
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The number of allocations of `work`.
fn allocations_of<T>(work: impl FnOnce() -> T) -> u64 {
	let before = ALLOCATIONS.get();
	black_box(work());
	ALLOCATIONS.get() - before
}

/// Weights for each path of a power: even, exact with roots, and series.
const WEIGHTS: [u64; 5] = [
	500_000_000_000_000_000,
	400_000_000_000_000_000,
	990_000_000_000_000_000,
	500_001_000_000_000_000,
	20_001_000_000_000_000,
];

#[test]
fn the_counter_sees_an_allocation() {
	assert_eq!(allocations_of(|| Box::new(black_box(7u64))), 1);
}

#[test]
fn quotes_and_trades_do_not_allocate() {
	for parts in WEIGHTS {
		let pool = Pool {
			tao: 1_000_000_000_000u64.into(),
			alpha: 4_000_000_000_000u64.into(),
			quote_weight: QuoteWeight::try_from(parts).unwrap(),
		};
		let up = PriceLimit::Rao(pool.price_rao() / 100 * 105);
		let down = PriceLimit::Rao(pool.price_rao() / 100 * 95);
		for amount in [0, 1_000, 100_000_000_000, 900_000_000_000_000, u64::MAX] {
			for mode in [SwapMode::Partial, SwapMode::FillOrKill] {
				for (buy, sell) in [(PriceLimit::Widest, PriceLimit::Widest), (up, down)] {
					let (fee, tao, alpha) = (FeeRate::DEFAULT, amount.into(), amount.into());
					let (buy, sell) =
						(Terms { fee, limit: buy, mode }, Terms { fee, limit: sell, mode });
					assert_eq!(allocations_of(|| pool.quote_buy(tao, &buy)), 0);
					assert_eq!(allocations_of(|| pool.buy(tao, &buy)), 0);
					assert_eq!(allocations_of(|| pool.quote_sell(alpha, &sell)), 0);
					assert_eq!(allocations_of(|| pool.sell(alpha, &sell)), 0);
				}
			}
			let waiting = Reservoirs::default();
			assert_eq!(allocations_of(|| pool.inject(waiting, amount.into(), amount.into())), 0);
			let market = Market::Dynamic(pool);
			assert_eq!(allocations_of(|| market.sim_buy(amount.into(), FeeRate::DEFAULT)), 0);
			assert_eq!(allocations_of(|| market.sim_sell(amount.into(), FeeRate::DEFAULT)), 0);
		}
		let leg = MoveLeg { market: Market::Dynamic(pool), fee: FeeRate::DEFAULT };
		assert_eq!(allocations_of(|| pool.max_add(up, FeeRate::DEFAULT)), 0);
		assert_eq!(allocations_of(|| pool.max_remove(down, FeeRate::DEFAULT)), 0);
		assert_eq!(allocations_of(|| max_move(&leg, &leg, 900_000_000)), 0);
		let mut prices = [pool.price(); 129];
		assert_eq!(allocations_of(|| median_price(&mut prices)), 0);
	}
}
