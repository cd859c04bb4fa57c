//! Answers questions about names: who is named where and how often.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::Article;
use crate::article::id::ArticleId;
use crate::library::codes::kind_of;
use crate::library::fault::{At, LibraryError};
use crate::library::reader::Reader;
use crate::library::rulings::{self, Rulings};
use crate::library::search::fold;
use crate::library::settle;
use crate::library::spans::{self, Spans};
use crate::library::value::{NameCount, NameId, Place, RowId, View};
use crate::text::Clean;

/// What is read of a name; [`name_count`] takes it apart.
const COLUMNS: &str = "n.id, n.kind, n.text, coalesce(c.stories, 0), n.key";

/// A name as the reader wants it shown; `None` for one of a kind that a later jobo added.
fn name_count(row: &Row<'_>, rulings: &Rulings) -> rusqlite::Result<Option<NameCount>> {
    let id = NameId(row.get(0)?);
    let Some(kind) = rulings.kind(id).or(kind_of(row.get(1)?)) else {
        return Ok(None);
    };
    let text = match rulings.text(id) {
        Some(text) => text.clone(),
        None => Clean::new(row.get_ref(2)?.as_str()?),
    };
    Ok(Some(NameCount {
        id,
        key: row.get(4)?,
        watched: rulings.is_watched(id),
        hidden: rulings.is_hidden(id),
        kind,
        text,
        stories: row.get(3)?,
    }))
}

/// Names that what was typed may stand for when none is spelt so.
const LIKELY: usize = 64;

/// The names that are spelt so, merges followed and hidden ones left out; if none is and it may be a part, those with
/// the most stories whose spelling holds it.
pub(super) fn names_spelt(
    db: &Connection,
    rulings: &Rulings,
    typed: &str,
    part: bool,
) -> rusqlite::Result<Vec<NameId>> {
    let typed = fold(typed);
    let ask = |sql: &str| {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([&typed], |r| r.get(0).map(NameId))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()
    };
    let mut found = ask("SELECT name FROM spelling INDEXED BY spelling_fold WHERE fold = ?1 ORDER BY name")?;
    found.extend(
        rulings
            .texts()
            .filter(|(_, text)| fold(text) == typed)
            .map(|(id, _)| id),
    );
    if found.is_empty() && part && typed.chars().nth(1).is_some() {
        let sql = format!(
            "SELECT DISTINCT p.name FROM spelling p LEFT JOIN rooted r ON r.name = p.name \
             JOIN naming c ON c.name = coalesce(r.root, p.name) \
             WHERE instr(p.fold, ?1) > 0 AND c.stories > 0 ORDER BY c.stories DESC, p.name LIMIT {LIKELY}"
        );
        found = ask(&sql)?;
    }
    let mut roots: Vec<NameId> = Vec::new();
    for root in found.into_iter().map(|name| rulings.root(name)) {
        if !rulings.is_hidden(root) && !roots.contains(&root) {
            roots.push(root);
        }
    }
    Ok(roots)
}

impl Reader {
    /// One name; `None` if the library has none of this id.
    pub fn name(&self, id: NameId) -> Result<Option<NameCount>, LibraryError> {
        self.name_of(id).at(&self.path)
    }

    /// The name that one belongs to in the end.
    pub(super) fn name_of(&self, id: NameId) -> rusqlite::Result<Option<NameCount>> {
        let rulings = self.rulings()?;
        self.own_name(rulings.root(id), &rulings)
    }

