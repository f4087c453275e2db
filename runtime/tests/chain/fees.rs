//! Fees: the interface's worked numbers, to the rao.

use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use noesis_runtime::{
	Balances, Executive, Proxy, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
	TaoBalance, TransactionPayment,
};
use pallet_balances::Call as Balance;
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};
use sp_runtime::Weight;

use crate::{
	block::{self, check_issuance, free, in_a_block, last_fee, send, signed, signed_by},
	calls::{self, batch, batch_all, sudo},
};

const TAO: u64 = noesis_types::RAO_PER_TAO;

fn transfer(rao: u64) -> RuntimeCall {
	Balance::transfer_keep_alive { dest: Bob.to_account_id().into(), value: rao.into() }.into()
}

fn fee_of(call: impl Into<RuntimeCall>, length: u32) -> u64 {
	let mut fee = 0;
	in_a_block(|| {
		let transaction = signed(Alice, call.into());
		let info = transaction.get_dispatch_info();
		fee = TransactionPayment::compute_fee(length, &info, TaoBalance::ZERO).to_u64();
	});
	fee
}

#[test]
fn transfers_of_a_hundred_bytes_cost_the_fees_of_the_interface() {
	let dest = || Bob.to_account_id().into();
	let value = TaoBalance::new(TAO);
	assert_eq!(fee_of(Balance::transfer_keep_alive { dest: dest(), value }, 100), 83_102);
	assert_eq!(fee_of(Balance::transfer_allow_death { dest: dest(), value }, 100), 85_547);
	assert_eq!(fee_of(Balance::transfer_all { dest: dest(), keep_alive: false }, 100), 85_391);
}

/// Numbers of the reference chain: each call inside a call pays for the guards again.
#[test]
fn calls_inside_calls_of_a_hundred_bytes_cost_the_fees_of_the_interface() {
	let remark = || -> RuntimeCall { frame_system::Call::remark { remark: vec![0] }.into() };
	let multisig = pallet_multisig::Call::as_multi {
		threshold: 2,
		other_signatories: vec![Bob.to_account_id()],
		maybe_timepoint: None,
		call: calls::boxed(remark()),
		max_weight: Weight::zero(),
	};
	assert_eq!(fee_of(remark(), 100), 42_488);
	assert_eq!(fee_of(sudo(remark()), 100), 65_723);
	assert_eq!(fee_of(multisig, 100), 125_826);
}

#[test]
fn lengths_and_weights_are_rounded_to_the_nearest_rao_ties_downwards() {
	in_a_block(|| {
		for (bytes, rao) in [(1, 0), (3, 1), (100, 50), (145, 72), (147, 73), (150, 75), (151, 75)]
		{
			assert_eq!(TransactionPayment::length_to_fee(bytes).to_u64(), rao, "{bytes} bytes");
		}
		for (ref_time, rao) in
			[(108_157_000, 27_039), (233_834_000, 58_458), (40_000, 10), (1_000_000_000, 250_000)]
		{
			let weight = Weight::from_parts(ref_time, u64::MAX);
			assert_eq!(TransactionPayment::weight_to_fee(weight).to_u64(), rao, "{ref_time} ps");
		}
	});
}

#[test]
fn the_clients_plain_transfer_is_145_bytes_and_costs_83_124() {
	in_a_block(|| {
		let transaction = signed(Alice, transfer(TAO));
		let length = transaction.encoded_size() as u32;
		let quoted = TransactionPayment::query_info(transaction.clone(), length);
		let before = (free(&Alice.to_account_id()), free(&Bob.to_account_id()));
		Executive::apply_extrinsic(transaction).unwrap().unwrap();

		assert_eq!(length, 145);
		assert_eq!(quoted.partial_fee.to_u64(), 83_124);
		assert_eq!(last_fee(), (Alice.to_account_id(), 83_124));
		assert_eq!(free(&Alice.to_account_id()), before.0 - TAO - 83_124);
		assert_eq!(free(&Bob.to_account_id()), before.1 + TAO);
	});
}

