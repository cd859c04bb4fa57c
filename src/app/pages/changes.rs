//! What changed between two texts of a story, paragraph by paragraph and word by word.

use std::ops::Range;

use super::{Pen, leads};
use crate::app::overlay::sheet::{About, Goal, Line, Sheet, Tone};
use crate::text::{Clean, sentence, slice};

/// Greatest table for the comparison of paragraphs, or of words: what needs a greater one is all gone and all new.
const LARGEST: usize = 4_000_000;
/// Words that two paragraphs share, in percent, to be the same one changed.
const ALIKE: usize = 40;

/// One stretch of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// So many paragraphs are the same.
    Same(usize),
    /// A paragraph is gone.
    Gone(Clean),
    /// A paragraph is new.
    New(Clean),
    /// A paragraph changed.
    Changed {
        /// Its words, old and new.
        text: Clean,
        /// The bytes of it that are gone.
        gone: Vec<Range<u32>>,
        /// The bytes of it that are new.
        new: Vec<Range<u32>>,
    },
}

/// What has to be done to the first of two rows of things to make it the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Keep,
    Drop,
    Add,
}

/// Compares two texts. Cost: the product of the paragraphs between the first difference and the last, bounded.
pub fn changes(old: &str, new: &str) -> Vec<Part> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let mut parts = Vec::new();
    let (mut before, mut after) = (old.iter(), new.iter());
    let (mut gone, mut came): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for step in steps(&old, &new) {
        match step {
            Step::Keep => {
                pair(&mut gone, &mut came, &mut parts);
                match parts.last_mut() {
                    Some(Part::Same(n)) => *n += 1,
                    _ => parts.push(Part::Same(1)),
                }
                before.next();
                after.next();
            }
            Step::Drop => gone.extend(before.next()),
            Step::Add => came.extend(after.next()),
        }
    }
    pair(&mut gone, &mut came, &mut parts);
    parts
}

/// Paragraphs that went and came between two that stayed: those that are alike are one that changed.
fn pair(gone: &mut Vec<&str>, came: &mut Vec<&str>, parts: &mut Vec<Part>) {
    let mut rest = std::mem::take(came);
    for old in gone.drain(..) {
        // Many against many is a new text and no changed one.
        let like = rest.iter().take(50).position(|new| alike(old, new));
        match like {
            Some(at) => {
                parts.extend(rest.drain(..at).map(|new| Part::New(Clean::new(new))));
                parts.push(changed(old, rest.remove(0)));
            }
            None if old.trim().is_empty() => {}
            None => parts.push(Part::Gone(Clean::new(old))),
        }
    }
    let seen = rest.into_iter().filter(|new| !new.trim().is_empty());
    parts.extend(seen.map(|new| Part::New(Clean::new(new))));
}

fn tokens(text: &str) -> Vec<&str> {
    let words = sentence::words(text);
    let word = |w: &Range<u32>| slice(text, w.start as usize..w.end as usize);
    words.iter().map(word).collect()
}

fn alike(old: &str, new: &str) -> bool {
    let (old, new) = (tokens(old), tokens(new));
    let kept = steps(&old, &new).iter().filter(|s| **s == Step::Keep).count();
    kept > 0 && kept * 100 >= ALIKE * old.len().min(new.len())
}

fn changed(old: &str, new: &str) -> Part {
    let (before, after) = (tokens(old), tokens(new));
    let (mut old, mut new) = (before.iter(), after.iter());
    let (mut text, mut gone, mut came) = (String::new(), Vec::new(), Vec::new());
    for step in steps(&before, &after) {
        // Signs tell what colours cannot.
        let (word, open, close) = match step {
            Step::Keep => {
                old.next();
                (new.next(), "", "")
            }
            Step::Drop => (old.next(), "[-", "-]"),
            Step::Add => (new.next(), "{+", "+}"),
        };
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len() as u32;
        text.extend([open, word.copied().unwrap_or_default(), close]);
        let bytes = start..text.len() as u32;
        match step {
            Step::Keep => {}
            Step::Drop => gone.push(bytes),
            Step::Add => came.push(bytes),
        }
    }
    let text = Clean::new(&text);
    Part::Changed {
        text,
        gone,
        new: came,
    }
}

