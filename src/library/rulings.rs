//! What the reader said of names: kept as one value for each name and aspect, and resolved when names are read.
//!
//! Nothing in the index is rewritten for it. Each aspect of a name is a register: the edit with the last clock wins,
//! and of equal clocks the greater value, so that edits of several devices come to the same whatever their order.
//! Where merges run in a circle, they are taken the newest first, and the one that would close the circle is left
//! out: the reader's last word names the name that is shown.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use crate::article::id::{ArticleId, StoryId};
use crate::entity::Kind;
use crate::entity::fold::fold;
use crate::entity::own::OwnNames;
use crate::library::codes::kind_code;
use crate::library::edit::{Edit, NameKey};
use crate::library::index::put_sound;
use crate::library::matching::short_hash;
use crate::library::search;
use crate::library::store;
use crate::library::value::NameId;
use crate::text::Clean;

/// One register: the key of a name, the aspect, and what it is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Register {
    pub(super) name: NameKey,
    pub(super) aspect: String,
    pub(super) value: Option<String>,
}

/// The kind that a key begins with and the folded text that follows.
pub(super) fn parts(key: &str) -> Option<(Kind, &str)> {
    let (code, text) = key.split_once(':')?;
    let kind = Kind::ALL.into_iter().find(|k| k.code() == code)?;
    (!text.is_empty()).then_some((kind, text))
}

/// The kind of a code: `PER`.
pub(super) fn kind_named(code: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|k| k.code() == code)
}

/// The register that an edit sets; `None` for one that is about no name.
pub(super) fn register(edit: &Edit) -> Option<Register> {
    let flag = |on: &bool| on.then(|| "1".to_owned());
    let (name, aspect, value) = match edit {
        Edit::Merge { name, into, .. } => (name, "into".into(), into.as_deref().map(str::to_owned)),
        Edit::Split {
            name, spelling, to, ..
        } => (
            name,
            format!("spelling:{}", fold(spelling)),
            to.as_deref().map(str::to_owned),
        ),
        Edit::Rename { name, to, .. } => (name, "text".into(), to.as_ref().map(ToString::to_string)),
        Edit::Retype { name, to, .. } => (name, "kind".into(), to.map(|k| k.code().to_owned())),
        Edit::Hide { name, on } => (name, "hidden".into(), flag(on)),
        Edit::Watch { name, on } => (name, "watched".into(), flag(on)),
        Edit::Apart { name, other, on } => (name.min(other), format!("apart:{}", name.max(other)), flag(on)),
        Edit::Make { name, text, on } => (name, "made".into(), on.then(|| text.to_string())),
        Edit::Deny {
            name,
            story,
            spelling,
            on,
        } => (name, denial(*story, spelling.as_ref()), flag(on)),
        _ => return None,
    };
    Some(Register {
        name: name.clone(),
        aspect,
        value,
    })
}

fn denial(story: Option<StoryId>, spelling: Option<&Clean>) -> String {
    let story = story.map_or_else(|| "*".to_owned(), |s| s.article.to_string());
    let spelling = spelling.map_or_else(|| "*".to_owned(), |s| fold(s));
    format!("not:{story}:{spelling}")
}

