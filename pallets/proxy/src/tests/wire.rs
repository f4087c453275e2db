//! Parts that clients see: indices, encodings, view functions, weights.

use codec::Encode;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo, Pays},
	traits::Hooks,
	weights::constants::RocksDbWeight,
};
use sp_runtime::DispatchError;

use super::mock::*;
use crate::{Announcement, Call, DepositKind, Error, Event, ProxyDefinition, WeightInfo};

/// A call that is free and operational.
fn free_call() -> RuntimeCall {
	RuntimeCall::Free(free::Call::nothing {})
}

#[test]
fn call_indices_are_fixed() {
	let call = Box::new(transfer(BOB, 1));
	let (proxy_type, delay, index) = (ProxyType::Any, 0, 0);
	let (real, delegate, call_hash) = (ALICE, BOB, CallHash::from([0; 32]));
	let force_proxy_type = None;
	let calls: Vec<Call<Test>> = vec![
		Call::proxy { real: real.clone(), force_proxy_type, call: call.clone() },
		Call::add_proxy { delegate: delegate.clone(), proxy_type, delay },
		Call::remove_proxy { delegate: delegate.clone(), proxy_type, delay },
		Call::remove_proxies {},
		Call::create_pure { proxy_type, delay, index },
		Call::kill_pure { spawner: ALICE, proxy_type, index, height: 1, ext_index: 0 },
		Call::announce { real: real.clone(), call_hash },
		Call::remove_announcement { real: real.clone(), call_hash },
		Call::reject_announcement { delegate: delegate.clone(), call_hash },
		Call::proxy_announced { delegate: delegate.clone(), real, force_proxy_type, call },
		Call::poke_deposit {},
		Call::set_real_pays_fee { delegate, pays_fee: true },
	];
	for (index, call) in (0u8..).zip(calls) {
		assert_eq!(call.encode().first(), Some(&index), "{call:?}");
	}
}

#[test]
fn heights_of_kill_pure_are_compact() {
	let call = Call::<Test>::kill_pure {
		spawner: ALICE,
		proxy_type: ProxyType::Any,
		index: 2,
		height: 3,
		ext_index: 4,
	};
	let mut expected: Vec<u8> = vec![5];
	expected.extend([1u8; 32]);
	expected.extend([0u8, 2, 0, 12, 16]);
	assert_eq!(call.encode(), expected);
}

#[test]
fn error_indices_are_fixed() {
	let errors: [Error<Test>; 10] = [
		Error::TooMany,
		Error::NotFound,
		Error::NotProxy,
		Error::Unproxyable,
		Error::Duplicate,
		Error::NoPermission,
		Error::Unannounced,
		Error::NoSelfProxy,
		Error::AnnouncementDepositInvariantViolated,
		Error::InvalidDerivedAccountId,
	];
	for (index, error) in (0u8..).zip(errors) {
		let error: DispatchError = error.into();
		let DispatchError::Module(module) = error else { panic!("errors are of a module") };
		assert_eq!(module.error, [index, 0, 0, 0]);
	}
}

#[test]
fn event_indices_are_fixed() {
	let (proxy_type, delay, disambiguation_index) = (ProxyType::Any, 0, 0);
	let events: Vec<Event<Test>> = vec![
		Event::ProxyExecuted { result: Ok(()) },
		Event::PureCreated { pure: BOB, who: ALICE, proxy_type, disambiguation_index },
		Event::PureKilled { pure: BOB, spawner: ALICE, proxy_type, disambiguation_index },
		Event::Announced { real: ALICE, proxy: BOB, call_hash: CallHash::from([0; 32]) },
		Event::ProxyAdded { delegator: ALICE, delegatee: BOB, proxy_type, delay },
		Event::ProxyRemoved { delegator: ALICE, delegatee: BOB, proxy_type, delay },
		Event::DepositPoked {
			who: ALICE,
			kind: DepositKind::Proxies,
			old_deposit: 1,
			new_deposit: 2,
		},
		Event::RealPaysFeeSet { real: ALICE, delegate: BOB, pays_fee: true },
	];
	for (index, event) in (0u8..).zip(events) {
		assert_eq!(event.encode().first(), Some(&index), "{event:?}");
	}
}

