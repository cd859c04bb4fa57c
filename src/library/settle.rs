//! Carries out what the reader said of names: on the mentions of a story when it is read, and on what is kept of it.
//!
//! The word index keeps what the recogniser found. Where a ruling on single mentions makes a story name something
//! else, the difference is kept in the table `sway`; merges are a table of names. So a correction touches the names
//! that it is about and nothing more, and taking it back gives exactly what was there.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::article::Article;
use crate::article::id::ArticleId;
use crate::entity::fold::fold;
use crate::entity::{Mention, Rule};
use crate::library::edit::Edit;
use crate::library::noted;
use crate::library::rulings::{self, Rulings};
use crate::library::search::{self, named};
use crate::library::spans::{Packed, Spans};
use crate::library::store;
use crate::library::story::counts;
use crate::library::value::NameId;
use crate::library::wanted::Wanted;
use crate::text::Clean;

/// How sure the reader's own word is, in percent.
const CERTAIN: u8 = 100;

/// The mentions of a story after the reader's rulings on mentions; merges are not looked at.
pub(super) fn settle(article: &Article, of: ArticleId, spans: Spans, rulings: &Rulings) -> Spans {
    if !rulings.by_mention() {
        return spans;
    }
    let mut settled = Gathered::default();
    each_settled(article, of, &spans, rulings, |id, known, mention| {
        let text = article.body.slice(mention.start as usize..mention.end as usize);
        settled.push(id, known, mention, text);
    });
    settled.finish(article)
}

/// The names that count for a story after the reader's rulings on mentions, some of them twice; merges are not
/// looked at. They are those of [`settle`], without what is shown of them.
pub(super) fn names_counting(
    article: &Article,
    of: ArticleId,
    spans: &Spans,
    rulings: &Rulings,
) -> Vec<NameId> {
    let blocks = article.body.blocks();
    let mut names = Vec::new();
    each_settled(article, of, spans, rulings, |id, _, mention| {
        let block = blocks.get(blocks.partition_point(|b| b.end <= mention.start));
        if block.is_some_and(|b| b.start <= mention.start && b.zone.counts()) {
            names.push(id);
        }
    });
    names
}

/// Shows the mentions of a story after the reader's rulings, in order, each with its name and what the recogniser
/// knew of that.
fn each_settled(
    article: &Article,
    of: ArticleId,
    spans: &Spans,
    rulings: &Rulings,
    mut take: impl FnMut(NameId, Option<&Packed>, Mention),
) {
    let own = own_mentions(article, of, rulings);
    let mut own = own.iter().peekable();
    for mention in &spans.mentions {
        let Some(name) = spans.names.get(usize::from(mention.name)) else {
            continue;
        };
        while let Some((id, mine)) = own.next_if(|(_, mine)| mine.end <= mention.start) {
            take(*id, None, *mine);
        }
        if own.peek().is_some_and(|(_, mine)| mine.start < mention.end) {
            continue;
        }
        if !rulings.doubts(name.id) {
            take(name.id, Some(name), *mention);
            continue;
        }
        let folded = fold(article.body.slice(mention.start as usize..mention.end as usize));
        if rulings.is_denied(name.id, of, &folded) {
            continue;
        }
        match rulings.split(name.id, &folded) {
            Some(other) => take(other, None, *mention),
            None => take(name.id, Some(name), *mention),
        }
    }
    for (id, mine) in own {
        take(*id, None, *mine);
    }
}

/// Where the names stand that the reader made.
fn own_mentions(article: &Article, of: ArticleId, rulings: &Rulings) -> Vec<(NameId, Mention)> {
    let Some((names, made)) = rulings.own() else {
        return Vec::new();
    };
    let found = names.find(article);
    let mention = |span: &crate::entity::own::OwnSpan| {
        let id = made.get(span.owner as usize)?.name;
        let text = article.body.slice(span.start as usize..span.end as usize);
        let mention = Mention {
            start: span.start,
            end: span.end,
            name: 0,
            rule: Rule::Own,
            confidence: CERTAIN,
        };
        (!rulings.is_denied(id, of, &fold(text))).then_some((id, mention))
    };
    found.iter().filter_map(mention).collect()
}

