//! Answers a search as it was meant: first what holds the words, then what is near to them, and how near.
//!
//! The index knows words as they stand. Initials, syllables that were not finished, headline characters and wrong keys
//! are looked for in the names and headlines, which are few; wrong keys in texts only where the index finds a good part
//! of the word. Nothing near is looked for while the words themselves are found often enough.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use rusqlite::params_from_iter;

use crate::library::asked::Compiled;
use crate::library::catalogue::rows_of;
use crate::library::fault::LibraryError;
use crate::library::names::names_spelt;
use crate::library::postings::{self, Kept};
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::search::{fold, parts, wanted};
use crate::library::select;
use crate::library::settle::rows_naming;
use crate::library::value::{NameId, Ordered, RowId, Sort, View, Widened};
use crate::library::wanted::Wanted;
use crate::text::Clean;
use crate::text::pattern::{Hit, Pattern, Tier};

/// With so many stories that hold the words, none that are only near are looked for.
const ENOUGH: usize = 50;
/// With so many sure ones, typing errors are not looked for.
const FEW: usize = 10;
/// Headlines that are looked at, those of the stories taken in last; a tenth of a million takes a moment.
const HEADLINES: i64 = 100_000;
/// Names that are taken for what was meant.
const NAMES: usize = 64;
/// Texts that are read for typing errors, those with the largest part of the words first.
const TEXTS: usize = 300;

/// Words of a search that are looked at for names.
const MOST_WORDS: usize = 24;
/// Words of a name.
const LONGEST_NAME: usize = 4;

/// How long names, headlines and texts are looked through for what is only near; after that, what was found is shown.
const PATIENCE: Duration = Duration::from_millis(60);
/// Texts and headlines between two looks at the clock.
const TEXTS_AT_ONCE: usize = 16;
const HEADLINES_AT_ONCE: usize = 512;
/// Letters of a query beyond which fewer are looked at between: a headline takes as long as the query has letters.
const LETTERS: usize = 32;

/// Stories found so far, each with the surest way.
type Near = HashMap<RowId, Tier>;

impl Reader {
    /// Every row of a view, in its order. Where words are looked for, the surest ones come first.
    pub fn ordered(&self, view: &View) -> Result<Ordered, LibraryError> {
        self.ordered_in_steps(view, |_| ())
    }

    /// The same, and tells of the stories that hold the words before it looks for those that are only near, where that
    /// takes a while. What comes later stands below and moves nothing.
    pub fn ordered_in_steps(&self, view: &View, tell: impl FnOnce(Ordered)) -> Result<Ordered, LibraryError> {
        let finding = Finding::new(self, view)?;
        self.ask(|| finding.meant(tell))
    }

    /// The rows that hold the words of a view, those first, or name the same in another spelling.
    pub(super) fn ordered_surely(&self, view: &View) -> Result<Vec<RowId>, LibraryError> {
        let finding = Finding::new(self, view)?;
        self.ask(|| {
            let mut rows = finding.sure()?;
            if let Some(typed) = &finding.view.filter.text {
                rows.extend(finding.widened(typed)?.0);
            }
            Ok(rows)
        })
    }
}

/// A view being answered.
pub(super) struct Finding<'a> {
    reader: &'a Reader,
    /// In the order that its query asks for.
    view: View,
    asked: Compiled,
    /// The lists of words that were read for it.
    kept: RefCell<Kept>,
    /// When the looking for what is near began, and whether it was left off.
    near_since: Cell<Option<Instant>>,
    left_off: Cell<bool>,
}

impl<'a> Finding<'a> {
    pub(super) fn new(reader: &'a Reader, view: &View) -> Result<Self, LibraryError> {
        let asked = reader.ask(|| reader.compiled(view))?;
        Ok(Self {
            reader,
            view: view.sorted(),
            asked,
            kept: RefCell::default(),
            near_since: Cell::default(),
            left_off: Cell::default(),
        })
    }

    /// Whether there is no time left for what is near. Looked at after every so many texts: a library with fewer is
    /// always looked through.
    fn is_over(&self) -> bool {
        let since = self
            .near_since
            .get()
            .is_some_and(|since| since.elapsed() > PATIENCE);
        self.left_off.set(self.left_off.get() || since);
        since
    }

    /// What answers as it stands.
    pub(super) fn sure(&self) -> rusqlite::Result<Vec<RowId>> {
        self.plain_order(&self.view, &self.asked)
    }

