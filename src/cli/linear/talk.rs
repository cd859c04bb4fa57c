//! A session: what is listed, what is read, and what each line makes of it. It answers with lines and knows of no
//! terminal, so that whole sessions are tested as text.

use std::collections::HashMap;
use std::rc::Rc;

use super::lines;
use super::order::{self, Line, ORDERS, Order};
use crate::app::words::{Words, count};
use crate::cli::fault::Fault;
use crate::cli::place::Place;
use crate::cli::progress::Bar;
use crate::cli::{import, search};
use crate::intake;
use crate::library::edit::{Cause, Edit};
use crate::library::note::{Mint, NoteRow};
use crate::library::reader::Reader;
use crate::library::value::{Filter, NameId, RowId, Story, View};
use crate::library::writer::Writer;
use crate::text::Clean;
use crate::text::pattern::Tier;

/// Rows of a list that are said at a time.
pub(super) const PAGE: usize = 20;
/// Places that lead back.
const TRAIL: usize = 200;

/// Lines to be said.
pub(super) type Lines = Vec<String>;

/// Stories in their order.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) title: String,
    pub(super) rows: Vec<RowId>,
    pub(super) near: HashMap<RowId, Tier>,
}

/// What the numbers mean that were listed last.
#[derive(Debug)]
pub(super) enum Shown {
    /// The stories of the list.
    Stories,
    /// Names.
    Names(Vec<NameId>),
    /// Notes.
    Notes(Vec<NoteRow>),
}

/// What the next line answers.
#[derive(Debug, Default)]
pub(super) enum Asking {
    /// No question: it is an order.
    #[default]
    Nothing,
    /// Which words of the story a note hangs on.
    Quote,
    /// What the note says that hangs on these words, or on the whole story; and its lines so far.
    Text(Option<crate::article::anchor::Anchor>, String),
}

/// A place to come back to.
#[derive(Debug)]
pub(super) struct Spot {
    list: Rc<List>,
    story: Option<RowId>,
}

/// A session.
#[derive(Debug)]
pub(super) struct Talk<'p> {
    pub(super) words: Words,
    pub(super) place: &'p Place,
    pub(super) reader: Reader,
    writer: Option<Writer>,
    pub(super) mint: Mint,
    pub(super) list: Rc<List>,
    pub(super) shown: Shown,
    /// How many of what is listed were said.
    pub(super) said: usize,
    pub(super) story: Option<Box<Story>>,
    pub(super) trail: Vec<Spot>,
    pub(super) asking: Asking,
    /// Whether the reader asked for the end.
    pub(super) done: bool,
}

impl<'p> Talk<'p> {
    pub(super) fn new(place: &'p Place, words: &Words) -> Result<Self, Fault> {
        let mut words = words.clone();
        // What the words of the screen call keys are letters here.
        words.bind("undo", "u".into());
        let mut talk = Self {
            words,
            place,
            reader: place.library.reader()?,
            writer: None,
            mint: Mint::default(),
            list: Rc::default(),
            shown: Shown::Stories,
            said: 0,
            story: None,
            trail: Vec::new(),
            asking: Asking::Nothing,
            done: false,
        };
        talk.list = Rc::new(talk.listed("pane.all", &View::default())?);
        Ok(talk)
    }

    /// What a session begins with.
    pub(super) fn greeting(&self) -> Result<Lines, Fault> {
        let totals = self.reader.totals()?;
        let (n, unread) = (count(totals.articles), count(totals.unread));
        let holes = [("name", self.place.name.as_str()), ("n", &n), ("unread", &unread)];
        let mut lines = vec![self.words.fill("linear.greeting", &holes).into_string()];
        if totals.articles == 0 {
            lines.push(self.words.get("linear.empty").to_owned());
        }
        lines.push(self.words.get("linear.hint").to_owned());
        Ok(lines)
    }

    /// Takes a line; gives what is to be said. What goes wrong is said too, and the session goes on.
    pub(super) fn hear(&mut self, line: &str) -> Lines {
        let line = Clean::new(line);
        let said = match std::mem::take(&mut self.asking) {
            Asking::Nothing => self.understand(&line),
            asking => self.answered(asking, &line),
        };
        said.unwrap_or_else(|fault| self.complaint(&fault))
    }

    /// What went wrong, as lines.
    pub(super) fn complaint(&self, fault: &Fault) -> Lines {
        tracing::warn!(%fault, "told the reader");
        // Where a query is wrong is shown by a pointer elsewhere; here it is said.
        if let Fault::BadQuery(_, _, detail) = fault {
            return vec![detail.to_string()];
        }
        let last = fault.last(&self.words);
        [last.words, last.hint]
            .into_iter()
            .flatten()
            .map(Clean::into_string)
            .collect()
    }

    fn understand(&mut self, line: &str) -> Result<Lines, Fault> {
        match order::read(line, &self.words) {
            Line::Empty => {
                let more = self.more()?;
                Ok(if more.is_empty() {
                    self.one("linear.end")
                } else {
                    more
                })
            }
            Line::Number(number) => self.pick(number),
            Line::Order(order, rest) => self.obey(order, rest),
            Line::Unknown(text) => Ok(vec![
                self.words.fill("linear.unknown", &[("text", text)]).into_string(),
            ]),
        }
    }

