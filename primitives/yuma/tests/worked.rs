//! The worked epochs of the protocol's text: two validators, two miners, number by number.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::cast_precision_loss,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	reason = "tests may fail, and what they compute stays small"
)]

mod support;

use noesis_yuma::{
	BondsRule, ConsensusMode, Explanation, Fixed, LiquidAlpha, NeuronTerms, Outcome, Params, Row,
};
use support::Subnet;

const CURRENT: ConsensusMode = ConsensusMode::Current;

fn liquid(mode: ConsensusMode) -> BondsRule {
	BondsRule::Liquid(LiquidAlpha { low: 45875, high: 58982, steepness: 1000, mode })
}

/// Validators 0 and 1 with 600 and 400 alpha, miners 2 and 3, and the first epoch's weights.
fn subnet(bonds: BondsRule) -> Subnet {
	let params = Params {
		kappa: 32767,
		bonds_penalty: 65535,
		bonds_moving_average: 900_000,
		max_validators: 128,
		stake_threshold: 0,
		bonds,
	};
	let mut subnet =
		Subnet::new(&[600_000_000_000, 400_000_000_000, 0, 0], &[true, true, false, false], params);
	subnet.weights[0] = vec![(2, 65535), (3, 21845)];
	subnet.weights[1] = vec![(2, 65535), (3, 65535)];
	subnet
}

/// The subnet of `first` one epoch on, with new weights of validator 1.
fn next(first: &Subnet, row: Row) -> Subnet {
	let outcome = first.epoch();
	let mut second = first.clone();
	second.bonds = outcome.bonds;
	second.subnet_consensus = outcome.consensus;
	second.weights[1] = row;
	second
}

/// The second epoch of the text: validator 1 moves to miner 3.
fn second(bonds: BondsRule) -> Subnet {
	let mut first = subnet(bonds);
	first.subnet_consensus = vec![0; 4];
	next(&first, vec![(2, 21845), (3, 65535)])
}

fn bits(explanation: &Explanation, term: impl Fn(&NeuronTerms) -> Fixed) -> Vec<i64> {
	explanation.neurons.iter().map(|neuron| term(neuron).to_bits()).collect()
}

fn row(entries: &[(u16, Fixed)]) -> Vec<(u16, i64)> {
	entries.iter().map(|(uid, value)| (*uid, value.to_bits())).collect()
}

fn server(outcome: &Outcome) -> Vec<u64> {
	outcome.server_emission.iter().copied().map(u64::from).collect()
}

fn validator(outcome: &Outcome) -> Vec<u64> {
	outcome.validator_emission.iter().copied().map(u64::from).collect()
}

fn bonds_of_validators(outcome: &Outcome) -> [Row; 2] {
	[outcome.bonds[0].clone(), outcome.bonds[1].clone()]
}

#[test]
fn yuma2_first_epoch() {
	let got = subnet(BondsRule::Shared).explain();
	assert_eq!(got.kappa.to_bits(), 2_147_450_879);
	assert_eq!(got.fixed_alpha.to_bits(), 429_496_730);
	assert_eq!(bits(&got, |n| n.stake), [2_576_980_377, 1_717_986_918, 0, 0]);
	assert_eq!(bits(&got, |n| n.active_stake), [2_576_980_377, 1_717_986_918, 0, 0]);
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.weights), [(2, 3_221_225_472), (3, 1_073_741_824)]);
	assert_eq!(row(&other.weights), [(2, 2_147_483_648), (3, 2_147_483_648)]);
	assert_eq!(bits(&got, |n| n.consensus), [0, 0, 3_221_225_472, 1_073_741_824]);
	assert_eq!(one.clipped_weights, one.weights);
	assert_eq!(row(&other.clipped_weights), [(2, 2_147_483_648), (3, 1_073_741_824)]);
	assert_eq!(bits(&got, |n| n.validator_trust), [4_294_967_296, 3_221_225_472, 0, 0]);
	assert_eq!(bits(&got, |n| n.rank), [0, 0, 2_791_728_741, 1_073_741_823]);
	assert_eq!(bits(&got, |n| n.incentive), [0, 0, 3_101_920_825, 1_193_046_470]);
	assert_eq!(row(&one.bond_shares), [(2, 2_973_438_894), (3, 2_576_980_383)]);
	assert_eq!(row(&other.bond_shares), [(2, 1_321_528_401), (3, 1_717_986_912)]);
	assert_eq!(bits(&got, |n| n.dividend), [2_863_311_530, 1_431_655_765, 0, 0]);
	assert_eq!(server(&got.outcome), [0, 0, 361_111_111, 138_888_888]);
	assert_eq!(validator(&got.outcome), [333_333_333, 166_666_666, 0, 0]);
}

