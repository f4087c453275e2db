//! Amounts of TAO and of alpha.

use core::{
	iter::Sum,
	num::ParseIntError,
	ops::{
		Add, AddAssign, Div, DivAssign, Mul, MulAssign, Rem, RemAssign, Shl, Shr, Sub, SubAssign,
	},
	str::FromStr,
};

use num_traits::Num;
use sp_arithmetic::{
	traits::{
		Bounded, CheckedAdd, CheckedDiv, CheckedMul, CheckedNeg, CheckedRem, CheckedShl,
		CheckedShr, CheckedSub, IntegerSquareRoot, One, Saturating, Unsigned, Zero,
	},
	ArithmeticError, MultiplyRational, Rounding,
};

/// Smallest units in one TAO, and in one alpha.
pub const RAO_PER_TAO: u64 = 1_000_000_000;

/// Initial weight of root TAO in a validator's stake, as a fraction of `u64::MAX`: about 0.053.
pub const INITIAL_TAO_WEIGHT: u64 = 971_718_665_099_567_868;

/// Declares an amount: a `u64` that mixes only with itself.
macro_rules! amount {
	($(#[$doc:meta])* $name:ident) => {
		crate::newtype::newtype! {
			$(#[$doc])*
			$name(u64)
		}

		impl $name {
			/// Zero.
			pub const ZERO: Self = Self(0);
			/// The largest amount of the type.
			pub const MAX: Self = Self(u64::MAX);

			/// The amount of `units`, in its smallest unit.
			pub const fn new(units: u64) -> Self {
				Self(units)
			}

			/// The amount as a bare number, in its smallest unit. For formulas and encodings.
			pub const fn to_u64(self) -> u64 {
				self.0
			}

			/// Whether the amount is zero.
			pub const fn is_zero(&self) -> bool {
				self.0 == 0
			}

			/// `self + other`, or [`ArithmeticError::Overflow`].
			pub fn try_add(self, other: Self) -> Result<Self, ArithmeticError> {
				self.0.checked_add(other.0).map(Self).ok_or(ArithmeticError::Overflow)
			}

			/// `self - other`, or [`ArithmeticError::Underflow`].
			pub fn try_sub(self, other: Self) -> Result<Self, ArithmeticError> {
				self.0.checked_sub(other.0).map(Self).ok_or(ArithmeticError::Underflow)
			}

			/// `self * factor`, or [`ArithmeticError::Overflow`].
			pub fn try_mul(self, factor: u64) -> Result<Self, ArithmeticError> {
				self.0.checked_mul(factor).map(Self).ok_or(ArithmeticError::Overflow)
			}

			/// `self / divisor` rounded down, or [`ArithmeticError::DivisionByZero`].
			pub fn try_div_floor(self, divisor: u64) -> Result<Self, ArithmeticError> {
				self.0.checked_div(divisor).map(Self).ok_or(ArithmeticError::DivisionByZero)
			}

			/// `self + other`, at most [`Self::MAX`].
			#[must_use]
			pub const fn saturating_add(self, other: Self) -> Self {
				Self(self.0.saturating_add(other.0))
			}

			/// `self - other`, at least zero.
			#[must_use]
			pub const fn saturating_sub(self, other: Self) -> Self {
				Self(self.0.saturating_sub(other.0))
			}
		}

		impl FromStr for $name {
			type Err = ParseIntError;

			fn from_str(text: &str) -> Result<Self, Self::Err> {
				text.parse().map(Self)
			}
		}

		amount!(@from $name: u8, u16, u32);
		amount!(@try_from $name: u128, usize);
		amount!(@try_into $name: u8, u16, u32, usize);
		amount!(@operator $name: Add add saturating_add AddAssign add_assign);
		amount!(@operator $name: Sub sub saturating_sub SubAssign sub_assign);
		amount!(@operator $name: Mul mul saturating_mul MulAssign mul_assign);
		amount!(@checked $name: CheckedAdd checked_add);
		amount!(@checked $name: CheckedSub checked_sub);
		amount!(@checked $name: CheckedMul checked_mul);
		amount!(@checked $name: CheckedDiv checked_div);
		amount!(@checked $name: CheckedRem checked_rem);

		impl From<$name> for u128 {
			fn from(amount: $name) -> Self {
				amount.0.into()
			}
		}

		#[cfg(feature = "rpc")]
		impl From<$name> for sp_rpc::number::NumberOrHex {
			fn from(amount: $name) -> Self {
				amount.0.into()
			}
		}

		// Division by zero saturates like the other operators, since a runtime must not panic.
		impl Div for $name {
			type Output = Self;

			fn div(self, divisor: Self) -> Self {
				Self(self.0.checked_div(divisor.0).unwrap_or(u64::MAX))
			}
		}

		impl DivAssign for $name {
			fn div_assign(&mut self, divisor: Self) {
				*self = Div::div(*self, divisor);
			}
		}

		impl Rem for $name {
			type Output = Self;

			fn rem(self, divisor: Self) -> Self {
				Self(self.0.checked_rem(divisor.0).unwrap_or(0))
			}
		}

		impl RemAssign for $name {
			fn rem_assign(&mut self, divisor: Self) {
				*self = Rem::rem(*self, divisor);
			}
		}

		impl Shl<u32> for $name {
			type Output = Self;

			fn shl(self, bits: u32) -> Self {
				Self(self.0.checked_shl(bits).unwrap_or(0))
			}
		}

		impl Shr<u32> for $name {
			type Output = Self;

			fn shr(self, bits: u32) -> Self {
				Self(self.0.checked_shr(bits).unwrap_or(0))
			}
		}

		impl CheckedShl for $name {
			fn checked_shl(&self, bits: u32) -> Option<Self> {
				self.0.checked_shl(bits).map(Self)
			}
		}

		impl CheckedShr for $name {
			fn checked_shr(&self, bits: u32) -> Option<Self> {
				self.0.checked_shr(bits).map(Self)
			}
		}

		impl CheckedNeg for $name {
			fn checked_neg(&self) -> Option<Self> {
				self.0.checked_neg().map(Self)
			}
		}

		impl Saturating for $name {
			fn saturating_add(self, other: Self) -> Self {
				Self(self.0.saturating_add(other.0))
			}

			fn saturating_sub(self, other: Self) -> Self {
				Self(self.0.saturating_sub(other.0))
			}

			fn saturating_mul(self, other: Self) -> Self {
				Self(self.0.saturating_mul(other.0))
			}

			fn saturating_pow(self, exponent: usize) -> Self {
				Self(Saturating::saturating_pow(self.0, exponent))
			}
		}

		impl Zero for $name {
			fn zero() -> Self {
				Self::ZERO
			}

			fn is_zero(&self) -> bool {
				self.0 == 0
			}
		}

		impl One for $name {
			fn one() -> Self {
				Self(1)
			}
		}

		impl Bounded for $name {
			fn min_value() -> Self {
				Self::ZERO
			}

			fn max_value() -> Self {
				Self::MAX
			}
		}

		impl Num for $name {
			type FromStrRadixErr = ParseIntError;

			fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
				u64::from_str_radix(text, radix).map(Self)
			}
		}

		impl Unsigned for $name {}

		impl IntegerSquareRoot for $name {
			fn integer_sqrt_checked(&self) -> Option<Self> {
				self.0.integer_sqrt_checked().map(Self)
			}
		}

		impl MultiplyRational for $name {
			fn multiply_rational(self, n: Self, d: Self, rounding: Rounding) -> Option<Self> {
				self.0.multiply_rational(n.0, d.0, rounding).map(Self)
			}
		}

		impl Sum for $name {
			fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
				amounts.fold(Self::ZERO, Self::saturating_add)
			}
		}
	};
	(@from $name:ident: $($int:ty),*) => {
		$(impl From<$int> for $name {
			fn from(units: $int) -> Self {
				Self(units.into())
			}
		})*
	};
	(@try_from $name:ident: $($int:ty),*) => {
		$(impl TryFrom<$int> for $name {
			type Error = core::num::TryFromIntError;

			fn try_from(units: $int) -> Result<Self, Self::Error> {
				u64::try_from(units).map(Self)
			}
		})*
	};
	(@try_into $name:ident: $($int:ty),*) => {
		$(impl TryFrom<$name> for $int {
			type Error = core::num::TryFromIntError;

			fn try_from(amount: $name) -> Result<Self, Self::Error> {
				<$int>::try_from(amount.0)
			}
		})*
	};
	(@operator $name:ident: $op:ident $method:ident $by:ident $assign:ident $assign_method:ident) => {
		impl $op for $name {
			type Output = Self;

			fn $method(self, other: Self) -> Self {
				Self(self.0.$by(other.0))
			}
		}

		impl $assign for $name {
			fn $assign_method(&mut self, other: Self) {
				self.0 = self.0.$by(other.0);
			}
		}
	};
	(@checked $name:ident: $op:ident $method:ident) => {
		impl $op for $name {
			fn $method(&self, other: &Self) -> Option<Self> {
				self.0.$method(other.0).map(Self)
			}
		}
	};
}

