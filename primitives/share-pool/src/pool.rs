//! A pool of stake, and what deposits and withdrawals do to it.

use crate::safe_float::SafeFloat;
use noesis_types::AlphaBalance;

/// Why a deposit or a withdrawal was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ShareError {
	/// The member's shares are worth less than the withdrawal. Ask for at most the quoted value.
	NotCovered,
	/// The shares left the range of their exponent: the pool or row was not made by this crate.
	SharesOutOfRange,
}

impl core::fmt::Display for ShareError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(match self {
			Self::NotCovered => "the shares are worth less than the withdrawal",
			Self::SharesOutOfRange => "the shares are out of range",
		})
	}
}

impl core::error::Error for ShareError {}

/// What the members of one hotkey on one subnet own together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SharePool {
	/// V: the alpha in the pool.
	pub value: AlphaBalance,
	/// D: all shares. Zero while nobody is in the pool; a zero row is not stored.
	pub denominator: SafeFloat,
	/// How often the pool opened or closed. Zero only for a pool that never did.
	pub epoch: u64,
}

/// One member's row in a pool.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ShareRow {
	/// S: the member's part of the pool's denominator. A row of zero is not stored.
	pub shares: SafeFloat,
	/// The pool's epoch at the last write of the row. Zero, or no shares: not stored.
	pub epoch: u64,
}

/// What to store after a deposit or a withdrawal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "a deposit or withdrawal counts only once its result is stored"]
pub struct Change {
	/// The pool from now on.
	pub pool: SharePool,
	/// The member's row from now on; [`ShareRow::ABSENT`] means to remove it.
	pub row: ShareRow,
	/// How much the pool's value rose or fell, for totals over many pools.
	///
	/// It is the whole amount, except for a deposit that the pool's `u64` cannot hold.
	pub moved: AlphaBalance,
}

impl ShareRow {
	/// No shares.
	pub const ABSENT: Self = Self { shares: SafeFloat::ZERO, epoch: 0 };
}

impl SharePool {
	/// A pool that nobody ever entered.
	pub const EMPTY: Self =
		Self { value: AlphaBalance::ZERO, denominator: SafeFloat::ZERO, epoch: 0 };

	/// What `row` is worth: `V * S / D` rounded down, at most V.
	///
	/// Zero for a row of another epoch, and in a pool without shares.
	pub fn value_of(&self, row: &ShareRow) -> AlphaBalance {
		self.quote(self.current_shares(row))
	}

	/// The pool after a dividend: everyone's value grows in proportion to their shares.
	///
	/// The value stops at the largest amount. In a pool without shares the dividend belongs to
	/// nobody until the next deposit, which then owns it. In a pool whose members all left, and
	/// rounding kept open, it belongs to nobody for good. A caller with someone to pay makes a
	/// deposit for them instead.
	#[must_use]
	pub fn credit(self, amount: AlphaBalance) -> Self {
		Self { value: self.value.saturating_add(amount), ..self }
	}

	/// The pool after a loss: everyone's value shrinks in proportion to their shares.
	///
	/// The value stops at zero. The shares stay, and the next deposit starts the pool anew.
	#[must_use]
	pub fn debit(self, amount: AlphaBalance) -> Self {
		Self { value: self.value.saturating_sub(amount), ..self }
	}

	/// Whether a deposit of `amount` would get shares.
	pub fn accepts(&self, amount: AlphaBalance) -> bool {
		if self.denominator.is_zero() || (self.value.is_zero() && !amount.is_zero()) {
			return true;
		}
		self.shares_for(amount).is_some_and(|shares| !shares.is_zero())
	}

	/// Puts `amount` into the pool, for new shares of `amount * D / V` rounded down.
	///
	/// A pool without shares opens, and `amount` is what its shares count. So does a pool whose
	/// value was lost; there the old shares end with their epoch. An amount of zero changes nothing.
	pub fn deposit(&self, row: ShareRow, amount: AlphaBalance) -> Result<Change, ShareError> {
		if amount.is_zero() {
			return Ok(self.unchanged(row));
		}
		let pool =
			if self.value.is_zero() { self.with_denominator(SafeFloat::ZERO) } else { *self };
		let (denominator, shares) = if pool.denominator.is_zero() {
			(amount.into(), amount.into())
		} else {
			let asked = pool.shares_for(amount).ok_or(ShareError::SharesOutOfRange)?;
			let denominator =
				pool.denominator.checked_add(asked).ok_or(ShareError::SharesOutOfRange)?;
			// What the denominator could not hold is not given out, or shares would exceed it.
			let gained = difference(denominator, pool.denominator);
			let held = pool.current_shares(&row);
			(denominator, held.checked_add(gained).ok_or(ShareError::SharesOutOfRange)?)
		};
		let value = pool.value.saturating_add(amount);
		Ok(pool.settle(value, denominator, shares, value.saturating_sub(self.value)))
	}

