//! All that a library knows of one name, read from its newest stories so that no name costs more than a glance.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{OptionalExtension, params_from_iter};

use crate::article::Article;
use crate::article::date::Date;
use crate::entity::fold::fold;
use crate::entity::{Kind, Recogniser};
use crate::library::fault::LibraryError;
use crate::library::lore::{Card, Companion, Mentions, Quote, RoleSeen, Series, Spelling, Step};
use crate::library::names::places_in;
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::settle::rows_naming;
use crate::library::spans::Spans;
use crate::library::value::{Facet, Header, NameCount, NameId, Place, RowId};
use crate::text::sentence::sentences;
use crate::text::{Clean, slice};

/// Stories whose texts are read for spellings, roles and sentences.
const READ: usize = 40;
/// Stories whose names are looked at for companions.
const MET: usize = 600;
/// Sentences of notes on a card.
const NOTED: usize = 3;
/// Sentences on a card.
const QUOTES: usize = 12;
/// Companions on a card.
const COMPANIONS: usize = 16;
/// Companions that are weighed exactly.
const WEIGHED: usize = 160;
/// Points of a series.
const POINTS: i64 = 24;
/// Names of more stories find their dates in a table of all dates, which is read once.
const MANY: usize = 400;
/// The dates of so many stories are read in the time of a few frames.
const SOON: u32 = 200_000;
/// Stories that two names must share before chance can be told from a tie.
const TELLING: u32 = 3;
/// Stories of one page of mentions.
const PAGE: usize = 30;
const DAY: i64 = 86_400;

/// A story that names the name asked about, and when it is of.
type Dated = (RowId, Option<i64>);

/// The dates of all stories by row, as seconds since 1970.
#[derive(Debug, Default)]
pub(super) struct Dates {
    stamp: (u32, u32),
    /// [`NEVER`] where it is not known: half the room of an option.
    days: Vec<i64>,
}

/// No date.
const NEVER: i64 = i64::MIN;

impl Dates {
    /// When a story is of; `None` if that is not known.
    pub(super) fn of(&self, row: RowId) -> Option<i64> {
        self.days.get(row.0 as usize).copied().filter(|day| *day != NEVER)
    }

    /// Whether a story is of a time, whose end is not in it.
    pub(super) fn is_within(&self, row: RowId, (first, end): (i64, i64)) -> bool {
        self.of(row).is_some_and(|day| (first..end).contains(&day))
    }

    /// Puts falling rows into the order of their dates, the newest first. Articles are mostly taken in by date: what is
    /// in order already costs one look.
    pub(super) fn sort(&self, rows: &mut [RowId]) {
        let day = |row: &RowId| self.days.get(row.0 as usize).copied().unwrap_or(NEVER);
        if rows.is_sorted_by(|a, b| day(a) >= day(b)) {
            return;
        }
        let mut dated: Vec<(i64, RowId)> = rows.iter().map(|row| (day(row), *row)).collect();
        dated.sort_by(|a, b| b.cmp(a));
        rows.iter_mut().zip(dated).for_each(|(row, (_, to))| *row = to);
    }
}

/// A spelling, and the stories of each outlet and language that writes it so.
type Written = (Spelling, HashMap<Clean, u32>, HashMap<Clean, u32>);

/// What the texts of the newest stories say of a name.
#[derive(Default)]
struct Told {
    spellings: HashMap<Clean, Written>,
    roles: HashMap<String, RoleSeen>,
    quotes: Vec<Quote>,
}

impl Reader {
    /// The card of a name, or of the one that it was merged into; `None` if the library has none of this id. Cost:
    /// its stories are counted, the newest are read.
    pub fn card(&self, name: NameId) -> Result<Option<Card>, LibraryError> {
        self.ask(|| match self.name_of(name)? {
            Some(name) => Ok(Some(self.make_card(name)?)),
            None => Ok(None),
        })
    }

