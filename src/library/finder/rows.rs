//! From ranks to rows: one for each thing, those of a kind together, with what is shown of them.

use std::cmp::Reverse;
use std::ops::Range;

use super::{About, Finder, Found, Goal, Group, Scope};
use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::value::{Filter, Header, RowId, View};
use crate::text::pattern::{Pattern, Rank, Tier, top};

/// Most rows of an answer about one kind of thing.
pub(super) const MOST: usize = 200;

/// Most headlines beside other kinds of things.
const HEADLINES: usize = 100;

/// Most headlines where other kinds of things come after them.
const AMONG: usize = 10;

/// The groups of a scope, in the order in which equally sure ones are shown.
pub(super) fn groups(scope: Scope) -> &'static [Group] {
    use Group::{Names, Notes, Outlets, Own, Places, Searches, Tags, Titles};
    match scope {
        Scope::All => &[Names, Outlets, Tags, Searches, Titles, Own, Places, Notes],
        Scope::Titles => &[Titles],
        Scope::Bodies => &[],
        Scope::Names => &[Names],
        Scope::Outlets => &[Outlets],
        Scope::Tags => &[Tags],
        Scope::Searches => &[Searches],
        Scope::Notes => &[Notes],
        Scope::Own => &[Own],
        Scope::Places => &[Places],
    }
}

/// Most rows of a group beside others.
fn share(group: Group) -> usize {
    match group {
        Group::Titles => HEADLINES,
        Group::Names => 4,
        Group::Outlets | Group::Tags => 2,
        Group::Own | Group::Places | Group::Notes | Group::Searches => 3,
    }
}

impl Finder {
    /// One hit for each thing: a name answers by the surest of its spellings, an offer by its likeliest words.
    pub(super) fn merged(&self, group: Group, ranks: &[Rank]) -> Vec<Rank> {
        let key = |place: u32| match group {
            Group::Names => {
                let (name, alias) = self.stock.names.of[place as usize];
                (name, if alias { 150 } else { 0 })
            }
            Group::Searches => {
                let (search, words) = self.stock.searches.of[place as usize];
                (search, if words { 150 } else { 0 })
            }
            Group::Own => {
                let (offer, far) = self.own.of[place as usize];
                (offer, 150 * far)
            }
            _ => (place, 0),
        };
        let mut ranks: Vec<Rank> = ranks
            .iter()
            .map(|r| Rank {
                score: r.score - key(r.place).1,
                ..*r
            })
            .collect();
        if matches!(group, Group::Names | Group::Searches | Group::Own) {
            ranks.sort_unstable_by_key(|r| (key(r.place).0, Reverse((r.tier, r.score))));
            ranks.dedup_by_key(|r| key(r.place).0);
        }
        ranks
    }

    /// Which of two equally good things goes first.
    fn weight(&self, group: Group, place: u32) -> i64 {
        let place = place as usize;
        match group {
            Group::Titles => self.titles().dates[place].into(),
            Group::Names => self.stock.names.stories(place).into(),
            Group::Searches | Group::Notes | Group::Places | Group::Own => -(place as i64),
            Group::Outlets => self.stock.outlets.stories[place].into(),
            Group::Tags => self.stock.tags.stories[place].into(),
        }
    }

    /// The rows of what was found: groups by their surest row, and in the order of the groups where that is the same.
    pub(super) fn rows(
        &self,
        reader: &Reader,
        pattern: &Pattern,
        ranked: Vec<(Group, Vec<Rank>)>,
        alone: bool,
    ) -> Result<Vec<Found>, LibraryError> {
        let mut parts: Vec<(Group, Vec<Rank>)> = Vec::new();
        for (group, mut ranks) in ranked {
            let most = if alone { MOST } else { share(group) };
            top(&mut ranks, most, |place| self.weight(group, place));
            if !alone && group != Group::Titles {
                leave_insides(&mut ranks);
            }
            if !ranks.is_empty() {
                parts.push((group, ranks));
            }
        }
        parts.sort_by_key(|(_, ranks)| Reverse(ranks[0].tier));
        let last = parts.len().saturating_sub(1);
        let mut rows = Vec::new();
        for (nth, (group, mut ranks)) in parts.into_iter().enumerate() {
            if group == Group::Titles && nth < last {
                ranks.truncate(AMONG);
            }
            for rank in ranks {
                rows.extend(self.row(reader, group, rank.place, Some((pattern, rank.tier)))?);
            }
        }
        Ok(rows)
    }

