//! SCALE encodings and type info under the feature `codec`, which the tests always have.
#![allow(clippy::unwrap_used, reason = "tests may fail")]

use codec::{Decode, Encode, MaxEncodedLen};
use noesis_emission::{
	AlphaOut, BlockShares, DividendPayment, EmissionGate, EpochPots, EpochSplit, Injection,
	SharedDividend, SubnetShare, U64F64, U96F32,
};
use scale_info::{meta_type, MetaType, PortableRegistry, Registry, TypeDef, TypeInfo};

type Key = [u8; 32];

fn fields<T: TypeInfo>() -> Vec<(&'static str, &'static str)> {
	let TypeDef::Composite(composite) = T::type_info().type_def else { panic!("not a struct") };
	let fields = composite.fields.iter();
	fields.map(|field| (field.name.unwrap(), field.type_name.unwrap())).collect()
}

#[test]
fn pots_are_three_amounts_in_their_order() {
	let pots = EpochPots { server: 1u64.into(), validator: 2u64.into(), root: 3u64.into() };
	assert_eq!(pots.encode(), (1u64, 2u64, 3u64).encode());
	assert_eq!(EpochPots::decode(&mut pots.encode().as_slice()), Ok(pots));
	let names = ["server", "validator", "root"].map(|name| (name, "AlphaBalance"));
	assert_eq!(fields::<EpochPots>(), names);
	assert_eq!(EpochPots::max_encoded_len(), 24);
}

/// The stored fields of the gate have the encodings of their storage items, and its defaults.
#[test]
fn the_gate_is_its_four_storage_items() {
	let gate = EmissionGate::default();
	let exponent = [0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0];
	assert_eq!(gate.exponent.encode(), exponent);
	let items = (gate.bar.to_bits(), gate.rank, gate.quantile.to_bits(), gate.exponent.to_bits());
	assert_eq!(gate.encode(), items.encode());
	assert_eq!(EmissionGate::decode(&mut gate.encode().as_slice()), Ok(gate));
	assert_eq!(EmissionGate::max_encoded_len(), 50);
}

#[test]
fn results_survive_their_encoding() {
	let split = EpochSplit::<Key> {
		incentives: vec![([1; 32], 2u64.into())],
		withheld: vec![([3; 32], 4u64.into())],
		miner_burned: U96F32::from_num(0.5),
		alpha_dividends: vec![DividendPayment {
			hotkey: [5; 32],
			take: 6u64.into(),
			stakers: 7u64.into(),
		}],
		root_dividends: vec![],
		childkey_recycled: 8u64.into(),
		root_recycled: 9u64.into(),
		unowned: 10u64.into(),
	};
	assert_eq!(EpochSplit::decode(&mut split.encode().as_slice()), Ok(split));
	let shared =
		SharedDividend::<Key> { payments: vec![([1; 32], 2u64.into())], recycled: 3u64.into() };
	assert_eq!(SharedDividend::decode(&mut shared.encode().as_slice()), Ok(shared));
	let share = SubnetShare {
		netuid: 7u16.into(),
		share: U64F64::from_num(0.25),
		tao: U96F32::from_num(250_000_000),
	};
	let shares = BlockShares { subnets: vec![share], bar: U64F64::from_num(0.25) };
	assert_eq!(BlockShares::decode(&mut shares.encode().as_slice()), Ok(shares));
	let injection = Injection { tao_in: 1u64.into(), alpha_in: 2u64.into(), excess: 3u64.into() };
	assert_eq!(injection.encode(), (1u64, 2u64, 3u64).encode());
	assert_eq!((Injection::max_encoded_len(), AlphaOut::max_encoded_len()), (24, 40));
}

/// All types can stand in metadata together, fixed-point numbers with their one field `bits`.
#[test]
fn all_types_fit_one_registry() {
	let types: [MetaType; 7] = [
		meta_type::<AlphaOut>(),
		meta_type::<BlockShares>(),
		meta_type::<EmissionGate>(),
		meta_type::<EpochPots>(),
		meta_type::<EpochSplit<Key>>(),
		meta_type::<Injection>(),
		meta_type::<SharedDividend<Key>>(),
	];
	let mut registry = Registry::new();
	registry.register_types(types);
	let registry = PortableRegistry::from(registry);
	let names: Vec<String> = registry.types.iter().filter_map(|of| of.ty.path.ident()).collect();
	for name in ["BlockShares", "DividendPayment", "EpochSplit", "SubnetShare", "NetUid"] {
		assert!(names.iter().any(|of| of == name), "{name} is not among {names:?}");
	}
	let TypeDef::Composite(number) = U96F32::type_info().type_def else { panic!("not a struct") };
	assert_eq!(number.fields.iter().map(|field| field.name).collect::<Vec<_>>(), [Some("bits")]);
}
