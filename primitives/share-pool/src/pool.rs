//! A pool of stake, and the effects of deposits and withdrawals.

use noesis_types::AlphaBalance;

use crate::safe_float::SafeFloat;

/// The reason why a deposit or a withdrawal is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ShareError {
	/// The member's shares are worth less than the withdrawal. Ask for at most the quoted value.
	NotCovered,
	/// The shares leave the range of their exponent: this crate did not make the pool or the row.
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

/// The stake that the members of one hotkey on one subnet own together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SharePool {
	/// V: the alpha in the pool, in units of 10^-9 alpha.
	pub value: AlphaBalance,
	/// D: all shares. Zero while the pool is closed; a zero is not stored.
	pub denominator: SafeFloat,
	/// The number of times that the pool opened or closed. Zero only for a pool that never opened.
	pub epoch: u64,
}

/// One member's row in a pool.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ShareRow {
	/// S: the member's part of the pool's denominator. A zero is not stored.
	pub shares: SafeFloat,
	/// The pool's epoch at the last write of the row. Not stored if it or the shares are zero.
	pub epoch: u64,
}

/// The pool and the row to store after a deposit or a withdrawal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "a deposit or withdrawal takes effect only if its result is stored"]
pub struct Change {
	/// The pool after the change.
	pub pool: SharePool,
	/// The member's row after the change; [`ShareRow::ABSENT`] means to remove it.
	pub row: ShareRow,
	/// The change of the pool's value, in units of 10^-9 alpha, for totals over many pools.
	///
	/// It is the whole amount, except for a deposit that would lift the value above `u64::MAX`.
	pub moved: AlphaBalance,
}

impl ShareRow {
	/// A row without shares.
	pub const ABSENT: Self = Self { shares: SafeFloat::ZERO, epoch: 0 };
}

impl SharePool {
	/// A pool that never opened.
	pub const EMPTY: Self =
		Self { value: AlphaBalance::ZERO, denominator: SafeFloat::ZERO, epoch: 0 };

	/// The value of `row`: `V * S / D` rounded down, at most V, in units of 10^-9 alpha.
	///
	/// Zero for a row of another epoch, and in a pool without shares.
	pub fn value_of(&self, row: &ShareRow) -> AlphaBalance {
		self.quote(self.current_shares(row))
	}

	/// The pool after a dividend: the value of each member grows in proportion to their shares.
	///
	/// The value saturates at `u64::MAX`. In a pool without shares the next deposit owns the
	/// dividend. In a pool that rounding kept open after its last member left, nobody will ever
	/// own it. To pay a certain member, a caller makes a deposit for them instead.
	#[must_use]
	pub fn credit(self, amount: AlphaBalance) -> Self {
		Self { value: self.value.saturating_add(amount), ..self }
	}

	/// The pool after a loss: the value of each member shrinks in proportion to their shares.
	///
	/// The value saturates at zero. The shares stay until the next deposit, which opens the pool
	/// again.
	#[must_use]
	pub fn debit(self, amount: AlphaBalance) -> Self {
		Self { value: self.value.saturating_sub(amount), ..self }
	}

	/// Whether a deposit of `amount` gets shares.
	pub fn accepts(&self, amount: AlphaBalance) -> bool {
		if self.denominator.is_zero() || (self.value.is_zero() && !amount.is_zero()) {
			return true;
		}
		self.shares_for(amount).is_some_and(|shares| !shares.is_zero())
	}

	/// Adds `amount` to the pool, for new shares of `amount * D / V` rounded down.
	///
	/// A pool without shares opens with `amount` shares. A pool without value closes and opens,
	/// which ends the epoch of the old shares. An amount of zero changes nothing.
	///
	/// # Errors
	///
	/// [`ShareError::SharesOutOfRange`], only for a pool or a row that this crate did not make.
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
			// The member gets only the shares that the denominator can hold, or the shares of all
			// members could exceed it.
			let gained = difference(denominator, pool.denominator);
			let held = pool.current_shares(&row);
			(denominator, held.checked_add(gained).ok_or(ShareError::SharesOutOfRange)?)
		};
		let value = pool.value.saturating_add(amount);
		Ok(pool.settle(value, denominator, shares, value.saturating_sub(self.value)))
	}

	/// Takes `amount` out of the pool, for `amount * D / V` of the member's shares rounded down.
	///
	/// A member who takes out the whole quoted value loses the row, and the fraction of a unit that
	/// was not quoted stays with the others. A member who takes less keeps shares of a value of at
	/// least one unit. The pool closes when its value is zero; a remainder that rounding left to
	/// nobody keeps it open after its last member. An amount of zero changes nothing.
	///
	/// # Errors
	///
	/// - [`ShareError::NotCovered`] if [`Self::value_of`] the row is less than `amount`.
	/// - [`ShareError::SharesOutOfRange`], only for a pool or a row that this crate did not make.
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
		// The rest is below one unit. Nobody could withdraw it, and its row would never be removed.
		if quoted == amount {
			let denominator = denominator.checked_sub(shares).unwrap_or_default();
			return Ok(self.settle(value, denominator, SafeFloat::ZERO, amount));
		}
		Ok(self.settle(value, denominator, shares, amount))
	}

	/// The denominator and the member's shares, both without the shares of `amount`.
	fn give_back(
		&self,
		held: SafeFloat,
		amount: AlphaBalance,
	) -> Result<(SafeFloat, SafeFloat), ShareError> {
		let asked = self.shares_for(amount).ok_or(ShareError::SharesOutOfRange)?;
		let denominator =
			self.denominator.checked_sub(asked).ok_or(ShareError::SharesOutOfRange)?;
		// The member loses what the denominator lost, at most the shares that they hold.
		let lost = difference(self.denominator, denominator);
		Ok((denominator, held.checked_sub(lost).unwrap_or_default()))
	}

	/// `amount * D / V` rounded down; `None` in a pool without value.
	fn shares_for(&self, amount: AlphaBalance) -> Option<SafeFloat> {
		SafeFloat::from(amount).mul_div(self.denominator, self.value.into())
	}

	/// The value of `shares`, rounded down.
	fn quote(&self, shares: SafeFloat) -> AlphaBalance {
		let value = SafeFloat::from(self.value).mul_div(shares, self.denominator);
		AlphaBalance::new(value.map_or(0, SafeFloat::to_u64)).min(self.value)
	}

	/// The row's shares, or zero if the pool has closed since its last write.
	fn current_shares(&self, row: &ShareRow) -> SafeFloat {
		// A pool with epoch zero is older than the counting of epochs, and so are its rows.
		if self.epoch == 0 || row.epoch == self.epoch {
			row.shares
		} else {
			SafeFloat::ZERO
		}
	}

	/// The pool with another denominator. Opening or closing it increments its epoch.
	fn with_denominator(self, denominator: SafeFloat) -> Self {
		let turned = denominator.is_zero() != self.denominator.is_zero();
		Self { denominator, epoch: self.epoch.saturating_add(turned.into()), ..self }
	}

	/// A change of nothing, except that a row of an earlier epoch becomes absent.
	fn unchanged(&self, row: ShareRow) -> Change {
		let shares = self.current_shares(&row);
		self.settle(self.value, self.denominator, shares, AlphaBalance::ZERO)
	}

	/// The change to these new numbers.
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

/// `larger - smaller`, exact if 256 bits allow it, else at the larger exponent.
fn difference(larger: SafeFloat, smaller: SafeFloat) -> SafeFloat {
	larger.checked_sub_exact(smaller).or_else(|| larger.checked_sub(smaller)).unwrap_or_default()
}
