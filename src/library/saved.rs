//! Searches that the reader saved, and rules that act on what comes in.
//!
//! Both are kept as text: a query is read anew whenever it is asked, so that days like `<7d` move on and a later jobo
//! may understand more. Of each name the last edit holds, on every device.

use rusqlite::{Connection, OptionalExtension};

use crate::article::id::{ArticleId, StoryId};
use crate::library::asked;
use crate::library::catalogue::rows_of;
use crate::library::edit::{Cause, Does, Edit, Receipt, Rule};
use crate::library::fault::{At, LibraryError};
use crate::library::merge::Made;
use crate::library::reader::Reader;
use crate::library::rulings::{self, Rulings};
use crate::library::select;
use crate::library::store;
use crate::library::value::{Ruled, Saved, View};
use crate::library::writer::{Care, Writer};
use crate::query::{self, Today};
use crate::text::Clean;

/// Edits of one step: a reader who waits with a mark of their own waits for one at most.
const STEP: usize = 400;

/// Whether an edit of a saved search or a rule changes something; `None` if it is about something else.
pub(super) fn changes(db: &Connection, edit: &Edit) -> rusqlite::Result<Option<bool>> {
    Ok(match edit {
        Edit::Saved { name, to, .. } => Some(saved(db, name)?.as_ref() != to.as_ref() && !name.is_empty()),
        Edit::Rule { name, to, .. } => Some(rule(db, name)?.as_ref() != to.as_deref() && !name.is_empty()),
        _ => None,
    })
}

/// The edit with the saved search or rule that it replaces, so that taking it back brings that again.
pub(super) fn complete(db: &Connection, mut edit: Edit) -> rusqlite::Result<Edit> {
    match &mut edit {
        Edit::Saved { name, was, .. } => *was = saved(db, name)?,
        Edit::Rule { name, was, .. } => *was = rule(db, name)?.map(Box::new),
        _ => {}
    }
    Ok(edit)
}

/// Brings a saved search or a rule to the state that its last edit makes; `false` if the edit is about something else.
pub(super) fn settle(db: &Connection, last: &Made) -> rusqlite::Result<()> {
    match &last.edit {
        Edit::Saved { name, to, .. } => put(
            db,
            "saved (name, query)",
            name,
            to.as_ref().map(ToString::to_string),
        ),
        Edit::Rule { name, to, .. } => {
            let text = to
                .as_ref()
                .map(|rule| serde_json::to_string(rule).expect("a rule always fits JSON"));
            put(db, "rule (name, rule)", name, text)
        }
        _ => Ok(()),
    }
}

fn put(db: &Connection, table: &str, name: &str, value: Option<String>) -> rusqlite::Result<()> {
    if let Some(value) = value {
        let sql = format!("INSERT OR REPLACE INTO {table} VALUES (?1, ?2)");
        db.prepare_cached(&sql)?.execute((name, value))?;
    } else {
        let table = table.split(' ').next().unwrap_or_default();
        db.prepare_cached(&format!("DELETE FROM {table} WHERE name = ?1"))?
            .execute([name])?;
    }
    Ok(())
}

fn saved(db: &Connection, name: &str) -> rusqlite::Result<Option<Clean>> {
    let mut statement = db.prepare_cached("SELECT query FROM saved WHERE name = ?1")?;
    statement
        .query_row([name], |r| Ok(Clean::new(r.get_ref(0)?.as_str()?)))
        .optional()
}