/// The value of a register.
fn value_of(db: &Connection, name: &str, aspect: &str) -> rusqlite::Result<Option<(Option<String>, i64)>> {
    db.prepare_cached("SELECT value, clock FROM ruling WHERE name = ?1 AND aspect = ?2")?
        .query_row((name, aspect), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()
}

/// An edit with what it replaces filled in.
pub(super) fn complete(db: &Connection, edit: &Edit) -> rusqlite::Result<Edit> {
    let mut edit = edit.clone();
    let Some(register) = register(&edit) else {
        return Ok(edit);
    };
    let now = value_of(db, &register.name, &register.aspect)?.and_then(|(value, _)| value);
    match &mut edit {
        Edit::Merge { was, .. } | Edit::Split { was, .. } => *was = now.map(Into::into),
        Edit::Rename { was, .. } => *was = now.map(|t| Clean::new(&t)),
        Edit::Retype { was, .. } => *was = now.and_then(|code| kind_named(&code)),
        _ => {}
    }
    Ok(edit)
}

/// Sets a register; `false` if that changes nothing, or a later edit set it.
pub(super) fn set(db: &Connection, register: &Register, clock: i64) -> rusqlite::Result<bool> {
    let known = value_of(db, &register.name, &register.aspect)?;
    let (was, since) = known.clone().unwrap_or_default();
    if known.is_some() && (since, &was) > (clock, &register.value) {
        return Ok(false);
    }
    if known.is_none() && register.value.is_none() && clock == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO ruling (name, aspect, value, clock) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT DO UPDATE SET value = excluded.value, clock = excluded.clock";
    db.prepare_cached(sql)?
        .execute((&register.name, &register.aspect, &register.value, clock))?;
    Ok(was != register.value)
}

/// Whether setting a register would change its value.
pub(super) fn changes(db: &Connection, register: &Register) -> rusqlite::Result<bool> {
    let now = value_of(db, &register.name, &register.aspect)?.and_then(|(value, _)| value);
    Ok(now != register.value)
}

/// The id of the name with a key.
pub(super) fn id_of(db: &Connection, key: &str) -> rusqlite::Result<Option<NameId>> {
    let mut statement = db.prepare_cached("SELECT id FROM name WHERE hash = ?1")?;
    statement
        .query_row([short_hash(key)], |r| r.get(0).map(NameId))
        .optional()
}

/// The id of a name, which is put into the library if it is not there; `None` for a key that means nothing.
pub(super) fn ensure(db: &Connection, key: &str, text: Option<&str>) -> rusqlite::Result<Option<NameId>> {
    let Some((kind, folded)) = parts(key) else {
        return Ok(None);
    };
    if let Some(id) = id_of(db, key)? {
        return Ok(Some(id));
    }
    let text = text.unwrap_or(folded);
    let sql = "INSERT INTO name (hash, key, kind, text) VALUES (?1, ?2, ?3, ?4)";
    let values = (short_hash(key), key, kind_code(kind), text);
    let id = NameId(db.prepare_cached(sql)?.insert(values)? as u32);
    db.prepare_cached("INSERT OR IGNORE INTO spelling (name, fold) VALUES (?1, ?2)")?
        .execute((id.0, search::fold(text)))?;
    put_sound(db, id, text)?;
    Ok(Some(id))
}

/// A name that is found in every text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) name: NameId,
    pub(super) spellings: Vec<String>,
}

/// What was said not to be a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Denials {
    stories: HashSet<(NameId, ArticleId)>,
    spellings: HashSet<(NameId, Box<str>)>,
    both: HashSet<(NameId, ArticleId, Box<str>)>,
    all: HashSet<NameId>,
}

/// All rulings, resolved to the numbers of names.
#[derive(Debug, Default)]
pub(super) struct Rulings {
    stamp: i64,
    roots: HashMap<NameId, NameId>,
    members: BTreeMap<NameId, Vec<NameId>>,
    texts: HashMap<NameId, Clean>,
    kinds: HashMap<NameId, Kind>,
    hidden: HashSet<NameId>,
    watched: HashSet<NameId>,
    apart: HashSet<(NameId, NameId)>,
    splits: HashMap<(NameId, Box<str>), NameId>,
    denials: Denials,
    made: Vec<Made>,
    own: Option<OwnNames>,
    swayed: HashSet<NameId>,
    /// Names that anything was said of.
    ruled: HashSet<NameId>,
    /// Names some of whose mentions were split off or denied.
    doubted: HashSet<NameId>,
}

/// The key under which the number of the last change of rulings is kept.
const STAMP: &str = "rulings";

/// Says that rulings changed, so that every reader reads them anew.
pub(super) fn touch(db: &Connection) -> rusqlite::Result<()> {
    store::keep(db, STAMP, store::kept(db, STAMP)? + 1)
}