/// The steps from one row of things to another: the longest row of both is kept.
fn steps<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Step> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut steps = vec![Step::Keep; head];
    if old.len().saturating_mul(new.len()) > LARGEST {
        steps.extend(vec![Step::Drop; old.len()]);
        steps.extend(vec![Step::Add; new.len()]);
    } else {
        steps.extend(middle(old, new));
    }
    steps.extend(vec![Step::Keep; tail]);
    steps
}

fn middle<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Step> {
    let wide = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * wide];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * wide + j] = if old[i] == new[j] {
                longest[(i + 1) * wide + j + 1] + 1
            } else {
                longest[(i + 1) * wide + j].max(longest[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            steps.push(Step::Keep);
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && longest[(i + 1) * wide + j] >= longest[i * wide + j + 1]
        {
            steps.push(Step::Drop);
            i += 1;
        } else {
            steps.push(Step::Add);
            j += 1;
        }
    }
    steps
}

impl Pen<'_> {
    /// What changed in a story.
    pub fn changes(&self, parts: &[Part]) -> Sheet {
        let entries = parts.iter().map(|part| leads(self.change(part), Goal::Stay));
        let title = self.words.get("changes.title").into();
        Sheet::new(About::Changes, title, None, entries.collect())
    }

    fn change(&self, part: &Part) -> Line {
        let whole = |text: &str| Line {
            wraps: true,
            whole: true,
            ..Line::at(0, text)
        };
        match part {
            Part::Same(n) => {
                let text = self.words.fill("changes.same", &[("n", &n.to_string())]);
                Line::at(0, &text).toned(Tone::Dim)
            }
            Part::Gone(text) => whole(&format!("- {text}")).toned(Tone::Gone),
            Part::New(text) => whole(&format!("+ {text}")).toned(Tone::New),
            Part::Changed { text, gone, new } => {
                let gone = gone.iter().map(|r| (r.clone(), Tone::Gone));
                let mut marks: Vec<_> = gone.chain(new.iter().map(|r| (r.clone(), Tone::New))).collect();
                marks.sort_by_key(|(r, _)| r.start);
                Line { marks, ..whole(text) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_words_are_told_apart() {
        let old = "머리\n물이 찼다. 배는 떴다.\n사라질 말이다.\n끝이다.";
        let new = "머리\n물이 빠졌다. 배는 떴다.\n끝이다.\n새로 온 말이다.";
        let parts = changes(old, new);
        assert_eq!(parts.len(), 5, "{parts:?}");
        assert_eq!(parts[0], Part::Same(1));
        let Part::Changed { text, gone, new } = &parts[1] else {
            panic!("{parts:?}")
        };
        assert_eq!(text.as_str(), "물이 [-찼다.-] {+빠졌다.+} 배는 떴다.");
        let cut = |r: &Range<u32>| slice(text, r.start as usize..r.end as usize).to_owned();
        assert_eq!(
            (cut(&gone[0]), cut(&new[0])),
            ("[-찼다.-]".into(), "{+빠졌다.+}".into())
        );
        assert_eq!(parts[2], Part::Gone(Clean::new("사라질 말이다.")));
        assert_eq!(parts[4], Part::New(Clean::new("새로 온 말이다.")));
        assert_eq!(changes(old, old), [Part::Same(4)]);
    }

    #[test]
    fn what_is_too_much_to_compare_is_gone_and_new() {
        let text = |word: &str| {
            (0..3_000)
                .map(|i| format!("{word}{i}"))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let parts = changes(&text("가"), &text("나"));
        assert!(parts.iter().all(|p| !matches!(p, Part::Same(_))));
    }
}