    /// A name by itself, whatever it was merged into.
    pub(super) fn own_name(&self, id: NameId, rulings: &Rulings) -> rusqlite::Result<Option<NameCount>> {
        let sql = format!("SELECT {COLUMNS} FROM name n LEFT JOIN naming c ON c.name = n.id WHERE n.id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_row([id.0], |r| name_count(r, rulings));
        Ok(found.optional()?.flatten())
    }

    /// The name with a key, or the one that it was merged into.
    pub fn name_by_key(&self, key: &str) -> Result<Option<NameCount>, LibraryError> {
        self.ask(|| match rulings::id_of(&self.connection, key)? {
            Some(id) => self.name_of(id),
            None => Ok(None),
        })
    }

    /// Every way that a name and those merged into it are written, in small letters where no text of a name has
    /// others.
    pub fn spellings(&self, name: NameId) -> Result<Vec<Clean>, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            let mut texts: Vec<Clean> = Vec::new();
            let mut statement = self
                .connection
                .prepare_cached("SELECT fold FROM spelling WHERE name = ?1 ORDER BY fold")?;
            for id in rulings.group(rulings.root(name)) {
                texts.extend(self.own_name(id, &rulings)?.map(|n| n.text));
                let folds = statement.query_map([id.0], |r| Ok(Clean::new(r.get_ref(0)?.as_str()?)))?;
                for spelling in folds {
                    let spelling = spelling?;
                    if texts.iter().all(|text| fold(text) != *spelling) {
                        texts.push(spelling);
                    }
                }
            }
            Ok(texts)
        })
    }

    /// The names that the reader hid, the ones with the most stories first.
    pub fn hidden_names(&self) -> Result<Vec<NameCount>, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            self.listed(rulings.all_hidden(), &rulings)
        })
    }

    /// The names that the reader watches, the ones with the most stories first.
    pub fn watched_names(&self) -> Result<Vec<NameCount>, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            self.listed(rulings.all_watched(), &rulings)
        })
    }

    fn listed(
        &self,
        names: impl Iterator<Item = NameId>,
        rulings: &Rulings,
    ) -> rusqlite::Result<Vec<NameCount>> {
        let names: rusqlite::Result<Vec<_>> = names
            .filter_map(|id| self.own_name(id, rulings).transpose())
            .collect();
        let mut names = names?;
        names.sort_by_key(|name| (std::cmp::Reverse(name.stories), name.id));
        Ok(names)
    }

    /// Names with a spelling that holds what was typed: first those that begin with it, in each part the ones with
    /// the most stories first. Names that no story has any more are left out. Cost: a pass over the spellings.
    pub fn names(&self, typed: &str, limit: usize) -> Result<Vec<NameCount>, LibraryError> {
        let typed = fold(Clean::new(typed).as_str());
        if typed.is_empty() {
            return self.all_names(limit);
        }
        let beginning = "instr(p.fold, ?1) = 1";
        let mut names = self.spelt(beginning, &typed, limit).at(&self.path)?;
        if names.len() < limit {
            let inside = self
                .spelt("instr(p.fold, ?1) > 1", &typed, limit)
                .at(&self.path)?;
            let new: Vec<_> = self
                .renamed(&typed)
                .at(&self.path)?
                .into_iter()
                .chain(inside)
                .collect::<Vec<_>>()
                .into_iter()
                .filter(|n| names.iter().all(|m| m.id != n.id))
                .collect();
            names.extend(new);
            names.truncate(limit);
        }
        Ok(names)
    }

    fn spelt(&self, condition: &str, typed: &str, limit: usize) -> rusqlite::Result<Vec<NameCount>> {
        let rulings = self.rulings()?;
        let sql = format!(
            "SELECT DISTINCT {COLUMNS} FROM spelling p LEFT JOIN rooted r ON r.name = p.name \
             CROSS JOIN name n ON n.id = coalesce(r.root, p.name) \
             CROSS JOIN naming c ON c.name = n.id \
             WHERE {condition} AND c.stories > 0 ORDER BY c.stories DESC, n.id LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let most = limit.saturating_add(rulings.hidden()) as i64;
        let rows = statement.query_map(params![typed, most], |r| name_count(r, &rulings))?;
        shown(rows, limit)
    }

    /// Names whose text of the reader's holds what was typed.
    fn renamed(&self, typed: &str) -> rusqlite::Result<Vec<NameCount>> {
        let rulings = self.rulings()?;
        let holds = rulings.texts().filter(|(_, text)| fold(text).contains(typed));
        let names = self.listed(holds.map(|(id, _)| rulings.root(id)), &rulings)?;
        Ok(names.into_iter().filter(|n| !n.hidden && n.stories > 0).collect())
    }

    /// The names with the most stories. Cost: a pass over the counts; only the names that are shown are read.
    pub fn all_names(&self, limit: usize) -> Result<Vec<NameCount>, LibraryError> {
        self.ask(|| {
            let sql = format!(
                "SELECT {COLUMNS} FROM (SELECT name, stories FROM naming WHERE stories > 0 \
                 ORDER BY stories DESC, name LIMIT ?1) c CROSS JOIN name n ON n.id = c.name \
                 ORDER BY c.stories DESC, n.id"
            );
            let rulings = self.rulings()?;
            let mut statement = self.connection.prepare_cached(&sql)?;
            let most = limit.saturating_add(rulings.hidden()) as i64;
            let rows = statement.query_map([most], |r| name_count(r, &rulings))?;
            shown(rows, limit)
        })
    }

    /// Shows spellings with the names that they count for, those after one; gives the last, unless it was the last of
    /// all. Hidden names and those that no story has any more are left out.
    pub(super) fn spellings_after(
        &self,
        (name, spelling): (u32, &str),
        limit: usize,
        mut see: impl FnMut(&NameCount, &str),
    ) -> Result<Option<(u32, String)>, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            let sql = format!(
                "SELECT {COLUMNS}, p.name, p.fold FROM spelling p LEFT JOIN rooted r ON r.name = p.name \
                 LEFT JOIN name n ON n.id = coalesce(r.root, p.name) LEFT JOIN naming c ON c.name = n.id \
                 WHERE (p.name, p.fold) > (?1, ?2) ORDER BY p.name, p.fold LIMIT ?3"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![name, spelling, limit as i64])?;
            let (mut last, mut read) = (None, 0);
            while let Some(row) = rows.next()? {
                read += 1;
                let spelling = row.get_ref(6)?.as_str()?;
                if row.get_ref(0)?.as_i64_or_null()?.is_some()
                    && let Some(name) = name_count(row, &rulings)?.filter(|n| !n.hidden && n.stories > 0)
                {
                    see(&name, spelling);
                }
                if read == limit {
                    last = Some((row.get(5)?, spelling.to_owned()));
                }
            }
            Ok(last)
        })
    }

    /// All places of a name in the stories of a view, in the order of the view and then of the body.
    pub fn places(&self, name: NameId, view: &View) -> Result<Vec<Place>, LibraryError> {
        let mut view = view.clone();
        view.filter.names.retain(|n| *n != name);
        view.filter.names.insert(0, name);
        let rows = self.ordered(&view)?.rows;
        self.ask(|| {
            let mut places = Vec::new();
            let rulings = self.rulings()?;
            let root = rulings.root(name);
            for row in rows {
                let spans = self.settled(row)?;
                places.extend(places_in(&spans, row, root, &rulings));
            }
            Ok(places)
        })
    }

    /// The names of one story after the reader's rulings on mentions; merges are not followed yet.
    pub(super) fn settled(&self, row: RowId) -> rusqlite::Result<Spans> {
        let spans = self.spans(row)?.unwrap_or_default();
        if !self.rulings()?.by_mention() {
            return Ok(spans);
        }
        match self.article(row)? {
            Some(article) => self.settle(row, &article, spans),
            None => Ok(spans),
        }
    }

    /// The same, for a story at hand.
    pub(super) fn settle(&self, row: RowId, article: &Article, spans: Spans) -> rusqlite::Result<Spans> {
        let rulings = self.rulings()?;
        if !rulings.by_mention() {
            return Ok(spans);
        }
        let sql = "SELECT article FROM story WHERE row = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let of = statement.query_row([row.0], |r| r.get(0).map(ArticleId))?;
        Ok(settle::settle(article, of, spans, &rulings))
    }

    /// The names that count for a story with how often they stand in it, merges followed and hidden ones left out.
    /// Its text is not read: a name that a ruling on mentions or a note brings counts as one mention.
    pub(super) fn counted(&self, row: RowId, rulings: &Rulings) -> rusqlite::Result<Vec<(NameId, u32)>> {
        let mut counts: BTreeMap<NameId, u32> = BTreeMap::new();
        let mut statement = self
            .connection
            .prepare_cached("SELECT packed FROM span WHERE row = ?1")?;
        let read = statement.query_row([row.0], |r| Ok(spans::unpack_counts(r.get_ref(0)?.as_blob()?)));
        let found = read.optional()?.flatten().unwrap_or_default();
        if !rulings.by_mention() && !rulings.sways() {
            return Ok(gathered(found.into_iter(), rulings));
        }
        for (name, count) in found {
            *counts.entry(name).or_default() += count;
        }
        for (name, gain) in settle::sways(&self.connection, i64::from(row.0))? {
            if gain {
                counts.insert(name, 1);
            } else {
                counts.remove(&name);
            }
        }
        Ok(gathered(counts.into_iter(), rulings))
    }

    /// Shows the names that count for each of some stories, as [`Reader::counted`] gives them.
    pub(super) fn each_counted(
        &self,
        rows: impl IntoIterator<Item = RowId>,
        rulings: &Rulings,
        mut see: impl FnMut(RowId, &[(NameId, u32)]),
    ) -> rusqlite::Result<()> {
        if rulings.by_mention() || rulings.sways() {
            for row in rows {
                see(row, &self.counted(row, rulings)?);
            }
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT packed FROM span WHERE row = ?1")?;
        let (mut found, mut counts) = (Vec::new(), Vec::new());
        for row in rows {
            let mut read = statement.query([row.0])?;
            let Some(packed) = read.next()? else { continue };
            found.clear();
            counts.clear();
            if spans::unpack_counts_into(packed.get_ref(0)?.as_blob()?, &mut found).is_some() {
                gather(found.iter().copied(), rulings, &mut counts);
            }
            see(row, &counts);
        }
        Ok(())
    }

    /// The names of one story; `None` while they are not known.
    pub(super) fn spans(&self, row: RowId) -> rusqlite::Result<Option<Spans>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT packed FROM span WHERE row = ?1")?;
        let packed = statement.query_row([row.0], |r| Ok(spans::unpack(r.get_ref(0)?.as_blob()?)));
        Ok(packed.optional()?.flatten())
    }
}

