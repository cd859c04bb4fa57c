//! Says why a mention counts as its name, from what stands in the story and what the reader said.

use std::collections::BTreeSet;

use crate::article::Article;
use crate::entity::fold::fold;
use crate::entity::likeness;
use crate::entity::{Mention, Recogniser, Rule};
use crate::library::card::same;
use crate::library::codes::kind_of;
use crate::library::fault::LibraryError;
use crate::library::lore::{Alike, Link, Why};
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::spans::Spans;
use crate::library::value::{NameCount, NameId, Place};
use crate::text::Clean;

/// How alike two names must be to be shown beside each other, in percent.
pub(super) const ALIKE: u8 = 88;

impl Reader {
    /// Why the letters at a place count as a name; `None` where no name stands.
    pub fn why(&self, place: Place) -> Result<Option<Why>, LibraryError> {
        self.ask(|| {
            let Some(article) = self.article(place.row)? else {
                return Ok(None);
            };
            let found = self.spans(place.row)?.unwrap_or_default();
            let spans = self.settle(place.row, &article, found.clone())?;
            let covers = |m: &&Mention| m.start <= place.start && place.start < m.end;
            let Some(mention) = spans.mentions.iter().find(covers).copied() else {
                return Ok(None);
            };
            let Some(id) = spans.names.get(usize::from(mention.name)).map(|n| n.id) else {
                return Ok(None);
            };
            let Some(name) = self.name_of(id)? else {
                return Ok(None);
            };
            let rulings = self.rulings()?;
            let before = found
                .mentions
                .iter()
                .find(|m| m.start == mention.start && m.end == mention.end);
            let before = before
                .and_then(|m| found.names.get(usize::from(m.name)))
                .map(|n| n.id);
            let before = match before.filter(|before| *before != name.id) {
                Some(before) => self.own_name(before, &rulings)?,
                None => None,
            };
            let text = Clean::new(article.body.slice(mention.start as usize..mention.end as usize));
            Ok(Some(Why {
                place: Place {
                    row: place.row,
                    start: mention.start,
                    end: mention.end,
                },
                link: self.link(&article, &spans, &mention, &text, &name)?,
                text,
                name,
                found: before,
                rule: mention.rule,
                confidence: mention.confidence,
            }))
        })
    }

    /// Why some letters of a story count as a name.
    pub(super) fn link(
        &self,
        article: &Article,
        spans: &Spans,
        mention: &Mention,
        text: &Clean,
        name: &NameCount,
    ) -> rusqlite::Result<Link> {
        let rulings = self.rulings()?;
        let Some(entry) = spans.names.get(usize::from(mention.name)) else {
            return Ok(Link::Story);
        };
        if mention.rule == Rule::Own {
            return Ok(Link::Own);
        }
        if entry.id != name.id || rulings.is_split_target(entry.id) {
            return Ok(Link::Reader);
        }
        let main = self.main_text(entry.id)?;
        if same(text, &main) {
            return Ok(Link::Same);
        }
        if mention.rule == Rule::Short {
            return Ok(Link::Short);
        }
        let spellings = entry
            .spellings
            .iter()
            .chain(entry.text.as_ref())
            .map(Clean::as_str);
        if explained(article.body.text(), text, spellings.chain([main.as_str()])) {
            return Ok(Link::Gloss);
        }
        if mention.rule == Rule::Gazetteer || Recogniser::bundled().lists_as(text, &main) {
            return Ok(Link::List);
        }
        let short = fold(&main).ends_with(&fold(text)) || main.split(' ').any(|part| same(part, text));
        if short {
            return Ok(Link::Short);
        }
        if crate::entity::sound::likeness(text, &main) >= 80
            || crate::entity::sound::likeness(&main, text) >= 80
        {
            return Ok(Link::Sound);
        }
        Ok(Link::Story)
    }

    fn main_text(&self, id: NameId) -> rusqlite::Result<String> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT text FROM name WHERE id = ?1")?;
        statement.query_row([id.0], |r| r.get(0))
    }

    /// Names that look like one and were neither merged with it nor kept apart, the most alike first. Only names of
    /// its kind, with the same digits.
    pub fn similar(&self, name: NameId, limit: usize) -> Result<Vec<Alike>, LibraryError> {
        self.ask(|| match self.name_of(name)? {
            Some(name) => self.alike(&name, &*self.rulings()?, limit),
            None => Ok(Vec::new()),
        })
    }

    pub(super) fn alike(
        &self,
        name: &NameCount,
        rulings: &Rulings,
        limit: usize,
    ) -> rusqlite::Result<Vec<Alike>> {
        let mut alike = Vec::new();
        let roots: BTreeSet<NameId> = self
            .sounding(&name.text)?
            .into_iter()
            .map(|id| rulings.root(id))
            .collect();
        for root in roots {
            if root == name.id || rulings.are_apart(root, name.id) || rulings.is_hidden(root) {
                continue;
            }
            let Some(likeness) = self.likeness_of(name, root, rulings)?.filter(|l| *l >= ALIKE) else {
                continue;
            };
            let other = self.own_name(root, rulings)?.filter(|o| o.stories > 0);
            alike.extend(other.map(|name| Alike { name, likeness }));
        }
        alike.sort_by(|a: &Alike, b| {
            b.likeness
                .cmp(&a.likeness)
                .then(b.name.stories.cmp(&a.name.stories))
        });
        alike.truncate(limit);
        Ok(alike)
    }

    /// How much a name looks like another of its kind; `None` if that one is of another kind. Some hundreds are asked
    /// about for a card, so no more is read of them.
    fn likeness_of(
        &self,
        name: &NameCount,
        other: NameId,
        rulings: &Rulings,
    ) -> rusqlite::Result<Option<u8>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind, text FROM name WHERE id = ?1")?;
        let mut rows = statement.query([other.0])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        if rulings.kind(other).or(kind_of(row.get(0)?)) != Some(name.kind) {
            return Ok(None);
        }
        Ok(Some(match rulings.text(other) {
            Some(text) => likeness::alike(&name.text, text),
            None => likeness::alike(&name.text, row.get_ref(1)?.as_str()?),
        }))
    }

    /// Names that may sound like a text, some hundreds at most.
    fn sounding(&self, text: &str) -> rusqlite::Result<Vec<NameId>> {
        let mut names = Vec::new();
        let mut statement = self
            .connection
            .prepare_cached("SELECT name FROM sound WHERE key = ?1 ORDER BY name DESC LIMIT 200")?;
        for key in likeness::near_keys(text) {
            let rows = statement.query_map([key], |r| r.get(0).map(NameId))?;
            names.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        Ok(names)
    }
}

/// Whether a text explains one spelling by another in brackets, either way round.
fn explained<'a>(text: &str, spelling: &str, others: impl Iterator<Item = &'a str>) -> bool {
    let joined = |a: &str, b: &str| {
        ["(", " ("]
            .iter()
            .any(|open| text.contains(&format!("{a}{open}{b}")))
            || text.contains(&format!("{a}（{b}"))
    };
    others
        .filter(|other| *other != spelling)
        .any(|other| joined(spelling, other) || joined(other, spelling))
}
