//! Limits of changes that may happen once in a number of blocks.

use crate::{
	epoch::Schedule, rows::ROWS_PER_SUBNET, subnets::Setter, Config, Error, LastRateLimitedBlock,
	OwnerHyperparamRateLimit,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::{
	defensive, ensure,
	storage::{unhashed, StoragePrefixedMap},
};
use noesis_types::NetUid;
use scale_info::TypeInfo;

/// Key of [`LastRateLimitedBlock`]. Indices are those of the public interface.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum RateLimitKey<AccountId> {
	/// Change of the owner's hotkey of a subnet.
	#[codec(index = 0)]
	SetSNOwnerHotkey(NetUid),
	/// Change of a hyperparameter of a subnet by its owner.
	#[codec(index = 1)]
	OwnerHyperparamUpdate(NetUid, Hyperparameter),
	/// Registration of a subnet, by any account.
	#[codec(index = 2)]
	NetworkLastRegistered,
	/// Rate-limited call of an account.
	#[codec(index = 3)]
	LastTxBlock(AccountId),
	/// Change of a child key's take.
	#[codec(index = 4)]
	LastTxBlockChildKeyTake(AccountId),
	/// Change of a delegate's take.
	#[codec(index = 5)]
	LastTxBlockDelegateTake(AccountId),
	/// Purchase of alpha that is burned at once.
	#[codec(index = 6)]
	AddStakeBurn(NetUid),
}

/// Codec indices of the kinds of [`RateLimitKey`] that begin with a subnet.
const SUBNET_KINDS: [u8; 3] = [0, 1, 6];

/// A hyperparameter whose changes by a subnet's owner are rate-limited.
///
/// Clients query [`LastRateLimitedBlock`] with these names. Indices are those of the public
/// interface.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
#[allow(missing_docs, reason = "each is named after its hyperparameter")]
pub enum Hyperparameter {
	#[codec(index = 0)]
	Unknown,
	#[codec(index = 1)]
	ServingRateLimit,
	#[codec(index = 2)]
	MaxDifficulty,
	#[codec(index = 3)]
	AdjustmentAlpha,
	#[codec(index = 4)]
	MaxWeightLimit,
	#[codec(index = 5)]
	ImmunityPeriod,
	#[codec(index = 6)]
	MinAllowedWeights,
	#[codec(index = 7)]
	Kappa,
	#[codec(index = 8)]
	Rho,
	#[codec(index = 9)]
	ActivityCutoff,
	#[codec(index = 10)]
	PowRegistrationAllowed,
	#[codec(index = 11)]
	MinBurn,
	#[codec(index = 12)]
	MaxBurn,
	#[codec(index = 13)]
	BondsMovingAverage,
	#[codec(index = 14)]
	BondsPenalty,
	#[codec(index = 15)]
	CommitRevealEnabled,
	#[codec(index = 16)]
	LiquidAlphaEnabled,
	#[codec(index = 17)]
	AlphaValues,
	#[codec(index = 18)]
	WeightCommitInterval,
	#[codec(index = 19)]
	TransferEnabled,
	#[codec(index = 20)]
	AlphaSigmoidSteepness,
	#[codec(index = 21)]
	Yuma3Enabled,
	#[codec(index = 22)]
	BondsResetEnabled,
	#[codec(index = 23)]
	ImmuneNeuronLimit,
	#[codec(index = 24)]
	RecycleOrBurn,
	#[codec(index = 25)]
	MaxAllowedUids,
	#[codec(index = 26)]
	BurnHalfLife,
	#[codec(index = 27)]
	BurnIncreaseMult,
	#[codec(index = 28)]
	SubnetEmissionEnabled,
	#[codec(index = 29)]
	MinChildkeyTake,
	#[codec(index = 30)]
	ActivityCutoffFactorMilli,
	#[codec(index = 31)]
	TriggerEpoch,
	#[codec(index = 32)]
	CollateralLockShare,
	#[codec(index = 33)]
	CollateralDrainRatio,
	#[codec(index = 34)]
	LiquidAlphaConsensusMode,
	#[codec(index = 35)]
	EpochConsensus,
	#[codec(index = 36)]
	BurnRegistrationAllowed,
}

/// Handle of the limits.
pub struct RateLimits<T>(PhantomData<T>);

impl<T: Config> RateLimits<T> {
	/// Rejects a change of a hyperparameter by the owner of the subnet that follows the last one too
	/// soon. Root is not limited.
	///
	/// # Errors
	///
	/// [`Error::TxRateLimitExceeded`] until `Tempo × OwnerHyperparamRateLimit` blocks have passed.
	pub(crate) fn ensure_hyperparam_change(
		setter: &Setter<T::AccountId>,
		netuid: NetUid,
		hyperparameter: Hyperparameter,
	) -> Result<(), Error<T>> {
		if matches!(setter, Setter::Root) {
			return Ok(());
		}
		let last = LastRateLimitedBlock::<T>::get(owner_key::<T>(netuid, hyperparameter));
		let epochs = u64::from(OwnerHyperparamRateLimit::<T>::get());
		let limit = u64::from(Schedule::<T>::tempo(netuid)).saturating_mul(epochs);
		let passed = Schedule::<T>::now().saturating_sub(last);
		ensure!(last == 0 || passed >= limit, Error::<T>::TxRateLimitExceeded);
		Ok(())
	}

	/// Records a change of a hyperparameter by the owner of the subnet. Root leaves no record.
	pub(crate) fn record_hyperparam_change(
		setter: &Setter<T::AccountId>,
		netuid: NetUid,
		hyperparameter: Hyperparameter,
	) {
		if let Setter::Owner(_) = setter {
			let key = owner_key::<T>(netuid, hyperparameter);
			LastRateLimitedBlock::<T>::insert(key, Schedule::<T>::now());
		}
	}
}

impl<T: Config> RateLimits<T> {
	/// Removes the records of a subnet: at most [`ROWS_PER_SUBNET`].
	///
	/// The encoded key begins with its kind and the subnet, and is not hashed: the records of a kind
	/// share a prefix.
	pub(crate) fn remove_subnet(netuid: NetUid) {
		for kind in SUBNET_KINDS {
			let map = LastRateLimitedBlock::<T>::final_prefix();
			let prefix = [&map[..], &(kind, netuid).encode()].concat();
			let removed = unhashed::clear_prefix(&prefix, Some(ROWS_PER_SUBNET), None);
			if removed.maybe_cursor.is_some() {
				defensive!("a subnet has more rate-limited hyperparameters than rows are removed");
			}
		}
	}

	/// Moves the records of a key that was swapped.
	pub(crate) fn rename_key(old: &T::AccountId, new: &T::AccountId) {
		let kinds = [
			RateLimitKey::LastTxBlock,
			RateLimitKey::LastTxBlockChildKeyTake,
			RateLimitKey::LastTxBlockDelegateTake,
		];
		for kind in kinds {
			if let Ok(block) = LastRateLimitedBlock::<T>::try_get(kind(old.clone())) {
				LastRateLimitedBlock::<T>::remove(kind(old.clone()));
				LastRateLimitedBlock::<T>::insert(kind(new.clone()), block);
			}
		}
	}
}

fn owner_key<T: Config>(
	netuid: NetUid,
	hyperparameter: Hyperparameter,
) -> RateLimitKey<T::AccountId> {
	RateLimitKey::OwnerHyperparamUpdate(netuid, hyperparameter)
}
