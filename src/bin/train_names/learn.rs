//! Trains the tables by stochastic gradients of the likelihood.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use jobo::entity::tagger::decode::{KINDS, LABELS, Scores, Sums, allowed};
use jobo::entity::tagger::feature::{Scene, Source};
use jobo::entity::tagger::guess::Guess;
use jobo::entity::tagger::known::Known;
use jobo::entity::tagger::table::{Head, MAIN, SIDE, WAYS, ZERO, place, row, size};
use jobo::entity::tagger::unit::Units;

use crate::chance::Chance;
use crate::corpus::Sentence;

/// How to train.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) main: u32,
    pub(crate) side: u32,
    pub(crate) rounds: usize,
    pub(crate) rate: f32,
    pub(crate) decay: f32,
    pub(crate) drop_list: f32,
    pub(crate) drop_sound: f32,
    pub(crate) drop_text: f32,
    pub(crate) least: u32,
    /// Rounds before the rows that find no place are left out.
    pub(crate) first: usize,
    pub(crate) rank: f32,
    pub(crate) unit: f32,
    pub(crate) bias: f32,
}

/// A sentence as rows of observations and sets of allowed labels.
struct Seen {
    rows: Vec<u32>,
    starts: Vec<u32>,
    lists: Vec<u32>,
    list_starts: Vec<u32>,
    sounds: Vec<u32>,
    sound_starts: Vec<u32>,
    masks: Vec<u16>,
}

impl Seen {
    /// Puts another number in the place of each observation, and leaves out those that get none.
    fn keep(&mut self, number: impl Fn(u32) -> Option<u32>) {
        for (rows, starts) in [
            (&mut self.rows, &mut self.starts),
            (&mut self.lists, &mut self.list_starts),
            (&mut self.sounds, &mut self.sound_starts),
        ] {
            let (mut new, mut from) = (Vec::with_capacity(rows.len()), 0);
            for until in &mut starts[1..] {
                new.extend(
                    rows[from as usize..*until as usize]
                        .iter()
                        .filter_map(|one| number(*one)),
                );
                (from, *until) = (*until, new.len() as u32);
            }
            *rows = new;
        }
    }
}

/// The label of each unit, as a set of one. A kind that the model does not know is outside.
///
/// A kind that a file does not label counts as outside there too: leaving it open let the model call anything so.
pub(crate) fn masks(units: &Units, one: &Sentence, active: usize) -> Vec<u16> {
    let mut masks = vec![1; units.units.len()];
    if one.own {
        leave_open(units, &one.text, &mut masks);
    }
    for label in &one.labels {
        let begin = 1 + 2 * KINDS.iter().position(|k| *k == label.kind).unwrap_or(LABELS);
        if begin >= active {
            continue;
        }
        let mut first = true;
        for (unit, mask) in units.units.iter().zip(&mut masks) {
            if (unit.start as usize) < label.end && unit.end as usize > label.start {
                *mask = 1 << (begin + usize::from(!first));
                first = false;
            }
        }
    }
    masks
}

/// Offices that the rebuilt Korean labels call bodies and the own prose does not label: the own prose leaves them open.
const OFFICES: [&str; 22] = [
    "경찰",
    "검찰",
    "법원",
    "국회",
    "정부",
    "재판부",
    "여당",
    "야당",
    "대법원",
    "청와대",
    "대통령실",
    "국방부",
    "소방당국",
    "군",
    "당국",
    "의회",
    "상원",
    "하원",
    "백악관",
    "외교부",
    "노조",
    "헌법재판소",
];

/// Lets the units of such words be outside or a body.
fn leave_open(units: &Units, text: &str, masks: &mut [u16]) {
    for word in units.words.iter().filter(|w| w.named) {
        let range = word.first as usize..word.last as usize;
        let (first, last) = (units.units[range.start], units.units[range.end - 1]);
        let office = OFFICES
            .iter()
            .find(|o| text[first.start as usize..last.end as usize].starts_with(**o));
        let Some(office) = office else { continue };
        for (at, mask) in masks[range].iter_mut().take(office.chars().count()).enumerate() {
            *mask |= 1 << if at == 0 { 3 } else { 4 };
        }
    }
}

