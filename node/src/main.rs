//! `noesis`: the node of the Noesis chain.
//!
//! Modules import only those below them:
//!
//! | module | subject |
//! |---|---|
//! | [`command`] | the subcommand, or the running node |
//! | [`service`] | a running node, built from its parts |
//! | [`cli`], [`chain_spec`], [`preset_params`], [`new_chain`] | the command line and the chain it names |
//! | [`rpc`], [`sync_state`], [`sealing`], [`consensus`], [`shield`], [`ports`], [`live`] | the parts |
//! | [`tasks`], [`types`] | shared by all |

mod chain_spec;
mod cli;
mod command;
mod consensus;
mod live;
mod new_chain;
mod ports;
mod preset_params;
mod rpc;
mod sealing;
mod service;
mod shield;
mod sync_state;
mod tasks;
mod types;

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
