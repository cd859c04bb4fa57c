//! The bytes of the word index, as FTS5 lays them out: its file format, which every later SQLite must read too.
//!
//! Numbers are SQLite's own, seven bits a byte, the highest first. `None` always means that the bytes are not what they
//! should be; whoever asked then asks SQLite instead.
//!
//! - *Structure*, row 10: a cookie of four bytes, `FF 00 00 01`, the numbers of levels and of segments, a counter; for each
//!   level how many of its segments are being merged and how many there are; for each segment its id, first and last
//!   page, two origins, pages of rows that were taken away, and two counts.
//! - *Page*: where the first row stands that belongs to a word of the page before, where the words' places are listed
//!   (two bytes each); words with their lists; the places, each from the one before. A word's first letters may be those
//!   of the word before it on the page.
//! - *List*: a row, or the distance from the one before (but the first of each page is a row); twice the size of its
//!   positions; the positions, each two more than its distance from the one before; a 1 and a number begin a column.

/// What a structure says of a part of the index that is sorted in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) id: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    /// Pages of rows that were taken away.
    pub(super) graves: u32,
}

/// A number; what follows it stands where `at` then is.
#[inline]
pub(super) fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    if first < 0x80 {
        return Some(first.into());
    }
    long_number(first, bytes, at)
}

fn long_number(first: u8, bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = u64::from(first & 0x7F);
    for _ in 0..7 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value = value << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            return Some(value);
        }
    }
    let byte = *bytes.get(*at)?;
    *at += 1;
    Some(value << 8 | u64::from(byte))
}

fn small(bytes: &[u8], at: &mut usize) -> Option<u32> {
    number(bytes, at)?.try_into().ok()
}

/// The segments, those with the oldest words first.
pub(super) fn structure(block: &[u8]) -> Option<Vec<Segment>> {
    let mut at = 8;
    if block.get(4..at)? != [0xFF, 0, 0, 1] {
        return None;
    }
    let (levels, total) = (small(block, &mut at)?, small(block, &mut at)?);
    number(block, &mut at)?;
    let mut all = Vec::new();
    for _ in 0..levels {
        small(block, &mut at)?;
        let mut level = Vec::new();
        for _ in 0..small(block, &mut at)? {
            let (id, first, last) = (
                small(block, &mut at)?,
                small(block, &mut at)?,
                small(block, &mut at)?,
            );
            number(block, &mut at)?;
            number(block, &mut at)?;
            let graves = small(block, &mut at)?;
            number(block, &mut at)?;
            number(block, &mut at)?;
            level.push(Segment {
                id,
                first,
                last,
                graves,
            });
        }
        all.push(level);
    }
    let all: Vec<Segment> = all.into_iter().rev().flatten().collect();
    (all.len() == total as usize).then_some(all)
}

/// Rows and words of the index, and all words of each column.
pub(super) fn averages(block: &[u8]) -> Option<(u64, u64)> {
    let mut at = 0;
    let rows = number(block, &mut at)?;
    let mut words = 0_u64;
    while at < block.len() {
        words = words.checked_add(number(block, &mut at)?)?;
    }
    Some((rows, words))
}

/// The words of a row, all columns together.
pub(super) fn length(block: &[u8]) -> Option<u64> {
    let (mut at, mut words) = (0, 0_u64);
    while at < block.len() {
        words = words.checked_add(number(block, &mut at)?)?;
    }
    Some(words)
}

/// The rows on a page of rows that were taken away: a table with empty places.
pub(super) fn graves(page: &[u8]) -> Option<Vec<u32>> {
    let slots = page.get(8..)?;
    let found = if page.first() == Some(&4) {
        let each = slots.chunks_exact(4);
        each.map(|slot| slot.iter().fold(0, |row, byte| row << 8 | u64::from(*byte)))
            .collect::<Vec<u64>>()
    } else {
        let each = slots.chunks_exact(8);
        each.map(|slot| slot.iter().fold(0, |row, byte| row << 8 | u64::from(*byte)))
            .collect()
    };
    let rows = found.into_iter().filter(|row| *row != 0);
    rows.map(|row| row.try_into().ok()).collect()
}

/// A page taken apart.
#[derive(Debug)]
pub(super) struct Page<'a> {
    bytes: &'a [u8],
    /// Where a row stands as itself that goes on from the page before; 0 if none does.
    pub(super) row: usize,
    /// Where the words end.
    end: usize,
    /// Where the first word stands; the end if there is none.
    pub(super) words: usize,
}

