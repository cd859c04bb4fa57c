//! What the terminal is asked at the start, and what its answers mean.
//!
//! Terminals disagree on the width of a few kinds of text, and no variable says what this one does. So each kind is
//! written once and the cursor is asked where it went. Nothing waits for the answers: they count for so long, and what
//! comes later is dropped.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::keys::Reply;
use crate::text::width::Ruler;

/// Smallest screen that is asked: the questions need their own rows and the widest sample its columns.
const LEAST: (u16, u16) = (16, 6);

/// What is written to be measured, each on a row of its own so that an answer tells its question. The first row is
/// left out: a report of it looks like F3.
const SAMPLES: [(u16, &str); 4] = [
    (AMBIGUOUS, "\u{25bd}"),
    (SELECTOR, "\u{2764}\u{fe0f}"),
    (
        FAMILY,
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}",
    ),
    (SKIN_TONE, "\u{1f44d}\u{1f3fd}"),
];
const AMBIGUOUS: u16 = 2;
const SELECTOR: u16 = 3;
const FAMILY: u16 = 4;
const SKIN_TONE: u16 = 5;

/// The mode of frames shown at once.
const FRAMES: u16 = 2026;
/// The mode of clusters drawn as one.
const CLUSTERS: u16 = 2027;
/// Turns the mode on; terminals that do not know it ignore this.
pub(crate) const CLUSTERS_ON: &str = "\x1b[?2027h";
/// Turns it off again.
pub(crate) const CLUSTERS_OFF: &str = "\x1b[?2027l";

/// Whether a picture of one pixel, packed, would be drawn in kitty's way, and how large a cell is.
const PICTURES: &str = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24,o=z;eJxjYGAAAAADAAE=\x1b\\\x1b[16t";

/// What a terminal was found to do; what it did not say is `None`. Remembered between starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Columns of a character of ambiguous width.
    pub ambiguous: Option<u16>,
    /// Columns of a sign with VS16.
    pub selector: Option<u16>,
    /// Columns of four emoji joined to one family.
    pub family: Option<u16>,
    /// Columns of an emoji with a skin tone.
    pub skin_tone: Option<u16>,
    /// The state of mode 2026.
    pub frames: Option<u8>,
    /// The state of mode 2027 before it was turned on.
    pub clusters: Option<u8>,
    /// Whether the ground is dark.
    pub dark: Option<bool>,
    /// Whether it draws pictures by the protocol of kitty.
    pub kitty: Option<bool>,
    /// Whether it draws sixels.
    pub sixel: Option<bool>,
    /// Width and height of a cell in pixels.
    pub cell: Option<(u16, u16)>,
}

impl Answers {
    /// How to measure on this terminal. What it did not say is taken so that it is right on every terminal.
    pub fn ruler(self) -> Ruler {
        // Mode 2027 is defined by the widths of whole clusters.
        let whole = matches!(self.clusters, Some(1..=3));
        let merges = |columns: Option<u16>| columns.map_or(whole, |columns| columns == 2);
        Ruler {
            ambiguous: if self.ambiguous == Some(2) { 2 } else { 1 },
            selectors: merges(self.selector),
            joiners: merges(self.family),
            skin_tones: merges(self.skin_tone),
        }
    }

    /// These answers, and where there are none those of an earlier start.
    #[must_use]
    pub fn or(self, earlier: Self) -> Self {
        Self {
            ambiguous: self.ambiguous.or(earlier.ambiguous),
            selector: self.selector.or(earlier.selector),
            family: self.family.or(earlier.family),
            skin_tone: self.skin_tone.or(earlier.skin_tone),
            frames: self.frames.or(earlier.frames),
            clusters: self.clusters.or(earlier.clusters),
            dark: self.dark.or(earlier.dark),
            kitty: self.kitty.or(earlier.kitty),
            sixel: self.sixel.or(earlier.sixel),
            // The letters may have another size by now.
            cell: self.cell.or(earlier.cell),
        }
    }

    /// Whether the terminal shows a frame at once; one that said nothing is taken to, for others ignore the marks.
    pub(crate) fn whole_frames(self) -> bool {
        !matches!(self.frames, Some(0 | 4))
    }

    /// Whether we turned mode 2027 on and must turn it off.
    pub(crate) fn clusters_were_off(self) -> bool {
        self.clusters == Some(2)
    }