    fn meant(&self, tell: impl FnOnce(Ordered)) -> rusqlite::Result<Ordered> {
        let mut rows = self.sure()?;
        let partial = self.asked.partial;
        let Some(typed) = &self.view.filter.text else {
            return Ok(Ordered {
                rows,
                partial,
                ..Ordered::default()
            });
        };
        let (others, widened) = self.widened(typed)?;
        let mut near: Vec<(RowId, Tier)> = others.iter().map(|row| (*row, Tier::Similar)).collect();
        rows.extend(others);
        let answer = |rows: &[RowId], near: &[(RowId, Tier)]| Ordered {
            rows: rows.to_vec(),
            near: near.to_vec(),
            widened: widened.clone(),
            partial,
        };
        if rows.len() >= ENOUGH {
            return Ok(answer(&rows, &near));
        }
        tell(answer(&rows, &near));
        let mut found = Near::new();
        self.near_since.set(Some(Instant::now()));
        self.look_near(typed, rows.len(), &mut found)?;
        for row in &rows {
            found.remove(row);
        }
        let looked: Vec<RowId> = found.keys().copied().collect();
        let question = select::among(&self.view, &*self.reader.rulings()?, &self.asked, &looked);
        let mut others = rows_of(&self.reader.connection, &question)?;
        others.sort_by_key(|row| std::cmp::Reverse(found[row]));
        rows.extend(&others);
        near.extend(others.into_iter().map(|row| (row, found[&row])));
        let mut answer = answer(&rows, &near);
        answer.partial |= self.left_off.get();
        Ok(answer)
    }

    /// Stories that name what was typed in another spelling and do not hold the words, and by which names.
    fn widened(&self, typed: &str) -> rusqlite::Result<(Vec<RowId>, Vec<Widened>)> {
        let Some((question, widened)) = self.reader.other_spellings(typed)? else {
            return Ok((Vec::new(), Vec::new()));
        };
        let mut view = self.view.clone();
        view.filter.text = None;
        let words = match &self.asked.words {
            Some(words) => Wanted::all(vec![question, words.clone()]),
            None => question,
        };
        let asked = Compiled {
            words: Some(words),
            lacks: self.asked.lacks.clone(),
            terms: self.asked.terms.clone(),
            values: self.asked.values.clone(),
            spans: self.asked.spans.clone(),
            ..Compiled::default()
        };
        Ok((self.plain_order(&view, &asked)?, widened))
    }

    fn look_near(&self, typed: &str, sure: usize, near: &mut Near) -> rusqlite::Result<()> {
        for other in Pattern::other_keys(typed) {
            add(near, self.holding(Clean::new(&other))?, Tier::Keys);
        }
        let pattern = Pattern::finished(typed);
        if pattern.is_empty() {
            return Ok(());
        }
        self.near_headings(&|text| pattern.sure(text), near)?;
        // A query that finds nothing may not have been finished.
        if sure + near.len() == 0 {
            let typing = Pattern::new(typed);
            self.near_headings(&|text| typing.sure(text), near)?;
        }
        if sure + near.len() < FEW {
            self.near_headings(&|text| pattern.best(text), near)?;
            self.near_texts(typed, &pattern, near)?;
        }
        if sure + near.len() == 0 {
            self.near_headings(&|text| pattern.loose(text), near)?;
        }
        Ok(())
    }

    /// Looks at the names and the headlines. Cost: a pass over them.
    fn near_headings(&self, ask: &dyn Fn(&str) -> Option<Hit>, near: &mut Near) -> rusqlite::Result<()> {
        let typed = self.view.filter.text.as_ref();
        let letters = typed.map_or(0, |typed| typed.chars().count());
        let at_once = HEADLINES_AT_ONCE * LETTERS / letters.max(LETTERS);
        let mut names: Vec<(Hit, NameId, Clean)> = Vec::new();
        let sql = "SELECT c.name, p.fold FROM spelling p LEFT JOIN rooted r ON r.name = p.name \
             JOIN naming c ON c.name = coalesce(r.root, p.name) WHERE c.stories > 0";
        let mut statement = self.reader.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut looked = 0usize;
        while let Some(row) = rows.next()? {
            looked += 1;
            if looked.is_multiple_of(at_once.max(1)) && self.is_over() {
                break;
            }
            let spelling = row.get_ref(1)?.as_str()?;
            if let Some(hit) = ask(spelling) {
                names.push((hit, NameId(row.get(0)?), Clean::new(spelling)));
            }
        }
        names.sort_by_key(|(hit, ..)| std::cmp::Reverse(hit.score));
        names.truncate(NAMES);
        let rulings = self.reader.rulings()?;
        for (hit, name, spelling) in names {
            if rulings.is_hidden(name) {
                continue;
            }
            // Only those with this very spelling: a story that writes the name otherwise has nothing like the words.
            let held = self.holding(spelling)?;
            let rows = self.reader.naming(name, &rulings)?.into_iter();
            add(near, rows.filter(|row| held.contains(row)), hit.tier);
        }
        let sql = "SELECT row, headline FROM story ORDER BY row DESC LIMIT ?1";
        let mut statement = self.reader.connection.prepare_cached(sql)?;
        let mut rows = statement.query([HEADLINES])?;
        let mut looked = 0usize;
        while let Some(row) = rows.next()? {
            looked += 1;
            if looked.is_multiple_of(at_once.max(1)) && self.is_over() {
                break;
            }
            if let Some(hit) = ask(row.get_ref(1)?.as_str()?) {
                add(near, [RowId(row.get(0)?)], hit.tier);
            }
        }
        Ok(())
    }

