//! Derivative accounts: their addresses, and calls as these accounts.

use frame_support::{
	assert_ok,
	weights::{constants::RocksDbWeight, Weight},
};
use sp_core::hex2array;
use sp_runtime::{traits::BadOrigin, AccountId32};

use super::{mock::*, probe};
use crate::{derivative::derive, Pallet, WeightInfo};

/// The derivative account of `who` with this index.
fn derivative(who: &AccountId32, index: u16) -> AccountId32 {
	Pallet::<Test>::derivative_account_id(who, index).expect("any 32 bytes are an account")
}

#[test]
fn addresses_are_those_of_the_interface() {
	let expected = hex2array!("fb1b2775aaa3c289b09bdceb6f660d62381637238142670e51a794a28ad3e021");
	assert_eq!(derivative(&ALICE, 5), AccountId32::new(expected));
	for index in [0, 1, 256, u16::MAX] {
		assert_eq!(derivative(&BOB, index), pallet_utility::derivative_account_id(BOB, index));
	}
}

#[test]
fn bytes_that_do_not_decode_to_an_account_id_are_reported() {
	// Most hashes do not begin with zero or one, so they do not decode to a `bool`.
	let derived: Vec<_> = (0..100).map(|index| derive(&true, index)).collect();
	assert!(derived.contains(&None));
	// Every byte decodes to a `u8`; ids longer than the hash end in zeros.
	assert!((0..100).all(|index| derive(&7u8, index).is_some()));
	assert!(derive(&[1u8; 40], 0).is_some_and(|id| id[32..] == [0; 8] && id[..32] != [0; 32]));
}

#[test]
fn derivative_account_spends_its_own_money() {
	build_and_execute(|| {
		let account = derivative(&ALICE, 5);
		assert_ok!(run(transfer(account.clone(), 2_000)));
		assert_ok!(run(as_derivative(5, transfer(BOB, 700))));
		assert_eq!(balances(), [8_000, 10_700, 10_000]);
		assert_eq!(Balances::free_balance(account), 1_300);
	});
}

#[test]
fn derivative_accounts_derive_further_ones() {
	build_and_execute(|| {
		let account = derivative(&derivative(&ALICE, 5), 6);
		assert_ok!(run(transfer(account.clone(), 2_000)));
		assert_ok!(run(as_derivative(5, as_derivative(6, transfer(BOB, 700)))));
		assert_eq!(Balances::free_balance(account), 1_300);
	});
}

#[test]
fn error_is_that_of_the_call() {
	build_and_execute(|| {
		assert_fails(as_derivative(0, fail(None)), asked_to_fail());
	});
}

#[test]
fn only_signers_have_derivative_accounts() {
	build_and_execute(|| {
		let origins = [
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
			OriginCaller::Probe(probe::Origin::Member).into(),
		];
		for origin in origins {
			assert_fails_for(origin, as_derivative(0, write(1)), BadOrigin);
		}
	});
}

#[test]
fn used_weight_is_that_of_the_call_and_of_the_account() {
	build_and_execute(|| {
		// One read and one write for the account.
		let own = <Test as crate::Config>::WeightInfo::as_derivative()
			+ RocksDbWeight::get().reads_writes(1, 1)
			+ GUARD;
		let call = as_derivative(0, refund(600));
		assert_eq!(declared(&call), own + Weight::from_parts(probe::DECLARED, 0));
		assert_eq!(used(&run(call)), own + Weight::from_parts(600, 0));
		let result = run(as_derivative(0, fail(Some(400))));
		assert_eq!(used(&result), own + Weight::from_parts(400, 0));
	});
}
