//! What is doubtful about the names of a library, and how the recogniser did by what the reader corrected.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::entity::fold::fold;
use crate::entity::{Kind, Rule, likeness};
use crate::library::edit::Edit;
use crate::library::fault::LibraryError;
use crate::library::lore::{Doubt, Score};
use crate::library::reader::Reader;
use crate::library::rulings::{self, Rulings};
use crate::library::value::{NameCount, NameId, Place, RowId};
use crate::library::why::ALIKE;

/// Names that are compared with each other, those with the most stories.
const COMPARED: usize = 20_000;
/// Stories whose mentions are looked at for low confidence, the newest.
const LOOKED_AT: i64 = 3_000;
/// A name that no rule was surer of than this is doubtful.
const UNSURE: u8 = 65;
/// Stories that are scored, the newest of those that corrections are about.
const SCORED: usize = 5_000;

impl Reader {
    /// Doubtful names: pairs that look alike, the most alike first, then names that no rule was sure of. What was
    /// decided before is left out.
    pub fn doubts(&self, limit: usize) -> Result<Vec<Doubt>, LibraryError> {
        let names = self.all_names(COMPARED)?;
        self.ask(|| {
            let rulings = self.rulings()?;
            let mut doubts = pairs(&names, &rulings);
            doubts.truncate(limit);
            if doubts.len() < limit {
                doubts.extend(self.unsure(&names, limit - doubts.len(), &rulings)?);
            }
            Ok(doubts)
        })
    }

    fn unsure(&self, names: &[NameCount], limit: usize, rulings: &Rulings) -> rusqlite::Result<Vec<Doubt>> {
        let mut best: HashMap<NameId, (u8, u32, Place)> = HashMap::new();
        let mut statement = self
            .connection
            .prepare("SELECT row FROM span ORDER BY row DESC LIMIT ?1")?;
        let rows = statement.query_map([LOOKED_AT], |r| r.get(0).map(RowId))?;
        for row in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            let spans = self.spans(row)?.unwrap_or_default();
            for mention in &spans.mentions {
                let Some(name) = spans.names.get(usize::from(mention.name)) else {
                    continue;
                };
                let place = Place {
                    row,
                    start: mention.start,
                    end: mention.end,
                };
                let known = best.entry(rulings.root(name.id)).or_insert((0, 0, place));
                known.0 = known.0.max(mention.confidence);
                known.1 += 1;
            }
        }
        let mut unsure = Vec::new();
        for name in names.iter().filter(|n| !rulings.is_ruled(n.id)) {
            if let Some((confidence, times, place)) = best.get(&name.id).filter(|b| b.0 <= UNSURE) {
                unsure.push((
                    *times,
                    Doubt::Unsure {
                        name: name.clone(),
                        confidence: *confidence,
                        place: *place,
                    },
                ));
            }
        }
        unsure.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Ok(unsure.into_iter().take(limit).map(|(_, doubt)| doubt).collect())
    }

    /// Everything that the reader said of names, as edits that say it again, in the order of the names.
    pub fn lessons(&self) -> Result<Vec<Edit>, LibraryError> {
        self.ask(|| rulings::lessons(&self.connection))
    }

    /// How the recogniser did by the reader's corrections, kind by kind. Mentions of names that the reader never
    /// touched are not judged; those of names that were renamed, watched, merged or kept count as right.
    pub fn score(&self) -> Result<BTreeMap<Kind, Score>, LibraryError> {
        self.ask(|| {
            let rulings = self.rulings()?;
            let mut rows: BTreeSet<RowId> = BTreeSet::new();
            for name in rulings.all_ruled() {
                rows.extend(self.rows_about(name, &rulings)?);
            }
            let mut scores: BTreeMap<Kind, Score> = BTreeMap::new();
            for row in rows.into_iter().rev().take(SCORED) {
                self.score_story(row, &rulings, &mut scores)?;
            }
            scores.retain(|_, score| *score != Score::default());
            Ok(scores)
        })
    }

    fn rows_about(&self, name: NameId, rulings: &Rulings) -> rusqlite::Result<Vec<RowId>> {
        let mut rows: Vec<RowId> = crate::library::settle::swayed_rows(&self.connection, name)?
            .into_iter()
            .map(|row| RowId(row as u32))
            .collect();
        let (sql, values) = crate::library::settle::rows_naming(&[name], |name| rulings.is_swayed(name));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map(rusqlite::params_from_iter(&values), |r| r.get(0).map(RowId))?;
        rows.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
        Ok(rows)
    }

    fn score_story(
        &self,
        row: RowId,
        rulings: &Rulings,
        scores: &mut BTreeMap<Kind, Score>,
    ) -> rusqlite::Result<()> {
        let Some(article) = self.article(row)? else {
            return Ok(());
        };
        let found = self.spans(row)?.unwrap_or_default();
        let settled = self.settle(row, &article, found.clone())?;
        let after: HashMap<(u32, u32), (NameId, Rule)> = settled
            .mentions
            .iter()
            .filter_map(|m| {
                Some((
                    (m.start, m.end),
                    (settled.names.get(usize::from(m.name))?.id, m.rule),
                ))
            })
            .collect();
        let mut before: BTreeSet<(u32, u32)> = BTreeSet::new();
        for mention in &found.mentions {
            let place = (mention.start, mention.end);
            let Some(name) = found.names.get(usize::from(mention.name)).map(|n| n.id) else {
                continue;
            };
            before.insert(place);
            if let Some(kind) = self.kind_found(name)? {
                let now = after.get(&place).map(|(name, _)| *name);
                if let Some(count) = verdict(rulings, name, now, kind, scores.entry(kind).or_default()) {
                    *count += 1;
                }
            }
        }
        for (place, (name, rule)) in &after {
            if *rule == Rule::Own
                && !before.contains(place)
                && let Some(kind) = self.kind_found(*name)?
            {
                scores.entry(kind).or_default().missed += 1;
            }
        }
        Ok(())
    }

    /// The kind that a name was found as.
    fn kind_found(&self, name: NameId) -> rusqlite::Result<Option<Kind>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind FROM name WHERE id = ?1")?;
        Ok(crate::library::codes::kind_of(
            statement.query_row([name.0], |r| r.get(0))?,
        ))
    }
}

