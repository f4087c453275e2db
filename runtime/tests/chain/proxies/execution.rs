//! Proxy types in blocks: transactions of delegates.

use frame_support::traits::InstanceFilter;
use noesis_runtime::{AccountId, Proxy, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System};
use pallet_noesis_proxy::{Call as ProxyCall, Event as ProxyEvent, LastCallResult, Proxies};
use pallet_noesis_utility::Event as UtilityEvent;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};
use sp_runtime::{DispatchError, DispatchResult};

use super::{
	samples::Shapes,
	sudo_unchecked,
	table::{groups, interface, verdict, Verdict},
	transfer,
	ProxyType::{self, *},
};
use crate::{
	block::{free, in_a_block, relate, send},
	calls::{self, batch, batch_all, boxed, if_else},
};

const TAO: u64 = noesis_types::RAO_PER_TAO;

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

/// Number of proxies of `real`.
fn delegates(real: &AccountId) -> usize {
	Proxies::<Runtime>::get(real).0.len()
}

fn add_proxy(proxy_type: ProxyType) -> RuntimeCall {
	let delegate = Charlie.to_account_id().into();
	ProxyCall::add_proxy { delegate, proxy_type, delay: 0 }.into()
}

fn remove_proxy(proxy_type: ProxyType) -> RuntimeCall {
	let delegate = Charlie.to_account_id().into();
	ProxyCall::remove_proxy { delegate, proxy_type, delay: 0 }.into()
}

fn proxied(real: &AccountId, forced: Option<ProxyType>, call: RuntimeCall) -> RuntimeCall {
	let real = real.clone().into();
	ProxyCall::proxy { real, force_proxy_type: forced, call: boxed(call) }.into()
}

fn as_derivative(call: RuntimeCall) -> RuntimeCall {
	calls::as_derivative(0, call)
}

fn by_multisig(call: RuntimeCall) -> RuntimeCall {
	calls::as_one_of(vec![Charlie.to_account_id()], call)
}

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![] }.into()
}

/// Results of all proxied calls so far, in the order in which they ended.
fn results() -> Vec<DispatchResult> {
	let result = |event| match event {
		RuntimeEvent::Proxy(ProxyEvent::ProxyExecuted { result }) => Some(result),
		_ => None,
	};
	System::events().into_iter().filter_map(|record| result(record.event)).collect()
}

/// Sends `call` from Bob for `real`. Returns the result of the proxied call.
fn attempt_for(real: &AccountId, forced: Option<ProxyType>, call: RuntimeCall) -> DispatchResult {
	send(Bob, proxied(real, forced, call)).unwrap().unwrap();
	let result = *results().last().expect("a call was proxied");
	assert_eq!(LastCallResult::<Runtime>::get(real), Some(result));
	result
}

/// Sends `call` from Bob for Alice, by Bob's first proxy type.
fn attempt(call: RuntimeCall) -> DispatchResult {
	attempt_for(&Alice.to_account_id(), None, call)
}

/// Runs `then` in a block in which Bob is Alice's delegate with this type.
fn as_delegate(proxy_type: ProxyType, then: impl FnOnce()) {
	in_a_block(|| {
		relate(&Alice.to_account_id(), Bob, proxy_type);
		then();
	});
}

#[test]
fn a_batch_inherits_the_filter_and_is_interrupted() {
	as_delegate(NonTransfer, || {
		let before = [Alice, Charlie].map(|who| free(&who.to_account_id()));
		assert_eq!(attempt(batch(vec![transfer(TAO), remark()])), Ok(()));
		System::assert_has_event(
			UtilityEvent::BatchInterrupted { index: 0, error: filtered() }.into(),
		);
		assert_eq!(attempt(batch(vec![remark(), transfer(TAO)])), Ok(()));
		System::assert_has_event(
			UtilityEvent::BatchInterrupted { index: 1, error: filtered() }.into(),
		);
		assert_eq!([Alice, Charlie].map(|who| free(&who.to_account_id())), before);
	});
}

