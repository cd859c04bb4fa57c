//! The thread that walks, reads and recognises while the writer's thread files.
//!
//! What it makes goes through a short queue, so that a library of any size is taken in with a few dozen articles
//! in memory. It holds a reader of its own and never writes.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};
use std::thread;

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::article::Article;
use crate::entity::{Found, Recogniser};
use crate::intake::change::{Known, Stamp, Verdict};
use crate::intake::listing::Listing;
use crate::intake::parse::{self, Place};
use crate::intake::tally::Tally;
use crate::intake::walk::Root;
use crate::intake::{Given, RECIPE};
use crate::library::LibraryError;
use crate::library::filing::Filing;
use crate::library::reader::Reader;
use crate::library::value::{RowId, SourceId};

/// Files in one parcel; enough to keep two cores busy between two meetings at the queue, and to fill a slice.
const FILES: usize = 192;
/// Bytes in one parcel, unless a single file is larger.
const BYTES: u64 = 4 << 20;
/// Stories recognised at a time.
const STORIES: usize = 64;

/// What goes to the writer's thread.
pub(super) enum Parcel {
    /// Files to be filed, the oldest first.
    Files(Vec<Filing>),
    /// Names of stories that are in the library.
    Names(Vec<Named>),
    /// Files that are gone.
    Gone(SourceId, HashSet<PathBuf>),
    /// Everything before this must be in the library before the gatherer goes on.
    Gate,
    /// The library could not be read.
    Failed(LibraryError),
}

/// A story that is in the library, with its names.
pub(super) struct Named {
    pub(super) row: RowId,
    pub(super) found: Found,
    /// Bytes of its text.
    pub(super) bytes: usize,
}

/// Where articles come from.
pub(super) enum Stock {
    /// Folders and files.
    Places(Vec<(SourceId, Root)>),
    /// Articles that lie in memory or are made as they are asked for.
    Given(SourceId, PathBuf, Box<dyn Iterator<Item = Given> + Send>),
}

/// The gatherer: everything that its thread owns.
pub(super) struct Gather {
    pub(super) reader: Reader,
    pub(super) stock: Stock,
    pub(super) tally: Arc<Tally>,
    pub(super) parcels: SyncSender<Parcel>,
    /// Answers to [`Parcel::Gate`].
    pub(super) opened: Receiver<()>,
    /// The encoding that files of folders are in, if the reader said so.
    pub(super) encoding: Option<Box<str>>,
}

/// The other side went away or the library failed: there is nothing left to do.
struct Over;

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        Self::Library(error)
    }
}

impl From<Over> for Failure {
    fn from(_: Over) -> Self {
        Self::Over
    }
}

enum Failure {
    Library(LibraryError),
    Over,
}

impl Gather {
    /// Does the whole work, until it is done or the other side has gone.
    pub(super) fn run(mut self) {
        if let Err(Failure::Library(error)) = self.work() {
            // Whoever went away needs no answer.
            let _ = self.parcels.send(Parcel::Failed(error));
        }
    }

    fn work(&mut self) -> Result<(), Failure> {
        let mut known = match &self.stock {
            Stock::Places(places) if places.is_empty() => Known::default(),
            _ => self.known()?,
        };
        match std::mem::replace(&mut self.stock, Stock::Places(Vec::new())) {
            Stock::Places(places) => self.places(&places, &mut known)?,
            Stock::Given(source, at, given) => self.given(source, &at, given, &mut known)?,
        }
        drop(known);
        self.names()
    }

    fn known(&self) -> Result<Known, Failure> {
        let mut known = Known::default();
        self.reader.each_file(|file| {
            let (size, mtime) = (file.size, file.mtime);
            let stamp = if file.recipe == RECIPE {
                Stamp { size, mtime }
            } else {
                Stamp::UNREAD
            };
            known.note(&file.path, stamp);
        })?;
        Ok(known)
    }

    fn send(&self, parcel: Parcel) -> Result<(), Over> {
        if self.tally.stopped() {
            return Err(Over);
        }
        self.parcels.send(parcel).map_err(|_| Over)
    }

    /// Waits until everything sent is in the library.
    fn gate(&self) -> Result<(), Over> {
        self.send(Parcel::Gate)?;
        self.opened.recv().map_err(|_| Over)
    }

    // Files ------------------------------------------------------------------------------------------------------

