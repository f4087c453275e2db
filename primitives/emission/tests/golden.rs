//! Emission as `vectors/model.py` computes it from the text of the protocol, bit for bit.
#![allow(
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail"
)]

use std::{collections::BTreeMap, fmt::Display, str::FromStr};

use noesis_emission::{
	alpha_emission, alpha_issuance, blocks_since_first_emission, halving_threshold, injection,
	moving_price, neuron_price_decay, next_fast_price, next_moving_price, next_neuron_price,
	root_dividend_fate, root_proportion, share_with_parents, split_alpha_out, split_block_emission,
	split_epoch, subnet_price, tao_emission, tao_weight, AlphaBalance, AlphaOutTerms, EmissionGate,
	EpochPots, EpochSplit, EpochSplitInput, HotkeyState, InjectionTerms, Mechanism,
	NeuronPriceTerms, Parent, PoolEmission, PriceStep, RootDividendFate, RootMembership, Stake,
	StakeTerms, SubnetMarket, SubnetPriceTerms, I96F32, U64F64, U96F32,
};
use serde::{de::DeserializeOwned, Deserialize, Deserializer};
use serde_json::{Map, Value};

const VECTORS: &str = "tests/vectors/emission.json";

/// The cases of one section; none is an error, so that no test passes for want of vectors.
fn cases_in<T: DeserializeOwned>(text: &str, section: &str) -> Result<Vec<T>, String> {
	let mut all: Map<String, Value> =
		serde_json::from_str(text).map_err(|error| error.to_string())?;
	let of = all.remove(section).ok_or_else(|| format!("no section {section}"))?;
	let cases: Vec<T> =
		serde_json::from_value(of).map_err(|error| format!("{section}: {error}"))?;
	if cases.is_empty() {
		return Err(format!("{section} is empty"));
	}
	Ok(cases)
}

#[track_caller]
fn cases<T: DeserializeOwned>(section: &str, least: usize) -> Vec<T> {
	let text =
		std::fs::read_to_string(VECTORS).unwrap_or_else(|error| panic!("{VECTORS}: {error}"));
	let cases = cases_in(&text, section).unwrap_or_else(|error| panic!("{VECTORS}: {error}"));
	assert!(cases.len() >= least, "{VECTORS}: {section} has lost vectors");
	cases
}

#[test]
fn a_file_without_vectors_is_an_error() {
	for text in ["", "{}", "[]", r#"{"emissions":[]}"#, r#"{"emissions":[{}]}"#] {
		assert!(cases_in::<Emission>(text, "emissions").is_err(), "{text:?}");
	}
	let one = r#"{"emissions":[{"issuance":0,"minted":1}]}"#;
	assert_eq!(cases_in::<Emission>(one, "emissions").map(|cases| cases.len()), Ok(1));
}

/// Raw bits of a fixed-point number, which JSON has as text.
fn bits<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
	String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// The same in a list.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
