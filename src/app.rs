//! What is on screen and what each message makes of it.
//!
//! [`App::update`] changes the screen's state and says what it wants done; it does no I/O, reads no clock and
//! knows no widget. `ui::draw` only reads.

pub(crate) mod acts;
mod answers;
pub mod command;
pub mod commands;
pub mod effect;
pub mod input;
pub mod keymap;
mod keys;
pub mod layout;
pub mod list;
mod mouse;
pub mod msg;
pub mod overlay;
pub mod pages;
pub mod reader;
pub mod sidebar;
pub mod status;
pub mod tour;
pub mod trail;
pub mod watched;
pub mod words;

use std::sync::Arc;
use std::time::Duration;

use crate::article::anchor::Anchor;
use crate::article::date::Date;
use crate::config::fault::Fault;
use crate::config::settings::{Order, Settings, Wrapping};
use crate::config::setup::{Given, Setup, Themes};
pub use crate::config::theme::Colours;
use crate::config::theme::{Palette, Theme};
use crate::library::edit::{Cause, Edit};
use crate::library::finder::{Goal, Offer};
use crate::library::note::{Colour, Draft, Mint, NamedPlace, NoteId, Noted};
use crate::library::value::{Header, NameId, RowId, Sort, Totals, View};
use crate::text::Clean;
use crate::text::width::Ruler;
use crate::text::wrap::Mode;
use effect::{Effect, Effects};
use keymap::{Chord, Keymap};
use layout::{Class, Layout, Pane, Wanted};
use list::List;
use msg::{Msg, Session, Ticket};
use overlay::note::Editor;
use overlay::picker::Memory;
use overlay::{Change, Overlay};
use reader::Reader;
use reader::lines::Measure;
use sidebar::Sidebar;
use status::{Status, Toast};
use tour::Tour;
use trail::Trail;
use watched::Watched;
use words::Words;

/// What an [`App`] starts from.
#[derive(Debug)]
pub struct Start {
    /// What the last session remembered.
    pub session: Session,
    /// The newest stories, for the first paint.
    pub first: Vec<Header>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The settings and the themes that they name.
    pub setup: Setup,
    /// The theme that was picked in an earlier session.
    pub picked: Option<Arc<Theme>>,
    /// The catalogue.
    pub words: Words,
    /// What to call the library.
    pub library_name: Clean,
    /// Whether it is the bundled sample.
    pub sample: bool,
    /// Whether the tour is wanted.
    pub tour: bool,
    /// Colours of the terminal.
    pub colours: Colours,
    /// Whether the terminal's ground is dark.
    pub dark: bool,
    /// How the terminal draws what terminals draw differently, as far as it is known.
    pub ruler: Ruler,
    /// The day.
    pub today: Date,
}

/// Why a story was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Errand {
    /// Only to look at while the cursor rests on it.
    preview: bool,
    /// Whether the reader gets the focus.
    focus: bool,
    /// Where to begin.
    at: At,
}

/// Where in a story to begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum At {
    /// Where reading stopped, else at the first hit of what is lit, else at the top.
    #[default]
    Resume,
    /// At a byte of the body.
    Byte(u32),
    /// At the first hit of what is lit.
    FirstHit,
    /// At the last hit of what is lit.
    LastHit,
    /// Where it is: the same story, read anew.
    Same,
    /// At a mention of the name followed, by its bytes.
    Mention(u32, u32),
}

/// What a page was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Asked {
    /// To be shown.
    #[default]
    New,
    /// To take the place of the one that is shown.
    Again,
    /// To be added to the one that is shown.
    More,
    /// To choose one of the spellings.
    Spellings,
}

