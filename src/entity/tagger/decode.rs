//! From scores to labels: the best sequence under the rules of begin and inside, and how sure it is.

use crate::entity::Kind;

/// All labels: outside, then begin and inside of each kind in the order of [`KINDS`].
pub const LABELS: usize = 13;
/// The kinds in the order of the labels.
pub const KINDS: [Kind; 6] = [
    Kind::Per,
    Kind::Org,
    Kind::Loc,
    Kind::Prod,
    Kind::Event,
    Kind::Work,
];

/// One score a label.
pub type Scores = [f32; LABELS];

/// Whether label `b` may follow label `a`: an inside follows the begin or the inside of its kind.
pub fn allowed(a: usize, b: usize) -> bool {
    b == 0 || b % 2 == 1 || a == b || a + 1 == b
}

/// Whether a label may be the first.
pub fn opens(label: usize) -> bool {
    label == 0 || label % 2 == 1
}

/// A run of units with a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// First unit.
    pub from: u32,
    /// One past the last unit.
    pub until: u32,
    /// Index into [`KINDS`].
    pub kind: u8,
    /// How probable exactly this run with this kind is.
    pub p: f32,
}

/// The best sequence of labels. `active` is how many labels the model knows.
pub fn best(scores: &[Scores], steps: &[Scores; LABELS], active: usize) -> Vec<u8> {
    let n = scores.len();
    let Some(first) = scores.first() else {
        return Vec::new();
    };
    let mut back = vec![[0u8; LABELS]; n];
    let mut now = [f32::NEG_INFINITY; LABELS];
    (0..active).filter(|l| opens(*l)).for_each(|l| now[l] = first[l]);
    for (at, score) in scores.iter().enumerate().skip(1) {
        let mut next = [f32::NEG_INFINITY; LABELS];
        for to in 0..active {
            let (mut top, mut from) = (f32::NEG_INFINITY, 0);
            if to % 2 == 0 && to > 0 {
                // Inside: only its begin and itself lead here.
                let (begin, inside) = (now[to - 1] + steps[to - 1][to], now[to] + steps[to][to]);
                (top, from) = if begin >= inside {
                    (begin, to - 1)
                } else {
                    (inside, to)
                };
            } else {
                for before in 0..active {
                    let value = now[before] + steps[before][to];
                    if value > top {
                        (top, from) = (value, before);
                    }
                }
            }
            next[to] = top + score[to];
            back[at][to] = from as u8;
        }
        now = next;
    }
    let mut label = 0;
    for l in 1..active {
        if now[l] > now[label] {
            label = l;
        }
    }
    let mut labels = vec![0; n];
    for at in (0..n).rev() {
        labels[at] = label as u8;
        label = back[at][label] as usize;
    }
    labels
}

/// The runs of a sequence of labels, without their probability.
pub fn runs(labels: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let at = at as u32;
        if *label == 0 {
            continue;
        }
        match runs.last_mut() {
            Some(run) if label % 2 == 0 && run.until == at => run.until += 1,
            _ => runs.push(Run {
                from: at,
                until: at + 1,
                kind: (*label - 1) / 2,
                p: 0.0,
            }),
        }
    }
    runs
}

/// Forward and backward sums, scaled at every unit so that they stay in range.
#[derive(Debug, Default)]
pub struct Sums {
    /// Sums from the left, each unit's adding up to one.
    pub left: Vec<Scores>,
    /// Sums from the right.
    pub right: Vec<Scores>,
    /// `exp(score - top)` of each unit.
    pub local: Vec<Scores>,
    /// What each unit was divided by.
    pub scale: Vec<f32>,
    /// The logarithm of the sum over all sequences.
    pub log: f64,
}

impl Sums {
    /// Computes the sums. `steps` holds exponentials of the transition scores, zero where forbidden; `masks` may
    /// forbid labels at units.
    pub fn fill(
        &mut self,
        scores: &[Scores],
        steps: &[Scores; LABELS],
        active: usize,
        masks: Option<&[u16]>,
    ) {
        let n = scores.len();
        for all in [&mut self.left, &mut self.right, &mut self.local] {
            all.clear();
            all.resize(n, [0.0; LABELS]);
        }
        self.scale.clear();
        self.scale.resize(n, 1.0);
        self.log = 0.0;
        for (at, score) in scores.iter().enumerate() {
            let top = score[..active].iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let mask = masks.map_or(u16::MAX, |m| m[at]);
            let local = &mut self.local[at];
            for l in (0..active).filter(|l| mask >> l & 1 == 1) {
                local[l] = (score[l] - top).exp();
            }
            self.log += f64::from(top);
        }
        for at in 0..n {
            let mut now = [0.0; LABELS];
            if at == 0 {
                (0..active)
                    .filter(|l| opens(*l))
                    .for_each(|l| now[l] = self.local[0][l]);
            } else {
                let before = self.left[at - 1];
                for from in 0..active {
                    for to in 0..active {
                        now[to] += before[from] * steps[from][to];
                    }
                }
                (0..active).for_each(|l| now[l] *= self.local[at][l]);
            }
            let sum: f32 = now[..active].iter().sum::<f32>().max(1e-30);
            now[..active].iter_mut().for_each(|x| *x /= sum);
            self.scale[at] = sum;
            self.log += f64::from(sum.ln());
            self.left[at] = now;
        }
        for at in (0..n).rev() {
            let mut now = [0.0; LABELS];
            if at + 1 == n {
                now[..active].fill(1.0);
            } else {
                let mut after = self.right[at + 1];
                (0..active).for_each(|l| after[l] *= self.local[at + 1][l] / self.scale[at + 1]);
                for from in 0..active {
                    now[from] = (0..active).map(|to| steps[from][to] * after[to]).sum();
                }
            }
            self.right[at] = now;
        }
    }

    /// How probable exactly this run with this kind is.
    pub fn probability(&self, run: Run, steps: &[Scores; LABELS], active: usize) -> f32 {
        let (begin, inside) = (usize::from(run.kind) * 2 + 1, usize::from(run.kind) * 2 + 2);
        let (from, until) = (run.from as usize, run.until as usize);
        let mut p = self.left[from][begin];
        let mut label = begin;
        for at in from + 1..until {
            p *= steps[label][inside] * self.local[at][inside] / self.scale[at];
            label = inside;
        }
        let Some(after) = self.right.get(until) else {
            return p;
        };
        let leave = (0..active).filter(|l| *l != inside);
        p * leave
            .map(|l| steps[label][l] * self.local[until][l] * after[l] / self.scale[until])
            .sum::<f32>()
    }
}
