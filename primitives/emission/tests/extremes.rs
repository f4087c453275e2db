//! No public function panics: each is called with the ends of its types and anything between.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

use std::collections::BTreeMap;

use noesis_emission::{
	alpha_emission, alpha_issuance, blocks_since_first_emission, halving_threshold, halvings,
	injection, mintable, moving_price, neuron_price_decay, next_fast_price, next_moving_price,
	next_neuron_price, root_dividend_fate, root_proportion, share_with_parents, split_alpha_out,
	split_block_emission, split_epoch, subnet_price, tao_emission, tao_weight, AlphaBalance,
	AlphaOutTerms, DividendPayment, EmissionGate, EpochPots, EpochSplitInput, HotkeyState,
	InjectionTerms, Mechanism, NeuronPriceTerms, Parent, PoolEmission, PriceStep, RootMembership,
	SplitError, Stake, StakeTerms, SubnetMarket, SubnetPriceTerms, TaoBalance, HALVINGS, I96F32,
	MAX_ISSUANCE, U64F64, U96F32,
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::FileFailurePersistence};

fn config() -> ProptestConfig {
	let failures = Box::new(FileFailurePersistence::WithSource("regressions"));
	ProptestConfig { cases: 5_000, failure_persistence: Some(failures), ..Default::default() }
}

/// The ends of the type and their neighbours as often as anything else.
fn u64s() -> impl Strategy<Value = u64> {
	let ends = [0, 1, MAX_ISSUANCE, i64::MAX.unsigned_abs(), u64::MAX - 1, u64::MAX];
	prop_oneof![select(ends.to_vec()), any::<u64>()]
}

fn u16s() -> impl Strategy<Value = u16> {
	prop_oneof![select(vec![0, 1, u16::MAX]), any::<u16>()]
}

fn u128s() -> impl Strategy<Value = u128> {
	let ends = [0, 1, 1 << 32, 1 << 64, u128::MAX - 1, u128::MAX];
	prop_oneof![select(ends.to_vec()), any::<u128>(), any::<u64>().prop_map(u128::from)]
}

fn i128s() -> impl Strategy<Value = i128> {
	let ends = [i128::MIN, -1, 0, 1, 1 << 32, i128::MAX];
	prop_oneof![select(ends.to_vec()), any::<i128>(), any::<i64>().prop_map(i128::from)]
}

fn tao() -> impl Strategy<Value = TaoBalance> {
	u64s().prop_map(TaoBalance::new)
}

fn alpha() -> impl Strategy<Value = AlphaBalance> {
	u64s().prop_map(AlphaBalance::new)
}

fn u96f32() -> impl Strategy<Value = U96F32> {
	u128s().prop_map(U96F32::from_bits)
}

fn u64f64() -> impl Strategy<Value = U64F64> {
	u128s().prop_map(U64F64::from_bits)
}

fn i96f32() -> impl Strategy<Value = I96F32> {
	i128s().prop_map(I96F32::from_bits)
}

prop_compose! {
	fn market()(
		netuid in u16s(), price in u64f64(), miner_burned in u96f32(), enabled: bool,
	) -> SubnetMarket {
		let pool_emission = if enabled { PoolEmission::Enabled } else { PoolEmission::Disabled };
		SubnetMarket { netuid: netuid.into(), price, miner_burned, pool_emission }
	}
}

prop_compose! {
	fn gate()(
		bar in u64f64(), rank in u16s(), quantile in u64f64(), exponent in u64f64(),
	) -> EmissionGate {
		EmissionGate { bar, rank, quantile, exponent }
	}
}

type Key = u8;

