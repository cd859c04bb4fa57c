//! Edits in steps, undone and redone in order across restarts.
//!
//! A step is what one call wrote. Undo and redo are edits too, so that the log beside the library holds all that
//! ever happened; they stand outside the stack that undo walks.

use std::path::Path;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};

use crate::library::edit::{Act, Cause, Edit, Receipt};
use crate::library::fault::{At, LibraryError};
use crate::library::log::{self, Line, Log};
use crate::library::merge;
use crate::library::noting;
use crate::library::reader::Reader;
use crate::library::rulings;
use crate::library::saved;
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
    /// Writes edits as one step, in one transaction; when this returns they are on the disk, in the log beside the
    /// library or, where that cannot be written ([`Receipt::unlogged`]), in the library itself. Edits that change nothing
    /// are left out.
    pub fn edit(&mut self, cause: Cause, edits: &[Edit]) -> Result<Receipt, LibraryError> {
        let (device, library) = (self.device.clone(), self.name());
        let (receipt, unlogged) = self.make(|tx| {
            let mut receipt = Receipt::default();
            let mut step = Step::new(tx, (&device, &library), (cause, Act::Edit));
            for edit in edits {
                if !step.take(edit)? {
                    receipt.unchanged.push(edit.clone());
                }
            }
            let lines = step.end()?;
            receipt.applied = edits_of(&lines).cloned().collect();
            if cause == Cause::Deliberate && !lines.is_empty() {
                let sql =
                    "UPDATE step SET state = ?1 WHERE device = ?2 AND state = ?3 AND cause = 0 AND act = 0";
                tx.execute(sql, (State::Lost as i64, &device, State::Undone as i64))?;
            }
            Ok((receipt, lines))
        })?;
        Ok(Receipt { unlogged, ..receipt })
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
        let (applied, _) = self.make(|tx| {
            // A step whose edits something else has overtaken would show nothing: the next one is taken with it.
            while let Some(step) = top(tx, &device, act)? {
                let lines = turn(tx, step, (&device, &library), act)?;
                if !lines.is_empty() {
                    return Ok((edits_of(&lines).cloned().collect(), lines));
                }
            }
            Ok((Vec::new(), Vec::new()))
        })?;
        Ok(applied)
    }

    /// The file name of the library.
    pub(super) fn name(&self) -> String {
        name_of(&self.path)
    }

    /// Makes a step out of what an act gives: its value, and why there are no lines in the log.
    fn make<T>(
        &mut self,
        act: impl Fn(&Transaction<'_>) -> rusqlite::Result<(T, Vec<Line>)>,
    ) -> Result<(T, Option<String>), LibraryError> {
        // The first step of a program goes through to the library: what comes after it in the log is new to a library
        // that lost its last pages, and a log beside a library of another origin says nothing of it.
        if self.grounded
            && let Some(value) = self.make_logged(&act)?
        {
            return Ok((value, None));
        }
        let (value, lines) = self.write(Care::Full, &act)?;
        self.grounded |= !lines.is_empty();
        let unlogged = self.note(lines);
        self.grounded &= unlogged.is_none();
        Ok((value, unlogged))
    }

    /// The same with the lines in the log first, and the library after it without waiting for the disk; `None`, and
    /// nothing made, where the log cannot be written.
    fn make_logged<T>(
        &mut self,
        act: impl Fn(&Transaction<'_>) -> rusqlite::Result<(T, Vec<Line>)>,
    ) -> Result<Option<T>, LibraryError> {
        let path = self.path.clone();
        self.take_care(Care::Normal).at(&path)?;
        let behaviour = TransactionBehavior::Immediate;
        let tx = self.connection.transaction_with_behavior(behaviour).at(&path)?;
        let (value, lines) = act(&tx).at(&path)?;
        if lines.is_empty() {
            return tx.commit().at(&path).map(|()| Some(value));
        }
        let Ok(mark) = self.log.put(&lines) else {
            return Ok(None);
        };
        if let Err(e) = tx.commit() {
            // Where that fails too, the next start takes the edits over from the log.
            let _ = self.log.take_back(&mark);
            return Err(e).at(&path);
        }
        Ok(Some(value))
    }

    /// Takes over what a power cut kept from the library and the log has.
    pub(super) fn take_over(&mut self) -> Result<(), LibraryError> {
        let (path, library) = (self.path.clone(), name_of(&self.path));
        let known = |line: &Line| is_known(&self.connection, line);
        let after = self.log.after_known(&library, known);
        // A log that cannot be read is no reason not to open.
        let lines = after.unwrap_or_else(|_| Ok(Vec::new())).at(&path)?;
        if !lines.is_empty() {
            self.write(Care::Full, |tx| adopt_all(tx, &lines))?;
        }
        Ok(())
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

fn name_of(library: &Path) -> String {
    library
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Whether the log beside a library has edits of this device that the library lacks.
pub(super) fn is_behind(db: &Connection, library: &Path) -> bool {
    let Some(device) = log::known(library) else {
        return false;
    };
    let after = Log::beside(library, &device).after_known(&name_of(library), |line| is_known(db, line));
    matches!(after, Ok(Ok(lines)) if !lines.is_empty())
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

/// Takes a step back or makes it again; gives the lines of the edits that changed something.
fn turn(tx: &Transaction<'_>, step: i64, whose: (&str, &str), act: Act) -> rusqlite::Result<Vec<Line>> {
    let mut statement = tx.prepare_cached("SELECT change FROM edit WHERE step = ?1 ORDER BY seq")?;
    let edits = statement.query_map([step], |r| change(r, 0))?;
    let mut edits = edits.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut state = State::Done;
    if act == Act::Undo {
        edits = edits.iter().rev().map(Edit::inverse).collect();
        state = State::Undone;
    }
    let mut turned = Step::new(tx, whose, (Cause::Automatic, act));
    for edit in edits {
        turned.take(&edit)?;
    }
    let lines = turned.end()?;
    tx.prepare_cached("UPDATE step SET state = ?2 WHERE id = ?1")?
        .execute((step, state as i64))?;
    Ok(lines)
}

fn change(row: &Row<'_>, column: usize) -> rusqlite::Result<Edit> {
    let wrong = |e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e));
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(wrong)
}

/// Edits that are undone and redone together. No edits, no step.
struct Step<'a> {
    tx: &'a Transaction<'a>,
    /// The device, and the file name of the library.
    whose: (&'a str, &'a str),
    kind: (Cause, Act),
    id: Option<i64>,
    /// What is to be written to the log.
    lines: Vec<Line>,
}

impl<'a> Step<'a> {
    fn new(tx: &'a Transaction<'a>, whose: (&'a str, &'a str), kind: (Cause, Act)) -> Self {
        let (id, lines) = (None, Vec::new());
        Self {
            tx,
            whose,
            kind,
            id,
            lines,
        }
    }

    /// Carries an edit out at the next moment of the clock and keeps it, with what it replaces; `false` if it changes
    /// nothing.
    fn take(&mut self, edit: &Edit) -> rusqlite::Result<bool> {
        if !store::changes(self.tx, edit)? {
            return Ok(false);
        }
        let edit = saved::complete(self.tx, rulings::complete(self.tx, edit)?)?;
        let clock = store::tick(self.tx)?;
        if !store::apply(self.tx, &edit, clock)? {
            return Ok(false);
        }
        let (device, (cause, act)) = (self.whose.0, self.kind);
        let line = Line {
            id: format!("{device}-{clock:x}-{}", log::random_name()),
            device: device.to_owned(),
            clock,
            library: self.whose.1.to_owned(),
            cause,
            act,
            after: noting::after(self.tx, &edit)?,
            edit,
        };
        let step = match self.id {
            Some(id) => id,
            None => add_step(self.tx, device, cause, act)?,
        };
        self.id = Some(step);
        insert(self.tx, step, &line)?;
        noting::settle(self.tx, &line.edit)?;
        self.lines.push(line);
        Ok(true)
    }

    /// Brings what follows from rulings on names up to date, once for all edits; gives the lines for the log.
    fn end(self) -> rusqlite::Result<Vec<Line>> {
        settle::refresh(self.tx, edits_of(&self.lines))?;
        Ok(self.lines)
    }
}

fn edits_of(lines: &[Line]) -> impl Iterator<Item = &Edit> {
    lines.iter().map(|line| &line.edit)
}

fn add_step(tx: &Connection, device: &str, cause: Cause, act: Act) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO step (device, cause, act, state) VALUES (?1, ?2, ?3, 0)";
    tx.prepare_cached(sql)?.insert((device, cause as i64, act as i64))
}

/// Keeps an edit; `false` if it is kept already.
fn insert(tx: &Connection, step: i64, line: &Line) -> rusqlite::Result<bool> {
    let change = serde_json::to_string(&line.edit).expect("an edit always fits JSON");
    let after = (!line.after.is_empty()).then(|| serde_json::to_string(&line.after));
    let after = after.transpose().expect("strings always fit JSON");
    let sql = "INSERT OR IGNORE INTO edit (step, id, clock, change, subject, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let subject = merge::subject(&line.edit);
    let kept = tx
        .prepare_cached(sql)?
        .execute((step, &line.id, line.clock, change, subject, after))?;
    Ok(kept > 0)
}

/// Takes over edits of a log; gives how many were not known.
pub(super) fn adopt_all(tx: &Connection, lines: &[Line]) -> rusqlite::Result<u32> {
    let mut taken = Vec::new();
    for line in lines {
        if adopt(tx, line)? {
            taken.push(&line.edit);
        }
    }
    let count = taken.len() as u32;
    settle::refresh(tx, taken)?;
    Ok(count)
}

fn is_known(db: &Connection, line: &Line) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM edit WHERE id = ?1")?
        .exists([&line.id])
}

