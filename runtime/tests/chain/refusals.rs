//! What never gets into a block.

use crate::block::{in_a_block, send, signed, signed_by};
use noesis_runtime::{Executive, Runtime, RuntimeCall, RuntimeOrigin, SafeMode, System};
use sp_core::{ed25519, sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	traits::{AsTransactionAuthorizedOrigin, DispatchTransaction},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	DispatchError, ModuleError,
};

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![1] }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch { calls }.into()
}

#[test]
fn sudo_calls_of_others_are_refused_before_they_are_included() {
	in_a_block(|| {
		let sudo = || pallet_sudo::Call::sudo { call: Box::new(remark()) };
		assert_eq!(send(Bob, sudo()), Err(InvalidTransaction::BadSigner.into()));
		send(Alice, sudo()).unwrap().unwrap();
	});
}

#[test]
fn nobody_may_send_sudo_calls_without_a_sudo_key() {
	in_a_block(|| {
		pallet_sudo::Key::<Runtime>::kill();
		let sudo = pallet_sudo::Call::sudo { call: Box::new(remark()) };
		assert_eq!(send(Alice, sudo), Err(InvalidTransaction::BadSigner.into()));
	});
}

#[test]
fn a_batch_in_a_batch_fails_and_one_in_a_proxy_does_not_count() {
	in_a_block(|| {
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		assert_eq!(send(Alice, batch(vec![batch(vec![remark()])])).unwrap(), Err(filtered));
		send(Alice, batch(vec![remark(), remark()])).unwrap().unwrap();
	});
}

#[test]
fn accounts_without_funds_may_send_only_what_is_free() {
	in_a_block(|| {
		let stranger = sr25519::Pair::from_string("//Stranger", None).unwrap();
		let paid = signed_by(&stranger, 0, 0, remark());
		assert_eq!(Executive::apply_extrinsic(paid), Err(InvalidTransaction::Payment.into()));

		// No call of the runtime is free yet, so the check is asked directly.
		let account = stranger.public().into();
		let free = frame_support::dispatch::DispatchInfo {
			pays_fee: frame_support::dispatch::Pays::No,
			..Default::default()
		};
		let check = noesis_extensions::CheckNonce::<Runtime>::from(0);
		let origin = RuntimeOrigin::signed(account);
		check.validate_and_prepare(origin.clone(), &remark(), &free, 0, 0).unwrap();
		let again = noesis_extensions::CheckNonce::<Runtime>::from(0);
		let stale = again
			.validate_only(origin, &remark(), &free, 0, TransactionSource::External, 0)
			.map(|_| ());
		assert_eq!(stale, Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn keys_of_small_order_sign_nothing() {
	let check = |key: [u8; 32]| {
		let origin = RuntimeOrigin::signed(key.into());
		assert!(origin.is_transaction_authorized());
		noesis_extensions::CheckNonZeroSender::<Runtime>::new()
			.validate_only(
				origin,
				&remark(),
				&Default::default(),
				0,
				TransactionSource::External,
				0,
			)
			.map(|_| ())
	};
	let refused: Result<(), TransactionValidityError> = Err(InvalidTransaction::BadSigner.into());
	let mut one = [0; 32];
	one[0] = 1;
	let mut minus_one = [0xff; 32];
	minus_one[0] = 0xec;
	in_a_block(|| {
		assert_eq!(check([0; 32]), refused);
		assert_eq!(check(one), refused);
		// The sign bit does not make it another point.
		assert_eq!(check(minus_one), refused);
		assert_eq!(check(Alice.to_account_id().into()), Ok(()));
		let honest = ed25519::Pair::from_string("//Alice", None).unwrap().public();
		assert_eq!(check(honest.0), Ok(()));
	});
}

#[test]
fn safe_mode_lets_through_what_leads_out_of_it_and_nothing_else() {
	in_a_block(|| {
		let root = |call: RuntimeCall| pallet_sudo::Call::sudo { call: Box::new(call) };
		send(Alice, root(pallet_safe_mode::Call::force_enter {}.into())).unwrap().unwrap();
		assert!(SafeMode::is_entered());
		let dest = Bob.to_account_id().into();
		let transfer = pallet_balances::Call::transfer_keep_alive { dest, value: 1u64.into() };
		let filtered = DispatchError::from(frame_system::Error::<Runtime>::CallFiltered);
		assert!(matches!(filtered, DispatchError::Module(ModuleError { index: 0, .. })));
		assert_eq!(send(Alice, transfer.clone()).unwrap(), Err(filtered));
		send(Alice, remark()).unwrap().unwrap();
		send(Alice, root(pallet_safe_mode::Call::force_exit {}.into())).unwrap().unwrap();
		send(Alice, transfer).unwrap().unwrap();
	});
}

#[test]
fn a_nonce_out_of_order_is_refused() {
	in_a_block(|| {
		let future = signed_by(&Alice.pair(), 5, 0, remark());
		assert_eq!(Executive::apply_extrinsic(future), Err(InvalidTransaction::Future.into()));
		let once = signed(Alice, remark());
		Executive::apply_extrinsic(once.clone()).unwrap().unwrap();
		assert_eq!(Executive::apply_extrinsic(once), Err(InvalidTransaction::Stale.into()));
		assert_eq!(System::account_nonce(Alice.to_account_id()), 1);
	});
}
