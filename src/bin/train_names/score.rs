//! Precision, recall and F1 by exact span and kind.

use jobo::entity::Kind;
use jobo::entity::tagger::Span;
use jobo::entity::tagger::decode::KINDS;

use crate::corpus::Sentence;

/// Counts of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) found: usize,
    pub(crate) gold: usize,
}

impl Count {
    pub(crate) fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    pub(crate) fn precision(self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    pub(crate) fn recall(self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// Counts by kind, in the order of `KINDS`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score(pub(crate) [Count; 6]);

impl Score {
    /// Adds one sentence. Only kinds that its file labels are counted.
    pub(crate) fn add(&mut self, gold: &Sentence, found: &[Span]) {
        for (at, kind) in KINDS
            .into_iter()
            .enumerate()
            .filter(|(_, k)| gold.kinds.contains(k))
        {
            let count = &mut self.0[at];
            count.gold += gold.labels.iter().filter(|l| l.kind == kind).count();
            count.found += found.iter().filter(|s| s.kind == kind).count();
            let same = |s: &&Span| {
                gold.labels
                    .iter()
                    .any(|l| (l.kind, l.start as u32, l.end as u32) == (s.kind, s.start, s.end))
            };
            count.right += found.iter().filter(|s| s.kind == kind).filter(same).count();
        }
    }

    /// All kinds together.
    pub(crate) fn all(&self) -> Count {
        self.of(&KINDS)
    }

    /// Some kinds together.
    pub(crate) fn of(&self, kinds: &[Kind]) -> Count {
        let mut sum = Count::default();
        KINDS
            .iter()
            .zip(self.0)
            .filter(|(k, _)| kinds.contains(k))
            .for_each(|(_, c)| sum.add(c));
        sum
    }

    /// One line: the whole, then each kind that occurs.
    pub(crate) fn line(&self) -> String {
        let all = self.all();
        let mut line = format!(
            "F1 {:.1} (P {:.1} R {:.1})",
            all.f1(),
            all.precision(),
            all.recall()
        );
        for (kind, count) in KINDS.iter().zip(self.0).filter(|(_, c)| c.gold > 0) {
            line += &format!(
                "  {} {:.1} ({:.0}/{:.0})",
                kind.code(),
                count.f1(),
                count.precision(),
                count.recall()
            );
        }
        line
    }
}