fn rule(db: &Connection, name: &str) -> rusqlite::Result<Option<Rule>> {
    let mut statement = db.prepare_cached("SELECT rule FROM rule WHERE name = ?1")?;
    let text: Option<String> = statement.query_row([name], |r| r.get(0)).optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

fn rules(db: &Connection) -> rusqlite::Result<Vec<(Clean, Rule)>> {
    let mut statement = db.prepare_cached("SELECT name, rule FROM rule ORDER BY name")?;
    let rows = statement.query_map([], |r| {
        Ok((Clean::new(r.get_ref(0)?.as_str()?), r.get::<_, String>(1)?))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let (name, text) = row?;
        // A rule of a later jobo that this one cannot read does nothing here.
        all.extend(serde_json::from_str(&text).ok().map(|rule| (name, rule)));
    }
    Ok(all)
}

impl Reader {
    /// The names and words of the saved searches, by name.
    pub fn saved_searches(&self) -> Result<Vec<(Clean, Clean)>, LibraryError> {
        self.ask(|| {
            let mut statement = self
                .connection
                .prepare_cached("SELECT name, query FROM saved ORDER BY name")?;
            let rows = statement.query_map([], |r| {
                Ok((
                    Clean::new(r.get_ref(0)?.as_str()?),
                    Clean::new(r.get_ref(1)?.as_str()?),
                ))
            })?;
            rows.collect()
        })
    }

    /// The saved searches by name, each with how many unread stories answer it, in whatever spelling of its names.
    pub fn saved(&self, today: Today) -> Result<Vec<Saved>, LibraryError> {
        let counted = |(name, query): (Clean, Clean)| {
            let unread = self.unread_of(&query, today)?;
            Ok(Saved { name, query, unread })
        };
        self.saved_searches()?.into_iter().map(counted).collect()
    }

    fn unread_of(&self, query: &str, today: Today) -> Result<Option<u32>, LibraryError> {
        let Ok(query) = query::parse(query) else {
            return Ok(None);
        };
        let mut view = View::of(query, today);
        view.filter.unread = true;
        self.ordered_surely(&view).map(|rows| Some(rows.len() as u32))
    }

    /// The rules by name.
    pub fn rules(&self) -> Result<Vec<(Clean, Rule)>, LibraryError> {
        self.ask(|| rules(&self.connection))
    }
}

impl Writer {
    /// Lets the rules act on the articles that came since they acted last and are in the index, and remembers how far
    /// they came. What they do can be undone, in steps of some hundred edits.
    pub fn run_rules(&mut self, today: Today) -> Result<Ruled, LibraryError> {
        let path = self.path.clone();
        let (after, until) = self.came().at(&path)?;
        if until <= after {
            return Ok(Ruled::default());
        }
        let (edits, ruled) = self.ruled(after, until, today).at(&path)?;
        for step in edits.chunks(STEP) {
            self.edit(Cause::Deliberate, step)?;
        }
        self.write(Care::Normal, |tx| store::keep(tx, "ruled", until))?;
        Ok(ruled)
    }

    /// The rows above which articles are new, and up to which they are in the index.
    fn came(&self) -> rusqlite::Result<(i64, i64)> {
        let db = &self.connection;
        let sql = "SELECT coalesce((SELECT min(row) - 1 FROM story INDEXED BY story_pending \
                     WHERE indexed = 0 AND item = 0), (SELECT max(row) FROM story), 0)";
        let until = db.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
        Ok((store::kept(db, "ruled")?, until))
    }

    fn ruled(&mut self, after: i64, until: i64, today: Today) -> rusqlite::Result<(Vec<Edit>, Ruled)> {
        let all = rules(&self.connection)?;
        if all.is_empty() {
            return Ok(Default::default());
        }
        let names = rulings::fresh(&self.connection, &mut self.rulings)?;
        let (mut edits, mut ruled) = (Vec::new(), Ruled::default());
        for (name, rule) in all {
            let Ok(query) = query::parse(&rule.query) else {
                continue;
            };
            let stories = answering(&self.connection, &names, &View::of(query, today), (after, until))?;
            if stories.is_empty() {
                continue;
            }
            ruled.stories += stories.len() as u32;
            if rule.does.contains(&Does::Watch) {
                ruled.watched.push((name, stories.len() as u32));
            }
            for story in stories {
                edits.extend(rule.does.iter().filter_map(|does| does.edit(story)));
            }
        }
        Ok((edits, ruled))
    }

    /// Saves a search, or forgets it.
    pub fn save_search(&mut self, name: &Clean, query: Option<&Clean>) -> Result<Receipt, LibraryError> {
        let edit = Edit::Saved {
            name: name.clone(),
            to: query.cloned(),
            was: None,
        };
        self.edit(Cause::Deliberate, &[edit])
    }

    /// Makes a rule, or takes it away.
    pub fn keep_rule(&mut self, name: &Clean, rule: Option<Rule>) -> Result<Receipt, LibraryError> {
        let edit = Edit::Rule {
            name: name.clone(),
            to: rule.map(Box::new),
            was: None,
        };
        self.edit(Cause::Deliberate, &[edit])
    }
}

/// The stories among some rows that answer a view as it stands.
fn answering(
    db: &Connection,
    rulings: &Rulings,
    view: &View,
    (after, until): (i64, i64),
) -> rusqlite::Result<Vec<StoryId>> {
    let mut compiled = match &view.filter.query {
        Some(asked) => asked::compile(db, rulings, asked, false)?,
        None => asked::Compiled::default(),
    };
    compiled.terms.push("s.row > ? AND s.row <= ?".into());
    compiled.values.extend([after.into(), until.into()]);
    let rows = rows_of(db, &select::question(view, rulings, &compiled))?;
    let mut statement = db.prepare_cached("SELECT article, item FROM story WHERE row = ?1")?;
    let story = |row: crate::library::value::RowId| {
        statement.query_row([row.0], |r| {
            Ok(StoryId {
                article: ArticleId(r.get(0)?),
                item: r.get(1)?,
            })
        })
    };
    rows.into_iter().map(story).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::fixture::{Desk, article, dated, id};

    fn rule(query: &str, does: Vec<Does>) -> Rule {
        Rule {
            query: Clean::new(query),
            does,
        }
    }

    #[test]
    fn a_saved_search_counts_unread_stories_and_is_undone() {
        let mut desk = Desk::new();
        let one = dated("도토리", "다람쥐가 산다", 1, 1);
        desk.named("1", one.clone(), &[]);
        desk.named("2", article("밤", "다람쥐가 잔다"), &[]);
        let name = Clean::new("숲");
        desk.writer
            .save_search(&name, Some(&Clean::new("다람쥐 -밤")))
            .unwrap();
        let list = |desk: &Desk| {
            let all = desk.reader.saved(Today::default()).unwrap();
            all.into_iter()
                .map(|s| (s.query.to_string(), s.unread))
                .collect::<Vec<_>>()
        };
        assert_eq!(list(&desk), [("다람쥐 -밤".to_owned(), Some(1))]);
        desk.writer
            .edit(
                Cause::Deliberate,
                &[Edit::Read {
                    story: id(&one),
                    on: true,
                }],
            )
            .unwrap();
        assert_eq!(list(&desk)[0].1, Some(0));
        desk.writer.undo().unwrap();
        desk.writer
            .save_search(&name, Some(&Clean::new("다람쥐")))
            .unwrap();
        assert_eq!(list(&desk)[0].1, Some(2));
        desk.writer.undo().unwrap();
        assert_eq!(list(&desk), [("다람쥐 -밤".to_owned(), Some(1))]);
        desk.writer.undo().unwrap();
        assert_eq!(list(&desk), []);
        desk.writer.redo().unwrap();
        assert_eq!(list(&desk).len(), 1);
        // Under a name that another search has: that one comes back when it is undone, though nobody said what it was.
        let over = Edit::Saved {
            name,
            to: Some(Clean::new("도토리")),
            was: None,
        };
        desk.writer.edit(Cause::Deliberate, &[over]).unwrap();
        assert_eq!(list(&desk)[0].0, "도토리");
        desk.writer.undo().unwrap();
        assert_eq!(list(&desk)[0].0, "다람쥐 -밤");
    }

    #[test]
    fn rules_act_once_on_what_comes_and_are_undone() {
        let mut desk = Desk::new();
        let before = article("전", "다람쥐");
        desk.named("0", before.clone(), &[]);
        desk.writer.run_rules(Today::default()).unwrap();
        let does = vec![Does::Tag(Clean::new("숲")), Does::Bookmark, Does::Watch];
        desk.writer
            .keep_rule(&Clean::new("가"), Some(rule("다람쥐 -밤", does)))
            .unwrap();
        desk.writer
            .keep_rule(&Clean::new("나"), Some(rule("((", vec![Does::Archive])))
            .unwrap();
        let (one, two) = (article("후", "다람쥐가 왔다"), article("밤", "다람쥐가 잔다"));
        desk.named("1", one.clone(), &[]);
        desk.named("2", two, &[]);
        // Not in the index yet: the rules wait for it.
        let late = desk.file("3", article("뒤", "다람쥐가 늦었다"));
        let ruled = desk.writer.run_rules(Today::default()).unwrap();
        assert_eq!((ruled.stories, ruled.watched), (1, vec![(Clean::new("가"), 1)]));
        assert_eq!(desk.writer.run_rules(Today::default()).unwrap().stories, 0);
        desk.writer
            .index(vec![(late, crate::entity::Found::default())])
            .unwrap();
        assert_eq!(desk.writer.run_rules(Today::default()).unwrap().stories, 1);
        let bookmarked = |desk: &Desk| {
            let view = View::of(query::parse("is:bookmarked tag:숲").unwrap(), Today::default());
            desk.reader.count(&view).unwrap()
        };
        assert_eq!(bookmarked(&desk), 2);
        desk.writer.undo().unwrap();
        assert_eq!(bookmarked(&desk), 1);
        desk.writer.undo().unwrap();
        assert_eq!(bookmarked(&desk), 0);
        // What was undone is not done again.
        desk.writer.run_rules(Today::default()).unwrap();
        assert_eq!(bookmarked(&desk), 0);
        assert_eq!(desk.reader.rules().unwrap().len(), 2);
    }
}