/// Names with their counts, merges followed and hidden ones left out.
pub(super) fn gathered(names: impl Iterator<Item = (NameId, u32)>, rulings: &Rulings) -> Vec<(NameId, u32)> {
    let mut counts: Vec<(NameId, u32)> = Vec::new();
    gather(names, rulings, &mut counts);
    counts
}

fn gather(names: impl Iterator<Item = (NameId, u32)>, rulings: &Rulings, counts: &mut Vec<(NameId, u32)>) {
    for (name, count) in names {
        let root = rulings.root(name);
        if rulings.is_hidden(root) {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| *known == root) {
            Some((_, sum)) => *sum += count,
            None => counts.push((root, count)),
        }
    }
}

/// The first of some names that are not hidden.
fn shown(
    rows: impl Iterator<Item = rusqlite::Result<Option<NameCount>>>,
    limit: usize,
) -> rusqlite::Result<Vec<NameCount>> {
    rows.filter_map(Result::transpose)
        .filter(|name| !name.as_ref().is_ok_and(|n| n.hidden))
        .take(limit)
        .collect()
}

/// The places of a name in a story.
pub(super) fn places_in(
    spans: &Spans,
    row: RowId,
    root: NameId,
    rulings: &Rulings,
) -> impl Iterator<Item = Place> {
    let is_it = move |m: &&crate::entity::Mention| {
        let name = spans.names.get(usize::from(m.name));
        name.is_some_and(|n| rulings.root(n.id) == root)
    };
    spans.mentions.iter().filter(is_it).map(move |m| Place {
        row,
        start: m.start,
        end: m.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Kind;
    use crate::library::fixture::{Desk, article, dated};
    use crate::library::value::Filter;

    fn texts(names: &[NameCount]) -> Vec<(&str, u32)> {
        names.iter().map(|n| (n.text.as_str(), n.stories)).collect()
    }

    #[test]
    fn names_are_counted_by_story() {
        let mut desk = Desk::new();
        let (meta, hanbit) = ((Kind::Org, "메타"), (Kind::Org, "한빛전자"));
        desk.named("1", article("하나", "메타가 왔다. 메타는 갔다."), &[meta]);
        desk.named("2", article("둘", "메타와 한빛전자"), &[meta, hanbit]);
        assert_eq!(
            texts(&desk.reader.all_names(9).unwrap()),
            [("메타", 2), ("한빛전자", 1)]
        );
        assert_eq!(texts(&desk.reader.names("전자", 9).unwrap()), [("한빛전자", 1)]);
        assert_eq!(texts(&desk.reader.names("메", 9).unwrap()), [("메타", 2)]);
        assert_eq!(texts(&desk.reader.names("없", 9).unwrap()), []);
        // A new revision names others; the counts follow.
        desk.named("2", article("둘", "한빛전자만 남았다"), &[hanbit]);
        assert_eq!(
            texts(&desk.reader.all_names(9).unwrap()),
            [("메타", 1), ("한빛전자", 1)]
        );
    }

    #[test]
    fn places_follow_the_view_and_the_body() {
        let mut desk = Desk::new();
        let meta = (Kind::Org, "메타");
        let old = desk.named("1", dated("하나", "메타 메타", 1, 1), &[meta]);
        let new = desk.named("2", dated("둘", "그 메타", 2, 1), &[meta]);
        desk.named("3", dated("셋", "아무도", 3, 1), &[]);
        let name = desk.reader.all_names(1).unwrap()[0].id;
        let rows = |view: &View| {
            let places = desk.reader.places(name, view).unwrap();
            places.iter().map(|p| (p.row, p.start)).collect::<Vec<_>>()
        };
        assert_eq!(rows(&View::default()), [(new, 8), (old, 7), (old, 14)]);
        assert_eq!(
            rows(&View {
                reverse: true,
                ..View::default()
            }),
            [(old, 7), (old, 14), (new, 8)]
        );
        let filter = Filter {
            bookmarked: true,
            ..Filter::default()
        };
        assert_eq!(
            rows(&View {
                filter,
                ..View::default()
            }),
            []
        );
    }
}
