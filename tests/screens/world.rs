//! A screen over the real sample library, without a terminal, threads or time.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jobo::app::effect::{Effect, Effects};
use jobo::app::msg::{Msg, Session, Ticket};
use jobo::app::reader::lines::Lines;
use jobo::app::words::Words;
use jobo::app::{App, Colours, Start};
use jobo::article::date::Date;
use jobo::article::language::Language;
use jobo::config::Setup;
use jobo::config::theme::Palette;
use jobo::intake::{Given, Intake, Step};
use jobo::library::edit::Cause;
use jobo::library::finder::{Ask, Finder, Offer};
use jobo::library::reader::Reader;
use jobo::library::value::View;
use jobo::library::writer::Writer;
use jobo::library::{Library, LibraryError};
use jobo::text::width::Ruler;
use jobo::ui;
use jobo::ui::damage::{Damage, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use tempfile::TempDir;

/// No two keys of a person come closer.
const AT_ONCE: Duration = Duration::from_millis(30);

/// In which order the first questions are answered: workers keep none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    InOrder,
    Reversed,
}

/// Everything outside the screen, answered at once.
pub(crate) struct World {
    pub(crate) app: App,
    /// What was put on the clipboard.
    pub(crate) copied: Vec<String>,
    /// Addresses handed to the browser.
    pub(crate) browsed: Vec<String>,
    /// Files that were opened in the editor, and the lines.
    pub(crate) edited: Vec<(std::path::PathBuf, usize)>,
    /// Programs that were run.
    pub(crate) ran: Vec<jobo::app::effect::Outside>,
    /// What the session remembers.
    pub(crate) session: Session,
    /// Whether the disk is full.
    pub(crate) full: bool,
    /// Whether the program ended.
    pub(crate) ended: bool,
    /// What could not be done.
    pub(crate) faults: Vec<String>,
    /// Times that are running.
    waiting: VecDeque<(Ticket, Duration)>,
    /// What the last frame was drawn from, and the frame.
    drawn: Option<(Look, Buffer)>,
    reader: Reader,
    finder: Finder,
    writer: Writer,
    library: Library,
    dir: TempDir,
}

/// The day that the screens are of: after every story of the sample.
fn today() -> Date {
    Date::day(2026, 9, 20, 540).expect("a day")
}

/// The files of the sample, each with the date of its name.
fn sample() -> Vec<Given> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the sample")
        .map(|f| f.expect("a file").path())
        .collect();
    files.sort();
    let given = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let number = |range: std::ops::Range<usize>| name.get(range).and_then(|d| d.parse().ok());
        let modified = number(0..4)
            .zip(number(4..6).zip(number(6..8)))
            .and_then(|(y, (m, d))| Date::day(y, m as i8, d as i8, 540))
            .map(Date::inferred);
        Given {
            name: Cow::Owned(name),
            bytes: Cow::Owned(std::fs::read(path).expect("bytes")),
            modified,
        }
    };
    files.iter().map(given).collect()
}

/// Has a folder hold these files and no others.
fn put(folder: &Path, files: &[(String, String)]) {
    std::fs::create_dir_all(folder).expect("a folder");
    for file in std::fs::read_dir(folder).expect("it is there") {
        let path = file.expect("a file").path();
        if !files.iter().any(|(name, _)| path.ends_with(name)) {
            std::fs::remove_file(path).expect("it goes");
        }
    }
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("it is written");
    }
}

/// Finds the names of notes, as the writer does when it has nothing else to do.
fn name_notes(reader: &Reader, writer: &mut Writer) {
    while let Some(names) = reader.name_notes(32).expect("names") {
        writer.put_note_names(&names).expect("names are kept");
    }
}

impl World {
    /// The sample library on a screen of this size, in Korean.
    pub(crate) fn new(size: (u16, u16)) -> Self {
        Self::filled(size, Language::Ko, sample())
    }

    pub(crate) fn in_language(size: (u16, u16), language: Language) -> Self {
        Self::filled(size, language, sample())
    }

    /// A library of some files.
    pub(crate) fn filled(size: (u16, u16), language: Language, files: Vec<Given>) -> Self {
        let dir = TempDir::new().expect("a folder");
        let library = Library::open(dir.path().join("library.jobo")).expect("a library");
        let mut writer = library.writer().expect("a writer");
        let mut intake = Intake::given("sample", files.into_iter(), library.reader().expect("a reader"));
        while let Step::Working(_) = intake.step(&mut writer).expect("a step") {}
        let edits = jobo::run::sample_notes::edits(&library.reader().expect("a reader")).expect("notes");
        writer.edit(Cause::Automatic, &edits).expect("notes are kept");
        name_notes(&library.reader().expect("a reader"), &mut writer);
        Self::over(
            (dir, library, writer),
            (size, language),
            Session::default(),
            Answers::InOrder,
        )
    }

