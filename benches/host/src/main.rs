//! Measures each workload natively and under wasmtime, in turn, and prints what they cost.
//!
//! usage: noesis-benches-host MODULE [FILTER]
//!
//! MODULE is the guest, compiled for WASM; only workloads with FILTER in their name are measured.
//! Ends with an error if a workload has another result in WASM than natively.

use noesis_benches::{workloads, Workload};
use std::{
	hint::black_box,
	time::{Duration, Instant},
};
use wasmtime::{Config, Engine, Error, Instance, Module, OptLevel, Store, TypedFunc};

/// How long one sample takes at least: long against entering a module, and short enough for many
/// samples not to be interrupted on a busy machine.
const SAMPLE: Duration = Duration::from_millis(1);

/// Samples of each kind for each workload.
const SAMPLES: u32 = 200;

/// Nanoseconds for one run of a workload.
struct Cost {
	native: f64,
	wasm: f64,
}

fn main() -> Result<(), Error> {
	let mut arguments = std::env::args().skip(1);
	let usage = "usage: noesis-benches-host MODULE [FILTER]";
	let module = arguments.next().ok_or_else(|| Error::msg(usage))?;
	let filter = arguments.next().unwrap_or_default();
	let mut guest = Guest::load(&module)?;
	let workloads = workloads();
	let wanted = workloads.iter().zip(0..).filter(|(workload, _)| workload.name.contains(&filter));
	println!("{:58} {:>12} {:>12} {:>7}", "", "native ns", "wasm ns", "ratio");
	let mut measured = 0;
	for (workload, index) in wanted {
		let Cost { native, wasm } = measure(workload, &mut guest, index)?;
		println!("{:58} {native:12.1} {wasm:12.1} {:7.2}", workload.name, wasm / native);
		measured += 1;
	}
	if measured == 0 {
		println!("no workload has '{filter}' in its name");
	}
	Ok(())
}

/// The guest module with its inputs prepared.
struct Guest {
	store: Store<()>,
	repeat: TypedFunc<(u32, u32, u32), u64>,
	prepared: u32,
}

impl Guest {
	/// Compiles the module as the node compiles runtimes.
	fn load(path: &str) -> Result<Self, Error> {
		let mut config = Config::new();
		config.cranelift_opt_level(OptLevel::SpeedAndSize);
		let engine = Engine::new(&config)?;
		let bytes = std::fs::read(path).map_err(|error| Error::msg(format!("{path}: {error}")))?;
		let module = Module::new(&engine, bytes)?;
		let mut store = Store::new(&engine, ());
		let instance = Instance::new(&mut store, &module, &[])?;
		let prepare = instance.get_typed_func::<(), u32>(&mut store, "prepare")?;
		let repeat = instance.get_typed_func(&mut store, "repeat")?;
		let prepared = prepare.call(&mut store, ())?;
		Ok(Self { store, repeat, prepared })
	}

	fn repeat(&mut self, index: u32, times: u32) -> Result<u64, Error> {
		self.repeat.call(&mut self.store, (self.prepared, index, times))
	}
}

/// The lowest cost of many short samples: other work on the machine only ever adds to one.
///
/// Taking turns lets both kinds meet the same conditions.
fn measure(workload: &Workload, guest: &mut Guest, index: u32) -> Result<Cost, Error> {
	let (here, there) = (workload.run(), guest.repeat(index, 1)?);
	if here != there {
		let name = &workload.name;
		return Err(Error::msg(format!("{name}: {here:x} natively, {there:x} in WASM")));
	}
	let mut native = |times| Ok(workload.repeat(times));
	let mut wasm = |times| guest.repeat(index, times);
	let (native_times, wasm_times) = (fill_sample(&mut native)?, fill_sample(&mut wasm)?);
	let mut lowest = Cost { native: f64::MAX, wasm: f64::MAX };
	for _ in 0..SAMPLES {
		lowest.native = lowest.native.min(sample(&mut native, native_times)?);
		lowest.wasm = lowest.wasm.min(sample(&mut wasm, wasm_times)?);
	}
	Ok(lowest)
}

/// Nanoseconds for one of so many runs.
fn sample(repeat: &mut dyn FnMut(u32) -> Result<u64, Error>, times: u32) -> Result<f64, Error> {
	let start = Instant::now();
	black_box(repeat(times)?);
	Ok(start.elapsed().as_nanos() as f64 / f64::from(times))
}

/// How many runs last as long as a sample.
fn fill_sample(repeat: &mut dyn FnMut(u32) -> Result<u64, Error>) -> Result<u32, Error> {
	let mut times = 1u32;
	loop {
		let start = Instant::now();
		black_box(repeat(times)?);
		if start.elapsed() >= SAMPLE {
			return Ok(times);
		}
		times = times.saturating_mul(2);
	}
}
