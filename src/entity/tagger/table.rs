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

const MAGIC: &[u8; 8] = b"jobo-tg3";
const HEAD: usize = 8 + 4 * 6 + 4 * LABELS * LABELS;

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
    /// How far outside must be ahead after the first look for a unit to be left there.
    pub gate: f32,
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
    main: Table<'a>,
    side: Table<'a>,
    guess: &'a [u8],
}

/// Rows of weights. All marks lie before all rows: most observations have no row, and are known for that by the marks
/// alone, which a processor keeps at hand.
#[derive(Debug, Clone, Copy)]
struct Table<'a> {
    marks: &'a [[u8; WAYS]],
    rows: &'a [u8],
}

/// Rows that share one place of a table.
pub const WAYS: usize = 4;

/// Bytes after the last row, so that eight can be read wherever a row begins.
const SPARE: usize = 8;

/// What is added to a weight to make it a byte.
pub const ZERO: u8 = 128;

/// The place of an observation in a table of so many places, and the mark by which its row is known there.
///
/// Rows are marked, because most observations of a new text were never seen in training: they must find nothing, and
/// not the weights of another.
pub fn place(seen: u32, places: u32) -> (usize, u8) {
    let place = ((u64::from(seen) * u64::from(places)) >> 32) as usize;
    (place, (seen as u8).max(1))
}

/// Bytes of a table.
pub const fn size(places: usize, columns: usize) -> usize {
    if places == 0 {
        return 0;
    }
    places * WAYS * (1 + columns) + SPARE
}

/// Where the row of a way of a place begins in the bytes of its table; its mark is at `place * WAYS + way`.
pub const fn row(places: usize, place: usize, way: usize, columns: usize) -> usize {
    places * WAYS + (place * WAYS + way) * columns
}

impl<'a> Table<'a> {
    fn open(bytes: &'a [u8], places: usize) -> Option<Self> {
        let (marks, rows) = bytes.split_at_checked(places * WAYS)?;
        let (marks, _) = marks.as_chunks();
        Some(Self { marks, rows })
    }
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
        bytes.extend(self.gate.to_le_bytes());
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
            *step = real(6 + at)?;
        }
        (magic == MAGIC).then_some(Self {
            main: whole(0)?,
            side: whole(1)?,
            unit: real(2)?,
            bias: real(3)?,
            gate: real(4)?,
            sounds: whole(5)? == 1,
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
        let (main, side) = rest.split_at_checked(size(head.main as usize, MAIN))?;
        if side.len() != size(head.side as usize, SIDE) {
            return None;
        }
        Some(Self {
            main: Table::open(main, head.main as usize)?,
            side: Table::open(side, head.side as usize)?,
            head,
            guess,
        })
    }

    /// The guess by sound.
    pub fn guess(&self) -> Option<Guess<'a>> {
        self.head.sounds.then(|| Guess::new(self.guess))
    }

    /// Adds the weights of observations, of which only those with a row in every table are left.
    pub fn add(&self, seen: &mut Vec<u32>, tally: &mut Tally) {
        sums::<MAIN>(self.main, seen, &mut tally.main);
        if self.head.side > 0 {
            sums::<SIDE>(self.side, seen, &mut tally.side);
        }
    }

    /// The scores of all labels at one unit.
    pub fn scores(&self, tally: &Tally) -> Scores {
        let mut scores = [f32::NEG_INFINITY; LABELS];
        for (to, sum) in scores.iter_mut().zip(&tally.main[..MAIN]) {
            *to = *sum as f32 * self.head.unit;
        }
        if self.head.side > 0 {
            for (to, sum) in scores[MAIN..].iter_mut().zip(&tally.side[..SIDE]) {
                *to = *sum as f32 * self.head.unit;
            }
        }
        scores[0] -= self.head.bias;
        scores
    }
}

/// Sums of weights at one unit, in steps of a weight, one a label.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    main: [i32; 8],
    side: [i32; 8],
}

/// Observations that are looked up together; few enough for the sums of their bytes to fit into sixteen bits.
const BATCH: usize = 128;

/// Adds the rows of all observations and leaves those that have one. Eight columns are added at once; those past the
/// row's own mean nothing. The side table is asked only for what has a row in the main table.
///
/// The rows are found first and added afterwards: whether an observation has a row is a coin toss, and a wrongly
/// guessed branch would cost more than all the rest.
fn sums<const COLUMNS: usize>(table: Table, seen: &mut Vec<u32>, sums: &mut [i32; 8]) {
    let mut left = 0;
    let mut from = 0;
    while from < seen.len() {
        let until = seen.len().min(from + BATCH);
        let mut rows = [0u32; BATCH];
        let mut many = 0;
        for one in from..until {
            let one = seen[one];
            let (at, mark) = place(one, table.marks.len() as u32);
            let (way, has) = table.marks.get(at).map_or((0, false), |p| way(*p, mark));
            rows[many % BATCH] = ((at * WAYS + way) * COLUMNS) as u32;
            seen[left + many] = one;
            many += usize::from(has);
        }
        add(table.rows, &rows[..many], sums);
        (left, from) = (left + many, until);
    }
    seen.truncate(left);
}

/// Adds rows, each a word of eight bytes, of which every second one is added in one go.
fn add(bytes: &[u8], rows: &[u32], sums: &mut [i32; 8]) {
    const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
    let (mut even, mut odd) = (0u64, 0u64);
    for row in rows {
        let word = bytes.get(*row as usize..).and_then(<[u8]>::first_chunk::<8>);
        let word = word.map_or(0, |w| u64::from_le_bytes(*w));
        even += word & EVEN;
        odd += word >> 8 & EVEN;
    }
    let zero = rows.len() as i32 * i32::from(ZERO);
    for (at, sum) in sums.iter_mut().enumerate() {
        let lanes = if at % 2 == 0 { even } else { odd };
        *sum += i32::from((lanes >> (at / 2 * 16)) as u16) - zero;
    }
}

/// Which of the four rows of a place has a mark, and whether one has; compares the four at once.
fn way(marks: [u8; WAYS], mark: u8) -> (usize, bool) {
    const ONES: u32 = 0x0101_0101;
    let apart = u32::from_le_bytes(marks) ^ (u32::from(mark) * ONES);
    let equal = apart.wrapping_sub(ONES) & !apart & (ONES << 7);
    (equal.trailing_zeros() as usize / 8 % WAYS, equal != 0)
}
