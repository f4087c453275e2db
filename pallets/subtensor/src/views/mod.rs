//! Runtime APIs, one file each: declaration and answer.
//!
//! A declaration names the methods in the order and with the parameter names that clients look up
//! in metadata.

mod beta_basket;
mod stake_info;
mod swap;

pub use beta_basket::*;
pub use stake_info::*;
pub use swap::*;
