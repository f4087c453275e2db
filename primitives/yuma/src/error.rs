//! Reasons why an epoch refuses its input.

use core::fmt;

/// Reason why an epoch, or a step around it, refuses its input.
///
/// Each of these is a fault of the caller that reads storage: nothing that a user sends leads here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InputError {
	/// A list with one item for each neuron has another length.
	WrongLength {
		/// Name of the list's field.
		list: &'static str,
		/// Number of neurons.
		expected: usize,
		/// Length of the list.
		found: usize,
	},
	/// Two rows were given for the same uid.
	RepeatedRow {
		/// The uid.
		uid: u16,
	},
	/// The three budgets sum to more than `u64::MAX` rao.
	BudgetsOverflow,
}

impl fmt::Display for InputError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::WrongLength { list, expected, found } => {
				write!(f, "{list} has {found} items for {expected} neurons")
			}
			Self::RepeatedRow { uid } => write!(f, "uid {uid} has two rows"),
			Self::BudgetsOverflow => f.write_str("the budgets hold more than an amount can"),
		}
	}
}

impl core::error::Error for InputError {}

/// Fails unless `list` has one item for each of `neurons`.
pub(crate) fn ensure_full(
	list: &'static str,
	found: usize,
	neurons: usize,
) -> Result<(), InputError> {
	if found == neurons {
		Ok(())
	} else {
		Err(InputError::WrongLength { list, expected: neurons, found })
	}
}

/// Fails unless `list` is empty or has one item for each of `neurons`.
pub(crate) fn ensure_full_or_empty(
	list: &'static str,
	found: usize,
	neurons: usize,
) -> Result<(), InputError> {
	if found == 0 {
		Ok(())
	} else {
		ensure_full(list, found, neurons)
	}
}

#[cfg(test)]
mod tests {
	use alloc::string::ToString;

	use super::*;

	#[test]
	fn errors_name_the_list_and_both_lengths() {
		let error = ensure_full("permits", 3, 4).unwrap_err();
		assert_eq!(error.to_string(), "permits has 3 items for 4 neurons");
		assert_eq!(InputError::RepeatedRow { uid: 7 }.to_string(), "uid 7 has two rows");
	}

	#[test]
	fn only_optional_lists_may_be_empty() {
		assert!(ensure_full("permits", 0, 4).is_err());
		assert_eq!(ensure_full_or_empty("permits", 0, 4), Ok(()));
		assert_eq!(ensure_full_or_empty("permits", 4, 4), Ok(()));
		assert!(ensure_full_or_empty("permits", 5, 4).is_err());
	}
}