/// Mentions being put together anew.
#[derive(Default)]
struct Gathered {
    spans: Spans,
    places: BTreeMap<NameId, u16>,
}

impl Gathered {
    fn push(&mut self, id: NameId, known: Option<&Packed>, mention: Mention, text: &str) {
        let place = *self.places.entry(id).or_insert_with(|| {
            self.spans.names.push(Packed {
                id,
                count: 0,
                text: known.and_then(|k| k.text.clone()),
                spellings: Vec::new(),
            });
            (self.spans.names.len() - 1) as u16
        });
        if let Some(name) = self.spans.names.get_mut(usize::from(place))
            && name.spellings.len() < 16
            && name.spellings.iter().all(|s| s.as_str() != text)
        {
            name.spellings.push(Clean::new(text));
        }
        self.spans.mentions.push(Mention {
            name: place,
            ..mention
        });
    }

    fn finish(mut self, article: &Article) -> Spans {
        let counts = counts(article, self.spans.names.len(), &self.spans.mentions);
        for (name, count) in self.spans.names.iter_mut().zip(counts) {
            name.count = count;
        }
        self.spans
    }
}

/// The names that count for a story.
pub(super) fn counted(spans: &Spans) -> BTreeSet<NameId> {
    spans.names.iter().filter(|n| n.count > 0).map(|n| n.id).collect()
}

/// The names that a row counts for, merges followed, given those that the recogniser found.
pub(super) fn effective(
    db: &Connection,
    row: i64,
    found: BTreeSet<NameId>,
) -> rusqlite::Result<BTreeSet<NameId>> {
    let mut names = found;
    for (name, gain) in sways(db, row)? {
        if gain {
            names.insert(name);
        } else {
            names.remove(&name);
        }
    }
    let mut statement = db.prepare_cached("SELECT root FROM rooted WHERE name = ?1")?;
    let mut roots = BTreeSet::new();
    for name in names {
        let root = statement.query_row([name.0], |r| r.get(0)).optional()?;
        roots.insert(root.map_or(name, NameId));
    }
    Ok(roots)
}

/// The differences kept for a row.
pub(super) fn sways(db: &Connection, row: i64) -> rusqlite::Result<Vec<(NameId, bool)>> {
    let mut statement = db.prepare_cached("SELECT name, gain FROM sway WHERE row = ?1 ORDER BY name")?;
    let rows = statement.query_map([row], |r| Ok((NameId(r.get(0)?), r.get(1)?)))?;
    rows.collect()
}

/// Keeps what the rulings change for a row; gives the names whose difference is another now.
pub(super) fn keep_sways(
    db: &Connection,
    row: i64,
    article: &Article,
    spans: &Spans,
    rulings: &Rulings,
) -> rusqlite::Result<BTreeSet<NameId>> {
    let of = db
        .prepare_cached("SELECT article FROM story WHERE row = ?1")?
        .query_row([row], |r| r.get(0).map(ArticleId))?;
    let before: BTreeMap<NameId, bool> = sways(db, row)?.into_iter().collect();
    let found = counted(spans);
    let mut settled = counted(&settle(article, of, spans.clone(), rulings));
    settled.extend(noted::counted(db, of, rulings)?.into_keys());
    let lost = found.difference(&settled).map(|name| (*name, false));
    let gained = settled.difference(&found).map(|name| (*name, true));
    let after: BTreeMap<NameId, bool> = lost.chain(gained).collect();
    let names: BTreeSet<NameId> = before.keys().chain(after.keys()).copied().collect();
    let changed: BTreeSet<NameId> = names
        .into_iter()
        .filter(|name| before.get(name) != after.get(name))
        .collect();
    for name in &changed {
        match after.get(name) {
            Some(gain) => db
                .prepare_cached("INSERT OR REPLACE INTO sway (name, row, gain) VALUES (?1, ?2, ?3)")?
                .execute((name.0, row, gain))?,
            None => db
                .prepare_cached("DELETE FROM sway WHERE name = ?1 AND row = ?2")?
                .execute((name.0, row))?,
        };
    }
    Ok(changed)
}

