//! What is chosen of the story: whole letters, moved and stretched by letter, word, line, sentence, paragraph and name.
//!
//! The two ends are bytes at which a cluster begins, so that nothing wide is ever halved and a new width of the
//! screen changes nothing. Where the choice does not stretch, a step chooses the thing that it goes to as a whole.

use std::ops::Range;

use crate::app::reader::lines::{Line, Lines, Source};
use crate::library::value::Story;
use crate::text::width::Ruler;
use crate::text::{sentence, slice};

/// What a step goes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// One letter.
    Letter,
    /// One word: an eojeol, or what stands between blanks.
    Word,
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
    /// One name.
    Name,
}

/// A story as it stands on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The story.
    pub story: &'a Story,
    /// Its lines.
    pub lines: &'a Lines,
    /// How wide things are.
    pub ruler: Ruler,
}

/// The choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Where the end that stays begins.
    fixed: u32,
    /// Where the letter under the caret begins.
    caret: u32,
    /// Whether steps stretch it.
    pub stretches: bool,
    /// The column that steps over lines aim at.
    column: Option<u16>,
}

impl Page<'_> {
    fn text(&self) -> &str {
        self.story.article.body.text()
    }

    fn shown(&self) -> impl DoubleEndedIterator<Item = &Line> {
        let has_letters = |l: &&Line| l.source == Source::Body && l.start < l.end;
        self.lines.lines.iter().filter(has_letters)
    }

    /// The line that holds a byte.
    fn line(&self, byte: u32) -> Option<&Line> {
        self.shown().find(|l| (l.start..l.end).contains(&byte))
    }

    /// The letters of a line: where each begins and its columns.
    fn letters<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = (u32, u16)> + 'a {
        let text = self.story.article.body.slice(line.bytes());
        let letters = self.ruler.clusters(text);
        letters.map(move |(at, _, columns)| (line.start + at as u32, columns))
    }

    /// Where the letter that holds a byte ends.
    pub fn end_of(&self, byte: u32) -> u32 {
        let text = slice(self.text(), byte as usize..self.text().len());
        let first = self.ruler.clusters(text).next();
        byte + first.map_or(0, |(_, letter, _)| letter.len() as u32)
    }

    /// The beginning of the last letter before a byte that is shown.
    fn last_before(&self, end: u32) -> Option<u32> {
        let line = self.shown().rfind(|l| l.start < end)?;
        self.letters(line).map(|(at, _)| at).filter(|at| *at < end).last()
    }

    /// The beginning of the first letter at a byte or after it that is shown.
    fn first_from(&self, start: u32) -> Option<u32> {
        let line = self.shown().find(|l| l.end > start)?;
        self.letters(line).map(|(at, _)| at).find(|at| *at >= start)
    }

    /// The paragraphs that are shown: all bytes from their first line to their last.
    fn paragraphs(&self) -> Vec<Range<u32>> {
        let mut found: Vec<Range<u32>> = Vec::new();
        for line in self.shown() {
            match found.last_mut() {
                Some(paragraph) if !line.first => paragraph.end = line.end,
                _ => found.push(line.start..line.end),
            }
        }
        found
    }

    /// The things of a kind in a paragraph.
    fn things(&self, unit: Unit, paragraph: &Range<u32>) -> Vec<Range<u32>> {
        let text = slice(self.text(), paragraph.start as usize..paragraph.end as usize);
        let moved = |r: Range<u32>| r.start + paragraph.start..r.end + paragraph.start;
        match unit {
            Unit::Letter => {
                let letters = self.ruler.clusters(text).filter(|(_, _, columns)| *columns > 0);
                letters
                    .map(|(at, letter, _)| moved(at as u32..(at + letter.len()) as u32))
                    .collect()
            }
            Unit::Word => sentence::words(text).into_iter().map(moved).collect(),
            Unit::Sentence => sentence::sentences(text).into_iter().map(moved).collect(),
            Unit::Paragraph => vec![paragraph.clone()],
            Unit::Name => {
                let mentions = self.story.found.mentions.iter().map(|m| m.start..m.end);
                mentions
                    .filter(|m| paragraph.start <= m.start && m.end <= paragraph.end)
                    .collect()
            }
        }
    }

    /// The thing that holds a byte or comes next after it.
    fn at_or_after(&self, unit: Unit, byte: u32) -> Option<Range<u32>> {
        let paragraphs = self.paragraphs();
        let rest = paragraphs.iter().skip_while(|p| p.end <= byte);
        rest.flat_map(|p| self.things(unit, p)).find(|t| t.end > byte)
    }

    /// The next thing that begins after a byte.
    fn after(&self, unit: Unit, byte: u32) -> Option<Range<u32>> {
        let paragraphs = self.paragraphs();
        let rest = paragraphs.iter().skip_while(|p| p.end <= byte);
        rest.flat_map(|p| self.things(unit, p)).find(|t| t.start > byte)
    }

    /// The last thing that begins before a byte.
    fn before(&self, unit: Unit, byte: u32) -> Option<Range<u32>> {
        let paragraphs = self.paragraphs();
        let rest = paragraphs.iter().rev().skip_while(|p| p.start >= byte);
        rest.flat_map(|p| self.things(unit, p).into_iter().rev())
            .find(|t| t.start < byte)
    }
}