impl<'a> Page<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let short = |at: usize| {
            Some(usize::from(u16::from_be_bytes(
                bytes.get(at..at + 2)?.try_into().ok()?,
            )))
        };
        let (row, end) = (short(0)?, short(2)?);
        if end < 4 || end > bytes.len() {
            return None;
        }
        let mut at = end;
        let words = if end < bytes.len() {
            number(bytes, &mut at)? as usize
        } else {
            end
        };
        (words >= 4 && words <= end).then_some(Self {
            bytes,
            row,
            end,
            words,
        })
    }

    /// Whether no word begins on it.
    pub(super) fn is_wordless(&self) -> bool {
        self.end == self.bytes.len()
    }

    /// What goes on from the page before.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(4..self.words).unwrap_or_default()
    }

    /// Calls with each word and its list as far as it stands on the page, until told to stop (`false`). Gives whether
    /// it was not.
    pub(super) fn each(&self, mut take: impl FnMut(&[u8], &'a [u8], bool) -> bool) -> Option<bool> {
        let mut places = self.end;
        let mut place = 0;
        let mut word: Vec<u8> = Vec::new();
        let mut first = true;
        while places < self.bytes.len() {
            place += usize::try_from(number(self.bytes, &mut places)?).ok()?;
            let mut ahead = places;
            let (until, is_last) = if ahead < self.bytes.len() {
                (
                    place + usize::try_from(number(self.bytes, &mut ahead)?).ok()?,
                    false,
                )
            } else {
                (self.end, true)
            };
            let mut at = place;
            let keep = if first { 0 } else { number(self.bytes, &mut at)? };
            let more = usize::try_from(number(self.bytes, &mut at)?).ok()?;
            let tail = self.bytes.get(at..at.checked_add(more)?)?;
            word.truncate(usize::try_from(keep).ok()?);
            word.extend_from_slice(tail);
            first = false;
            let list = self.bytes.get(at + more..until)?;
            if until > self.end {
                return None;
            }
            if !take(&word, list, is_last) {
                return Some(false);
            }
        }
        Some(true)
    }
}

/// Calls with each row of a list and where the size of its positions stands. `anew` are the places of rows that stand
/// as themselves; the first does in any case.
pub(super) fn each_row(list: &[u8], anew: &[usize], mut take: impl FnMut(u32, usize)) -> Option<()> {
    // A word may stand at the end of a page, and its first row on the next.
    let mut anew = anew.iter().copied().filter(|at| *at > 0);
    let (mut at, mut row) = (0, 0_u64);
    let mut next = Some(0);
    while at < list.len() {
        let here = Some(at) == next;
        if here {
            next = anew.next();
        } else if next.is_some_and(|next| next < at) {
            return None;
        }
        let value = number(list, &mut at)?;
        row = if here { value } else { row.checked_add(value)? };
        let place = at;
        let size = number(list, &mut at)?;
        at = at.checked_add(usize::try_from(size >> 1).ok()?)?;
        take(u32::try_from(row).ok()?, place);
    }
    (at == list.len() && next.is_none()).then_some(())
}

/// The positions whose size stands at a place of a list.
#[inline]
pub(super) fn positions(list: &[u8], mut at: usize) -> Option<&[u8]> {
    let size = usize::try_from(number(list, &mut at)? >> 1).ok()?;
    list.get(at..at.checked_add(size)?)
}

/// The same with its size before it.
pub(super) fn sized(list: &[u8], at: usize) -> Option<&[u8]> {
    let mut from = at;
    let size = usize::try_from(number(list, &mut from)? >> 1).ok()?;
    list.get(at..from.checked_add(size)?)
}

/// Calls with each position, its column in the upper half.
pub(super) fn each_position(positions: &[u8], mut take: impl FnMut(u64)) -> Option<()> {
    let mut each = Positions::new(positions);
    for at in each.by_ref() {
        take(at);
    }
    each.is_sound().then_some(())
}

/// Positions one by one, each with its column in the upper half.
#[derive(Debug)]
pub(super) struct Positions<'a> {
    bytes: &'a [u8],
    at: usize,
    place: u64,
    is_torn: bool,
}

impl<'a> Positions<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        // Most begin with the column of the text.
        let (at, place) = match bytes {
            [1, column, ..] if *column < 0x80 => (2, u64::from(*column) << 32),
            _ => (0, 0),
        };
        Self {
            bytes,
            at,
            place,
            is_torn: false,
        }
    }

    /// Whether all that was read so far was what it should be.
    pub(super) fn is_sound(&self) -> bool {
        !self.is_torn
    }

    /// Longer steps, and other columns.
    fn rare(&mut self) -> Option<u64> {
        let mut value = number(self.bytes, &mut self.at)?;
        if value == 1 {
            self.place = number(self.bytes, &mut self.at)? << 32;
            value = number(self.bytes, &mut self.at)?;
        }
        self.place = self.place.checked_add(value.checked_sub(2)?)?;
        Some(self.place)
    }
}

impl Iterator for Positions<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        let byte = *self.bytes.get(self.at)?;
        if (2..0x80).contains(&byte) {
            self.at += 1;
            self.place += u64::from(byte) - 2;
            return Some(self.place);
        }
        let place = self.rare();
        if place.is_none() {
            (self.is_torn, self.at) = (true, self.bytes.len());
        }
        place
    }
}