    /// Looks for typing errors in texts that hold a part of the words.
    fn near_texts(&self, typed: &str, pattern: &Pattern, near: &mut Near) -> rusqlite::Result<()> {
        let parts = parts(typed);
        if parts.is_empty() {
            return Ok(());
        }
        let most = postings::with(&self.reader.connection, &self.kept, |lists| {
            lists.most(&parts, TEXTS)
        })?;
        let sql = "SELECT text FROM body WHERE row = ?1";
        let mut statement = self.reader.connection.prepare_cached(sql)?;
        for (nth, row) in most.unwrap_or_default().into_iter().enumerate() {
            if (nth + 1).is_multiple_of(TEXTS_AT_ONCE) && self.is_over() {
                break;
            }
            let mut rows = statement.query([row.0])?;
            let Some(text) = rows.next()? else { continue };
            if let Some((tier, _)) = pattern.find_all(text.get_ref(0)?.as_str()?) {
                add(near, [row], tier);
            }
        }
        Ok(())
    }

    /// The stories of the view's kind that hold these words.
    fn holding(&self, words: Clean) -> rusqlite::Result<HashSet<RowId>> {
        let mut view = self.view.clone();
        view.filter.text = Some(words);
        Ok(self.plain_order(&view, &self.asked)?.into_iter().collect())
    }

    fn plain_order(&self, view: &View, asked: &Compiled) -> rusqlite::Result<Vec<RowId>> {
        let indexed = self.reader.indexed_order(view, asked, &self.kept)?;
        let mut rows = if let Some(rows) = indexed {
            rows
        } else {
            let question = select::question(view, &*self.reader.rulings()?, asked);
            rows_of(&self.reader.connection, &question)?
        };
        if view.sort == Sort::Relevance {
            self.reader.rank(view, asked, &self.kept, &mut rows)?;
        }
        Ok(rows)
    }
}

impl Reader {
    /// The stories of a name and of those merged into it.
    fn naming(&self, name: NameId, rulings: &Rulings) -> rusqlite::Result<Vec<RowId>> {
        let (sql, values) = rows_naming(&rulings.group(name), |name| rulings.is_swayed(name));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), |r| r.get(0).map(RowId))?;
        rows.collect()
    }

    /// The question to the word index for stories that hold each of the words or name it in another spelling, and lack
    /// some word; `None` if no run of the words is a name that is spelt otherwise too.
    fn other_spellings(&self, typed: &str) -> rusqlite::Result<Option<(Wanted, Vec<Widened>)>> {
        let rulings = self.rulings()?;
        let words: Vec<&str> = typed.split_whitespace().take(MOST_WORDS).collect();
        let (mut each, mut widened) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < words.len() {
            let runs = (1..=LONGEST_NAME.min(words.len() - at)).rev();
            let mut names = runs.filter_map(|long| {
                let run = words[at..at + long].join(" ");
                self.spelt_otherwise(&run, &rulings)
                    .transpose()
                    .map(|found| (long, run, found))
            });
            let found = names.next();
            let long = found.as_ref().map_or(1, |(long, ..)| *long);
            let Some(held) = wanted(&words[at..at + long].join(" ")) else {
                at += 1;
                continue;
            };
            match found {
                Some((_, run, found)) => {
                    let (names, spellings) = found?;
                    each.push(Wanted::any(vec![held, Wanted::names(&names)]));
                    widened.push(Widened {
                        typed: Clean::new(&run),
                        spellings,
                    });
                }
                None => each.push(held),
            }
            at += long;
        }
        let sure = wanted(&words.join(" ")).filter(|_| !widened.is_empty());
        Ok(sure.map(|sure| (Wanted::all(each).but(vec![sure]), widened)))
    }

    /// The names that are spelt so, and their other spellings; `None` if there are none.
    fn spelt_otherwise(
        &self,
        typed: &str,
        rulings: &Rulings,
    ) -> rusqlite::Result<Option<(Vec<NameId>, Vec<Clean>)>> {
        if typed.chars().nth(1).is_none() {
            return Ok(None);
        }
        let folded = fold(typed);
        let (mut names, mut spellings) = (Vec::new(), Vec::new());
        let sql = "SELECT fold FROM spelling WHERE name = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        for root in names_spelt(&self.connection, rulings, typed, false)? {
            for name in rulings.group(root) {
                let folds = statement.query_map([name.0], |r| r.get::<_, String>(0))?;
                for spelling in folds {
                    let spelling = Clean::new(&spelling?);
                    if *spelling != *folded && !spellings.contains(&spelling) {
                        spellings.push(spelling);
                    }
                }
                names.push(name);
            }
        }
        Ok((!spellings.is_empty()).then_some((names, spellings)))
    }
}

