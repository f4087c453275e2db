//! Limits of changes that may happen once in a number of blocks.

use alloc::vec::Vec;
use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	defensive, ensure,
	storage::{unhashed, StoragePrefixedMap},
};
use noesis_types::NetUid;
use scale_info::TypeInfo;

use crate::{
	epoch::Schedule,
	rows::{Scope, ROWS_PER_SUBNET},
	subnets::SubnetAuthority,
	Config, Error, LastRateLimitedBlock, OwnerHyperparamRateLimit,
};

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

/// Keys that one subnet or one account has, by the scope of their kind.
///
/// [`RateLimitKey`]s are enumerated here only. The match of [`RateLimitKey::scope`] and a test make
/// sure that a new kind is added.
impl<AccountId: Clone> RateLimitKey<AccountId> {
	/// One key of every kind that has a subnet. The other fields of a kind follow the subnet.
	pub(crate) fn of_subnet(netuid: NetUid) -> [Self; 3] {
		[
			Self::SetSNOwnerHotkey(netuid),
			Self::OwnerHyperparamUpdate(netuid, Hyperparameter::Unknown),
			Self::AddStakeBurn(netuid),
		]
	}

	/// Every key that an account has.
	pub(crate) fn of_account(who: &AccountId) -> [Self; 3] {
		[
			Self::LastTxBlock(who.clone()),
			Self::LastTxBlockChildKeyTake(who.clone()),
			Self::LastTxBlockDelegateTake(who.clone()),
		]
	}

	/// Kind of the first field.
	pub fn scope(&self) -> Scope {
		match self {
			Self::SetSNOwnerHotkey(_) | Self::OwnerHyperparamUpdate(..) | Self::AddStakeBurn(_) => {
				Scope::Subnet
			}
			Self::LastTxBlock(_)
			| Self::LastTxBlockChildKeyTake(_)
			| Self::LastTxBlockDelegateTake(_) => Scope::Account,
			Self::NetworkLastRegistered => Scope::Chain,
		}
	}
}

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

/// Bytes of an encoded key that hold its kind and its subnet.
const KIND_AND_SUBNET: usize = 3;

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
		setter: &SubnetAuthority<T::AccountId>,
		netuid: NetUid,
		hyperparameter: Hyperparameter,
	) -> Result<(), Error<T>> {
		if matches!(setter, SubnetAuthority::Root) {
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
		setter: &SubnetAuthority<T::AccountId>,
		netuid: NetUid,
		hyperparameter: Hyperparameter,
	) {
		if let SubnetAuthority::Owner(_) = setter {
			let key = owner_key::<T>(netuid, hyperparameter);
			LastRateLimitedBlock::<T>::insert(key, Schedule::<T>::now());
		}
	}

	/// Removes the records of a subnet: at most [`ROWS_PER_SUBNET`] of each kind.
	///
	/// An encoded key begins with its kind and the subnet, and is not hashed: the records of a kind
	/// share a prefix.
	pub(crate) fn remove_subnet(netuid: NetUid) {
		for key in RateLimitKey::<T::AccountId>::of_subnet(netuid) {
			let key = key.encode();
			let prefix: Vec<u8> = LastRateLimitedBlock::<T>::final_prefix()
				.into_iter()
				.chain(key.into_iter().take(KIND_AND_SUBNET))
				.collect();
			let removed = unhashed::clear_prefix(&prefix, Some(ROWS_PER_SUBNET), None);
			if removed.maybe_cursor.is_some() {
				defensive!("a subnet has more rate-limited hyperparameters than rows are removed");
			}
		}
	}

	/// Moves the records of a key that was swapped.
	pub(crate) fn rename_key(old: &T::AccountId, new: &T::AccountId) {
		let keys = RateLimitKey::of_account(old).into_iter().zip(RateLimitKey::of_account(new));
		for (old, new) in keys {
			if let Ok(block) = LastRateLimitedBlock::<T>::try_get(&old) {
				LastRateLimitedBlock::<T>::remove(&old);
				LastRateLimitedBlock::<T>::insert(&new, block);
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
