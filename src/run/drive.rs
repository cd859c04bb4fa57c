//! The loop: block on the channel, take all that waits, draw once.
//!
//! Nothing else ever draws or changes the screen, and nothing wakes the loop while nothing happens.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::events::{Event, Input};
use super::paint::{Depth, Paint};
use super::pictures::Means;
use super::probe::{self, Answers, CLUSTERS_ON};
use super::signals::{self, Asked};
use super::stage::Stage;
use super::terminal::{self, Mouse, Out};
use super::work::Work;
use super::{look, outside, panic, program, remember, watch};
use crate::app::effect::{Effect, Effects, Outside};
use crate::app::msg::{Msg, Session, Ticket};
use crate::app::words::{Said, count};
use crate::config::own::Show;
use crate::config::setup::Given;
use crate::config::theme::Reading;
use crate::text::Clean;
use crate::text::width::Ruler;
use crate::ui::Placed;
use crate::ui::damage::{Damage, Look};
use crate::ui::links::Stretch;

/// Most events that are taken before a frame is drawn, so that a flood of them cannot keep the screen still.
const AT_ONCE: usize = 4_096;

/// What the loop drives: state that is told what happened, and can be drawn.
pub(crate) trait Screen {
    /// What to ask for once the first frame is painted.
    fn begin(&mut self) -> Effects;
    /// Something happened.
    fn update(&mut self, msg: Msg) -> Effects;
    /// What it would be drawn from now.
    fn look(&self) -> Look;
    /// Draws what is damaged; returns where the caret of a text field stands.
    fn draw(&self, buf: &mut Buffer, damage: &Damage) -> Option<Position>;
    /// What the next start should know.
    fn session(&self) -> Session;
    /// What is to be kept of what is not finished yet, at the end.
    fn parting(&mut self) -> Effects {
        Vec::new()
    }
    /// Which cells stand for an address.
    fn links(&self) -> Vec<Stretch>;
    /// Where the hidden cursor waits.
    fn rest(&self) -> Option<Position>;
    /// The picture that the terminal is to draw itself.
    fn picture(&self) -> Option<Placed>;
}

/// What this terminal is called, what it answered before, and where that is kept.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) cache: PathBuf,
    pub(crate) terminal: String,
    pub(crate) answers: Answers,
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The reader asked for it.
    Quit,
    /// A signal of this number.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// Everything the loop holds.
pub(crate) struct Drive<S> {
    screen: S,
    stage: Stage,
    events: Receiver<Event>,
    send: Sender<Event>,
    mouse: Mouse,
    memory: Memory,
    given: Given,
    asked: Option<Instant>,
    resized: bool,
    end: Option<End>,
    /// What runs once the screen is gone.
    last: Option<Box<Outside>>,
    /// Whether the terminal may have links.
    links: bool,
}

impl<S: Screen> Drive<S> {
    /// Takes the terminal and paints the first frame, and the questions with it; nothing is waited for.
    pub(crate) fn start(
        screen: S,
        (send, events): (Sender<Event>, Receiver<Event>),
        (size, depth, mouse): ((u16, u16), Depth, Mouse),
        (memory, ask): (Memory, bool),
        given: Given,
    ) -> io::Result<Self> {
        terminal::take(mouse)?;
        let mut paint = Paint::new(Out::new()?, size, depth);
        paint.know(memory.answers);
        terminal::clusters_were_off(memory.answers.clusters_were_off());
        let questions = probe::questions(size, look::links()).filter(|_| ask);
        if let Some(questions) = &questions {
            paint.before(questions);
        }
        let mut drive = Self {
            screen,
            stage: Stage::new(paint, size),
            events,
            send,
            mouse,
            memory,
            given,
            asked: None,
            resized: false,
            end: None,
            last: None,
            links: look::links(),
        };
        drive.draw()?;
        drive.asked = questions.map(|_| Instant::now());
        Ok(drive)
    }

    /// When the terminal was asked, if it was.
    pub(crate) fn asked(&self) -> Option<Instant> {
        self.asked
    }

    /// Runs until something ends it. The work must have been started by now.
    pub(crate) fn run(&mut self, work: &mut Work, input: &mut Input) -> End {
        let effects = self.screen.begin();
        self.carry_out(effects, work);
        loop {
            if let Some(end) = self.end {
                return end;
            }
            let Ok(first) = self.events.recv() else {
                return End::Gone;
            };
            self.take(first, work, input);
            for _ in 1..AT_ONCE {
                match self.events.try_recv() {
                    Ok(event) => self.take(event, work, input),
                    Err(_) => break,
                }
            }
            if self.end.is_none() {
                self.settle_size(work);
                if self.draw().is_err() {
                    return End::Gone;
                }
            }
        }
    }

    /// What the next start should know.
    pub(crate) fn session(&self) -> Session {
        self.screen.session()
    }

