//! The file of a trained model: two tables of one byte a weight, the steps between labels, and the guess by sound.
//!
//! The table of people, bodies and places is large, the one of products, events and works small, because little
//! text is labelled with these. Both are read in place from the program itself.

use crate::entity::tagger::decode::{LABELS, Scores};
use crate::entity::tagger::guess::{self, Guess};

/// Labels of the main table: outside, and begin and inside of people, bodies and places.
pub const MAIN: usize = 7;
/// Labels of the side table: begin and inside of products, events and works.
pub const SIDE: usize = LABELS - MAIN;

const MAGIC: &[u8; 8] = b"jobo-tag";
const HEAD: usize = 8 + 4 * 5 + 4 * LABELS * LABELS;

/// The numbers of a model beside its tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Places of the main table.
    pub main: u32,
    /// Places of the side table; none where the model knows no products.
    pub side: u32,
    /// What one step of a weight is worth.
    pub unit: f32,
    /// What is taken off the score of outside.
    pub bias: f32,
    /// Whether the guess by sound is there.
    pub sounds: bool,
    /// Scores of one label after another; forbidden ones are very low.
    pub steps: [Scores; LABELS],
}

/// A model that lies in memory.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    /// Its numbers.
    pub head: Head,
    main: &'a [u8],
    side: &'a [u8],
    guess: &'a [u8],
}

/// Rows that share one place of a table.
pub const WAYS: usize = 4;

/// The place of an observation in a table of so many places, and the mark by which its row is known there.
///
/// Rows are marked, because most observations of a new text were never seen in training: they must find nothing, and
/// not the weights of another.
pub fn place(seen: u32, places: u32) -> (usize, u8) {
    let place = ((u64::from(seen) * u64::from(places)) >> 32) as usize;
    (place, (seen as u8).max(1))
}

/// Bytes of a place: four rows, then their four marks.
pub const fn width(columns: usize) -> usize {
    WAYS * columns + WAYS
}

impl Head {
    /// How many labels the model knows.
    pub fn active(&self) -> usize {
        if self.side > 0 { LABELS } else { MAIN }
    }

    /// The head as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.main.to_le_bytes());
        bytes.extend(self.side.to_le_bytes());
        bytes.extend(self.unit.to_le_bytes());
        bytes.extend(self.bias.to_le_bytes());
        bytes.extend(u32::from(self.sounds).to_le_bytes());
        bytes.extend(self.steps.iter().flatten().flat_map(|s| s.to_le_bytes()));
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
        let (words, _) = rest.as_chunks::<4>();
        let whole = |at: usize| words.get(at).map(|w| u32::from_le_bytes(*w));
        let real = |at: usize| words.get(at).map(|w| f32::from_le_bytes(*w));
        let mut steps = [[0.0; LABELS]; LABELS];
        for (at, step) in steps.iter_mut().flatten().enumerate() {
            *step = real(5 + at)?;
        }
        (magic == MAGIC).then_some(Self {
            main: whole(0)?,
            side: whole(1)?,
            unit: real(2)?,
            bias: real(3)?,
            sounds: whole(4)? == 1,
            steps,
        })
    }
}

impl<'a> Model<'a> {
    /// Opens a model; `None` if the bytes are none. Cost: the head only.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let head = Head::read(bytes)?;
        let (_, rest) = bytes.split_at_checked(HEAD)?;
        let (guess, rest) = rest.split_at_checked(if head.sounds { guess::BYTES } else { 0 })?;
        let (main, side) = rest.split_at_checked(head.main as usize * width(MAIN))?;
        let whole = side.len() == head.side as usize * width(SIDE);
        whole.then_some(Self {
            head,
            main,
            side,
            guess,
        })
    }

    /// The guess by sound.
    pub fn guess(&self) -> Option<Guess<'a>> {
        self.head.sounds.then(|| Guess::new(self.guess))
    }

    /// The scores of all labels at one unit, given its observations.
    pub fn score(&self, seen: &[u32]) -> Scores {
        let main = sums::<{ width(MAIN) }>(self.main, seen);
        let mut scores = [f32::NEG_INFINITY; LABELS];
        for (to, sum) in scores.iter_mut().zip(&main[..MAIN]) {
            *to = f32::from(*sum) * self.head.unit;
        }
        if self.head.side > 0 {
            let side = sums::<{ width(SIDE) }>(self.side, seen);
            for (to, sum) in scores[MAIN..].iter_mut().zip(&side[..SIDE]) {
                *to = f32::from(*sum) * self.head.unit;
            }
        }
        scores[0] -= self.head.bias;
        scores
    }
}

/// Observations that are looked up together.
const BATCH: usize = 128;

/// Adds the rows of all observations. Eight columns are added at once; those past the row's own mean nothing.
///
/// The rows are found first and added afterwards: whether an observation has a row is a coin toss, and a wrongly
/// guessed branch would cost more than all the rest.
fn sums<const WIDTH: usize>(table: &[u8], seen: &[u32]) -> [i16; 8] {
    let (places, _) = table.as_chunks::<WIDTH>();
    let columns = WIDTH / WAYS - 1;
    let mut sums = [0i16; 8];
    for batch in seen.chunks(BATCH) {
        let mut rows = [0u32; BATCH];
        let mut many = 0;
        for one in batch {
            let (at, mark) = place(*one, places.len() as u32);
            let (way, has) = places.get(at).map_or((0, false), |p| way(p, mark));
            rows[many % BATCH] = (at * WIDTH + way * columns) as u32;
            many += usize::from(has);
        }
        for row in &rows[..many] {
            let Some(row) = table.get(*row as usize..).and_then(<[u8]>::first_chunk::<8>) else {
                continue;
            };
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i16::from(*weight as i8);
            }
        }
    }
    sums
}

/// Which of the four rows of a place has a mark, and whether one has; compares the four at once.
fn way<const WIDTH: usize>(place: &[u8; WIDTH], mark: u8) -> (usize, bool) {
    const ONES: u32 = 0x0101_0101;
    let marks = place.last_chunk::<WAYS>().map_or(0, |m| u32::from_le_bytes(*m));
    let apart = marks ^ (u32::from(mark) * ONES);
    let equal = apart.wrapping_sub(ONES) & !apart & (ONES << 7);
    (equal.trailing_zeros() as usize / 8 % WAYS, equal != 0)
}
