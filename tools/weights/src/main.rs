//! Measures the calls of the runtime as WASM and makes weights of the results.
//!
//! `scripts/weights.sh` runs this program: `pallet` measures one pallet and writes its weights,
//! `table` compares charged and measured weights.

mod charged;
mod table;

use std::io::Write;

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sc_cli::{LoggerBuilder, Result};
use sp_runtime::traits::BlakeTwo256;

/// Host functions beyond those of Substrate, which the node's executor does not have either.
type ExtraHostFunctions = ();

/// Measures the calls of the runtime as WASM and makes weights of the results.
#[derive(Parser)]
#[command(version)]
enum Command {
	/// Measures the benchmarks of a pallet in the runtime that this program contains.
	Pallet(Box<PalletCmd>),
	/// Compares charged and measured weights.
	Table(table::Table),
}

fn main() -> Result<()> {
	LoggerBuilder::new("info,cranelift_codegen=off,wasmtime_cranelift=off").init()?;
	match Command::parse() {
		Command::Pallet(command) => measure(*command),
		Command::Table(table) => table.run(),
	}
}

/// Measures the runtime that is compiled into this program, unless the command names another one.
///
/// The executor is the node's: wasmtime, compiled, with the same allocation of instances.
fn measure(mut command: PalletCmd) -> Result<()> {
	let mut file = tempfile::NamedTempFile::new()?;
	if command.runtime.is_none() {
		let code = noesis_runtime::WASM_BINARY.ok_or(
			"this program was built with SKIP_WASM_BUILD, without the runtime: build it again",
		)?;
		file.write_all(code)?;
		command.runtime = Some(file.path().to_path_buf());
	}
	command.run_with_spec::<BlakeTwo256, ExtraHostFunctions>(None)
}