/// Takes over an edit of a log: keeps it in the history, where undo passes over it, and brings what it is about to the
/// state that all edits make, whatever order they come in. `false` if it is known already.
fn adopt(tx: &Connection, line: &Line) -> rusqlite::Result<bool> {
    if is_known(tx, line)? || !line.is_sound() {
        return Ok(false);
    }
    let step = add_step(tx, &line.device, Cause::Automatic, line.act)?;
    insert(tx, step, line)?;
    store::settle(tx, &line.edit, line.clock)?;
    store::keep(tx, "clock", line.clock.max(store::kept(tx, "clock")?))?;
    Ok(true)
}

/// The edits whose texts one replaced.
fn after(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    let ids = row.get_ref(column)?.as_str_or_null()?;
    Ok(ids
        .and_then(|ids| serde_json::from_str(ids).ok())
        .unwrap_or_default())
}

fn logged(row: &Row<'_>) -> rusqlite::Result<Logged> {
    let (cause, act): (i64, i64) = (row.get(3)?, row.get(4)?);
    Ok(Logged {
        id: row.get(0)?,
        step: row.get(8)?,
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
        lost: row.get::<_, i64>(5)? == State::Lost as i64,
        edit: change(row, 6)?,
    })
}

/// What is read of an edit; [`logged`] and [`line()`] take it apart.
pub(super) const LINES: &str = "SELECT e.id, s.device, e.clock, s.cause, s.act, s.state, e.change, e.after, e.step \
                                FROM edit e JOIN step s ON s.id = e.step";

