//! The loop: events in, effects out, one worker for each kind of slow thing.
//!
//! The first frame waits for nothing but the newest rows: what the terminal is asked goes out with it and is answered
//! later, and workers, sources and the connection that writes come after it.

mod drive;
mod ear;
#[cfg(test)]
mod emulated;
mod events;
mod folders;
mod keys;
pub mod log;
pub mod look;
mod outside;
mod paint;
mod panic;
pub mod pictures;
pub mod probe;
mod program;
pub mod remember;
mod sample;
pub mod sample_notes;
mod signals;
mod stage;
pub mod stock;
pub mod survey;
pub mod terminal;
mod timer;
mod watch;
mod work;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use anyhow::Context;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::effect::{Effect, Effects};
use crate::app::msg::{Msg, Session};
use crate::app::words::{Said, Words};
use crate::app::{self, App, Colours};
use crate::config::Setup;
use crate::config::theme::{Reading, Theme};
use crate::library::reader::Reader;
use crate::library::value::{Header, View};
use crate::library::{Library, LibraryError};
use crate::text::Clean;
use crate::ui::Placed;
use crate::ui::damage::{Damage, Look};
use crate::ui::links::Stretch;
use drive::{Drive, End, Memory, Screen};
use events::Input;
use probe::Answers;
use stock::Stock;
use terminal::Mouse;
use work::Work;

/// Exit code after a panic of the drawing thread.
pub const PANICKED: i32 = 101;
/// What is added to a signal's number for the exit code.
const SIGNALLED: i32 = 128;
/// The number of SIGHUP: a terminal that is gone ends the program as that signal does.
const HANGUP: i32 = 1;

/// All that a screen is opened with.
#[derive(Debug)]
pub struct Opening {
    /// The library.
    pub library: Library,
    /// What fills it.
    pub stock: Stock,
    /// What to call it.
    pub name: Clean,
    /// The settings and the themes that they name.
    pub setup: Setup,
    /// The catalogue.
    pub words: Words,
    /// Where a panic is written down.
    pub log: PathBuf,
    /// Where it is kept what terminals answered.
    pub cache: PathBuf,
    /// Whether the tour is wanted.
    pub tour: bool,
    /// What to tell the reader first, as a fault in the settings.
    pub first_words: Vec<Clean>,
}

/// How the screen ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// What is left to say once the terminal is back.
    pub last_words: Option<Clean>,
}

impl Screen for App {
    fn begin(&mut self) -> Effects {
        Self::begin(self)
    }
    fn update(&mut self, msg: Msg) -> Effects {
        Self::update(self, msg)
    }
    fn look(&self) -> Look {
        Look::of(self)
    }
    fn draw(&self, buf: &mut Buffer, damage: &Damage) -> Option<Position> {
        crate::ui::draw(buf, self, damage)
    }
    fn session(&self) -> Session {
        Self::session(self)
    }
    fn parting(&mut self) -> Effects {
        self.keep_drafts()
    }
    fn links(&self) -> Vec<Stretch> {
        crate::ui::links::links(self)
    }
    fn rest(&self) -> Option<Position> {
        crate::ui::rest(self)
    }
    fn picture(&self) -> Option<Placed> {
        crate::ui::picture(self)
    }
}

/// Shows the screen until something ends it. There must be a terminal; see [`terminal::check`].
pub fn run(opening: Opening) -> anyhow::Result<Ended> {
    let (send, events) = mpsc::channel();
    panic::install(opening.log.clone());
    signals::start(send.clone()).context("signals cannot be waited for")?;
    let crash = opening
        .words
        .fill("fault.crash", &[("path", &opening.log.to_string_lossy())]);
    let shown = std::panic::catch_unwind(AssertUnwindSafe(|| show(opening, (send, events))));
    terminal::give_back();
    panic::uninstall();
    match shown {
        Ok(end) => {
            let (end, last_words) = end?;
            Ok(ended(end, last_words))
        }
        Err(_) => Ok(Ended {
            code: PANICKED,
            last_words: Some(crash),
        }),
    }
}

/// A file that may not grow any more (`ulimit -f`) is an error of the write and not the end of the program.
pub fn outlast_full_quotas() {
    signals::hear_full_quotas();
}

/// Opens a file in the reader's editor and waits for its end.
pub fn edit(file: &std::path::Path) -> Result<(), Said> {
    outside::edit(file, 0).map_err(|error| error.said())
}