    /// A library of a folder with these files, in Korean.
    pub(crate) fn of_files(size: (u16, u16), files: &[(String, String)]) -> Self {
        let dir = TempDir::new().expect("a folder");
        let library = Library::open(dir.path().join("library.jobo")).expect("a library");
        let mut writer = library.writer().expect("a writer");
        put(&dir.path().join("news"), files);
        let news = vec![dir.path().join("news")];
        let mut intake = Intake::new(news, library.reader().expect("a reader"));
        while let Step::Working(_) = intake.step(&mut writer).expect("a step") {}
        Self::over(
            (dir, library, writer),
            (size, Language::Ko),
            Session::default(),
            Answers::InOrder,
        )
    }

    /// Has the folder hold these files and no others, and takes in what changed.
    pub(crate) fn comes(&mut self, files: &[(String, String)]) -> &mut Self {
        put(&self.dir.path().join("news"), files);
        let news = vec![self.dir.path().join("news")];
        let mut intake = Intake::new(news, self.library.reader().expect("a reader"));
        let report = loop {
            if let Step::Done(report) = intake.step(&mut self.writer).expect("a step") {
                break report;
            }
        };
        self.send(Msg::TakenIn(report));
        self
    }

    /// The folder of the library's files.
    pub(crate) fn news(&self) -> std::path::PathBuf {
        self.dir.path().join("news")
    }

    /// The words of the line at the top of the reader.
    pub(crate) fn line_at_top(&self) -> String {
        let body = &self.app.reader.story().expect("a story").article.body;
        let from = self.app.reader.top_byte() as usize;
        body.slice(from..body.text().len()).chars().take(20).collect()
    }

    fn over(
        (dir, library, writer): (TempDir, Library, Writer),
        (size, language): ((u16, u16), Language),
        session: Session,
        order: Answers,
    ) -> Self {
        let reader = library.reader().expect("a reader");
        let app = App::new(Start {
            session,
            first: reader.newest(&View::default(), 60).expect("rows"),
            size,
            setup: Setup::default(),
            picked: None,
            words: Words::of(language),
            library_name: Words::of(language).get("pane.sample").into(),
            sample: false,
            tour: false,
            colours: Colours::True,
            dark: true,
            ruler: Ruler::default(),
            today: today(),
        });
        let mut world = Self {
            app,
            copied: Vec::new(),
            browsed: Vec::new(),
            edited: Vec::new(),
            ran: Vec::new(),
            session: Session::default(),
            full: false,
            ended: false,
            faults: Vec::new(),
            waiting: VecDeque::new(),
            drawn: None,
            reader,
            finder: Finder::default(),
            writer,
            library,
            dir,
        };
        let mut effects = world.app.begin();
        if order == Answers::Reversed {
            effects.reverse();
        }
        world.carry_out(effects);
        world.rest();
        world
    }

    /// Where the settings of this world lie.
    pub(crate) fn given(&self) -> jobo::config::setup::Given {
        jobo::config::setup::Given {
            file: self.dir.path().join("config.toml"),
            ..Default::default()
        }
    }

    /// Saves a settings file, and has it read as the watching does.
    pub(crate) fn configure(&mut self, text: &str) -> &mut Self {
        std::fs::write(self.given().file, text).expect("it is written");
        self.keys("t .")
    }

    /// Ends the program and starts it again; the first answers come in this order.
    pub(crate) fn restart(mut self, order: Answers) -> Self {
        self.keys("Ctrl-c");
        assert!(self.ended);
        self.begin_again(order)
    }

    /// Ends the program as a power cut does, and starts it again.
    pub(crate) fn crash(self) -> Self {
        self.begin_again(Answers::InOrder)
    }

    fn begin_again(self, order: Answers) -> Self {
        let at = (self.app.size, self.app.words.language());
        let Self {
            library,
            writer,
            dir,
            session,
            ..
        } = self;
        Self::over((dir, library, writer), at, session, order)
    }

    /// Presses keys: `j`, `Enter`, `Ctrl-d`, `5`, `"typed text"` in quotes.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys.trim_start();
        while !rest.is_empty() {
            if let Some(text) = rest.strip_prefix('"') {
                let (typed, after) = text.split_once('"').expect("a closing quote");
                for c in typed.chars() {
                    self.press(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
                }
                rest = after.trim_start();
            } else {
                let (key, after) = rest.split_once(' ').unwrap_or((rest, ""));
                self.press(event(key));
                rest = after.trim_start();
            }
        }
        self
    }

