//! What never gets into a block.

use crate::{
	block::{in_a_block, send, signed, signed_by},
	calls::{batch, proxied, remark, sudo},
};
use noesis_runtime::{Executive, Runtime, RuntimeOrigin, SafeMode, System};
use sp_core::{ed25519, sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	traits::{AsTransactionAuthorizedOrigin, DispatchTransaction},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	DispatchError, ModuleError,
};

#[test]
fn sudo_calls_of_others_are_refused_before_they_are_included() {
	in_a_block(|| {
		assert_eq!(send(Bob, sudo(remark())), Err(InvalidTransaction::BadSigner.into()));
		send(Alice, sudo(remark())).unwrap().unwrap();
	});
}

#[test]
fn nobody_may_send_sudo_calls_without_a_sudo_key() {
	in_a_block(|| {
		pallet_sudo::Key::<Runtime>::kill();
		assert_eq!(send(Alice, sudo(remark())), Err(InvalidTransaction::BadSigner.into()));
	});
}

#[test]
fn a_batch_in_a_batch_fails_and_one_in_a_proxy_does_not_count() {
	in_a_block(|| {
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		assert_eq!(send(Alice, batch([batch([remark()])])).unwrap(), Err(filtered));
		send(Alice, batch([remark(), remark()])).unwrap().unwrap();
	});
}

#[test]
fn accounts_without_funds_may_send_only_what_is_free() {
	in_a_block(|| {
		let stranger = sr25519::Pair::from_string("//Stranger", None).unwrap();
		let paid = signed_by(&stranger, 0, 0, remark());
		assert_eq!(Executive::apply_extrinsic(paid), Err(InvalidTransaction::Payment.into()));

		// A batch of nothing costs nothing, but no neuron has a use for it.
		let free = signed_by(&stranger, 0, 0, batch([]));
		assert_eq!(Executive::apply_extrinsic(free), Err(InvalidTransaction::Payment.into()));
	});
}

#[test]
fn the_nonce_of_a_call_without_a_fee_counts_without_funds() {
	in_a_block(|| {
		let account = sr25519::Pair::from_string("//Stranger", None).unwrap().public();
		let free = frame_support::dispatch::DispatchInfo {
			pays_fee: frame_support::dispatch::Pays::No,
			..Default::default()
		};
		let check = noesis_extensions::CheckNonce::<Runtime>::from(0);
		let origin = RuntimeOrigin::signed(account.into());
		check.validate_and_prepare(origin.clone(), &remark(), &free, 0, 0).unwrap();
		let again = noesis_extensions::CheckNonce::<Runtime>::from(0);
		let stale = again
			.validate_only(origin, &remark(), &free, 0, TransactionSource::External, 0)
			.map(|_| ());
		assert_eq!(stale, Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn an_account_gets_few_free_transactions_into_a_block() {
	in_a_block(|| {
		for _ in 0..pallet_subtensor::limits::FREE_TRANSACTIONS_PER_BLOCK {
			send(Bob, batch([])).unwrap().unwrap();
		}
		let full = Err(InvalidTransaction::ExhaustsResources.into());
		assert_eq!(send(Bob, batch([])), full);
		// Others are not concerned, nor is what pays.
		send(Alice, batch([])).unwrap().unwrap();
		send(Bob, remark()).unwrap().unwrap();
	});
}

#[test]
fn calls_nest_to_a_depth_of_eight() {
	use noesis_runtime::policy::transactions::ensure_shallow;
	in_a_block(|| {
		let alice = Alice.to_account_id();
		let nested = |depth| (0..depth).fold(remark(), |call, _| proxied(&alice, call));
		assert_eq!(ensure_shallow(&signed(Alice, nested(8))), Ok(()));
		let too_deep = ensure_shallow(&signed(Alice, nested(9)));
		assert_eq!(too_deep, Err(InvalidTransaction::Call.into()));
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
		send(Alice, sudo(pallet_safe_mode::Call::force_enter {})).unwrap().unwrap();
		assert!(SafeMode::is_entered());
		let dest = Bob.to_account_id().into();
		let transfer = pallet_balances::Call::transfer_keep_alive { dest, value: 1u64.into() };
		let filtered = DispatchError::from(frame_system::Error::<Runtime>::CallFiltered);
		assert!(matches!(filtered, DispatchError::Module(ModuleError { index: 0, .. })));
		assert_eq!(send(Alice, transfer.clone()).unwrap(), Err(filtered));
		send(Alice, remark()).unwrap().unwrap();
		send(Alice, sudo(pallet_safe_mode::Call::force_exit {})).unwrap().unwrap();
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