#[test]
fn batch_all_as_derivative_and_if_else_inherit_the_filter() {
	as_delegate(NonTransfer, || {
		let before = free(&Alice.to_account_id());
		assert_eq!(attempt(batch_all(vec![remark(), transfer(TAO)])), Err(filtered()));
		assert_eq!(attempt(as_derivative(transfer(TAO))), Err(filtered()));
		assert_eq!(attempt(if_else(transfer(TAO), transfer(TAO))), Err(filtered()));
		assert_eq!(attempt(if_else(transfer(TAO), remark())), Ok(()));
		System::assert_has_event(
			UtilityEvent::IfElseFallbackCalled { main_error: filtered() }.into(),
		);
		assert_eq!(attempt(as_derivative(remark())), Ok(()));
		assert_eq!(free(&Alice.to_account_id()), before);
	});
}

#[test]
fn delegates_add_and_remove_proxies_within_their_type() {
	as_delegate(NonTransfer, || {
		let list = || delegates(&Alice.to_account_id());
		for beyond in [Any, Transfer, SmallTransfer, NonCritical, BasketTrading] {
			relate(&Alice.to_account_id(), Charlie, beyond);
			assert_eq!(attempt(remove_proxy(beyond)), Err(filtered()), "{beyond:?}");
			let origin = RuntimeOrigin::signed(Alice.to_account_id());
			Proxy::remove_proxy(origin, Charlie.to_account_id().into(), beyond, 0).unwrap();
			assert_eq!(attempt(add_proxy(beyond)), Err(filtered()), "{beyond:?}");
			assert_eq!(list(), 1);
		}
		for within in [Staking, NonTransfer, Owner, RootClaim] {
			assert_eq!(attempt(add_proxy(within)), Ok(()), "{within:?}");
			assert_eq!(list(), 2);
			assert_eq!(attempt(remove_proxy(within)), Ok(()), "{within:?}");
			assert_eq!(list(), 1);
		}
	});
}

#[test]
fn adding_a_proxy_needs_a_type_that_allows_calls_of_proxy() {
	for proxy_type in [Staking, Transfer, Owner] {
		as_delegate(proxy_type, || {
			assert_eq!(attempt(add_proxy(proxy_type)), Err(filtered()), "{proxy_type:?}");
		});
	}
}

#[test]
fn only_any_removes_all_proxies() {
	for proxy_type in [NonTransfer, NonCritical, NonFungible] {
		as_delegate(proxy_type, || {
			relate(&Alice.to_account_id(), Charlie, Staking);
			assert_eq!(attempt(ProxyCall::remove_proxies {}.into()), Err(filtered()));
			assert_eq!(delegates(&Alice.to_account_id()), 2);
		});
	}
	as_delegate(Any, || {
		assert_eq!(attempt(ProxyCall::remove_proxies {}.into()), Ok(()));
		assert_eq!(delegates(&Alice.to_account_id()), 0);
	});
}

#[test]
fn only_any_kills_a_pure_account() {
	for (proxy_type, expected) in [
		(NonTransfer, Err(filtered())),
		(NonCritical, Err(filtered())),
		(NonFungible, Err(filtered())),
		(Any, Ok(())),
	] {
		in_a_block(|| {
			// The transaction after the one that sets the time, in block 1.
			let create = ProxyCall::create_pure { proxy_type: Any, delay: 0, index: 0 };
			send(Alice, create).unwrap().unwrap();
			let created = System::events().into_iter().find_map(|record| match record.event {
				RuntimeEvent::Proxy(ProxyEvent::PureCreated { pure, .. }) => Some(pure),
				_ => None,
			});
			let pure = created.unwrap();
			let fund = pallet_balances::Call::transfer_keep_alive {
				dest: pure.clone().into(),
				value: TAO.into(),
			};
			send(Alice, fund).unwrap().unwrap();
			relate(&pure, Bob, proxy_type);
			let kill = ProxyCall::kill_pure {
				spawner: Alice.to_account_id().into(),
				proxy_type: Any,
				index: 0,
				height: 1,
				ext_index: 1,
			};
			assert_eq!(attempt_for(&pure, None, kill.into()), expected, "{proxy_type:?}");
			let left = if expected.is_ok() { 0 } else { 2 };
			assert_eq!(delegates(&pure), left);
		});
	}
}

#[test]
fn a_proxy_in_a_proxy_keeps_the_filter() {
	as_delegate(NonTransfer, || {
		relate(&Charlie.to_account_id(), Alice, Any);
		let before = [Alice, Charlie].map(|who| free(&who.to_account_id()));
		for call in [transfer(TAO), batch(vec![transfer(TAO)])] {
			assert_eq!(attempt(proxied(&Charlie.to_account_id(), None, call)), Ok(()));
		}
		// The batch is dispatched, and ends at the transfer.
		assert_eq!(results(), [Err(filtered()), Ok(()), Ok(()), Ok(())]);
		assert_eq!([Alice, Charlie].map(|who| free(&who.to_account_id())), before);
		assert_eq!(attempt(proxied(&Charlie.to_account_id(), None, remark())), Ok(()));
		assert_eq!(results()[4..], [Ok(()), Ok(())]);
	});
}