#[test]
fn yuma2_first_epoch_in_parts() {
	let got = subnet(BondsRule::Shared).epoch();
	assert_eq!(got.stake_weight, [39320, 26213, 0, 0]);
	assert_eq!(got.consensus, [0, 0, 49151, 16383]);
	assert_eq!(got.incentive, [0, 0, 47330, 18204]);
	assert_eq!(got.dividends, [43689, 21844, 0, 0]);
	assert_eq!(got.validator_trust, [65535, 49151, 0, 0]);
	let bonds = [vec![(2, 65535), (3, 65535)], vec![(2, 29126), (3, 43689)], vec![], vec![]];
	assert_eq!(got.bonds, bonds);
}

#[test]
fn yuma2_second_epoch() {
	let got = second(BondsRule::Shared).explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(bits(&got, |n| n.consensus), [0, 0, 3_221_225_472, 1_073_741_824]);
	assert_eq!(row(&other.clipped_weights), [(2, 1_073_741_824), (3, 1_073_741_824)]);
	assert_eq!(bits(&got, |n| n.validator_trust), [4_294_967_296, 2_147_483_648, 0, 0]);
	assert_eq!(bits(&got, |n| n.incentive), [0, 0, 2_952_790_016, 1_342_177_279]);
	assert_eq!(row(&one.old_bonds), [(2, 2_973_459_838), (3, 2_577_003_971)]);
	assert_eq!(row(&other.old_bonds), [(2, 1_321_507_457), (3, 1_717_963_324)]);
	assert_eq!(row(&one.bond_shares), [(2, 3_027_520_270), (3, 2_577_001_612)]);
	assert_eq!(row(&other.bond_shares), [(2, 1_267_447_025), (3, 1_717_965_683)]);
	assert_eq!(bits(&got, |n| n.dividend), [2_886_733_190, 1_408_234_105, 0, 0]);
	assert_eq!(server(&got.outcome), [0, 0, 343_750_000, 156_249_999]);
	assert_eq!(validator(&got.outcome), [336_059_973, 163_940_026, 0, 0]);
	assert_eq!(got.outcome.dividends, [44047, 21487, 0, 0]);
	assert_eq!(got.outcome.incentive, [0, 0, 45055, 20479]);
	assert_eq!(got.outcome.bonds[1], [(2, 27435), (3, 43689)]);
}

#[test]
fn yuma3_first_epoch() {
	let got = subnet(BondsRule::Own).explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.bonds), [(2, 322_122_547), (3, 107_374_182)]);
	assert_eq!(row(&other.bonds), [(2, 214_748_365), (3, 107_374_182)]);
	assert_eq!(row(&one.bond_shares), [(2, 2_576_980_376), (3, 2_147_483_648)]);
	assert_eq!(row(&other.bond_shares), [(2, 1_717_986_920), (3, 2_147_483_648)]);
	assert_eq!(bits(&got, |n| n.bond_yield), [2_457_675_728, 1_837_291_566, 0, 0]);
	assert_eq!(bits(&got, |n| n.dividend), [2_866_403_658, 1_428_563_637, 0, 0]);
	assert_eq!(server(&got.outcome), [0, 0, 361_111_111, 138_888_888]);
	assert_eq!(validator(&got.outcome), [333_693_304, 166_306_695, 0, 0]);
	assert_eq!(got.outcome.dividends, [43737, 21797, 0, 0]);
	let bonds = [vec![(2, 4915), (3, 1638)], vec![(2, 3276), (3, 1638)]];
	assert_eq!(bonds_of_validators(&got.outcome), bonds);
}

#[test]
fn yuma3_second_epoch() {
	let got = second(BondsRule::Own).explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.bonds), [(2, 612_025_466), (3, 203_988_827)]);
	assert_eq!(row(&other.bonds), [(2, 300_603_472), (3, 203_988_827)]);
	assert_eq!(bits(&got, |n| n.bond_yield), [2_651_283_009, 1_643_684_284, 0, 0]);
	assert_eq!(bits(&got, |n| n.dividend), [3_038_952_067, 1_256_015_228, 0, 0]);
	assert_eq!(server(&got.outcome), [0, 0, 343_750_000, 156_249_999]);
	assert_eq!(validator(&got.outcome), [353_780_582, 146_219_416, 0, 0]);
	assert_eq!(got.outcome.dividends, [46370, 19164, 0, 0]);
	let bonds = [vec![(2, 9338), (3, 3112)], vec![(2, 4586), (3, 3112)]];
	assert_eq!(bonds_of_validators(&got.outcome), bonds);
}

