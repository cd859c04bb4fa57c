//! Fields of the query language in what is typed: they leave some headlines, and the words are looked for among those.
//!
//! `name:서하린 is:unread ㅇㅈ` is one question for the index, whose answer is kept while the words behind it are typed.

use std::sync::Arc;

use super::{Ask, Scope};
use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::value::{RowId, View};
use crate::query;

/// The words of what was typed, without the fields beside them; all of it where it is no query, or not yet.
pub(in crate::library) fn words(typed: &str) -> String {
    match query::parse(typed).map(query::Query::split) {
        Ok((words, rest)) if !rest.is_empty() => words,
        _ => typed.to_owned(),
    }
}

/// The stories that the fields of a question leave.
#[derive(Debug)]
pub(super) struct Within {
    /// What asked for them, and the state of the library then.
    view: View,
    version: Option<i64>,
    /// In the order that the fields ask for.
    pub(super) rows: Vec<RowId>,
    /// One bit a row.
    bits: Vec<u64>,
}

impl Within {
    /// The stories left, those known from the question before where nothing has changed; `None` if all are.
    pub(super) fn of(
        reader: &Reader,
        ask: &Ask,
        version: Option<i64>,
        known: Option<&Arc<Self>>,
    ) -> Result<Option<Arc<Self>>, LibraryError> {
        if !matches!(ask.scope, Scope::All | Scope::Titles) {
            return Ok(None);
        }
        let Ok((_, rest)) = query::parse(&ask.typed).map(query::Query::split) else {
            return Ok(None);
        };
        if rest.is_empty() {
            return Ok(None);
        }
        let view = View::of(rest, ask.today).sorted();
        let same = |known: &&Arc<Self>| known.view == view && known.version == version;
        if let Some(known) = known.filter(same) {
            return Ok(Some(Arc::clone(known)));
        }
        let rows = reader.order(&view)?;
        let mut bits = vec![0; rows.iter().map(|row| row.0).max().unwrap_or(0) as usize / 64 + 1];
        for row in &rows {
            bits[row.0 as usize / 64] |= 1 << (row.0 % 64);
        }
        Ok(Some(Arc::new(Self {
            view,
            version,
            rows,
            bits,
        })))
    }

    /// Whether a story is among them.
    pub(super) fn has(&self, row: RowId) -> bool {
        let bits = self.bits.get(row.0 as usize / 64);
        bits.is_some_and(|bits| bits >> (row.0 % 64) & 1 == 1)
    }
}
