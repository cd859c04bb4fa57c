//! Stories that share names with one.
//!
//! The score is the sum over shared names of the square of their rarity, more where they stand often, halved at most
//! with the days between. A name of more than a hundred stories is followed only into those that came in next to
//! the story asked about, which are those of its days where a library was taken in as time went; and one of more than
//! a twentieth of the library counts only where nothing rarer is shared.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rusqlite::params;

use crate::library::fault::LibraryError;
use crate::library::lore::Tie;
use crate::library::names::gathered;
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::settle::any_of;
use crate::library::story::within;
use crate::library::value::{Header, NameCount, NameId, Related, RowId};

/// Stories of one name that are looked at: half of them before, half of them after the one asked about.
const POSTINGS: u32 = 100;
/// Stories that are looked at in all. Twenty times as many lift what the ties of a story weigh by one part in seventy
/// (`benches/cards`), and cost three times the time. The commonest names of a story may then find no candidates of their own; they
/// still count for those that rarer names found.
const LOOKED_AT: usize = 200;
/// Names of a story that are followed, the rarest first.
const NAMES: usize = 48;
/// Candidates that are weighed exactly.
const WEIGHED: usize = 24;
/// Names of fewer stories are never too common.
const RARE: u32 = 20;
/// Days after which the part of the score that age can take is down to a third.
const DECAY: f64 = 14.0;

/// A name of the story asked about.
struct Shared {
    name: NameCount,
    here: u32,
    common: bool,
    weight: f64,
}

impl Reader {
    /// The stories that share most with one, the strongest ties first. A digest item is asked about by the names in
    /// it. Cost: at most three hundred entries of the index and some twenty-five stories, whatever the size of the library.
    pub fn related(&self, row: RowId, limit: usize) -> Result<Vec<Related>, LibraryError> {
        self.ask(|| match self.header(row)? {
            Some(header) => self.ties(&header, limit),
            None => Ok(Vec::new()),
        })
    }

    fn ties(&self, header: &Header, limit: usize) -> rusqlite::Result<Vec<Related>> {
        let rulings = self.rulings()?;
        let (whole, names) = self.names_of(header, &rulings)?;
        let shared = self.weighed(names, &rulings)?;
        let mut candidates = self.candidates(whole, &shared, limit, &rulings)?;
        // In the order in which they lie in the library.
        candidates.sort_unstable();
        let mut bonds = Vec::new();
        let others = candidates.into_iter().filter(|row| *row != whole);
        self.each_counted(others, &rulings, |row, names| {
            bonds.push(bond(row, names, &shared));
        })?;
        if let Some(dates) = self.dates_soon()? {
            for bond in &mut bonds {
                bond.most *= freshness(header.date.map(|d| d.unix), dates.of(bond.row));
            }
        }
        bonds.sort_by(|a, b| b.most.total_cmp(&a.most));
        let mut related: Vec<Related> = Vec::new();
        let mut scores: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
        for bond in bonds {
            // No date can lift it, or what follows, above the last that is shown.
            let last = scores.peek().filter(|_| scores.len() >= limit);
            if last.is_some_and(|last| (bond.most as u32) < last.0) {
                break;
            }
            if let Some(other) = self.header(bond.row)? {
                let tied = tie(header, other, &bond, &shared);
                scores.push(Reverse(tied.score));
                if scores.len() > limit {
                    scores.pop();
                }
                related.push(tied);
            }
        }
        related.sort_by(|a, b| b.score.cmp(&a.score).then(b.header.row.cmp(&a.header.row)));
        related.truncate(limit);
        Ok(related)
    }