prop_compose! {
	/// Hotkeys of the names 0 to 3, which may be their own parents or those of unknown ones.
	fn hotkeys()(
		states in vec((0..3u8, alpha(), tao(), vec(u64s(), 0..3), vec((0..5u8, u64s()), 0..4),
			u16s(), u16s(), any::<bool>()), 0..4),
	) -> BTreeMap<Key, HotkeyState<Key>> {
		let state = |(owner, alpha, root, children, parents, child, delegate, on_root)| {
			let parents: Vec<(Key, u64)> = parents;
			HotkeyState {
				owner,
				stake: Stake { alpha, root },
				children,
				parents: parents
					.into_iter()
					.map(|(hotkey, proportion)| Parent { hotkey, proportion })
					.collect(),
				childkey_take: child,
				delegate_take: delegate,
				root: if on_root { RootMembership::Registered } else { RootMembership::Absent },
			}
		};
		(0..).zip(states.into_iter().map(state)).collect()
	}
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn minting(issuance in u64s(), balances in tao(), n in prop_oneof![0u32..70, any::<u32>()]) {
		let minted = tao_emission(issuance.into());
		prop_assert!(minted == TaoBalance::ZERO || issuance + minted.to_u64() <= MAX_ISSUANCE);
		prop_assert_eq!(alpha_emission(issuance.into()).to_u64(), minted.to_u64());
		prop_assert!(mintable(minted, balances) <= minted);
		prop_assert!(mintable(issuance.into(), balances).to_u64() <= issuance);
		prop_assert!(halvings(issuance) <= HALVINGS);
		prop_assert!(halving_threshold(n) <= MAX_ISSUANCE);
	}

	#[test]
	fn weighing_root(
		stake in tao(), stored in u64s(), weight in u96f32(), sides in [alpha(), alpha(), alpha()],
	) {
		let issuance = alpha_issuance(sides[0], sides[1], sides[2]);
		prop_assert!(sides.iter().all(|side| *side <= issuance));
		prop_assert!(tao_weight(stored) <= U96F32::from_num(1));
		for weight in [weight, tao_weight(stored)] {
			prop_assert!(root_proportion(stake, weight, issuance) <= U96F32::from_num(1));
		}
	}

	#[test]
	fn sharing_a_block(
		emission in tao(), subnets in vec(market(), 0..8), gate in gate(), block in u64s(),
	) {
		for gate in [gate, EmissionGate::default()] {
			let got = split_block_emission(emission, &subnets, &gate, block);
			prop_assert_eq!(got.subnets.len(), subnets.len());
			let shares = got.subnets.iter().map(|subnet| subnet.share.to_bits());
			prop_assert!(shares.sum::<u128>() <= 1 << 64);
			let tao = got.subnets.iter().map(|subnet| subnet.tao.to_bits());
			prop_assert!(tao.sum::<u128>() <= u128::from(emission) << 32);
		}
	}

	#[test]
	fn injecting(tao in u96f32(), price in u64f64(), emission in alpha(), proportion in u96f32()) {
		let got = injection(&InjectionTerms {
			tao, price, alpha_emission: emission, root_proportion: proportion,
		});
		let given = tao.saturating_to_num::<u64>();
		prop_assert!(got.tao_in.to_u64() <= given && got.excess.to_u64() <= given);
	}

	#[test]
	fn splitting_alpha(
		emission in alpha(), owner_cut in prop::option::of(u16s()), root_proportion in u96f32(),
	) {
		let got = split_alpha_out(&AlphaOutTerms { emission, owner_cut, root_proportion });
		let pots = [got.owner_cut, got.server, got.validator, got.root, got.dust];
		prop_assert_eq!(pots.map(u128::from).iter().sum::<u128>(), u128::from(emission));
	}

	#[test]
	fn averaging_prices(
		average in i96f32(), factor in i96f32(), spot in u64f64(), fast in u64f64(),
		(block, first, halving_blocks) in (u64s(), u64s(), u64s()),
		prices in vec(u64f64(), 0..5),
	) {
		let age = blocks_since_first_emission(block, first);
		prop_assert!(age <= block);
		let step = PriceStep { average, spot, age, halving_blocks, factor };
		prop_assert!(next_moving_price(&step) >= 0);
		prop_assert_eq!(moving_price(Mechanism::Stable, average), U64F64::from_num(1));
		prop_assert!(moving_price(Mechanism::Dynamic, average) >= 0);
		prop_assert_eq!(next_fast_price(None, spot), spot);
		let next = next_fast_price(Some(fast), spot);
		prop_assert!(fast.min(spot) <= next && next <= fast.max(spot));
		let known = root_dividend_fate(prices.clone());
		prop_assert_eq!(known, root_dividend_fate(prices.into_iter().rev()));
	}

	#[test]
	fn pricing_registrations(
		price in tao(), half_life in u16s(), min in tao(), max in tao(), last in tao(),
		(last_block, reduction_interval, block) in (u64s(), u64s(), u64s()), emission in tao(),
	) {
		prop_assert!(neuron_price_decay(half_life) < 1 << 32);
		let neuron = NeuronPriceTerms { half_life, min, max };
		prop_assert!(next_neuron_price(price, &neuron, block) <= max);
		let subnet = SubnetPriceTerms { min, last, last_block, reduction_interval, emission };
		prop_assert!(subnet_price(&subnet, block) >= min);
	}

	#[test]
	fn paying_an_epoch(
		hotkeys in hotkeys(), (tao_weight, childkey_burn) in (u64s(), u64s()),
		pots in [alpha(), alpha(), alpha()],
		incentives in vec((0..5u8, alpha()), 0..4), dividends in vec((0..5u8, alpha()), 0..4),
		owner_hotkeys in prop::collection::btree_set(0..5u8, 0..3),
	) {
		let terms = StakeTerms { tao_weight, childkey_burn };
		for (hotkey, dividend) in &dividends {
			match share_with_parents(&terms, hotkey, *dividend, &hotkeys) {
				Ok(shared) => {
					let amounts = shared.payments.iter().map(|(_, amount)| u128::from(*amount));
					let named = amounts.sum::<u128>() + u128::from(shared.recycled);
					prop_assert!(named <= u128::from(*dividend));
				}
				Err(error) => prop_assert_eq!(error, SplitError::UnknownHotkey),
			}
		}
		let [server, validator, root] = pots;
		let input = EpochSplitInput {
			pots: EpochPots { server, validator, root },
			terms,
			incentives: &incentives,
			dividends: &dividends,
			hotkeys: &hotkeys,
			owner_hotkeys: &owner_hotkeys,
		};
		match split_epoch(&input) {
			Ok(split) => {
				let miners = split.incentives.iter().chain(&split.withheld);
				let validators = split.alpha_dividends.iter().chain(&split.root_dividends);
				let rest = [split.childkey_recycled, split.root_recycled, split.unowned];
				let named = miners
					.map(|(_, amount)| *amount)
					.chain(validators.map(DividendPayment::total))
					.chain(rest)
					.map(u128::from)
					.sum::<u128>();
				prop_assert_eq!(named, pots.map(u128::from).iter().sum::<u128>());
			}
			Err(error) => prop_assert!(!error.to_string().is_empty()),
		}
	}

	#[test]
	fn totalling_a_payment(take in alpha(), stakers in alpha()) {
		let total = DividendPayment { hotkey: 0, take, stakers }.total();
		prop_assert!(total >= take && total >= stakers);
	}
}
