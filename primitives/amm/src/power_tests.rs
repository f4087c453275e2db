//! Tests of the powers.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	reason = "small numbers, and limbs that are cut on purpose"
)]

use proptest::prelude::*;

use super::*;

fn power(numerator: u128, denominator: u128, en: u64, ed: u64, series: Series) -> Option<Scaled> {
	pow_scaled(Base { numerator, denominator }, Exponent { numerator: en, denominator: ed }, series)
}

fn value(numerator: u128, denominator: u128, en: u64, ed: u64) -> u64 {
	match power(numerator, denominator, en, ed, Series::Coarse) {
		Some(Scaled::Value(value)) => value,
		other => panic!("no value: {other:?}"),
	}
}

#[test]
fn constants_are_what_the_series_give_for_one_half() {
	for series in [Series::Coarse, Series::Fine] {
		let half = Wide::power_of_two(series.fraction_bits() - 1).unwrap().negated();
		let logarithm = ln_one_plus(&half, series).unwrap().negated();
		assert_eq!(Some(logarithm), series.ln_two());
	}
}

#[test]
fn three_quarters_to_the_three_halves_is_the_published_value() {
	assert_eq!(value(21, 28, 3, 2), 649_519_052_838_328_985);
}

#[test]
fn rational_powers_are_exact() {
	assert_eq!(value(1, 4, 1, 2), PARTS / 2);
	assert_eq!(value(8, 27, 2, 3), 444_444_444_444_444_444);
	assert_eq!(value(1, 1 << 60, 1, 60), PARTS / 2);
	assert_eq!(value(1, 1 << 20, 3, 20), PARTS / 8);
	assert_eq!(value(1, 10, 18, 1), 1);
	assert_eq!(value(1, 10, 19, 1), 0);
	assert_eq!(value(16, 1, 1, 1), 16 * PARTS);
	assert_eq!(value(81, 1, 1, 4), 3 * PARTS);
}

#[test]
fn powers_of_one_and_to_zero_are_one() {
	assert_eq!(value(7, 7, 3, 5), PARTS);
	assert_eq!(value(7, 7, 500_001, 499_999), PARTS);
	assert_eq!(value(7, 9, 0, 5), PARTS);
	assert_eq!(value(0, 9, 1, 5), 0);
}

#[test]
fn zero_denominators_have_no_power() {
	assert_eq!(power(1, 0, 1, 1, Series::Coarse), None);
	assert_eq!(power(1, 1, 1, 0, Series::Coarse), None);
	assert_eq!(power(0, 0, 0, 0, Series::Fine), None);
}

#[test]
fn results_above_u64_are_too_large() {
	assert_eq!(power(u64::MAX.into(), 1, 1, 2, Series::Fine), Some(Scaled::TooLarge));
	assert_eq!(power(u128::MAX, 1, 499_999, 1_000_000, Series::Fine), Some(Scaled::TooLarge));
	assert_eq!(power(18, 1, 1, 1, Series::Coarse), Some(Scaled::Value(18 * PARTS)));
	assert_eq!(power(19, 1, 1, 1, Series::Coarse), Some(Scaled::TooLarge));
}

#[test]
fn integers_decide_between_neighbours() {
	// 10^18 * (1/2)^(1/2) = 707106781186547524.4
	let (base, half) =
		(Base { numerator: 1, denominator: 2 }, Exponent { numerator: 1, denominator: 2 });
	assert_eq!(is_at_most_power(707_106_781_186_547_524, base, half), Some(true));
	assert_eq!(is_at_most_power(707_106_781_186_547_525, base, half), Some(false));
	// The widest comparison of the exact path.
	let base = Base { numerator: u128::MAX, denominator: u128::MAX - 1 };
	let exponent = Exponent { numerator: 1023, denominator: 1024 };
	assert_eq!(is_at_most_power(PARTS.into(), base, exponent), Some(true));
	assert_eq!(is_at_most_power(1 << 64, base, exponent), Some(false));
	let inverse = Base { numerator: u128::MAX - 1, denominator: u128::MAX };
	assert_eq!(is_at_most_power(PARTS.into(), inverse, exponent), Some(false));
}

#[test]
fn the_widest_series_of_a_pool_have_room() {
	// The weights that are furthest apart, the smallest reserve and the largest sum with it.
	let (most, least) = (989_999_999_999_999_999, 10_000_000_000_000_001);
	for (en, ed) in [(most, least), (least, most)] {
		assert!(power(1, u64::MAX.into(), en, ed, Series::Coarse).is_some());
	}
	for en in [most, least] {
		assert!(power(u128::MAX, 1, en, PARTS, Series::Fine).is_some());
		assert!(power(1, u128::MAX, en, PARTS, Series::Fine).is_some());
	}
}

