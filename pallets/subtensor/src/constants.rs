//! Constants of the pallet: initial values and bounds.
//!
//! A value that the `fast` profile shortens is written `by_profile(production, fast)`; all others
//! hold in every profile. Each value stands here once: a storage item whose default is a constant
//! names a type of [`defaults!`] that reads it.

use core::marker::PhantomData;

use frame_support::{pallet_macros::pallet_section, traits::Get};
use noesis_types::TaoBalance;

use crate::{Config, Pallet};

/// Declares for each constant a type that reads it, for use as the default of a storage item.
macro_rules! defaults {
	($($name:ident: $value:ty = $constant:ident;)*) => {$(
		#[doc = concat!("Default of storage items: [`Pallet::", stringify!($constant), "`].")]
		pub struct $name<T>(PhantomData<T>);

		impl<T: Config> Get<$value> for $name<T> {
			fn get() -> $value {
				Pallet::<T>::$constant()
			}
		}
	)*};
}

defaults! {
	InitialIssuance: TaoBalance = initial_issuance;
	InitialKappa: u16 = initial_kappa;
	InitialMaxBurn: TaoBalance = initial_max_burn;
	InitialMinBurn: TaoBalance = initial_min_burn;
	InitialTempo: u16 = initial_tempo;
}

/// Constants of the pallet.
#[pallet_section]
mod constants {
	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		// Supply

		/// TAO issuance before the genesis balances are counted, in rao.
		#[pallet::constant_name(InitialIssuance)]
		pub fn initial_issuance() -> TaoBalance {
			TaoBalance::ZERO
		}

		// Pools and emission

		/// Emission of a subnet that never had any.
		#[pallet::constant_name(InitialEmissionValue)]
		pub fn initial_emission_value() -> u16 {
			0
		}

		/// Weight of root TAO in a validator's stake, as a fraction of `u64::MAX`.
		#[pallet::constant_name(InitialTaoWeight)]
		pub fn initial_tao_weight() -> u64 {
			noesis_types::INITIAL_TAO_WEIGHT
		}

		/// Blocks after which half of an old alpha price has left its moving average.
		#[pallet::constant_name(InitialEmaPriceHalvingPeriod)]
		pub fn initial_ema_price_halving_period() -> u64 {
			201_600
		}

		/// Share of a subnet's emission that goes to its owner, as a u16 fraction.
		#[pallet::constant_name(InitialSubnetOwnerCut)]
		pub fn initial_subnet_owner_cut() -> u16 {
			11_796
		}

		/// Blocks a new subnet waits before its owner may start it.
		#[pallet::constant_name(InitialStartCallDelay)]
		pub fn initial_start_call_delay() -> u64 {
			0
		}

		/// Blocks between two payments of a lease's dividends.
		#[pallet::constant_name(LeaseDividendsDistributionInterval)]
		pub fn lease_dividends_distribution_interval() -> u32 {
			100
		}

		// Epochs and consensus

		/// Blocks between two epochs of a new subnet.
		#[pallet::constant_name(InitialTempo)]
		pub fn initial_tempo() -> u16 {
			ChainSpeed::<T>::by_profile(360, 10)
		}

		/// Smallest tempo an owner may set, in blocks.
		#[pallet::constant_name(MinTempo)]
		pub fn min_tempo() -> u16 {
			360
		}

		/// Largest tempo an owner may set, in blocks.
		#[pallet::constant_name(MaxTempo)]
		pub fn max_tempo() -> u16 {
			50_400
		}

		/// Most subnets whose epoch runs in one block; the others wait.
		#[pallet::constant_name(InitialMaxEpochsPerBlock)]
		pub fn initial_max_epochs_per_block() -> u8 {
			ChainSpeed::<T>::by_profile(2, 32)
		}

		/// Steepness of the trust sigmoid.
		#[pallet::constant_name(InitialRho)]
		pub fn initial_rho() -> u16 {
			10
		}

		/// Consensus majority, as a u16 fraction of stake.
		#[pallet::constant_name(InitialKappa)]
		pub fn initial_kappa() -> u16 {
			32_767
		}