    fn take(&mut self, reply: Reply) {
        match reply {
            Reply::Cursor(row, column) => {
                let columns = column.checked_sub(1).filter(|columns| *columns > 0);
                match row {
                    AMBIGUOUS => self.ambiguous = columns,
                    SELECTOR => self.selector = columns,
                    FAMILY => self.family = columns,
                    SKIN_TONE => self.skin_tone = columns,
                    _ => {}
                }
            }
            Reply::Mode(FRAMES, state) => self.frames = Some(state),
            Reply::Mode(CLUSTERS, state) => self.clusters = Some(state),
            Reply::Ground(dark) => self.dark = Some(dark),
            Reply::Kitty(can) => self.kitty = Some(can),
            Reply::Cell(width, height) => self.cell = Some((width, height)),
            // Who draws pictures in kitty's way has said so before this.
            Reply::Attributes { sixel } => {
                self.sixel = Some(sixel);
                self.kitty.get_or_insert(false);
            }
            Reply::Mode(..) | Reply::Scheme(_) => {}
        }
    }
}

/// All questions, and the erasing of what they wrote; `None` where the screen is too small for them. What they write
/// is concealed, so that nothing is seen even where a frame is not shown at once. The last question is one that every
/// terminal answers: its answer says that there will be no other. Pictures are asked for only where sequences that are not
/// known are not drawn.
pub(crate) fn questions((columns, rows): (u16, u16), pictures: bool) -> Option<String> {
    if columns < LEAST.0 || rows < LEAST.1 {
        return None;
    }
    let mut out = format!("\x1b[8m\x1b[?{FRAMES}$p\x1b[?{CLUSTERS}$p{CLUSTERS_ON}");
    for (row, sample) in SAMPLES {
        let _ = write!(out, "\x1b[{row};1H{sample}\x1b[6n");
    }
    if pictures {
        out += PICTURES;
    }
    out += "\x1b]11;?\x1b\\\x1b[c\x1b[m\x1b[1;1H\x1b[J";
    Some(out)
}

/// Questions under way.
#[derive(Debug)]
pub(crate) struct Asking {
    answers: Answers,
    until: Instant,
}

impl Asking {
    /// Answers count for so long from now on.
    pub(crate) fn new(now: Instant, patience: Duration) -> Self {
        Self {
            answers: Answers::default(),
            until: now + patience,
        }
    }

    /// How long answers still count.
    pub(crate) fn left(&self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }

    /// Takes an answer; gives all of them once there will be no other.
    pub(crate) fn hear(&mut self, reply: Reply) -> Option<Answers> {
        self.answers.take(reply);
        matches!(reply, Reply::Attributes { .. }).then_some(self.answers)
    }

    /// What was answered until now.
    pub(crate) fn answers(&self) -> Answers {
        self.answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_tell_how_to_measure() {
        let all = |columns| Answers {
            ambiguous: Some(1),
            selector: Some(columns),
            family: Some(columns),
            skin_tone: Some(columns),
            ..Answers::default()
        };
        let clusters = |state| Answers {
            clusters: Some(state),
            ..Answers::default()
        };
        for (answers, expected) in [
            (Answers::default(), Ruler::CAUTIOUS),
            (all(2), Ruler::default()),
            (all(1), Ruler::CAUTIOUS),
            (all(8), Ruler::CAUTIOUS),
            (clusters(0), Ruler::CAUTIOUS),
            (clusters(1), Ruler::default()),
            (clusters(2), Ruler::default()),
            (clusters(3), Ruler::default()),
            (clusters(4), Ruler::CAUTIOUS),
            // What was seen goes before what was promised.
            (all(1).or(clusters(2)), Ruler::CAUTIOUS),
            (
                Answers {
                    ambiguous: Some(2),
                    selector: Some(2),
                    ..Answers::default()
                },
                Ruler {
                    ambiguous: 2,
                    selectors: true,
                    ..Ruler::CAUTIOUS
                },
            ),
        ] {
            assert_eq!(answers.ruler(), expected, "{answers:?}");
        }
    }

    #[test]
    fn what_was_not_answered_is_remembered() {
        let mut now = Answers::default();
        for reply in [
            Reply::Cursor(AMBIGUOUS, 3),
            Reply::Cursor(FAMILY, 9),
            // Not a place that a sample can end at, and a row that nobody asked about.
            Reply::Cursor(SKIN_TONE, 1),
            Reply::Cursor(24, 7),
            Reply::Mode(2048, 1),
            Reply::Ground(false),
        ] {
            now.take(reply);
        }
        let earlier = Answers {
            ambiguous: Some(1),
            skin_tone: Some(2),
            clusters: Some(2),
            ..Answers::default()
        };
        let all = now.or(earlier);
        assert_eq!(
            (all.ambiguous, all.family, all.skin_tone),
            (Some(2), Some(8), Some(2))
        );
        assert_eq!(
            (all.clusters, all.dark, all.selector),
            (Some(2), Some(false), None)
        );
    }

    #[test]
    fn a_small_screen_is_not_asked() {
        for size in [(15, 24), (80, 5), (1, 1), (0, 0)] {
            assert_eq!(questions(size, true), None, "{size:?}");
        }
        assert!(questions((30, 6), true).is_some_and(|q| q.ends_with("\x1b[J")));
    }
}