    /// The rows that share the weightiest names, not weighed exactly yet.
    fn candidates(
        &self,
        from: RowId,
        shared: &[Shared],
        limit: usize,
        rulings: &Rulings,
    ) -> rusqlite::Result<Vec<RowId>> {
        let mut met: Vec<(RowId, f64)> = Vec::new();
        for name in shared {
            if met.len() >= LOOKED_AT || name.common && met.len() > limit {
                break;
            }
            self.follow(name, from, rulings, &mut met)?;
        }
        met.sort_unstable_by_key(|(row, _)| *row);
        let sum = |same: &[(RowId, f64)]| (same[0].0, same.iter().map(|m| m.1).sum());
        let mut sums: Vec<(RowId, f64)> = met.chunk_by(|a, b| a.0 == b.0).map(sum).collect();
        // Of equal ones those that lie nearest: time takes least of them.
        let far = |row: RowId| (row.0.abs_diff(from.0), Reverse(row));
        sums.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| far(a.0).cmp(&far(b.0))));
        // One more, because the story itself is among them.
        sums.truncate(WEIGHED.max(limit) + 1);
        Ok(sums.into_iter().map(|(row, _)| row).collect())
    }

    /// Adds the stories of a name that are nearest to one.
    fn follow(
        &self,
        name: &Shared,
        from: RowId,
        rulings: &Rulings,
        met: &mut Vec<(RowId, f64)>,
    ) -> rusqlite::Result<()> {
        let named = any_of(&rulings.group(name.name.id));
        let mut ask = |sql: &str, most: u32| -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params![named, from.0, most])?;
            while let Some(r) = rows.next()? {
                met.push((RowId(r.get(0)?), name.weight));
            }
            Ok(())
        };
        if name.name.stories <= POSTINGS {
            return ask("SELECT rowid FROM words WHERE words MATCH ?1 LIMIT ?3", POSTINGS);
        }
        let before =
            "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC LIMIT ?3";
        let after = "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3";
        ask(before, POSTINGS / 2)?;
        ask(after, POSTINGS / 2)
    }

    /// The article's row, and the names of the story with how often they stand there.
    fn names_of(&self, header: &Header, rulings: &Rulings) -> rusqlite::Result<(RowId, Vec<(NameId, u32)>)> {
        let Some(k) = header.story.item.checked_sub(1) else {
            return Ok((header.row, self.counted(header.row, rulings)?));
        };
        let sql = "SELECT parent FROM story WHERE row = ?1";
        let parent = RowId(
            self.connection
                .prepare_cached(sql)?
                .query_row([header.row.0], |r| r.get(0))?,
        );
        let article = self.article(parent)?.unwrap_or_default();
        let Some(item) = article.items.get(usize::from(k)) else {
            return Ok((parent, Vec::new()));
        };
        let spans = self.spans(parent)?.unwrap_or_default();
        let spans = within(&self.settle(parent, &article, spans)?, &article, item);
        let names = spans
            .names
            .iter()
            .filter(|n| n.count > 0)
            .map(|n| (n.id, n.count));
        Ok((parent, gathered(names, rulings)))
    }

    /// The names with their weights, the rarest first.
    fn weighed(&self, names: Vec<(NameId, u32)>, rulings: &Rulings) -> rusqlite::Result<Vec<Shared>> {
        let sql = "SELECT articles FROM tally";
        let all: u32 = self.connection.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
        let mut shared = Vec::new();
        for (id, here) in names {
            let Some(name) = self.own_name(id, rulings)?.filter(|n| n.stories > 1) else {
                continue;
            };
            let rarity = (1.0 + f64::from(all) / f64::from(name.stories)).ln();
            let common = name.stories > RARE.max(all / 20);
            let weight = rarity * rarity * (1.0 + f64::from(here).ln());
            shared.push(Shared {
                name,
                here,
                common,
                weight,
            });
        }
        shared.sort_by(|a, b| a.name.stories.cmp(&b.name.stories).then(b.here.cmp(&a.here)));
        shared.truncate(NAMES);
        Ok(shared)
    }
}

/// What a story shares with the one asked about: places of the shared names with what they weigh before time takes its
/// part, and what is left of it at most.
struct Bond {
    row: RowId,
    both: Vec<(usize, f64)>,
    weight: f64,
    most: f64,
}

/// Weighs what two stories share by how often it stands in the other.
fn bond(row: RowId, names: &[(NameId, u32)], shared: &[Shared]) -> Bond {
    let there = |id| {
        names
            .iter()
            .find(|(name, _)| *name == id)
            .map(|(_, count)| *count)
    };
    let both: Vec<(usize, &Shared, u32)> = shared
        .iter()
        .enumerate()
        .filter_map(|(at, s)| Some((at, s, there(s.name.id)?)))
        .collect();
    let rare = both.iter().any(|(_, s, _)| !s.common);
    let weight = |s: &Shared, count: u32| {
        let often = 1.0 + 0.4 * f64::from(count.min(5));
        if s.common && rare {
            0.0
        } else {
            s.weight * often * 1_000.0
        }
    };
    let both: Vec<(usize, f64)> = both
        .into_iter()
        .map(|(at, s, count)| (at, weight(s, count)))
        .collect();
    let weight = both.iter().map(|(_, weight)| weight).sum();
    Bond {
        row,
        both,
        weight,
        most: weight,
    }
}

/// What two stories share, weighed with the days between.
fn tie(header: &Header, other: Header, bond: &Bond, shared: &[Shared]) -> Related {
    let fresh = freshness(header.date.map(|d| d.unix), other.date.map(|d| d.unix));
    let both = || bond.both.iter().map(|(at, weight)| (&shared[*at], weight));
    let tie = |(s, weight): (&Shared, &f64)| Tie {
        name: s.name.id,
        text: s.name.text.clone(),
        stories: s.name.stories,
        weight: (weight * fresh) as u32,
    };
    Related {
        score: (bond.weight * fresh) as u32,
        ties: both().map(tie).collect(),
        shared: both().map(|(s, _)| s.name.text.clone()).collect(),
        header: other,
    }
}

