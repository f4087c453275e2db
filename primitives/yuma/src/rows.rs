//! Sparse matrices by row, as consensus reads and stores them.

use alloc::{vec, vec::Vec};

use crate::{
	error::InputError,
	fixed::{Fixed, Total},
};

/// Weights or bonds of one uid in storage order: the uid they are for and the value.
///
/// A uid appears in a row at most once. Repeated uids do no harm, but which of their values counts
/// is not defined.
pub type Row = Vec<(u16, u16)>;

/// Rows by uid, from rows with their uids in any order, as a storage map yields them.
///
/// Rows are moved, not copied. A uid without a row gets an empty one, rows of uids from `neurons`
/// on are dropped: the epoch would ignore them. Fails with [`InputError::RepeatedRow`] where a uid
/// comes twice, which no map does.
pub fn rows_by_uid(
	neurons: usize,
	rows: impl IntoIterator<Item = (u16, Row)>,
) -> Result<Vec<Row>, InputError> {
	let mut by_uid: Vec<Option<Row>> = vec![None; neurons];
	for (uid, row) in rows {
		if let Some(slot) = by_uid.get_mut(usize::from(uid)) {
			if slot.replace(row).is_some() {
				return Err(InputError::RepeatedRow { uid });
			}
		}
	}
	Ok(by_uid.into_iter().map(Option::unwrap_or_default).collect())
}

/// One value and the uid that it is for.
pub(crate) type Entry = (u16, Fixed);

/// Matrix with a row per uid: values towards uids, in the order in which they were pushed.
///
/// All entries lie in one list, so a matrix costs two allocations whatever its size.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Rows {
	entries: Vec<Entry>,
	/// End of each row in `entries`.
	ends: Vec<usize>,
}

impl Rows {
	/// Matrix without rows and with room for `rows` of them, `entries` in all.
	pub(crate) fn with_capacity(rows: usize, entries: usize) -> Self {
		Self { entries: Vec::with_capacity(entries), ends: Vec::with_capacity(rows) }
	}

	/// Adds an entry to the row under construction.
	#[inline]
	pub(crate) fn push(&mut self, uid: u16, value: Fixed) {
		self.entries.push((uid, value));
	}

	/// Ends the row under construction and gives its entries.
	pub(crate) fn end_row(&mut self) -> &mut [Entry] {
		let start = self.ends.last().copied().unwrap_or(0);
		self.ends.push(self.entries.len());
		self.entries.get_mut(start..).unwrap_or_default()
	}

	/// Rows from uid 0 on.
	pub(crate) fn iter(&self) -> impl Iterator<Item = &[Entry]> {
		let mut start = 0;
		self.ends.iter().map(move |end| {
			let row = self.entries.get(start..*end).unwrap_or_default();
			start = *end;
			row
		})
	}

	/// All entries, row after row.
	#[cfg(test)]
	pub(crate) fn entries(&self) -> &[Entry] {
		&self.entries
	}

	/// Number of entries, zeros that are stored included.
	pub(crate) fn len(&self) -> usize {
		self.entries.len()
	}

	/// Matrix of the same shape, each value mapped together with its row's item of `per_row`.
	pub(crate) fn map_by_row(&self, per_row: &[Fixed], f: impl Fn(Fixed, Fixed) -> Fixed) -> Self {
		let mut mapped = Self::with_capacity(self.ends.len(), self.len());
		for (row, item) in self.iter().zip(per_row) {
			mapped.entries.extend(row.iter().map(|(uid, value)| (*uid, f(*value, *item))));
			mapped.ends.push(mapped.entries.len());
		}
		mapped
	}

	/// Largest value of every column, of `columns` of them; zero where there is none above it.
	fn column_maxima(&self, columns: usize) -> Vec<Fixed> {
		self.fold_columns(columns, Fixed::max)
	}

	fn fold_columns<T: Copy + Default>(&self, columns: usize, f: impl Fn(T, Fixed) -> T) -> Vec<T> {
		let mut folded = vec![T::default(); columns];
		for (uid, value) in &self.entries {
			if let Some(slot) = folded.get_mut(usize::from(*uid)) {
				*slot = f(*slot, *value);
			}
		}
		folded
	}

	/// Divides each value by the largest of its column, rounded down, unless that is zero.
	pub(crate) fn divide_by_column_maxima(&mut self, columns: usize) {
		let maxima = self.column_maxima(columns);
		for (uid, value) in &mut self.entries {
			let divisor = at(&maxima, *uid);
			if divisor != Fixed::ZERO {
				*value = value.div_or_zero(divisor);
			}
		}
	}

	/// Divides each value by the exact sum of its column, rounded down, unless that is zero: no
	/// column sums to more than one afterwards.
	pub(crate) fn normalise_columns(&mut self, columns: usize) {
		let sums = self.fold_columns(columns, Total::plus);
		for (uid, value) in &mut self.entries {
			if let Some(sum) = sums.get(usize::from(*uid)) {
				*value = value.share_of(*sum);
			}
		}
	}
}

/// Item of uid `uid`, zero where there is none.
#[inline]
pub(crate) fn at(items: &[Fixed], uid: u16) -> Fixed {
	items.get(usize::from(uid)).copied().unwrap_or_default()
}

/// Whether uids rise from entry to entry.
pub(crate) fn is_ascending(row: &[Entry]) -> bool {
	row.iter().map(|(uid, _)| uid).is_sorted()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn scattered_rows_land_at_their_uids_without_a_copy() {
		let row: Row = vec![(0, 5), (2, 7)];
		let place = row.as_ptr();
		let rows = rows_by_uid(3, [(2, vec![(1, 1)]), (0, row)]).unwrap();
		assert_eq!(rows, [vec![(0, 5), (2, 7)], vec![], vec![(1, 1)]]);
		assert_eq!(rows[0].as_ptr(), place);
	}

	#[test]
	fn rows_beyond_the_neurons_are_dropped_and_repeated_ones_refused() {
		assert_eq!(rows_by_uid(1, [(1, vec![(0, 1)]), (u16::MAX, vec![])]), Ok(vec![vec![]]));
		assert_eq!(rows_by_uid(0, []), Ok(vec![]));
		let twice = rows_by_uid(2, [(1, vec![]), (0, vec![]), (1, vec![])]);
		assert_eq!(twice, Err(InputError::RepeatedRow { uid: 1 }));
	}

	#[test]
	fn a_column_beyond_the_type_still_sums_to_at_most_one() {
		let mut rows = Rows::with_capacity(3, 3);
		for _ in 0..3 {
			rows.push(0, Fixed::MAX);
			rows.end_row();
		}
		rows.normalise_columns(1);
		assert!(rows.entries().iter().all(|(_, share)| share.to_bits() == (1 << 32) / 3));
	}
}
