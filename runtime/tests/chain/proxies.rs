//! Every proxy type against the calls of the runtime.

use codec::Encode;
use frame_support::traits::{CallMetadata, GetCallMetadata, InstanceFilter};
use noesis_runtime::{
	proxies::{Group, ProxyType},
	RuntimeCall, TaoBalance,
};
use sp_keyring::Sr25519Keyring::Bob;
use ProxyType::*;

const ALL: [ProxyType; 19] = [
	Any,
	Owner,
	NonCritical,
	NonTransfer,
	Senate,
	NonFungible,
	Triumvirate,
	Governance,
	Staking,
	Registration,
	Transfer,
	SmallTransfer,
	RootWeights,
	ChildKeys,
	SudoUncheckedSetCode,
	SwapHotkey,
	SubnetLeaseBeneficiary,
	RootClaim,
	BasketTrading,
];

fn transfer(rao: u64) -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: TaoBalance::new(rao) }.into()
}

fn set_code() -> RuntimeCall {
	frame_system::Call::set_code { code: vec![] }.into()
}

fn unchecked(call: RuntimeCall) -> RuntimeCall {
	let call = Box::new(call);
	pallet_sudo::Call::sudo_unchecked_weight { call, weight: Default::default() }.into()
}

/// The types that allow `call`.
fn allowing(call: &RuntimeCall) -> Vec<ProxyType> {
	ALL.into_iter().filter(|proxy_type| proxy_type.filter(call)).collect()
}

#[test]
fn indices_are_those_of_the_interface() {
	for (index, proxy_type) in ALL.into_iter().enumerate() {
		assert_eq!(proxy_type.encode(), [index as u8]);
	}
}

#[test]
fn every_call_of_the_runtime_is_in_a_group_or_denied_on_purpose() {
	// Signed by nobody or by the chain itself: no proxy has a use for them.
	let ungrouped = ["SubtensorModule"];
	for pallet_name in RuntimeCall::get_module_names() {
		for function_name in RuntimeCall::get_call_names(pallet_name) {
			let group = Group::of(CallMetadata { function_name, pallet_name });
			assert!(
				group.is_some() || ungrouped.contains(pallet_name),
				"{pallet_name}.{function_name} is in no group"
			);
		}
	}
}

#[test]
fn calls_are_allowed_as_the_table_says() {
	let keys = || Bob.to_account_id();
	let remark = frame_system::Call::remark { remark: vec![] }.into();
	assert_eq!(allowing(&remark), [Any, NonCritical, NonTransfer, NonFungible]);
	assert_eq!(allowing(&transfer(500_000_000)), [Any, NonCritical, Transfer]);
	assert_eq!(allowing(&transfer(499_999_999)), [Any, NonCritical, Transfer, SmallTransfer]);
	let all = pallet_balances::Call::transfer_all { dest: keys().into(), keep_alive: true }.into();
	assert_eq!(allowing(&all), [Any, NonCritical, Transfer]);
	let burn = pallet_balances::Call::burn { value: TaoBalance::new(1), keep_alive: true }.into();
	assert_eq!(allowing(&burn), [Any, NonCritical]);
	let sudo = pallet_sudo::Call::sudo { call: Box::new(set_code()) }.into();
	assert_eq!(allowing(&sudo), [Any]);
	let multisig = pallet_multisig::Call::as_multi_threshold_1 {
		other_signatories: vec![keys()],
		call: Box::new(transfer(1)),
	};
	assert_eq!(allowing(&multisig.into()), [Any]);
}

#[test]
fn a_set_code_proxy_sets_code_and_nothing_else() {
	assert_eq!(allowing(&unchecked(set_code())), [Any, SudoUncheckedSetCode]);
	assert_eq!(allowing(&unchecked(transfer(1))), [Any]);
	assert_eq!(allowing(&set_code()), [Any, NonCritical, NonTransfer, NonFungible]);
}

#[test]
fn supersets_are_the_listed_ones() {
	let covered = |held: ProxyType| -> Vec<ProxyType> {
		ALL.into_iter().filter(|other| held.is_superset(other)).collect()
	};
	for held in ALL {
		let expected = match held {
			Any => ALL.to_vec(),
			NonTransfer => vec![
				Owner,
				NonTransfer,
				Senate,
				NonFungible,
				Triumvirate,
				Governance,
				Staking,
				Registration,
				RootWeights,
				ChildKeys,
				SwapHotkey,
				SubnetLeaseBeneficiary,
				RootClaim,
			],
			Transfer => vec![Transfer, SmallTransfer],
			other => vec![other],
		};
		assert_eq!(covered(held), expected, "{held:?}");
	}
}