    fn make_card(&self, name: NameCount) -> rusqlite::Result<Card> {
        let rulings = self.rulings()?;
        let stories = self.dated(&rulings.group(name.id), &rulings)?;
        let told = self.told(&name, stories.iter().take(READ).map(|s| s.0), &rulings)?;
        let known = || stories.iter().filter(|(_, date)| date.is_some());
        let header = |story: Option<&Dated>| story.map_or(Ok(None), |(row, _)| self.header(*row));
        let mut spellings: Vec<Spelling> = told.spellings.into_values().map(counted).collect();
        spellings.sort_by(|a, b| b.mentions.cmp(&a.mentions).then(a.text.cmp(&b.text)));
        let mut roles: Vec<RoleSeen> = told.roles.into_values().collect();
        roles.sort_by(|a, b| {
            let latest = |r: &RoleSeen| r.last.map(|d| d.unix);
            latest(b)
                .cmp(&latest(a))
                .then(b.times.cmp(&a.times))
                .then(a.role.cmp(&b.role))
        });
        let merged = rulings.group(name.id).into_iter().filter(|id| *id != name.id);
        let merged: rusqlite::Result<Vec<_>> = merged
            .filter_map(|id| self.own_name(id, &rulings).transpose())
            .collect();
        Ok(Card {
            note: self.note_of(&name.key)?,
            spellings,
            merged: merged?,
            first: header(known().next_back())?,
            last: header(known().next())?,
            series: series(known().filter_map(|s| s.1)),
            companions: self.companions(&name, &stories, &rulings)?,
            roles,
            notes: self.notes_that_name(&rulings.group(name.id))?,
            quotes: {
                let mut quotes = self.noted_quotes(&rulings.group(name.id))?;
                quotes.truncate(NOTED);
                quotes.extend(told.quotes);
                quotes
            },
            similar: self.alike(&name, &rulings, 8)?,
            looked_at: stories.len().min(READ) as u32,
            name,
        })
    }

    /// The stories of some names, the newest first; those without a date last.
    fn dated(&self, names: &[NameId], rulings: &Rulings) -> rusqlite::Result<Vec<Dated>> {
        let (sql, values) = rows_naming(names, |name| rulings.is_swayed(name));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut stories: Vec<Dated> = Vec::new();
        while let Some(r) = rows.next()? {
            stories.push((RowId(r.get(0)?), None));
        }
        if stories.len() > MANY {
            let dates = self.dates()?;
            for (row, date) in &mut stories {
                *date = dates.of(*row);
            }
        } else {
            let mut statement = self
                .connection
                .prepare_cached("SELECT date FROM story WHERE row = ?1")?;
            for (row, date) in &mut stories {
                *date = statement.query_row([row.0], |r| r.get(0))?;
            }
        }
        // Rows rise with dates where a library was taken in at once: a sort that sees runs has little to do.
        stories.sort_by_key(|(row, date)| (*date, *row));
        stories.reverse();
        Ok(stories)
    }

    /// The dates of all stories if they are at hand or soon read; `None` in a library so large that whoever asks for a
    /// few of them reads those alone.
    pub(super) fn dates_soon(&self) -> rusqlite::Result<Option<Arc<Dates>>> {
        if self.dates.borrow().is_none() {
            let stories: u32 = self
                .connection
                .prepare_cached("SELECT coalesce(max(row), 0) FROM story")?
                .query_row([], |r| r.get(0))?;
            if stories > SOON {
                return Ok(None);
            }
        }
        self.dates().map(Some)
    }