/// Which count a mention adds to: what it was found as, and what it counts as now.
fn verdict<'s>(
    rulings: &Rulings,
    name: NameId,
    now: Option<NameId>,
    kind: Kind,
    score: &'s mut Score,
) -> Option<&'s mut u32> {
    let Some(now) = now else {
        return Some(&mut score.wrong);
    };
    let root = rulings.root(now);
    if rulings.kind(root).is_some_and(|right| right != kind) {
        Some(&mut score.mistyped)
    } else if root != name {
        score.right += 1;
        Some(&mut score.mislinked)
    } else if rulings.is_ruled(name) {
        Some(&mut score.right)
    } else {
        None
    }
}

/// Names of one kind that look alike and were not decided on.
fn pairs(names: &[NameCount], rulings: &Rulings) -> Vec<Doubt> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(key) = likeness::key(&name.text) {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for (at, name) in names.iter().enumerate() {
        for key in likeness::near_keys(&name.text) {
            for other in by_key
                .get(&key)
                .into_iter()
                .flatten()
                .filter(|other| **other != at)
            {
                let (first, second) = (at.min(*other), at.max(*other));
                let (a, b) = (&names[first], &names[second]);
                if a.kind != b.kind || rulings.are_apart(a.id, b.id) || !seen.insert((first, second)) {
                    continue;
                }
                let likeness = likeness::alike(&a.text, &b.text);
                if likeness >= ALIKE && fold(&a.text) != fold(&b.text) || likeness == 100 {
                    pairs.push((likeness, first, second));
                }
            }
        }
    }
    pairs.sort_by_key(|(likeness, first, second)| (std::cmp::Reverse(*likeness), *first, *second));
    let doubt = |(likeness, first, second): (u8, usize, usize)| Doubt::Alike {
        name: names[first].clone(),
        other: names[second].clone(),
        likeness,
    };
    pairs.into_iter().map(doubt).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::resolve::key;
    use crate::library::edit::{Cause, Correction};
    use crate::library::fixture::{Desk, article, id};
    use crate::text::Clean;

    #[test]
    fn what_was_decided_is_not_asked_again() {
        let mut desk = Desk::new();
        let (a, b) = ((Kind::Per, "저커버그"), (Kind::Per, "주커버그"));
        desk.named("1", article("하나", "저커버그와 주커버그"), &[a, b]);
        desk.named("2", article("둘", "저커버그"), &[a]);
        let doubts = desk.reader.doubts(9).unwrap();
        let [Doubt::Alike { name, other, .. }] = doubts.as_slice() else {
            panic!("{doubts:?}");
        };
        assert_eq!((name.text.as_str(), other.text.as_str()), (a.1, b.1));
        let (name, other) = (name.key.clone(), other.key.clone());
        desk.writer.correct(&[Correction::Apart { name, other }]).unwrap();
        assert_eq!(desk.reader.doubts(9).unwrap(), []);
        desk.writer.undo().unwrap();
        assert_eq!(desk.reader.doubts(9).unwrap().len(), 1);
    }

    #[test]
    fn corrections_score_the_recogniser() {
        let mut desk = Desk::new();
        let (meta, kim) = ((Kind::Org, "메타"), (Kind::Per, "김가온"));
        let first = article("하나", "메타 메타 김가온 솔내마을");
        let story = id(&first);
        desk.named("1", first, &[meta, kim]);
        desk.named("2", article("둘", "메타"), &[meta]);
        assert_eq!(desk.reader.score().unwrap(), BTreeMap::new());
        let correct = |desk: &mut Desk, correction| {
            desk.writer.correct(&[correction]).unwrap();
        };
        correct(
            &mut desk,
            Correction::Deny {
                name: key(meta.0, meta.1),
                story: Some(story),
                spelling: None,
            },
        );
        correct(
            &mut desk,
            Correction::Make {
                text: Clean::new("솔내마을"),
                kind: Kind::Loc,
            },
        );
        correct(
            &mut desk,
            Correction::Retype {
                name: key(kim.0, kim.1),
                to: Some(Kind::Org),
            },
        );
        let scores = desk.reader.score().unwrap();
        let org = scores[&Kind::Org];
        assert_eq!((org.wrong, org.right), (2, 1));
        assert_eq!((org.precision(), org.recall()), (Some(333), Some(1_000)));
        assert_eq!(scores[&Kind::Loc].missed, 1);
        assert_eq!(scores[&Kind::Loc].recall(), Some(0));
        assert_eq!(scores[&Kind::Per].mistyped, 1);
    }

    #[test]
    fn lessons_say_again_what_was_said() {
        let mut desk = Desk::new();
        let story = article("하나", "메타와 Meta");
        let at = id(&story);
        desk.named("1", story, &[(Kind::Org, "메타"), (Kind::Org, "Meta")]);
        let (meta, latin) = (key(Kind::Org, "메타"), key(Kind::Org, "Meta"));
        let said = [
            Correction::Merge {
                name: latin.clone(),
                into: meta.clone(),
            },
            Correction::Rename {
                name: meta.clone(),
                to: Some(Clean::new("메타 플랫폼스")),
            },
            Correction::Watch {
                name: meta.clone(),
                on: true,
            },
            Correction::Deny {
                name: meta.clone(),
                story: Some(at),
                spelling: Some(Clean::new("메타")),
            },
        ];
        for correction in said {
            desk.writer.correct(&[correction]).unwrap();
        }
        let lessons = desk.reader.lessons().unwrap();
        assert_eq!(lessons.len(), 5);
        let names = desk.reader.all_names(9).unwrap();
        let receipt = desk.writer.edit(Cause::Deliberate, &lessons).unwrap();
        assert_eq!(receipt.applied, []);
        let mut other = Desk::new();
        other.named(
            "1",
            article("하나", "메타와 Meta"),
            &[(Kind::Org, "메타"), (Kind::Org, "Meta")],
        );
        other.writer.edit(Cause::Deliberate, &lessons).unwrap();
        let shown = |names: &[NameCount]| {
            names
                .iter()
                .map(|n| (n.key.clone(), n.text.clone(), n.stories, n.watched))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(&other.reader.all_names(9).unwrap()), shown(&names));
        let lines: Vec<String> = lessons
            .iter()
            .map(|l| serde_json::to_string(l).unwrap())
            .collect();
        let back: Vec<Edit> = lines.iter().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(back, lessons);
    }
}