    fn obey(&mut self, order: Order, rest: &str) -> Result<Lines, Fault> {
        match order {
            Order::List => self.enter("pane.all", &View::default()),
            Order::Unread => {
                let filter = Filter {
                    unread: true,
                    ..Filter::default()
                };
                self.enter(
                    "filter.unread",
                    &View {
                        filter,
                        ..View::default()
                    },
                )
            }
            Order::Kept => {
                let filter = Filter {
                    bookmarked: true,
                    ..Filter::default()
                };
                self.enter(
                    "filter.bookmarked",
                    &View {
                        filter,
                        ..View::default()
                    },
                )
            }
            Order::Search if rest.is_empty() => Ok(vec![self.help_on(Order::Search)]),
            Order::Search => self.search(rest),
            Order::Next => self.step(1, "toast.last"),
            Order::Previous => self.step(-1, "toast.first"),
            Order::Again => self.tell(false),
            Order::Whole => self.tell(true),
            Order::Names => self.names(),
            Order::Follow => self.follow(rest),
            Order::Related => self.related(),
            Order::Info => self.with_story(|talk, story| Ok(lines::info(story, &talk.words))),
            Order::Bookmark => self.bookmark(rest),
            Order::Read => self.mark_read(rest),
            Order::Tag => self.tag(rest),
            Order::Write => self.write(rest),
            Order::Notes => self.notes(rest),
            Order::Delete => self.delete(rest),
            Order::Undo => self.undo(),
            Order::Redo => self.redo(),
            Order::Reload => self.reload(),
            Order::Back => self.back(),
            Order::Help => Ok(self.help()),
            Order::Quit => {
                self.done = true;
                Ok(Lines::new())
            }
        }
    }

    /// One line of the catalogue.
    pub(super) fn one(&self, key: &str) -> Lines {
        vec![self.words.get(key).to_owned()]
    }

    /// Opens the best answer to what was asked on the command line, or lists the answers.
    pub(super) fn open_asked(&mut self, asked: &str) -> Lines {
        let opened = match self.id(asked) {
            Ok(Some(row)) => self.open(row),
            Ok(None) => self
                .search(asked)
                .and_then(|lines| match *self.list.rows.as_slice() {
                    [only] if !self.trail.is_empty() => self.open(only),
                    _ => Ok(lines),
                }),
            Err(fault) => Err(fault),
        };
        opened.unwrap_or_else(|fault| self.complaint(&fault))
    }

    /// The story of which this is the id: so many letters of it that no word is taken for one.
    pub(super) fn id(&self, asked: &str) -> Result<Option<RowId>, Fault> {
        const LEAST: usize = 6;
        if asked.chars().count() < LEAST {
            return Ok(None);
        }
        match self.reader.lookup(asked)?.as_slice() {
            [one] => Ok(self.reader.row_of(*one)?),
            _ => Ok(None),
        }
    }

    fn pick(&mut self, number: usize) -> Result<Lines, Fault> {
        let at = number.wrapping_sub(1);
        match &self.shown {
            Shown::Stories => match self.list.rows.get(at) {
                Some(row) => self.open(*row),
                None => Ok(self.no_number(number)),
            },
            Shown::Names(ids) => match ids.get(at) {
                Some(id) => self.naming(*id),
                None => Ok(self.no_number(number)),
            },
            Shown::Notes(_) => match self.noted(number)?.and_then(|noted| noted.header) {
                Some(header) => self.open(header.row),
                None => Ok(self.no_number(number)),
            },
        }
    }

    pub(super) fn no_number(&self, number: usize) -> Lines {
        let number = number.to_string();
        vec![
            self.words
                .fill("linear.no-number", &[("n", &number)])
                .into_string(),
        ]
    }

    /// Opens a story: says it, and marks it read.
    pub(super) fn open(&mut self, row: RowId) -> Result<Lines, Fault> {
        let story = self
            .reader
            .story(row)?
            .ok_or_else(|| Fault::NoStory(String::new()))?;
        if self.story.as_ref().is_none_or(|open| open.header.row != row) {
            self.leave();
        }
        self.story = Some(Box::new(story));
        self.shown = Shown::Stories;
        self.said = usize::MAX >> 1;
        let mut lines = self.tell(false)?;
        // A mark that cannot be written is no reason not to read.
        if let Err(fault) = self.mark_opened() {
            lines.extend(self.complaint(&fault));
        }
        Ok(lines)
    }

    fn mark_opened(&mut self) -> Result<(), Fault> {
        let Some(story) = &self.story else {
            return Ok(());
        };
        let (id, read) = (story.header.story, story.header.marks.read);
        if self.place.library.read_only() {
            return Ok(());
        }
        let writer = self.writer()?;
        writer.opened(id)?;
        if !read {
            writer.edit(Cause::Automatic, &[Edit::Read { story: id, on: true }])?;
        }
        Ok(())
    }