struct Bits(#[serde(deserialize_with = "bits")] u128);

#[derive(Deserialize)]
struct Emission {
	issuance: u64,
	minted: u64,
}

#[test]
fn emission_of_a_block() {
	for case in cases::<Emission>("emissions", 200) {
		let Emission { issuance, minted } = case;
		assert_eq!(tao_emission(issuance.into()).to_u64(), minted, "{issuance}");
		assert_eq!(alpha_emission(issuance.into()).to_u64(), minted, "{issuance}");
	}
	let thresholds: Vec<u64> = (1..=30).map(halving_threshold).collect();
	let issuances: Vec<u64> =
		cases::<Emission>("emissions", 200).iter().map(|case| case.issuance).collect();
	assert!(thresholds.iter().all(|threshold| issuances.contains(threshold)));
}

#[derive(Deserialize)]
struct Proportion {
	root_stake: u64,
	tao_weight: u64,
	alpha: [u64; 3],
	issuance: u64,
	#[serde(deserialize_with = "bits")]
	proportion: u128,
}

#[test]
fn proportion_of_root() {
	for (number, case) in cases::<Proportion>("root_proportions", 80).into_iter().enumerate() {
		let [pool, outside, reservoir] = case.alpha.map(AlphaBalance::new);
		let issuance = alpha_issuance(pool, outside, reservoir);
		assert_eq!(issuance.to_u64(), case.issuance, "vector {number}");
		let weight = tao_weight(case.tao_weight);
		let got = root_proportion(case.root_stake.into(), weight, issuance);
		assert_eq!(got.to_bits(), case.proportion, "vector {number}");
	}
}

#[derive(Deserialize)]
struct Gate {
	#[serde(deserialize_with = "bits")]
	bar: u128,
	rank: u16,
	#[serde(deserialize_with = "bits")]
	quantile: u128,
	#[serde(deserialize_with = "bits")]
	exponent: u128,
}

#[derive(Deserialize)]
struct Block {
	emission: u64,
	block: u64,
	gate: Gate,
	/// Netuid, stable, average price, burned part, enabled.
	subnets: Vec<(u16, u8, Bits, Bits, u8)>,
	#[serde(deserialize_with = "bits")]
	bar: u128,
	/// Share and TAO.
	shares: Vec<(Bits, Bits)>,
}

fn market((netuid, stable, average, burned, enabled): &(u16, u8, Bits, Bits, u8)) -> SubnetMarket {
	let mechanism = if *stable == 1 { Mechanism::Stable } else { Mechanism::Dynamic };
	let average = I96F32::from_bits(average.0.try_into().expect("averages have a sign"));
	SubnetMarket {
		netuid: (*netuid).into(),
		price: moving_price(mechanism, average),
		miner_burned: U96F32::from_bits(burned.0),
		pool_emission: if *enabled == 1 { PoolEmission::Enabled } else { PoolEmission::Disabled },
	}
}

#[test]
fn shares_of_a_block() {
	for (number, case) in cases::<Block>("block_shares", 125).into_iter().enumerate() {
		let gate = EmissionGate {
			bar: U64F64::from_bits(case.gate.bar),
			rank: case.gate.rank,
			quantile: U64F64::from_bits(case.gate.quantile),
			exponent: U64F64::from_bits(case.gate.exponent),
		};
		let markets: Vec<SubnetMarket> = case.subnets.iter().map(market).collect();
		let got = split_block_emission(case.emission.into(), &markets, &gate, case.block);
		assert_eq!(got.bar.to_bits(), case.bar, "vector {number}");
		let shares: Vec<(Bits, Bits)> = got
			.subnets
			.iter()
			.map(|subnet| (Bits(subnet.share.to_bits()), Bits(subnet.tao.to_bits())))
			.collect();
		assert_eq!(shares, case.shares, "vector {number}");
	}
}

#[derive(Deserialize)]
struct Injected {
	#[serde(deserialize_with = "bits")]
	tao: u128,
	#[serde(deserialize_with = "bits")]
	price: u128,
	alpha_emission: u64,
	#[serde(deserialize_with = "bits")]
	proportion: u128,
	tao_in: u64,
	alpha_in: u64,
	excess: u64,
}

#[test]
fn injection_of_a_block() {
	for (number, case) in cases::<Injected>("injections", 121).into_iter().enumerate() {
		let got = injection(&InjectionTerms {
			tao: U96F32::from_bits(case.tao),
			price: U64F64::from_bits(case.price),
			alpha_emission: case.alpha_emission.into(),
			root_proportion: U96F32::from_bits(case.proportion),
		});
		let got = (got.tao_in.to_u64(), got.alpha_in.to_u64(), got.excess.to_u64());
		assert_eq!(got, (case.tao_in, case.alpha_in, case.excess), "vector {number}");
	}
}

#[derive(Deserialize)]
struct AlphaSplit {
	emission: u64,
	owner_cut: Option<u16>,
	#[serde(deserialize_with = "bits")]
	proportion: u128,
	/// Owner, miners, validators, root, dust.
	pots: [u64; 5],
}

#[test]
fn alpha_of_a_block() {
	for (number, case) in cases::<AlphaSplit>("alpha_splits", 80).into_iter().enumerate() {
		let got = split_alpha_out(&AlphaOutTerms {
			emission: case.emission.into(),
			owner_cut: case.owner_cut,
			root_proportion: U96F32::from_bits(case.proportion),
		});
		let pots = [got.owner_cut, got.server, got.validator, got.root, got.dust];
		assert_eq!(pots.map(u64::from), case.pots, "vector {number}");
	}
}

#[derive(Deserialize)]
struct Average {
	#[serde(deserialize_with = "bits")]
	average: i128,
	#[serde(deserialize_with = "bits")]
	spot: u128,
	block: u64,
	first_emission: u64,
	halving_blocks: u64,
	#[serde(deserialize_with = "bits")]
	factor: i128,
	#[serde(deserialize_with = "bits")]
	next: i128,
}

#[test]
fn slow_average_of_the_price() {
	for (number, case) in cases::<Average>("moving_prices", 120).into_iter().enumerate() {
		let got = next_moving_price(&PriceStep {
			average: I96F32::from_bits(case.average),
			spot: U64F64::from_bits(case.spot),
			age: blocks_since_first_emission(case.block, case.first_emission),
			halving_blocks: case.halving_blocks,
			factor: I96F32::from_bits(case.factor),
		});
		assert_eq!(got.to_bits(), case.next, "vector {number}");
	}
}

#[derive(Deserialize)]
struct FastAverage {
	average: Option<Bits>,
	spot: Bits,
	next: Bits,
}

#[test]
fn fast_average_of_the_price() {
	for (number, case) in cases::<FastAverage>("fast_prices", 60).into_iter().enumerate() {
		let number_of = |bits: Bits| U64F64::from_bits(bits.0);
		let got = next_fast_price(case.average.map(number_of), number_of(case.spot));
		assert_eq!(got.to_bits(), case.next.0, "vector {number}");
	}
}

#[derive(Deserialize)]
struct Fate {
	prices: Vec<Bits>,
	accumulates: bool,
}

#[test]
fn fate_of_the_alpha_of_root() {
	for (number, case) in cases::<Fate>("root_fates", 20).into_iter().enumerate() {
		let got = root_dividend_fate(case.prices.iter().map(|price| U64F64::from_bits(price.0)));
		assert_eq!(got == RootDividendFate::Accumulate, case.accumulates, "vector {number}");
	}
}

#[derive(Deserialize)]
struct NeuronPrice {
	price: u64,
	half_life: u16,
	min: u64,
	max: u64,
	block: u64,
	decay: u64,
	next: u64,
}

#[test]
fn price_of_a_neuron() {
	for (number, case) in cases::<NeuronPrice>("neuron_prices", 80).into_iter().enumerate() {
		assert_eq!(neuron_price_decay(case.half_life), case.decay, "vector {number}");
		let (min, max) = (case.min.into(), case.max.into());
		let terms = NeuronPriceTerms { half_life: case.half_life, min, max };
		let got = next_neuron_price(case.price.into(), &terms, case.block);
		assert_eq!(got.to_u64(), case.next, "vector {number}");
	}
}

#[derive(Deserialize)]
struct SubnetPrice {
	min: u64,
	last: u64,
	last_block: u64,
	reduction_interval: u64,
	emission: u64,
	block: u64,
	price: u64,
}

#[test]
fn price_of_a_subnet() {
	for (number, case) in cases::<SubnetPrice>("subnet_prices", 80).into_iter().enumerate() {
		let terms = SubnetPriceTerms {
			min: case.min.into(),
			last: case.last.into(),
			last_block: case.last_block,
			reduction_interval: case.reduction_interval,
			emission: case.emission.into(),
		};
		assert_eq!(subnet_price(&terms, case.block).to_u64(), case.price, "vector {number}");
	}
}

#[derive(Deserialize)]
struct Terms {
	tao_weight: u64,
	childkey_burn: u64,
}

impl From<Terms> for StakeTerms {
	fn from(Terms { tao_weight, childkey_burn }: Terms) -> Self {
		Self { tao_weight, childkey_burn }
	}
}

/// Hotkeys are named by their place in the list.
type Key = u16;

/// Owner, alpha, root stake, children, parents, take from parents, take from stakers, on root.
type Hotkey = (Key, u64, u64, Vec<u64>, Vec<(Key, u64)>, u16, u16, u8);

fn states(hotkeys: Vec<Hotkey>) -> BTreeMap<Key, HotkeyState<Key>> {
	let state = |(owner, alpha, root, children, parents, child, delegate, on_root): Hotkey| {
		let parent = |(hotkey, proportion)| Parent { hotkey, proportion };
		HotkeyState {
			owner,
			stake: Stake { alpha: alpha.into(), root: root.into() },
			children,
			parents: parents.into_iter().map(parent).collect(),
			childkey_take: child,
			delegate_take: delegate,
			root: if on_root == 1 { RootMembership::Registered } else { RootMembership::Absent },
		}
	};
	(0..).zip(hotkeys.into_iter().map(state)).collect()
}

fn plain(amounts: &[(Key, AlphaBalance)]) -> Vec<(Key, u64)> {
	amounts.iter().map(|(key, amount)| (*key, amount.to_u64())).collect()
}

fn balances(amounts: &[(Key, u64)]) -> Vec<(Key, AlphaBalance)> {
	amounts.iter().map(|(key, amount)| (*key, AlphaBalance::new(*amount))).collect()
}

#[derive(Deserialize)]
struct Family {
	terms: Terms,
	hotkeys: Vec<Hotkey>,
	hotkey: Key,
	dividend: u64,
	payments: Vec<(Key, u64)>,
	recycled: u64,
}

#[test]
fn dividend_of_a_child() {
	for (number, case) in cases::<Family>("shared_dividends", 60).into_iter().enumerate() {
		let (terms, hotkeys) = (case.terms.into(), states(case.hotkeys));
		let got = share_with_parents(&terms, &case.hotkey, case.dividend.into(), &hotkeys)
			.expect("the state of all hotkeys is given");
		assert_eq!(plain(&got.payments), case.payments, "vector {number}");
		assert_eq!(got.recycled.to_u64(), case.recycled, "vector {number}");
	}
}

#[derive(Deserialize)]
struct Epoch {
	/// Miners, validators, root.
	pots: [u64; 3],
	terms: Terms,
	incentives: Vec<(Key, u64)>,
	dividends: Vec<(Key, u64)>,
	hotkeys: Vec<Hotkey>,
	owner_hotkeys: Vec<Key>,
	split: Split,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Split {
	incentives: Vec<(Key, u64)>,
	withheld: Vec<(Key, u64)>,
	miner_burned: Bits,
	/// Hotkey, take, stakers.
	alpha_dividends: Vec<(Key, u64, u64)>,
	root_dividends: Vec<(Key, u64, u64)>,
	childkey_recycled: u64,
	root_recycled: u64,
	unowned: u64,
}

impl From<EpochSplit<Key>> for Split {
	fn from(split: EpochSplit<Key>) -> Self {
		let payments = |of: Vec<noesis_emission::DividendPayment<Key>>| {
			of.into_iter()
				.map(|paid| (paid.hotkey, paid.take.to_u64(), paid.stakers.to_u64()))
				.collect()
		};
		Self {
			incentives: plain(&split.incentives),
			withheld: plain(&split.withheld),
			miner_burned: Bits(split.miner_burned.to_bits()),
			alpha_dividends: payments(split.alpha_dividends),
			root_dividends: payments(split.root_dividends),
			childkey_recycled: split.childkey_recycled.to_u64(),
			root_recycled: split.root_recycled.to_u64(),
			unowned: split.unowned.to_u64(),
		}
	}
}

#[test]
fn payout_of_an_epoch() {
	for (number, case) in cases::<Epoch>("epoch_splits", 87).into_iter().enumerate() {
		let [server, validator, root] = case.pots.map(AlphaBalance::new);
		let got = split_epoch(&EpochSplitInput {
			pots: EpochPots { server, validator, root },
			terms: case.terms.into(),
			incentives: &balances(&case.incentives),
			dividends: &balances(&case.dividends),
			hotkeys: &states(case.hotkeys),
			owner_hotkeys: &case.owner_hotkeys.into_iter().collect(),
		});
		let got = got.expect("the vectors are legal");
		assert_eq!(Split::from(got), case.split, "vector {number}");
	}
}