/// An edit as its line in a journal.
pub(super) fn line(row: &Row<'_>, library: &str) -> rusqlite::Result<Line> {
    let logged = logged(row)?;
    Ok(Line {
        id: logged.id,
        device: logged.device,
        clock: row.get(2)?,
        library: library.to_owned(),
        cause: logged.cause,
        act: logged.act,
        after: after(row, 7)?,
        edit: logged.edit,
    })
}

/// The edits of this device since the log was last seen to be whole; the last 256 at most, because each is logged
/// before the next is made.
fn unlogged(db: &Connection, device: &str, library: &str) -> rusqlite::Result<Vec<Line>> {
    let sql = format!("{LINES} WHERE s.device = ?1 AND e.clock > ?2 ORDER BY e.seq DESC LIMIT 256");
    let since = store::kept(db, "logged")?;
    let mut statement = db.prepare_cached(&sql)?;
    let mut lines = statement
        .query_map((device, since), |r| line(r, library))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    lines.reverse();
    Ok(lines)
}

impl Reader {
    /// The name of this device in the history; empty before it has written anything.
    pub fn device(&self) -> String {
        log::known(&self.path).unwrap_or_default()
    }

    /// The last edits of all devices, the newest first.
    pub fn history(&self, limit: usize) -> Result<Vec<Logged>, LibraryError> {
        self.ask(|| {
            let sql = format!("{LINES} ORDER BY e.seq DESC LIMIT ?1");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map([limit as i64], logged)?;
            rows.collect()
        })
    }
}

#[cfg(test)]
mod tests;