    /// Hands over what is not finished yet, so that the next start can go on with it.
    pub(crate) fn part(&mut self, work: &mut Work) {
        let effects = self.screen.parting();
        self.carry_out(effects, work);
    }

    fn draw(&mut self) -> io::Result<()> {
        let screen = &self.screen;
        self.stage.paint().rest_at(screen.rest());
        if self.links {
            self.stage.link(screen.links());
        }
        self.stage.picture(screen.picture());
        self.stage
            .draw(screen.look(), |buf, damage| screen.draw(buf, damage))
    }

    fn take(&mut self, event: Event, work: &mut Work, input: &mut Input) {
        match event {
            Event::Input(messages) => {
                // What was typed after a change of size is meant for what it shows.
                self.settle_size(work);
                for msg in messages {
                    self.update(msg, work);
                }
            }
            Event::Msg(msg) => self.update(msg, work),
            Event::Found(answers) => self.found(answers, work),
            Event::Signal(Asked::End(number)) => self.end = Some(End::Signal(number)),
            Event::Signal(Asked::Resize) => self.resized = true,
            Event::Signal(Asked::GoOn) => self.come_back(),
            Event::Signal(Asked::Stop) => self.step_aside(work, input, signals::stop),
            Event::Page(file) => self.page(&file, work, input),
            Event::Compose(ticket, text) => self.compose((ticket, &text), work, input),
            Event::Edit(file, line) => self.edit((&file, line), work, input),
            Event::Run(outside, path) => self.run_outside(outside, path, work, input),
            Event::Write(bytes) => {
                let _ = self.stage.paint().aside(&bytes);
            }
            Event::Gone => self.end = Some(End::Gone),
        }
    }

    fn update(&mut self, msg: Msg, work: &mut Work) {
        if self.end.is_some() {
            return;
        }
        if matches!(msg, Msg::Key(_)) {
            panic::provoked("ui");
        }
        let effects = self.screen.update(msg);
        self.carry_out(effects, work);
    }

    /// The terminal answered. Where that changes how text is measured, what was drawn may stand in the wrong places:
    /// everything is drawn anew.
    fn found(&mut self, answers: Answers, work: &mut Work) {
        let before = self.memory.answers;
        let now = answers.or(before);
        if now == before {
            return;
        }
        self.stage.paint().know(now);
        terminal::clusters_were_off(now.clusters_were_off());
        self.memory.answers = now;
        if (now.ruler(), now.dark) != (before.ruler(), before.dark) {
            let (ruler, dark) = (now.ruler(), now.dark);
            self.update(Msg::Terminal { ruler, dark }, work);
        }
        if now.ruler() != before.ruler() {
            self.forget();
        }
        let (cache, terminal) = (self.memory.cache.clone(), self.memory.terminal.clone());
        self.errand(move |_| {
            if let Err(e) = remember::save(&cache, &terminal, now) {
                tracing::warn!(reason = %e, "the terminal's answers are not remembered");
            }
        });
    }

    /// Many changes of size at once are one.
    fn settle_size(&mut self, work: &mut Work) {
        if !std::mem::take(&mut self.resized) {
            return;
        }
        let (columns, rows) = terminal::size();
        if self.stage.resize((columns, rows)).is_err() {
            self.end = Some(End::Gone);
        }
        self.update(Msg::Resize(columns, rows), work);
    }

    fn carry_out(&mut self, effects: Effects, work: &mut Work) {
        for effect in effects {
            match effect {
                Effect::Copy(text) => self.errand(move |send| copy(&text, send)),
                Effect::Browse(url) => self.errand(move |send| match outside::browse(&url) {
                    Ok(()) => {}
                    Err(e) => fault(e.said(), send),
                }),
                Effect::Mouse(on) => {
                    self.mouse = Mouse::wanted(on);
                    let _ = self.stage.paint().aside(self.mouse.sequence());
                }
                Effect::Compose { ticket, text } => {
                    let _ = self.send.send(Event::Compose(ticket, text));
                }
                Effect::Run(outside) if outside.last => self.last = Some(outside),
                Effect::Run(outside) if !outside.wants_path() => {
                    let _ = self.send.send(Event::Run(outside, None));
                }
                Effect::ReadSettings => self.read_settings(),
                Effect::Themes => {
                    let folder = self.given.themes();
                    self.errand(move |send| {
                        let themes = Reading::new(&folder).all();
                        let _ = send.send(Event::Msg(Msg::Themes(themes)));
                    });
                }
                Effect::EditSettings(file, line) => {
                    let _ = self.send.send(Event::Edit(file, line));
                }
                Effect::Redraw => self.forget(),
                Effect::Suspend => {
                    if !signals::ask_to_stop() {
                        self.forget();
                    }
                }
                Effect::Quit => self.end = Some(End::Quit),
                effect @ (Effect::Pictures { .. } | Effect::Picture { .. } | Effect::ViewPicture { .. }) => {
                    let means = Means::of(self.memory.answers);
                    work.picture(effect, means, &self.send);
                }
                effect => work.take(effect),
            }
        }
    }