fn seen(one: &Sentence, known: &Known, guess: Option<Guess>, active: usize) -> Seen {
    let mut scene = Scene::of(Units::of(&one.text));
    let all = vec![true; scene.units().units.len()];
    scene.look_up(Some(known), guess, &all);
    let mut seen = Seen {
        rows: Vec::new(),
        starts: vec![0],
        lists: Vec::new(),
        list_starts: vec![0],
        sounds: Vec::new(),
        sound_starts: vec![0],
        masks: masks(scene.units(), one, active),
    };
    for at in 0..scene.units().units.len() {
        scene.observe(at, &mut |one, source| match source {
            Source::Text => seen.rows.push(one),
            Source::List => seen.lists.push(one),
            Source::Sound => seen.sounds.push(one),
        });
        seen.starts.push(seen.rows.len() as u32);
        seen.list_starts.push(seen.lists.len() as u32);
        seen.sound_starts.push(seen.sounds.len() as u32);
    }
    seen
}

/// The observations that are learned: each has a row, the more frequent ones before the rarer.
struct Numbering {
    seen: Vec<u32>,
    counts: Vec<u32>,
}

/// Numbers the observations that occur often enough, and puts the numbers in their place.
fn number(all: &mut [Seen], least: u32) -> Numbering {
    let mut counts: HashMap<u32, u32, BuildHasherDefault<Plain>> = HashMap::default();
    for one in all.iter().flat_map(|s| [&s.rows, &s.lists, &s.sounds]).flatten() {
        *counts.entry(*one).or_default() += 1;
    }
    let mut kept: Vec<(u32, u32)> = counts.into_iter().filter(|(_, n)| *n >= least).collect();
    kept.sort_unstable_by_key(|(one, n)| (std::cmp::Reverse(*n), *one));
    let numbers: HashMap<u32, u32, BuildHasherDefault<Plain>> = kept
        .iter()
        .enumerate()
        .map(|(at, (one, _))| (*one, at as u32))
        .collect();
    for seen in all {
        seen.keep(|one| numbers.get(&one).copied());
    }
    let (seen, counts) = kept.into_iter().unzip();
    Numbering { seen, counts }
}

/// Observations are well mixed already.
#[derive(Default)]
struct Plain(u64);

impl Hasher for Plain {
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, n: u32) {
        self.0 = u64::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

type Row = [[f32; 8]; 2];

/// Weights and sums of squared gradients, side by side.
struct Table {
    rows: Vec<Row>,
}

/// The model while it is trained.
pub(crate) struct Learner<'a> {
    plan: Plan,
    known: &'a Known<'a>,
    guess: Option<Guess<'a>>,
    numbering: Numbering,
    tables: [Table; 2],
    steps: [Scores; LABELS],
    step_sums: [Scores; LABELS],
    mean: [Vec<[f32; 8]>; 2],
    mean_steps: [Scores; LABELS],
    means: f32,
}

impl<'a> Learner<'a> {
    pub(crate) fn new(plan: Plan, known: &'a Known<'a>, guess: Option<Guess<'a>>) -> Self {
        Self {
            known,
            guess,
            numbering: Numbering {
                seen: Vec::new(),
                counts: Vec::new(),
            },
            tables: [Table { rows: Vec::new() }, Table { rows: Vec::new() }],
            steps: [[0.0; LABELS]; LABELS],
            step_sums: [[1e-3; LABELS]; LABELS],
            mean: [Vec::new(), Vec::new()],
            mean_steps: [[0.0; LABELS]; LABELS],
            means: 0.0,
            plan,
        }
    }

    fn active(&self) -> usize {
        if self.plan.side > 0 { LABELS } else { MAIN }
    }