amount! {
	/// An amount of TAO, in rao: 10^9 rao are 1 TAO.
	///
	/// Balances, fees, deposits, pool reserves and root stake are of this type.
	TaoBalance
}

amount! {
	/// An amount of one subnet's alpha, in units of 10^-9 alpha.
	///
	/// The type does not name the subnet: a netuid accompanies the amount.
	AlphaBalance
}

#[cfg(test)]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	reason = "what tests compute stays small, or is cut on purpose"
)]
mod tests {
	use codec::{Compact, Decode, Encode, MaxEncodedLen};
	use proptest::prelude::*;
	use scale_info::{TypeDef, TypeInfo};

	use super::*;

	#[test]
	fn encoding_is_that_of_the_integer() {
		assert_eq!(TaoBalance::new(500).encode(), 500u64.encode());
		assert_eq!(Compact(TaoBalance::new(500)).encode(), Compact(500u64).encode());
		assert_eq!(Compact::<AlphaBalance>::decode(&mut &[0xd1, 0x07][..]).unwrap().0 .0, 500);
		assert_eq!(TaoBalance::max_encoded_len(), 8);
	}

	#[test]
	fn metadata_shows_one_unnamed_field_of_u64() {
		for (ty, name) in
			[(TaoBalance::type_info(), "TaoBalance"), (AlphaBalance::type_info(), "AlphaBalance")]
		{
			assert_eq!(ty.path.segments.last(), Some(&name));
			let TypeDef::Composite(composite) = ty.type_def else { panic!("not a composite") };
			assert_eq!(composite.fields.len(), 1);
			assert!(composite.fields.iter().all(|field| field.name.is_none()));
			assert!(composite.fields.iter().all(|f| f.ty == scale_info::meta_type::<u64>()));
		}
	}

