//! Transactions that are rejected, and calls that the base filter refuses.

use codec::{Decode, Encode};
use frame_support::traits::{Contains, GetCallMetadata};
use noesis_runtime::{
	policy::proxies::ProxyType, AccountId, Executive, Runtime, RuntimeCall, RuntimeOrigin,
	SafeMode, System, UncheckedExtrinsic,
};
use pallet_subtensor::Profile;
use sp_core::{ed25519, sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	traits::{AsTransactionAuthorizedOrigin, DispatchTransaction},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	ApplyExtrinsicResult, DispatchError, ModuleError,
};

use crate::{
	block::{chain, in_a_block, relate, remarked, send, signed, signed_by},
	calls::{batch, batch_all, force_batch, proxied, remark, sudo},
	proxies::samples::Shapes,
};

pub fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

#[test]
fn sudo_calls_of_other_accounts_than_the_sudo_key_are_rejected() {
	in_a_block(|| {
		assert_eq!(send(Bob, sudo(remark())), Err(InvalidTransaction::BadSigner.into()));
		send(Alice, sudo(remark())).unwrap().unwrap();
	});
}

#[test]
fn sudo_calls_are_rejected_on_a_chain_without_a_sudo_key() {
	in_a_block(|| {
		pallet_sudo::Key::<Runtime>::kill();
		for who in [Alice, Bob] {
			assert_eq!(send(who, sudo(remark())), Err(InvalidTransaction::BadSigner.into()));
		}
	});
}

#[test]
fn no_batch_may_directly_contain_a_batch() {
	let kinds: [fn(RuntimeCall) -> RuntimeCall; 3] =
		[|call| batch([call]), |call| batch_all([call]), |call| force_batch([call])];
	in_a_block(|| {
		for outer in kinds {
			for inner in kinds {
				assert_eq!(send(Alice, outer(inner(remark()))).unwrap(), Err(filtered()));
			}
		}
		assert!(remarked().is_empty());
		send(Alice, batch([remark(), remark()])).unwrap().unwrap();
	});
}

#[test]
fn a_batch_may_contain_a_proxy_that_contains_a_batch() {
	in_a_block(|| {
		let alice = Alice.to_account_id();
		relate(&alice, Bob, ProxyType::Any);
		send(Bob, batch([proxied(&alice, batch([remark()]))])).unwrap().unwrap();
		assert_eq!(remarked(), [alice].into());
	});
}

#[test]
fn transactions_of_accounts_without_funds_are_rejected() {
	in_a_block(|| {
		let stranger = sr25519::Pair::from_string("//Stranger", None).unwrap();
		for call in [remark(), batch([]), batch([batch([])])] {
			let transaction = signed_by(&stranger, 0, 0, call);
			let rejected = Err(InvalidTransaction::Payment.into());
			assert_eq!(Executive::apply_extrinsic(transaction), rejected);
		}
	});
}

#[test]
fn a_free_call_of_an_account_without_funds_raises_its_nonce() {
	in_a_block(|| {
		let account = sr25519::Pair::from_string("//Stranger", None).unwrap().public();
		let free = frame_support::dispatch::DispatchInfo {
			pays_fee: frame_support::dispatch::Pays::No,
			..Default::default()
		};
		let check = noesis_extensions::CheckNonce::<Runtime>::from(0);
		let origin = RuntimeOrigin::signed(account.into());
		check.validate_and_prepare(origin.clone(), &remark(), &free, 0, 0).unwrap();
		assert_eq!(System::account_nonce(AccountId::from(account)), 1);
		let again = noesis_extensions::CheckNonce::<Runtime>::from(0);
		let stale = again
			.validate_only(origin, &remark(), &free, 0, TransactionSource::External, 0)
			.map(|_| ());
		assert_eq!(stale, Err(InvalidTransaction::Stale.into()));
	});
}

/// Calls a method of the runtime as a node does.
pub fn ask<T: Decode>(method: &str, arguments: &impl Encode) -> T {
	let answer = noesis_runtime::api::dispatch(method, &arguments.encode()).unwrap();
	T::decode(&mut &answer[..]).unwrap()
}

/// Calls nested `depth` levels deep.
pub fn nested(depth: u32) -> RuntimeCall {
	(0..depth).fold(remark(), |call, _| proxied(&Alice.to_account_id(), call))
}