    /// Goes over all sentences several times.
    pub(crate) fn train(
        &mut self,
        sentences: &[Sentence],
        chance: &mut Chance,
        mut after: impl FnMut(&Self, usize),
    ) {
        let mut all: Vec<Seen> = sentences
            .iter()
            .map(|s| seen(s, self.known, self.guess, self.active()))
            .collect();
        self.numbering = number(&mut all, self.plan.least);
        let many = self.numbering.seen.len();
        eprintln!("{many} observations");
        let sides = if self.active() > MAIN { many } else { 0 };
        self.tables = [many, sides].map(|n| Table {
            rows: vec![[[0.0; 8], [1e-3; 8]]; n],
        });
        self.mean = [many, sides].map(|n| vec![[0.0; 8]; n]);
        let mut order: Vec<usize> = (0..all.len()).collect();
        for round in 0..self.plan.rounds {
            if round == self.plan.first {
                self.prune(&mut all);
            }
            chance.shuffle(&mut order);
            let rate = self.plan.rate
                * if round * 4 >= self.plan.rounds * 3 {
                    0.5
                } else {
                    1.0
                };
            let mut loss = 0.0;
            for (n, at) in order.iter().enumerate() {
                loss += self.learn(&all[*at], rate, chance);
                if round * 2 >= self.plan.rounds && n == order.len() / 2 {
                    self.note();
                }
            }
            if round * 2 >= self.plan.rounds {
                self.note();
            }
            eprintln!(
                "round {round}: loss {:.3} a sentence",
                loss / all.len().max(1) as f64
            );
            after(self, round);
        }
    }

    /// Leaves out the rows that would find no place, so that the others learn to do without them.
    fn prune(&mut self, all: &mut [Seen]) {
        let (main, side) = (self.plan.main, self.plan.side);
        let kept = |table: &Table, columns: usize, places: u32, numbering: &Numbering| {
            let rows: Vec<[f32; 8]> = table.rows.iter().map(|r| r[0]).collect();
            placed(numbering, &rows, columns, places, self.plan.rank)
        };
        let keep: Vec<bool> = kept(&self.tables[0], MAIN, main, &self.numbering)
            .iter()
            .map(Option::is_some)
            .collect();
        // A row of the side table is found only by way of one in the main table.
        clear(&mut self.tables[0], |at| keep[at]);
        clear(&mut self.tables[1], |at| keep[at]);
        let sides = kept(&self.tables[1], SIDE, side, &self.numbering);
        clear(&mut self.tables[1], |at| {
            sides.get(at).is_some_and(Option::is_some)
        });
        for seen in all {
            seen.keep(|one| keep[one as usize].then_some(one));
        }
    }

    /// Adds the present weights to their mean.
    fn note(&mut self) {
        for (table, mean) in self.tables.iter().zip(&mut self.mean) {
            for (row, mean) in table.rows.iter().zip(mean) {
                (0..8).for_each(|k| mean[k] += row[0][k]);
            }
        }
        for (row, mean) in self.steps.iter().zip(&mut self.mean_steps) {
            (0..LABELS).for_each(|k| mean[k] += row[k]);
        }
        self.means += 1.0;
    }

    /// Learns from one sentence; gives its loss.
    fn learn(&mut self, seen: &Seen, rate: f32, chance: &mut Chance) -> f64 {
        if seen.masks.is_empty() {
            return 0.0;
        }
        let active = self.active();
        let (rows, starts) = self.gather(seen, chance);
        let scores = self.scores(&rows, &starts);
        let steps: [Scores; LABELS] = std::array::from_fn(|a| {
            std::array::from_fn(|b| {
                if allowed(a, b) {
                    self.steps[a][b].exp()
                } else {
                    0.0
                }
            })
        });
        let (mut free, mut gold) = (Sums::default(), Sums::default());
        free.fill(&scores, &steps, active, None);
        gold.fill(&scores, &steps, active, Some(&seen.masks));
        self.learn_steps(&free, &gold, &steps, rate);
        for at in 0..scores.len() {
            let share = |s: &Sums, l: usize| s.left[at][l] * s.right[at][l];
            let gradient: [f32; LABELS + 2] = std::array::from_fn(|l| {
                if l < active {
                    share(&free, l) - share(&gold, l)
                } else {
                    0.0
                }
            });
            // What is right already is not touched: most of the text is.
            if gradient.iter().all(|g| g.abs() < 2e-3) {
                continue;
            }
            let rows = &rows[starts[at]..starts[at + 1]];
            self.tables[0].step(rows, &gradient, MAIN, rate, self.plan.decay);
            if active > MAIN {
                self.tables[1].step(rows, &gradient[MAIN..], SIDE, rate, self.plan.decay);
            }
        }
        free.log - gold.log
    }

