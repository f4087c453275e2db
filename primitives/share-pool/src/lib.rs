//! Shares of a stake that grows: deposits, withdrawals and their rounding.
//!
//! # Overview
//!
//! Many people stake with one validator on one subnet. The chain keeps what they own together as
//! a single number, the pool's *value*, and each member's part of it as *shares*. A dividend is
//! added to the value, and everyone's part has grown, without a write per member. What a member
//! owns is their part of all shares, times the value.
//!
//! A hotkey has one pool per subnet, and a coldkey has at most one row in it. This crate holds no
//! storage: a caller loads the [`SharePool`] and one member's [`ShareRow`], asks for a deposit or
//! a withdrawal, and stores the [`Change`] that comes back.
//!
//! # Terminology
//!
//! - **value** V: alpha in the pool, in units of 10^-9 alpha (on root: rao).
//! - **denominator** D: all shares of the pool, a [`SafeFloat`].
//! - **shares** S: one member's part of D. A member owns V * S / D.
//! - **epoch** of a pool: how often it opened (D left zero) or closed (D became zero). Rows carry
//!   the epoch of their pool, so that rows of a closed pool need not be hunted down: they no
//!   longer match and count as absent.
//!
//! # The life of a pool
//!
//! The first deposit opens the pool: its shares are its amount. A later deposit of `a` gets
//! `a * D / V` new shares, a price at which nobody else gains or loses. Dividends raise V.
//! A withdrawal gives shares back at the price of the moment. A member who takes out all that
//! their shares are quoted at leaves altogether: the fraction of a unit that was not quoted stays
//! with the others. When V comes to zero the pool closes; the next deposit opens it anew.
//!
//! # Rounding
//!
//! Quoted values round down. New shares, and shares given back, round down to the last of the 21
//! digits of the denominator. Hence:
//!
//! - The quoted values of all members add up to at most V, and never to more.
//! - Each deposit or withdrawal shifts what anyone exactly owns by less than `20 * V / 10^20`,
//!   V being the larger value before and after. For the whole supply of 21 million tokens that is
//!   0.0042 of a unit. Dividends grow a shift as they grow what is owned.
//! - A quoted value is therefore the exact one rounded down, or one less or one more, as long as
//!   the shifts so far add up to less than one unit. So is the same set of deposits made in
//!   another order: each member's quoted value differs by at most one unit.
//! - Shares that rounding took from a member stay in the denominator and belong to nobody. Their
//!   value is part of the shifts above, so it grows with dividends as they do: what was less than
//!   a unit can become many. When the last member of a pool leaves, that value and less than one
//!   unit more may stay behind. The pool is then open without members, and what it is credited
//!   belongs to nobody. A newcomer gets the value of the deposit, not that of the remainder.
//! - A newcomer is never quoted more than was deposited. Whoever deposits and withdraws in several
//!   steps takes out at most one unit more than the quoted value before and the deposit: the
//!   fraction of a unit that was owned before, but not quoted.
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

mod pool;
mod power_of_ten;
mod safe_float;

pub use pool::{Change, ShareError, SharePool, ShareRow};
pub use safe_float::SafeFloat;
