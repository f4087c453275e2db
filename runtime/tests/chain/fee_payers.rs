//! Payers of transactions: real accounts pay fees, never tips, and only for calls that the delegate
//! may dispatch.

use codec::Encode;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use noesis_runtime::{
	policy::proxies::ProxyType::{self, *},
	AccountId, Balances, Executive, Proxy, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	System, TransactionPayment,
};
use pallet_noesis_proxy::{Call as ProxyCall, RealPaysFeeConsentV1};
use pallet_subtensor::{ColdkeySwapAnnouncements, ColdkeySwapDisputes};
use pallet_transaction_payment::Event as PaymentEvent;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	Weight,
};

use crate::{
	block::{free, in_a_block, last_fee, relate, send, signed_by},
	calls::{as_one_of, batch, batch_all, boxed, proxied, remark},
};

const TAO: u64 = noesis_types::RAO_PER_TAO;

/// Adds `delegate` to the proxies of `real`, which agrees to pay its fees.
fn consent(real: Sr25519Keyring, delegate: Sr25519Keyring, proxy_type: ProxyType, delay: u32) {
	let origin = RuntimeOrigin::signed(real.to_account_id());
	let delegate = delegate.to_account_id();
	Proxy::add_proxy(origin.clone(), delegate.clone().into(), proxy_type, delay).unwrap();
	Proxy::set_real_pays_fee(origin, delegate.into(), true).unwrap();
}

fn for_real(real: Sr25519Keyring, call: RuntimeCall) -> RuntimeCall {
	proxied(&real.to_account_id(), call)
}

fn forced(real: Sr25519Keyring, proxy_type: ProxyType, call: RuntimeCall) -> RuntimeCall {
	let real = real.to_account_id().into();
	ProxyCall::proxy { real, force_proxy_type: Some(proxy_type), call: boxed(call) }.into()
}

fn transfer() -> RuntimeCall {
	let dest = Bob.to_account_id().into();
	pallet_balances::Call::transfer_keep_alive { dest, value: TAO.into() }.into()
}

/// Sends `call` as Dave, and returns its payer.
fn payer_of(call: RuntimeCall) -> AccountId {
	let before = free(&Dave.to_account_id());
	let _ = send(Dave, call).unwrap();
	let (payer, fee) = last_fee();
	let paid = if payer == Dave.to_account_id() { fee } else { 0 };
	assert_eq!(free(&Dave.to_account_id()), before - paid);
	payer
}

/// The tip that the last payer paid, in rao.
fn last_tip() -> u64 {
	let tip = |event| match event {
		RuntimeEvent::TransactionPayment(PaymentEvent::TransactionFeePaid { tip, .. }) => Some(tip),
		_ => None,
	};
	let mut events = System::events().into_iter().rev();
	events.find_map(|record| tip(record.event)).unwrap().to_u64()
}

#[test]
fn a_redirected_payer_pays_the_fee_and_no_tip() {
	for tip in [TAO, 900_000 * TAO, u64::MAX] {
		in_a_block(|| {
			consent(Alice, Dave, Any, 0);
			let before = (free(&Alice.to_account_id()), Balances::total_issuance().to_u64());
			let of_dave = free(&Dave.to_account_id());
			let call = for_real(Alice, remark());
			let transaction = signed_by(&Dave.pair(), 0, tip, call);
			let length = transaction.encoded_size() as u32;
			let info = transaction.get_dispatch_info();
			let fee = TransactionPayment::compute_fee(length, &info, 0u64.into()).to_u64();
			Executive::apply_extrinsic(transaction).unwrap().unwrap();

			assert_eq!(last_fee(), (Alice.to_account_id(), fee));
			assert_eq!(last_tip(), 0);
			assert_eq!(free(&Alice.to_account_id()), before.0 - fee);
			assert_eq!(Balances::total_issuance().to_u64(), before.1 - fee);
			assert_eq!(free(&Dave.to_account_id()), of_dave);
		});
	}
}