/// A question for the rows that name one of some names, and its values.
pub(super) fn rows_naming(names: &[NameId], swayed: impl Fn(NameId) -> bool) -> (String, Vec<Value>) {
    let (swayed, plain): (Vec<NameId>, Vec<NameId>) = names.iter().partition(|name| swayed(**name));
    let (mut parts, mut values) = (Vec::new(), Vec::new());
    if !plain.is_empty() {
        parts.push("SELECT rowid AS row FROM words WHERE words MATCH ?".to_owned());
        values.push(Value::from(any_of(&plain)));
    }
    for name in swayed {
        parts.push(
            "SELECT rowid AS row FROM words WHERE words MATCH ? \
             AND rowid NOT IN (SELECT row FROM sway WHERE name = ? AND gain = 0)"
                .to_owned(),
        );
        values.extend([named(name).into(), Value::from(i64::from(name.0))]);
        parts.push("SELECT row FROM sway WHERE name = ? AND gain = 1".to_owned());
        values.push(i64::from(name.0).into());
    }
    (parts.join(" UNION "), values)
}

/// The question to the word index for the stories of any of some names.
pub(super) fn any_of(names: &[NameId]) -> String {
    Wanted::names(names).to_string()
}

/// Brings what is kept up to date with rulings that were just written.
pub(super) fn refresh<'e>(
    db: &Connection,
    edits: impl IntoIterator<Item = &'e Edit>,
) -> rusqlite::Result<()> {
    let named = edits.into_iter().filter(|edit| edit.name().is_some());
    let edits: Vec<&Edit> = named.collect();
    if edits.is_empty() {
        return Ok(());
    }
    rulings::touch(db)?;
    let mut names = BTreeSet::new();
    if edits.iter().any(|edit| matches!(edit, Edit::Merge { .. })) {
        names.extend(reroot(db)?);
    }
    let mut rows = BTreeSet::new();
    for edit in &edits {
        rows.extend(touched(db, edit)?);
    }
    names.extend(anew::resettle(db, &rows)?);
    recount(db, &names)
}

/// Settles some rows anew and counts the names anew that this changes.
pub(super) fn refresh_rows(db: &Connection, rows: &BTreeSet<i64>) -> rusqlite::Result<()> {
    rulings::touch(db)?;
    let names = anew::resettle(db, rows)?;
    recount(db, &names)
}