/// A power as `safe-bigmath` 0.4.2 computes it.
#[derive(serde::Deserialize)]
struct Golden {
	numerator: String,
	denominator: String,
	exponent_numerator: String,
	exponent_denominator: String,
	precision: u32,
	result: String,
}

#[test]
fn powers_equal_those_of_safe_bigmath() {
	let path = "tests/vectors/power.json";
	let text = std::fs::read_to_string(path).unwrap();
	let cases: Vec<Golden> = serde_json::from_str(&text).unwrap();
	assert_eq!(cases.len(), 284, "the golden file is complete");
	for case in cases {
		let series = if case.precision == 256 { Series::Coarse } else { Series::Fine };
		assert_eq!(case.precision, series.precision());
		let got = power(
			case.numerator.parse().unwrap(),
			case.denominator.parse().unwrap(),
			case.exponent_numerator.parse().unwrap(),
			case.exponent_denominator.parse().unwrap(),
			series,
		);
		let expected = match case.result.as_str() {
			"negative" => Scaled::Negative,
			"too large" => Scaled::TooLarge,
			value => Scaled::Value(value.parse().unwrap()),
		};
		assert_eq!(got, Some(expected), "{} / {}", case.numerator, case.denominator);
	}
}

/// A product as limbs of 32 bits, multiplied the schoolbook way.
fn slow_product(factors: &[(u128, u64)]) -> Vec<u32> {
	let mut digits = vec![1u32];
	for (factor, times) in factors {
		for _ in 0..*times {
			let mut next = vec![0u32; digits.len() + 4];
			for place in 0..4 {
				let part = u64::from((factor >> (32 * place)) as u32);
				let mut carry = 0u64;
				for (position, digit) in digits.iter().enumerate() {
					let sum = u64::from(next[position + place]) + u64::from(*digit) * part + carry;
					next[position + place] = sum as u32;
					carry = sum >> 32;
				}
				next[digits.len() + place] = carry as u32;
			}
			while next.last() == Some(&0) {
				next.pop();
			}
			digits = next;
		}
	}
	digits
}

proptest! {
	#[test]
	fn products_agree_with_schoolbook_multiplication(factors in proptest::collection::vec((1u128.., 0u64..12), 1..5)) {
		let mut product = Product::ONE;
		for (factor, times) in &factors {
			product.multiply(*factor, *times).unwrap();
		}
		let mut expected = slow_product(&factors);
		expected.resize(expected.len().next_multiple_of(2), 0);
		let got = product.limbs[..product.length].iter();
		let got: Vec<u32> = got.flat_map(|limb| [*limb as u32, (limb >> 32) as u32]).collect();
		prop_assert_eq!(got, expected);
	}

	#[test]
	fn exact_powers_are_the_largest_that_are_at_most_the_truth(
		numerator in 1u64..,
		over in 0u64..,
		en in 1u64..40,
		ed in 1u64..40,
	) {
		let denominator = numerator.saturating_add(over);
		let base = Base { numerator: numerator.into(), denominator: denominator.into() };
		let exponent = Exponent { numerator: en, denominator: ed };
		let got = value(numerator.into(), denominator.into(), en, ed);
		prop_assert!(got == 0 || is_at_most_power(got.into(), base, exponent).unwrap());
		prop_assert!(!is_at_most_power(u128::from(got) + 1, base, exponent).unwrap());
	}

	#[test]
	fn perfect_powers_have_exact_roots(part in 1u128..1000, whole in 1u128..1000, root in 1u32..6) {
		prop_assume!(part < 18 * whole);
		let got = value(part.pow(root), whole.pow(root), 1, root.into());
		prop_assert_eq!(u128::from(got), part * u128::from(PARTS) / whole);
	}

	#[test]
	fn no_argument_makes_a_power_panic(
		numerator in proptest::num::u128::ANY,
		denominator in proptest::num::u128::ANY,
		en in prop_oneof![Just(0), Just(1), Just(u64::MAX), proptest::num::u64::ANY, 0u64..1025],
		ed in prop_oneof![Just(0), Just(1), Just(u64::MAX), proptest::num::u64::ANY, 0u64..1025],
	) {
		let _: Option<Scaled> = power(numerator, denominator, en, ed, Series::Coarse);
	}
}