#[test]
fn a_refund_of_a_redirected_fee_leaves_out_the_tip() {
	in_a_block(|| {
		consent(Alice, Dave, Any, 0);
		let before = (free(&Alice.to_account_id()), Balances::total_issuance().to_u64());
		// The first call of the batch fails, and the second gives back its weight.
		let call = for_real(Alice, batch([set_heap_pages(), transfer()]));
		let call = for_real(Alice, batch_all([call, set_heap_pages()]));
		let transaction = signed_by(&Dave.pair(), 0, TAO, call);
		Executive::apply_extrinsic(transaction).unwrap().unwrap();
		let (payer, fee) = last_fee();
		assert!(fee < TAO);
		assert_eq!((payer, last_tip()), (Alice.to_account_id(), 0));
		assert_eq!(free(&Alice.to_account_id()), before.0 - fee);
		assert_eq!(Balances::total_issuance().to_u64(), before.1 - fee);
	});
}

/// Call that fails for every signer.
fn set_heap_pages() -> RuntimeCall {
	frame_system::Call::set_heap_pages { pages: 1 }.into()
}

#[test]
fn a_signer_pays_its_own_tip() {
	in_a_block(|| {
		let before = Balances::total_issuance().to_u64();
		// Its own delegate's consent redirects nothing.
		consent(Dave, Alice, Any, 0);
		let transaction = signed_by(&Dave.pair(), 0, TAO, for_real(Alice, remark()));
		let _ = Executive::apply_extrinsic(transaction).unwrap();
		let (payer, paid) = last_fee();
		assert_eq!((payer, last_tip()), (Dave.to_account_id(), TAO));
		assert!(paid > TAO);
		assert_eq!(Balances::total_issuance().to_u64(), before - paid);
	});
}

#[test]
fn only_a_delegate_of_type_any_consents_for_the_real_account() {
	let rows = || RealPaysFeeConsentV1::<Runtime>::iter().count();
	let agree =
		|| ProxyCall::set_real_pays_fee { delegate: Dave.to_account_id().into(), pays_fee: true };
	for proxy_type in super::proxies::ALL {
		in_a_block(|| {
			relate(&Alice.to_account_id(), Dave, proxy_type);
			send(Dave, for_real(Alice, agree().into())).unwrap().unwrap();
			send(Dave, for_real(Alice, batch([agree().into()]))).unwrap().unwrap();
			assert_eq!(rows(), usize::from(proxy_type == Any), "{proxy_type:?}");
		});
	}
}

#[test]
fn the_signer_pays_for_a_call_that_its_delay_does_not_reach() {
	in_a_block(|| {
		consent(Alice, Dave, Any, 1);
		assert_eq!(payer_of(for_real(Alice, remark())), Dave.to_account_id());
	});
}

#[test]
fn the_signer_pays_for_a_call_that_its_type_does_not_reach() {
	in_a_block(|| {
		consent(Alice, Dave, NonTransfer, 0);
		assert_eq!(payer_of(for_real(Alice, remark())), Alice.to_account_id());
		assert_eq!(payer_of(for_real(Alice, batch([remark()]))), Alice.to_account_id());
		let unreachable = [
			transfer(),
			batch([remark(), transfer()]),
			for_real(Alice, transfer()),
			as_one_of(vec![Bob.to_account_id()], remark()),
		];
		for call in unreachable {
			assert_eq!(payer_of(for_real(Alice, call)), Dave.to_account_id());
		}
		assert_eq!(payer_of(forced(Alice, Any, remark())), Dave.to_account_id());
		assert_eq!(payer_of(forced(Alice, NonTransfer, remark())), Alice.to_account_id());
	});
}

#[test]
fn the_signer_pays_for_a_chain_that_breaks() {
	in_a_block(|| {
		consent(Charlie, Dave, Any, 0);
		let nested = |call| for_real(Charlie, for_real(Alice, call));
		assert_eq!(payer_of(nested(remark())), Dave.to_account_id());
		consent(Alice, Charlie, NonTransfer, 0);
		assert_eq!(payer_of(nested(remark())), Alice.to_account_id());
		assert_eq!(payer_of(nested(transfer())), Dave.to_account_id());
		let partly = batch([for_real(Alice, remark()), for_real(Alice, transfer())]);
		assert_eq!(payer_of(for_real(Charlie, partly)), Dave.to_account_id());
		let wholly = batch([for_real(Alice, remark()), for_real(Alice, remark())]);
		assert_eq!(payer_of(for_real(Charlie, wholly)), Alice.to_account_id());
	});
	in_a_block(|| {
		consent(Charlie, Dave, NonTransfer, 0);
		consent(Alice, Charlie, Any, 0);
		let nested = |call| for_real(Charlie, for_real(Alice, call));
		assert_eq!(payer_of(nested(remark())), Alice.to_account_id());
		assert_eq!(payer_of(nested(transfer())), Dave.to_account_id());
	});
	in_a_block(|| {
		consent(Charlie, Dave, Any, 0);
		consent(Alice, Charlie, Any, 1);
		let nested = for_real(Charlie, for_real(Alice, remark()));
		assert_eq!(payer_of(nested), Dave.to_account_id());
	});
}