    fn places(&self, places: &[(SourceId, Root)], known: &mut Known) -> Result<(), Failure> {
        let mut listing = Listing::new(places, known, &self.tally);
        let closed = std::mem::take(&mut listing.closed);
        let closed = closed.into_iter().map(|(source, path, fault)| {
            self.tally.looked.add(1);
            parse::closed(Place { source, path }, &fault, Stamp::UNREAD, &self.tally)
        });
        self.send_files(closed.collect())?;
        if !listing.entries.is_empty() {
            self.read(&listing, &crew())?;
        }
        // A file that was moved has found its story by now.
        if known.any_missing() && !self.tally.stopped() {
            let mut gone = listing.gone(places);
            self.reader.each_file(|file| gone.see(file, known))?;
            for (source, gone) in gone.files {
                self.send(Parcel::Gone(source, gone))?;
            }
        }
        Ok(())
    }

    fn read(&self, listing: &Listing, crew: &ThreadPool) -> Result<(), Over> {
        let tally: &Tally = &self.tally;
        let encoding = self.encoding.as_deref();
        let mut rest = listing.entries.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(parcel_size(rest.iter().map(|entry| entry.stamp.size)));
            rest = later;
            let read = now
                .par_iter()
                .filter_map(|entry| parse::file(listing, entry, encoding, tally));
            self.send_files(crew.install(|| read.collect()))?;
        }
        Ok(())
    }

    fn send_files(&self, files: Vec<Filing>) -> Result<(), Over> {
        if files.is_empty() {
            Ok(())
        } else {
            self.send(Parcel::Files(files))
        }
    }

    // Articles that lie in memory --------------------------------------------------------------------------------

    fn given(
        &self,
        source: SourceId,
        at: &Path,
        mut given: Box<dyn Iterator<Item = Given> + Send>,
        known: &mut Known,
    ) -> Result<(), Failure> {
        let (crew, tally): (_, &Tally) = (crew(), &self.tally);
        loop {
            let now: Vec<_> = given.by_ref().take(FILES).collect();
            if now.is_empty() {
                return Ok(());
            }
            tally.total.add(now.len() as u32);
            let stamps: Vec<_> = crew.install(|| now.par_iter().map(Given::stamp).collect());
            let mut fresh = Vec::new();
            for (given, stamp) in now.into_iter().zip(stamps) {
                let path = at.join(given.name.as_ref());
                match known.check(&path, stamp.1) {
                    Verdict::Same => tally.same(),
                    _ => fresh.push((Place { source, path }, given, stamp)),
                }
            }
            let read = fresh.into_par_iter();
            let read = read.map(|(place, given, stamp)| parse::given(place, &given, stamp, tally));
            self.send_files(crew.install(|| read.collect()))?;
        }
    }

    // Names ------------------------------------------------------------------------------------------------------

    /// Finds the names of all stories that have none yet, also of those that an earlier run left.
    fn names(&self) -> Result<(), Failure> {
        self.gate()?;
        let mut crew = None;
        let mut last = RowId(0);
        let mut fetch = STORIES;
        loop {
            let pending = self.reader.pending_after(last, fetch)?;
            let Some((row, _)) = pending.last() else {
                return Ok(());
            };
            last = *row;
            fetch = next_fetch(&pending);
            let crew = crew.get_or_insert_with(self::crew);
            for stories in pending.chunks(STORIES) {
                let names = stories.par_iter().map(|(row, article)| named(*row, article));
                self.send(Parcel::Names(crew.install(|| names.collect())))?;
            }
        }
    }
}

/// How many stories to fetch next, so that their texts stay within the bytes of a parcel.
fn next_fetch(stories: &[(RowId, Article)]) -> usize {
    let bytes: usize = stories.iter().map(|(_, article)| article.body.text().len()).sum();
    let mean = bytes / stories.len().max(1);
    (BYTES as usize / mean.max(1)).clamp(STORIES / 4, STORIES * 8)
}

/// The threads that parse and recognise. Their names tell them apart in a report of a panic.
fn crew() -> ThreadPool {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|n| format!("intake-{n}"))
        .start_handler(|_| step_back())
        .build()
        .expect("the system has room for a few threads")
}

/// Lets the screen and the writer have the processor first. On Linux a priority is that of one thread; elsewhere it
/// would be that of the whole program.
fn step_back() {
    // Without it taking in works as well, and keys a little slower beside it.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 5);
}

/// The names of a story. A rule that fails inside costs the names of this one story.
fn named(row: RowId, article: &Article) -> Named {
    let find = || Recogniser::bundled().find(article);
    Named {
        row,
        found: catch_unwind(AssertUnwindSafe(find)).unwrap_or_default(),
        bytes: article.body.text().len(),
    }
}

/// How many of the next files make a parcel: at least one.
fn parcel_size(sizes: impl Iterator<Item = u64>) -> usize {
    let mut bytes = 0;
    let fit = sizes.take(FILES).take_while(|size| {
        let fits = bytes == 0 || bytes + size <= BYTES;
        bytes += size;
        fits
    });
    fit.count()
}
