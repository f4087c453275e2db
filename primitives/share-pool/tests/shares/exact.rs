//! Exact fractions: the parts of the members of a pool without any rounding.

use core::cmp::Ordering;

use noesis_share_pool::SafeFloat;

/// A natural number without bound, least digit first and no zero digit last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Natural(Vec<u32>);

impl Natural {
	pub(crate) fn from(number: u128) -> Self {
		Self((0..4).map(|digit| (number >> (32 * digit)) as u32).collect()).trimmed()
	}

	pub(crate) fn power_of_ten(exponent: u32) -> Self {
		(0..exponent).fold(Self::from(1), |power, _| power.times(&Self::from(10)))
	}

	fn trimmed(mut self) -> Self {
		while self.0.last() == Some(&0) {
			self.0.pop();
		}
		self
	}

	pub(crate) fn plus(&self, other: &Self) -> Self {
		let mut carry = 0u64;
		let length = self.0.len().max(other.0.len()) + 1;
		let digit = |number: &Self, index| u64::from(number.0.get(index).copied().unwrap_or(0));
		let sum = (0..length).map(|index| {
			carry += digit(self, index) + digit(other, index);
			let low = carry as u32;
			carry >>= 32;
			low
		});
		Self(sum.collect()).trimmed()
	}

	/// `self - other`, for `other <= self`.
	pub(crate) fn minus(&self, other: &Self) -> Self {
		assert!(other <= self);
		let mut borrow = 0i64;
		let difference = (0..self.0.len()).map(|index| {
			let digit = |number: &Self| i64::from(number.0.get(index).copied().unwrap_or(0));
			let left = digit(self) - digit(other) - borrow;
			borrow = i64::from(left < 0);
			(left + (borrow << 32)) as u32
		});
		Self(difference.collect()).trimmed()
	}

	pub(crate) fn times(&self, other: &Self) -> Self {
		let mut product = vec![0u32; self.0.len() + other.0.len()];
		for (i, a) in self.0.iter().enumerate() {
			let mut carry = 0u64;
			for (j, b) in other.0.iter().enumerate() {
				carry += u64::from(*a) * u64::from(*b) + u64::from(product[i + j]);
				product[i + j] = carry as u32;
				carry >>= 32;
			}
			product[i + other.0.len()] = carry as u32;
		}
		Self(product).trimmed()
	}
}

impl Ord for Natural {
	fn cmp(&self, other: &Self) -> Ordering {
		let by_length = self.0.len().cmp(&other.0.len());
		by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
	}
}

impl PartialOrd for Natural {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}

/// Decimal places with which every share of these tests is an integer.
const PLACES: i64 = 64;

/// The number in units of 10^-64. It must have no digit below.
pub(crate) fn in_units(number: SafeFloat) -> Natural {
	let exponent = u32::try_from(number.exponent() + PLACES).expect("no digit below 10^-64");
	Natural::from(number.mantissa()).times(&Natural::power_of_ten(exponent))
}

/// A pool whose shares are exact: member `i` owns `value * shares[i] / denominator`.
pub(crate) struct ExactPool<const N: usize> {
	value: u64,
	denominator: Natural,
	shares: [Natural; N],
}

impl<const N: usize> ExactPool<N> {
	pub(crate) fn new() -> Self {
		let zero = || Natural::from(0);
		Self { value: 0, denominator: zero(), shares: core::array::from_fn(|_| zero()) }
	}

	pub(crate) fn deposit(&mut self, member: usize, amount: u64) {
		if self.value == 0 {
			*self = Self::new();
			self.denominator = Natural::from(amount.into());
			self.shares[member] = self.denominator.clone();
		} else {
			self.exchange(member, amount, Natural::plus);
		}
		self.value += amount;
	}

	/// Takes `amount` out. A member who `leaves` gives the remainder to the others.
	pub(crate) fn withdraw(&mut self, member: usize, amount: u64, leaves: bool) {
		self.exchange(member, amount, |held, given| {
			// The quoted value may exceed the exact one by the shift of earlier roundings.
			held.minus(given.min(held))
		});
		self.value -= amount;
		if leaves {
			self.denominator = self.denominator.minus(&self.shares[member]);
			self.shares[member] = Natural::from(0);
		}
	}

	/// Whether all members left, so that the remainder belongs to nobody.
	pub(crate) fn is_deserted(&self) -> bool {
		self.denominator == Natural::from(0)
	}

	pub(crate) fn credit(&mut self, amount: u64) {
		self.value += amount;
	}

	/// Exchanges `amount` for `amount * D / V` shares. All shares are scaled by V to stay integers.
	fn exchange(
		&mut self,
		member: usize,
		amount: u64,
		apply: impl Fn(&Natural, &Natural) -> Natural,
	) {
		let value = Natural::from(self.value.into());
		let moved = Natural::from(amount.into()).times(&self.denominator);
		self.denominator = self.denominator.times(&value);
		for shares in &mut self.shares {
			*shares = shares.times(&value);
		}
		let held = apply(&self.shares[member], &moved);
		let others = self.denominator.minus(&self.shares[member]);
		self.denominator = others.plus(&held);
		self.shares[member] = held;
	}

	/// Whether `quoted` is the exact part of the member, rounded down, off by at most `tolerance`.
	pub(crate) fn is_near(&self, member: usize, quoted: u64, tolerance: u64) -> bool {
		if self.is_deserted() {
			return quoted == 0;
		}
		let owned = Natural::from(self.value.into()).times(&self.shares[member]);
		let at = |units: u64| Natural::from(units.into()).times(&self.denominator);
		at(quoted.saturating_sub(tolerance)) <= owned && owned < at(quoted + 1 + tolerance)
	}
}