    /// The dates of all stories; what came since is added, and all are read anew when one changed or went.
    pub(super) fn dates(&self) -> rusqlite::Result<Arc<Dates>> {
        let sql = "SELECT redated, coalesce((SELECT max(row) FROM story), 0) FROM tally";
        let stamp: (u32, u32) = self
            .connection
            .prepare_cached(sql)?
            .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let known = self.dates.borrow().clone();
        if let Some(known) = known.as_ref().filter(|d| d.stamp == stamp) {
            return Ok(Arc::clone(known));
        }
        // Taken out, so that what came is added to the dates and not to a copy of them.
        *self.dates.borrow_mut() = None;
        let known = known.filter(|d| d.stamp.0 == stamp.0);
        let after = known.as_ref().map_or(0, |d| d.stamp.1);
        let mut days = known.map_or(Vec::new(), |d| {
            Arc::try_unwrap(d).map_or_else(|d| d.days.clone(), |d| d.days)
        });
        days.resize(stamp.1 as usize + 1, NEVER);
        // All of them lie closer together in the index than in the table.
        let sql = if after == 0 {
            "SELECT row, date FROM story INDEXED BY story_date WHERE item = 0 AND archived = 0 AND row > ?1 \
             UNION ALL SELECT row, date FROM story INDEXED BY story_archived WHERE archived = 1"
        } else {
            "SELECT row, date FROM story WHERE row > ?1"
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([after])?;
        while let Some(r) = rows.next()? {
            if let Some(day) = days.get_mut(r.get::<_, u32>(0)? as usize) {
                *day = r.get::<_, Option<i64>>(1)?.unwrap_or(NEVER);
            }
        }
        let dates = Arc::new(Dates { stamp, days });
        *self.dates.borrow_mut() = Some(Arc::clone(&dates));
        Ok(dates)
    }

    /// Reads the texts of some stories for what they say of a name.
    fn told(
        &self,
        name: &NameCount,
        rows: impl Iterator<Item = RowId>,
        rulings: &Rulings,
    ) -> rusqlite::Result<Told> {
        let mut told = Told::default();
        for row in rows {
            let (Some(header), Some(article)) = (self.header(row)?, self.article(row)?) else {
                continue;
            };
            let spans = self.spans(row)?.unwrap_or_default();
            let spans = self.settle(row, &article, spans)?;
            let mut first = true;
            let mut seen: Vec<Clean> = Vec::new();
            for (place, why) in whys(&spans, row, name.id, rulings) {
                let text = Clean::new(article.body.slice(place.start as usize..place.end as usize));
                // The newest story that writes it so says why it counts.
                let link = match told.spellings.get(&text) {
                    Some((known, ..)) => known.link,
                    None => self.link(&article, &spans, &why, &text, name)?,
                };
                told.spelling(&text, link, &header, !seen.contains(&text));
                seen.push(text);
                if name.kind == Kind::Per {
                    told.role(&article, place, &header);
                }
                if std::mem::take(&mut first) && told.quotes.len() < QUOTES {
                    told.quotes.push(quote(header.clone(), &article, place));
                }
            }
        }
        Ok(told)
    }

    /// Names that stand in the newest stories of one, the closest first.
    fn companions(
        &self,
        name: &NameCount,
        stories: &[Dated],
        rulings: &Rulings,
    ) -> rusqlite::Result<Vec<Companion>> {
        let mut met: HashMap<NameId, u32> = HashMap::new();
        self.each_counted(stories.iter().take(MET).map(|s| s.0), rulings, |_, names| {
            for (other, _) in names {
                *met.entry(*other).or_default() += 1;
            }
        })?;
        met.remove(&name.id);
        let mut met: Vec<(NameId, u32)> = met.into_iter().collect();
        met.sort_unstable_by_key(|(id, together)| (std::cmp::Reverse(*together), *id));
        met.truncate(WEIGHED);
        let all: u32 = self
            .connection
            .prepare_cached("SELECT articles FROM tally")?
            .query_row([], |r| r.get(0))?;
        let share = stories.len().min(MET) as f64 / stories.len().max(1) as f64;
        let mut statement = self
            .connection
            .prepare_cached("SELECT stories FROM naming WHERE name = ?1")?;
        let mut weighed = Vec::with_capacity(met.len());
        for (other, together) in met {
            let of_other: Option<u32> = statement.query_row([other.0], |r| r.get(0)).optional()?;
            let of_other = of_other.unwrap_or_default();
            let (joint, own) = (f64::from(together) / share, stories.len() as f64);
            let npmi = (together >= TELLING).then(|| npmi(joint, own, f64::from(of_other), f64::from(all)));
            weighed.push((std::cmp::Reverse((npmi, together)), of_other, other));
        }
        weighed.sort_unstable();
        let mut companions = Vec::new();
        for (std::cmp::Reverse((npmi, together)), _, other) in weighed {
            if companions.len() == COMPANIONS {
                break;
            }
            companions.extend(
                self.own_name(other, rulings)?
                    .map(|name| Companion { name, together, npmi }),
            );
        }
        Ok(companions)
    }

    /// Mentions of a name with their sentences, the newest story first, after `pass` of its stories.
    pub fn mentions(&self, name: NameId, pass: usize) -> Result<Mentions, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            let root = rulings.root(name);
            let stories = self.dated(&rulings.group(root), &rulings)?;
            let mut quotes = match pass {
                0 => self.noted_quotes(&rulings.group(root))?,
                _ => Vec::new(),
            };
            for (row, _) in stories.iter().skip(pass).take(PAGE) {
                let (Some(header), Some(article)) = (self.header(*row)?, self.article(*row)?) else {
                    continue;
                };
                let spans = self.spans(*row)?.unwrap_or_default();
                let spans = self.settle(*row, &article, spans)?;
                for place in places_in(&spans, *row, root, &rulings) {
                    quotes.push(quote(header.clone(), &article, place));
                }
            }
            let next = pass + PAGE;
            Ok(Mentions {
                quotes,
                next: (next < stories.len()).then_some(next),
            })
        })
    }

    /// The sentences of some places, in the order asked; places of stories that are gone are left out.
    pub fn quotes(&self, places: &[Place]) -> Result<Vec<Quote>, LibraryError> {
        self.ask(|| {
            let mut quotes = Vec::new();
            let mut known: Option<(Header, Article)> = None;
            for place in places {
                if known.as_ref().is_none_or(|(header, _)| header.row != place.row) {
                    known = self.header(place.row)?.zip(self.article(place.row)?);
                }
                if let Some((header, article)) = &known {
                    quotes.push(quote(header.clone(), article, *place));
                }
            }
            Ok(quotes)
        })
    }
}

