//! Edits in steps, undone and redone in order across restarts.
//!
//! A step is what one call wrote. Undo and redo are edits too, so that the log beside the library holds all that
//! ever happened; they stand outside the stack that undo walks.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use crate::library::edit::{Act, Cause, Edit, Receipt};
use crate::library::fault::{At, LibraryError};
use crate::library::log::{self, Line};
use crate::library::reader::Reader;
use crate::library::rulings;
use crate::library::settle;
use crate::library::store;
use crate::library::value::Logged;
use crate::library::writer::{Care, Writer};

/// Where a step stands on the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Done = 0,
    Undone = 1,
    /// Undone, and another step was made since.
    Lost = 2,
}

impl Writer {
    /// Writes edits as one step, in one transaction that is on the disk when this returns. Edits that change nothing
    /// are left out. Then the log beside the library is written; see [`Receipt::unlogged`].
    pub fn edit(&mut self, cause: Cause, edits: &[Edit]) -> Result<Receipt, LibraryError> {
        let (device, library) = (self.device.clone(), self.name());
        let (receipt, lines) = self.write(Care::Full, |tx| {
            let mut receipt = Receipt::default();
            let mut clocks = Vec::new();
            for edit in edits {
                match carry(tx, edit)? {
                    Some((done, clock)) => {
                        receipt.applied.push(done);
                        clocks.push(clock);
                    }
                    None => receipt.unchanged.push(edit.clone()),
                }
            }
            settle::refresh(tx, &receipt.applied)?;
            if cause == Cause::Deliberate && !receipt.applied.is_empty() {
                let sql =
                    "UPDATE step SET state = ?1 WHERE device = ?2 AND state = ?3 AND cause = 0 AND act = 0";
                tx.execute(sql, (State::Lost as i64, &device, State::Undone as i64))?;
            }
            let made = receipt.applied.iter().zip(clocks);
            let lines = record(tx, (&device, &library), (cause, Act::Edit), made)?;
            Ok((receipt, lines))
        })?;
        Ok(Receipt {
            unlogged: self.note(lines),
            ..receipt
        })
    }

    /// Takes back this device's last deliberate step and gives the edits that did so; none if there is no such step.
    pub fn undo(&mut self) -> Result<Vec<Edit>, LibraryError> {
        self.walk(Act::Undo)
    }

    /// Makes the step again that was taken back last; none if there is no such step, or another was made since.
    pub fn redo(&mut self) -> Result<Vec<Edit>, LibraryError> {
        self.walk(Act::Redo)
    }

    fn walk(&mut self, act: Act) -> Result<Vec<Edit>, LibraryError> {
        let (device, library) = (self.device.clone(), self.name());
        let (applied, lines) = self.write(Care::Full, |tx| {
            // A step whose edits something else has overtaken would show nothing: the next one is taken with it.
            while let Some(step) = top(tx, &device, act)? {
                let (applied, clocks) = turn(tx, step, act)?;
                if !applied.is_empty() {
                    let made = applied.iter().zip(clocks);
                    let lines = record(tx, (&device, &library), (Cause::Automatic, act), made)?;
                    return Ok((applied, lines));
                }
            }
            Ok((Vec::new(), Vec::new()))
        })?;
        self.note(lines);
        Ok(applied)
    }

    /// The file name of the library.
    fn name(&self) -> String {
        self.path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// Writes lines to the log; gives the reason if that fails.
    fn note(&mut self, lines: Vec<Line>) -> Option<String> {
        self.log.append(lines).err().map(|e| e.to_string())
    }

    /// Writes to the log what a crash kept from it.
    pub(super) fn catch_up(&mut self) -> Result<(), LibraryError> {
        let library = self.name();
        let lines = unlogged(&self.connection, &self.device, &library).at(&self.path)?;
        let Some(last) = lines.last().map(|l| l.clock) else {
            return Ok(());
        };
        // A log that cannot be written now is no reason not to open: the edits are in the library.
        if self.log.catch_up(lines).is_ok() {
            self.write(Care::Normal, |tx| store::keep(tx, "logged", last))?;
        }
        Ok(())
    }
}

/// The step that undo or redo is to turn next.
fn top(tx: &Transaction<'_>, device: &str, act: Act) -> rusqlite::Result<Option<i64>> {
    let (state, order) = match act {
        Act::Redo => (State::Undone, "ASC"),
        Act::Undo | Act::Edit => (State::Done, "DESC"),
    };
    let sql = format!(
        "SELECT id FROM step WHERE device = ?1 AND state = ?2 AND cause = 0 AND act = 0 ORDER BY id {order} LIMIT 1"
    );
    tx.prepare_cached(&sql)?
        .query_row((device, state as i64), |r| r.get(0))
        .optional()
}

/// Carries an edit out at the next moment of the clock; gives it as it is to be kept, or `None` if it changes nothing.
fn carry(tx: &Connection, edit: &Edit) -> rusqlite::Result<Option<(Edit, i64)>> {
    if !store::changes(tx, edit)? {
        return Ok(None);
    }
    let edit = rulings::complete(tx, edit)?;
    let clock = store::tick(tx)?;
    Ok(store::apply(tx, &edit, clock)?.then_some((edit, clock)))
}

/// Takes a step back or makes it again; gives the edits that changed something, and when.
fn turn(tx: &Transaction<'_>, step: i64, act: Act) -> rusqlite::Result<(Vec<Edit>, Vec<i64>)> {
    let mut statement = tx.prepare_cached("SELECT change FROM edit WHERE step = ?1 ORDER BY seq")?;
    let edits = statement.query_map([step], |r| change(r, 0))?;
    let mut edits = edits.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut state = State::Done;
    if act == Act::Undo {
        edits = edits.iter().rev().map(Edit::inverse).collect();
        state = State::Undone;
    }
    let mut applied = (Vec::new(), Vec::new());
    for edit in edits {
        if let Some((edit, clock)) = carry(tx, &edit)? {
            applied.0.push(edit);
            applied.1.push(clock);
        }
    }
    settle::refresh(tx, &applied.0)?;
    tx.prepare_cached("UPDATE step SET state = ?2 WHERE id = ?1")?
        .execute((step, state as i64))?;
    Ok(applied)
}

fn change(row: &Row<'_>, column: usize) -> rusqlite::Result<Edit> {
    let wrong = |e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e));
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(wrong)
}

