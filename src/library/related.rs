//! Stories that share names with one.
//!
//! The score is the sum over shared names of the square of their rarity, more where they stand often, halved at most
//! with the days between. A name of more than two thousand stories is followed into its newest only, and one of more
//! than a twentieth of the library counts only where nothing rarer is shared.

use std::collections::HashMap;

use rusqlite::params;

use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::search::named;
use crate::library::spans::Packed;
use crate::library::story::within;
use crate::library::value::{Header, NameCount, NameId, Related, RowId};

/// Stories of one name that are looked at.
const POSTINGS: u32 = 2_000;
/// Names of a story that are followed, the rarest first.
const NAMES: usize = 48;
/// Candidates whose dates and counts are read.
const WEIGHED: usize = 100;
/// Names of fewer stories are never too common.
const RARE: u32 = 20;
/// Days after which the part of the score that age can take is down to a third.
const DECAY: f64 = 14.0;

/// What a candidate shares: a score for rare names, one for common ones, and a bit for each name.
#[derive(Debug, Clone, Copy, Default)]
struct Tie {
    rare: f64,
    common: f64,
    names: u64,
}

impl Tie {
    /// The shared names, the rarest first.
    fn names(self, shared: &[Shared]) -> impl Iterator<Item = &Shared> {
        let has = move |(bit, _): &(usize, &Shared)| self.names >> bit & 1 == 1;
        shared.iter().enumerate().filter(has).map(|(_, name)| name)
    }

    fn score(self) -> f64 {
        if self.rare > 0.0 { self.rare } else { self.common }
    }
}

/// A name of the story asked about.
struct Shared {
    name: NameCount,
    here: u32,
    common: bool,
    weight: f64,
}

impl Reader {
    /// The stories that share most with one, the strongest ties first. A digest item is asked about by the names in
    /// it. Cost: that of at most two thousand stories for each of its names.
    pub fn related(&self, row: RowId, limit: usize) -> Result<Vec<Related>, LibraryError> {
        self.ask(|| match self.header(row)? {
            Some(header) => self.ties(&header, limit),
            None => Ok(Vec::new()),
        })
    }

    fn ties(&self, header: &Header, limit: usize) -> rusqlite::Result<Vec<Related>> {
        let (whole, names) = self.names_of(header)?;
        let shared = self.weighed(names)?;
        let mut ties: HashMap<u32, Tie> = HashMap::new();
        for (bit, name) in shared.iter().enumerate() {
            if name.common && ties.len() >= limit {
                break;
            }
            self.follow(bit, name, &mut ties)?;
        }
        ties.remove(&whole.0);
        let mut best: Vec<(u32, Tie)> = ties.into_iter().collect();
        best.sort_by(|a, b| b.1.score().total_cmp(&a.1.score()).then(b.0.cmp(&a.0)));
        best.truncate(WEIGHED.max(limit));
        let mut related = Vec::new();
        for (row, tie) in best {
            if let Some(other) = self.header(RowId(row))? {
                let score = self.exact(RowId(row), tie, &shared)? * freshness(header, &other);
                related.push(answer(other, score, tie, &shared));
            }
        }
        related.sort_by(|a, b| b.score.cmp(&a.score).then(b.header.row.cmp(&a.header.row)));
        related.truncate(limit);
        Ok(related)
    }

    /// The score of a tie with how often the names stand in the other story.
    fn exact(&self, row: RowId, tie: Tie, shared: &[Shared]) -> rusqlite::Result<f64> {
        let spans = self.spans(row)?.unwrap_or_default();
        let there = |id| {
            spans
                .names
                .iter()
                .filter(|n| n.id == id)
                .map(|n| n.count)
                .sum::<u32>()
        };
        let counts = |s: &&Shared| !s.common || tie.rare == 0.0;
        let part = |s: &Shared| s.weight * (1.0 + 0.4 * f64::from(there(s.name.id).min(5)));
        Ok(tie.names(shared).filter(counts).map(part).sum())
    }

    /// The article's row, and the names of the story with how often they stand there.
    fn names_of(&self, header: &Header) -> rusqlite::Result<(RowId, Vec<(NameId, u32)>)> {
        let counted = |names: &[Packed]| {
            names
                .iter()
                .filter(|n| n.count > 0)
                .map(|n| (n.id, n.count))
                .collect()
        };
        let Some(k) = header.story.item.checked_sub(1) else {
            let spans = self.spans(header.row)?.unwrap_or_default();
            return Ok((header.row, counted(&spans.names)));
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
        let spans = within(&self.spans(parent)?.unwrap_or_default(), &article, item);
        Ok((parent, counted(&spans.names)))
    }

    /// The names with their weights, the rarest first.
    fn weighed(&self, names: Vec<(NameId, u32)>) -> rusqlite::Result<Vec<Shared>> {
        let sql = "SELECT articles FROM tally";
        let all: u32 = self.connection.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
        let mut shared = Vec::new();
        for (id, here) in names {
            let Some(name) = self.name_of(id)?.filter(|n| n.stories > 1) else {
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

    /// Adds one name to the ties of its newest stories.
    fn follow(&self, bit: usize, name: &Shared, ties: &mut HashMap<u32, Tie>) -> rusqlite::Result<()> {
        let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![named(name.name.id), POSTINGS])?;
        while let Some(r) = rows.next()? {
            let tie = ties.entry(r.get(0)?).or_default();
            let part = if name.common {
                &mut tie.common
            } else {
                &mut tie.rare
            };
            *part += name.weight;
            tie.names |= 1 << bit;
        }
        Ok(())
    }
}

/// Between a half and one: how little time lies between two stories. Unknown dates take the half.
fn freshness(a: &Header, b: &Header) -> f64 {
    let Some((a, b)) = a.date.zip(b.date) else {
        return 0.5;
    };
    let days = a.unix.abs_diff(b.unix) as f64 / 86_400.0;
    0.5 + 0.5 * (-days / DECAY).exp()
}

fn answer(header: Header, score: f64, tie: Tie, shared: &[Shared]) -> Related {
    Related {
        header,
        shared: tie.names(shared).map(|s| s.name.text.clone()).collect(),
        score: (score * 1_000.0) as u32,
    }
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
