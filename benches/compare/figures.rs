//! The figures of a run and the goals they are held against.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is measured. The names stand in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Measure {
    Start,
    Cold,
    Down,
    DownCpu,
    DownBytes,
    DownWhileTakingIn,
    Page,
    PageCpu,
    Queued,
    Open,
    IdleWakes,
    IdleBytes,
    IdleCpu,
    Memory,
    ListCpu,
    Indexed,
    IntakePeak,
    ChangeCheck,
    Binary,
}

use Measure::{
    Binary, ChangeCheck, Cold, Down, DownBytes, DownCpu, DownWhileTakingIn, IdleBytes, IdleCpu, IdleWakes,
    Indexed, IntakePeak, ListCpu, Memory, Open, Page, PageCpu, Queued, Start,
};

/// Every measure with its name and unit, in the order of the table.
pub(crate) const MEASURES: &[(Measure, &str, &str)] = &[
    (Start, "start to painted list, warm", "ms"),
    (Cold, "start to painted list, cold", "ms"),
    (Down, "j to the finished frame", "ms"),
    (DownCpu, "processor time of a j", "ms"),
    (DownBytes, "bytes of a j that does not scroll", "B"),
    (DownWhileTakingIn, "j while articles are taken in", "ms"),
    (Page, "page down to the finished frame", "ms"),
    (PageCpu, "processor time of a page down", "ms"),
    (Queued, "200 queued j, until still", "ms"),
    (Open, "opening an article", "ms"),
    (IdleWakes, "idle 10 s: wake-ups", ""),
    (IdleBytes, "idle 10 s: bytes", "B"),
    (IdleCpu, "idle 10 s: processor time", "ms"),
    (Memory, "memory (PSS) with an article open", "MB"),
    (
        ListCpu,
        "taking in, to a usable list: processor time an article",
        "ms",
    ),
    (Indexed, "taking in, with names and index: time an article", "ms"),
    (IntakePeak, "taking in: memory at most", "MB"),
    (ChangeCheck, "change check of an unchanged folder", "ms"),
    (Binary, "program file", "MB"),
];

/// Whose figure, with how many articles, of what.
type Key = (String, u64, Measure);

/// Everything that was measured; a value a round.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<Key, Vec<f64>>);

impl Figures {
    pub(crate) fn add(&mut self, who: &str, articles: u64, measure: Measure, value: f64) {
        self.0
            .entry((who.into(), articles, measure))
            .or_default()
            .push(value);
    }

    pub(crate) fn get(&self, who: &str, articles: u64, measure: Measure) -> Option<f64> {
        self.0
            .get(&(who.into(), articles, measure))
            .map(|values| median(values))
    }

    /// The least figure of a reader that is neither jobo nor the floor.
    fn best_peer(&self, articles: u64, measure: Measure) -> Option<f64> {
        let peers = self
            .0
            .iter()
            .filter(|((who, n, m), _)| who != JOBO && who != FLOOR && *n == articles && *m == measure);
        peers.map(|(_, values)| median(values)).reduce(f64::min)
    }

    /// A table with a row a measure and a column a program and size.
    pub(crate) fn table(&self) -> String {
        let mut columns: Vec<(&str, u64)> = self.0.keys().map(|(who, n, _)| (who.as_str(), *n)).collect();
        columns.sort_by_key(|(who, n)| (*n, *who != JOBO, *who != FLOOR, *who));
        columns.dedup();
        let mut table = String::from("| |");
        for (who, articles) in &columns {
            let _ = write!(table, " {who} {articles} |");
        }
        let _ = write!(table, "\n|---|{}", "---|".repeat(columns.len()));
        for (measure, name, unit) in MEASURES {
            let figures: Vec<_> = columns
                .iter()
                .map(|(who, n)| self.get(who, *n, *measure))
                .collect();
            if figures.iter().any(Option::is_some) {
                let _ = write!(table, "\n| {name}, {unit} |");
                for figure in figures {
                    let _ = write!(table, " {} |", figure.map_or_else(|| "–".into(), show));
                }
            }
        }
        table.replace(",  |", " |")
    }
}

pub(crate) const JOBO: &str = "jobo";
pub(crate) const FLOOR: &str = "floor";

fn show(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

/// The middle value; the mean of the two middle ones of an even number.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[half],
        _ => f64::midpoint(sorted[half - 1], sorted[half]),
    }
}

