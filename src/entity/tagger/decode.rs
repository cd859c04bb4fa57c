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

/// The exponential of a number that is not above zero, right to six digits and without a branch: a power of two by
/// the exponent's bits, the rest by the first terms of the series.
fn exp(x: f32) -> f32 {
    // Added to a number and taken away again it leaves the nearest whole one, which then stands in the low bits.
    const WHOLE: f32 = 12_582_912.0;
    const TERMS: [f32; 6] = [
        0.001_333_356,
        0.009_618_13,
        0.055_504_11,
        0.240_226_5,
        std::f32::consts::LN_2,
        1.0,
    ];
    let power = (x * std::f32::consts::LOG2_E).max(-126.0);
    let whole = power + WHOLE;
    let rest = power - (whole - WHOLE);
    let series = TERMS.iter().fold(0.0, |sum, term| sum * rest + term);
    series * f32::from_bits(whole.to_bits().wrapping_add(127) << 23)
}

/// The best sequence of labels. `active` is how many labels the model knows.
pub fn best(scores: &[Scores], steps: &[Scores; LABELS], active: usize) -> Vec<u8> {
    let n = scores.len();
    let Some(first) = scores.first() else {
        return Vec::new();
    };
    let mut back = vec![[0u32; LABELS]; n];
    let mut now = [f32::NEG_INFINITY; LABELS];
    (0..active).filter(|l| opens(*l)).for_each(|l| now[l] = first[l]);
    for (score, back) in scores.iter().zip(&mut back).skip(1) {
        // All labels at once and without a branch: what is forbidden has a step so low that it never wins.
        let mut next = [f32::NEG_INFINITY; LABELS];
        for (before, steps) in (0..).zip(steps) {
            let value = now[before as usize];
            for to in 0..LABELS {
                let value = value + steps[to];
                let more = value > next[to];
                next[to] = if more { value } else { next[to] };
                back[to] = if more { before } else { back[to] };
            }
        }
        for to in 0..LABELS {
            now[to] = if to < active {
                next[to] + score[to]
            } else {
                f32::NEG_INFINITY
            };
        }
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
            let mask = masks.map_or(u16::MAX, |m| m[at]) & (u16::MAX >> (16 - active));
            self.local[at] = std::array::from_fn(|l| exp(score[l] - top));
            for (l, local) in self.local[at].iter_mut().enumerate() {
                *local = if mask >> l & 1 == 1 { *local } else { 0.0 };
            }
            self.log += f64::from(top);
        }
        self.sum_left(steps);
        self.sum_right(steps);
    }

    /// Sums from the first unit on.
    fn sum_left(&mut self, steps: &[Scores; LABELS]) {
        let mut before = [0.0; LABELS];
        for (at, local) in self.local.iter().enumerate() {
            let mut now = [0.0; LABELS];
            if at == 0 {
                now = std::array::from_fn(|l| if opens(l) { local[l] } else { 0.0 });
            } else {
                for from in 0..LABELS {
                    (0..LABELS).for_each(|to| now[to] += before[from] * steps[from][to]);
                }
                (0..LABELS).for_each(|l| now[l] *= local[l]);
            }
            let sum: f32 = now.iter().sum::<f32>().max(1e-30);
            now = now.map(|x| x / sum);
            self.scale[at] = sum;
            self.log += f64::from(sum.ln());
            self.left[at] = now;
            before = now;
        }
    }

    /// Sums from the last unit back. The steps are turned around first, so that all labels are summed at once.
    fn sum_right(&mut self, steps: &[Scores; LABELS]) {
        let turned: [Scores; LABELS] = std::array::from_fn(|b| std::array::from_fn(|a| steps[a][b]));
        let mut after = [1.0; LABELS];
        for at in (0..self.local.len()).rev() {
            self.right[at] = after;
            let (local, scale) = (self.local[at], self.scale[at]);
            let share: Scores = std::array::from_fn(|l| after[l] * local[l] / scale);
            after = [0.0; LABELS];
            for to in 0..LABELS {
                (0..LABELS).for_each(|from| after[from] += turned[to][from] * share[to]);
            }
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