/// Follows the merges anew; gives the names that belong elsewhere now, and what they belonged and belong to.
fn reroot(db: &Connection) -> rusqlite::Result<BTreeSet<NameId>> {
    let mut statement = db.prepare_cached(
        "SELECT name, value, clock FROM ruling WHERE aspect = 'into' AND value IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut merges = Vec::new();
    while let Some(r) = rows.next()? {
        let from = rulings::ensure(db, r.get_ref(0)?.as_str()?, None)?;
        let to = rulings::ensure(db, r.get_ref(1)?.as_str()?, None)?;
        if let Some((from, to)) = from.zip(to) {
            merges.push((from, to, r.get(2)?));
        }
    }
    let after = rulings::closure(&merges);
    let mut statement = db.prepare_cached("SELECT name, root FROM rooted")?;
    let before = statement.query_map([], |r| Ok((NameId(r.get(0)?), NameId(r.get(1)?))))?;
    let before: BTreeMap<NameId, NameId> = before.collect::<rusqlite::Result<_>>()?;
    let mut touched = BTreeSet::new();
    let merged: BTreeSet<&NameId> = before.keys().chain(after.keys()).collect();
    for name in merged {
        let (was, is) = (before.get(name), after.get(name));
        if was == is {
            continue;
        }
        touched.extend([Some(name), was, is].into_iter().flatten());
        match is {
            Some(root) => db
                .prepare_cached("INSERT OR REPLACE INTO rooted (name, root) VALUES (?1, ?2)")?
                .execute((name.0, root.0))?,
            None => db
                .prepare_cached("DELETE FROM rooted WHERE name = ?1")?
                .execute([name.0])?,
        };
    }
    Ok(touched)
}

/// The rows whose mentions a ruling may change.
fn touched(db: &Connection, edit: &Edit) -> rusqlite::Result<Vec<i64>> {
    match edit {
        Edit::Split {
            name,
            spelling,
            to,
            was,
        } => {
            for other in [to, was].into_iter().flatten() {
                rulings::ensure(db, other, Some(spelling))?;
            }
            let Some(id) = rulings::ensure(db, name, None)? else {
                return Ok(Vec::new());
            };
            spelt(db, id, &fold(spelling))
        }
        Edit::Deny {
            story: Some(story), ..
        } => {
            let whole = crate::article::id::StoryId::whole(story.article);
            Ok(store::row_of(db, whole)?.into_iter().collect())
        }
        Edit::Deny { name, spelling, .. } => {
            let Some(id) = rulings::id_of(db, name)? else {
                return Ok(Vec::new());
            };
            let mut rows = match spelling {
                Some(spelling) => spelt(db, id, &fold(spelling))?,
                None => postings(db, id)?,
            };
            rows.extend(swayed_rows(db, id)?);
            Ok(rows)
        }
        Edit::Make { name, text, .. } => {
            let Some(id) = rulings::ensure(db, name, Some(text))? else {
                return Ok(Vec::new());
            };
            let mut rows = holding(db, text)?;
            rows.extend(swayed_rows(db, id)?);
            Ok(rows)
        }
        Edit::Rename { name, .. }
        | Edit::Retype { name, .. }
        | Edit::Hide { name, .. }
        | Edit::Watch { name, .. } => {
            rulings::ensure(db, name, None)?;
            Ok(Vec::new())
        }
        Edit::Apart { name, other, .. } => {
            rulings::ensure(db, name, None)?;
            rulings::ensure(db, other, None)?;
            Ok(Vec::new())
        }
        _ => Ok(Vec::new()),
    }
}

/// The rows whose words hold a text.
pub(super) fn holding(db: &Connection, text: &str) -> rusqlite::Result<Vec<i64>> {
    let Some(query) = search::query(text) else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
    let rows = statement.query_map([format!("{{headline body}} : ({query})")], |r| r.get(0))?;
    rows.collect()
}

pub(super) fn postings(db: &Connection, name: NameId) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
    let rows = statement.query_map([named(name)], |r| r.get(0))?;
    rows.collect()
}

pub(super) fn swayed_rows(db: &Connection, name: NameId) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT row FROM sway WHERE name = ?1")?;
    let rows = statement.query_map([name.0], |r| r.get(0))?;
    rows.collect()
}

/// The rows of a name that write it in one way.
fn spelt(db: &Connection, name: NameId, folded: &str) -> rusqlite::Result<Vec<i64>> {
    let main: String = db
        .prepare_cached("SELECT text FROM name WHERE id = ?1")?
        .query_row([name.0], |r| r.get(0))?;
    anew::spelt(db, name, folded, fold(&main) == folded)
}

/// Counts the stories of some names anew, and of what they belong to.
pub(super) fn recount(db: &Connection, names: &BTreeSet<NameId>) -> rusqlite::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let rulings = rulings::fresh(db, &mut None)?;
    let mut roots: BTreeSet<NameId> = BTreeSet::new();
    for name in names {
        let root = rulings.root(*name);
        roots.insert(root);
        if root != *name {
            db.prepare_cached("DELETE FROM naming WHERE name = ?1")?
                .execute([name.0])?;
        }
    }
    for root in roots {
        let (sql, values) = rows_naming(&rulings.group(root), |name| rulings.is_swayed(name));
        let stories: i64 = db
            .prepare_cached(&format!("SELECT count(*) FROM ({sql})"))?
            .query_row(params_from_iter(&values), |r| r.get(0))?;
        let sql = "INSERT INTO naming (name, stories) VALUES (?1, ?2) \
                   ON CONFLICT DO UPDATE SET stories = excluded.stories";
        db.prepare_cached(sql)?.execute((root.0, stories))?;
    }
    Ok(())
}

mod anew;
#[cfg(test)]
mod tests;