/// The mentions of a name in a story, each with the number of the entry and of the mention.
fn whys(spans: &Spans, row: RowId, root: NameId, rulings: &Rulings) -> Vec<(Place, crate::entity::Mention)> {
    let places = places_in(spans, row, root, rulings);
    let mention = |place: Place| {
        let at = spans
            .mentions
            .binary_search_by_key(&place.start, |m| m.start)
            .ok()?;
        Some((place, *spans.mentions.get(at)?))
    };
    places.filter_map(mention).collect()
}

impl Told {
    fn spelling(&mut self, text: &Clean, link: crate::library::lore::Link, header: &Header, new_story: bool) {
        let (spelling, outlets, languages) = self.spellings.entry(text.clone()).or_insert_with(|| {
            let spelling = Spelling {
                text: text.clone(),
                link,
                mentions: 0,
                outlets: Vec::new(),
                languages: Vec::new(),
            };
            (spelling, HashMap::new(), HashMap::new())
        });
        spelling.mentions += 1;
        if new_story {
            if let Some(outlet) = &header.outlet {
                *outlets.entry(outlet.clone()).or_default() += 1;
            }
            *languages.entry(Clean::new(header.language.tag())).or_default() += 1;
        }
    }

    fn role(&mut self, article: &Article, place: Place, header: &Header) {
        let (before, after) = around(article, place);
        let Some(role) = Recogniser::bundled().role_beside(before, after) else {
            return;
        };
        let seen = self.roles.entry(role.clone()).or_insert_with(|| RoleSeen {
            role: Clean::new(&role),
            times: 0,
            first: header.date,
            last: header.date,
            place,
        });
        seen.times += 1;
        // Stories come the newest first.
        seen.first = header.date.or(seen.first);
    }
}

/// The letters of a block before and after a place.
fn around(article: &Article, place: Place) -> (&str, &str) {
    let blocks = article.body.blocks();
    let at = blocks.partition_point(|b| b.end <= place.start);
    let Some(block) = blocks.get(at) else {
        return ("", "");
    };
    (
        article.body.slice(block.start as usize..place.start as usize),
        article.body.slice(place.end as usize..block.end as usize),
    )
}

/// The sentence in which a place stands.
pub(super) fn quote(header: Header, article: &Article, place: Place) -> Quote {
    let blocks = article.body.blocks();
    let at = blocks.partition_point(|b| b.end <= place.start);
    let (start, text) = blocks.get(at).map_or((0, ""), |b| {
        (b.start, article.body.slice(b.start as usize..b.end as usize))
    });
    let local = place.start.saturating_sub(start);
    let ranges = sentences(text);
    let sentence = ranges
        .iter()
        .find(|r| r.start <= local && local < r.end)
        .cloned()
        .unwrap_or(0..text.len() as u32);
    let bytes = sentence.start as usize..sentence.end as usize;
    let within = local.saturating_sub(sentence.start)
        ..place
            .end
            .saturating_sub(start + sentence.start)
            .min(sentence.end - sentence.start);
    Quote {
        header,
        place,
        sentence: Clean::new(slice(text, bytes)),
        within,
        mine: false,
    }
}

