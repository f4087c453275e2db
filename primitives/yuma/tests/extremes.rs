//! No public function panics: each is called with the ends of its types and anything between.
//!
//! [`noesis_yuma::epoch`] and [`noesis_yuma::explain`] are in `properties.rs`, which has their
//! inputs, and [`noesis_yuma::null_epoch`] is in `null.rs`.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

use noesis_yuma::{
	aggregate, inherited_stake, max_upscale, reset_bonds, rows_by_uid, split_emission, total_stake,
	ActivityCutoff, Fixed, InputError, Outcome, StepHistory,
};
use proptest::{
	collection::vec, prelude::*, sample::select, test_runner::FileFailurePersistence::WithSource,
};
use substrate_fixed::types::{I32F32, I64F64};

fn config() -> ProptestConfig {
	let failures = Box::new(WithSource("regressions"));
	ProptestConfig { cases: 5_000, failure_persistence: Some(failures), ..Default::default() }
}

fn u64s() -> impl Strategy<Value = u64> {
	prop_oneof![select(vec![0, 1, u64::MAX - 1, u64::MAX]), any::<u64>()]
}

fn u16s() -> impl Strategy<Value = u16> {
	prop_oneof![select(vec![0, 1, 32768, 32769, u16::MAX]), any::<u16>()]
}

fn i64s() -> impl Strategy<Value = i64> {
	prop_oneof![select(vec![i64::MIN, -1, 0, 1, 1 << 32, i64::MAX]), any::<i64>()]
}

fn row() -> impl Strategy<Value = Vec<(u16, u16)>> {
	vec((prop_oneof![0u16..6, u16s()], u16s()), 0..6)
}

prop_compose! {
	fn outcome()(
		flags in vec(any::<bool>(), 0..4), parts in vec(u16s(), 0..4), amounts in vec(u64s(), 0..4),
	) -> Outcome {
		let paid: Vec<_> = amounts.iter().copied().map(Into::into).collect();
		Outcome {
			active: flags.clone(),
			permits: flags,
			stake: amounts,
			stake_weight: parts.clone(),
			consensus: parts.clone(),
			dividends: parts.clone(),
			validator_trust: parts,
			server_emission: paid.clone(),
			validator_emission: paid.clone(),
			emission: paid,
			..Outcome::default()
		}
	}
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn numbers(a in i64s(), b in i64s(), int: i32, part in u16s(), amount in u64s()) {
		let (x, y) = (Fixed::from_bits(a), Fixed::from_bits(b));
		prop_assert_eq!(x.to_bits(), a);
		prop_assert_eq!(Fixed::from(I32F32::from(x)), x);
		prop_assert_eq!(I32F32::from(Fixed::from_int(int)), I32F32::from_num(int));
		prop_assert!(Fixed::from_part(part) <= Fixed::ONE);
		prop_assert!(x.of_amount(amount) <= amount || x > Fixed::ONE);
		prop_assert!((x.to_part() == 0) == (x.to_bits() < 65_538));
		prop_assert_eq!(x.saturating_add(y), y.saturating_add(x));
		prop_assert!(x.saturating_sub(y) <= x || y < Fixed::ZERO);
		let product = x.mul_floor(y);
		prop_assert!(x.checked_mul_floor(y).is_none_or(|exact| exact == product));
		prop_assert!(y != Fixed::ZERO || x.div_or_zero(y) == Fixed::ZERO);
		prop_assert!((Fixed::ZERO..=Fixed::ONE).contains(&x.clamp_to_unit()));
		prop_assert!(x.exp() >= Fixed::ZERO);
		prop_assert_eq!([x, y].iter().sum::<Fixed>(), [x, y].into_iter().sum::<Fixed>());
	}

	#[test]
	fn blocks(factor: u32, tempo in u16s(), block in u64s(), last in u64s(), yuma in prop::option::of(u64s())) {
		prop_assert!(ActivityCutoff::new(factor, tempo).blocks() >= 1);
		let steps = StepHistory { tempo, last_step: last, last_yuma_step: yuma };
		let cutoff = steps.bonds_cutoff(block).block();
		prop_assert!(cutoff <= block.max(yuma.unwrap_or(last).saturating_add(1)));
	}

	#[test]
	fn stakes(
		own in u64s(), children in vec(u64s(), 0..5), parents in vec((u64s(), u64s()), 0..5),
		(alpha, root, weight) in (u64s(), u64s(), u64s()),
	) {
		let most = parents.iter().map(|(_, stake)| u128::from(*stake)).sum::<u128>() + u128::from(own);
		prop_assert!(u128::from(inherited_stake(own, children, parents)) <= most);
		prop_assert!(total_stake(alpha.into(), root.into(), weight) >= I64F64::from_num(0));
	}

	#[test]
	fn rows(weights in vec(u16s(), 0..6), mut bonds in vec(row(), 0..6), uid in u16s()) {
		let numbered = (0..).zip(bonds.iter().cloned());
		prop_assert_eq!(rows_by_uid(bonds.len(), numbered), Ok(bonds.clone()));
		let scaled = max_upscale(&weights);
		prop_assert_eq!(scaled.len(), weights.len());
		prop_assert!(weights.iter().all(|weight| *weight == 0) || scaled.contains(&u16::MAX));
		reset_bonds(&mut bonds, uid);
		prop_assert!(bonds.iter().flatten().all(|(target, _)| *target != uid));
	}

	#[test]
	fn mechanisms(
		emission in u64s(), split in prop::option::of(vec(u16s(), 0..5)), count: u8,
		outcomes in vec((u64s(), outcome()), 0..4),
	) {
		let parts = split_emission(emission.into(), split.as_deref(), count);
		prop_assert_eq!(parts.len(), usize::from(count));
		let outcomes: Vec<_> =
			outcomes.into_iter().map(|(part, outcome)| (part.into(), outcome)).collect();
		match aggregate(&outcomes) {
			Ok(sum) => {
				let sizes = outcomes.iter().map(|(_, outcome)| outcome.stake.len());
				prop_assert!(sizes.into_iter().all(|size| size == sum.stake.len()));
			}
			Err(InputError::WrongLength { expected, found, .. }) => {
				prop_assert!(expected != found);
			}
			Err(error) => prop_assert!(false, "{error}"),
		}
	}
}
