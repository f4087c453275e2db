//! Epochs: so far the blocks in which they run.

mod schedule;
pub mod storage;

pub use schedule::Schedule;
