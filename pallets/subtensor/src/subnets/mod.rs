//! Subnets: token symbols.

pub mod storage;