		/// Share of an old bond that survives an epoch, in millionths.
		#[pallet::constant_name(InitialBondsMovingAverage)]
		pub fn initial_bonds_moving_average() -> u64 {
			900_000
		}

		/// Penalty on bonds of out-of-consensus weights, as a u16 fraction.
		#[pallet::constant_name(InitialBondsPenalty)]
		pub fn initial_bonds_penalty() -> u16 {
			65_535
		}

		/// Whether bonds are reset on request.
		#[pallet::constant_name(InitialBondsResetOn)]
		pub fn initial_bonds_reset_on() -> bool {
			false
		}

		/// Steepness of the liquid alpha sigmoid.
		#[pallet::constant_name(InitialAlphaSigmoidSteepness)]
		pub fn initial_alpha_sigmoid_steepness() -> i16 {
			1_000
		}

		/// Upper bound of liquid alpha, as a u16 fraction.
		#[pallet::constant_name(AlphaHigh)]
		pub fn alpha_high() -> u16 {
			58_982
		}

		/// Lower bound of liquid alpha, as a u16 fraction.
		#[pallet::constant_name(AlphaLow)]
		pub fn alpha_low() -> u16 {
			45_875
		}

		/// Whether a new subnet uses liquid alpha.
		#[pallet::constant_name(LiquidAlphaOn)]
		pub fn liquid_alpha_on() -> bool {
			false
		}

		/// Whether a new subnet uses the third version of Yuma consensus.
		#[pallet::constant_name(Yuma3On)]
		pub fn yuma3_on() -> bool {
			false
		}

		/// Pruning score of a neuron before its first epoch, as a u16 fraction.
		#[pallet::constant_name(InitialPruningScore)]
		pub fn initial_pruning_score() -> u16 {
			65_535
		}

		/// Validators pruned at a time.
		#[pallet::constant_name(InitialValidatorPruneLen)]
		pub fn initial_validator_prune_len() -> u64 {
			1
		}

		/// Exponent of the scaling law, in hundredths.
		#[pallet::constant_name(InitialScalingLawPower)]
		pub fn initial_scaling_law_power() -> u16 {
			50
		}

		// Weights

		/// Fewest weights a validator may set.
		#[pallet::constant_name(InitialMinAllowedWeights)]
		pub fn initial_min_allowed_weights() -> u16 {
			1_024
		}

		/// Version key a validator's weights must carry.
		#[pallet::constant_name(InitialWeightsVersionKey)]
		pub fn initial_weights_version_key() -> u64 {
			0
		}

		// Neurons and registration

		/// Fewest uids a subnet can be trimmed to.
		#[pallet::constant_name(InitialMinAllowedUids)]
		pub fn initial_min_allowed_uids() -> u16 {
			64
		}

		/// Uids of a new subnet.
		#[pallet::constant_name(InitialMaxAllowedUids)]
		pub fn initial_max_allowed_uids() -> u16 {
			256
		}

		/// Validator permits of a new subnet.
		#[pallet::constant_name(InitialMaxAllowedValidators)]
		pub fn initial_max_allowed_validators() -> u16 {
			128
		}

		/// Largest part of a subnet's uids that may be immune to pruning.
		#[pallet::constant_name(MaxImmuneUidsPercentage)]
		pub fn max_immune_uids_percentage() -> Percent {
			Percent::from_percent(80)
		}

		/// Blocks during which a new neuron cannot be pruned.
		#[pallet::constant_name(InitialImmunityPeriod)]
		pub fn initial_immunity_period() -> u16 {
			4_096
		}

		/// Blocks after which a silent validator counts as inactive.
		#[pallet::constant_name(InitialActivityCutoff)]
		pub fn initial_activity_cutoff() -> u16 {
			5_000
		}

		/// Smallest activity cutoff, in thousandths of a tempo.
		#[pallet::constant_name(MinActivityCutoffFactorMilli)]
		pub fn min_activity_cutoff_factor_milli() -> u32 {
			1_000
		}

		/// Largest activity cutoff, in thousandths of a tempo.
		#[pallet::constant_name(MaxActivityCutoffFactorMilli)]
		pub fn max_activity_cutoff_factor_milli() -> u32 {
			50_000
		}

