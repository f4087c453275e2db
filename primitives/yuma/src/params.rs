//! Settings of a subnet that steer an epoch. Types only.

#![cfg_attr(
	feature = "codec",
	allow(
		clippy::as_conversions,
		clippy::cast_possible_truncation,
		reason = "the derived codec of an enum casts its indices, which are given below"
	)
)]

use serde::{Deserialize, Serialize};

/// Settings of a subnet that steer an epoch.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::Encode,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub struct Params {
	/// Share of stake that makes a majority, in parts of 65535.
	pub kappa: u16,
	/// Part of a weight beyond consensus that is cut before it becomes a bond, in parts of 65535.
	pub bonds_penalty: u16,
	/// Share of the old bonds that an epoch keeps, in millionths.
	pub bonds_moving_average: u64,
	/// Number of validator permits.
	pub max_validators: u16,
	/// Stake weight below which a neuron that is not the owner's counts as having none, in rao.
	pub stake_threshold: u64,
	/// Rule by which bonds follow weights.
	pub bonds: BondsRule,
}

/// Rule by which bonds follow weights.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::Encode,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub enum BondsRule {
	/// Bonds are shares of a neuron, bought with stake (Yuma2).
	#[cfg_attr(feature = "codec", codec(index = 0))]
	Shared,
	/// Each validator's bond follows its own weight (Yuma3).
	#[cfg_attr(feature = "codec", codec(index = 1))]
	Own,
	/// As `Own`, each bond at its own pace (Yuma3 with liquid alpha).
	#[cfg_attr(feature = "codec", codec(index = 2))]
	Liquid(LiquidAlpha),
}

/// Pace at which a bond follows its weight under liquid alpha.
///
/// The pace rises with the distance by which a bought weight is above consensus, or a sold bond
/// above its weight. It takes an entry of a row for zero unless its uid is above those of all
/// entries before it, so rows that do not ascend by uid move at other paces.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::Encode,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub struct LiquidAlpha {
	/// Slowest pace, in parts of 65535.
	pub low: u16,
	/// Fastest pace, in parts of 65535.
	pub high: u16,
	/// Steepness of the curve between them, in hundredths.
	pub steepness: i16,
	/// Source of the consensus that weights are compared with.
	pub mode: ConsensusMode,
}

/// Source of the consensus that liquid alpha compares weights with.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
	feature = "codec",
	derive(
		codec::Decode,
		codec::DecodeWithMemTracking,
		codec::Encode,
		codec::MaxEncodedLen,
		scale_info::TypeInfo
	)
)]
pub enum ConsensusMode {
	/// Consensus of this epoch.
	#[cfg_attr(feature = "codec", codec(index = 0))]
	Current,
	/// Consensus of the last epoch, if one is stored.
	#[cfg_attr(feature = "codec", codec(index = 1))]
	Previous,
	/// Consensus of the last epoch under a full bonds penalty, else of this epoch.
	#[default]
	#[cfg_attr(feature = "codec", codec(index = 2))]
	Auto,
}
