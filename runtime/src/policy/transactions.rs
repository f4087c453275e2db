//! Limits on the length of transactions and on the nesting of calls.

use codec::{DecodeLimit, Encode};
use frame_support::{ensure, traits::Contains};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

use crate::{RuntimeCall, UncheckedExtrinsic};

/// Maximum depth to which calls nest.
///
/// Each level costs stack space and time wherever calls are decoded. FRAME's limit of 256 levels
/// protects the stack only, and real transactions use a few levels. The same limit holds for
/// transactions inside carriers.
pub const MAX_CALL_DEPTH: u32 = pallet_shield::MAX_DECODE_DEPTH;

/// Maximum length of a transaction, in bytes.
///
/// The SDK's proposer fills blocks to 4 MiB and 512 bytes, of which header and inherents take a few
/// KiB. A longer transaction would be valid, and no author would include it.
pub const MAX_TRANSACTION_LENGTH: u32 = 4 * 1024 * 1024 - 64 * 1024;

/// Calls that nest at most [`MAX_CALL_DEPTH`] levels deep.
///
/// The transaction extension `CheckWeight` lets no other call into a block, neither when the block
/// is built nor when it is imported.
pub struct ShallowCalls;

impl Contains<RuntimeCall> for ShallowCalls {
	fn contains(call: &RuntimeCall) -> bool {
		let call = call.encode();
		RuntimeCall::decode_all_with_depth_limit(MAX_CALL_DEPTH, &mut &call[..]).is_ok()
	}
}

/// Rejects a transaction whose calls nest deeper than [`MAX_CALL_DEPTH`], before the pool validates
/// it: neither its signature nor its weight is looked at.
///
/// # Errors
///
/// `InvalidTransaction::Call`.
pub fn ensure_shallow(extrinsic: &UncheckedExtrinsic) -> Result<(), TransactionValidityError> {
	ensure!(ShallowCalls::contains(&extrinsic.function), InvalidTransaction::Call);
	Ok(())
}