#[test]
fn a_proxy_in_a_proxy_is_filtered_by_the_inner_type() {
	as_delegate(NonTransfer, || {
		relate(&Charlie.to_account_id(), Alice, NonTransfer);
		let before = free(&Charlie.to_account_id());
		assert_eq!(attempt(proxied(&Charlie.to_account_id(), None, transfer(TAO))), Ok(()));
		assert_eq!(results(), [Err(filtered()), Ok(())]);
		assert_eq!(free(&Charlie.to_account_id()), before);
	});
}

#[test]
fn only_any_allows_calls_that_create_an_origin() {
	for proxy_type in [NonTransfer, NonCritical, NonFungible, Transfer] {
		as_delegate(proxy_type, || {
			assert_eq!(attempt(by_multisig(remark())), Err(filtered()), "{proxy_type:?}");
			let sudo = calls::sudo(remark());
			assert_eq!(attempt(sudo), Err(filtered()), "{proxy_type:?}");
		});
	}
	as_delegate(Any, || {
		assert_eq!(attempt(by_multisig(remark())), Ok(()));
		assert_eq!(attempt(calls::sudo(remark())), Ok(()));
	});
}

#[test]
fn small_transfers_move_less_than_half_a_tao() {
	as_delegate(SmallTransfer, || {
		let before = free(&Alice.to_account_id());
		assert_eq!(attempt(transfer(500_000_000)), Err(filtered()));
		assert_eq!(attempt(batch(vec![transfer(1)])), Err(filtered()));
		assert_eq!(free(&Alice.to_account_id()), before);
		assert_eq!(attempt(transfer(499_999_999)), Ok(()));
		assert_eq!(free(&Alice.to_account_id()), before - 499_999_999);
	});
}

#[test]
fn a_set_code_proxy_of_the_sudo_key_dispatches_no_other_call_as_root() {
	as_delegate(SudoUncheckedSetCode, || {
		let grab = pallet_balances::Call::force_transfer {
			source: Dave.to_account_id().into(),
			dest: Bob.to_account_id().into(),
			value: TAO.into(),
		};
		let before = free(&Dave.to_account_id());
		assert_eq!(attempt(sudo_unchecked(grab.into())), Err(filtered()));
		assert_eq!(free(&Dave.to_account_id()), before);
	});
}

#[test]
fn the_first_type_of_a_delegate_decides_unless_another_is_named() {
	as_delegate(SmallTransfer, || {
		relate(&Alice.to_account_id(), Bob, NonTransfer);
		assert_eq!(attempt(transfer(1)), Err(filtered()));
		let alice = Alice.to_account_id();
		assert_eq!(attempt_for(&alice, Some(SmallTransfer), transfer(1)), Ok(()));
		assert_eq!(attempt_for(&alice, Some(SmallTransfer), remark()), Err(filtered()));
	});
}

#[test]
fn deprecated_types_allow_no_call() {
	let shapes = Shapes::new();
	for proxy_type in [Senate, Triumvirate, Governance, RootWeights] {
		as_delegate(proxy_type, || {
			for sample in shapes.samples() {
				assert_eq!(attempt(sample.clone()), Err(filtered()), "{proxy_type:?} {sample:?}");
			}
		});
	}
}

