//! The work to measure, as a WASM module for the host to call.
//!
//! The host sees references as 32-bit numbers.

#![cfg_attr(target_family = "wasm", no_std)]
#![cfg(target_family = "wasm")]

extern crate alloc;

use alloc::{boxed::Box, vec::Vec};
use noesis_benches::{workloads, Workload};

/// What Rust uses on WASM by default. Runtimes ask the node instead.
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
	core::arch::wasm32::unreachable()
}

/// The work with its inputs.
pub struct Prepared(Vec<Workload>);

/// Prepares the inputs of all workloads.
#[no_mangle]
pub extern "C" fn prepare() -> Box<Prepared> {
	Box::new(Prepared(workloads()))
}

/// Does one of the workloads a number of times. Traps if there is no such workload.
#[no_mangle]
pub extern "C" fn repeat(prepared: &Prepared, index: u32, times: u32) -> u64 {
	prepared.0[index as usize].repeat(times)
}
