//! Order of transactions in the pool.

use frame_support::dispatch::{DispatchClass, DispatchInfo, Pays};
use noesis_extensions::{ChargeTransactionPayment, RealPaysFee};
use noesis_runtime::{
	configs::PendingSwaps, Runtime, RuntimeOrigin, System, TaoBalance, UncheckedExtrinsic,
};
use pallet_subtensor::Profile;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
	generic::Era,
	traits::DispatchTransaction,
	transaction_validity::{TransactionSource, TransactionValidity, ValidTransaction},
};

use crate::{
	block::{chain, in_a_block, signed_for},
	calls::remark,
	rejections::ask,
	shield,
};

/// Answer of the runtime to a node that adds a transaction to its pool, after genesis.
fn validity(transaction: impl FnOnce() -> UncheckedExtrinsic) -> ValidTransaction {
	chain(12_000, Profile::Production).execute_with(|| {
		let arguments = (TransactionSource::External, transaction(), System::block_hash(0));
		let answer: TransactionValidity =
			ask("TaggedTransactionQueue_validate_transaction", &arguments);
		answer.unwrap()
	})
}

/// The pool orders by priority, then by the end of validity, then by arrival.
#[test]
fn eras_of_different_length_do_not_reorder_transactions() {
	let eras = [Era::mortal(4, 0), Era::mortal(128, 0), Era::mortal(65_536, 0), Era::Immortal];
	for era in eras {
		let valid = validity(|| signed_for(era, &Alice.pair(), 0, remark()));
		assert_eq!((valid.priority, valid.longevity), (1, u64::MAX), "{era:?}");
	}
}

#[test]
fn a_carrier_leaves_the_pool_at_the_end_of_its_era() {
	let valid = validity(|| {
		shield::announce_key();
		shield::carrier(Bob, shield::well_formed())
	});
	assert_eq!((valid.priority, valid.longevity), (1, pallet_shield::MAX_ERA - 1));
}

/// The payment extension of the runtime.
type Charge = ChargeTransactionPayment<Runtime, RealPaysFee<Runtime, PendingSwaps>>;

#[test]
fn free_transactions_come_behind_all_that_pay() {
	in_a_block(|| {
		let priority = |class, pays_fee| {
			let info = DispatchInfo { class, pays_fee, ..Default::default() };
			let charge = Charge::from(TaoBalance::ZERO);
			let origin = RuntimeOrigin::signed(Alice.to_account_id());
			let source = TransactionSource::External;
			let valid = charge.validate_only(origin, &remark(), &info, 100, source, 0);
			valid.unwrap().0.priority
		};
		assert_eq!(priority(DispatchClass::Normal, Pays::Yes), 1);
		assert_eq!(priority(DispatchClass::Operational, Pays::Yes), 10_000_000_000);
		for class in [DispatchClass::Normal, DispatchClass::Operational] {
			assert_eq!(priority(class, Pays::No), 0);
		}
	});
}
