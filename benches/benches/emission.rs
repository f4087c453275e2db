//! Costs of a block's emission over many subnets, and of one subnet's epoch.
#![allow(
	clippy::arithmetic_side_effects,
	missing_docs,
	reason = "bench inputs are small, and criterion's macros declare functions without docs"
)]

use criterion::{black_box, criterion_group, criterion_main, Criterion};
use noesis_emission::{
	alpha_emission, injection, moving_price, next_fast_price, next_moving_price,
	root_dividend_fate, root_proportion, split_alpha_out, split_block_emission, split_epoch,
	tao_emission, tao_weight, AlphaBalance, AlphaOutTerms, EmissionGate, EpochPots,
	EpochSplitInput, HotkeyState, InjectionTerms, Mechanism, NetUid, Parent, PoolEmission,
	PriceStep, RootMembership, Stake, StakeTerms, SubnetMarket, TaoBalance, I96F32, U64F64, U96F32,
};
use std::collections::{BTreeMap, BTreeSet};

const SUBNETS: u16 = 128;
const NEURONS: u16 = 256;
/// As many parents and children as a hotkey of a full subnet plausibly has.
const PARENTS: u16 = 5;
const TAO_WEIGHT: u64 = 971_718_665_099_567_868;

type Account = [u8; 32];

/// Averaged prices between 0.001 and 0.128.
fn average(netuid: u16) -> I96F32 {
	I96F32::from_num(netuid + 1) / I96F32::from_num(1_000)
}

fn market(netuid: u16) -> SubnetMarket {
	SubnetMarket {
		netuid: NetUid::new(netuid),
		price: moving_price(Mechanism::Dynamic, average(netuid)),
		miner_burned: U96F32::from_bits(u128::from(netuid % 8) << 29),
		pool_emission: if netuid.is_multiple_of(16) {
			PoolEmission::Disabled
		} else {
			PoolEmission::Enabled
		},
	}
}

/// All numbers of one block: shares with a new bar, injection, pots and averages of each subnet.
fn block_step(issuance: TaoBalance) -> u64 {
	let markets: Vec<_> = (0..SUBNETS).map(market).collect();
	let shares =
		split_block_emission(tao_emission(issuance), &markets, &EmissionGate::default(), 360);
	let fate = root_dividend_fate(markets.iter().map(|market| market.price));
	let weight = tao_weight(TAO_WEIGHT);
	let root_stake = TaoBalance::new(6_000_000_000_000_000);
	let mut digest = u64::from(fate == noesis_emission::RootDividendFate::Accumulate);
	for subnet in &shares.subnets {
		let netuid = subnet.netuid.get();
		let alpha = AlphaBalance::new(3_000_000_000_000_000);
		let alpha_emission = alpha_emission(alpha);
		let root_proportion = root_proportion(root_stake, weight, alpha);
		let price = U64F64::from_num(average(netuid));
		let terms = InjectionTerms { tao: subnet.tao, price, alpha_emission, root_proportion };
		let into_pool = injection(&terms);
		let owner_cut = Some(11_796);
		let out = split_alpha_out(&AlphaOutTerms {
			emission: alpha_emission,
			owner_cut,
			root_proportion,
		});
		let step = PriceStep {
			average: average(netuid),
			spot: price,
			age: 1_000_000,
			halving_blocks: 201_600,
			factor: I96F32::from_bits(12_885),
		};
		let slow: u64 = next_moving_price(&step).to_num();
		let fast: u64 = next_fast_price(Some(price), price).to_num();
		digest ^= into_pool.tao_in.to_u64() ^ out.server.to_u64() ^ slow ^ fast;
	}
	digest
}

fn account(uid: u16) -> Account {
	let mut account = [7; 32];
	account[..2].copy_from_slice(&uid.to_be_bytes());
	account
}

/// A full subnet: every hotkey has five parents among the others and lends to five.
fn hotkeys() -> BTreeMap<Account, HotkeyState<Account>> {
	let part = u64::MAX / 10;
	let parents = |uid: u16| {
		(1..=PARENTS)
			.map(move |by| Parent { hotkey: account((uid + by) % NEURONS), proportion: part })
	};
	let state = |uid: u16| HotkeyState {
		owner: account(uid / 2),
		stake: Stake {
			alpha: AlphaBalance::new(1_000_000_000_000 + u64::from(uid)),
			root: TaoBalance::new(5_000_000_000_000),
		},
		children: vec![part; PARENTS.into()],
		parents: parents(uid).collect(),
		childkey_take: 5_898,
		delegate_take: 11_796,
		root: if uid < 64 { RootMembership::Registered } else { RootMembership::Absent },
	};
	(0..NEURONS).map(|uid| (account(uid), state(uid))).collect()
}

fn benches(c: &mut Criterion) {
	c.bench_function("block step of 128 subnets", |b| {
		b.iter(|| block_step(black_box(TaoBalance::new(10_000_000_000_000_000))));
	});
	let hotkeys = hotkeys();
	let pots = EpochPots {
		server: AlphaBalance::new(147_600_000_000),
		validator: AlphaBalance::new(140_000_000_000),
		root: AlphaBalance::new(7_600_000_000),
	};
	let earned: Vec<_> =
		(0..NEURONS).map(|uid| (account(uid), AlphaBalance::new(500_000_000))).collect();
	let owner_hotkeys = BTreeSet::from([account(3)]);
	let input = EpochSplitInput {
		pots,
		terms: StakeTerms { tao_weight: TAO_WEIGHT, childkey_burn: 0 },
		incentives: &earned,
		dividends: &earned,
		hotkeys: &hotkeys,
		owner_hotkeys: &owner_hotkeys,
	};
	c.bench_function("epoch split of 256 neurons, 5 parents each", |b| {
		b.iter(|| split_epoch(black_box(&input)));
	});
}

criterion_group!(emission, benches);
criterion_main!(emission);
