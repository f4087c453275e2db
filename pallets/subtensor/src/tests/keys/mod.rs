//! Coldkey swaps: calls and their guard.

mod dispute_coldkey_swap;
mod guard;
mod reset_coldkey_swap;
