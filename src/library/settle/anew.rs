//! Settles many stories anew at once: a correction of a common name asks it of every second one of a library.
//!
//! Only what tells which names count is read and worked out, and what changed is written in the order in which it is
//! kept.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension};

use crate::article::id::ArticleId;
use crate::library::detail;
use crate::library::noted;
use crate::library::rulings::{self, Rulings};
use crate::library::settle::{names_counting, postings};
use crate::library::spans;
use crate::library::value::NameId;

/// A name, a story that names it otherwise than the recogniser says, and how; `None` where it no longer does.
type Change = (NameId, i64, Option<bool>);

/// Keeps what the rulings change for some rows; gives the names whose difference is another now.
pub(super) fn resettle(db: &Connection, rows: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<NameId>> {
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rulings = rulings::fresh(db, &mut None)?;
    let noted = noted::noted_rows(db)?;
    let mut changes = Vec::new();
    for row in rows {
        settle_row(db, *row, &rulings, &noted, &mut changes)?;
    }
    changes.sort_unstable();
    write(db, &changes)?;
    Ok(changes.into_iter().map(|(name, ..)| name).collect())
}

fn settle_row(
    db: &Connection,
    row: i64,
    rulings: &Rulings,
    noted: &HashSet<i64>,
    changes: &mut Vec<Change>,
) -> rusqlite::Result<()> {
    let sql = "SELECT b.text, b.detail, p.packed FROM span p JOIN body b ON b.row = p.row WHERE p.row = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut read = statement.query([row])?;
    let Some(r) = read.next()? else {
        return Ok(());
    };
    let spans = spans::unpack(r.get_ref(2)?.as_blob()?).unwrap_or_default();
    let found = in_order(spans.names.iter().filter(|n| n.count > 0).map(|n| n.id));
    let is_noted = noted.contains(&row);
    let of = if is_noted || rulings.by_story() {
        article_of(db, row)?
    } else {
        ArticleId::default()
    };
    let mut names = if rulings.by_mention() {
        let article = detail::unpack_body(r.get_ref(0)?.as_str()?, r.get_ref(1)?.as_str()?);
        names_counting(&article, of, &spans, rulings)
    } else {
        found.clone()
    };
    if is_noted {
        names.extend(noted::counted(db, of, rulings)?.into_keys());
    }
    let after = in_order(names.into_iter());
    let before = if rulings.sways() {
        super::sways(db, row)?
    } else {
        Vec::new()
    };
    compare(row, &before, (&found, &after), changes);
    Ok(())
}

/// Adds what is no longer as it was: `before` is kept, and the names that were found and those that count say what
/// should be. Both lists are in order.
fn compare(
    row: i64,
    before: &[(NameId, bool)],
    (found, after): (&[NameId], &[NameId]),
    changes: &mut Vec<Change>,
) {
    let lost = found.iter().filter(|n| after.binary_search(n).is_err());
    let gained = after.iter().filter(|n| found.binary_search(n).is_err());
    let sways: Vec<(NameId, bool)> = lost
        .map(|n| (*n, false))
        .chain(gained.map(|n| (*n, true)))
        .collect();
    let stays = |name: &NameId| sways.iter().any(|(n, _)| n == name);
    let gone = before.iter().filter(|(name, _)| !stays(name));
    changes.extend(gone.map(|(name, _)| (*name, row, None)));
    let new = sways.iter().filter(|sway| !before.contains(sway));
    changes.extend(new.map(|(name, gain)| (*name, row, Some(*gain))));
}

fn article_of(db: &Connection, row: i64) -> rusqlite::Result<ArticleId> {
    db.prepare_cached("SELECT article FROM story WHERE row = ?1")?
        .query_row([row], |r| r.get(0).map(ArticleId))
}

/// Some names in order, each once.
fn in_order(names: impl Iterator<Item = NameId>) -> Vec<NameId> {
    let mut names: Vec<NameId> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn write(db: &Connection, changes: &[Change]) -> rusqlite::Result<()> {
    let mut put = db.prepare_cached("INSERT OR REPLACE INTO sway (name, row, gain) VALUES (?1, ?2, ?3)")?;
    let mut take = db.prepare_cached("DELETE FROM sway WHERE name = ?1 AND row = ?2")?;
    for (name, row, gain) in changes {
        match gain {
            Some(gain) => put.execute((name.0, row, gain))?,
            None => take.execute((name.0, row))?,
        };
    }
    Ok(())
}

/// The rows of a name that write it in one way; `folded` is that way.
pub(super) fn spelt(
    db: &Connection,
    name: NameId,
    folded: &str,
    is_main: bool,
) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT packed FROM span WHERE row = ?1")?;
    let mut rows = Vec::new();
    for row in postings(db, name)? {
        let read = statement.query_row([row], |r| {
            Ok(spans::writes(r.get_ref(0)?.as_blob()?, name, folded, is_main))
        });
        if read.optional()?.unwrap_or_default() {
            rows.push(row);
        }
    }
    Ok(rows)
}