#[test]
fn a_chain_without_consent_of_its_second_account_is_paid_by_the_first() {
	in_a_block(|| {
		consent(Charlie, Dave, Any, 0);
		relate(&Alice.to_account_id(), Charlie, Any);
		let nested = for_real(Charlie, for_real(Alice, remark()));
		assert_eq!(payer_of(nested), Charlie.to_account_id());
	});
}

#[test]
fn a_coldkey_with_a_pending_swap_pays_for_no_other() {
	let announce = |who: Sr25519Keyring| {
		let row = (1_000, sp_core::H256::zero());
		ColdkeySwapAnnouncements::<Runtime>::insert(who.to_account_id(), row);
	};
	let dispute = |who: Sr25519Keyring| {
		ColdkeySwapDisputes::<Runtime>::insert(who.to_account_id(), 1);
	};
	for bound in [Alice, Charlie] {
		in_a_block(|| {
			consent(Charlie, Dave, Any, 0);
			consent(Alice, Charlie, Any, 0);
			let nested = || for_real(Charlie, for_real(Alice, remark()));
			assert_eq!(payer_of(nested()), Alice.to_account_id());
			announce(bound);
			assert_eq!(payer_of(nested()), Dave.to_account_id());
			dispute(bound);
			assert_eq!(payer_of(nested()), Dave.to_account_id());
		});
	}
	in_a_block(|| {
		consent(Alice, Dave, Any, 0);
		announce(Alice);
		assert_eq!(payer_of(for_real(Alice, remark())), Dave.to_account_id());
	});
}

/// The call that dispatches the `call` that Alice announced for Bob.
fn announced(call: RuntimeCall) -> RuntimeCall {
	ProxyCall::proxy_announced {
		delegate: Alice.to_account_id().into(),
		real: Bob.to_account_id().into(),
		force_proxy_type: None,
		call: boxed(call),
	}
	.into()
}

#[test]
fn a_mandatory_call_in_a_proxy_keeps_to_the_weight_of_a_block() {
	in_a_block(|| {
		let set: RuntimeCall = pallet_timestamp::Call::set { now: 1 }.into();
		let weight = Weight::from_parts(u64::MAX / 2, 0);
		let heavy: RuntimeCall =
			pallet_noesis_utility::Call::with_weight { call: boxed(set), weight }.into();
		assert_eq!(heavy.get_dispatch_info().class, DispatchClass::Mandatory);
		let before = System::block_weight().total();
		for call in [announced(heavy.clone()), for_real(Bob, heavy)] {
			assert_eq!(call.get_dispatch_info().class, DispatchClass::Normal);
			let error = TransactionValidityError::from(InvalidTransaction::ExhaustsResources);
			assert_eq!(send(Dave, call), Err(error));
		}
		assert_eq!(System::block_weight().total(), before);
	});
}

#[test]
fn a_denied_proxy_gives_back_the_weight_of_its_call() {
	in_a_block(|| {
		let heavy = || batch(vec![remark(); 1_000]);
		let weight = heavy().get_dispatch_info().call_weight.ref_time();
		assert!(weight > 60_000_000_000);
		consent(Bob, Alice, NonTransfer, 0);
		for call in [for_real(Alice, heavy()), announced(heavy()), for_real(Bob, heavy())] {
			let before = System::block_weight().total().ref_time();
			send(Dave, call).unwrap().unwrap_err();
			assert!(System::block_weight().total().ref_time() - before < 1_000_000_000);
		}
		// The type denies the first call of the batch, which fails there.
		let before = System::block_weight().total().ref_time();
		let calls = core::iter::once(transfer()).chain(vec![remark(); 1_000]);
		send(Alice, for_real(Bob, batch_all(calls))).unwrap().unwrap();
		assert!(System::block_weight().total().ref_time() - before < 1_000_000_000);
	});
}