    /// A row; `None` if what it stands for is gone.
    fn row(
        &self,
        reader: &Reader,
        group: Group,
        place: u32,
        asked: Option<(&Pattern, Tier)>,
    ) -> Result<Option<Found>, LibraryError> {
        let at = place as usize;
        let (goal, label, about) = match group {
            Group::Titles => {
                let row = self.titles().rows[at];
                let Some(header) = reader.headers(&[row])?.pop() else {
                    return Ok(None);
                };
                (
                    Goal::Story(row),
                    header.headline.clone(),
                    About::Story(Box::new(header)),
                )
            }
            Group::Names => {
                let (name, label, of) = self.stock.names.row(at);
                (
                    Goal::Name(name.id),
                    label,
                    About::Name(name.kind, name.stories, of),
                )
            }
            Group::Outlets => {
                let (label, stories) = self.stock.outlets.row(at);
                (Goal::Outlet(label.clone()), label, About::Stories(stories))
            }
            Group::Tags => {
                let (label, stories) = self.stock.tags.row(at);
                (Goal::Tag(label.clone()), label, About::Stories(stories))
            }
            Group::Searches => {
                let (label, query) = self.stock.searches.row(at);
                let about = if label == query {
                    About::Nothing
                } else {
                    About::Query(query.clone())
                };
                (Goal::Search(query), label, about)
            }
            Group::Notes | Group::Places => {
                let stock = if group == Group::Notes {
                    &self.stock.notes
                } else {
                    &self.stock.places
                };
                let Some((goal, label, row)) = stock.row(at) else {
                    return Ok(None);
                };
                let about = match reader.headers(&[row])?.pop() {
                    Some(header) => About::Story(Box::new(header)),
                    None => return Ok(None),
                };
                (goal, label, about)
            }
            Group::Own => {
                let offer = self.own.of[at].0 as usize;
                (
                    Goal::Own(offer),
                    self.own.offers[offer].label.clone(),
                    About::Nothing,
                )
            }
        };
        let lit = asked.map_or_else(Vec::new, |(pattern, tier)| lit(pattern, &label, tier));
        Ok(Some(Found {
            group,
            goal,
            label,
            lit,
            tier: asked.map(|(_, tier)| tier),
            about,
        }))
    }

    /// What is shown before anything was typed: what was used last, else what there is most of.
    pub(super) fn recent(&self, reader: &Reader, scope: Scope) -> Result<Vec<Found>, LibraryError> {
        let mut rows = Vec::new();
        match scope {
            Scope::Bodies => {}
            Scope::All | Scope::Titles => {
                let opened = View {
                    filter: Filter {
                        opened: scope == Scope::All,
                        ..Filter::default()
                    },
                    ..View::default()
                };
                let headers = |view: &View, limit| reader.newest(view, limit);
                let mut stories = headers(&opened, AMONG)?;
                if scope == Scope::Titles || stories.len() < AMONG {
                    for header in headers(&View::default(), HEADLINES)? {
                        if stories.iter().all(|h| h.row != header.row) {
                            stories.push(header);
                        }
                    }
                }
                rows.extend(stories.into_iter().map(story));
            }
            Scope::Own => {
                for (place, (_, far)) in self.own.of.iter().enumerate() {
                    if *far == 0 {
                        rows.extend(self.row(reader, Group::Own, place as u32, None)?);
                    }
                }
            }
            _ => {
                for group in groups(scope) {
                    let every = (0..self.heap(*group).len() as u32).filter(|at| {
                        // A name is listed once, under its own spelling, and a search under its name.
                        match group {
                            Group::Names => !self.stock.names.of[*at as usize].1,
                            Group::Searches => !self.stock.searches.of[*at as usize].1,
                            _ => true,
                        }
                    });
                    let mut ranks: Vec<Rank> = every
                        .map(|place| Rank {
                            score: 0,
                            tier: Tier::Word,
                            place,
                        })
                        .collect();
                    top(&mut ranks, MOST, |place| self.weight(*group, place));
                    for rank in ranks {
                        rows.extend(self.row(reader, *group, rank.place, None)?);
                    }
                }
            }
        }
        Ok(rows)
    }
}

/// Initials and half syllables stand inside many words: among other kinds of things those go that begin none, if any
/// begins one.
fn leave_insides(ranks: &mut Vec<Rank>) {
    let begins = |rank: &Rank| rank.tier != Tier::Typed || rank.score >= Tier::Typed.score() + BEGINS;
    if ranks.iter().any(begins) {
        ranks.retain(begins);
    }
}

/// What a hit at the beginning of a word is worth more, other spellings and other words left aside.
const BEGINS: i64 = 100;

/// The first of some stories as rows.
pub(super) fn listed(reader: &Reader, rows: &[RowId]) -> Result<Vec<Found>, LibraryError> {
    let first = &rows[..rows.len().min(MOST)];
    Ok(reader.headers(first)?.into_iter().map(story).collect())
}

fn story(header: Header) -> Found {
    Found {
        group: Group::Titles,
        goal: Goal::Story(header.row),
        label: header.headline.clone(),
        lit: Vec::new(),
        tier: None,
        about: About::Story(Box::new(header)),
    }
}

/// Bytes of a label to light.
fn lit(pattern: &Pattern, label: &str, tier: Tier) -> Vec<Range<u32>> {
    let hit = if tier == Tier::Loose {
        None
    } else {
        pattern.best(label)
    };
    let hit = hit.or_else(|| pattern.loose(label));
    hit.map(|hit| hit.ranges).unwrap_or_default()
}
