//! The emission of a block to many subnets, and the payout of one subnet's epoch.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec,
	vec::Vec,
};
use core::hint::black_box;

use noesis_emission::{
	alpha_emission, injection, moving_price, next_fast_price, next_moving_price,
	root_dividend_fate, root_proportion, split_alpha_out, split_block_emission, split_epoch,
	tao_emission, tao_weight, AlphaBalance, AlphaOutTerms, EmissionGate, EpochPots, EpochSplit,
	EpochSplitInput, HotkeyState, InjectionTerms, Mechanism, NetUid, Parent, PoolEmission,
	PriceStep, RootDividendFate, RootMembership, SplitError, Stake, StakeTerms, SubnetMarket,
	SubnetShare, TaoBalance, I96F32, U64F64, U96F32,
};

use crate::{digest, Workload};

const SUBNETS: u16 = 128;
const NEURONS: u16 = 256;
/// As many parents and children as a hotkey of a full subnet plausibly has.
const PARENTS: u16 = 5;
const TAO_WEIGHT: u64 = noesis_types::INITIAL_TAO_WEIGHT;
const ISSUANCE: TaoBalance = TaoBalance::new(10_000_000_000_000_000);
const ROOT_STAKE: TaoBalance = TaoBalance::new(6_000_000_000_000_000);
const ALPHA_ISSUANCE: AlphaBalance = AlphaBalance::new(3_000_000_000_000_000);

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

/// The work: all numbers of one block. Shares with a new bar, then of each subnet injection, pots
/// and averages.
pub fn block_step(issuance: TaoBalance) -> u64 {
	let markets: Vec<_> = (0..SUBNETS).map(market).collect();
	let minted = tao_emission(issuance);
	let shares = split_block_emission(minted, &markets, &EmissionGate::default(), 360);
	let fate = root_dividend_fate(markets.iter().map(|market| market.price));
	let accumulate = u64::from(fate == RootDividendFate::Accumulate);
	let weight = tao_weight(TAO_WEIGHT);
	let subnets = shares.subnets.iter().flat_map(|subnet| subnet_step(subnet, weight));
	digest(subnets.chain([accumulate]))
}

/// The injection, the pots and the averages of one subnet.
fn subnet_step(subnet: &SubnetShare, weight: U96F32) -> [u64; 4] {
	let average = average(subnet.netuid.get());
	let price = U64F64::from_num(average);
	let alpha_emission = alpha_emission(ALPHA_ISSUANCE);
	let root_proportion = root_proportion(ROOT_STAKE, weight, ALPHA_ISSUANCE);
	let into_pool =
		injection(&InjectionTerms { tao: subnet.tao, price, alpha_emission, root_proportion });
	let out = split_alpha_out(&AlphaOutTerms {
		emission: alpha_emission,
		owner_cut: Some(11_796),
		root_proportion,
	});
	let slow = next_moving_price(&PriceStep {
		average,
		spot: price,
		age: 1_000_000,
		halving_blocks: 201_600,
		factor: I96F32::from_bits(12_885),
	});
	let fast = next_fast_price(Some(price), price);
	let [slow, fast] = [U64F64::from_num(slow), fast].map(|price| price.to_bits() as u64);
	[into_pool.tao_in.into(), out.server.into(), slow, fast]
}

/// A subnet of 256 hotkeys at the end of its epoch. Every hotkey has five parents among the others
/// and lends to five.
pub struct FullSubnet {
	earned: Vec<(Account, AlphaBalance)>,
	hotkeys: BTreeMap<Account, HotkeyState<Account>>,
	owner_hotkeys: BTreeSet<Account>,
}

impl FullSubnet {
	/// The same one each time.
	#[expect(clippy::new_without_default, reason = "it is an example, not a default")]
	pub fn new() -> Self {
		let uids = 0..NEURONS;
		Self {
			earned: uids
				.clone()
				.map(|uid| (account(uid), AlphaBalance::new(500_000_000)))
				.collect(),
			hotkeys: uids.map(|uid| (account(uid), hotkey(uid))).collect(),
			owner_hotkeys: BTreeSet::from([account(3)]),
		}
	}

	/// The work: who is paid what.
	pub fn split(&self) -> Result<EpochSplit<Account>, SplitError> {
		split_epoch(black_box(&EpochSplitInput {
			pots: EpochPots {
				server: AlphaBalance::new(147_600_000_000),
				validator: AlphaBalance::new(140_000_000_000),
				root: AlphaBalance::new(7_600_000_000),
			},
			terms: StakeTerms { tao_weight: TAO_WEIGHT, childkey_burn: 0 },
			incentives: &self.earned,
			dividends: &self.earned,
			hotkeys: &self.hotkeys,
			owner_hotkeys: &self.owner_hotkeys,
		}))
	}
}

fn account(uid: u16) -> Account {
	let mut account = [7; 32];
	account[..2].copy_from_slice(&uid.to_be_bytes());
	account
}

fn hotkey(uid: u16) -> HotkeyState<Account> {
	let part = u64::MAX / 10;
	let parent = |by| Parent { hotkey: account((uid + by) % NEURONS), proportion: part };
	HotkeyState {
		owner: account(uid / 2),
		stake: Stake {
			alpha: AlphaBalance::new(1_000_000_000_000 + u64::from(uid)),
			root: TaoBalance::new(5_000_000_000_000),
		},
		children: vec![part; PARENTS.into()],
		parents: (1..=PARENTS).map(parent).collect(),
		childkey_take: 5_898,
		delegate_take: 11_796,
		root: if uid < 64 { RootMembership::Registered } else { RootMembership::Absent },
	}
}

/// A block and an epoch.
pub fn workloads() -> Vec<Workload> {
	let subnet = FullSubnet::new();
	[
		Workload::new("emission/block step of 128 subnets", || block_step(black_box(ISSUANCE))),
		Workload::new("emission/epoch split of 256 neurons, 5 parents each", move || {
			subnet.split().map_or(0, |split| digest_of(&split))
		}),
	]
	.into()
}

fn digest_of(split: &EpochSplit<Account>) -> u64 {
	let payments = split.alpha_dividends.iter().chain(&split.root_dividends);
	let paid = payments.flat_map(|payment| [payment.take, payment.stakers]);
	let rest = [split.childkey_recycled, split.root_recycled, split.unowned];
	digest(paid.chain(rest).map(u64::from))
}
