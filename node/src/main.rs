//! `noesis`: the node of the Noesis chain.

mod chain_spec;
mod cli;
mod command;
mod consensus;
mod rpc;
mod sealing;
mod service;
mod sync_state;

fn main() -> sc_cli::Result<()> {
	command::run()
}
