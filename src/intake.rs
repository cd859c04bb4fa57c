//! Takes files and folders in: walks, compares, reads, files, recognises, indexes and reports.
//!
//! Only one thread writes a library, and what a reader marks goes first. So taking in is a value that this thread
//! steps: one short transaction a step, and edits in between. Walking, reading and recognising happen on threads
//! of their own behind a short queue. Articles are in the list as soon as they are read; their names and words
//! follow. Every step leaves whole articles behind, so that it may be the last one: the next run goes on where this
//! one stopped, and a run over what has not changed does nothing.

mod change;
mod gather;
mod listing;
pub(crate) mod parse;
mod tally;
pub mod walk;

use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::article::date::Date;
use crate::library::LibraryError;
use crate::library::filing::Filing;
use crate::library::reader::Reader;
use crate::library::value::{Progress, Report, SourceId};
use crate::library::writer::Writer;
use change::Stamp;
use gather::{Gather, Named, Parcel, Stock};
use tally::Tally;
use walk::{Root, Skip};

#[cfg(test)]
mod tests;

/// The number of the rules by which files are taken apart. Raise it when those of `ingest` change what comes of a
/// file: then every file is read anew, once.
pub const RECIPE: u32 = 1;
/// The longest that a step should keep the writer. Every transaction writes whole pages and a piece of the word index,
/// so that shorter slices cost more of everything; what a reader marks must be on disk within twenty milliseconds all
/// the same, its own writing included.
pub const SLICE: Duration = Duration::from_millis(12);
/// How long a step waits where there is nothing to write yet.
const WAIT: Duration = Duration::from_millis(5);
/// Parcels that may wait to be written.
const QUEUE: usize = 2;

/// An article that lies in no folder.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its file name.
    pub name: Cow<'static, str>,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// The date that stands in for one in the text.
    pub modified: Option<Date>,
}

impl Given {
    /// The content's hash and, made of it, a stamp: what lies in memory has no time of change.
    fn stamp(&self) -> ([u8; 16], Stamp) {
        let hash = parse::content(&self.bytes);
        let (time, _) = hash.split_first_chunk().expect("a hash is longer than a number");
        let stamp = Stamp {
            size: self.bytes.len() as u64,
            mtime: i64::from_le_bytes(*time),
        };
        (hash, stamp)
    }
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    Working(Progress),
    /// Everything is in the library.
    Done(Report),
}

/// Files being taken in.
pub struct Intake {
    /// What is needed to begin; `None` once begun.
    plan: Option<(Reader, Plan)>,
    tally: Arc<Tally>,
    parcels: Option<Receiver<Parcel>>,
    open: Option<SyncSender<()>>,
    at_hand: AtHand,
    tidied: bool,
    filing: Pace,
    indexing: Pace,
    report: Report,
    encoding: Option<Box<str>>,
    began: Option<Instant>,
}

enum Plan {
    Paths(Vec<PathBuf>),
    Given(PathBuf, Box<dyn Iterator<Item = Given> + Send>),
}

/// What is left of the parcel that is being written.
enum AtHand {
    Nothing,
    Files(VecDeque<Filing>),
    Names(VecDeque<Named>),
    Gone(SourceId, HashSet<PathBuf>),
}

impl AtHand {
    fn is_empty(&self) -> bool {
        match self {
            Self::Files(queue) => queue.is_empty(),
            Self::Names(queue) => queue.is_empty(),
            Self::Nothing | Self::Gone(..) => true,
        }
    }
}

/// Bytes of text in a file's stories.
fn text_bytes(filing: &Filing) -> usize {
    let texts = filing.leaves.iter().map(|leaf| leaf.article.body.text().len());
    texts.sum()
}

/// How long a byte takes to write, learned from the slices before, so that a slice of long articles holds fewer.
struct Pace {
    nanos: f64,
}

impl Pace {
    /// How much of a slice is planned for; the rest is for committing and for what is slower than it was.
    const PLAN: Duration = Duration::from_millis(20);
    /// Before anything is known a slice holds about four articles.
    const UNTRIED: Self = Self { nanos: 1_250.0 };
    /// What a thing costs beside its text, in bytes of text.
    const EACH: usize = 512;

    /// Takes from the queue what fits into a slice, at least one thing; and how much that is in bytes.
    fn take<T>(&self, queue: &mut VecDeque<T>, size: impl Fn(&T) -> usize) -> (Vec<T>, usize) {
        let room = (Self::PLAN.as_nanos() as f64 / self.nanos) as usize;
        let (mut taken, mut bytes) = (Vec::new(), 0);
        while let Some(thing) = queue.front() {
            let more = Self::EACH + size(thing);
            if !taken.is_empty() && bytes + more > room {
                break;
            }
            bytes += more;
            taken.extend(queue.pop_front());
        }
        (taken, bytes)
    }

