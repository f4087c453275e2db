//! `noesis`: the node of the Noesis chain.

mod chain_spec;
mod cli;
mod command;
mod consensus;
mod ports;
mod rpc;
mod sealing;
mod service;
mod shield;
mod sync_state;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
