//! Types of the node's parts, shared by all modules and importing none of them.

use futures::channel::mpsc;
use noesis_runtime::{opaque::Block, Hash, RuntimeApi};
use sc_consensus_manual_seal::EngineCommand;
use sc_executor::WasmExecutor;

/// Executor of the runtime.
pub type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
/// Client: blocks, state and runtime calls.
pub type FullClient = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// Database.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// Choice of the fork to build on.
pub type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
/// Transaction pool.
pub type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;
/// Queue in which blocks of others are verified and imported.
pub type ImportQueue = sc_consensus::DefaultImportQueue<Block>;
/// Block import that GRANDPA watches.
pub type GrandpaImport =
	sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
/// Connection between block import and the GRANDPA voter.
pub type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;
/// Sender of sealing commands, held by RPC.
pub type CommandSink = mpsc::Sender<EngineCommand<Hash>>;
/// Receiver of sealing commands, held by the sealing task.
pub type Commands = mpsc::Receiver<EngineCommand<Hash>>;
