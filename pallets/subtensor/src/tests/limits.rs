//! Rate limits.

use super::mock::{account, end_block, start_block, ExtBuilder, Test};
use crate::{
	limits::{FreeTransactions, RateLimitKey, RateLimits, FREE_TRANSACTIONS_PER_BLOCK},
	FeelessInBlock, LastRateLimitedBlock,
};
use codec::Encode;

#[test]
fn free_transactions_are_counted_per_account_and_block() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..FREE_TRANSACTIONS_PER_BLOCK {
			assert!(!FreeTransactions::<Test>::exhausted(&account(1)));
			FreeTransactions::<Test>::count(&account(1));
		}
		assert!(FreeTransactions::<Test>::exhausted(&account(1)));
		assert!(!FreeTransactions::<Test>::exhausted(&account(2)));
		end_block();
		assert_eq!(FeelessInBlock::<Test>::iter().count(), 0);
		start_block(2);
		assert!(!FreeTransactions::<Test>::exhausted(&account(1)));
	});
}

#[test]
fn records_of_a_key_move_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		let kinds = [
			RateLimitKey::LastTxBlock,
			RateLimitKey::LastTxBlockChildKeyTake,
			RateLimitKey::LastTxBlockDelegateTake,
		];
		for (block, kind) in (5..).zip(kinds) {
			LastRateLimitedBlock::<Test>::insert(kind(account(1)), block);
		}
		RateLimits::<Test>::rename_key(&account(1), &account(2));
		for (block, kind) in (5..).zip(kinds) {
			assert_eq!(LastRateLimitedBlock::<Test>::get(kind(account(2))), block);
			assert!(!LastRateLimitedBlock::<Test>::contains_key(kind(account(1))));
		}
	});
}

#[test]
fn rate_limit_keys_have_the_codes_of_the_interface() {
	use crate::limits::Hyperparameter;
	let netuid = noesis_types::NetUid::new(0x0102);
	type Key = RateLimitKey<u8>;
	assert_eq!(Key::SetSNOwnerHotkey(netuid).encode(), [0, 2, 1]);
	let update = Key::OwnerHyperparamUpdate(netuid, Hyperparameter::BurnRegistrationAllowed);
	assert_eq!(update.encode(), [1, 2, 1, 36]);
	assert_eq!(Key::NetworkLastRegistered.encode(), [2]);
	assert_eq!(Key::LastTxBlock(9).encode(), [3, 9]);
	assert_eq!(Key::LastTxBlockChildKeyTake(9).encode(), [4, 9]);
	assert_eq!(Key::LastTxBlockDelegateTake(9).encode(), [5, 9]);
	assert_eq!(Key::AddStakeBurn(netuid).encode(), [6, 2, 1]);
}