impl Selection {
    /// One letter: the one at a byte, or the next that is shown. `None` where nothing is shown.
    pub fn at(byte: u32, page: Page) -> Option<Self> {
        let caret = page.first_from(byte).or_else(|| page.last_before(u32::MAX))?;
        Some(Self {
            fixed: caret,
            caret,
            stretches: false,
            column: None,
        })
    }

    /// All letters of some bytes.
    pub fn over(bytes: &Range<u32>, page: Page) -> Option<Self> {
        let mut selection = Self::at(bytes.start, page)?;
        selection.put(bytes, page);
        Some(selection)
    }

    /// Where the letter under the caret begins.
    pub fn caret(&self) -> u32 {
        self.caret
    }

    /// What is chosen: whole letters.
    pub fn bytes(&self, page: Page) -> Range<u32> {
        let (first, last) = (self.fixed.min(self.caret), self.fixed.max(self.caret));
        first..page.end_of(last)
    }

    /// Puts the caret on the other end.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.fixed, &mut self.caret);
        self.column = None;
    }

    fn put(&mut self, bytes: &Range<u32>, page: Page) {
        if let Some(last) = page.last_before(bytes.end) {
            (self.fixed, self.caret) = (page.first_from(bytes.start).unwrap_or(last).min(last), last);
        }
    }

    fn go_to(&mut self, caret: u32) {
        self.caret = caret;
        if !self.stretches {
            self.fixed = caret;
        }
    }

    /// Steps to the next thing or the last one; a choice that stretches takes it in.
    pub fn step(&mut self, unit: Unit, forward: bool, page: Page) {
        self.column = None;
        if unit == Unit::Letter {
            let to = if forward {
                page.first_from(page.end_of(self.caret))
            } else {
                page.last_before(self.caret)
            };
            return to.map_or((), |to| self.go_to(to));
        }
        let first = self.fixed.min(self.caret);
        let thing = match (self.stretches, forward) {
            (true, true) => page.at_or_after(unit, page.end_of(self.caret)),
            (true, false) => page.before(unit, self.caret),
            (false, true) => page.after(unit, first),
            (false, false) => page.before(unit, first),
        };
        let Some(thing) = thing else { return };
        if !self.stretches {
            return self.put(&thing, page);
        }
        let to = if forward {
            page.last_before(thing.end)
        } else {
            page.first_from(thing.start)
        };
        if let Some(to) = to {
            self.go_to(to);
        }
    }

    /// Stretches to the end of a word.
    pub fn word_end(&mut self, page: Page) {
        self.column = None;
        let thing = page.at_or_after(Unit::Word, page.end_of(self.caret));
        if let Some(to) = thing.and_then(|t| page.last_before(t.end)) {
            self.go_to(to);
        }
    }

    /// Chooses the whole thing under the caret, or the next one.
    pub fn take(&mut self, unit: Unit, page: Page) {
        self.column = None;
        let thing = page
            .at_or_after(unit, self.caret)
            .or_else(|| page.before(unit, self.caret));
        if let Some(thing) = thing {
            self.put(&thing, page);
        }
    }

    /// Moves the caret by lines that are shown; it keeps its column.
    pub fn down(&mut self, by: isize, page: Page) {
        let shown: Vec<&Line> = page.shown().collect();
        let holds = |l: &&Line| (l.start..l.end).contains(&self.caret);
        let Some(here) = shown.iter().position(holds) else {
            return;
        };
        let to = here.saturating_add_signed(by).min(shown.len() - 1);
        let column = self
            .column
            .unwrap_or_else(|| column_of(page, shown[here], self.caret));
        if let Some(byte) = byte_at(page, shown[to], column) {
            self.go_to(byte);
        }
        self.column = Some(column);
    }

    /// Moves the caret to the beginning of its line, or the end.
    pub fn line_end(&mut self, end: bool, page: Page) {
        self.column = None;
        let Some(line) = page.line(self.caret) else { return };
        let to = if end {
            page.last_before(line.end)
        } else {
            page.first_from(line.start)
        };
        if let Some(to) = to {
            self.go_to(to);
        }
    }

    /// Moves the caret to the beginning of all that is shown, or the end.
    pub fn text_end(&mut self, end: bool, page: Page) {
        self.column = None;
        let to = if end {
            page.last_before(u32::MAX)
        } else {
            page.first_from(0)
        };
        if let Some(to) = to {
            self.go_to(to);
        }
    }

    /// Stretches from the end that stays to a byte, as a pointer that is dragged does.
    pub fn drag(&mut self, byte: u32, page: Page) {
        self.column = None;
        self.stretches = true;
        let holds = page
            .line(byte)
            .map(|l| page.letters(l).take_while(|(at, _)| *at <= byte).last());
        if let Some((at, _)) = holds.flatten() {
            self.caret = at;
        }
    }
}

