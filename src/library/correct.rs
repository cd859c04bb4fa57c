//! From what a reader asks about a name to the edits that do it.

use rusqlite::Connection;

use crate::entity::fold::fold;
use crate::entity::resolve;
use crate::library::edit::{Cause, Correction, Edit, NameKey, Receipt};
use crate::library::fault::{At, LibraryError};
use crate::library::reader::Reader;
use crate::library::rulings::{self, Rulings};
use crate::library::value::NameId;
use crate::library::writer::Writer;
use crate::text::Clean;

impl Reader {
    /// The edits that carry a correction out in the library as it is now; none where nothing is to be done.
    pub fn edits(&self, correction: &Correction) -> Result<Vec<Edit>, LibraryError> {
        self.ask(|| plan(&self.connection, &*self.rulings()?, correction))
    }
}

impl Writer {
    /// Carries corrections out as one step of undo; see [`Writer::edit`].
    pub fn correct(&mut self, corrections: &[Correction]) -> Result<Receipt, LibraryError> {
        let rulings = rulings::fresh(&self.connection, &mut self.rulings).at(&self.path)?;
        let mut edits = Vec::new();
        for correction in corrections {
            edits.extend(plan(&self.connection, &rulings, correction).at(&self.path)?);
        }
        self.edit(Cause::Deliberate, &edits)
    }
}

fn plan(db: &Connection, rulings: &Rulings, correction: &Correction) -> rusqlite::Result<Vec<Edit>> {
    Ok(match correction {
        Correction::Merge { name, into } => merge(db, rulings, name, into)?,
        Correction::Split { name, spelling, to } => split(db, rulings, name, spelling, to.as_ref())?,
        Correction::Rename { name, to } => vec![Edit::Rename {
            name: name.clone(),
            to: to.clone(),
            was: None,
        }],
        Correction::Retype { name, to } => vec![Edit::Retype {
            name: name.clone(),
            to: *to,
            was: None,
        }],
        Correction::Hide { name, on } => vec![Edit::Hide {
            name: name.clone(),
            on: *on,
        }],
        Correction::Watch { name, on } => vec![Edit::Watch {
            name: name.clone(),
            on: *on,
        }],
        Correction::Apart { name, other } => vec![Edit::Apart {
            name: name.clone(),
            other: other.clone(),
            on: true,
        }],
        Correction::Make { text, kind } => {
            let name = resolve::key(*kind, text);
            let empty = rulings::parts(&name).is_none();
            let make = Edit::Make {
                name,
                text: text.clone(),
                on: true,
            };
            if empty { Vec::new() } else { vec![make] }
        }
        Correction::Deny {
            name,
            story,
            spelling,
        } => {
            let deny = |name| Edit::Deny {
                name,
                story: *story,
                spelling: spelling.clone(),
                on: true,
            };
            members(db, rulings, name)?
                .into_iter()
                .map(|(_, key)| deny(key))
                .collect()
        }
    })
}

/// A name and all that were merged into it, with their keys.
fn members(db: &Connection, rulings: &Rulings, key: &str) -> rusqlite::Result<Vec<(NameId, NameKey)>> {
    let Some(id) = rulings::id_of(db, key)? else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached("SELECT key FROM name WHERE id = ?1")?;
    let group = rulings.group(rulings.root(id)).into_iter();
    group
        .map(|id| Ok((id, statement.query_row([id.0], |r| r.get(0))?)))
        .collect()
}

/// Two names that were kept apart and are merged now are no longer apart.
fn merge(db: &Connection, rulings: &Rulings, name: &str, into: &str) -> rusqlite::Result<Vec<Edit>> {
    let (from, to) = (rulings::id_of(db, name)?, rulings::id_of(db, into)?);
    let root = |id: NameId| -> rusqlite::Result<NameKey> {
        db.prepare_cached("SELECT key FROM name WHERE id = ?1")?
            .query_row([rulings.root(id).0], |r| r.get(0))
    };
    let from = from.map_or(Ok(name.into()), root)?;
    let to = to.map_or(Ok(into.into()), root)?;
    if from == to {
        return Ok(Vec::new());
    }
    let mut edits = vec![Edit::Merge {
        name: from.clone(),
        into: Some(to.clone()),
        was: None,
    }];
    if let Some((a, b)) = rulings::id_of(db, &from)?.zip(rulings::id_of(db, &to)?)
        && rulings.are_apart(a, b)
    {
        edits.push(Edit::Apart {
            name: from,
            other: to,
            on: false,
        });
    }
    Ok(edits)
}

/// Names of the group that are written so stand on their own again; where a spelling is only one of several, it goes.
fn split(
    db: &Connection,
    rulings: &Rulings,
    name: &str,
    spelling: &Clean,
    to: Option<&NameKey>,
) -> rusqlite::Result<Vec<Edit>> {
    let folded = fold(spelling);
    let members = members(db, rulings, name)?;
    let mut edits = Vec::new();
    for (id, key) in &members {
        let main = rulings::parts(key).is_some_and(|(_, text)| text == folded);
        if main && rulings.root(*id) != *id {
            edits.push(Edit::Merge {
                name: key.clone(),
                into: to.cloned(),
                was: None,
            });
            continue;
        }
        let kind = rulings.kind(*id).or(rulings::parts(key).map(|(kind, _)| kind));
        let new = match (to, kind) {
            (Some(to), _) => to.clone(),
            (None, Some(kind)) => resolve::key(kind, spelling),
            (None, None) => continue,
        };
        // The name's own main form stays with it unless it is told where to go.
        if new != *key && (writes(db, *id, spelling)? || main) {
            edits.push(Edit::Split {
                name: key.clone(),
                spelling: spelling.clone(),
                to: Some(new),
                was: None,
            });
        }
    }
    Ok(edits)
}

/// Whether some story wrote a name so.
fn writes(db: &Connection, name: NameId, spelling: &str) -> rusqlite::Result<bool> {
    let wanted = fold(spelling);
    let mut statement = db.prepare_cached("SELECT fold FROM spelling WHERE name = ?1")?;
    let mut rows = statement.query([name.0])?;
    while let Some(r) = rows.next()? {
        if fold(r.get_ref(0)?.as_str()?) == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}