/// The rulings as they are now; those at hand if nothing changed.
pub(super) fn fresh(db: &Connection, at_hand: &mut Option<Arc<Rulings>>) -> rusqlite::Result<Arc<Rulings>> {
    let stamp = store::kept(db, STAMP)?;
    if let Some(known) = at_hand.as_ref().filter(|known| known.stamp == stamp) {
        return Ok(Arc::clone(known));
    }
    let loaded = Arc::new(if stamp == 0 {
        Rulings::default()
    } else {
        Rulings::load(db, stamp)?
    });
    *at_hand = Some(Arc::clone(&loaded));
    Ok(loaded)
}

impl Rulings {
    fn load(db: &Connection, stamp: i64) -> rusqlite::Result<Self> {
        let mut rulings = Self {
            stamp,
            ..Self::default()
        };
        let mut made: BTreeMap<NameId, Vec<String>> = BTreeMap::new();
        let mut statement =
            db.prepare_cached("SELECT name, aspect, value FROM ruling WHERE value IS NOT NULL")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let Some(name) = id_of(db, r.get_ref(0)?.as_str()?)? else {
                continue;
            };
            let (aspect, value) = (r.get_ref(1)?.as_str()?, r.get_ref(2)?.as_str()?);
            rulings.ruled.insert(name);
            if aspect == "made" {
                made.entry(name).or_default().push(value.to_owned());
            } else {
                rulings.take(db, name, aspect, value)?;
            }
        }
        rulings.load_own(db, made)?;
        rulings.load_made(db)?;
        Ok(rulings)
    }

    fn take(&mut self, db: &Connection, name: NameId, aspect: &str, value: &str) -> rusqlite::Result<()> {
        match aspect.split_once(':').unwrap_or((aspect, "")) {
            ("text", _) => drop(self.texts.insert(name, Clean::new(value))),
            ("kind", _) => self.kinds.extend(kind_named(value).map(|kind| (name, kind))),
            ("hidden", _) => drop(self.hidden.insert(name)),
            ("watched", _) => drop(self.watched.insert(name)),
            ("apart", other) => {
                let other = id_of(db, other)?;
                self.apart
                    .extend(other.map(|other| (name.min(other), name.max(other))));
            }
            ("spelling", spelling) => {
                self.doubted.insert(name);
                let to = id_of(db, value)?;
                self.splits.extend(to.map(|to| ((name, spelling.into()), to)));
            }
            ("not", what) => self.deny(name, what),
            _ => {}
        }
        Ok(())
    }

    fn deny(&mut self, name: NameId, what: &str) {
        let Some((story, spelling)) = what.split_once(':') else {
            return;
        };
        let article = story.parse::<ArticleId>().ok();
        self.doubted.insert(name);
        match (article, spelling) {
            (Some(article), "*") => drop(self.denials.stories.insert((name, article))),
            (Some(article), spelling) => drop(self.denials.both.insert((name, article, spelling.into()))),
            (None, "*") => drop(self.denials.all.insert(name)),
            (None, spelling) => drop(self.denials.spellings.insert((name, spelling.into()))),
        }
    }

    /// The names of own lists join those that were made.
    fn load_own(&mut self, db: &Connection, mut made: BTreeMap<NameId, Vec<String>>) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached("SELECT name, spelling FROM own")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            if let Some(name) = id_of(db, r.get_ref(0)?.as_str()?)? {
                made.entry(name).or_default().push(r.get(1)?);
            }
        }
        self.made = made
            .into_iter()
            .map(|(name, spellings)| Made { name, spellings })
            .collect();
        let spellings = self.made.iter().zip(0u32..).flat_map(|(made, owner)| {
            made.spellings
                .iter()
                .map(move |spelling| (spelling.clone(), owner))
        });
        self.own = (!self.made.is_empty()).then(|| OwnNames::new(spellings));
        Ok(())
    }

    /// What was made of the rulings when they were written.
    fn load_made(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let mut statement = db.prepare_cached("SELECT name, root FROM rooted ORDER BY name")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (name, root) = (NameId(r.get(0)?), NameId(r.get(1)?));
            self.roots.insert(name, root);
            self.members.entry(root).or_insert_with(|| vec![root]).push(name);
        }
        let mut statement = db.prepare_cached("SELECT DISTINCT name FROM sway")?;
        let rows = statement.query_map([], |r| r.get(0).map(NameId))?;
        self.swayed = rows.collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    /// The name that one belongs to in the end.
    pub(super) fn root(&self, name: NameId) -> NameId {
        self.roots.get(&name).copied().unwrap_or(name)
    }

    /// A name with all that were merged into it.
    pub(super) fn group(&self, root: NameId) -> Vec<NameId> {
        self.members.get(&root).cloned().unwrap_or_else(|| vec![root])
    }

    pub(super) fn is_hidden(&self, name: NameId) -> bool {
        self.hidden.contains(&name)
    }

    pub(super) fn hidden(&self) -> usize {
        self.hidden.len()
    }

    pub(super) fn all_hidden(&self) -> impl Iterator<Item = NameId> {
        self.hidden.iter().copied()
    }

    pub(super) fn all_watched(&self) -> impl Iterator<Item = NameId> {
        self.watched.iter().copied()
    }

    /// Whether the reader said anything of a name.
    pub(super) fn is_ruled(&self, name: NameId) -> bool {
        self.ruled.contains(&name)
    }

    /// All names that the reader said anything of.
    pub(super) fn all_ruled(&self) -> impl Iterator<Item = NameId> {
        self.ruled.iter().copied()
    }

    pub(super) fn is_watched(&self, name: NameId) -> bool {
        self.watched.contains(&name)
    }

    /// The text that the reader gave a name.
    pub(super) fn text(&self, name: NameId) -> Option<&Clean> {
        self.texts.get(&name)
    }

    /// All names that the reader gave a text.
    pub(super) fn texts(&self) -> impl Iterator<Item = (NameId, &Clean)> {
        self.texts.iter().map(|(name, text)| (*name, text))
    }

    /// The kind that the reader gave a name.
    pub(super) fn kind(&self, name: NameId) -> Option<Kind> {
        self.kinds.get(&name).copied()
    }

    /// Whether the reader said that two names are not the same one.
    pub(super) fn are_apart(&self, a: NameId, b: NameId) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }

    /// Whether some story names this otherwise than the word index says.
    pub(super) fn is_swayed(&self, name: NameId) -> bool {
        self.swayed.contains(&name)
    }

    /// Whether some story names something otherwise than the word index says.
    pub(super) fn sways(&self) -> bool {
        !self.swayed.is_empty()
    }

    /// Whether any ruling is on single mentions.
    pub(super) fn by_mention(&self) -> bool {
        let d = &self.denials;
        self.own.is_some()
            || !self.splits.is_empty()
            || !d.stories.is_empty()
            || !d.spellings.is_empty()
            || !d.both.is_empty()
            || !d.all.is_empty()
    }

    /// Whether any ruling on single mentions is about single stories.
    pub(super) fn by_story(&self) -> bool {
        !self.denials.stories.is_empty() || !self.denials.both.is_empty()
    }

    /// Whether a mention that was found of a name may mean something else, or nothing.
    pub(super) fn doubts(&self, name: NameId) -> bool {
        self.doubted.contains(&name)
    }

    /// The name that a spelling of one means.
    pub(super) fn split(&self, name: NameId, folded: &str) -> Option<NameId> {
        if self.splits.is_empty() {
            return None;
        }
        self.splits.get(&(name, folded.into())).copied()
    }

    /// Whether the reader sent some spelling of another name to this one.
    pub(super) fn is_split_target(&self, name: NameId) -> bool {
        self.splits.values().any(|to| *to == name)
    }

    /// Whether a mention of a name was said to be none.
    pub(super) fn is_denied(&self, name: NameId, article: ArticleId, folded: &str) -> bool {
        let d = &self.denials;
        d.all.contains(&name)
            || d.stories.contains(&(name, article))
            || !d.spellings.is_empty() && d.spellings.contains(&(name, folded.into()))
            || !d.both.is_empty() && d.both.contains(&(name, article, folded.into()))
    }

    /// The names to be found in every text.
    pub(super) fn own(&self) -> Option<(&OwnNames, &[Made])> {
        Some((self.own.as_ref()?, &self.made))
    }
}