/// The column of a byte in its line.
pub(crate) fn column_of(page: Page, line: &Line, byte: u32) -> u16 {
    let before = page.letters(line).take_while(|(at, _)| *at < byte);
    u16::from(line.indent) + before.map(|(_, columns)| columns).sum::<u16>()
}

/// The letter under a column of a line, or its last one.
fn byte_at(page: Page, line: &Line, column: u16) -> Option<u32> {
    let mut x = u16::from(line.indent);
    let mut last = None;
    for (at, columns) in page.letters(line) {
        last = Some(at);
        x += columns;
        if x > column {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;
    use crate::app::reader::lines::Measure;
    use crate::app::words::Words;
    use crate::article::Article;
    use crate::article::body::{Body, Zone};
    use crate::article::language::Language;
    use crate::text::wrap::Mode;

    fn story(paragraphs: &[&str]) -> Story {
        let body = Body::from_paragraphs(paragraphs.iter().map(|p| vec![(Zone::Text, *p)]));
        Story {
            article: Article {
                body,
                ..Article::default()
            },
            ..Story::default()
        }
    }

    fn lines(story: &Story, columns: u16) -> Lines {
        let measure = Measure {
            columns,
            mode: Mode::Auto,
            ruler: Ruler::default(),
            asides: false,
        };
        Lines::new(story, measure, &Words::of(Language::Ko), usize::MAX)
    }

    /// What stands chosen after some keys: `.` takes, `+` stretches, `o` swaps, `<` and `>` step; letters name units.
    fn chosen(story: &Story, columns: u16, keys: &str) -> String {
        let lines = lines(story, columns);
        let page = Page {
            story,
            lines: &lines,
            ruler: Ruler::default(),
        };
        let mut selection = Selection::at(0, page).expect("something is shown");
        for key in keys.chars() {
            match key {
                '+' => selection.stretches = true,
                'o' => selection.swap(),
                'l' => selection.step(Unit::Letter, true, page),
                'h' => selection.step(Unit::Letter, false, page),
                'w' => selection.step(Unit::Word, true, page),
                'b' => selection.step(Unit::Word, false, page),
                'e' => selection.word_end(page),
                ')' => selection.step(Unit::Sentence, true, page),
                '(' => selection.step(Unit::Sentence, false, page),
                '}' => selection.step(Unit::Paragraph, true, page),
                '{' => selection.step(Unit::Paragraph, false, page),
                's' => selection.take(Unit::Sentence, page),
                'p' => selection.take(Unit::Paragraph, page),
                'j' => selection.down(1, page),
                'k' => selection.down(-1, page),
                '0' => selection.line_end(false, page),
                '$' => selection.line_end(true, page),
                'G' => selection.text_end(true, page),
                'g' => selection.text_end(false, page),
                _ => unreachable!("{key}"),
            }
        }
        let bytes = selection.bytes(page);
        slice(
            story.article.body.text(),
            bytes.start as usize..bytes.end as usize,
        )
        .to_owned()
    }

    #[test]
    fn steps_choose_and_stretch() {
        let story = story(&["물이 찼다. 배는 떴다.", "둑길이 잠겼다."]);
        let cases = [
            ("", "물"),
            ("l", "이"),
            ("llh", "이"),
            ("w", "찼다."),
            ("ww", "배는"),
            ("wwb", "찼다."),
            ("+l", "물이"),
            ("+e", "물이"),
            ("+ee", "물이 찼다."),
            ("+w", "물이"),
            ("+ww", "물이 찼다."),
            (")", "배는 떴다."),
            ("s", "물이 찼다."),
            ("))", "둑길이 잠겼다."),
            ("))(", "배는 떴다."),
            ("p", "물이 찼다. 배는 떴다."),
            ("}", "둑길이 잠겼다."),
            ("}{", "물이 찼다. 배는 떴다."),
            ("s+)", "물이 찼다. 배는 떴다."),
            (")+o(", "물이 찼다. 배는 떴다."),
            ("+}", "물이 찼다. 배는 떴다."),
            ("+}}", "물이 찼다. 배는 떴다.\n둑길이 잠겼다."),
            ("$", "."),
            ("$0", "물"),
            ("j", "둑"),
            ("+j", "물이 찼다. 배는 떴다.\n둑"),
            ("jjjj", "둑"),
            ("kkkk", "물"),
            ("G", "."),
            ("Gg", "물"),
            ("hhhh", "물"),
        ];
        for (keys, expected) in cases {
            assert_eq!(chosen(&story, 40, keys), expected, "{keys}");
        }
    }

    #[test]
    fn a_blank_with_an_accent_is_chosen_whole() {
        let story = story(&["漢 . \u{301}"]);
        for keys in ["G", "G+{ks", "s", ")"] {
            let chosen = chosen(&story, 4, keys);
            assert!(!chosen.starts_with('\u{301}'), "{keys}: {chosen:?}");
        }
    }

    #[test]
    fn a_step_over_lines_keeps_its_column() {
        let story = story(&["가나다라마바사아 a 가나다라마바사"]);
        // Lines of eight columns; the short one in between is passed with the column kept.
        assert_eq!(chosen(&story, 8, "$jk"), chosen(&story, 8, "$"));
    }

    proptest! {
        #[test]
        fn no_letter_is_halved_at_any_width(
            text in "[가-힣a-z 한글👍🏽👨‍👩‍👧é\u{301}e漢字。.]{1,60}",
            columns in 2_u16..90,
            keys in "[-+olhwbe)(}{spjk0$Gg]{0,30}",
        ) {
            let story = story(&[&text, "둘째 문단이다. 👨‍👩‍👧 끝."]);
            let whole = story.article.body.text().to_string();
            let chosen = chosen(&story, columns, &keys.replace('-', ""));
            prop_assert!(!chosen.is_empty());
            let borders: Vec<usize> = whole.grapheme_indices(true).map(|(at, _)| at).chain([whole.len()]).collect();
            let found = whole.match_indices(&chosen).any(|(at, _)| {
                borders.binary_search(&at).is_ok() && borders.binary_search(&(at + chosen.len())).is_ok()
            });
            prop_assert!(found, "{chosen:?} in {whole:?}");
        }
    }
}
