//! Shares of a stake that grows: deposits, withdrawals and their rounding.
//!
//! # Overview
//!
//! Many people stake with one validator on one subnet. The chain keeps their stake as a single
//! number, the pool's *value*, and the part of each member as *shares*. A dividend raises the
//! value and with it the part of every member, without a write per member. A member owns their
//! part of all shares, times the value.
//!
//! A hotkey has one pool per subnet, and a coldkey has at most one row in it. This crate holds no
//! storage: a caller loads the [`SharePool`] and one member's [`ShareRow`], computes a deposit or
//! a withdrawal, and stores the [`Change`] that it returns.
//!
//! # Terminology
//!
//! - **value** V: alpha in the pool, in units of 10^-9 alpha (on root: rao).
//! - **denominator** D: all shares of the pool, a [`SafeFloat`].
//! - **shares** S: one member's part of D. A member owns V * S / D.
//! - **epoch** of a pool: the number of times that it opened (D left zero) or closed (D became
//!   zero). Each row carries the epoch of its pool. A row of an earlier epoch counts as absent,
//!   so closing a pool need not remove its rows.
//!
//! # Life of a pool
//!
//! The first deposit opens the pool: its shares are its amount. A later deposit of `a` gets
//! `a * D / V` new shares, a price at which nobody else gains or loses. Dividends raise V.
//! A withdrawal returns shares at the current price. A member who withdraws the whole quoted value
//! leaves the pool: the fraction of a unit that is not quoted stays with the others. When V becomes
//! zero the pool closes; the next deposit opens it again.
//!
//! # Rounding
//!
//! Quoted values round down. New shares and returned shares round down to the last of the 21
//! digits of the denominator. Hence:
//!
//! - The quoted values of all members add up to at most V.
//! - Each deposit or withdrawal shifts the exact part of a member by less than `20 * V / 10^20`,
//!   V being the larger value before and after. For the whole supply of 21 million tokens that is
//!   0.0042 of a unit. Dividends grow a shift in proportion to the part.
//! - A quoted value is therefore the exact value rounded down, or one less or one more, as long as
//!   the shifts so far add up to less than one unit. The same holds for the same deposits in
//!   another order: each member's quoted value differs by at most one unit.
//! - Shares that rounding takes from a member stay in the denominator and belong to nobody. Their
//!   value is part of the shifts above and grows with dividends, so less than a unit can become
//!   many. When the last member of a pool leaves, that value and less than one unit more may stay
//!   behind. The pool is then open without members, and its dividends belong to nobody. A
//!   newcomer gets the value of the deposit, not that of the remainder.
//! - A newcomer is never quoted more than the deposit. A member who deposits and withdraws in
//!   several steps takes out at most one unit more than the quoted value before and the deposit:
//!   the fraction of a unit that was owned before, but not quoted.
//!
//! # Example
//!
//! ```
//! use noesis_share_pool::{SharePool, ShareRow};
//! use noesis_types::AlphaBalance;
//!
//! let alice = SharePool::EMPTY.deposit(ShareRow::ABSENT, AlphaBalance::new(100))?;
//! let bob = alice.pool.deposit(ShareRow::ABSENT, AlphaBalance::new(200))?;
//! let grown = bob.pool.credit(AlphaBalance::new(100));
//! assert_eq!(grown.value_of(&alice.row), AlphaBalance::new(133));
//! assert_eq!(grown.value_of(&bob.row), AlphaBalance::new(266));
//! # Ok::<(), noesis_share_pool::ShareError>(())
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

#[cfg(feature = "codec")]
mod encoding;
mod pool;
mod power_of_ten;
mod safe_float;

pub use pool::{Change, ShareError, SharePool, ShareRow};
pub use safe_float::SafeFloat;