/// A spelling with its outlets and languages put in order.
fn counted((mut spelling, outlets, languages): Written) -> Spelling {
    let facets = |counts: HashMap<Clean, u32>| {
        let mut facets: Vec<Facet> = counts
            .into_iter()
            .map(|(value, stories)| Facet { value, stories })
            .collect();
        facets.sort_by(|a, b| b.stories.cmp(&a.stories).then(a.value.cmp(&b.value)));
        facets
    };
    spelling.outlets = facets(outlets);
    spelling.languages = facets(languages);
    spelling
}

/// How much more often than chance two things meet, in thousandths.
fn npmi(joint: f64, a: f64, b: f64, all: f64) -> i32 {
    let all = all.max(1.0);
    let p = (joint / all).clamp(f64::MIN_POSITIVE, 1.0);
    let expected = (a / all) * (b / all);
    if p >= 1.0 || expected <= 0.0 {
        return 1_000;
    }
    let value = (p / expected).ln() / -p.ln();
    (value.clamp(-1.0, 1.0) * 1_000.0).round() as i32
}

/// Counts of stories by weeks, months or longer, so that at most twenty-four points span them.
fn series(dates: impl Iterator<Item = i64>) -> Series {
    let days: Vec<i64> = dates.map(|unix| unix.div_euclid(DAY)).collect();
    let (Some(low), Some(high)) = (days.iter().min(), days.iter().max()) else {
        return Series::default();
    };
    let steps = [Step::Week, Step::Month, Step::Quarter, Step::Year];
    let fits = |step: &Step| point(*step, *high) - point(*step, *low) < POINTS;
    let step = steps.into_iter().find(fits).unwrap_or(Step::Year);
    // More years than points: the newest are shown.
    let last = point(step, *high);
    let from = point(step, *low).max(last - POINTS + 1);
    let mut counts = vec![0; (last - from + 1) as usize];
    for day in &days {
        if let Some(count) = usize::try_from(point(step, *day) - from)
            .ok()
            .and_then(|at| counts.get_mut(at))
        {
            *count += 1;
        }
    }
    Series {
        step: Some(step),
        from: start(step, from),
        counts,
    }
}

/// The number of the week, month, quarter or year of a day since 1970.
fn point(step: Step, day: i64) -> i64 {
    // The first of January 1970 was a Thursday; weeks begin on Mondays.
    let (year, month) = civil(day);
    match step {
        Step::Week => (day + 3).div_euclid(7),
        Step::Month => year * 12 + month - 1,
        Step::Quarter => year * 4 + (month - 1) / 3,
        Step::Year => year,
    }
}

/// The first day of a point.
fn start(step: Step, point: i64) -> Option<Date> {
    let day = |year: i64, month: i64| Date::day(i16::try_from(year).ok()?, month as i8, 1, 0);
    match step {
        Step::Week => {
            let (year, month) = civil(point * 7 - 3);
            let first = jiff::civil::Date::new(i16::try_from(year).ok()?, month as i8, 1).ok()?;
            let offset = point * 7 - 3 - days_of(first);
            Date::day(first.year(), first.month(), (1 + offset) as i8, 0)
        }
        Step::Month => day(point.div_euclid(12), point.rem_euclid(12) + 1),
        Step::Quarter => day(point.div_euclid(4), point.rem_euclid(4) * 3 + 1),
        Step::Year => day(point, 1),
    }
}

fn days_of(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

/// The year and month of a day since 1970.
fn civil(day: i64) -> (i64, i64) {
    let date = jiff::Timestamp::from_second(day * DAY).map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).date());
    date.map_or((1970, 1), |d| (i64::from(d.year()), i64::from(d.month())))
}

/// Whether a text holds a spelling folded.
pub(super) fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}
