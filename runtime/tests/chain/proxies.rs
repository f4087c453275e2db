//! Proxy types: which calls they allow, and which types a proxy may add and remove.

mod api;
mod execution;
mod matrix;
mod nesting;
pub mod samples;
mod table;

use codec::Encode;
use frame_support::traits::InstanceFilter;
use noesis_runtime::{policy::proxies::ProxyType, RuntimeCall, TaoBalance};
use sp_keyring::Sr25519Keyring::Bob;
use ProxyType::*;

use crate::calls::boxed;

/// All types, by index.
pub const ALL: [ProxyType; 19] = [
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

/// Whether a proxy of one type adds proxies of another: rows by held type, columns by added type.
const SUPERSETS: [&str; 19] = [
	"y y y y y y y y y y y y y y y y y y y", // Any
	". y . . . . . . . . . . . . . . . . .", // Owner
	". . y . . . . . . . . . . . . . . . .", // NonCritical
	". y . y y y y y y y . . y y . y y y .", // NonTransfer
	". . . . y . . . . . . . . . . . . . .", // Senate
	". . . . . y . . . . . . . . . . . . .", // NonFungible
	". . . . . . y . . . . . . . . . . . .", // Triumvirate
	". . . . . . . y . . . . . . . . . . .", // Governance
	". . . . . . . . y . . . . . . . . . .", // Staking
	". . . . . . . . . y . . . . . . . . .", // Registration
	". . . . . . . . . . y y . . . . . . .", // Transfer
	". . . . . . . . . . . y . . . . . . .", // SmallTransfer
	". . . . . . . . . . . . y . . . . . .", // RootWeights
	". . . . . . . . . . . . . y . . . . .", // ChildKeys
	". . . . . . . . . . . . . . y . . . .", // SudoUncheckedSetCode
	". . . . . . . . . . . . . . . y . . .", // SwapHotkey
	". . . . . . . . . . . . . . . . y . .", // SubnetLeaseBeneficiary
	". . . . . . . . . . . . . . . . . y .", // RootClaim
	". . . . . . . . . . . . . . . . . . y", // BasketTrading
];

fn transfer(rao: u64) -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: TaoBalance::new(rao) }.into()
}

fn set_code() -> RuntimeCall {
	frame_system::Call::set_code { code: vec![] }.into()
}

fn sudo_unchecked(call: RuntimeCall) -> RuntimeCall {
	let call = boxed(call);
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
fn supersets_are_the_listed_ones() {
	for (held, row) in ALL.into_iter().zip(SUPERSETS) {
		let row: Vec<&str> = row.split(' ').collect();
		assert_eq!(row.len(), ALL.len());
		for (other, cell) in ALL.into_iter().zip(row) {
			assert_eq!(held.is_superset(&other), cell == "y", "{held:?} and {other:?}");
		}
	}
}

#[test]
fn transfers_below_half_a_tao_are_small() {
	assert_eq!(allowing(&transfer(500_000_000)), [Any, NonCritical, Transfer]);
	assert_eq!(allowing(&transfer(499_999_999)), [Any, NonCritical, Transfer, SmallTransfer]);
	assert_eq!(allowing(&transfer(u64::MAX)), [Any, NonCritical, Transfer]);
}

#[test]
fn a_set_code_proxy_sets_code_through_one_call_and_dispatches_no_other() {
	assert_eq!(allowing(&sudo_unchecked(set_code())), [Any, SudoUncheckedSetCode]);
	assert_eq!(allowing(&sudo_unchecked(transfer(1))), [Any]);
	assert_eq!(allowing(&sudo_unchecked(sudo_unchecked(set_code()))), [Any]);
	let sudo = crate::calls::sudo(set_code());
	assert_eq!(allowing(&sudo), [Any]);
	assert_eq!(allowing(&set_code()), [Any, NonCritical, NonTransfer, NonFungible]);
}
