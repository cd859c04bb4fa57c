//! The one thread that writes the library.
//!
//! What the reader made goes first; between two of the reader's changes files are taken in, one short slice at a
//! time, so that a change is on disk within a few slices at most.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Stock, guarded, tell};
use crate::app::effect::Effect;
use crate::app::msg::{Msg, Session, Ticket};
use crate::app::words::Said;
use crate::article::id::StoryId;
use crate::intake::{Intake, Step};
use crate::library::edit::{Cause, Correction, Edit};
use crate::library::noted::NoteNames;
use crate::library::reader::Reader;
use crate::library::value::{Progress, Report, Totals};

use crate::library::writer::Writer;
use crate::library::{Library, LibraryError};
use crate::query::Today;
use crate::run::events::Event;
use crate::run::sample_notes;
use crate::text::Clean;

/// How often the reader is told how far the taking in is.
const TELL: Duration = Duration::from_millis(150);
/// How often the list is asked to look again while stories come in; the first time sooner, so that an empty screen
/// fills at once.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
const LOOK_FIRST: Duration = Duration::from_millis(60);
/// How often it is looked whether the names of notes are found.
const NAMING: Duration = Duration::from_millis(20);
/// Notes whose names are looked for at a time.
const NOTES: usize = 32;

/// Works until nobody has a task any more, then puts everything away.
pub(super) fn work(
    library: &Library,
    (stock, encoding): (&Stock, Option<&str>),
    tasks: &Receiver<Effect>,
    send: &Sender<Event>,
) {
    let mut desk = Desk {
        library,
        stock,
        encoding,
        send,
        writer: None,
        intake: None,
        again: false,
        last_opened: None,
        namer: None,
    };
    loop {
        let task = if desk.intake.is_some() {
            tasks.try_recv()
        } else if desk.namer.is_some() {
            tasks.recv_timeout(NAMING).map_err(|e| match e {
                RecvTimeoutError::Timeout => TryRecvError::Empty,
                RecvTimeoutError::Disconnected => TryRecvError::Disconnected,
            })
        } else {
            tasks.recv().map_err(|_| TryRecvError::Disconnected)
        };
        match task {
            Ok(task) => desk.take_guarded(task),
            Err(TryRecvError::Empty) => {
                if guarded("writer", send, || desk.step()).is_none() {
                    desk.intake = None;
                    desk.say(Msg::TakenIn(Report::default()));
                }
                desk.take_names();
            }
            Err(TryRecvError::Disconnected) => return,
        }
    }
}

/// The day, where the reader is.
fn today() -> Today {
    let now = jiff::Zoned::now();
    let begin = now.start_of_day().map_or(0, |day| day.timestamp().as_second());
    Today {
        begin,
        offset: (now.offset().seconds() / 60) as i16,
    }
}

struct Desk<'a> {
    library: &'a Library,
    stock: &'a Stock,
    encoding: Option<&'a str>,
    send: &'a Sender<Event>,
    /// Opened with the first task: a look at a library writes nothing.
    writer: Option<Writer>,
    intake: Option<Run>,
    /// Whether files changed while some were taken in: then all are looked at once more.
    again: bool,
    last_opened: Option<StoryId>,
    /// Who looks for names in the texts of notes: the lists of names are read for the first, and no edit is to wait
    /// for that.
    namer: Option<JoinHandle<Result<Option<Vec<NoteNames>>, LibraryError>>>,
}

/// Files being taken in, and when the reader was told of it.
struct Run {
    intake: Intake,
    began: Instant,
    told: Instant,
    looked: Option<Instant>,
    /// Sees what others see of the library.
    reader: Reader,
    shown: Totals,
}

