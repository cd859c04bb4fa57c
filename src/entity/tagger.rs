//! A statistical tagger of names: a linear-chain model over hashed observations, in plain Rust.
//!
//! It knows nothing of stories, zones or links: text in, spans out. One model a language lies in the program and is
//! read in place. How it is trained and what it reaches is said in `docs/names.md`.

pub mod decode;
pub mod feature;
pub mod guess;
pub mod known;
pub mod table;
pub mod unit;

use crate::entity::Kind;
use decode::{KINDS, LABELS, Scores, Sums};
use feature::Scene;
use known::Known;
use table::Model;
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
        let scene = Scene::of(Units::of(text), self.known, self.model.guess());
        let mut seen = Vec::with_capacity(128);
        let scores: Vec<Scores> = (0..scene.units().units.len())
            .map(|at| {
                seen.clear();
                scene.observe(at, &mut |one, _| seen.push(one));
                self.model.score(&seen)
            })
            .collect();
        self.spans(&scene, &scores)
    }

    fn spans(&self, scene: &Scene, scores: &[Scores]) -> Vec<Span> {
        let active = self.model.head.active();
        let labels = decode::best(scores, &self.model.head.steps, active);
        let runs = decode::runs(&labels);
        if runs.is_empty() {
            return Vec::new();
        }
        let mut sums = Sums::default();
        sums.fill(scores, &self.steps, active, None);
        let units = &scene.units().units;
        let span = |run: &decode::Run| Span {
            start: units[run.from as usize].start,
            end: units[run.until as usize - 1].end,
            kind: KINDS[usize::from(run.kind)],
            p: sums.probability(*run, &self.steps, active),
        };
        runs.iter().map(span).collect()
    }
}
