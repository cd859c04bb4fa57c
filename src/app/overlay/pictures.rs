//! The pictures of a story, one at a time: which one, what is known of it, and what it looks like in cells.
//!
//! Nothing is decoded here. What is shown comes from a worker, for the room that there was when it was asked for; the
//! answer to a room that has changed is dropped by its ticket.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{Outcome, closes};
use crate::app::keymap::Chord;
use crate::app::words::Said;
use crate::article::picture::Picture;
use crate::config::settings::Way;
use crate::library::value::Story;
use crate::text::Clean;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Row, Wrap};

/// Most rows that a caption takes.
const CAPTION: usize = 3;

/// How a picture is told in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Two colours a cell, one above the other.
    Halves,
    /// One colour a cell: where half blocks would take two columns.
    Grounds,
    /// Letters, from thin to thick: where there are no colours for it.
    Letters {
        /// Whether the thick ones are the bright ones.
        dark: bool,
    },
}

/// What the screen has for a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Columns and rows.
    pub size: (u16, u16),
    /// How it is told where the terminal draws no pictures.
    pub ink: Ink,
    /// How the reader wants it drawn.
    pub way: Way,
}

/// A colour of red, green and blue.
pub type Rgb = (u8, u8, u8);

/// One cell of a picture: its letter, its colour, its ground.
pub type Dot = (char, Option<Rgb>, Option<Rgb>);

/// A picture as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Columns and rows that it takes.
    pub size: (u16, u16),
    /// Its cells, row by row; none where the terminal draws it itself.
    pub dots: Vec<Dot>,
    /// What has the terminal draw it.
    pub graphic: Option<Arc<Graphic>>,
    /// Its width and height in pixels, as the file has it.
    pub pixels: (u32, u32),
}

/// What has the terminal draw a picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Graphic {
    /// Tells it from all others.
    pub number: u64,
    /// What is written at the beginning of each of its rows.
    pub rows: Vec<String>,
    /// What has the terminal forget it.
    pub forget: String,
}

/// What is known of the picture on screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// It is being read.
    #[default]
    Waiting,
    /// It is shown.
    Shown(Shown),
    /// It cannot be.
    Fault(Said),
}

/// The pictures, and which of them is on screen.
#[derive(Debug)]
pub struct Pictures {
    story: Arc<Story>,
    all: Vec<Picture>,
    at: usize,
    /// What is known of it.
    pub state: State,
    caption: Vec<Row>,
    size: (u16, u16),
    /// What was asked for last.
    asked: Option<(usize, Room)>,
}

impl Pictures {
    /// The pictures of a story, beginning with one of them.
    pub fn new(story: Arc<Story>, all: Vec<Picture>, at: usize) -> Self {
        Self {
            story,
            at: at.min(all.len().saturating_sub(1)),
            all,
            state: State::Waiting,
            caption: Vec::new(),
            size: (0, 0),
            asked: None,
        }
    }

    /// Whose pictures they are.
    pub fn story(&self) -> &Arc<Story> {
        &self.story
    }

    /// The one on screen.
    pub fn current(&self) -> Option<&Picture> {
        self.all.get(self.at)
    }

    /// Its place among all, counted from one, and how many there are.
    pub fn tally(&self) -> (usize, usize) {
        (self.at + 1, self.all.len())
    }

    /// The words under it, row by row.
    pub fn caption(&self) -> impl Iterator<Item = &str> {
        let words = self.current().map_or("", |p| p.caption.as_str());
        let rows = self.caption.iter().take(CAPTION);
        rows.map(move |row| crate::text::slice(words, row.start as usize..row.end as usize))
    }

    /// Whether more was written under it than there is room for.
    pub fn caption_is_cut(&self) -> bool {
        self.caption.len() > CAPTION
    }

    /// Where it all stands: over everything but the status row.
    pub fn area(size: (u16, u16)) -> Rect {
        Rect::new(0, 0, size.0, size.1.saturating_sub(1))
    }

    /// Where the picture stands: above its caption and the row that names the keys.
    pub fn canvas(&self) -> Rect {
        let area = Self::area(self.size);
        let below = self.caption.len().min(CAPTION) as u16 + 1;
        Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(2 + below),
        }
    }

    /// Says how large the screen is.
    pub fn fit(&mut self, size: (u16, u16), ruler: Ruler) {
        self.size = size;
        let wrap = Wrap {
            cols: size.0.saturating_sub(4).max(2),
            mode: Mode::Auto,
            ruler,
        };
        let words = self.current().map(|p| p.caption.clone()).unwrap_or_default();
        self.caption = if words.is_empty() {
            Vec::new()
        } else {
            wrap::rows(&words, &wrap)
        };
    }

    /// The picture to be asked for, if what is shown is not what is wanted.
    pub fn wanted(&mut self, ink: Ink, way: Way) -> Option<(Picture, Room)> {
        let canvas = self.canvas();
        let size = (canvas.width, canvas.height);
        let now = (self.at, Room { size, ink, way });
        if self.asked == Some(now) || size.0 == 0 || size.1 == 0 {
            return None;
        }
        // What is shown stays until there is something better, but not that of another picture or of another size.
        if self
            .asked
            .is_none_or(|(at, room)| at != self.at || room.size != size)
        {
            self.state = State::Waiting;
        }
        self.asked = Some(now);
        Some((self.current()?.clone(), now.1))
    }

    /// Goes to another one.
    pub fn step(&mut self, by: isize) -> Outcome {
        let last = self.all.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        Outcome::Turned
    }

    pub(super) fn key(&mut self, chord: Chord) -> Outcome {
        match chord.to_string().as_str() {
            "j" | "n" | "l" | "Down" | "Right" | "Space" | "PageDown" | "Tab" => self.step(1),
            "k" | "p" | "h" | "Up" | "Left" | "PageUp" | "Backspace" | "Shift-Tab" => self.step(-1),
            "Home" => self.step(isize::MIN),
            "End" | "G" => self.step(isize::MAX),
            "o" | "Enter" => Outcome::Viewed,
            "y" => self.name().map_or(Outcome::Used, Outcome::CopyText),
            "q" | "i" => Outcome::Close,
            _ if closes(chord) => Outcome::Close,
            _ => Outcome::Ignored,
        }
    }

    /// What the picture is called where it lies: its path as written, or its address.
    pub fn name(&self) -> Option<Clean> {
        use crate::article::picture::Place;
        match &self.current()?.place {
            Place::File { written, .. } => Some(Clean::new(written)),
            Place::Web(url) => Some(url.clone()),
            Place::Inside(_) => None,
        }
    }
}

/// The first picture whose caption stands at a byte of a text or after it; the first of all if none does.
pub fn nearest(all: &[Picture], text: &str, byte: u32) -> usize {
    let place = |picture: &Picture| {
        let words = picture.caption.as_str();
        let from = text.get(byte as usize..).filter(|_| !words.is_empty())?;
        from.find(words)
    };
    let near = all.iter().enumerate().filter_map(|(i, p)| Some((place(p)?, i)));
    near.min().map_or(0, |(_, i)| i)
}