    /// The rows of a sentence, without those of the sources that are dropped this time, and where each unit's begin.
    fn gather(&self, seen: &Seen, chance: &mut Chance) -> (Vec<u32>, Vec<usize>) {
        let lists = !chance.hits(self.plan.drop_list);
        let sounds = !chance.hits(self.plan.drop_sound);
        let mut rows: Vec<u32> = Vec::with_capacity(seen.rows.len() * 5 / 4);
        let mut starts = vec![0];
        for at in 0..seen.masks.len() {
            let range = |s: &[u32]| s[at] as usize..s[at + 1] as usize;
            let text = seen.rows[range(&seen.starts)].iter();
            rows.extend(text.filter(|_| self.plan.drop_text == 0.0 || !chance.hits(self.plan.drop_text)));
            if lists {
                rows.extend(&seen.lists[range(&seen.list_starts)]);
            }
            if sounds {
                rows.extend(&seen.sounds[range(&seen.sound_starts)]);
            }
            starts.push(rows.len());
        }
        (rows, starts)
    }

    fn scores(&self, rows: &[u32], starts: &[usize]) -> Vec<Scores> {
        let score = |two: &[usize]| {
            let mut score = [0.0; LABELS];
            for one in &rows[two[0]..two[1]] {
                let weights = &self.tables[0].rows[*one as usize][0];
                (0..MAIN).for_each(|k| score[k] += weights[k]);
                if let Some(side) = self.tables[1].rows.get(*one as usize) {
                    (0..SIDE).for_each(|k| score[MAIN + k] += side[0][k]);
                }
            }
            score
        };
        starts.windows(2).map(score).collect()
    }

    /// Learns which label follows which.
    fn learn_steps(&mut self, free: &Sums, gold: &Sums, steps: &[Scores; LABELS], rate: f32) {
        let active = self.active();
        let pairs = (0..active).flat_map(|a| (0..active).map(move |b| (a, b)));
        for (a, b) in pairs.filter(|(a, b)| allowed(*a, *b)) {
            for at in 1..free.left.len() {
                let share = |s: &Sums| {
                    s.left[at - 1][a] * steps[a][b] * s.local[at][b] * s.right[at][b] / s.scale[at]
                };
                let gradient = share(free) - share(gold);
                if gradient.abs() > 1e-5 {
                    self.step_sums[a][b] += gradient * gradient;
                    self.steps[a][b] -= rate * gradient / self.step_sums[a][b].sqrt();
                }
            }
        }
    }

    /// The mean of the weights of the later rounds.
    fn weights(&self) -> ([Vec<[f32; 8]>; 2], [Scores; LABELS]) {
        if self.means == 0.0 {
            let now = |t: &Table| t.rows.iter().map(|r| r[0]).collect();
            return ([now(&self.tables[0]), now(&self.tables[1])], self.steps);
        }
        let by = |m: &Vec<[f32; 8]>| m.iter().map(|r| r.map(|w| w / self.means)).collect();
        let tables = [by(&self.mean[0]), by(&self.mean[1])];
        (tables, self.mean_steps.map(|r| r.map(|w| w / self.means)))
    }

