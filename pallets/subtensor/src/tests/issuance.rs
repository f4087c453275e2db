//! TAO issuance.

use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, tokens::Precision, OnFinalize},
};
use noesis_types::TaoBalance;

use super::mock::{account, Balances, ExtBuilder, RuntimeOrigin, SubtensorModule};
use crate::TotalIssuance;

const TAO: u64 = noesis_types::RAO_PER_TAO;

#[test]
fn issuance_at_genesis_is_the_sum_of_balances() {
	ExtBuilder::default().balance(1, 3 * TAO).balance(2, 4 * TAO).build_and_execute(|| {
		assert_eq!(TotalIssuance::<super::mock::Test>::get(), TaoBalance::new(7 * TAO));
	});
}

#[test]
fn issuance_follows_burns_and_dust_at_the_end_of_the_block() {
	ExtBuilder::default().balance(1, 2 * TAO).balance(2, 1_000).build_and_execute(|| {
		assert_ok!(Balances::burn(RuntimeOrigin::signed(account(1)), TaoBalance::new(TAO), true));
		// 400 rao stay behind, below the existential deposit: they are dust and vanish.
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(account(2)),
			account(1),
			600u64.into()
		));
		SubtensorModule::on_finalize(1);
		assert_eq!(TotalIssuance::<super::mock::Test>::get(), TaoBalance::new(TAO + 600));
	});
}

#[test]
fn issuance_follows_mints_and_burns() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::mint_into(&account(1), TaoBalance::new(TAO)));
		SubtensorModule::on_finalize(1);
		assert_eq!(TotalIssuance::<super::mock::Test>::get(), TaoBalance::new(TAO));
		assert_ok!(Balances::burn_from(
			&account(1),
			TaoBalance::new(TAO),
			frame_support::traits::tokens::Preservation::Expendable,
			Precision::Exact,
			frame_support::traits::tokens::Fortitude::Polite,
		));
		SubtensorModule::on_finalize(1);
		assert_eq!(TotalIssuance::<super::mock::Test>::get(), TaoBalance::ZERO);
	});
}