/// Questions under way; only these answers are taken.
#[derive(Debug, Default)]
struct Waiting {
    order: Ticket,
    /// The order of a list that was entered just now: the story beside it is one of its own.
    entered: Ticket,
    headers: Ticket,
    story: Option<(Ticket, Errand)>,
    related: Ticket,
    places: Ticket,
    facets: Ticket,
    saved: Ticket,
    note_facets: Ticket,
    note_order: Ticket,
    note_rows: Ticket,
    compare: Ticket,
    compose: Ticket,
    /// The history, and whether it takes the place of the one that is shown.
    history: (Ticket, bool),
    /// A tag, and what it is to be from now on.
    retag: Option<(Ticket, Clean, Clean)>,
    /// What is being written is kept when this time is over.
    draft: Option<Ticket>,
    /// Notes on their way to the disk, to be brought back if they do not get there.
    notes: Vec<(Ticket, Box<Editor>)>,
    /// The note to go to with the story on its way.
    to_note: Option<NoteId>,
    /// The passage to go to with the story on its way.
    arrive: Option<Anchor>,
    card: (Ticket, Asked),
    mentions: (Ticket, Asked),
    why: (Ticket, Asked),
    names: Ticket,
    /// The name that the sidebar's cursor goes to with the story on its way.
    side: Option<NameId>,
    /// What is looked for in the box over everything.
    pick: Ticket,
    /// The pictures of a story, and the one of them that is being read.
    pictures: (Ticket, Ticket),
    /// The thing that a look is on its way of.
    glance: (Ticket, Option<Goal>),
    /// Corrections under way.
    changes: Vec<(Ticket, Change)>,
    /// A story to open once its row is known.
    located: Option<(Ticket, Errand)>,
    /// The cursor rests.
    rest: Ticket,
    /// A prefix waits for its next key.
    which: Ticket,
    /// Enter waits for the last syllable.
    enter: Option<Ticket>,
    /// Work has gone on for a while.
    progress: Ticket,
    /// Undos and redos, and what to say of them.
    undo: Vec<(Ticket, UndoWords)>,
    /// Edits that are shown but not on disk yet.
    unsaved: Vec<(Ticket, Vec<Edit>)>,
    /// Whether the story of the last session is on its way and nothing was typed yet.
    restoring: bool,
    /// What is to be said once edits are on disk.
    saying: Vec<(Ticket, Clean)>,
    /// What is to be done once the headers of all chosen stories are here.
    marking: Option<(Ticket, Marking)>,
    /// Whether the reader asked for the sources to be looked at.
    reload: bool,
    /// Whether the reader asked for the settings to be read again.
    settings: bool,
}

/// Something to be done to all chosen stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marking {
    Bookmark,
    Read,
    Tags,
    Archive,
}

/// Keys of the catalogue for what an undo or redo did.
#[derive(Debug, Clone, Copy)]
struct UndoWords {
    done: &'static str,
    nothing: &'static str,
}

