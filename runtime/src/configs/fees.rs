//! Transaction fees.

use frame_support::{
	parameter_types,
	traits::{ConstU8, Contains},
	weights::{WeightToFeeCoefficient, WeightToFeeCoefficients, WeightToFeePolynomial},
};
use pallet_subtensor::keys::KeySwaps;
use pallet_transaction_payment::{ConstFeeMultiplier, FungibleAdapter, Multiplier};
use smallvec::smallvec;
use sp_runtime::{traits::One, Perbill};

use super::system::FreeExtensions;
use crate::{AccountId, Balances, Runtime, RuntimeEvent, TaoBalance};

/// Fee of `RAO_PER_BILLION` rao for a billion units, rounded to the nearest rao, ties downwards.
pub struct LinearFee<const RAO_PER_BILLION: u32>;

impl<const RAO_PER_BILLION: u32> WeightToFeePolynomial for LinearFee<RAO_PER_BILLION> {
	type Balance = TaoBalance;

	fn polynomial() -> WeightToFeeCoefficients<TaoBalance> {
		smallvec![WeightToFeeCoefficient {
			degree: 1,
			negative: false,
			coeff_frac: Perbill::from_parts(RAO_PER_BILLION),
			coeff_integer: TaoBalance::ZERO,
		}]
	}
}

parameter_types! {
	/// Factor of all weight fees: one, also under congestion.
	pub FeeMultiplier: Multiplier = Multiplier::one();
}

/// Coldkeys whose swap is announced or disputed, which pay for no other account.
pub struct PendingSwaps;

impl Contains<AccountId> for PendingSwaps {
	fn contains(coldkey: &AccountId) -> bool {
		KeySwaps::<Runtime>::is_pending(coldkey)
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	// The handler of collected fees and tips is `()`: they are dropped, which takes them out of
	// circulation. They are recycled, since emission tops issuance up again.
	type OnChargeTransaction = FungibleAdapter<Balances, ()>;
	/// 0.00025 rao for a picosecond of computation. Proof size is not priced.
	type WeightToFee = LinearFee<250_000>;
	/// Half a rao for a byte.
	type LengthToFee = LinearFee<500_000_000>;
	type FeeMultiplierUpdate = ConstFeeMultiplier<FeeMultiplier>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = FreeExtensions;
}