#[test]
fn liquid_alpha_by_current_consensus_first_epoch() {
	let got = subnet(liquid(CURRENT)).explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.alphas), [(2, 3_012_258_989), (3, 3_012_258_989)]);
	assert_eq!(row(&other.alphas), [(2, 3_012_258_989), (3, 3_012_258_989)]);
	assert_eq!(row(&one.bonds), [(2, 2_259_194_241), (3, 753_064_747)]);
	assert_eq!(row(&other.bonds), [(2, 1_506_129_494), (3, 753_064_747)]);
	assert_eq!(bits(&got, |n| n.dividend), [2_866_403_660, 1_428_563_635, 0, 0]);
	assert_eq!(validator(&got.outcome), [333_693_304, 166_306_695, 0, 0]);
	let bonds = [vec![(2, 34472), (3, 11490)], vec![(2, 22981), (3, 11490)]];
	assert_eq!(bonds_of_validators(&got.outcome), bonds);
}

#[test]
fn liquid_alpha_by_current_consensus_second_epoch() {
	let got = second(liquid(CURRENT)).explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.alphas), [(2, 3_012_258_989), (3, 3_012_258_989)]);
	assert_eq!(row(&other.alphas), [(2, 3_022_061_524), (3, 3_012_258_989)]);
	assert_eq!(row(&one.bonds), [(2, 2_933_910_358), (3, 977_957_070)]);
	assert_eq!(row(&other.bonds), [(2, 1_201_882_170), (3, 977_957_070)]);
	assert_eq!(row(&one.bond_shares), [(2, 3_046_828_135), (3, 2_147_483_648)]);
	assert_eq!(row(&other.bond_shares), [(2, 1_248_139_160), (3, 2_147_483_648)]);
	assert_eq!(bits(&got, |n| n.bond_yield), [2_765_782_981, 1_529_184_311, 0, 0]);
	assert_eq!(bits(&got, |n| n.dividend), [3_138_229_015, 1_156_738_280, 0, 0]);
	assert_eq!(validator(&got.outcome), [365_337_940, 134_662_059, 0, 0]);
	assert_eq!(got.outcome.dividends, [47884, 17650, 0, 0]);
	let bonds = [vec![(2, 44767), (3, 14922)], vec![(2, 18338), (3, 14922)]];
	assert_eq!(bonds_of_validators(&got.outcome), bonds);
}

#[test]
fn liquid_alpha_by_previous_consensus_first_epoch() {
	let mut first = subnet(liquid(ConsensusMode::Auto));
	first.subnet_consensus = vec![0; 4];
	let got = first.explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.alphas), [(2, 3_800_341_653), (3, 3_071_671_555)]);
	assert_eq!(row(&other.alphas), [(2, 3_436_006_604), (3, 3_071_671_555)]);
	assert_eq!(row(&one.bonds), [(2, 2_850_256_239), (3, 767_917_888)]);
	assert_eq!(row(&other.bonds), [(2, 1_718_003_302), (3, 767_917_888)]);
	assert_eq!(bits(&got, |n| n.dividend), [2_933_257_849, 1_361_709_446, 0, 0]);
	assert_eq!(validator(&got.outcome), [341_476_156, 158_523_843, 0, 0]);
	let bonds = [vec![(2, 43490), (3, 11717)], vec![(2, 26214), (3, 11717)]];
	assert_eq!(bonds_of_validators(&got.outcome), bonds);
}

#[test]
fn liquid_alpha_by_previous_consensus_second_epoch() {
	let subnet = second(liquid(ConsensusMode::Auto));
	assert_eq!(subnet.subnet_consensus, [0, 0, 49151, 16383]);
	let got = subnet.explain();
	let [one, other, ..] = got.neurons.as_slice() else { panic!("four neurons") };
	assert_eq!(row(&one.alphas), [(2, 3_012_259_207), (3, 3_012_259_643)]);
	assert_eq!(row(&other.alphas), [(2, 3_031_688_889), (3, 3_012_259_643)]);
	assert_eq!(bits(&got, |n| n.dividend), [3_142_730_446, 1_152_236_849, 0, 0]);
	assert_eq!(validator(&got.outcome), [365_861_976, 134_138_023, 0, 0]);
	let bonds = [vec![(2, 47460), (3, 14990)], vec![(2, 19275), (3, 14990)]];
	assert_eq!(bonds_of_validators(&got.outcome), bonds);
}