fn ended(end: End, last_words: Option<Clean>) -> Ended {
    let code = match end {
        End::Quit => 0,
        End::Signal(number) => SIGNALLED + number,
        End::Gone => SIGNALLED + HANGUP,
    };
    Ended { code, last_words }
}

type Channel = (mpsc::Sender<events::Event>, mpsc::Receiver<events::Event>);

fn show(opening: Opening, (send, events): Channel) -> anyhow::Result<(End, Option<Clean>)> {
    let reader = opening.library.reader()?;
    let session = reader
        .session()?
        .and_then(|text| serde_json::from_str(&text).ok());
    let size = terminal::size();
    let view = View {
        sort: app::sort_of(opening.setup.settings.list.sort),
        ..View::default()
    };
    // No row is less than one line high.
    let first = reader.newest(&view, size.1.into())?;
    let mouse = Mouse::wanted(opening.setup.settings.screen.mouse);
    let (library, stock, words) = (opening.library, opening.stock, opening.words);
    let last_words = words.clone();
    let encoding = opening.setup.settings.library.encoding.clone();
    let patience = Duration::from_millis(opening.setup.settings.screen.answer_ms.into());
    let memory = memory(opening.cache);
    let given = opening.setup.given.clone();
    let tour = opening.tour;
    let screen = screen(
        (opening.setup, words.clone(), opening.name),
        &stock,
        (session.unwrap_or_default(), first, size),
        (memory.answers, tour),
    );
    let depth = depth(screen.colours);
    let watched = given.clone();
    let mut drive = Drive::start(
        screen,
        (send.clone(), events),
        (size, depth, mouse),
        (memory, !patience.is_zero()),
        given,
    )?;
    for words in opening.first_words {
        let _ = send.send(events::Event::Msg(Msg::Fault(words)));
    }
    let mut input = Input::start(send.clone(), (drive.asked(), patience))?;
    let library = Arc::new(library);
    let filled_from = stock.clone();
    let mut work = Work::start((&library, reader), (stock, encoding, words), &send)?;
    let watch = watch::start(&watched, &send);
    let folders = folders::start(&filled_from, &library, &send);
    drop(library);
    let end = drive.run(&mut work, &mut input);
    drop((watch, folders));
    let session = drive.session();
    drive.part(&mut work);
    // The terminal first: the reader is waiting for it, and nobody for the last write. What is typed from now on is
    // meant for the shell.
    input.let_go();
    terminal::give_back();
    work.finish(session);
    let said = drive.last().and_then(|hook| program::at_the_end(&hook));
    Ok((end, said.map(|said| last_words.said(&said))))
}

fn screen(
    (setup, words, library_name): (Setup, Words, Clean),
    stock: &Stock,
    (session, first, size): (Session, Vec<Header>, (u16, u16)),
    (answers, tour): (Answers, bool),
) -> App {
    let colours = look::colours();
    let dark = look::dark(answers.dark);
    let picked = picked(&setup, &session);
    App::new(crate::app::Start {
        session,
        first,
        size,
        setup,
        picked,
        words,
        library_name,
        sample: *stock == Stock::Sample,
        tour,
        colours,
        dark,
        ruler: answers.ruler(),
        today: timer::today(),
    })
}

/// The theme that was picked, unless something else was said since.
fn picked(setup: &Setup, session: &Session) -> Option<Arc<Theme>> {
    let (name, instead_of) = session.theme.as_ref()?;
    let holds = setup.given.theme.is_none() && *instead_of == setup.settings.theme;
    let folder = setup.given.themes();
    holds.then(|| Reading::new(&folder).theme(name)).flatten()
}

/// What this terminal answered at earlier starts.
fn memory(cache: PathBuf) -> Memory {
    let terminal = remember::terminal();
    let answers = remember::load(&cache, &terminal);
    Memory {
        cache,
        terminal,
        answers,
    }
}

/// Answers what the screen asks about notes; `None` if it asks something else.
pub fn answer_of_notes(reader: &Reader, question: &Effect) -> Result<Option<Msg>, LibraryError> {
    work::answer_of_notes(reader, question)
}

fn depth(colours: Colours) -> paint::Depth {
    match colours {
        Colours::None => paint::Depth::Plain,
        Colours::Sixteen => paint::Depth::Sixteen,
        Colours::Indexed => paint::Depth::Indexed,
        Colours::True => paint::Depth::True,
    }
}