    /// Does something outside on a thread of its own: it may take its time.
    fn errand(&self, task: impl FnOnce(&Sender<Event>) + Send + 'static) {
        let send = self.send.clone();
        let started = thread::Builder::new()
            .name("errand".into())
            .spawn(move || task(&send));
        if let Err(e) = started {
            fault(Said::detail(&e), &self.send);
        }
    }

    /// What runs once the screen is gone.
    pub(crate) fn last(&mut self) -> Option<Box<Outside>> {
        self.last.take()
    }

    /// Runs a program of the reader's own: with the terminal, or beside the drawing.
    fn run_outside(
        &mut self,
        outside: Box<Outside>,
        path: Option<PathBuf>,
        work: &mut Work,
        input: &mut Input,
    ) {
        if outside.show != Show::Terminal {
            return self.errand(move |send| match program::beside(&outside, path.as_deref()) {
                Ok(_) if outside.hook => {}
                Ok(lines) => {
                    let name = outside.name;
                    let _ = send.send(Event::Msg(Msg::Ran { name, lines }));
                }
                Err(said) => fault(said, send),
            });
        }
        signals::away(true);
        let mut ran = Ok(());
        self.step_aside(work, input, || {
            ran = program::with_terminal(&outside, path.as_deref());
        });
        signals::away(false);
        if let Err(said) = ran {
            fault(said, &self.send);
        }
    }

    fn page(&mut self, file: &Path, work: &mut Work, input: &mut Input) {
        signals::away(true);
        let mut shown = Ok(());
        self.step_aside(work, input, || shown = outside::page(file));
        signals::away(false);
        if let Err(e) = shown {
            fault(e.said(), &self.send);
        }
    }

    /// Has a text changed in the reader's own editor.
    fn compose(&mut self, (ticket, text): (Ticket, &str), work: &mut Work, input: &mut Input) {
        signals::away(true);
        let mut left = Ok(None);
        self.step_aside(work, input, || left = outside::compose(text));
        signals::away(false);
        match left {
            Ok(Some(text)) => self.update(Msg::Composed { ticket, text }, work),
            Ok(None) => {}
            Err(e) => fault(e.said(), &self.send),
        }
    }

    /// Lets the reader edit a file of the settings, and takes over what changed.
    fn edit(&mut self, (file, line): (&Path, usize), work: &mut Work, input: &mut Input) {
        signals::away(true);
        let mut edited = Ok(());
        self.step_aside(work, input, || edited = outside::edit(file, line));
        signals::away(false);
        match edited {
            Ok(()) => self.read_settings(),
            Err(e) => fault(e.said(), &self.send),
        }
    }

    /// Reads the settings again, beside the drawing.
    fn read_settings(&self) {
        let given = self.given.clone();
        self.errand(move |send| {
            let _ = send.send(Event::Msg(watch::read(&given)));
        });
    }

    /// Gives the terminal to others for as long as `meanwhile` takes. The session is kept first: who knows whether
    /// we come back.
    fn step_aside(&mut self, work: &mut Work, input: &mut Input, meanwhile: impl FnOnce()) {
        work.take(Effect::Keep(self.screen.session()));
        input.let_go();
        terminal::give_back();
        meanwhile();
        self.come_back();
        input.listen();
    }

    /// Takes the terminal again, whatever was done to it.
    fn come_back(&mut self) {
        if terminal::take(self.mouse).is_err() {
            self.end = Some(End::Gone);
        }
        self.forget();
        if self.asked.is_some() {
            self.stage.paint().before(CLUSTERS_ON);
        }
        self.resized = true;
    }

    /// Draws everything anew in the next frame.
    fn forget(&mut self) {
        if self.stage.forget().is_err() {
            self.end = Some(End::Gone);
        }
    }
}

fn fault(said: Said, send: &Sender<Event>) {
    tracing::warn!(?said, "told the reader");
    let _ = send.send(Event::Msg(Msg::Trouble(said)));
}

fn copy(text: &Clean, send: &Sender<Event>) {
    match outside::copy(text) {
        Ok(copying) => {
            if let outside::Copying::Terminal(bytes) = copying {
                let _ = send.send(Event::Write(bytes));
            }
            let letters = Ruler::default().clusters(text).count();
            let letters = Clean::new(&count(u32::try_from(letters).unwrap_or(u32::MAX)));
            let _ = send.send(Event::Msg(Msg::Done("toast.copied", letters)));
        }
        Err(e) => fault(e.said(), send),
    }
}
