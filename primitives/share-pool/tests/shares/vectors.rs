//! The golden vectors: `tests/vectors/shares.json`, written by `model.py` beside it.

use noesis_share_pool::{SafeFloat, ShareError};
use serde_json::Value;

use crate::ledger::Ledger;

fn vectors(name: &str) -> Vec<Value> {
	let path = "tests/vectors/shares.json";
	let text = std::fs::read_to_string(path).expect("shares.json is there");
	let file: Value = serde_json::from_str(&text).expect("shares.json is JSON");
	let list = file[name].as_array().expect("a list of cases").clone();
	assert!(!list.is_empty(), "no cases of {name}");
	list
}

fn number(value: &Value) -> u128 {
	value.as_str().and_then(|text| text.parse().ok()).expect("an integer as text")
}

fn amount(value: &Value) -> u64 {
	number(value).try_into().expect("an amount")
}

fn optional_float(value: &Value) -> Option<SafeFloat> {
	if value.is_null() {
		return None;
	}
	let exponent = value[1].as_i64().expect("an exponent");
	let float = SafeFloat::new(number(&value[0]), exponent).expect("a mantissa in range");
	assert_eq!(float.mantissa(), number(&value[0]), "the vector is in normal form");
	Some(float)
}

fn float(value: &Value) -> SafeFloat {
	optional_float(value).expect("a number")
}

#[test]
fn floats_agree_with_the_model_to_the_last_digit() {
	let cases = vectors("floats");
	assert_eq!(cases.len(), 500);
	for (index, case) in cases.iter().enumerate() {
		let (a, b, c) = (float(&case["a"]), float(&case["b"]), float(&case["c"]));
		let results = [
			(a.checked_add(b), "add"),
			(a.checked_sub(b), "sub"),
			(a.checked_sub_exact(b), "sub_exact"),
			(a.mul_div(b, c), "mul_div"),
		];
		for (result, name) in results {
			assert_eq!(result, optional_float(&case[name]), "{name} of case {index}");
		}
		assert_eq!(a.to_u64(), amount(&case["to_u64"]), "to_u64 of case {index}");
		assert_eq!(a > b, case["greater"].as_bool().expect("a bool"), "order of case {index}");
	}
}

#[test]
fn pools_agree_with_the_model_after_every_step() {
	let traces = vectors("traces");
	assert_eq!(traces.len(), 24);
	for (index, trace) in traces.iter().enumerate() {
		let mut ledger = Ledger::<5>::new();
		let steps = trace.as_array().expect("a list of steps");
		assert_eq!(steps.len(), 30);
		for (position, step) in steps.iter().enumerate() {
			let member = step["member"].as_u64().expect("a member") as usize;
			let amount = amount(&step["amount"]);
			let result = match step["kind"].as_str().expect("a kind") {
				"deposit" => ledger.deposit(member, amount).map(drop),
				"withdraw" => ledger.withdraw(member, amount).map(drop),
				"credit" => {
					ledger.credit(amount);
					Ok(())
				}
				"debit" => {
					ledger.debit(amount);
					Ok(())
				}
				other => panic!("unknown step {other}"),
			};
			let refused = step["refused"].as_bool().expect("a bool");
			let expected = if refused { Err(ShareError::NotCovered) } else { Ok(()) };
			assert_eq!(result, expected, "trace {index} step {position}");
			assert_step(&ledger, member, step, &format!("trace {index} step {position}"));
		}
	}
}

fn assert_step(ledger: &Ledger<5>, member: usize, step: &Value, at: &str) {
	assert_eq!(ledger.total(), amount(&step["value"]), "value, {at}");
	assert_eq!(ledger.pool.denominator, float(&step["denominator"]), "denominator, {at}");
	assert_eq!(Some(ledger.pool.epoch), step["epoch"].as_u64(), "epoch, {at}");
	assert_eq!(ledger.shares(member), float(&step["shares"]), "shares, {at}");
	let values = step["values"].as_array().expect("a list of values");
	assert_eq!(ledger.values().to_vec(), values.iter().map(amount).collect::<Vec<_>>(), "{at}");
}
