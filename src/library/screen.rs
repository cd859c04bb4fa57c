//! Questions about names that the screen asks in one go.

use crate::library::fault::LibraryError;
use crate::library::lore::{Quote, Why};
use crate::library::reader::Reader;
use crate::library::value::{NameCount, NameId, Place};

/// Names offered at once.
const OFFERED: usize = 30;

impl Reader {
    /// Why the letters at a place count as a name, and their sentence; `None` where no name stands.
    pub fn why_quoted(&self, place: Place) -> Result<Option<(Why, Quote)>, LibraryError> {
        let Some(why) = self.why(place)? else {
            return Ok(None);
        };
        let quote = self.quotes(&[why.place])?.into_iter().next();
        Ok(quote.map(|quote| (why, quote)))
    }

    /// Names that another may be the same as: those that hold what was typed; before anything was, those that look
    /// like it, then the most frequent.
    pub fn names_for(&self, than: NameId, typed: &str) -> Result<Vec<NameCount>, LibraryError> {
        let mut names: Vec<NameCount> = Vec::new();
        if typed.is_empty() {
            names.extend(self.similar(than, OFFERED)?.into_iter().map(|alike| alike.name));
        }
        for name in self.names(typed, OFFERED)? {
            if names.iter().all(|known| known.id != name.id) {
                names.push(name);
            }
        }
        names.retain(|name| name.id != than);
        Ok(names)
    }
}