		/// Neurons that may register on a subnet in one block.
		#[pallet::constant_name(InitialMaxRegistrationsPerBlock)]
		pub fn initial_max_registrations_per_block() -> u16 {
			1
		}

		/// Registrations per adjustment interval at which the price stays.
		#[pallet::constant_name(InitialTargetRegistrationsPerInterval)]
		pub fn initial_target_registrations_per_interval() -> u16 {
			2
		}

		/// Blocks between two adjustments of a registration's price.
		#[pallet::constant_name(InitialAdjustmentInterval)]
		pub fn initial_adjustment_interval() -> u16 {
			100
		}

		/// Weight of the old price in an adjustment, as a fraction of `u64::MAX`.
		#[pallet::constant_name(InitialAdjustmentAlpha)]
		pub fn initial_adjustment_alpha() -> u64 {
			0
		}

		/// Difficulty of a proof-of-work registration.
		#[pallet::constant_name(InitialDifficulty)]
		pub fn initial_difficulty() -> u64 {
			10_000_000
		}

		/// Smallest difficulty of a proof-of-work registration.
		#[pallet::constant_name(InitialMinDifficulty)]
		pub fn initial_min_difficulty() -> u64 {
			10_000_000
		}

		/// Largest difficulty of a proof-of-work registration.
		#[pallet::constant_name(InitialMaxDifficulty)]
		pub fn initial_max_difficulty() -> u64 {
			u64::MAX / 4
		}

		/// Price of a registration on a new subnet, in rao.
		#[pallet::constant_name(InitialBurn)]
		pub fn initial_burn() -> TaoBalance {
			TaoBalance::new(100_000_000)
		}

		/// Smallest price of a registration, in rao.
		#[pallet::constant_name(InitialMinBurn)]
		pub fn initial_min_burn() -> TaoBalance {
			TaoBalance::new(500_000)
		}

		/// Largest price of a registration, in rao.
		#[pallet::constant_name(InitialMaxBurn)]
		pub fn initial_max_burn() -> TaoBalance {
			TaoBalance::new(100_000_000_000)
		}

		/// Largest value an owner may give to the smallest price, in rao.
		#[pallet::constant_name(MinBurnUpperBound)]
		pub fn min_burn_upper_bound() -> TaoBalance {
			TaoBalance::new(1_000_000_000)
		}

		/// Smallest value an owner may give to the largest price, in rao.
		#[pallet::constant_name(MaxBurnLowerBound)]
		pub fn max_burn_lower_bound() -> TaoBalance {
			TaoBalance::new(100_000_000)
		}

		/// TAO recycled by registrations on a new subnet, in rao.
		#[pallet::constant_name(InitialRAORecycledForRegistration)]
		pub fn initial_rao_recycled_for_registration() -> TaoBalance {
			TaoBalance::ZERO
		}

		/// Blocks between two announcements of an axon or a Prometheus endpoint.
		#[pallet::constant_name(InitialServingRateLimit)]
		pub fn initial_serving_rate_limit() -> u64 {
			50
		}

		// Stake and delegation

		/// Smallest stake operation, in rao.
		#[pallet::constant_name(InitialMinStake)]
		pub fn initial_min_stake() -> TaoBalance {
			TaoBalance::new(2_000_000)
		}

		/// Smallest stake transfer, in rao.
		#[pallet::constant_name(InitialMinTransfer)]
		pub fn initial_min_transfer() -> TaoBalance {
			TaoBalance::new(100_000)
		}

		/// Take of a new delegate, as a u16 fraction.
		#[pallet::constant_name(InitialDefaultDelegateTake)]
		pub fn initial_default_delegate_take() -> u16 {
			11_796
		}

		/// Smallest take of a delegate, as a u16 fraction.
		#[pallet::constant_name(InitialMinDelegateTake)]
		pub fn initial_min_delegate_take() -> u16 {
			0
		}

		/// Take of a new child key, as a u16 fraction.
		#[pallet::constant_name(InitialDefaultChildKeyTake)]
		pub fn initial_default_child_key_take() -> u16 {
			0
		}