    /// Presses a key as people do: not so soon after the one before that they could be taken for one.
    pub(crate) fn press(&mut self, key: KeyEvent) {
        self.send(Msg::Key(key));
        while let Some(at) = self.waiting.iter().position(|(_, after)| *after <= AT_ONCE) {
            let (ticket, _) = self.waiting.remove(at).expect("it is there");
            self.send(Msg::Woke(ticket));
        }
    }

    pub(crate) fn mouse(&mut self, kind: MouseEventKind, (column, row): (u16, u16)) {
        self.send(Msg::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }));
    }

    pub(crate) fn click(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), (column, row));
        self.mouse(MouseEventKind::Up(MouseButton::Left), (column, row));
    }

    pub(crate) fn right_click(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Right), (column, row));
    }

    /// Goes with the button down from one cell to another.
    pub(crate) fn drag(&mut self, from: (u16, u16), to: (u16, u16)) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), from);
        self.mouse(MouseEventKind::Drag(MouseButton::Left), to);
        self.mouse(MouseEventKind::Up(MouseButton::Left), to);
    }

    pub(crate) fn wheel(&mut self, column: u16, row: u16) {
        let kind = MouseEventKind::ScrollDown;
        self.send(Msg::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }));
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.send(Msg::Resize(columns, rows));
    }

    /// Lets the time pass that things wait for.
    pub(crate) fn rest(&mut self) -> &mut Self {
        while let Some((ticket, _)) = self.waiting.pop_front() {
            self.send(Msg::Woke(ticket));
        }
        self
    }

    pub(crate) fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.mend();
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Effects) {
        for effect in effects {
            if let Some(msg) = self.answer(effect) {
                self.send(msg);
            }
        }
    }

    fn order(&self, ticket: Ticket, view: &View) -> Msg {
        let ordered = self.reader.ordered(view).expect("an order");
        Msg::order(ticket, ordered, self.reader.totals().expect("totals"), true)
    }

    fn answer_of_settings(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::Themes => {
                let folder = self.dir.path().join("themes");
                Msg::Themes(jobo::config::theme::Reading::new(&folder).all())
            }
            Effect::ReadSettings => {
                let setup = Setup::read(&self.given());
                let words = Words::of(self.app.words.language());
                Msg::Settings(Box::new((setup, words)))
            }
            Effect::EditSettings(path, line) => {
                self.edited.push((path, line));
                return None;
            }
            _ => return None,
        })
    }

    fn answer(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::Order { ticket, view } => self.order(ticket, &view),
            Effect::Headers { ticket, rows } | Effect::Targets { ticket, rows } => Msg::Headers {
                ticket,
                headers: self.reader.headers(&rows).expect("headers"),
            },
            Effect::Story { ticket, row } => Msg::Story {
                ticket,
                story: self.reader.story(row).expect("a story").map(Arc::new),
            },
            Effect::Related { ticket, row } => Msg::Related {
                ticket,
                row,
                related: self.reader.related(row, 20).expect("related"),
            },
            Effect::Unread {
                ticket,
                view,
                from,
                forward,
            } => Msg::Located {
                ticket,
                row: self.reader.unread(&view, from, forward).expect("unread"),
            },
            Effect::Facets { ticket } => {
                let (outlets, languages, tags) = self.reader.facets().expect("facets");
                Msg::Facets {
                    ticket,
                    outlets,
                    languages,
                    tags,
                    watched: self.reader.watched_names().expect("names"),
                }
            }
            Effect::Tallies { ticket, rows } => Msg::Tallies {
                ticket,
                tallies: self.reader.tallies(&rows).expect("tallies"),
            },
            Effect::Saved { ticket, today } => Msg::SavedSearches {
                ticket,
                saved: self.reader.saved(today).expect("saved searches"),
            },
            Effect::Places { .. }
            | Effect::Card { .. }
            | Effect::Mentions { .. }
            | Effect::Why { .. }
            | Effect::Names { .. }
            | Effect::Correct { .. } => return self.answer_of_names(effect),
            Effect::Themes | Effect::ReadSettings | Effect::EditSettings(..) => {
                return self.answer_of_settings(effect);
            }
            Effect::Locate { ticket, story } => Msg::Located {
                ticket,
                row: self.reader.row_of(story).expect("a row"),
            },
            Effect::Break { story, measure } => Msg::Broken {
                row: story.header.row,
                measure,
                lines: Arc::new(Lines::new(&story, measure, &self.app.words, usize::MAX)),
            },
            Effect::Save { .. } | Effect::Undo { .. } | Effect::Redo { .. } => self.written(effect)?,
            Effect::Resume { .. }
            | Effect::Keep(_)
            | Effect::Wake { .. }
            | Effect::Copy(_)
            | Effect::Browse(_)
            | Effect::Run(_)
            | Effect::Quit
            | Effect::KeepDraft(_)
            | Effect::DropDraft(_) => {
                self.take(effect);
                return None;
            }
            Effect::Compose { ticket, text } => Msg::Composed {
                ticket,
                text: format!("{text}\n바깥에서 쓴 줄"),
            },
            Effect::NoteOrder { .. }
            | Effect::NoteRows { .. }
            | Effect::NoteFacets { .. }
            | Effect::Tagged { .. }
            | Effect::Kept
            | Effect::History { .. }
            | Effect::Compare { .. }
            | Effect::Export { .. } => {
                return jobo::run::answer_of_notes(&self.reader, &effect).expect("an answer");
            }
            Effect::Pick { ticket, ask, offers } => return self.pick(ticket, &ask, &offers),
            Effect::Glance { .. } => return self.glance(effect),
            Effect::Pictures { .. } | Effect::Picture { .. } => {
                let means = jobo::run::pictures::Means::default();
                return jobo::run::pictures::answer(effect, means).expect("an answer");
            }
            _ => return None,
        })
    }

    fn glance(&self, effect: Effect) -> Option<Msg> {
        let Effect::Glance {
            ticket,
            goal,
            typed,
            today,
        } = effect
        else {
            return None;
        };
        let glance = self.reader.glance(&goal, &typed, today).expect("a glance");
        Some(Msg::Glanced { ticket, glance })
    }

    /// What is done and not answered.
    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::Resume { story, byte } => {
                self.writer.opened(story).expect("opened");
                self.writer.resume(story, byte).expect("resume");
            }
            Effect::Keep(session) => {
                self.session = session;
            }
            Effect::Wake { ticket, after } => {
                self.waiting.push_back((ticket, after));
            }
            Effect::Copy(text) => {
                self.copied.push(text.to_string());
            }
            Effect::Browse(url) => {
                self.browsed.push(url.to_string());
            }
            Effect::Run(outside) => self.ran.push(*outside),
            Effect::Quit => {
                self.ended = true;
            }
            Effect::KeepDraft(draft) => {
                if let Err(e) = self.writer.keep_draft(&draft) {
                    self.faults.push(e.to_string());
                }
            }
            Effect::DropDraft(note) => {
                self.writer.drop_draft(note).expect("a draft");
            }
            _ => {}
        }
    }

    fn written(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::Save { ticket, edits, .. } if self.full => Msg::SaveFailed {
                ticket,
                edits,
                reason: (&LibraryError::Full {
                    path: "/서고.jobo".into(),
                })
                    .into(),
            },
            Effect::Save { ticket, cause, edits } => match self.writer.edit(cause, &edits) {
                Ok(_) if edits.iter().any(|edit| edit.note().is_some()) => {
                    self.send(Msg::Saved { ticket, edits });
                    name_notes(&self.reader, &mut self.writer);
                    Msg::NotesNamed
                }
                Ok(_) => Msg::Saved { ticket, edits },
                Err(e) => Msg::SaveFailed {
                    ticket,
                    edits,
                    reason: jobo::app::words::Said::detail(&e),
                },
            },
            Effect::Undo { ticket } => Msg::Saved {
                ticket,
                edits: self.writer.undo().expect("undo"),
            },
            Effect::Redo { ticket } => Msg::Saved {
                ticket,
                edits: self.writer.redo().expect("redo"),
            },
            _ => return None,
        })
    }

    /// The first part of what is found; the second comes once the screen has taken that in.
    fn pick(&mut self, ticket: Ticket, ask: &Ask, offers: &Arc<Vec<Offer>>) -> Option<Msg> {
        self.finder.offer(offers);
        self.finder.read(&self.reader).expect("what can be found");
        let never = || false;
        let first = self.finder.first(&self.reader, ask, &never).expect("rows")?;
        let more = first.more;
        let picked = |later, findings| Msg::Picked {
            ticket,
            later,
            findings,
        };
        if !more {
            return Some(picked(false, first));
        }
        let later = self.finder.later(&self.reader, ask, &never).expect("rows")?;
        self.send(picked(false, first));
        Some(picked(true, later))
    }

    fn answer_of_names(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::Places { ticket, name, view } => Msg::Places {
                ticket,
                name,
                places: self.reader.places(name, &view).expect("places").into(),
            },
            Effect::Card { ticket, name } => Msg::Card {
                ticket,
                card: self.reader.card(name).expect("a card").map(Arc::new),
            },
            Effect::Mentions { ticket, name, pass } => Msg::Mentions {
                ticket,
                name: self.reader.name(name).expect("a name"),
                mentions: self.reader.mentions(name, pass).expect("mentions"),
            },
            Effect::Why { ticket, place } => Msg::Why {
                ticket,
                why: self.reader.why_quoted(place).expect("reasons").map(Box::new),
            },
            Effect::Names { ticket, typed, than } => Msg::Names {
                ticket,
                names: self.reader.names_for(than, &typed).expect("names"),
            },
            Effect::Correct { ticket, corrections } => Msg::Corrected {
                ticket,
                edits: self.writer.correct(&corrections).expect("a correction").applied,
            },
            _ => return None,
        })
    }

    /// What is drawn now, and where the caret is.
    pub(crate) fn frame(&self) -> Buffer {
        let area = Rect::new(0, 0, self.app.size.0, self.app.size.1);
        let mut buf = Buffer::empty(area);
        ui::draw(&mut buf, &self.app, &Damage::all(area));
        buf
    }

    /// Draws what the last message damaged, and holds it against all drawn anew.
    fn mend(&mut self) {
        let look = Look::of(&self.app);
        let whole = self.frame();
        let (before, mut buf) = match self.drawn.take() {
            Some((before, buf)) if buf.area == whole.area => (Some(before), buf),
            _ => (None, Buffer::empty(whole.area)),
        };
        let damage = look.since(before.as_ref());
        ui::draw(&mut buf, &self.app, &damage);
        if buf != whole {
            let (mended, whole) = (text_of(&buf, self.app.ruler), text_of(&whole, self.app.ruler));
            panic!("what was not drawn again had changed (drawn: {damage:?}):\n{mended}\n{whole}");
        }
        self.drawn = Some((look, buf));
    }

    /// The screen as text, one line a row, without what only style says.
    pub(crate) fn text(&self) -> String {
        text_of(&self.frame(), self.app.ruler)
    }

    /// Where the caret of a field stands.
    pub(crate) fn caret(&self) -> Option<Position> {
        let area = Rect::new(0, 0, self.app.size.0, self.app.size.1);
        ui::draw(&mut Buffer::empty(area), &self.app, &Damage::all(area))
    }

    /// The screen as text with a line of roles under each row that has any: `^` under the cursor or a hit, `*` bold,
    /// `_` underlined. Drawn without colours, so that whatever is told by colour alone is missing.
    pub(crate) fn roles(&mut self) -> String {
        let plain = Palette::of(self.app.theme(), self.app.dark, Colours::None);
        let palette = std::mem::replace(&mut self.app.palette, plain);
        let frame = self.frame();
        self.app.palette = palette;
        let mut out = String::new();
        for (y, line) in text_of(&frame, self.app.ruler).lines().enumerate() {
            out.push_str(line);
            out.push('\n');
            let roles: String = (0..frame.area.width)
                .map(|x| role(frame[(x, y as u16)].modifier))
                .collect();
            if !roles.trim().is_empty() {
                out.push_str(roles.trim_end());
                out.push('\n');
            }
        }
        out
    }
}

