//! Deposits, withdrawals and quotes do not allocate.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(unsafe_code, reason = "an allocator that counts is an unsafe trait")]

use std::{
	alloc::{GlobalAlloc, Layout, System},
	cell::Cell,
	hint::black_box,
};

use noesis_share_pool::{SharePool, ShareRow};
use noesis_types::AlphaBalance;

thread_local! {
	/// Allocations of this thread. The test harness has threads of its own.
	static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator with a counter.
struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		ALLOCATIONS.set(ALLOCATIONS.get().saturating_add(1));
		unsafe { System.alloc(layout) }
	}

	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		unsafe { System.dealloc(pointer, layout) }
	}
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The number of allocations of `run`.
fn allocations(run: impl FnOnce()) -> u64 {
	let before = ALLOCATIONS.get();
	run();
	ALLOCATIONS.get().saturating_sub(before)
}

#[test]
fn counter_sees_an_allocation() {
	assert_eq!(allocations(|| drop(black_box(Box::new(1u8)))), 1);
}

#[test]
fn life_of_a_pool_allocates_nothing() {
	let amount = |units| black_box(AlphaBalance::new(units));
	let life = || {
		let alice = SharePool::EMPTY.deposit(ShareRow::ABSENT, amount(3_000_000_000)).unwrap();
		let bob = alice.pool.deposit(ShareRow::ABSENT, amount(7)).unwrap();
		let grown = bob.pool.credit(amount(u64::MAX / 3)).debit(amount(5));
		assert!(grown.accepts(amount(1)));
		let all = grown.value_of(&alice.row);
		let half = grown.withdraw(alice.row, amount(all.to_u64() / 2)).unwrap();
		let rest = half.pool.withdraw(half.row, half.pool.value_of(&half.row)).unwrap();
		assert!(rest.pool.withdraw(rest.row, amount(1)).is_err());
	};
	assert_eq!(allocations(life), 0);
}