		/// Smallest take of a child key, as a u16 fraction.
		#[pallet::constant_name(InitialMinChildKeyTake)]
		pub fn initial_min_child_key_take() -> u16 {
			0
		}

		/// Largest take of a child key, as a u16 fraction.
		#[pallet::constant_name(InitialMaxChildKeyTake)]
		pub fn initial_max_child_key_take() -> u16 {
			11_796
		}

		/// Blocks between two rate-limited calls of one account.
		#[pallet::constant_name(InitialTxRateLimit)]
		pub fn initial_tx_rate_limit() -> u64 {
			1_000
		}

		/// Blocks between two increases of a delegate's take.
		#[pallet::constant_name(InitialTxDelegateTakeRateLimit)]
		pub fn initial_tx_delegate_take_rate_limit() -> u64 {
			216_000
		}

		/// Blocks between two changes of a child key's take.
		#[pallet::constant_name(InitialTxChildKeyTakeRateLimit)]
		pub fn initial_tx_child_key_take_rate_limit() -> u64 {
			ChainSpeed::<T>::by_profile(216_000, 5)
		}

		// Networks

		/// Blocks during which a new subnet cannot be pruned.
		#[pallet::constant_name(InitialNetworkImmunityPeriod)]
		pub fn initial_network_immunity_period() -> u64 {
			1_296_000
		}

		/// Smallest price of a subnet, in rao.
		#[pallet::constant_name(InitialNetworkMinLockCost)]
		pub fn initial_network_min_lock_cost() -> TaoBalance {
			TaoBalance::new(1_000_000_000_000)
		}

		/// Blocks in which the price of a subnet halves.
		#[pallet::constant_name(InitialNetworkLockReductionInterval)]
		pub fn initial_network_lock_reduction_interval() -> u64 {
			100_800
		}

		/// Blocks between two subnet registrations of one account.
		#[pallet::constant_name(InitialNetworkRateLimit)]
		pub fn initial_network_rate_limit() -> u64 {
			7_200
		}

		/// Blocks between the scheduling and the dissolution of a subnet.
		#[pallet::constant_name(InitialDissolveNetworkScheduleDuration)]
		pub fn initial_dissolve_network_schedule_duration() -> u32 {
			36_000
		}

		// Keys

		/// Price of a hotkey swap on all subnets, in rao.
		#[pallet::constant_name(KeySwapCost)]
		pub fn key_swap_cost() -> TaoBalance {
			TaoBalance::new(100_000_000)
		}

		/// Price of a hotkey swap on one subnet, in rao.
		#[pallet::constant_name(KeySwapOnSubnetCost)]
		pub fn key_swap_on_subnet_cost() -> TaoBalance {
			TaoBalance::new(1_000_000)
		}

		/// Blocks between two swaps of a hotkey on one subnet.
		#[pallet::constant_name(HotkeySwapOnSubnetInterval)]
		pub fn hotkey_swap_on_subnet_interval() -> u64 {
			ChainSpeed::<T>::by_profile(7_200, 1)
		}

		/// Blocks between the announcement of a coldkey swap and the swap.
		#[pallet::constant_name(InitialColdkeySwapAnnouncementDelay)]
		pub fn initial_coldkey_swap_announcement_delay() -> u32 {
			ChainSpeed::<T>::by_profile(36_000, 50)
		}

		/// Blocks before an announced coldkey swap may be announced anew.
		#[pallet::constant_name(InitialColdkeySwapReannouncementDelay)]
		pub fn initial_coldkey_swap_reannouncement_delay() -> u32 {
			ChainSpeed::<T>::by_profile(7_200, 10)
		}

		// Accounts of the pallet

		/// Seed of the accounts that hold subnets' TAO.
		#[pallet::constant_name(SubtensorPalletId)]
		pub fn subtensor_pallet_id() -> PalletId {
			PalletId(*b"subtensr")
		}

		/// Seed of the account that burned TAO is sent to.
		#[pallet::constant_name(BurnAccountId)]
		pub fn burn_account_id() -> PalletId {
			PalletId(*b"burntnsr")
		}
	}
}