    fn learn(&mut self, bytes: usize, took: Duration) {
        let nanos = took.as_nanos() as f64 / bytes.max(1) as f64;
        // Slower is believed at once, faster bit by bit; and never so fast that one slice could hold everything.
        self.nanos = nanos.max(self.nanos * 0.75 + nanos * 0.25).max(1.0);
    }
}

impl Intake {
    /// Will take in these files and folders; each becomes a source of the library. The reader is one of the library
    /// that the steps will write, and is the intake's own from now on.
    pub fn new(sources: Vec<PathBuf>, reader: Reader) -> Self {
        Self::planned(reader, Plan::Paths(sources))
    }

    /// Will look at all sources of the library again.
    pub fn again(reader: Reader) -> Result<Self, LibraryError> {
        let sources = reader.sources()?.into_iter().map(|source| source.path);
        Ok(Self::new(
            sources.filter(|path| path.is_absolute()).collect(),
            reader,
        ))
    }

    /// Will take in articles that are part of the program, as names and bytes, under the source `name`.
    pub fn embedded(name: &str, files: &'static [(&'static str, &'static [u8])], reader: Reader) -> Self {
        let given = files.iter().map(|(name, bytes)| Given {
            name: (*name).into(),
            bytes: (*bytes).into(),
            modified: None,
        });
        Self::given(name, given, reader)
    }

    /// Will take in articles as they are made, under the source `name`. They are filed in the order given.
    pub fn given(name: &str, given: impl Iterator<Item = Given> + Send + 'static, reader: Reader) -> Self {
        Self::planned(reader, Plan::Given(name.into(), Box::new(given)))
    }

    fn planned(reader: Reader, plan: Plan) -> Self {
        Self {
            plan: Some((reader, plan)),
            tally: Arc::default(),
            parcels: None,
            open: None,
            at_hand: AtHand::Nothing,
            tidied: false,
            filing: Pace::UNTRIED,
            indexing: Pace::UNTRIED,
            report: Report::default(),
            encoding: None,
            began: None,
        }
    }

    /// Reads text files of folders in this encoding, whatever their bytes suggest; an unknown name is no name.
    #[must_use]
    pub fn in_encoding(mut self, name: Option<&str>) -> Self {
        self.encoding = name.map(Box::from);
        self
    }

    /// Does the next bit of work: waits a few milliseconds for something to write, or writes for up to [`SLICE`]. A single
    /// very long article may take longer. Steps after the last one are done at once.
    ///
    /// # Errors
    ///
    /// The library could not be read or written. What was filed before is whole; the intake is over.
    pub fn step(&mut self, writer: &mut Writer) -> Result<Step, LibraryError> {
        let step = self.try_step(writer);
        if step.is_err() {
            self.stop();
        }
        step
    }

    fn try_step(&mut self, writer: &mut Writer) -> Result<Step, LibraryError> {
        if let Some((reader, plan)) = self.plan.take() {
            self.begin(reader, plan, writer)?;
        }
        let over = matches!(self.at_hand, AtHand::Nothing) && !self.receive()?;
        if over && !self.tidy(writer)? {
            return Ok(Step::Done(self.finish()));
        }
        self.write(writer)?;
        Ok(Step::Working(self.progress()))
    }

    /// Ends the work after what is written; the next step reports. Nothing that is in the library is lost, and
    /// nothing is said to be gone.
    pub fn stop(&mut self) {
        self.tally.stop();
        self.plan = None;
        self.parcels = None;
        self.open = None;
        self.at_hand = AtHand::Nothing;
    }