impl Desk<'_> {
    fn say(&self, msg: Msg) {
        let _ = self.send.send(Event::Msg(msg));
    }

    fn writer(&mut self) -> Result<&mut Writer, LibraryError> {
        if self.writer.is_none() {
            self.writer = Some(self.library.writer()?);
        }
        Ok(self.writer.as_mut().expect("it was put there above"))
    }

    /// Does a task; edits that a panic kept from the library are said to be unsaved.
    fn take_guarded(&mut self, task: Effect) {
        let lost = match &task {
            Effect::Save { ticket, edits, .. } => Some((*ticket, edits.clone())),
            Effect::Undo { ticket } | Effect::Redo { ticket } | Effect::Correct { ticket, .. } => {
                Some((*ticket, Vec::new()))
            }
            _ => None,
        };
        let done = guarded("writer", self.send, || self.take(task));
        if let (None, Some((ticket, edits))) = (done, lost) {
            let reason = Said::new("fault.panic", [("worker", "writer")]);
            self.say(Msg::SaveFailed {
                ticket,
                edits,
                reason,
            });
        }
    }

    fn take(&mut self, task: Effect) {
        match task {
            Effect::Save { ticket, cause, edits } => self.save(ticket, cause, edits),
            Effect::Correct { ticket, corrections } => self.correct(ticket, &corrections),
            Effect::Undo { ticket } => self.walk(ticket, Writer::undo),
            Effect::Redo { ticket } => self.walk(ticket, Writer::redo),
            Effect::Resume { story, byte } => self.resume(story, byte),
            Effect::KeepDraft(draft) => {
                let kept = self.writer().and_then(|writer| writer.keep_draft(&draft));
                if let Err(error) = kept {
                    tell(self.send, (&error).into());
                }
            }
            Effect::DropDraft(note) => {
                let dropped = self.writer().and_then(|writer| writer.drop_draft(note));
                if let Err(error) = dropped {
                    tracing::warn!(%error, "a draft was not let go");
                }
            }
            Effect::Keep(session) => self.keep(&session),
            Effect::Reload => self.reload(),
            Effect::StopIntake => {
                self.again = false;
                if let Some(run) = &mut self.intake {
                    run.intake.stop();
                }
            }
            _ => {}
        }
    }

    fn save(&mut self, ticket: Ticket, cause: Cause, edits: Vec<Edit>) {
        let written = self.writer().and_then(|writer| writer.edit(cause, &edits));
        let mut noted = false;
        self.say(match written {
            Ok(receipt) => {
                if let Some(reason) = receipt.unlogged {
                    tracing::warn!(%reason, "the log beside the library was not written");
                }
                noted = edits.iter().any(|edit| edit.note().is_some());
                Msg::Saved { ticket, edits }
            }
            Err(error) => Msg::SaveFailed {
                ticket,
                edits,
                reason: (&error).into(),
            },
        });
        if noted {
            self.name_notes();
        }
    }

    /// Has the names of notes found that were kept since the last time.
    fn name_notes(&mut self) {
        if self.namer.is_some() || self.library.read_only() {
            return;
        }
        let Ok(reader) = self.library.reader() else {
            return;
        };
        let started = thread::Builder::new()
            .name("namer".into())
            .spawn(move || reader.name_notes(NOTES));
        match started {
            Ok(namer) => self.namer = Some(namer),
            Err(error) => tracing::warn!(%error, "the names of notes are not looked for"),
        }
    }

    /// Keeps the names of notes, once they are found; what is wrong with that costs nothing but them.
    fn take_names(&mut self) {
        let Some(namer) = self.namer.take_if(|namer| namer.is_finished()) else {
            return;
        };
        let Ok(Ok(Some(names))) = namer.join() else {
            return;
        };
        match self.writer().and_then(|writer| writer.put_note_names(&names)) {
            Ok(()) => {
                self.say(Msg::NotesNamed);
                self.name_notes();
            }
            Err(error) => tracing::warn!(%error, "the names of notes were not kept"),
        }
    }

    fn correct(&mut self, ticket: Ticket, corrections: &[Correction]) {
        let written = self.writer().and_then(|writer| writer.correct(corrections));
        self.say(match written {
            Ok(receipt) => {
                if let Some(reason) = receipt.unlogged {
                    tracing::warn!(%reason, "the log beside the library was not written");
                }
                Msg::Corrected {
                    ticket,
                    edits: receipt.applied,
                }
            }
            Err(error) => Msg::SaveFailed {
                ticket,
                edits: Vec::new(),
                reason: (&error).into(),
            },
        });
    }

    fn walk(&mut self, ticket: Ticket, way: fn(&mut Writer) -> Result<Vec<Edit>, LibraryError>) {
        let walked = self.writer().and_then(way);
        let noted = walked
            .as_ref()
            .is_ok_and(|edits| edits.iter().any(|edit| edit.note().is_some()));
        self.say(match walked {
            Ok(edits) => Msg::Saved { ticket, edits },
            Err(error) => Msg::SaveFailed {
                ticket,
                edits: Vec::new(),
                reason: (&error).into(),
            },
        });
        if noted {
            self.name_notes();
        }
    }

    /// What is only a convenience is no reason to disturb the reader if it cannot be written.
    fn resume(&mut self, story: StoryId, byte: u32) {
        let fresh = self.last_opened.replace(story) != Some(story);
        let written = self.writer().and_then(|writer| {
            if fresh {
                writer.opened(story)?;
            }
            writer.resume(story, byte)
        });
        if let Err(error) = written {
            tracing::warn!(%error, "the place was not kept");
        }
    }

    fn keep(&mut self, session: &Session) {
        let Ok(text) = serde_json::to_string(session) else {
            return;
        };
        if let Err(error) = self.writer().and_then(|writer| writer.keep_session(&text)) {
            tracing::warn!(%error, "the session was not kept");
        }
    }

    /// Begins to take in what changed; while that is under way it is begun again at its end.
    fn reload(&mut self) {
        if self.intake.is_some() {
            self.again = true;
            return;
        }
        if self.library.read_only() {
            return self.say(Msg::TakenIn(Report::default()));
        }
        match self.run() {
            Ok(run) => self.intake = Some(run),
            Err(error) => tell(self.send, (&error).into()),
        }
    }

    fn run(&self) -> Result<Run, LibraryError> {
        let reader = self.library.reader()?;
        let now = Instant::now();
        Ok(Run {
            intake: self.stock.intake(self.library, self.encoding)?,
            began: now,
            told: now,
            looked: None,
            shown: reader.totals()?,
            reader,
        })
    }

    fn step(&mut self) {
        let Some(mut run) = self.intake.take() else {
            return;
        };
        let stepped = self.writer().and_then(|writer| run.intake.step(writer));
        match stepped {
            Ok(Step::Working(progress)) => {
                self.report(&mut run, progress);
                self.intake = Some(run);
            }
            Ok(Step::Done(report)) => {
                let watched = self.run_rules();
                if *self.stock == Stock::Sample && report.added > 0 {
                    self.note_sample(&run.reader);
                }
                self.say(Msg::TakenIn(report));
                self.name_notes();
                if !watched.is_empty() {
                    self.say(Msg::Watched(watched));
                }
                if std::mem::take(&mut self.again) {
                    self.reload();
                }
            }
            Err(error) => {
                tell(self.send, (&error).into());
                self.say(Msg::TakenIn(Report::default()));
            }
        }
    }

    /// Lets the reader's rules act on what came. What is wrong with that is told, and the articles are here all the same.
    fn run_rules(&mut self) -> Vec<(Clean, u32)> {
        let today = today();
        match self.writer().and_then(|writer| writer.run_rules(today)) {
            Ok(ruled) => ruled.watched,
            Err(error) => {
                tell(self.send, (&error).into());
                Vec::new()
            }
        }
    }

    /// Notes come with the sample; without them it is the same but for them.
    fn note_sample(&mut self, reader: &Reader) {
        let edits = sample_notes::edits(reader);
        let noted = edits.and_then(|edits| {
            if edits.is_empty() {
                return Ok(());
            }
            self.writer()?.edit(Cause::Automatic, &edits).map(drop)
        });
        if let Err(error) = noted {
            tracing::warn!(%error, "the sample has no notes");
        }
    }

    fn report(&self, run: &mut Run, progress: Progress) {
        let now = Instant::now();
        if now - run.told >= TELL {
            run.told = now;
            self.say(Msg::Progress(progress));
        }
        let due = run.looked.map_or(run.began + LOOK_FIRST, |at| at + LOOK_AGAIN);
        if now >= due {
            run.looked = Some(now);
            let totals = run.reader.totals().unwrap_or(run.shown);
            if totals != run.shown {
                run.shown = totals;
                self.say(Msg::Changed);
            }
        }
    }
}
