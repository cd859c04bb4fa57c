//! A statistical tagger of names: a linear-chain model over hashed observations, in plain Rust.
//!
//! It knows nothing of stories, zones or links: text in, spans out. One model a language lies in the program and is
//! read in place. How it is trained and what it reaches is said in `docs/names.md`.

pub mod decode;
pub mod feature;
pub mod gate;
pub mod guess;
pub mod known;
pub mod table;
pub mod unit;

use std::ops::Range;

use crate::entity::Kind;
use decode::{KINDS, LABELS, Scores, Sums};
use feature::Scene;
use known::Known;
use table::{Model, Tally};
use unit::Units;

/// A name that the tagger found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// How probable exactly this span with this kind is.
    pub p: f32,
}

/// A model with what it needs beside its tables.
#[derive(Debug)]
pub struct Tagger<'a> {
    model: Model<'a>,
    known: Option<&'a Known<'a>>,
    steps: [Scores; LABELS],
}

impl<'a> Tagger<'a> {
    /// Opens a model; `None` if the bytes are none.
    pub fn open(bytes: &'a [u8], known: Option<&'a Known<'a>>) -> Option<Self> {
        let model = Model::open(bytes)?;
        let steps = model.head.steps.map(|row| row.map(f32::exp));
        Some(Self { model, known, steps })
    }

    /// The names of a sentence or paragraph. Cost: linear in its length.
    pub fn tag(&self, text: &str) -> Vec<Span> {
        let mut scene = Scene::of(Units::of(text));
        let mut tallies = self.first_look(&scene);
        let margins = self.margins(&tallies);
        let open = gate::open(&margins, self.model.head.gate);
        scene.look_up(self.known, self.model.guess(), &open);
        let mut found = Vec::new();
        for stretch in gate::stretches(&open) {
            let scores = self.second_look(&scene, stretch.clone(), &open, &mut tallies);
            found.extend(self.spans(&scene, stretch.start, &scores));
        }
        found
    }

    /// How far outside is ahead at each unit of a text after the first look, and whether the unit is in a name that is
    /// found when all units are looked at closely. Training sets the gate by it.
    pub fn doubts(&self, text: &str) -> Vec<(f32, bool)> {
        let mut scene = Scene::of(Units::of(text));
        let mut tallies = self.first_look(&scene);
        let margins = self.margins(&tallies);
        let open = vec![true; tallies.len()];
        scene.look_up(self.known, self.model.guess(), &open);
        let scores = self.second_look(&scene, 0..tallies.len(), &open, &mut tallies);
        let labels = decode::best(&scores, &self.model.head.steps, self.model.head.active());
        margins.into_iter().zip(labels.iter().map(|l| *l != 0)).collect()
    }

    fn margins(&self, tallies: &[Tally]) -> Vec<f32> {
        gate::margins(tallies.iter().map(|t| self.model.scores(t)))
    }

    fn first_look(&self, scene: &Scene) -> Vec<Tally> {
        let mut seen = Vec::with_capacity(32);
        let look = |at| {
            let mut tally = Tally::default();
            seen.clear();
            scene.telling(at, &mut |one, _| seen.push(one));
            self.model.add(&mut seen, &mut tally);
            tally
        };
        (0..scene.units().units.len()).map(look).collect()
    }

    /// The scores of a stretch of units, of which those that are not open are outside.
    fn second_look(
        &self,
        scene: &Scene,
        stretch: Range<usize>,
        open: &[bool],
        tallies: &mut [Tally],
    ) -> Vec<Scores> {
        let mut seen = Vec::with_capacity(128);
        let look = |at: usize| {
            if !open[at] {
                return gate::OUTSIDE;
            }
            seen.clear();
            scene.rest(at, &mut |one, _| seen.push(one));
            self.model.add(&mut seen, &mut tallies[at]);
            self.model.scores(&tallies[at])
        };
        stretch.map(look).collect()
    }

    /// The names in a stretch that begins at a unit.
    fn spans(&self, scene: &Scene, start: usize, scores: &[Scores]) -> Vec<Span> {
        let active = self.model.head.active();
        let labels = decode::best(scores, &self.model.head.steps, active);
        let runs = decode::runs(&labels);
        if runs.is_empty() {
            return Vec::new();
        }
        let mut sums = Sums::default();
        sums.fill(scores, &self.steps, active, None);
        let units = &scene.units().units[start..];
        let span = |run: &decode::Run| Span {
            start: units[run.from as usize].start,
            end: units[run.until as usize - 1].end,
            kind: KINDS[usize::from(run.kind)],
            p: sums.probability(*run, &self.steps, active),
        };
        runs.iter().map(span).collect()
    }
}
