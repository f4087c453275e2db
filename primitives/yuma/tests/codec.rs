//! SCALE encodings and type info under the feature `codec`, which the tests always have.

#![allow(clippy::unwrap_used, reason = "tests may fail")]

use codec::{Decode, Encode, MaxEncodedLen};
use noesis_yuma::{
	Aggregate, BondsRule, Budgets, ConsensusMode, Explanation, Fixed, LiquidAlpha, NeuronTerms,
	NullOutcome, Outcome, Params,
};
use scale_info::{
	form::MetaForm, meta_type, MetaType, PortableRegistry, Registry, TypeDef, TypeInfo,
};
use substrate_fixed::types::I32F32;

fn fields<T: TypeInfo>() -> Vec<(&'static str, &'static str)> {
	let TypeDef::Composite(composite) = T::type_info().type_def else { panic!("not a struct") };
	let names =
		composite.fields.iter().map(|field| (field.name.unwrap(), field.type_name.unwrap()));
	names.collect()
}

fn variants<T: TypeInfo>() -> Vec<(u8, &'static str)> {
	let TypeDef::<MetaForm>::Variant(variants) = T::type_info().type_def else {
		panic!("not an enum")
	};
	variants.variants.iter().map(|variant| (variant.index, variant.name)).collect()
}

/// Name, variants and indices of the interface's `ConsensusMode`; its default is `Auto`.
#[test]
fn consensus_mode_is_that_of_the_interface() {
	assert_eq!(ConsensusMode::type_info().path.ident(), Some("ConsensusMode"));
	assert_eq!(variants::<ConsensusMode>(), [(0, "Current"), (1, "Previous"), (2, "Auto")]);
	assert_eq!(ConsensusMode::default().encode(), [2]);
	assert_eq!(ConsensusMode::decode(&mut [1].as_slice()), Ok(ConsensusMode::Previous));
	assert!(ConsensusMode::decode(&mut [3].as_slice()).is_err());
	assert_eq!(ConsensusMode::max_encoded_len(), 1);
}

/// A number is one more `I32F32` in metadata, with the one field `bits`, not a type of its own.
#[test]
fn numbers_are_those_of_the_library() {
	assert_eq!(meta_type::<Fixed>(), meta_type::<I32F32>());
	assert_eq!(Fixed::type_info(), I32F32::type_info());
	assert_eq!(fields::<Fixed>().len(), 1);
	let number = Fixed::from_bits(-5);
	assert_eq!(number.encode(), I32F32::from(number).encode());
	assert_eq!(number.encode(), (-5i64).to_le_bytes());
	assert_eq!(Fixed::decode(&mut number.encode().as_slice()), Ok(number));
	assert_eq!(Fixed::max_encoded_len(), 8);
}

#[test]
fn settings_have_golden_encodings() {
	let liquid = LiquidAlpha { low: 1, high: 2, steepness: -3, mode: ConsensusMode::Auto };
	let params = Params {
		kappa: 32767,
		bonds_penalty: 65535,
		bonds_moving_average: 900_000,
		max_validators: 64,
		stake_threshold: 7,
		bonds: BondsRule::Liquid(liquid),
	};
	let expected = [
		vec![0xff, 0x7f, 0xff, 0xff],
		900_000u64.to_le_bytes().to_vec(),
		vec![64, 0],
		7u64.to_le_bytes().to_vec(),
		vec![2, 1, 0, 2, 0, 0xfd, 0xff, 2],
	]
	.concat();
	assert_eq!(params.encode(), expected);
	assert_eq!(Params::decode(&mut expected.as_slice()), Ok(params));
	assert_eq!(Params::max_encoded_len(), expected.len());
	assert_eq!(variants::<BondsRule>(), [(0, "Shared"), (1, "Own"), (2, "Liquid")]);
	assert_eq!((BondsRule::Shared.encode(), BondsRule::Own.encode()), (vec![0], vec![1]));
}

#[test]
fn budgets_are_three_amounts() {
	let budgets = Budgets { server: 1u64.into(), validator: 2u64.into(), root: 3u64.into() };
	assert_eq!(budgets.encode(), (1u64, 2u64, 3u64).encode());
	let names = ["server", "validator", "root"].map(|name| (name, "AlphaBalance"));
	assert_eq!(fields::<Budgets>(), names);
	assert_eq!(Budgets::max_encoded_len(), 24);
}

#[test]
fn results_survive_their_encoding() {
	let outcome = Outcome {
		active: vec![true],
		incentive: vec![9],
		emission: vec![5u64.into()],
		bonds: vec![vec![(1, 2)]],
		..Outcome::default()
	};
	assert_eq!(Outcome::decode(&mut outcome.encode().as_slice()), Ok(outcome.clone()));
	let null = NullOutcome {
		winner: Some(3),
		incentives: vec![vec![1, 2]],
		aggregate: Aggregate { stake: vec![4], ..Aggregate::default() },
	};
	assert_eq!(NullOutcome::decode(&mut null.encode().as_slice()), Ok(null));
	let explanation = Explanation {
		params: Params {
			kappa: 1,
			bonds_penalty: 2,
			bonds_moving_average: 3,
			max_validators: 4,
			stake_threshold: 5,
			bonds: BondsRule::Own,
		},
		kappa: Fixed::HALF,
		bonds_penalty: Fixed::ONE,
		fixed_alpha: Fixed::ZERO,
		neurons: vec![],
		outcome,
	};
	assert_eq!(Explanation::decode(&mut explanation.encode().as_slice()), Ok(explanation));
}

/// All types can stand in metadata together.
#[test]
fn all_types_fit_one_registry() {
	let mut registry = Registry::new();
	let types: [MetaType; 5] = [
		meta_type::<Explanation>(),
		meta_type::<NeuronTerms>(),
		meta_type::<NullOutcome>(),
		meta_type::<Budgets>(),
		meta_type::<Fixed>(),
	];
	registry.register_types(types);
	let names: Vec<String> =
		PortableRegistry::from(registry).types.iter().filter_map(|of| of.ty.path.ident()).collect();
	assert!(names.iter().any(|name| name == "NeuronTerms"));
	assert!(!names.iter().any(|name| name == "Fixed"), "{names:?}");
}