fn role(modifier: Modifier) -> char {
    if modifier.contains(Modifier::REVERSED) {
        '^'
    } else if modifier.contains(Modifier::UNDERLINED) {
        '_'
    } else if modifier.contains(Modifier::BOLD) {
        '*'
    } else {
        ' '
    }
}

/// A buffer as text: the cell after a wide glyph is part of it.
pub(crate) fn text_of(buf: &Buffer, ruler: Ruler) -> String {
    let mut out = String::new();
    for y in 0..buf.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buf.area.width {
            let symbol = buf[(x, y)].symbol();
            line.push_str(symbol);
            x += ruler.cluster(symbol).max(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A key by its name.
fn event(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, modifier) in [
        ("Ctrl-", KeyModifiers::CONTROL),
        ("Alt-", KeyModifiers::ALT),
        ("Shift-", KeyModifiers::SHIFT),
    ] {
        if let Some(tail) = rest.strip_prefix(prefix).filter(|t| !t.is_empty()) {
            modifiers |= modifier;
            rest = tail;
        }
    }
    let code = match rest {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Space" => KeyCode::Char(' '),
        "Backspace" => KeyCode::Backspace,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "Delete" => KeyCode::Delete,
        "F1" => KeyCode::F(1),
        "F2" => KeyCode::F(2),
        "F5" => KeyCode::F(5),
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().expect("a letter")),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, modifiers)
}