/// Truth table of the interface: for each call, the types that allow it.
const TRUTH: &str = "
| inner call | Owner | NonCritical | NonTransfer | NonFungible | Staking | Registration | Transfer | SmallTransfer | ChildKeys | SwapHotkey | SubnetLeaseBeneficiary | RootClaim |
| add_stake | – | y | y | – | y | – | – | – | – | – | – | – |
| transfer_stake 499_999_999 | – | y | – | – | – | – | y | y | – | – | – | – |
| transfer_keep_alive 500_000_000 | – | y | – | – | – | – | y | – | – | – | – | – |
| burn | – | y | – | – | – | – | – | – | – | – | – | – |
| set_weights | – | y | y | y | – | – | – | – | – | – | – | – |
| burned_register | – | – | y | – | – | y | – | – | – | – | – | – |
| root_register | – | – | y | – | – | – | – | – | – | – | – | – |
| swap_hotkey_v2 | – | y | y | – | – | – | – | – | – | y | – | – |
| announce_coldkey_swap | – | – | – | – | – | – | – | – | – | – | – | – |
| lock_stake | – | y | y | – | – | – | – | – | – | – | – | – |
| dissolve_network | – | – | y | y | – | – | – | – | – | – | – | – |
| set_children | – | y | y | y | – | – | – | – | y | – | – | – |
| claim_root | – | y | y | y | – | – | – | – | – | – | – | y |
| sudo_set_tempo | y | y | y | y | – | – | – | – | – | – | y | – |
| sudo_set_sn_owner_hotkey | – | – | – | – | – | – | – | – | – | – | – | – |
| Utility.batch | – | y | y | y | – | – | – | – | – | – | – | – |
| as_multi | – | – | – | – | – | – | – | – | – | – | – | – |
| Crowdloan.contribute | – | – | – | – | – | – | – | – | – | – | – | – |
| Sudo.sudo | – | – | – | – | – | – | – | – | – | – | – | – |
| EVM.withdraw | – | y | – | – | – | – | – | – | – | – | – | – |
";

/// Row of [`TRUTH`].
struct Row {
	pallet: String,
	call: String,
	amount: Option<u64>,
	cells: Vec<(ProxyType, bool)>,
}

fn truth() -> Vec<Row> {
	let cells = |line: &str| -> Vec<String> {
		line.trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect()
	};
	let mut lines = TRUTH.lines().filter(|line| !line.is_empty()).map(cells);
	let named = |name: &String| -> ProxyType {
		super::ALL.into_iter().find(|proxy_type| format!("{proxy_type:?}") == *name).unwrap()
	};
	let types: Vec<ProxyType> = lines.next().unwrap()[1..].iter().map(named).collect();
	let row = |line: Vec<String>| {
		let (name, amount) = match line[0].split_once(' ') {
			Some((name, amount)) => (name, Some(amount.replace('_', "").parse().unwrap())),
			None => (line[0].as_str(), None),
		};
		let (pallet, call) = match name.split_once('.') {
			Some((pallet, call)) => (pallet.to_string(), call.to_string()),
			None => {
				let pallet =
					interface().into_iter().find(|(_, calls)| calls.contains(&name.into()));
				(pallet.unwrap().0, name.to_string())
			}
		};
		let runs = line[1..].iter().map(|cell| cell == "y");
		let cells: Vec<_> = types.iter().copied().zip(runs).chain([(Any, true)]).collect();
		assert_eq!(cells.len(), 13);
		Row { pallet, call, amount, cells }
	};
	lines.map(row).collect()
}

#[test]
fn types_allow_the_calls_of_the_truth_table() {
	let (shapes, groups) = (Shapes::new(), groups());
	let mut executed = 0;
	for Row { pallet, call, amount, cells } in truth() {
		let group = groups[&(pallet.clone(), call.clone())];
		let shape =
			shapes.calls.iter().find(|shape| (&shape.pallet, &shape.call) == (&pallet, &call));
		for (proxy_type, runs) in cells {
			let name = format!("{proxy_type:?}: {pallet}.{call}");
			let allowed = match verdict(&format!("{proxy_type:?}"), group, &call) {
				Verdict::No => false,
				Verdict::Yes => true,
				Verdict::Below(_, limit) => amount.unwrap() < limit,
				Verdict::Nested(..) => panic!("no row has such a call: {name}"),
			};
			assert_eq!(allowed, runs, "{name}");
			// The other tables suffice for calls that the runtime does not have yet.
			let Some(shape) = shape else { continue };
			let sample = match amount {
				Some(amount) => shapes.sample_of_amount(shape, "value", amount),
				None => shapes.sample(shape).unwrap(),
			};
			assert_eq!(proxy_type.filter(&sample), runs, "{name}");
			// Its arguments are zeros, so the call may fail after it passed the filter.
			as_delegate(proxy_type, || {
				assert_eq!(attempt(sample) != Err(filtered()), runs, "{name}");
			});
			executed += 1;
		}
	}
	println!("{executed} of {} cells were executed", 20 * 13);
	assert!(executed >= 5 * 13);
}
