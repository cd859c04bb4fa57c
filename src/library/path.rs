//! The shortest chain of stories between two names, and the graph of names that stand together.

use std::collections::{HashMap, HashSet};

use rusqlite::params_from_iter;

use crate::library::card::quote;
use crate::library::fault::LibraryError;
use crate::library::lore::{Graph, PathStep, Quote};
use crate::library::names::{gathered, places_in};
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::settle::rows_naming;
use crate::library::spans;
use crate::library::value::{NameCount, NameId, Place, RowId};
use crate::text::sentence::sentences;

/// Stories of one name that are followed, the newest.
const FOLLOWED: usize = 300;
/// Stories that are read for one path at most.
const READ: usize = 30_000;
/// Steps of a path at most.
const STEPS: usize = 8;

/// One side of the search: how each name was reached.
type Reached = HashMap<NameId, Option<(NameId, RowId)>>;

impl Reader {
    /// The shortest chain of stories from one name to another, each naming the one before and the next; names so
    /// common that they tie everything are passed through only where there is no other way. Empty for a name and
    /// itself; `None` if there is no chain of eight stories among some thirty thousand.
    pub fn path(&self, from: NameId, to: NameId) -> Result<Option<Vec<PathStep>>, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            let (from, to) = (rulings.root(from), rulings.root(to));
            for through_common in [false, true] {
                if let Some(chain) = self.chain(from, to, through_common, &rulings)? {
                    return self.steps(&chain, &rulings).map(Some);
                }
            }
            Ok(None)
        })
    }

    /// Searches from both ends in turns.
    fn chain(
        &self,
        from: NameId,
        to: NameId,
        through_common: bool,
        rulings: &Rulings,
    ) -> rusqlite::Result<Option<Vec<(NameId, NameId, RowId)>>> {
        if from == to {
            return Ok(Some(Vec::new()));
        }
        let all: u32 = self
            .connection
            .prepare_cached("SELECT articles FROM tally")?
            .query_row([], |r| r.get(0))?;
        let common = if through_common {
            u32::MAX
        } else {
            (all / 20).max(20)
        };
        let mut sides: [Reached; 2] = [HashMap::from([(from, None)]), HashMap::from([(to, None)])];
        let mut edges = [vec![from], vec![to]];
        let mut read = 0;
        for _ in 0..STEPS {
            let side = usize::from(edges[1].len() < edges[0].len());
            let mut next = Vec::new();
            for name in std::mem::take(&mut edges[side]) {
                for row in self.newest_of(name, rulings)? {
                    read += 1;
                    if read > READ {
                        return Ok(None);
                    }
                    for (other, _) in self.counted(row, rulings)? {
                        if sides[side].contains_key(&other) {
                            continue;
                        }
                        sides[side].insert(other, Some((name, row)));
                        if sides[1 - side].contains_key(&other) {
                            return Ok(Some(joined(&sides, other)));
                        }
                        next.push(other);
                    }
                }
            }
            // The telling ones first, so that of equally short chains the one of rarer names is found.
            let mut counted = Vec::new();
            for name in next {
                let stories = self.own_name(name, rulings)?.map_or(0, |n| n.stories);
                if stories > 1 && stories <= common {
                    counted.push((stories, name));
                }
            }
            counted.sort_unstable();
            edges[side] = counted.into_iter().map(|(_, name)| name).collect();
            if edges[side].is_empty() {
                return Ok(None);
            }
        }
        Ok(None)
    }

    fn newest_of(&self, name: NameId, rulings: &Rulings) -> rusqlite::Result<Vec<RowId>> {
        let (sql, values) = rows_naming(&rulings.group(name), |name| rulings.is_swayed(name));
        let sql = format!("SELECT row FROM ({sql}) ORDER BY row DESC LIMIT {FOLLOWED}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), |r| r.get(0).map(RowId))?;
        rows.collect()
    }

    fn steps(&self, chain: &[(NameId, NameId, RowId)], rulings: &Rulings) -> rusqlite::Result<Vec<PathStep>> {
        let mut steps = Vec::new();
        for (from, to, row) in chain {
            let names = self.own_name(*from, rulings)?.zip(self.own_name(*to, rulings)?);
            let told = self.tied_by(*row, *from, *to, rulings)?;
            if let (Some((from, to)), Some((quote, together))) = (names, told) {
                steps.push(PathStep {
                    from,
                    to,
                    story: *row,
                    quote,
                    together,
                });
            }
        }
        Ok(steps)
    }

    /// The sentence of a story that names both, else the first that names the second.
    fn tied_by(
        &self,
        row: RowId,
        from: NameId,
        to: NameId,
        rulings: &Rulings,
    ) -> rusqlite::Result<Option<(Quote, bool)>> {
        let (Some(header), Some(article)) = (self.header(row)?, self.article(row)?) else {
            return Ok(None);
        };
        let spans = self.spans(row)?.unwrap_or_default();
        let spans = self.settle(row, &article, spans)?;
        let places = |name| places_in(&spans, row, name, rulings).collect::<Vec<Place>>();
        let (ours, theirs) = (places(from), places(to));
        let ranges = sentences(article.body.text());
        let sentence = |place: &Place| ranges.partition_point(|r| r.end <= place.start);
        let named: HashSet<usize> = ours.iter().map(sentence).collect();
        let both = theirs.iter().find(|place| named.contains(&sentence(place)));
        let place = both.or(theirs.first());
        Ok(place.map(|place| (quote(header, &article, *place), both.is_some())))
    }

    /// Names that stand together in at least so many stories: the `most` names with the most stories among them, and
    /// how many stories each two share. Cost: a pass over what is kept of every story.
    pub fn graph(&self, most: usize, least: u32) -> Result<Graph, LibraryError> {
        let names = self.all_names(most)?;
        self.ask(|| {
            let rulings = self.rulings()?;
            let places: HashMap<NameId, u32> =
                names.iter().zip(0u32..).map(|(name, at)| (name.id, at)).collect();
            let mut met: HashMap<(u32, u32), u32> = HashMap::new();
            let mut statement = self.connection.prepare("SELECT row, packed FROM span")?;
            let mut rows = statement.query([])?;
            while let Some(r) = rows.next()? {
                let counted = if rulings.by_mention() {
                    self.counted(RowId(r.get(0)?), &rulings)?
                } else {
                    let counts = spans::unpack_counts(r.get_ref(1)?.as_blob()?).unwrap_or_default();
                    gathered(counts.into_iter(), &rulings)
                };
                let mut here: Vec<u32> = counted
                    .iter()
                    .filter_map(|(id, _)| places.get(id).copied())
                    .collect();
                here.sort_unstable();
                for (n, a) in here.iter().enumerate() {
                    for b in here.iter().skip(n + 1) {
                        *met.entry((*a, *b)).or_default() += 1;
                    }
                }
            }
            Ok(graph_of(names, met, least))
        })
    }
}

