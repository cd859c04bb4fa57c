//! The next story to read.

use std::collections::HashSet;

use crate::library::LibraryError;
use crate::library::reader::Reader;
use crate::library::value::{RowId, View};

impl Reader {
    /// The unread story next to one in a view, after or before it; from the beginning or the end without
    /// one, and again from there past the last.
    /// `None` if there is none. Cost: two orders of the view.
    pub fn unread(
        &self,
        view: &View,
        from: Option<RowId>,
        forward: bool,
    ) -> Result<Option<RowId>, LibraryError> {
        let mut wanted = view.clone();
        wanted.filter.unread = true;
        let unread: HashSet<RowId> = self.ordered(&wanted)?.rows.into_iter().collect();
        let order = self.ordered(view)?.rows;
        let at = from.and_then(|from| order.iter().position(|row| *row == from));
        let is_unread = |row: &&RowId| unread.contains(row);
        let found = match (at, forward) {
            (Some(at), true) => order.iter().skip(at + 1).find(is_unread),
            (Some(at), false) => order.iter().take(at).rev().find(is_unread),
            (None, true) => order.iter().find(is_unread),
            (None, false) => order.iter().rev().find(is_unread),
        };
        // Past the last one comes the first again.
        let again = || {
            if forward {
                order.iter().find(is_unread)
            } else {
                order.iter().rev().find(is_unread)
            }
        };
        Ok(found.or_else(again).copied())
    }
}