#[test]
fn fee_and_tip_leave_circulation() {
	in_a_block(|| {
		let before = Balances::total_issuance().to_u64();
		let transaction = signed_by(&Alice.pair(), 0, 7_000, transfer(TAO));
		Executive::apply_extrinsic(transaction).unwrap().unwrap();
		let (_, paid) = last_fee();
		// A tip of four bytes instead of one: one byte and a half more than the plain transfer.
		assert!(paid > 7_000 + 83_124, "{paid}");
		assert_eq!(Balances::total_issuance().to_u64(), before - paid);
	});
}

#[test]
fn a_failed_call_is_paid_for_and_changes_nothing_else() {
	in_a_block(|| {
		let before = free(&Dave.to_account_id());
		send(Dave, transfer(1_000_000 * TAO)).unwrap().unwrap_err();
		assert_eq!(free(&Dave.to_account_id()), before - last_fee().1);
		assert_eq!(free(&Bob.to_account_id()), 1_000_000 * TAO);
	});
}

#[test]
fn the_fee_must_leave_the_existential_deposit() {
	in_a_block(|| {
		let poor = sp_keyring::Sr25519Keyring::Eve;
		let balance = |rao: u64| {
			let call = Balance::force_set_balance {
				who: poor.to_account_id().into(),
				new_free: rao.into(),
			};
			send(Alice, sudo(call)).unwrap().unwrap();
		};
		let remark = || frame_system::Call::remark { remark: vec![0] };
		let fee = TransactionPayment::query_info(
			signed(poor, remark().into()),
			signed(poor, remark().into()).encoded_size() as u32,
		);
		let fee = fee.partial_fee.to_u64();
		balance(fee + 499);
		send(poor, remark()).unwrap_err();
		balance(fee + 500);
		send(poor, remark()).unwrap().unwrap();
		assert_eq!(free(&poor.to_account_id()), 500);
	});
}

#[test]
fn all_of_an_account_can_be_transferred() {
	in_a_block(|| {
		let before = free(&Dave.to_account_id());
		let dest = Bob.to_account_id().into();
		send(Dave, Balance::transfer_all { dest, keep_alive: false }).unwrap().unwrap();
		assert_eq!(free(&Dave.to_account_id()), 0);
		assert_eq!(free(&Bob.to_account_id()), 1_000_000 * TAO + before - last_fee().1);
	});
}

mod payer {
	use noesis_runtime::policy::proxies::ProxyType;
	use sp_keyring::Sr25519Keyring;

	use super::*;

	/// Adds `delegate` to the proxies of `real`, which pays its fees if `pays`.
	fn relate(real: Sr25519Keyring, delegate: Sr25519Keyring, pays: bool) {
		block::relate(&real.to_account_id(), delegate, ProxyType::Any);
		if pays {
			let origin = RuntimeOrigin::signed(real.to_account_id());
			Proxy::set_real_pays_fee(origin, delegate.to_account_id().into(), true).unwrap();
		}
	}

	fn proxied(real: Sr25519Keyring, call: RuntimeCall) -> RuntimeCall {
		calls::proxied(&real.to_account_id(), call)
	}

	fn payer_of(sender: Sr25519Keyring, call: RuntimeCall) -> sp_runtime::AccountId32 {
		send(sender, call).unwrap().unwrap();
		last_fee().0
	}

	#[test]
	fn the_sender_pays_without_the_real_accounts_consent() {
		in_a_block(|| {
			relate(Alice, Dave, false);
			assert_eq!(payer_of(Dave, proxied(Alice, transfer(TAO))), Dave.to_account_id());
		});
	}

	#[test]
	fn the_real_account_pays_where_it_agreed() {
		in_a_block(|| {
			relate(Alice, Dave, true);
			let before = free(&Dave.to_account_id());
			assert_eq!(payer_of(Dave, proxied(Alice, transfer(TAO))), Alice.to_account_id());
			assert_eq!(free(&Dave.to_account_id()), before);
		});
	}