/// Between a half and one: how little time lies between two stories. Unknown dates take the half.
fn freshness(a: Option<i64>, b: Option<i64>) -> f64 {
    let Some((a, b)) = a.zip(b) else {
        return 0.5;
    };
    let days = a.abs_diff(b) as f64 / 86_400.0;
    0.5 + 0.5 * (-days / DECAY).exp()
}

#[cfg(test)]
mod tests {
    use crate::entity::Kind::{Org, Per};
    use crate::library::fixture::{Desk, dated, digest};
    use crate::library::value::Related;
    use crate::text::Clean;

    fn texts(names: &[Clean]) -> Vec<&str> {
        names.iter().map(Clean::as_str).collect()
    }

    fn shown(related: &[Related]) -> Vec<(&str, Vec<&str>)> {
        related
            .iter()
            .map(|r| (r.header.headline.as_str(), texts(&r.shared)))
            .collect()
    }

    #[test]
    fn rare_names_and_near_days_tie_more() {
        let mut desk = Desk::new();
        let (meta, hanbit, kim) = ((Org, "메타"), (Org, "한빛전자"), (Per, "김가온"));
        let asked = desk.named(
            "0",
            dated("물음", "메타 한빛전자 김가온", 6, 1),
            &[meta, hanbit, kim],
        );
        desk.named("1", dated("둘 다", "한빛전자 김가온", 6, 2), &[hanbit, kim]);
        desk.named("2", dated("드문 이름", "김가온", 6, 2), &[kim]);
        desk.named("3", dated("오래전", "메타", 1, 1), &[meta]);
        desk.named("4", dated("가까이", "메타", 6, 1), &[meta]);
        desk.named("6", dated("또 가까이", "메타", 6, 1), &[meta]);
        desk.named("5", dated("남남", "아무도", 6, 1), &[]);
        let related = desk.reader.related(asked, 9).unwrap();
        assert_eq!(
            shown(&related),
            [
                ("둘 다", vec!["한빛전자", "김가온"]),
                ("드문 이름", vec!["김가온"]),
                ("또 가까이", vec!["메타"]),
                ("가까이", vec!["메타"]),
                ("오래전", vec!["메타"]),
            ]
        );
        assert_eq!(desk.reader.related(asked, 1).unwrap(), related[..1]);
    }

    #[test]
    fn a_name_everywhere_counts_only_where_nothing_else_is_shared() {
        let mut desk = Desk::new();
        let (meta, kim) = ((Org, "메타"), (Per, "김가온"));
        let asked = desk.named("0", dated("물음", "메타 김가온", 6, 1), &[meta, kim]);
        for n in 1..40 {
            desk.named(
                &n.to_string(),
                dated(&format!("글 {n}"), &format!("메타 {n}"), 6, 1),
                &[meta],
            );
        }
        desk.named("k", dated("김", "김가온", 3, 1), &[kim]);
        let related = desk.reader.related(asked, 3).unwrap();
        assert_eq!(shown(&related)[0], ("김", vec!["김가온"]));
        assert_eq!(related.len(), 3);
    }

    #[test]
    fn a_common_name_is_followed_where_the_story_lies() {
        let mut desk = Desk::new();
        let meta = (Org, "메타");
        let rows: Vec<_> = (0..240_i16)
            .map(|n| {
                let (month, day) = ((1 + n / 28) as i8, (1 + n % 28) as i8);
                let day = dated(&format!("글 {n}"), &format!("메타 {n}"), month, day);
                desk.named(&n.to_string(), day, &[meta])
            })
            .collect();
        let related = desk.reader.related(rows[60], 9).unwrap();
        assert_eq!(related.len(), 9);
        for story in &related {
            assert!(story.header.row.0.abs_diff(rows[60].0) < 30, "{story:?}");
        }
    }

    #[test]
    fn an_item_is_tied_by_its_own_names_and_not_to_its_parent() {
        let mut desk = Desk::new();
        let (bank, hanbit) = ((Org, "가람은행"), (Org, "한빛전자"));
        let parent = desk.named("d", digest(), &[bank, hanbit]);
        desk.named("1", dated("은행", "가람은행", 3, 3), &[bank]);
        desk.named("2", dated("전자", "한빛전자", 3, 3), &[hanbit]);
        let items = desk.reader.story(parent).unwrap().unwrap().items;
        assert_eq!(
            shown(&desk.reader.related(items[0], 9).unwrap()),
            [("은행", vec!["가람은행"])]
        );
        assert_eq!(
            shown(&desk.reader.related(items[1], 9).unwrap()),
            [("전자", vec!["한빛전자"])]
        );
    }
}