/// What a figure is divided by.
enum To {
    /// Nothing: the limit is in the unit of the measure.
    Itself,
    /// The floor's figure with as many articles.
    Floor,
    /// The best peer's.
    Peer,
    /// Our own with so many articles.
    Own(u64),
    /// Another measure of ours with as many articles.
    Measure(Measure),
}

/// One goal: the measure of jobo with so many articles is at most so much.
struct Goal(Measure, u64, To, f64);

const K10: u64 = 10_000;
const K100: u64 = 100_000;
const M1: u64 = 1_000_000;

const GOALS: &[Goal] = &[
    Goal(Start, K10, To::Floor, 3.0),
    Goal(Start, K10, To::Peer, 0.125),
    Goal(Start, K100, To::Own(K10), 1.2),
    Goal(Start, M1, To::Own(K10), 1.2),
    Goal(Cold, K10, To::Floor, 2.0),
    Goal(Down, K10, To::Floor, 1.3),
    Goal(DownCpu, K10, To::Itself, 1.0),
    Goal(Down, K100, To::Own(K10), 1.1),
    Goal(DownWhileTakingIn, K10, To::Floor, 1.3),
    Goal(DownBytes, K10, To::Itself, 1_024.0),
    Goal(Page, K10, To::Floor, 1.3),
    Goal(PageCpu, K10, To::Itself, 1.0),
    Goal(Page, K100, To::Own(K10), 1.1),
    Goal(Queued, K10, To::Measure(Down), 10.0),
    Goal(Open, K10, To::Floor, 1.5),
    Goal(IdleWakes, K10, To::Itself, 0.0),
    Goal(IdleBytes, K10, To::Itself, 0.0),
    Goal(IdleCpu, K10, To::Itself, 0.0),
    Goal(Memory, K10, To::Itself, 19.0),
    Goal(Memory, K100, To::Itself, 60.0),
    Goal(Memory, M1, To::Itself, 250.0),
    Goal(ListCpu, K10, To::Peer, 1.0 / 3.0),
    Goal(Indexed, K10, To::Itself, 1_000.0 / 900.0),
    Goal(IntakePeak, K100, To::Own(K10), 1.5),
    Goal(ChangeCheck, K100, To::Itself, 500.0),
    Goal(Binary, K10, To::Itself, 30.0),
];

impl Goal {
    /// The figure, or the ratio, that the limit is for; `None` where it was not measured.
    fn value(&self, figures: &Figures) -> Option<f64> {
        let Self(measure, articles, to, _) = self;
        let own = figures.get(JOBO, *articles, *measure)?;
        Some(match to {
            To::Itself => own,
            // The floor takes nothing in, and its j is what a j costs.
            To::Floor if *measure == DownWhileTakingIn => own / figures.get(FLOOR, *articles, Down)?,
            To::Floor => own / figures.get(FLOOR, *articles, *measure)?,
            To::Peer => own / figures.best_peer(*articles, *measure)?,
            To::Own(fewer) => own / figures.get(JOBO, *fewer, *measure)?,
            To::Measure(other) => own / figures.get(JOBO, *articles, *other)?,
        })
    }

    fn says(&self) -> String {
        let Self(measure, articles, to, _) = self;
        let (_, name, unit) = MEASURES
            .iter()
            .find(|(m, ..)| m == measure)
            .expect("every measure is in the table");
        let to = match to {
            To::Itself => unit.to_string(),
            To::Floor => "times the floor".into(),
            To::Peer => "times the best peer".into(),
            To::Own(fewer) => format!("times our own {fewer}"),
            To::Measure(other) => {
                let other = MEASURES.iter().find(|(m, ..)| m == other);
                format!("times {}", other.map_or("", |(_, name, _)| name))
            }
        };
        format!("{name}, {articles} | {to}")
    }
}

/// The goals with what was reached, and how many were missed.
pub(crate) fn goals(figures: &Figures) -> (String, usize) {
    let mut table = String::from("| goal | in | at most | reached | |\n|---|---|---|---|---|");
    let mut missed = 0;
    for goal in GOALS {
        let (reached, verdict) = match goal.value(figures) {
            None => ("–".into(), "not measured"),
            Some(value) if value <= goal.3 => (show(value), "met"),
            Some(value) => {
                missed += 1;
                (show(value), "**missed**")
            }
        };
        let _ = write!(
            table,
            "\n| {} | {} | {reached} | {verdict} |",
            goal.says(),
            show(goal.3)
        );
    }
    (table, missed)
}