/// Everything on screen.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own that a reader turns"
)]
pub struct App {
    /// Columns and rows.
    pub size: (u16, u16),
    /// Where the panes stand.
    pub layout: Layout,
    /// The pane with the focus.
    pub focus: Pane,
    /// The stories.
    pub list: List,
    /// The story.
    pub reader: Watched<Reader>,
    /// Its names.
    pub sidebar: Watched<Sidebar>,
    /// What lies over them; the last one is on top.
    pub overlays: Vec<Overlay>,
    /// The status row.
    pub status: Status,
    /// The bindings.
    pub keymap: Keymap,
    /// The catalogue.
    pub words: Words,
    /// The settings.
    pub settings: Settings,
    /// Counts of the library.
    pub totals: Totals,
    /// What to call the library.
    pub library_name: Clean,
    /// Whether it is the bundled sample.
    pub sample: bool,
    /// The tour, while there is one.
    pub tour: Option<Tour>,
    /// Colours of the terminal.
    pub colours: Colours,
    /// Whether the dark theme is on.
    pub dark: bool,
    /// The theme in colours of the terminal.
    pub palette: Palette,
    /// The day.
    pub today: Date,
    /// Chords of a sequence that is not complete.
    pub pending: Vec<Chord>,
    /// Whether the keys that may follow are shown.
    pub which_key: bool,
    /// The number typed before a command.
    pub count: Option<u32>,
    /// What was looked for last in a story.
    pub query: Option<Clean>,
    /// The name whose mentions are stepped through.
    pub following: Option<NameId>,
    /// How often the stories of the list mention it; 0 while that is not known.
    pub places: u32,
    /// How words are measured.
    pub ruler: Ruler,
    /// Whether names are underlined.
    pub name_marks: bool,
    /// Whether hints stand in the status row.
    pub hints: bool,
    /// Whether only the story is shown.
    pub zen: bool,
    shown: (bool, bool),
    columns: [[u16; 2]; 4],
    measure: u16,
    wrap: Mode,
    asides: bool,
    mouse: bool,
    /// Whether the reader changed from dark to light or back.
    theme_chosen: bool,
    /// What the command line said of the settings.
    given: Given,
    /// The themes that the settings name.
    themes: Themes,
    /// The theme that the reader picked, in the place of these.
    picked: Option<Arc<Theme>>,
    /// What is wrong in the settings.
    faults: Vec<Fault>,
    /// What the terminal said of itself: how it draws, and whether it is dark.
    told: (Ruler, bool),
    /// Whether it was said that keys come from a Hangul keyboard.
    hangul_told: bool,
    /// What the left button holds.
    held: Option<mouse::Held>,
    /// The last click, as long as a second one makes it double.
    clicked: Option<(Ticket, (u16, u16))>,
    trail: Trail,
    session: Session,
    waiting: Waiting,
    tickets: u64,
    /// How often names were corrected.
    edition: u64,
    /// Names for new notes.
    mint: Mint,
    /// The colour last used.
    pub colour: Colour,
    /// What was thrown away last while it was written.
    discarded: Option<Box<Editor>>,
    /// Notes that were being written when the program ended.
    drafts: Vec<Draft>,
    /// Places with a letter.
    named: Vec<NamedPlace>,
    /// A note that another passage is being chosen for.
    hanging: Option<Box<Noted>>,
    /// The letter that stood for `*` in the keys of the command.
    letter: Option<char>,
    /// The box over everything as it was left.
    last_pick: Memory,
    /// The command that a text was handed to last.
    last_pipe: String,
    /// What the screen itself offers there.
    offers: Arc<Vec<Offer>>,
    /// The story that lines are being broken of by a worker.
    breaking: Option<(RowId, Measure)>,
}

impl App {
    /// A screen that can be drawn at once.
    pub fn new(start: Start) -> Self {
        let Setup {
            given,
            settings,
            themes,
            mut faults,
        } = start.setup;
        let (keymap, more) = Keymap::of(&settings, &given.file);
        faults.extend(more);
        let mut words = start.words;
        keymap.tell(&mut words);
        commands::own::tell(&settings.own, &mut words);
        let dark = themes
            .chosen
            .as_ref()
            .map_or(start.dark, |t| t.ground.dark(start.dark));
        let palette = Palette::of(themes.on(dark), dark, start.colours);
        let palette = palette.over(start.dark, dark, start.colours);
        let view = View {
            sort: sort_of(settings.list.sort),
            ..View::default()
        };
        let measure = start.session.measure.unwrap_or(settings.reader.measure);
        let wanted = Wanted {
            list: true,
            sidebar: true,
            zen: false,
            focus: Pane::List,
            columns: [0, 0],
            strip: 0,
        };
        let mut app = Self {
            size: start.size,
            layout: Layout::new(start.size, wanted),
            focus: Pane::List,
            list: List::new(start.library_name.clone(), view, start.first),
            reader: Watched::default(),
            sidebar: Watched::default(),
            overlays: Vec::new(),
            status: Status::default(),
            keymap,
            words,
            totals: Totals::default(),
            library_name: start.library_name,
            sample: start.sample,
            tour: start.tour.then(|| Tour::at(start.session.tour)),
            colours: start.colours,
            dark,
            palette,
            today: start.today,
            pending: Vec::new(),
            which_key: false,
            count: None,
            query: None,
            following: None,
            places: 0,
            ruler: ruler_of(start.ruler, &settings),
            name_marks: settings.reader.names,
            hints: settings.screen.hints,
            zen: false,
            shown: (!start.session.list_hidden, !start.session.sidebar_hidden),
            columns: start.session.columns,
            measure,
            wrap: mode_of(settings.reader.wrap),
            asides: settings.reader.furniture,
            mouse: settings.screen.mouse,
            theme_chosen: false,
            given,
            themes,
            picked: None,
            faults,
            told: (start.ruler, start.dark),
            hangul_told: false,
            held: None,
            clicked: None,
            trail: Trail::default(),
            session: start.session,
            waiting: Waiting::default(),
            tickets: 0,
            edition: 0,
            mint: Mint::default(),
            colour: Colour::default(),
            discarded: None,
            drafts: Vec::new(),
            named: Vec::new(),
            hanging: None,
            letter: None,
            last_pick: Memory::default(),
            last_pipe: String::new(),
            offers: Arc::default(),
            breaking: None,
            settings,
        };
        app.take_pick(start.picked);
        app.lay_out();
        app
    }