    /// The model as the bytes of its file.
    pub(crate) fn write(&self, guess: Option<&[u8]>) -> Vec<u8> {
        let (tables, steps) = self.weights();
        let mut head = Head {
            main: self.plan.main,
            side: self.plan.side,
            unit: self.plan.unit,
            bias: self.plan.bias,
            gate: f32::INFINITY,
            sounds: guess.is_some(),
            steps,
        };
        for (a, row) in head.steps.iter_mut().enumerate() {
            let forbidden = row.iter_mut().enumerate().filter(|(b, _)| !allowed(a, *b));
            forbidden.for_each(|(_, step)| *step = -1e4);
        }
        let mut bytes = head.write();
        bytes.extend(guess.unwrap_or_default());
        // Training saw only a part of the observations at a time.
        let worth = (1.0 - self.plan.drop_text) / self.plan.unit;
        bytes.extend(pack::<MAIN>(
            &self.numbering,
            &tables[0],
            self.plan.main,
            self.plan.rank,
            worth,
        ));
        if self.active() > MAIN {
            bytes.extend(pack::<SIDE>(
                &self.numbering,
                &tables[1],
                self.plan.side,
                self.plan.rank,
                worth,
            ));
        }
        bytes
    }
}

/// Gives the weightiest rows their places, and says for each row which it has; one that finds its place full has none.
fn placed(
    numbering: &Numbering,
    rows: &[[f32; 8]],
    columns: usize,
    places: u32,
    rank: f32,
) -> Vec<Option<u32>> {
    let weight = |at: usize| {
        let row = rows[at][..columns].iter().map(|w| w.abs()).sum::<f32>();
        row * (numbering.counts[at] as f32).powf(rank)
    };
    let mut order: Vec<(f32, usize)> = (0..rows.len())
        .map(|at| (weight(at), at))
        .filter(|(w, _)| *w > 0.0)
        .collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut marks = vec![[0u8; WAYS]; places as usize];
    let mut all = vec![None; rows.len()];
    for (_, at) in order {
        let (place, mark) = place(numbering.seen[at], places);
        let marks = &mut marks[place];
        if marks.contains(&mark) {
            continue;
        }
        if let Some(way) = marks.iter().position(|m| *m == 0) {
            marks[way] = mark;
            all[at] = Some((place * WAYS + way) as u32);
        }
    }
    all
}

/// Packs the rows that have a place.
fn pack<const COLUMNS: usize>(
    numbering: &Numbering,
    rows: &[[f32; 8]],
    places: u32,
    rank: f32,
    worth: f32,
) -> Vec<u8> {
    let mut bytes = vec![0u8; size(places as usize, COLUMNS)];
    let mut many = 0;
    for (at, slot) in placed(numbering, rows, COLUMNS, places, rank)
        .into_iter()
        .enumerate()
    {
        let weights: [i8; COLUMNS] =
            std::array::from_fn(|k| (rows[at][k] * worth).round().clamp(-127.0, 127.0) as i8);
        let Some(slot) = slot.filter(|_| weights.iter().any(|w| *w != 0)) else {
            continue;
        };
        let (to, way) = (slot as usize / WAYS, slot as usize % WAYS);
        bytes[slot as usize] = place(numbering.seen[at], places).1;
        let first = row(places as usize, to, way, COLUMNS);
        bytes[first..first + COLUMNS].copy_from_slice(&weights.map(|w| ZERO.wrapping_add_signed(w)));
        many += 1;
    }
    eprintln!("{many} of {} rows in {} bytes", rows.len(), bytes.len());
    bytes
}

/// Sets all rows to nothing that are not to stay.
fn clear(table: &mut Table, stays: impl Fn(usize) -> bool) {
    for (at, row) in table.rows.iter_mut().enumerate() {
        if !stays(at) {
            row[0] = [0.0; 8];
        }
    }
}

impl Table {
    fn step(&mut self, rows: &[u32], gradient: &[f32], columns: usize, rate: f32, decay: f32) {
        let mut wanted = [0f32; 8];
        wanted[..columns].copy_from_slice(&gradient[..columns]);
        for one in rows {
            let [weights, sums] = &mut self.rows[*one as usize];
            for k in 0..8 {
                let g = wanted[k] + decay * weights[k];
                sums[k] += g * g;
                weights[k] -= rate * g / sums[k].sqrt();
            }
        }
    }
}
