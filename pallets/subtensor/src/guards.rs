//! Guards: rules about who may call something now.
//!
//! A guard runs before every dispatch that a signer stands behind, the nested ones included: calls
//! in a batch, calls made for another account, calls of a multisig. So a rule that binds an account
//! binds it on every way into the runtime. Root is not bound.
//!
//! The same guards run on the outer call when a transaction is validated. A violation there keeps it
//! out of the pool, with a number in place of the error ([`refusal_code`]); a violation further
//! inside is the error of the call that was refused.
//!
//! [`guards_of`] is the one place that says which rule applies to which call. The rules themselves
//! live in the rooms that own what they are about.

use crate::{Config, Error, Pallet};
use frame_support::traits::{CallMetadata, GetCallMetadata};
use frame_system::pallet_prelude::{OriginFor, RuntimeCallFor};
use sp_runtime::traits::AsSystemOriginSigner;

/// A rule about who may call something now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Guard {
	/// A coldkey that is about to be swapped does nothing else.
	ColdkeySwap,
	/// Who sets weights has the stake for it, and reveals what was committed, when it is due.
	Weights,
	/// Weights and subnets come no faster than the network allows.
	RateLimit,
	/// A delegate's take stays between the bounds of the network.
	DelegateTake,
	/// Who serves is registered and gives an address that can be reached.
	Serving,
	/// Who binds an EVM key is registered, and does so rarely.
	EvmKey,
}

/// The guards of a call, in the order in which they run.
///
/// Calls are named as in metadata. Some of them are still to come; they are guarded from the day on
/// which they do.
pub fn guards_of(call: &CallMetadata) -> &'static [Guard] {
	use Guard::*;
	if call.pallet_name != "SubtensorModule" {
		return &[ColdkeySwap];
	}
	match call.function_name {
		"set_weights" | "set_mechanism_weights" | "commit_weights" | "commit_mechanism_weights" => {
			&[ColdkeySwap, Weights, RateLimit]
		}
		"batch_set_weights"
		| "batch_commit_weights"
		| "batch_reveal_weights"
		| "reveal_weights"
		| "reveal_mechanism_weights"
		| "commit_crv3_mechanism_weights"
		| "commit_timelocked_weights"
		| "commit_timelocked_mechanism_weights" => &[ColdkeySwap, Weights],
		"register_network" => &[ColdkeySwap, RateLimit],
		"increase_take" | "decrease_take" => &[ColdkeySwap, DelegateTake],
		"serve_axon" | "serve_axon_tls" | "serve_prometheus" => &[ColdkeySwap, Serving],
		"associate_evm_key" => &[ColdkeySwap, EvmKey],
		_ => &[ColdkeySwap],
	}
}

/// The number by which a transaction is refused whose outer call violates a guard, by the name of
/// the guard's error: `InvalidTransaction::Custom`. Clients turn it into the name again.
pub fn refusal_code(error: &str) -> u8 {
	match error {
		"ColdkeySwapAnnounced" => 0,
		"AmountTooLow" | "NotEnoughStakeToSetWeights" => 1,
		"NotEnoughBalanceToStake" => 2,
		"SubnetNotExists" => 3,
		"HotKeyAccountNotExists" => 4,
		"NotEnoughStakeToWithdraw" => 5,
		"CommittingWeightsTooFast" | "SettingWeightsTooFast" | "NetworkTxRateLimitExceeded" => 6,
		"InsufficientLiquidity" => 7,
		"SlippageTooHigh" => 8,
		"TransferDisallowed" => 9,
		"HotKeyNotRegisteredInNetwork" => 10,
		"InvalidIpAddress" => 11,
		"ServingRateLimitExceeded" => 12,
		"InvalidPort" => 13,
		"InvalidRevealRound" => 15,
		"NoWeightsCommitFound" => 16,
		"RevealTooEarly" => 17,
		"InputLengthsUnequal" => 18,
		"HotKeyNotRegisteredInSubNet" => 19,
		"EvmKeyAssociateRateLimitExceeded" => 20,
		"ColdkeySwapDisputed" => 21,
		"NonAssociatedColdKey" => 25,
		"DelegateTakeTooLow" => 26,
		"DelegateTakeTooHigh" => 27,
		_ => OTHER_REFUSAL,
	}
}

/// [`refusal_code`] of errors that have no number of their own.
pub const OTHER_REFUSAL: u8 = 255;

/// Whether a guard of the call makes sure that its sender is a neuron, which was paid for.
///
/// Such a sender needs no funds for a call without a fee.
pub fn is_for_neurons(call: &CallMetadata) -> bool {
	let vouches = |guard| matches!(guard, &Guard::Weights | &Guard::Serving | &Guard::EvmKey);
	guards_of(call).iter().any(vouches)
}

impl<T: Config> Pallet<T> {
	/// Runs the guards of a call before it is dispatched with `origin`.
	///
	/// # Errors
	///
	/// Those of the guards, of which the first that refuses is heard.
	pub fn guard(origin: &OriginFor<T>, call: &RuntimeCallFor<T>) -> Result<(), Error<T>>
	where
		OriginFor<T>: AsSystemOriginSigner<T::AccountId>,
		RuntimeCallFor<T>: GetCallMetadata,
	{
		let Some(who) = origin.as_system_origin_signer() else { return Ok(()) };
		let call = call.get_call_metadata();
		guards_of(&call).iter().try_for_each(|guard| match guard {
			Guard::ColdkeySwap => Self::guard_coldkey_swap(who, &call),
			// Their calls do not exist: `no_call_waits_for_its_guard` in the runtime's tests.
			Guard::Weights
			| Guard::RateLimit
			| Guard::DelegateTake
			| Guard::Serving
			| Guard::EvmKey => Ok(()),
		})
	}
}