/// Every ruling as the edit that says it again.
pub(super) fn lessons(db: &Connection) -> rusqlite::Result<Vec<Edit>> {
    let sql = "SELECT name, aspect, value FROM ruling WHERE value IS NOT NULL ORDER BY name, aspect";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |r| {
        let (name, aspect): (String, String) = (r.get(0)?, r.get(1)?);
        Ok(lesson(name.into(), &aspect, r.get_ref(2)?.as_str()?))
    })?;
    rows.filter_map(Result::transpose).collect()
}

/// The edit that sets a register.
fn lesson(name: NameKey, aspect: &str, value: &str) -> Option<Edit> {
    let (aspect, rest) = aspect.split_once(':').unwrap_or((aspect, ""));
    Some(match aspect {
        "into" => Edit::Merge {
            name,
            into: Some(value.into()),
            was: None,
        },
        "spelling" => Edit::Split {
            name,
            spelling: Clean::new(rest),
            to: Some(value.into()),
            was: None,
        },
        "text" => Edit::Rename {
            name,
            to: Some(Clean::new(value)),
            was: None,
        },
        "kind" => Edit::Retype {
            name,
            to: Some(kind_named(value)?),
            was: None,
        },
        "hidden" => Edit::Hide { name, on: true },
        "watched" => Edit::Watch { name, on: true },
        "apart" => Edit::Apart {
            name,
            other: rest.into(),
            on: true,
        },
        "made" => Edit::Make {
            name,
            text: Clean::new(value),
            on: true,
        },
        "not" => {
            let (story, spelling) = rest.split_once(':')?;
            Edit::Deny {
                name,
                story: story.parse().ok().map(StoryId::whole),
                spelling: (spelling != "*").then(|| Clean::new(spelling)),
                on: true,
            }
        }
        _ => return None,
    })
}