#[test]
fn previous_and_auto_fall_back_to_current_consensus() {
	let current = second(liquid(CURRENT));
	let with = |mode, penalty, mechanism: &[u16], subnet: &[u16]| {
		let mut other = current.clone();
		other.params.bonds = liquid(mode);
		other.params.bonds_penalty = penalty;
		other.mechanism_consensus = mechanism.to_vec();
		other.subnet_consensus = subnet.to_vec();
		other.epoch()
	};
	let (stored, other) = ([0, 0, 9000, 5000], [0, 0, 1000, 2000]);
	let previous = with(ConsensusMode::Previous, 65535, &[], &stored);
	assert_ne!(previous, current.epoch());
	// The mechanism's own vector goes before the subnet's.
	assert_eq!(with(ConsensusMode::Previous, 65535, &stored, &other), previous);
	assert_eq!(with(ConsensusMode::Auto, 65535, &[], &stored), previous);
	assert_eq!(with(ConsensusMode::Previous, 65535, &[], &[]), current.epoch());
	let partial = with(CURRENT, 65534, &[], &stored);
	assert_eq!(with(ConsensusMode::Auto, 65534, &[], &stored), partial);
	assert_ne!(with(ConsensusMode::Previous, 65534, &[], &stored), partial);
}

#[test]
fn a_missing_weight_ends_a_bond_and_a_weight_of_zero_lets_it_decay() {
	let first = subnet(liquid(CURRENT));
	let missing = next(&first, vec![(3, 65535)]).epoch();
	assert_eq!(missing.bonds[1], [(3, 14922)]);
	assert_eq!(missing.dividends, [57239, 8295, 0, 0]);
	assert_eq!(validator(&missing), [436_708_860, 63_291_138, 0, 0]);
	let zero = next(&first, vec![(2, 0), (3, 65535)]).epoch();
	assert_eq!(zero.bonds[1], [(2, 6051), (3, 14922)]);
	assert_eq!(zero.dividends, [53352, 12182, 0, 0]);
	assert_eq!(validator(&zero), [407_056_772, 92_943_227, 0, 0]);
}

#[test]
fn a_minority_cabal_is_clipped_to_nothing() {
	let mut subnet = subnet(BondsRule::Shared);
	subnet.weights[0] = vec![(2, 65535)];
	subnet.weights[1] = vec![(3, 65535)];
	let got = subnet.explain();
	assert_eq!(bits(&got, |n| n.consensus), [0, 0, 1 << 32, 0]);
	assert_eq!(got.neurons[1].clipped_weights, []);
	assert_eq!(server(&got.outcome), [0, 0, 500_000_000, 0]);
	assert_eq!(validator(&got.outcome), [500_000_000, 0, 0, 0]);
	assert_eq!(got.outcome.validator_trust, [65535, 0, 0, 0]);
}

#[test]
fn two_halves_both_clear_a_kappa_just_below_a_half() {
	let params = subnet(BondsRule::Shared).params;
	let permits = [true, true, false, false];
	let mut subnet = Subnet::new(&[500_000_000_000, 500_000_000_000, 0, 0], &permits, params);
	subnet.weights[0] = vec![(2, 65535)];
	subnet.weights[1] = vec![(3, 65535)];
	let got = subnet.explain();
	assert_eq!(bits(&got, |n| n.consensus), [0, 0, 1 << 32, 1 << 32]);
	assert_eq!(server(&got.outcome), [0, 0, 250_000_000, 250_000_000]);
	assert_eq!(validator(&got.outcome), [250_000_000, 250_000_000, 0, 0]);
}

#[test]
fn without_weights_stake_is_paid_active_or_not() {
	let mut subnet = subnet(BondsRule::Shared);
	subnet.weights = vec![];
	let got = subnet.epoch();
	assert_eq!(server(&got), [0; 4]);
	assert_eq!(validator(&got), [599_999_999, 399_999_999, 0, 0]);
	subnet.activity_cutoff = 1;
	let idle = subnet.epoch();
	assert_eq!(idle.active, [false; 4]);
	assert_eq!(validator(&idle), validator(&got));
	assert_eq!(idle.emission, got.emission);
}

#[test]
fn bonds_penalty_decides_how_much_clipping_costs() {
	let mut subnet = subnet(BondsRule::Shared);
	subnet.weights[1] = vec![(2, 21845), (3, 65535)];
	subnet.params.bonds_penalty = 0;
	let none = subnet.epoch();
	assert_eq!(none.dividends, [43690, 21844, 0, 0]);
	let bonds = [vec![(2, 65535), (3, 32767)], vec![(2, 14563), (3, 65535)]];
	assert_eq!(bonds_of_validators(&none), bonds);
	subnet.params.bonds_penalty = 32768;
	let half = subnet.explain();
	assert_eq!(row(&half.neurons[1].bond_weights)[1], (3, 2_147_467_264));
	assert_eq!(half.outcome.dividends, [45640, 19894, 0, 0]);
	assert_eq!(validator(&half.outcome), [348_214_577, 151_785_421, 0, 0]);
}