#[test]
fn stored_types_encode_as_their_fields_in_order() {
	let definition = ProxyDefinition { delegate: ALICE, proxy_type: ProxyType::Infra, delay: 5u32 };
	let mut expected: Vec<u8> = vec![1; 32];
	expected.extend([3u8, 5, 0, 0, 0]);
	assert_eq!(definition.encode(), expected);

	let announcement =
		Announcement { real: ALICE, call_hash: CallHash::from([7; 32]), height: 9u32 };
	let mut expected: Vec<u8> = vec![1; 32];
	expected.extend([7u8; 32]);
	expected.extend([9u8, 0, 0, 0]);
	assert_eq!(announcement.encode(), expected);

	assert_eq!(DepositKind::Proxies.encode(), vec![0]);
	assert_eq!(DepositKind::Announcements.encode(), vec![1]);
}

#[test]
fn view_functions_answer_by_the_proxy_type() {
	build_and_execute(|| {
		assert!(Proxy::check_permissions(transfer(BOB, 9), ProxyType::SmallTransfer));
		assert!(!Proxy::check_permissions(transfer(BOB, 10), ProxyType::SmallTransfer));
		assert!(Proxy::is_superset(ProxyType::Transfer, ProxyType::SmallTransfer));
		assert!(!Proxy::is_superset(ProxyType::SmallTransfer, ProxyType::Transfer));
	});
}

#[test]
fn weight_of_a_proxied_call_includes_the_account() {
	build_and_execute(|| {
		let inner = transfer(BOB, 1).get_dispatch_info();
		let db = RocksDbWeight::get();
		// One read and one write for the account.
		let added = db.reads_writes(1, 1).saturating_add(inner.call_weight);
		let info = proxied(ALICE, transfer(BOB, 1)).get_dispatch_info();
		assert_eq!(info.call_weight, <() as WeightInfo>::proxy(4).saturating_add(added));
		assert_eq!(info.class, DispatchClass::Normal);
		let info = announced(BOB, ALICE, transfer(BOB, 1)).get_dispatch_info();
		let own = <() as WeightInfo>::proxy_announced(3, 4);
		assert_eq!(info.call_weight, own.saturating_add(added));
	});
}

#[test]
fn proxy_is_a_normal_call_and_pays_if_its_inner_call_pays() {
	build_and_execute(|| {
		let info = proxied(ALICE, free_call()).get_dispatch_info();
		assert_eq!((info.class, info.pays_fee), (DispatchClass::Normal, Pays::No));
		let info = proxied(ALICE, transfer(BOB, 1)).get_dispatch_info();
		assert_eq!((info.class, info.pays_fee), (DispatchClass::Normal, Pays::Yes));
	});
}

#[test]
fn announced_call_has_the_class_of_its_inner_call_and_always_pays() {
	build_and_execute(|| {
		let info = announced(BOB, ALICE, free_call()).get_dispatch_info();
		assert_eq!((info.class, info.pays_fee), (DispatchClass::Operational, Pays::Yes));
	});
}

#[test]
fn announced_call_is_never_mandatory() {
	build_and_execute(|| {
		let mandatory = || RuntimeCall::Free(free::Call::mandatory {});
		assert_eq!(mandatory().get_dispatch_info().class, DispatchClass::Mandatory);
		for call in [proxied(ALICE, mandatory()), announced(BOB, ALICE, mandatory())] {
			let info = call.get_dispatch_info();
			assert_eq!((info.class, info.pays_fee), (DispatchClass::Normal, Pays::Yes));
		}
	});
}

#[test]
fn weights_follow_the_database_of_the_runtime() {
	type OnRuntime = crate::weights::SubstrateWeight<Test>;
	// The mock has the database of the weights for tests.
	assert_eq!(OnRuntime::announce(75, 20), <() as WeightInfo>::announce(75, 20));
	assert_eq!(OnRuntime::clear_results(4), <() as WeightInfo>::clear_results(4));
}

#[test]
fn removing_all_delegates_pays_for_the_write_of_each_consent() {
	let writes = RocksDbWeight::get().writes(20);
	let none = <() as WeightInfo>::remove_proxies(0);
	assert!(<() as WeightInfo>::remove_proxies(20).all_gte(none.saturating_add(writes)));
	assert!(<() as WeightInfo>::kill_pure(20).all_gte(<() as WeightInfo>::kill_pure(0) + writes));
}

#[test]
fn block_start_reserves_what_block_end_may_need() {
	build_and_execute(|| {
		let reserved = Proxy::on_initialize(1);
		assert_eq!(reserved, <() as WeightInfo>::clear_results(4));
		// A read and a write for each row.
		assert!(reserved.ref_time() > RocksDbWeight::get().reads_writes(4, 4).ref_time());
	});
}
