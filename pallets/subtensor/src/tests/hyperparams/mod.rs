//! Hyperparameters: [`crate::hyperparams::set`] and the table.

mod set;
mod table;