    /// The one that writes; opened with the first change.
    pub(super) fn writer(&mut self) -> Result<&mut Writer, Fault> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.place.library.writer()?,
        };
        Ok(self.writer.insert(writer))
    }

    /// Finds and counts the names of notes that were kept just now.
    pub(super) fn name_notes(&mut self) -> Result<(), Fault> {
        match &mut self.writer {
            Some(writer) => self.place.name_notes(writer),
            None => Ok(()),
        }
    }

    /// Says the open story.
    fn tell(&mut self, whole: bool) -> Result<Lines, Fault> {
        self.with_story(|talk, story| {
            let notes = talk.reader.notes_of(story.header.story)?;
            let (names, notes) = (count(story.names.len() as u32), count(notes.len() as u32));
            let mut lines = lines::story(story, whole, &talk.words);
            lines.push(String::new());
            let end = talk
                .words
                .fill("linear.story-end", &[("names", &names), ("notes", &notes)]);
            lines.push(end.into_string());
            Ok(lines)
        })
    }

    /// Does something with the open story; says what to do where there is none.
    pub(super) fn with_story(
        &mut self,
        act: impl FnOnce(&mut Self, &Story) -> Result<Lines, Fault>,
    ) -> Result<Lines, Fault> {
        let Some(story) = self.story.take() else {
            return Ok(self.one("linear.no-story"));
        };
        let done = act(self, &story);
        if self.story.is_none() {
            self.story = Some(story);
        }
        done
    }

    fn step(&mut self, by: isize, at_end: &str) -> Result<Lines, Fault> {
        let rows = &self.list.rows;
        let open = self.story.as_ref().map(|story| story.header.row);
        let at = open.and_then(|open| rows.iter().position(|row| *row == open));
        let next = match at {
            Some(at) => at.checked_add_signed(by),
            None => Some(0),
        };
        match next.and_then(|next| rows.get(next)) {
            Some(row) => self.open(*row),
            None => Ok(self.one(at_end)),
        }
    }

    pub(super) fn leave(&mut self) {
        let story = self.story.as_ref().map(|story| story.header.row);
        if self.list.rows.is_empty() && story.is_none() {
            return;
        }
        if self.trail.len() == TRAIL {
            self.trail.remove(0);
        }
        self.trail.push(Spot {
            list: Rc::clone(&self.list),
            story,
        });
    }

    fn back(&mut self) -> Result<Lines, Fault> {
        let Some(spot) = self.trail.pop() else {
            return Ok(self.one("toast.no-back"));
        };
        let from = self.story.take().map(|story| story.header.row);
        self.list = spot.list;
        if let Some(row) = spot.story
            && let Some(story) = self.reader.story(row)?
        {
            self.story = Some(Box::new(story));
            self.shown = Shown::Stories;
            self.said = usize::MAX >> 1;
            return self.tell(false);
        }
        // The page on which the story stood that one comes from.
        let at = from.and_then(|from| self.list.rows.iter().position(|row| *row == from));
        self.show_list(at.unwrap_or_default() / PAGE * PAGE)
    }

    /// Looks at the sources of the library again.
    fn reload(&mut self) -> Result<Lines, Fault> {
        let stock = self.place.stock.clone();
        let encoding = self.place.encoding.as_deref();
        let mut intake = stock.intake(&self.place.library, encoding)?;
        let words = self.words.clone();
        let bar = Bar::lines(&words);
        let taken = intake::take_in(&mut intake, self.writer()?, |progress| bar.show(progress));
        bar.end();
        let mut lines = import::came(&words, taken?);
        let ruled = self.writer()?.run_rules(search::today())?;
        lines.extend(ruled.watched.iter().map(|(name, stories)| {
            let text = format!("{name} {}", count(*stories));
            words.fill("toast.rule-watched", &[("text", &text)]).into_string()
        }));
        Ok(lines)
    }

    /// Reads the open story anew after its marks changed.
    pub(super) fn refresh(&mut self) -> Result<(), Fault> {
        if let Some(row) = self.story.as_ref().map(|story| story.header.row) {
            self.story = self.reader.story(row)?.map(Box::new);
        }
        Ok(())
    }

    fn help(&self) -> Lines {
        let mut lines = self.one("linear.help");
        lines.extend(ORDERS.iter().map(|(order, ..)| self.help_on(*order)));
        lines
    }

    /// An order in one line: its letter, its word, what it does.
    pub(super) fn help_on(&self, order: Order) -> String {
        let row = ORDERS.iter().find(|(one, ..)| *one == order);
        let (letters, name) = row.map_or(("", ""), |(_, letters, name)| (letters, name));
        let own = self.words.get(&format!("linear-word.{name}")).to_owned();
        let word = own.split(' ').next().unwrap_or(name);
        let does = self.words.get(&format!("linear-help.{name}")).to_owned();
        format!("{letters}, {word}: {does}")
    }
}
