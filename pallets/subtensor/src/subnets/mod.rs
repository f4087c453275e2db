//! What a subnet is and is called.

pub mod storage;