    /// How far the work is.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.tally.looked.get(),
            total: self.tally.total.get(),
            faults: self.tally.faults.get(),
            unindexed: self.tally.unindexed.get(),
            rate: self.rate(),
        }
    }

    /// How much is done in a second: files while there are some to look at, then stories.
    fn rate(&self) -> u32 {
        let Some(began) = self.began else {
            return 0;
        };
        let (looked, total) = (self.tally.looked.get(), self.tally.total.get());
        let done = if looked < total {
            looked
        } else {
            self.tally.indexed.get()
        };
        let seconds = began.elapsed().as_secs_f64();
        // What the first moments say is no rate yet.
        if seconds < 0.2 {
            0
        } else {
            (f64::from(done) / seconds) as u32
        }
    }

    /// What was passed over so far and why; the first thousand.
    pub fn skips(&self) -> Vec<(PathBuf, Skip)> {
        self.tally.skips().1
    }

    fn begin(&mut self, reader: Reader, plan: Plan, writer: &mut Writer) -> Result<(), LibraryError> {
        let stock = match plan {
            Plan::Paths(paths) => Stock::Places(places(&paths, writer)?),
            Plan::Given(at, given) => Stock::Given(writer.add_source(&at)?, at, given),
        };
        let (send, parcels) = sync_channel(QUEUE);
        let (open, opened) = sync_channel(1);
        let tally = Arc::clone(&self.tally);
        let gather = Gather {
            reader,
            stock,
            tally,
            parcels: send,
            opened,
            encoding: self.encoding.clone(),
        };
        thread::Builder::new()
            .name("intake".into())
            .spawn(move || gather.run())
            .expect("the system has room for a thread");
        self.parcels = Some(parcels);
        self.open = Some(open);
        self.began = Some(Instant::now());
        Ok(())
    }

    /// Waits a little for a parcel; `false` when there will be none.
    fn receive(&mut self) -> Result<bool, LibraryError> {
        let Some(parcels) = &self.parcels else {
            return Ok(false);
        };
        match parcels.recv_timeout(WAIT) {
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
            Ok(parcel) => self.unpack(parcel)?,
        }
        Ok(true)
    }

    fn unpack(&mut self, parcel: Parcel) -> Result<(), LibraryError> {
        match parcel {
            Parcel::Files(files) => self.at_hand = AtHand::Files(files.into()),
            Parcel::Names(names) => self.at_hand = AtHand::Names(names.into()),
            Parcel::Gone(source, gone) => self.at_hand = AtHand::Gone(source, gone),
            Parcel::Failed(error) => return Err(error),
            // If nobody waits at the gate any more, the next look at the queue says so.
            Parcel::Gate => drop(self.open.as_ref().map(|open| open.send(()))),
        }
        Ok(())
    }

    /// Writes as much of what is at hand as fits into a slice.
    fn write(&mut self, writer: &mut Writer) -> Result<(), LibraryError> {
        let began = Instant::now();
        match &mut self.at_hand {
            AtHand::Nothing => {}
            AtHand::Files(queue) => {
                let (now, bytes) = self.filing.take(queue, text_bytes);
                let filed = writer.file(now)?;
                self.filing.learn(bytes, began.elapsed());
                self.report.added += filed.added - filed.added_faults;
                self.report.revised += filed.revised;
                self.tally.unindexed.add(filed.added + filed.revised);
            }
            AtHand::Names(queue) => {
                let (now, bytes) = self.indexing.take(queue, |named| named.bytes);
                let stories = now.len() as u32;
                let now = now.into_iter().map(|named| (named.row, named.found));
                self.tally.unindexed.set(writer.index(now.collect())?);
                self.indexing.learn(bytes, began.elapsed());
                self.tally.indexed.add(stories);
            }
            AtHand::Gone(source, gone) => {
                self.report.gone += writer.forget_missing(*source, |path| !gone.contains(path))?;
            }
        }
        if self.at_hand.is_empty() {
            self.at_hand = AtHand::Nothing;
        }
        Ok(())
    }

    /// Tidies the index for a slice if it was written; `false` when there is nothing left to tidy.
    fn tidy(&mut self, writer: &mut Writer) -> Result<bool, LibraryError> {
        let stopped = self.tally.stopped();
        let touched = self.tally.indexed.get() > 0;
        self.tidied |= stopped || !touched || !writer.optimize(Pace::PLAN)?;
        Ok(!self.tidied)
    }

    fn finish(&mut self) -> Report {
        self.stop();
        Report {
            unchanged: self.tally.unchanged.get(),
            faults: self.tally.faults.get(),
            skipped: self.tally.skips().0,
            ..self.report
        }
    }
}

impl Drop for Intake {
    /// Lets the threads know; they end by themselves after the file at hand.
    fn drop(&mut self) {
        self.stop();
    }
}

fn places(paths: &[PathBuf], writer: &mut Writer) -> Result<Vec<(SourceId, Root)>, LibraryError> {
    let place = |path: &PathBuf| {
        let root = Root::new(path);
        Ok((writer.add_source(&root.path)?, root))
    };
    let mut places: Vec<(SourceId, Root)> = paths.iter().map(place).collect::<Result<_, LibraryError>>()?;
    // A folder inside another belongs to the source that was there first, whatever the order of the paths.
    places.sort_by_key(|(source, _)| *source);
    places.dedup_by_key(|(source, _)| *source);
    Ok(places)
}

/// Takes everything in before it returns, for the command line; `tell` hears of it after every step.
///
/// # Errors
///
/// As [`Intake::step`].
pub fn take_in(
    intake: &mut Intake,
    writer: &mut Writer,
    mut tell: impl FnMut(Progress),
) -> Result<Report, LibraryError> {
    loop {
        match intake.step(writer)? {
            Step::Working(progress) => tell(progress),
            Step::Done(report) => return Ok(report),
        }
    }
}
