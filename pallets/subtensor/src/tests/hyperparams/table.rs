//! The table of hyperparameters.

use std::collections::BTreeSet;

use noesis_types::TaoBalance;

use crate::{
	hyperparams::table,
	rows::{rows, Scope},
	tests::{
		mock::{ExtBuilder, Test},
		rooms::items_of,
		world::subnet,
	},
	MinBurn,
};

#[test]
fn the_table_lists_every_map_by_subnet_of_the_room() {
	let by_subnet = |name: &String| {
		rows::<Test>().iter().any(|row| row.name == name.as_bytes() && row.scope == Scope::Subnet)
	};
	let of_the_room: BTreeSet<_> = items_of("hyperparams").into_iter().filter(by_subnet).collect();
	let listed: BTreeSet<_> =
		table::<Test>().iter().map(|row| row.rules.name.to_string()).collect();
	assert_eq!(listed, of_the_room);
	assert_eq!(listed.len(), table::<Test>().len());
}

#[test]
#[should_panic(expected = "a hyperparameter is out of its bounds")]
fn a_stored_value_out_of_bounds_is_found() {
	ExtBuilder::default().build_and_execute(|| {
		MinBurn::<Test>::insert(subnet(1, 7), TaoBalance::new(u64::MAX));
	});
}
