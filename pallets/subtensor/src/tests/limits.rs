//! Rate limits.

use codec::Encode;
use scale_info::TypeInfo;
use sp_runtime::AccountId32;

use super::{
	access::variants,
	mock::{account, ExtBuilder, Test},
};
use crate::{
	limits::{Hyperparameter, RateLimitKey, RateLimits},
	rows::{Scope, ROWS_PER_SUBNET},
	LastRateLimitedBlock,
};

#[test]
fn records_of_a_key_move_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		let keys = |who| (5..).zip(RateLimitKey::of_account(&account(who)));
		for (block, key) in keys(1) {
			LastRateLimitedBlock::<Test>::insert(key, block);
		}
		RateLimits::<Test>::rename_key(&account(1), &account(2));
		for (block, key) in keys(2) {
			assert_eq!(LastRateLimitedBlock::<Test>::get(key), block);
		}
		assert_eq!(LastRateLimitedBlock::<Test>::iter().count(), 3);
	});
}

#[test]
fn rate_limit_keys_have_the_codes_of_the_interface() {
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

#[test]
fn every_kind_of_key_is_removed_or_renamed_by_its_scope() {
	let netuid = noesis_types::NetUid::new(1);
	let of_subnet = RateLimitKey::of_subnet(netuid);
	let of_account = RateLimitKey::of_account(&account(1));
	assert!(of_subnet.iter().all(|key| key.scope() == Scope::Subnet));
	assert!(of_account.iter().all(|key| key.scope() == Scope::Account));
	let one_of_each = [&of_subnet[..], &of_account[..], &[RateLimitKey::NetworkLastRegistered]];
	let mut kinds: Vec<u8> = one_of_each.concat().iter().map(|key| key.encode()[0]).collect();
	kinds.sort_unstable();
	assert_eq!(kinds, indices::<RateLimitKey<AccountId32>>());
}

#[test]
fn one_step_removes_the_rate_limits_of_every_hyperparameter() {
	let last = indices::<Hyperparameter>().into_iter().max().unwrap();
	assert!(u32::from(last) < ROWS_PER_SUBNET);
}

/// Codec indices of the variants of an enum.
fn indices<E: TypeInfo>() -> Vec<u8> {
	variants::<E>().into_iter().map(|(index, _)| index).collect()
}