/// The chain through the name at which two sides met.
fn joined(sides: &[Reached; 2], middle: NameId) -> Vec<(NameId, NameId, RowId)> {
    let walk = |side: &Reached| {
        let mut steps = Vec::new();
        let mut at = middle;
        while let Some(Some((before, row))) = side.get(&at) {
            steps.push((*before, at, *row));
            at = *before;
        }
        steps
    };
    let mut chain = walk(&sides[0]);
    chain.reverse();
    chain.extend(
        walk(&sides[1])
            .into_iter()
            .map(|(before, at, row)| (at, before, row)),
    );
    chain
}

fn graph_of(names: Vec<NameCount>, met: HashMap<(u32, u32), u32>, least: u32) -> Graph {
    let mut edges: Vec<(u32, u32, u32)> = met
        .into_iter()
        .filter(|(_, stories)| *stories >= least)
        .map(|((a, b), stories)| (a, b, stories))
        .collect();
    edges.sort_unstable();
    // Names without an edge say nothing in a graph.
    let tied: HashSet<u32> = edges.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    let mut moved = HashMap::new();
    let mut kept = Vec::new();
    for (name, at) in names.into_iter().zip(0u32..) {
        if tied.contains(&at) {
            moved.insert(at, kept.len() as u32);
            kept.push(name);
        }
    }
    let place = |at: &u32| moved.get(at).copied().unwrap_or_default();
    Graph {
        edges: edges
            .iter()
            .map(|(a, b, stories)| (place(a), place(b), *stories))
            .collect(),
        names: kept,
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::Kind;
    use crate::library::fixture::{Desk, article};
    use crate::library::value::NameId;

    const NAMES: [(Kind, &str); 4] = [
        (Kind::Per, "김가온"),
        (Kind::Org, "한빛전자"),
        (Kind::Per, "이누리"),
        (Kind::Loc, "솔내마을"),
    ];

    fn desk() -> (Desk, Vec<NameId>) {
        let mut desk = Desk::new();
        desk.named("1", article("하나", "김가온이 한빛전자를 떠났다."), &NAMES[..2]);
        desk.named(
            "2",
            article("둘", "한빛전자는 컸다. 이누리가 남았다."),
            &NAMES[1..3],
        );
        desk.named("3", article("셋", "이누리는 집에 갔다."), &NAMES[2..3]);
        desk.named("4", article("넷", "솔내마을에 비가 왔다."), &NAMES[3..]);
        let id = |(kind, text): (Kind, &str)| {
            let key = crate::entity::resolve::key(kind, text);
            desk.reader.name_by_key(&key).unwrap().unwrap().id
        };
        let ids = NAMES.map(id).to_vec();
        (desk, ids)
    }

    #[test]
    fn a_path_leads_over_stories_and_their_sentences() {
        let (desk, ids) = desk();
        let path = |a: usize, b: usize| {
            let steps = desk.reader.path(ids[a], ids[b]).unwrap();
            steps.map(|steps| {
                let step = |s: &super::PathStep| {
                    format!(
                        "{} {} {} {}",
                        s.from.text, s.to.text, s.quote.sentence, s.together
                    )
                };
                steps.iter().map(step).collect::<Vec<_>>()
            })
        };
        let there = [
            "김가온 한빛전자 김가온이 한빛전자를 떠났다. true",
            "한빛전자 이누리 이누리가 남았다. false",
        ];
        assert_eq!(path(0, 2).unwrap(), there);
        assert_eq!(path(2, 0).unwrap().len(), 2);
        assert_eq!(path(0, 0).unwrap(), Vec::<String>::new());
        assert_eq!(path(0, 3), None);
    }

    #[test]
    fn the_graph_counts_stories_that_name_two() {
        let (desk, _) = desk();
        for (most, least, edges) in [(9, 1, 2), (9, 2, 0), (1, 1, 0)] {
            let graph = desk.reader.graph(most, least).unwrap();
            assert_eq!(graph.edges.len(), edges, "{most} {least}");
            assert!(graph.names.iter().all(|n| n.text.as_str() != "솔내마을"));
            for (a, b, stories) in &graph.edges {
                assert!(
                    (*a as usize) < graph.names.len() && (*b as usize) < graph.names.len() && *stories == 1
                );
            }
        }
    }
}
