//! Subnets: owner and token symbol.

use noesis_types::NetUid;

use super::{
	mock::{account, ExtBuilder, Test},
	world::subnet,
};
use crate::{subnets::Subnets, NetworksAdded, SubnetOwner, TokenSymbol};

#[test]
fn a_token_without_a_symbol_is_tau() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(TokenSymbol::<Test>::get(NetUid::ROOT), [0xf0, 0x9d, 0x9c, 0x8f]);
	});
}

#[test]
fn a_renamed_coldkey_keeps_its_subnets() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, two, three) = (subnet(1, 7), subnet(2, 8), subnet(3, 7));
		Subnets::<Test>::rename_owner(&account(7), &account(9));
		let owners = [one, two, three].map(SubnetOwner::<Test>::get);
		assert_eq!(owners, [account(9), account(8), account(9)]);
	});
}

#[test]
#[should_panic(expected = "SubnetOwner holds a subnet that does not exist")]
fn an_owner_without_a_subnet_is_found() {
	ExtBuilder::default().build_and_execute(|| {
		let netuid = subnet(1, 7);
		NetworksAdded::<Test>::remove(netuid);
	});
}
