//! Table of the weight that calls are charged and the weight that they use.
//!
//! Invariant I30: a call is charged at least what it uses, and at most three times as much where it
//! uses more than a millisecond. What it uses is its time as WASM, and its reads and writes at what
//! they cost on ParityDB, the node's database.

use std::{fs, path::PathBuf};

use frame_benchmarking::{
	Analysis, BenchmarkBatchSplitResults, BenchmarkResult, BenchmarkSelector,
};
use frame_support::weights::{constants::ParityDbWeight, Weight};
use noesis_runtime::Runtime;
use sc_cli::Result;

use crate::charged;

/// Price of a read and a write that the runtime charges.
type DbWeight = <Runtime as frame_system::Config>::DbWeight;

/// Use above which a call must not be charged too much, in picoseconds.
const MILLISECOND: u64 = 1_000_000_000;
/// Maximum charge of such a call, as a multiple of its use.
const MAX_RATIO: u64 = 3;

/// Compares charged and measured weights.
#[derive(clap::Args)]
pub struct Table {
	/// Results of `pallet --json-file`.
	results: Vec<PathBuf>,
	/// Take for charged what weights made of these results charge, not what the runtime in this
	/// program does.
	#[arg(long)]
	made: bool,
}

/// Line of the table: a benchmark at the largest values of its components.
struct Line {
	name: String,
	/// Picoseconds; `None` if `charged.rs` does not list the benchmark.
	charged: Option<u64>,
	/// Picoseconds.
	used: u64,
}

impl Line {
	/// Fault of the charge, if any.
	fn fault(&self) -> Option<&'static str> {
		let Some(charged) = self.charged else { return Some("not listed in charged.rs") };
		if charged < self.used {
			return Some("too little");
		}
		let is_long = self.used > MILLISECOND;
		(is_long && charged > self.used.saturating_mul(MAX_RATIO)).then_some("too much")
	}

	fn print(&self) {
		let micro = |picoseconds: u64| picoseconds as f64 / 1_000_000.0;
		let used = micro(self.used);
		let (charged, ratio) = match self.charged {
			Some(charged) => {
				(format!("{:.1}", micro(charged)), format!("{:.1}", micro(charged) / used))
			}
			None => ("-".into(), "-".into()),
		};
		let fault = self.fault().unwrap_or_default();
		println!("{:<58} {charged:>12} {used:>12.1} {ratio:>6}  {fault}", self.name);
	}
}

impl Table {
	/// Prints the table.
	///
	/// # Errors
	///
	/// Fails if a benchmark is charged too little or too much, or has no weight function.
	pub fn run(&self) -> Result<()> {
		println!("{:<58} {:>12} {:>12} {:>6}", "", "charged µs", "measured µs", "ratio");
		let mut faults: u32 = 0;
		for path in &self.results {
			let batches: Vec<BenchmarkBatchSplitResults> = serde_json::from_slice(&fs::read(path)?)
				.map_err(|error| format!("{}: {error}", path.display()))?;
			for batch in &batches {
				let line = self.line(batch)?;
				line.print();
				faults += u32::from(line.fault().is_some());
			}
		}
		if faults > 0 {
			return Err(format!("{faults} benchmarks are not charged as they should be").into());
		}
		Ok(())
	}

	/// Line of one benchmark.
	fn line(&self, batch: &BenchmarkBatchSplitResults) -> Result<Line> {
		let pallet = String::from_utf8_lossy(&batch.pallet);
		let benchmark = String::from_utf8_lossy(&batch.benchmark);
		let largest = |results: &[BenchmarkResult]| {
			let sum = |result: &BenchmarkResult| {
				result.components.iter().map(|(_, value)| u64::from(*value)).sum::<u64>()
			};
			let top = results.iter().map(sum).max().unwrap_or_default();
			results.iter().filter(|result| sum(result) == top).cloned().collect::<Vec<_>>()
		};
		let (times, accesses) = (largest(&batch.time_results), largest(&batch.db_results));
		let first = times.first().ok_or_else(|| format!("{benchmark}: no results"))?;
		let components: Vec<(String, u32)> =
			first.components.iter().map(|(name, value)| (name.to_string(), *value)).collect();
		let at = |name: &str| {
			components.iter().find(|(known, _)| known == name).map_or(0, |(_, value)| *value)
		};
		let charged = if self.made {
			Some(made(batch, at)?)
		} else {
			charged::weight(&pallet, &benchmark, at)
		};
		let shown: Vec<_> =
			components.iter().map(|(name, value)| format!("{name} = {value}")).collect();
		Ok(Line {
			name: format!("{pallet}::{benchmark}({})", shown.join(", ")),
			charged: charged.map(|weight| weight.ref_time()),
			used: used(&times, &accesses).ref_time(),
		})
	}
}

/// Weight that was used: the median of the times, and the largest number of reads and writes.
fn used(times: &[BenchmarkResult], accesses: &[BenchmarkResult]) -> Weight {
	let mut nanoseconds: Vec<u128> = times.iter().map(|result| result.extrinsic_time).collect();
	nanoseconds.sort_unstable();
	let median = nanoseconds.get(nanoseconds.len() / 2).copied().unwrap_or_default();
	let reads = accesses.iter().map(|result| result.reads).max().unwrap_or_default();
	let writes = accesses.iter().map(|result| result.writes).max().unwrap_or_default();
	let time = u64::try_from(median.saturating_mul(1_000)).unwrap_or(u64::MAX);
	Weight::from_parts(time, 0)
		.saturating_add(ParityDbWeight::get().reads_writes(reads.into(), writes.into()))
}

/// Weight that weights made of these results charge.
///
/// The analysis is that of `pallet --output`.
fn made(batch: &BenchmarkBatchSplitResults, at: impl Fn(&str) -> u32) -> Result<Weight> {
	let value = |results: &Vec<BenchmarkResult>, selector| -> Result<u64> {
		let analysis = Analysis::min_squares_iqr(results, selector)
			.map_err(|error| format!("the results cannot be analysed: {error}"))?;
		let slopes = analysis.names.iter().zip(&analysis.slopes);
		let rise = slopes.map(|(name, slope)| slope.saturating_mul(at(name).into()));
		let total = rise.fold(analysis.base, u128::saturating_add);
		Ok(u64::try_from(total).unwrap_or(u64::MAX))
	};
	let time = value(&batch.time_results, BenchmarkSelector::ExtrinsicTime)?;
	let reads = value(&batch.db_results, BenchmarkSelector::Reads)?;
	let writes = value(&batch.db_results, BenchmarkSelector::Writes)?;
	Ok(Weight::from_parts(time, 0).saturating_add(DbWeight::get().reads_writes(reads, writes)))
}