#[test]
fn no_block_includes_calls_nested_deeper_than_eight_levels() {
	in_a_block(|| {
		let apply = |transaction: UncheckedExtrinsic| -> ApplyExtrinsicResult {
			ask("BlockBuilder_apply_extrinsic", &transaction)
		};
		assert!(apply(signed(Alice, nested(8))).is_ok());
		assert_eq!(apply(signed(Alice, nested(9))), Err(InvalidTransaction::Call.into()));
	});
}

#[test]
fn the_pool_rejects_calls_nested_deeper_than_eight_levels() {
	let validate = |depth| -> TransactionValidity {
		chain(12_000, Profile::Production).execute_with(|| {
			let transaction = signed(Alice, nested(depth));
			let arguments = (TransactionSource::External, transaction, System::block_hash(0));
			ask("TaggedTransactionQueue_validate_transaction", &arguments)
		})
	};
	assert!(validate(8).is_ok());
	assert_eq!(validate(9), Err(InvalidTransaction::Call.into()));
}

/// Encodings of the points of small order on curve 25519, without sign bit: y is 0, 1 or -1, 0 or 1
/// plus the prime of the field, or that of the points of order 8.
fn small_order() -> [[u8; 32]; 7] {
	let little_endian = |low: u8, high: u8| {
		let mut bytes = [if high == 0 { 0 } else { 0xff }; 32];
		(bytes[0], bytes[31]) = (low, high);
		bytes
	};
	let order_eight =
		|hex| sp_core::H256(sp_core::bytes::from_hex(hex).unwrap().try_into().unwrap());
	[
		little_endian(0, 0),
		little_endian(1, 0),
		little_endian(0xec, 0x7f),
		little_endian(0xed, 0x7f),
		little_endian(0xee, 0x7f),
		order_eight("0x26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05").0,
		order_eight("0xc7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a").0,
	]
}

#[test]
fn transactions_signed_by_keys_of_small_order_are_rejected() {
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
	let rejected: Result<(), TransactionValidityError> = Err(InvalidTransaction::BadSigner.into());
	in_a_block(|| {
		for mut key in small_order() {
			assert_eq!(check(key), rejected, "{key:02x?}");
			// The sign bit changes no order.
			key[31] |= 0x80;
			assert_eq!(check(key), rejected, "{key:02x?}");
		}
		assert_eq!(check(Alice.to_account_id().into()), Ok(()));
		let honest = ed25519::Pair::from_string("//Alice", None).unwrap().public();
		assert_eq!(check(honest.0), Ok(()));
	});
}

#[test]
fn safe_mode_rejects_all_calls_but_those_of_five_pallets_and_announcements_of_keys() {
	let samples = Shapes::new().samples();
	in_a_block(|| {
		send(Alice, sudo(pallet_safe_mode::Call::force_enter {})).unwrap().unwrap();
		assert!(SafeMode::is_entered());
		for call in &samples {
			let call_name = call.get_call_metadata();
			let expected = ["Sudo", "Multisig", "System", "SafeMode", "Timestamp"]
				.contains(&call_name.pallet_name)
				|| call_name.function_name == "announce_next_key";
			let is_allowed = <Runtime as frame_system::Config>::BaseCallFilter::contains(call);
			assert_eq!(is_allowed, expected, "{call_name:?}");
		}
	});
}

#[test]
fn safe_mode_ends_by_a_call_of_the_sudo_key() {
	in_a_block(|| {
		send(Alice, sudo(pallet_safe_mode::Call::force_enter {})).unwrap().unwrap();
		let dest = Bob.to_account_id().into();
		let transfer = pallet_balances::Call::transfer_keep_alive { dest, value: 1u64.into() };
		assert!(matches!(filtered(), DispatchError::Module(ModuleError { index: 0, .. })));
		assert_eq!(send(Alice, transfer.clone()).unwrap(), Err(filtered()));
		send(Alice, remark()).unwrap().unwrap();
		send(Alice, sudo(pallet_safe_mode::Call::force_exit {})).unwrap().unwrap();
		send(Alice, transfer).unwrap().unwrap();
	});
}

#[test]
fn transactions_with_a_nonce_out_of_order_are_rejected() {
	in_a_block(|| {
		let future = signed_by(&Alice.pair(), 5, 0, remark());
		assert_eq!(Executive::apply_extrinsic(future), Err(InvalidTransaction::Future.into()));
		let once = signed(Alice, remark());
		Executive::apply_extrinsic(once.clone()).unwrap().unwrap();
		assert_eq!(Executive::apply_extrinsic(once), Err(InvalidTransaction::Stale.into()));
		assert_eq!(System::account_nonce(Alice.to_account_id()), 1);
	});
}