/// Puts a step into the history and gives its lines for the log. No edits, no step.
fn record<'e>(
    tx: &Transaction<'_>,
    (device, library): (&str, &str),
    (cause, act): (Cause, Act),
    edits: impl ExactSizeIterator<Item = (&'e Edit, i64)>,
) -> rusqlite::Result<Vec<Line>> {
    if edits.len() == 0 {
        return Ok(Vec::new());
    }
    let sql = "INSERT INTO step (device, cause, act, state) VALUES (?1, ?2, ?3, 0)";
    tx.prepare_cached(sql)?
        .execute((device, cause as i64, act as i64))?;
    let step = tx.last_insert_rowid();
    let mut lines = Vec::new();
    for (edit, clock) in edits {
        let line = Line {
            id: format!("{device}-{clock:x}-{}", log::random_name()),
            device: device.to_owned(),
            clock,
            library: library.to_owned(),
            cause,
            act,
            edit: edit.clone(),
        };
        insert(tx, step, &line)?;
        lines.push(line);
    }
    Ok(lines)
}

fn insert(tx: &Connection, step: i64, line: &Line) -> rusqlite::Result<()> {
    let change = serde_json::to_string(&line.edit).expect("an edit always fits JSON");
    let sql = "INSERT OR IGNORE INTO edit (step, id, clock, change) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?
        .execute((step, &line.id, line.clock, change))?;
    Ok(())
}

/// Takes over an edit of a log: carries it out and keeps it in the history, where undo passes over it. What follows
/// from rulings on names is for [`settle::refresh`] to bring up to date, once for all lines.
pub(super) fn adopt(tx: &Connection, line: &Line) -> rusqlite::Result<()> {
    store::apply(tx, &line.edit, line.clock)?;
    let sql = "INSERT INTO step (device, cause, act, state) VALUES (?1, ?2, ?3, 0)";
    tx.prepare_cached(sql)?
        .execute((&line.device, Cause::Automatic as i64, line.act as i64))?;
    insert(tx, tx.last_insert_rowid(), line)?;
    store::keep(tx, "clock", line.clock.max(store::kept(tx, "clock")?))
}

fn logged(row: &Row<'_>) -> rusqlite::Result<Logged> {
    let (cause, act): (i64, i64) = (row.get(3)?, row.get(4)?);
    Ok(Logged {
        id: row.get(0)?,
        device: row.get(1)?,
        at: row.get::<_, i64>(2)? >> 16,
        cause: if cause == 0 {
            Cause::Deliberate
        } else {
            Cause::Automatic
        },
        act: match act {
            1 => Act::Undo,
            2 => Act::Redo,
            _ => Act::Edit,
        },
        undone: row.get::<_, i64>(5)? != State::Done as i64,
        edit: change(row, 6)?,
    })
}

/// The edits of this device since the log was last seen to be whole; the last 256 at most, because each is logged
/// before the next is made.
fn unlogged(db: &Connection, device: &str, library: &str) -> rusqlite::Result<Vec<Line>> {
    let sql = "SELECT e.id, s.device, e.clock, s.cause, s.act, s.state, e.change \
               FROM edit e JOIN step s ON s.id = e.step \
               WHERE s.device = ?1 AND e.clock > ?2 ORDER BY e.seq DESC LIMIT 256";
    let since = store::kept(db, "logged")?;
    let mut statement = db.prepare_cached(sql)?;
    let line = |r: &Row<'_>| -> rusqlite::Result<Line> {
        let logged = logged(r)?;
        Ok(Line {
            id: logged.id,
            device: logged.device,
            clock: r.get(2)?,
            library: library.to_owned(),
            cause: logged.cause,
            act: logged.act,
            edit: logged.edit,
        })
    };
    let mut lines = statement
        .query_map((device, since), line)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    lines.reverse();
    Ok(lines)
}

impl Reader {
    /// The last edits of all devices, the newest first.
    pub fn history(&self, limit: usize) -> Result<Vec<Logged>, LibraryError> {
        self.ask(|| {
            let sql = "SELECT e.id, s.device, e.clock, s.cause, s.act, s.state, e.change \
                       FROM edit e JOIN step s ON s.id = e.step ORDER BY e.seq DESC LIMIT ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([limit as i64], logged)?;
            rows.collect()
        })
    }
}

#[cfg(test)]
mod tests;