	/// Takes `amount` out of the pool, for `amount * D / V` of the member's shares rounded down.
	///
	/// Whoever takes out the whole quoted value leaves the pool without a row, and the fraction of
	/// a unit that was not quoted stays with the others; whoever takes less keeps shares worth at
	/// least one unit. The pool closes when nothing is left in it; what rounding left to nobody
	/// keeps it open after its last member. An amount of zero changes nothing.
	///
	/// # Errors
	///
	/// [`ShareError::NotCovered`] if [`Self::value_of`] the row is less than `amount`.
	pub fn withdraw(&self, row: ShareRow, amount: AlphaBalance) -> Result<Change, ShareError> {
		let held = self.current_shares(&row);
		let quoted = self.quote(held);
		if quoted < amount {
			return Err(ShareError::NotCovered);
		}
		if amount.is_zero() {
			return Ok(self.unchanged(row));
		}
		let value = self.value.saturating_sub(amount);
		if value.is_zero() {
			return Ok(self.settle(value, SafeFloat::ZERO, SafeFloat::ZERO, amount));
		}
		let (denominator, shares) = self.give_back(held, amount)?;
		// What is left is below one unit: nobody could withdraw it, and its row would stay for ever.
		if quoted == amount {
			let denominator = denominator.checked_sub(shares).unwrap_or_default();
			return Ok(self.settle(value, denominator, SafeFloat::ZERO, amount));
		}
		Ok(self.settle(value, denominator, shares, amount))
	}

	/// The denominator and the member's shares without those of `amount`, which they cover.
	fn give_back(
		&self,
		held: SafeFloat,
		amount: AlphaBalance,
	) -> Result<(SafeFloat, SafeFloat), ShareError> {
		let asked = self.shares_for(amount).ok_or(ShareError::SharesOutOfRange)?;
		let denominator =
			self.denominator.checked_sub(asked).ok_or(ShareError::SharesOutOfRange)?;
		// What left the denominator leaves the member: never more than asked, nor than is held.
		let lost = difference(self.denominator, denominator);
		Ok((denominator, held.checked_sub(lost).unwrap_or_default()))
	}

	/// `amount * D / V` rounded down; `None` in a pool without value.
	fn shares_for(&self, amount: AlphaBalance) -> Option<SafeFloat> {
		SafeFloat::from(amount).mul_div(self.denominator, self.value.into())
	}

	/// What `shares` are worth, rounded down.
	fn quote(&self, shares: SafeFloat) -> AlphaBalance {
		let value = SafeFloat::from(self.value).mul_div(shares, self.denominator);
		AlphaBalance::new(value.map_or(0, SafeFloat::to_u64)).min(self.value)
	}

	/// The row's shares, unless they are of a pool that has closed since.
	fn current_shares(&self, row: &ShareRow) -> SafeFloat {
		// Epoch zero is a pool from before epochs were counted: its rows carry none.
		if self.epoch == 0 || row.epoch == self.epoch {
			row.shares
		} else {
			SafeFloat::ZERO
		}
	}

	/// The pool with another denominator; opening or closing counts up its epoch.
	fn with_denominator(self, denominator: SafeFloat) -> Self {
		let turned = denominator.is_zero() != self.denominator.is_zero();
		Self { denominator, epoch: self.epoch.saturating_add(turned.into()), ..self }
	}

	/// A change that changes nothing, but for a row that no longer counts.
	fn unchanged(&self, row: ShareRow) -> Change {
		let shares = self.current_shares(&row);
		self.settle(self.value, self.denominator, shares, AlphaBalance::ZERO)
	}

	/// What to store for these new numbers.
	fn settle(
		&self,
		value: AlphaBalance,
		denominator: SafeFloat,
		shares: SafeFloat,
		moved: AlphaBalance,
	) -> Change {
		let pool = Self { value, ..self.with_denominator(denominator) };
		let row = if shares.is_zero() {
			ShareRow::ABSENT
		} else {
			ShareRow { shares, epoch: pool.epoch }
		};
		Change { pool, row, moved }
	}
}

/// `larger - smaller`, exact where 256 bits allow it, else at the larger exponent.
fn difference(larger: SafeFloat, smaller: SafeFloat) -> SafeFloat {
	larger.checked_sub_exact(smaller).or_else(|| larger.checked_sub(smaller)).unwrap_or_default()
}
