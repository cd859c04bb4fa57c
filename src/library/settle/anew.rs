//! Settles many stories anew at once: a correction of a common name asks it of every second one of a library.
//!
//! Only what tells which names count is read and worked out, on all cores where it is much, and what changed is written
//! in the order in which it is kept.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

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

/// Stories that go to another thread together.
const TOGETHER: usize = 256;
/// Fewer stories than these are worked out where they are read.
const MANY: usize = 2_000;
/// Threads beyond these would wait for the one that reads.
const THREADS: usize = 3;

/// A story as it is kept.
struct Kept {
    row: i64,
    of: ArticleId,
    text: String,
    detail: String,
    packed: Vec<u8>,
    /// The names in the notes on it.
    noted: Vec<NameId>,
    before: Vec<(NameId, bool)>,
}

/// Keeps what the rulings change for some rows; gives the names whose difference is another now.
pub(super) fn resettle(db: &Connection, rows: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<NameId>> {
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rulings = rulings::fresh(db, &mut None)?;
    let noted = noted::noted_rows(db)?;
    let read = |row: &i64| read(db, *row, &rulings, &noted).transpose();
    let mut changes = Vec::new();
    if rows.len() < MANY {
        for kept in rows.iter().filter_map(read) {
            compare(&kept?, &rulings, &mut changes);
        }
    } else {
        changes = on_threads(rows.iter().filter_map(read), &rulings)?;
    }
    changes.sort_unstable();
    write(db, &changes)?;
    Ok(changes.into_iter().map(|(name, ..)| name).collect())
}

/// Works stories out on other threads while this one reads the next.
fn on_threads(
    mut stories: impl Iterator<Item = rusqlite::Result<Kept>>,
    rulings: &Rulings,
) -> rusqlite::Result<Vec<Change>> {
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(THREADS);
    let (give, take) = mpsc::sync_channel::<Vec<Kept>>(threads * 2);
    // The threads alone hold it: when the last of them is gone, nothing waits to be given to it.
    let take = Arc::new(Mutex::new(take));
    let work = |take: Arc<Mutex<mpsc::Receiver<Vec<Kept>>>>| {
        let mut changes = Vec::new();
        loop {
            // Only one waits at a time, and works when it has let go.
            let some = match take.lock() {
                Ok(take) => take.recv(),
                Err(_) => return changes,
            };
            match some {
                Ok(some) => some.iter().for_each(|kept| compare(kept, rulings, &mut changes)),
                Err(_) => return changes,
            }
        }
    };
    thread::scope(|scope| {
        let spawn = |_| {
            let take = Arc::clone(&take);
            scope.spawn(move || work(take))
        };
        let workers: Vec<_> = (0..threads).map(spawn).collect();
        drop(take);
        let mut fault = None;
        loop {
            let mut some = Vec::with_capacity(TOGETHER);
            for kept in stories.by_ref().take(TOGETHER) {
                match kept {
                    Ok(kept) => some.push(kept),
                    Err(e) => fault = fault.or(Some(e)),
                }
            }
            if some.is_empty() || fault.is_some() || give.send(some).is_err() {
                break;
            }
        }
        drop(give);
        let mut changes = Vec::new();
        for worker in workers {
            match worker.join() {
                Ok(own) => changes.extend(own),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        fault.map_or(Ok(changes), Err)
    })
}

/// A story with all that [`compare`] wants of it; `None` if it is not in the index.
fn read(
    db: &Connection,
    row: i64,
    rulings: &Rulings,
    noted: &HashSet<i64>,
) -> rusqlite::Result<Option<Kept>> {
    let sql = "SELECT b.text, b.detail, p.packed FROM span p JOIN body b ON b.row = p.row WHERE p.row = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut read = statement.query([row])?;
    let Some(r) = read.next()? else {
        return Ok(None);
    };
    let mut kept = Kept {
        row,
        of: ArticleId::default(),
        text: String::new(),
        detail: String::new(),
        packed: r.get(2)?,
        noted: Vec::new(),
        before: Vec::new(),
    };
    if rulings.by_mention() {
        (kept.text, kept.detail) = (r.get(0)?, r.get(1)?);
    }
    if rulings.by_story() || noted.contains(&row) {
        kept.of = article_of(db, row)?;
    }
    if noted.contains(&row) {
        kept.noted
            .extend(noted::counted(db, kept.of, rulings)?.into_keys());
    }
    if rulings.sways() {
        kept.before = super::sways(db, row)?;
    }
    Ok(Some(kept))
}

/// Adds what is no longer as it was.
fn compare(kept: &Kept, rulings: &Rulings, changes: &mut Vec<Change>) {
    let spans = spans::unpack(&kept.packed).unwrap_or_default();
    let found = in_order(spans.names.iter().filter(|n| n.count > 0).map(|n| n.id));
    let mut names = if rulings.by_mention() {
        let article = detail::unpack_body(&kept.text, &kept.detail);
        names_counting(&article, kept.of, &spans, rulings)
    } else {
        found.clone()
    };
    names.extend(&kept.noted);
    let after = in_order(names.into_iter());
    let lost = found.iter().filter(|n| after.binary_search(n).is_err());
    let gained = after.iter().filter(|n| found.binary_search(n).is_err());
    let sways: Vec<(NameId, bool)> = lost
        .map(|n| (*n, false))
        .chain(gained.map(|n| (*n, true)))
        .collect();
    let stays = |name: &NameId| sways.iter().any(|(n, _)| n == name);
    let gone = kept.before.iter().filter(|(name, _)| !stays(name));
    changes.extend(gone.map(|(name, _)| (*name, kept.row, None)));
    let new = sways.iter().filter(|sway| !kept.before.contains(sway));
    changes.extend(new.map(|(name, gain)| (*name, kept.row, Some(*gain))));
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
