//! Subnets: token symbol.

use super::mock::{ExtBuilder, Test};
use crate::TokenSymbol;
use noesis_types::NetUid;

#[test]
fn a_token_without_a_symbol_is_tau() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(TokenSymbol::<Test>::get(NetUid::ROOT), [0xf0, 0x9d, 0x9c, 0x8f]);
	});
}