fn add(near: &mut Near, rows: impl IntoIterator<Item = RowId>, tier: Tier) {
    for row in rows {
        near.entry(row).and_modify(|t| *t = tier.max(*t)).or_insert(tier);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Kind;
    use crate::library::fixture::{Desk, dated};
    use crate::library::value::Filter;

    fn desk() -> Desk {
        let mut desk = Desk::new();
        let org = |name| (Kind::Org, name);
        desk.named(
            "1",
            dated(
                "다람쥐연구소, 새 모델",
                "도토리 4를 앤트로픽이 샀다. 연구자 로렌스 판데르 마텐은 웃었다.",
                1,
                1,
            ),
            &[org("앤트로픽")],
        );
        desk.named(
            "2",
            dated(
                "美 금리 그대로",
                "로런스 반데르마텐이 도토리4를 앤트로픽에 팔았다. 도토리3은 낡았다.",
                1,
                2,
            ),
            &[org("앤트로픽")],
        );
        desk.named("3", dated("비가 온다", "우산을 챙기라고 했다.", 1, 3), &[]);
        desk
    }

    fn ask(desk: &Desk, typed: &str) -> Vec<(String, Option<Tier>)> {
        let filter = Filter {
            text: Some(Clean::new(typed)),
            ..Filter::default()
        };
        let found = desk.reader.ordered(&View {
            filter,
            ..View::default()
        });
        let found = found.unwrap();
        let headers = desk.reader.headers(&found.rows).unwrap();
        let tier = |row| found.near.iter().find(|(r, _)| *r == row).map(|(_, tier)| *tier);
        headers
            .iter()
            .map(|h| (h.headline.chars().take(1).collect(), tier(h.row)))
            .collect()
    }

    #[test]
    fn a_search_finds_what_was_meant() {
        let desk = desk();
        for (typed, expected) in [
            ("앤트로픽", vec![("美", None), ("다", None)]),
            (
                "ㅇㅌㄹㅍ",
                vec![("美", Some(Tier::Typed)), ("다", Some(Tier::Typed))],
            ),
            (
                "앤트롶",
                vec![("美", Some(Tier::Typed)), ("다", Some(Tier::Typed))],
            ),
            (
                "dosxmfhvlr",
                vec![("美", Some(Tier::Keys)), ("다", Some(Tier::Keys))],
            ),
            (
                "엔트로픽",
                vec![("美", Some(Tier::Similar)), ("다", Some(Tier::Similar))],
            ),
            ("도토리4", vec![("美", None), ("다", None)]),
            ("도토리5", vec![]),
            (
                "로런스 반데르마텐",
                vec![("美", None), ("다", Some(Tier::Similar))],
            ),
            (
                "로랜스 판데르마텐",
                vec![("美", Some(Tier::Similar)), ("다", Some(Tier::Similar))],
            ),
            ("미국 금리", vec![("美", Some(Tier::Typed))]),
            ("우싼을", vec![("비", Some(Tier::Similar))]),
            ("챙기라구", vec![("비", Some(Tier::Similar))]),
            ("다쥐연", vec![("다", Some(Tier::Loose))]),
            ("없는말", vec![]),
        ] {
            let expected: Vec<(String, Option<Tier>)> =
                expected.into_iter().map(|(h, t)| (h.to_owned(), t)).collect();
            assert_eq!(ask(&desk, typed), expected, "{typed}");
        }
    }

    #[test]
    fn other_conditions_hold_for_what_is_near() {
        let desk = desk();
        let view = |unread| View {
            filter: Filter {
                text: Some("엔트로픽".into()),
                unread,
                bookmarked: !unread,
                ..Filter::default()
            },
            ..View::default()
        };
        assert_eq!(desk.reader.ordered(&view(true)).unwrap().rows.len(), 2);
        assert_eq!(desk.reader.ordered(&view(false)).unwrap().rows.len(), 0);
    }
}