	#[test]
	fn serde_and_display_show_the_plain_number() {
		assert_eq!(serde_json::to_string(&TaoBalance::new(42)).unwrap(), "42");
		assert_eq!(serde_json::from_str::<TaoBalance>("42").unwrap(), TaoBalance::new(42));
		assert_eq!(TaoBalance::new(42).to_string(), "42");
		assert_eq!("42".parse::<TaoBalance>().unwrap(), TaoBalance::new(42));
		assert!(serde_json::from_str::<TaoBalance>("-1").is_err());
	}

	#[test]
	fn operators_saturate_instead_of_wrapping_or_panicking() {
		let (one, two) = (TaoBalance::new(1), TaoBalance::new(2));
		assert_eq!(one - two, TaoBalance::ZERO);
		assert_eq!(TaoBalance::MAX + one, TaoBalance::MAX);
		assert_eq!(TaoBalance::MAX * two, TaoBalance::MAX);
		assert_eq!(one / TaoBalance::ZERO, TaoBalance::MAX);
		assert_eq!(one % TaoBalance::ZERO, TaoBalance::ZERO);
		assert_eq!(one << 64, TaoBalance::ZERO);
		assert_eq!([TaoBalance::MAX, one].into_iter().sum::<TaoBalance>(), TaoBalance::MAX);
	}

	proptest! {
		#[test]
		fn checked_arithmetic_agrees_with_u64(a: u64, b: u64) {
			let (x, y) = (AlphaBalance::new(a), AlphaBalance::new(b));
			prop_assert_eq!(x.try_add(y).ok().map(u64::from), a.checked_add(b));
			prop_assert_eq!(x.try_sub(y).ok().map(u64::from), a.checked_sub(b));
			prop_assert_eq!(x.try_mul(b).ok().map(u64::from), a.checked_mul(b));
			prop_assert_eq!(x.try_div_floor(b).ok().map(u64::from), a.checked_div(b));
			prop_assert_eq!(x.checked_rem(&y).map(u64::from), a.checked_rem(b));
			prop_assert_eq!(x.checked_neg().map(u64::from), a.checked_neg());
			prop_assert_eq!(x.cmp(&y), a.cmp(&b));
		}

		#[test]
		fn conversions_keep_the_value_or_refuse(a: u128) {
			prop_assert_eq!(TaoBalance::try_from(a).ok().map(u128::from), u64::try_from(a).ok().map(u128::from));
			let amount = TaoBalance::new(a as u64);
			prop_assert_eq!(u32::try_from(amount).ok(), u32::try_from(a as u64).ok());
			prop_assert_eq!(Compact::<TaoBalance>::decode(&mut &Compact(amount).encode()[..]).map(|c| c.0), Ok(amount));
		}

		#[test]
		fn multiply_rational_agrees_with_wide_arithmetic(a: u64, n: u64, d in 1u64..) {
			let exact = u128::from(a) * u128::from(n) / u128::from(d);
			let got = TaoBalance::new(a).multiply_rational(n.into(), d.into(), Rounding::Down);
			prop_assert_eq!(got.map(u128::from), u64::try_from(exact).ok().map(u128::from));
		}
	}
}
