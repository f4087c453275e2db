//! Access rules and rejection codes against those of the whole interface.
//!
//! The matches in [`crate::access`] force an entry for each call and error, but not the right one.
//! The tables here hold the entries of calls and errors to come as well.

use std::collections::BTreeMap;

use codec::Decode;
use frame_support::dispatch::{GetDispatchInfo, Pays};
use scale_info::{TypeDef, TypeInfo};

use super::mock::Test;
use crate::{
	access::{access_of, rejection_code, OTHER_REJECTION},
	Call, Error,
};

/// Guards besides the one of coldkey swaps, and the calls that need each.
const GUARDS: [(&str, &[&str]); 5] = [
	(
		"stake for setting weights, and the state of a commitment",
		&[
			"set_weights",
			"set_mechanism_weights",
			"batch_set_weights",
			"commit_weights",
			"commit_mechanism_weights",
			"batch_commit_weights",
			"commit_crv3_mechanism_weights",
			"commit_timelocked_weights",
			"commit_timelocked_mechanism_weights",
			"reveal_weights",
			"reveal_mechanism_weights",
			"batch_reveal_weights",
		],
	),
	(
		"rate limit of weights and of subnets",
		&[
			"set_weights",
			"set_mechanism_weights",
			"commit_weights",
			"commit_mechanism_weights",
			"register_network",
		],
	),
	("bounds of a delegate's take", &["increase_take", "decrease_take"]),
	("registration and address of a server", &["serve_axon", "serve_axon_tls", "serve_prometheus"]),
	("registration and rate limit of an EVM key", &["associate_evm_key"]),
];

/// Calls that a coldkey may dispatch while its swap is announced.
const DURING_COLDKEY_SWAP: [&str; 4] = [
	"announce_coldkey_swap",
	"swap_coldkey_announced",
	"dispute_coldkey_swap",
	"clear_coldkey_swap_announcement",
];

/// Codes of `InvalidTransaction::Custom` that clients know, by error.
const CODES: [(&str, u8); 27] = [
	("ColdkeySwapAnnounced", 0),
	("AmountTooLow", 1),
	("NotEnoughStakeToSetWeights", 1),
	("NotEnoughBalanceToStake", 2),
	("SubnetNotExists", 3),
	("HotKeyAccountNotExists", 4),
	("NotEnoughStakeToWithdraw", 5),
	("CommittingWeightsTooFast", 6),
	("SettingWeightsTooFast", 6),
	("NetworkTxRateLimitExceeded", 6),
	("InsufficientLiquidity", 7),
	("SlippageTooHigh", 8),
	("TransferDisallowed", 9),
	("HotKeyNotRegisteredInNetwork", 10),
	("InvalidIpAddress", 11),
	("ServingRateLimitExceeded", 12),
	("InvalidPort", 13),
	("InvalidRevealRound", 15),
	("NoWeightsCommitFound", 16),
	("RevealTooEarly", 17),
	("InputLengthsUnequal", 18),
	("HotKeyNotRegisteredInSubNet", 19),
	("EvmKeyAssociateRateLimitExceeded", 20),
	("ColdkeySwapDisputed", 21),
	("NonAssociatedColdKey", 25),
	("DelegateTakeTooLow", 26),
	("DelegateTakeTooHigh", 27),
];

/// Variants of an enum: codec index and name.
pub fn variants<E: TypeInfo>() -> Vec<(u8, &'static str)> {
	match E::type_info().type_def {
		TypeDef::Variant(variants) => {
			variants.variants.iter().map(|variant| (variant.index, variant.name)).collect()
		}
		_ => panic!("not an enum"),
	}
}

/// Fails when a call comes before its guard. Take its line off then, and test the guard.
#[test]
fn no_call_exists_before_its_guard() {
	let calls: Vec<_> = variants::<Call<Test>>().into_iter().map(|(_, name)| name).collect();
	for (guard, guarded) in GUARDS {
		let early: Vec<_> = guarded.iter().filter(|call| calls.contains(call)).collect();
		assert!(early.is_empty(), "{early:?} exist without their guard: {guard}");
	}
}

#[test]
fn a_coldkey_swap_allows_the_calls_that_concern_it() {
	let without_arguments = variants::<Call<Test>>().into_iter().filter_map(|(index, name)| {
		Some((name, Call::<Test>::decode(&mut &[&[index][..], &[0; 64]].concat()[..]).ok()?))
	});
	let mut checked = 0;
	for (name, call) in without_arguments {
		let allowed = access_of(&call).allowed_during_coldkey_swap;
		assert_eq!(allowed, DURING_COLDKEY_SWAP.contains(&name), "{name}");
		checked += 1;
	}
	assert_eq!(checked, variants::<Call<Test>>().len());
}

/// A call that is declared free without a standing could not be sent, and one with a standing that
/// is not declared free would pay.
#[test]
fn a_call_is_declared_free_if_and_only_if_a_standing_frees_it() {
	for (index, name) in variants::<Call<Test>>() {
		let call = Call::<Test>::decode(&mut &[&[index][..], &[0; 64]].concat()[..]).unwrap();
		let is_free = call.get_dispatch_info().pays_fee == Pays::No;
		assert_eq!(is_free, access_of(&call).free_with.is_some(), "{name}");
	}
}

#[test]
fn every_error_has_the_code_that_clients_know() {
	let codes = BTreeMap::from(CODES);
	for (index, name) in variants::<Error<Test>>() {
		let error = Error::<Test>::decode(&mut &[index][..]).unwrap();
		let expected = codes.get(name).copied().unwrap_or(OTHER_REJECTION);
		assert_eq!(rejection_code(&error), expected, "{name}");
	}
}