    /// What to ask for once the first screen is painted.
    pub fn begin(&mut self) -> Effects {
        let mut effects = self.ask_order();
        match self.session.open.or(self.session.cursor) {
            Some(story) => {
                let ticket = self.ticket();
                let focus = self.session.reading && self.session.open.is_some();
                let at = At::Byte(self.session.top);
                let errand = Errand {
                    preview: self.session.open.is_none(),
                    focus,
                    at,
                };
                self.waiting.located = Some((ticket, errand));
                self.waiting.restoring = true;
                effects.push(Effect::Locate { ticket, story });
            }
            None => effects.extend(self.preview_now()),
        }
        effects.push(Effect::Reload);
        effects.push(Effect::Kept);
        effects.extend(self.say_faults());
        effects
    }

    /// Who does something before the last session's story is here goes on where they are: what they type next is
    /// meant for that.
    fn keep_focus(&mut self) {
        if !std::mem::take(&mut self.waiting.restoring) {
            return;
        }
        let (located, story) = (self.waiting.located.as_mut(), self.waiting.story.as_mut());
        for (_, errand) in located.into_iter().chain(story) {
            errand.focus = false;
        }
    }

    /// Takes a message in; says what is to be done.
    pub fn update(&mut self, msg: Msg) -> Effects {
        if matches!(msg, Msg::Key(_) | Msg::Paste(_) | Msg::Mouse(_)) {
            self.keep_focus();
        }
        let mut effects = match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(event) => {
                let mut effects = self.release_enter();
                effects.extend(self.mouse_event(event));
                effects
            }
            Msg::Resize(columns, rows) => {
                self.size = (columns, rows);
                self.held = None;
                self.lay_out();
                Vec::new()
            }
            Msg::Today(day) => {
                self.today = day;
                Vec::new()
            }
            Msg::Terminal { ruler, dark } => self.answered(ruler, dark),
            Msg::Ground(dark) => self.answered(self.told.0, Some(dark)),
            Msg::Settings(read) => self.settings_came(*read),
            Msg::Themes(themes) => self.themes_came(themes),
            answer => self.answer(answer),
        };
        effects.extend(self.settle());
        effects
    }

    /// Takes over what the terminal says of itself, where the reader said nothing else. Lines are broken anew; what
    /// stands at the top stays there.
    fn answered(&mut self, ruler: Ruler, dark: Option<bool>) -> Effects {
        self.told = (ruler, dark.unwrap_or(self.told.1));
        self.follow_ground();
        self.ruler = ruler_of(ruler, &self.settings);
        self.lay_out();
        Vec::new()
    }

    /// What the last change made necessary: headers for rows that came into view, lines of a long story.
    fn settle(&mut self) -> Effects {
        let mut effects = Vec::new();
        self.list.break_headlines();
        let rows = self.list.missing();
        if !rows.is_empty() {
            let ticket = self.ticket();
            self.waiting.headers = ticket;
            effects.push(Effect::Headers { ticket, rows });
        }
        let missing = match self.overlays.last_mut() {
            Some(Overlay::Notes(notes)) => notes.missing(),
            _ => Vec::new(),
        };
        if !missing.is_empty() {
            let ticket = self.ticket();
            self.waiting.note_rows = ticket;
            effects.push(Effect::NoteRows {
                ticket,
                rows: missing,
            });
        }
        effects.extend(self.ask_picture());
        if self.reader.lines().partial
            && let (Some(story), Some(measure)) = (self.reader.story(), self.reader.measure())
            && self.breaking != Some((story.header.row, measure))
        {
            self.breaking = Some((story.header.row, measure));
            effects.push(Effect::Break {
                story: story.clone(),
                measure,
            });
        }
        effects
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Computes where everything stands; called when size, focus or wishes change.
    fn lay_out(&mut self) {
        let class = Class::of(self.size);
        let wanted = Wanted {
            list: self.shown.0,
            sidebar: self.shown.1,
            zen: self.zen && self.focus == Pane::Reader,
            focus: self.focus,
            columns: self.columns[class.index()],
            strip: self.tour_height(),
        };
        self.layout = Layout::new(self.size, wanted);
        if let Some(frame) = self.layout.list {
            self.list.resize(frame.inner.height as usize / self.row_height());
            self.list
                .set_columns(frame.inner.width.saturating_sub(list::GUTTER + 1), self.ruler);
            self.list.break_headlines();
        }
        if let Some(frame) = self.layout.sidebar {
            self.sidebar.resize(frame.inner.height as usize);
        }
        if let Some(frame) = self.layout.reader {
            let margin = if class == Class::Xs || class == Class::S {
                2
            } else {
                4
            };
            let columns = frame.inner.width.saturating_sub(margin).clamp(2, self.measure);
            let measure = Measure {
                columns,
                mode: self.wrap,
                ruler: self.ruler,
                asides: self.asides,
            };
            self.reader.fit(measure, frame.inner.height as usize, &self.words);
        }
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Sheet(sheet) => sheet.fit(self.size, self.ruler),
                Overlay::Note(editor) => {
                    let (cols, rows) = layout::note_room(self.size);
                    editor.fit(cols, rows, self.ruler);
                }
                Overlay::Notes(notes) => notes.fit(layout::notes_room(self.size)),
                Overlay::Themes(themes) => themes.fit(self.size),
                Overlay::Pictures(pictures) => pictures.fit(self.size, self.ruler),
                _ => {}
            }
        }
    }

    /// Screen rows that a story takes in the list.
    pub fn row_height(&self) -> usize {
        match self.settings.list.lines {
            Some(lines) => usize::from(lines.clamp(1, 2)),
            None if self.layout.list.is_some_and(|f| f.inner.width >= 60) => 1,
            None => 2,
        }
    }

    /// The text column of the reader: its first column in the pane and its width.
    pub fn column(&self) -> Option<(u16, u16)> {
        let frame = self.layout.reader?;
        let width = self.reader.measure()?.columns;
        let room = frame.inner.width.saturating_sub(width);
        let left = match self.layout.class {
            Class::L => room / 2,
            Class::M => room.min(2),
            _ => room.min(1),
        };
        Some((frame.inner.x + if self.zen { room / 2 } else { left }, width))
    }

    /// What the next start should remember.
    pub fn session(&self) -> Session {
        let open = self.reader.story().filter(|_| !self.reader.preview);
        let cursor = self.list.current().and_then(|r| self.list.header(r));
        Session {
            cursor: cursor.map(|h| h.story),
            open: open.map(|s| s.header.story),
            top: self.reader.top_byte(),
            reading: self.focus == Pane::Reader,
            columns: self.columns,
            measure: (self.measure != self.settings.reader.measure).then_some(self.measure),
            theme: self.kept_pick(),
            list_hidden: !self.shown.0,
            sidebar_hidden: !self.shown.1,
            tour: self.tour_left(),
        }
    }

    /// Shows a short message; errors stay until a key.
    pub fn say(&mut self, text: Clean, fault: bool) -> Effects {
        let ticket = self.ticket();
        self.status.toast = Some(Toast { text, fault, ticket });
        if fault {
            Vec::new()
        } else {
            vec![Effect::Wake {
                ticket,
                after: Duration::from_secs(4),
            }]
        }
    }

    fn say_key(&mut self, key: &str, holes: &[(&str, &str)]) -> Effects {
        let text = self.words.fill(key, holes);
        self.say(text, false)
    }

    /// Shows edits at once and has them written.
    fn save(&mut self, cause: Cause, edits: Vec<Edit>) -> Effects {
        if edits.is_empty() {
            return Vec::new();
        }
        self.show_edits(&edits);
        let ticket = self.ticket();
        self.waiting.unsaved.push((ticket, edits.clone()));
        vec![Effect::Save { ticket, cause, edits }]
    }

    /// Shows edits at once, has them written, and says so once they are on the disk: what is said to be done outlasts
    /// whatever comes next.
    fn save_saying(&mut self, edits: Vec<Edit>, words: Clean) -> Effects {
        let effects = self.save(Cause::Deliberate, edits);
        if !effects.is_empty() {
            self.waiting.saying.push((Ticket(self.tickets), words));
        }
        effects
    }

    /// Shows changes on what is at hand. Each must be one: counts follow from them.
    fn show_edits(&mut self, edits: &[Edit]) {
        for edit in edits {
            match edit {
                Edit::Read { story, on: true } if story.item == 0 => {
                    self.totals.unread = self.totals.unread.saturating_sub(1);
                }
                Edit::Read { story, on: false } if story.item == 0 => self.totals.unread += 1,
                _ => {}
            }
            self.list.apply(edit);
            self.reader.apply(edit);
            self.show_place(edit);
        }
        self.show_notes();
        self.lay_out();
    }

    /// Shows again what is not on disk yet, over an answer that was read before it was.
    fn show_unsaved(&mut self) {
        for (_, edits) in &self.waiting.unsaved {
            for edit in edits {
                self.list.apply(edit);
                self.reader.apply(edit);
            }
        }
        self.show_notes();
    }

    /// The notes of the story, in the sidebar.
    fn show_notes(&mut self) {
        let story = self.reader.story().cloned();
        let notes = story.as_ref().map(|s| s.notes.as_slice()).unwrap_or_default();
        if self.sidebar.row == self.reader.row() && self.sidebar.notes != notes {
            self.sidebar.take_notes(notes);
        }
    }
}

/// The list's order as the settings file names it.
pub fn sort_of(order: Order) -> Sort {
    match order {
        Order::Date => Sort::Date,
        Order::Outlet => Sort::Outlet,
        Order::Title => Sort::Title,
        Order::Unread => Sort::Unread,
    }
}

/// How to measure: as the settings say, else as the terminal does.
fn ruler_of(ruler: Ruler, settings: &Settings) -> Ruler {
    Ruler {
        ambiguous: settings.screen.ambiguous_width.unwrap_or(ruler.ambiguous),
        ..ruler
    }
}

/// The way of breaking lines as the settings file names it.
fn mode_of(wrapping: Wrapping) -> Mode {
    match wrapping {
        Wrapping::Auto => Mode::Auto,
        Wrapping::Word => Mode::Word,
        Wrapping::Char => Mode::Char,
    }
}
