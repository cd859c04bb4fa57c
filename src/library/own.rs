//! Names of the reader's own lists, which count like names that the reader made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use rusqlite::Connection;

use crate::entity::own_list::OwnEntry;
use crate::library::Library;
use crate::library::fault::{At, LibraryError};
use crate::library::reader::Reader;
use crate::library::rulings;
use crate::library::settle;
use crate::library::store;
use crate::library::value::NameId;
use crate::library::writer::{Care, Writer};
use crate::text::Clean;

/// The key under which the mark of the lists is kept that are in the library.
const MARK: &str = "own";

/// Spellings of each name by key, with the note.
type Lists = BTreeMap<String, (BTreeSet<String>, Option<String>)>;

impl Library {
    /// The mark of the lists that are in the library, as it was given with them; 0 without any.
    pub fn own_mark(&self) -> Result<i64, LibraryError> {
        // The connection that opening made is asked and left where it is: another one would cost the first screen.
        if let Some(spare) = &*self.spare.lock().unwrap_or_else(PoisonError::into_inner) {
            return store::kept(spare, MARK).at(&self.path);
        }
        store::kept(&self.reader()?.connection, MARK).at(&self.path)
    }
}

impl Reader {
    /// What the reader's list notes of a name.
    pub(super) fn note_of(&self, key: &str) -> rusqlite::Result<Option<Clean>> {
        let sql = "SELECT note FROM own WHERE name = ?1 AND note IS NOT NULL LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([key])?;
        let row = rows.next()?;
        row.map(|r| Ok(Clean::new(r.get_ref(0)?.as_str()?))).transpose()
    }
}

impl Writer {
    /// Puts the reader's lists in the place of those before; stories that name what changed are looked at anew.
    pub fn set_own(&mut self, entries: &[OwnEntry], mark: i64) -> Result<(), LibraryError> {
        let mut lists = Lists::new();
        for entry in entries {
            let (spellings, note) = lists.entry(entry.key().into()).or_default();
            spellings.insert(entry.text.to_string());
            spellings.extend(entry.aliases.iter().map(ToString::to_string));
            *note = entry.note.as_ref().map(ToString::to_string).or(note.take());
        }
        self.write(Care::Full, |tx| {
            let before = known(tx)?;
            let mut rows = BTreeSet::new();
            for entry in entries {
                rulings::ensure(tx, &entry.key(), Some(&entry.text))?;
            }
            let names: BTreeSet<&String> = before.keys().chain(lists.keys()).collect();
            for name in names {
                let (was, is) = (before.get(name), lists.get(name));
                if was != is {
                    change(tx, name, was, is, &mut rows)?;
                }
            }
            settle::refresh_rows(tx, &rows)?;
            store::keep(tx, MARK, mark)
        })
    }
}

fn known(db: &Connection) -> rusqlite::Result<Lists> {
    let mut lists = Lists::new();
    let mut statement = db.prepare_cached("SELECT name, spelling, note FROM own")?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let (spellings, note) = lists.entry(r.get(0)?).or_default();
        spellings.insert(r.get(1)?);
        *note = r.get::<_, Option<String>>(2)?.or(note.take());
    }
    Ok(lists)
}

/// Writes one name of the lists, and gathers the rows that may name it.
fn change(
    db: &Connection,
    name: &str,
    was: Option<&(BTreeSet<String>, Option<String>)>,
    is: Option<&(BTreeSet<String>, Option<String>)>,
    rows: &mut BTreeSet<i64>,
) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM own WHERE name = ?1")?
        .execute([name])?;
    let (spellings, note) = is.cloned().unwrap_or_default();
    let id: Option<NameId> = rulings::id_of(db, name)?;
    for spelling in &spellings {
        db.prepare_cached("INSERT INTO own (name, spelling, note) VALUES (?1, ?2, ?3)")?
            .execute((name, spelling, &note))?;
        if let Some(id) = id {
            db.prepare_cached("INSERT OR IGNORE INTO spelling (name, fold) VALUES (?1, ?2)")?
                .execute((id.0, crate::library::search::fold(spelling)))?;
        }
    }
    for spelling in was.map(|w| &w.0).into_iter().flatten().chain(&spellings) {
        rows.extend(settle::holding(db, spelling)?);
    }
    if let Some(id) = id {
        rows.extend(settle::swayed_rows(db, id)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::entity::Kind;
    use crate::entity::own_list::read_tsv;
    use crate::library::fixture::{Desk, article};

    fn names(desk: &Desk) -> Vec<(String, u32)> {
        let names = desk.reader.all_names(9).unwrap();
        names.into_iter().map(|n| (n.key.into(), n.stories)).collect()
    }

    #[test]
    fn a_list_counts_at_once_and_goes_again() {
        let mut desk = Desk::new();
        desk.named(
            "1",
            article("하나", "솔내마을에서 Solnae로"),
            &[(Kind::Org, "Solnae")],
        );
        desk.named("2", article("둘", "Solnae 소식"), &[]);
        let before = names(&desk);
        let list = read_tsv("LOC\t솔내마을\tSolnae\t강가\n").0;
        desk.writer.set_own(&list, 7).unwrap();
        assert_eq!(desk.library.own_mark().unwrap(), 7);
        assert_eq!(names(&desk), [("LOC:솔내마을".to_owned(), 2)]);
        desk.named("3", article("셋", "솔내마을"), &[]);
        assert_eq!(names(&desk), [("LOC:솔내마을".to_owned(), 3)]);
        let name = desk.reader.all_names(1).unwrap()[0].id;
        let card = desk.reader.card(name).unwrap().unwrap();
        assert_eq!(card.note.as_deref(), Some("강가"));
        desk.writer.set_own(&[], 0).unwrap();
        assert_eq!(names(&desk), before);
        assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
    }
}