/// Follows the merges: for each merged name the one that it belongs to in the end.
pub(super) fn closure(merges: &[(NameId, NameId, i64)]) -> BTreeMap<NameId, NameId> {
    let mut newest: Vec<_> = merges.iter().collect();
    newest.sort_by_key(|(from, to, clock)| (std::cmp::Reverse(*clock), *from, *to));
    let mut parents: BTreeMap<NameId, NameId> = BTreeMap::new();
    let end = |parents: &BTreeMap<NameId, NameId>, mut name: NameId| {
        while let Some(next) = parents.get(&name) {
            name = *next;
        }
        name
    };
    for (from, to, _) in newest {
        if end(&parents, *to) != *from {
            parents.insert(*from, *to);
        }
    }
    parents.keys().map(|name| (*name, end(&parents, *name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_are_followed_and_circles_are_broken_at_the_oldest() {
        let n = NameId;
        for (merges, expected) in [
            (&[(1, 2, 1)][..], &[(1, 2)][..]),
            (&[(1, 2, 1), (2, 3, 2)], &[(1, 3), (2, 3)]),
            (&[(1, 2, 1), (2, 1, 2)], &[(2, 1)]),
            (&[(1, 2, 2), (2, 1, 1)], &[(1, 2)]),
            (&[(1, 2, 3), (2, 3, 1), (3, 1, 2)], &[(1, 2), (3, 2)]),
            (&[(1, 1, 1)], &[]),
        ] {
            let merges: Vec<_> = merges.iter().map(|(a, b, c)| (n(*a), n(*b), *c)).collect();
            let found: Vec<_> = closure(&merges).into_iter().map(|(a, b)| (a.0, b.0)).collect();
            assert_eq!(found, expected, "{merges:?}");
            let reversed: Vec<_> = merges.iter().rev().copied().collect();
            assert_eq!(closure(&reversed), closure(&merges));
        }
    }
}