	#[test]
	fn consent_is_followed_through_two_levels() {
		in_a_block(|| {
			relate(Charlie, Dave, true);
			relate(Alice, Charlie, true);
			let nested = proxied(Charlie, proxied(Alice, transfer(TAO)));
			assert_eq!(payer_of(Dave, nested), Alice.to_account_id());
			let calls = [proxied(Alice, transfer(TAO)), proxied(Alice, transfer(2 * TAO))];
			assert_eq!(payer_of(Dave, proxied(Charlie, batch_all(calls))), Alice.to_account_id());
		});
	}

	#[test]
	fn a_batch_for_several_accounts_is_paid_by_the_first_level() {
		in_a_block(|| {
			relate(Charlie, Dave, true);
			relate(Alice, Charlie, true);
			relate(Bob, Charlie, true);
			let mixed = batch([proxied(Alice, transfer(TAO)), proxied(Bob, transfer(TAO))]);
			assert_eq!(payer_of(Dave, proxied(Charlie, mixed)), Charlie.to_account_id());
			// An empty batch costs nothing, so another free call of two levels stands in for it.
			let nested = batch([batch([]), transfer(TAO)]);
			assert_eq!(payer_of(Dave, proxied(Charlie, nested)), Charlie.to_account_id());
		});
	}

	#[test]
	fn consent_ends_with_the_relationship() {
		in_a_block(|| {
			relate(Alice, Dave, true);
			let origin = RuntimeOrigin::signed(Alice.to_account_id());
			Proxy::remove_proxies(origin).unwrap();
			send(Dave, proxied(Alice, transfer(TAO))).unwrap().unwrap_err();
			assert_eq!(last_fee().0, Dave.to_account_id());
		});
	}
}

/// Sender and call of a random transaction: paid, failing, reserving or burning.
fn any_step() -> impl Strategy<Value = (usize, RuntimeCall)> {
	let rao = prop_oneof![0..2_000u64, 0..3_000_000 * TAO, Just(u64::MAX)];
	let dest = || Charlie.to_account_id().into();
	let call = (rao, 0..6u8).prop_map(move |(rao, kind)| -> RuntimeCall {
		let value = TaoBalance::new(rao);
		match kind {
			0 => Balance::transfer_keep_alive { dest: dest(), value }.into(),
			1 => Balance::transfer_allow_death { dest: dest(), value }.into(),
			2 => Balance::transfer_all { dest: dest(), keep_alive: rao % 2 == 0 }.into(),
			3 => Balance::burn { value, keep_alive: rao % 2 == 0 }.into(),
			4 => batch([transfer(rao), transfer(rao / 2)]),
			_ => pallet_noesis_proxy::Call::add_proxy {
				delegate: dest(),
				proxy_type: Default::default(),
				delay: (rao % 7) as u32,
			}
			.into(),
		}
	});
	(0..3usize, call)
}

/// Dust removed from accounts below the existential deposit so far, in rao.
fn dust() -> u64 {
	let lost = |event| match event {
		RuntimeEvent::Balances(pallet_balances::Event::DustLost { amount, .. }) => {
			Some(amount.to_u64())
		}
		_ => None,
	};
	System::events().into_iter().filter_map(|record| lost(record.event)).sum()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn every_sequence_of_transactions_is_accounted_for_to_the_rao(
		steps in prop::collection::vec(any_step(), 1..12),
	) {
		in_a_block(|| {
			for (sender, call) in steps {
				let burns = match &call {
					RuntimeCall::Balances(Balance::burn { value, .. }) => value.to_u64(),
					_ => 0,
				};
				let sender = [Alice, Bob, Dave][sender];
				let (issued, dust) = (Balances::total_issuance().to_u64(), dust());
				let expected = match send(sender, call) {
					Ok(Ok(())) => last_fee().1 + burns + self::dust() - dust,
					Ok(Err(_)) => last_fee().1 + self::dust() - dust,
					Err(_) => 0,
				};
				assert_eq!(issued - Balances::total_issuance().to_u64(), expected);
			}
		});
	}
}

#[test]
fn the_counters_agree_from_the_start() {
	crate::block::chain(12_000, pallet_subtensor::Profile::Production).execute_with(|| {
		check_issuance();
		assert_eq!(frame_system::Pallet::<Runtime>::block_number(), 0);
	});
}
