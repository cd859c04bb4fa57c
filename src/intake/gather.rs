//! The thread that walks, reads and recognises while the writer's thread files.
//!
//! What it makes goes through a short queue, so that a library of any size is taken in with a few dozen articles
//! in memory. It holds a reader of its own and never writes.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rayon::ThreadPool;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::article::notice::Notice;
use crate::entity::{Found, Recogniser};
use crate::ingest::{self, Input, Reading};
use crate::intake::change::{Known, Stamp, Verdict};
use crate::intake::parse;
use crate::intake::walk::{Root, Sight, Skip, Walk};
use crate::intake::{Given, RECIPE};
use crate::library::LibraryError;
use crate::library::filing::{Filing, Leaf};
use crate::library::reader::Reader;
use crate::library::value::{RowId, SourceId};
use crate::text::Clean;

/// Files in one parcel; enough to keep two cores busy between two meetings at the queue.
const FILES: usize = 64;
/// Bytes in one parcel, unless a single file is larger.
const BYTES: u64 = 4 << 20;
/// Stories recognised at a time.
const STORIES: usize = 64;
/// Skipped places that are kept by name; more are only counted.
const SKIPS: usize = 1_000;

/// What goes to the writer's thread.
pub(super) enum Parcel {
    /// Files to be filed, the oldest first.
    Files(Vec<Filing>),
    /// Names of stories that are in the library.
    Names(Vec<(RowId, Found)>),
    /// Files that are gone.
    Gone(SourceId, HashSet<PathBuf>),
    /// Everything before this must be in the library before the gatherer goes on.
    Gate,
    /// The library could not be read.
    Failed(LibraryError),
}

/// Counts that both threads see, and the word to stop.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) stop: AtomicBool,
    pub(super) total: AtomicU32,
    pub(super) looked: AtomicU32,
    pub(super) unchanged: AtomicU32,
    pub(super) faults: AtomicU32,
    pub(super) skipped: AtomicU32,
    pub(super) unindexed: AtomicU32,
    pub(super) indexed: AtomicU32,
    pub(super) skips: Mutex<Vec<(PathBuf, Skip)>>,
}

impl Tally {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn skip(&self, path: &Path, skip: Skip) {
        count(&self.skipped);
        let mut skips = self.skips.lock().unwrap_or_else(PoisonError::into_inner);
        if skips.len() < SKIPS {
            skips.push((path.to_path_buf(), skip));
        }
    }
}

fn count(counter: &AtomicU32) {
    counter.fetch_add(1, Ordering::Relaxed);
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

/// A file to be read: compact, because a first import lists all files before it reads the oldest.
struct Entry {
    source: SourceId,
    folder: u32,
    name: Box<std::ffi::OsStr>,
    stamp: Stamp,
    again: bool,
}

/// What the walk leaves to do.
#[derive(Default)]
struct Listing {
    folders: Vec<PathBuf>,
    entries: Vec<Entry>,
    closed: Vec<(SourceId, PathBuf, Notice)>,
    /// Under these nothing can be said to be gone.
    dark: Vec<PathBuf>,
}

impl Listing {
    fn path(&self, entry: &Entry) -> PathBuf {
        self.folders[entry.folder as usize].join(&*entry.name)
    }

    /// Takes the folder again where it is the one of the file before: a walk stays in a folder.
    fn folder(&mut self, folder: &Path) -> u32 {
        if self.folders.last().is_none_or(|last| last != folder) {
            self.folders.push(folder.to_path_buf());
        }
        self.folders.len() as u32 - 1
    }
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
        let mut known = self.known()?;
        match std::mem::replace(&mut self.stock, Stock::Places(Vec::new())) {
            Stock::Places(places) => self.places(&places, &mut known)?,
            Stock::Given(source, at, given) => self.given(source, &at, given, &mut known)?,
        }
        drop(known);
        self.names()
    }

    fn known(&self) -> Result<Known, Failure> {
        let mut known = Known::default();
        for file in self.reader.files()? {
            let (size, mtime) = (file.size, file.mtime);
            let stamp = if file.recipe == RECIPE {
                Stamp { size, mtime }
            } else {
                Stamp::UNREAD
            };
            known.note(&file.path, stamp);
        }
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
        let mut listing = self.walk(places, known);
        let closed = std::mem::take(&mut listing.closed);
        let filings = closed.into_iter().map(|(source, path, fault)| {
            count(&self.tally.faults);
            closed_filing(source, path, &fault, Stamp::UNREAD)
        });
        let filings: Vec<_> = filings.collect();
        if !filings.is_empty() {
            self.send(Parcel::Files(filings))?;
        }
        listing
            .entries
            .sort_by(|a, b| (a.stamp.mtime, a.folder, &a.name).cmp(&(b.stamp.mtime, b.folder, &b.name)));
        if !listing.entries.is_empty() {
            self.read(&listing, &crew())?;
        }
        self.forget(places, &listing, known)
    }

    /// Lists what is new or changed.
    fn walk(&self, places: &[(SourceId, Root)], known: &mut Known) -> Listing {
        let mut listing = Listing::default();
        let mut walk = Walk::new(ingest::wanted, &self.tally.stop);
        for (source, root) in places {
            walk.root(root, &mut |sight| {
                self.sight(*source, &sight, known, &mut listing);
            });
        }
        listing
    }

    fn sight(&self, source: SourceId, sight: &Sight, known: &mut Known, listing: &mut Listing) {
        match sight {
            Sight::Skipped(path, skip) => self.tally.skip(path, *skip),
            Sight::Closed(path, error) => {
                count(&self.tally.total);
                count(&self.tally.looked);
                listing.dark.push(path.to_path_buf());
                if known.check(path, Stamp::UNREAD) == Verdict::Fresh {
                    listing
                        .closed
                        .push((source, path.to_path_buf(), parse::unreadable(error)));
                } else {
                    count(&self.tally.unchanged);
                }
            }
            Sight::File {
                folder,
                name,
                size,
                mtime,
            } => {
                count(&self.tally.total);
                let stamp = Stamp {
                    size: *size,
                    mtime: *mtime,
                };
                match known.check(&folder.join(name), stamp) {
                    Verdict::Same => {
                        count(&self.tally.looked);
                        count(&self.tally.unchanged);
                    }
                    verdict => {
                        let folder = listing.folder(folder);
                        let again = verdict == Verdict::Again;
                        listing.entries.push(Entry {
                            source,
                            folder,
                            name: (*name).into(),
                            stamp,
                            again,
                        });
                    }
                }
            }
        }
    }

    fn read(&self, listing: &Listing, crew: &ThreadPool) -> Result<(), Over> {
        let tally: &Tally = &self.tally;
        let mut rest = listing.entries.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(parcel_size(rest.iter().map(|entry| entry.stamp.size)));
            rest = later;
            let filings = crew.install(|| {
                now.par_iter()
                    .map(|entry| read(tally, listing, entry))
                    .collect::<Vec<_>>()
            });
            let filings: Vec<_> = filings.into_iter().flatten().collect();
            if !filings.is_empty() {
                self.send(Parcel::Files(filings))?;
            }
        }
        Ok(())
    }

    /// Says which files are gone, once everything else is filed: a file that was moved has found its story by then.
    fn forget(&self, places: &[(SourceId, Root)], listing: &Listing, known: &Known) -> Result<(), Failure> {
        if self.tally.stopped() || !known.any_missing() {
            return Ok(());
        }
        let mut gone: HashMap<SourceId, HashSet<PathBuf>> = HashMap::new();
        for file in self.reader.files()? {
            if !known.met(&file.path) && !listing.dark.iter().any(|dark| file.path.starts_with(dark)) {
                gone.entry(file.source).or_default().insert(file.path);
            }
        }
        for (source, root) in places {
            if let Some(gone) = gone.remove(source).filter(|_| !root.empty()) {
                self.send(Parcel::Gone(*source, gone))?;
            }
        }
        Ok(())
    }

    // Articles that lie in memory --------------------------------------------------------------------------------

    fn given(
        &self,
        source: SourceId,
        at: &Path,
        mut given: Box<dyn Iterator<Item = Given> + Send>,
        known: &mut Known,
    ) -> Result<(), Failure> {
        let crew = crew();
        loop {
            let now: Vec<_> = given.by_ref().take(FILES).collect();
            if now.is_empty() {
                return Ok(());
            }
            self.tally.total.fetch_add(now.len() as u32, Ordering::Relaxed);
            let stamps: Vec<_> = crew.install(|| now.par_iter().map(Given::stamp).collect());
            let fresh = now.into_iter().zip(stamps).filter(|(given, (_, stamp))| {
                let same = known.check(&at.join(given.name.as_ref()), *stamp) == Verdict::Same;
                if same {
                    count(&self.tally.looked);
                    count(&self.tally.unchanged);
                }
                !same
            });
            let fresh: Vec<_> = fresh.collect();
            let tally: &Tally = &self.tally;
            let filings = crew.install(|| {
                let filings = fresh.into_par_iter().map(|(given, (hash, stamp))| {
                    count(&tally.looked);
                    let reading = ingest::read(&given.input());
                    filing(source, at.join(given.name.as_ref()), stamp, hash, reading)
                });
                filings.collect::<Vec<_>>()
            });
            if !filings.is_empty() {
                self.send(Parcel::Files(filings))?;
            }
        }
    }

    // Names ------------------------------------------------------------------------------------------------------

    /// Finds the names of all stories that have none yet, also of those that an earlier run left.
    fn names(&self) -> Result<(), Failure> {
        self.gate()?;
        let mut crew = None;
        let mut sent = 0;
        let mut last = None;
        let mut fetch = STORIES;
        loop {
            // What is still on its way comes again, before what is new.
            let on_its_way = sent - self.tally.indexed.load(Ordering::Relaxed) as usize;
            let mut pending = self.reader.pending(fetch + on_its_way)?;
            pending.retain(|(row, _)| Some(*row) > last);
            let Some((row, _)) = pending.last() else {
                return Ok(());
            };
            last = Some(*row);
            sent += pending.len();
            fetch = next_fetch(&pending);
            let crew = crew.get_or_insert_with(self::crew);
            for stories in pending.chunks(STORIES) {
                let names = stories.par_iter().map(|(row, article)| (*row, names(article)));
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
        .build()
        .expect("the system has room for a few threads")
}

/// The names of a story. A rule that fails inside costs the names of this one story.
fn names(article: &Article) -> Found {
    catch_unwind(AssertUnwindSafe(|| Recogniser::bundled().find(article))).unwrap_or_default()
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

/// What tells a file's content from another: half a SHA-256.
pub(super) fn content(bytes: &[u8]) -> [u8; 16] {
    let mut hash = [0; 16];
    hash.copy_from_slice(&Sha256::digest(bytes)[..16]);
    hash
}

/// Reads one file; `None` where it is as unreadable as it was.
fn read(tally: &Tally, listing: &Listing, entry: &Entry) -> Option<Filing> {
    let path = listing.path(entry);
    let name = entry.name.to_string_lossy();
    count(&tally.looked);
    if entry.stamp.size > ingest::MAX_BYTES as u64 {
        count(&tally.faults);
        return Some(closed_filing(
            entry.source,
            path,
            &parse::too_large(entry.stamp.size),
            entry.stamp,
        ));
    }
    match parse::bytes(&path) {
        Ok((bytes, stamp)) => {
            let modified = parse::moment(stamp.mtime);
            let reading = ingest::read(&Input {
                name: &name,
                bytes: &bytes,
                modified,
            });
            let filing = filing(entry.source, path, stamp, content(&bytes), reading);
            if filing.leaves.iter().any(|leaf| leaf.fault.is_some()) {
                count(&tally.faults);
            }
            Some(filing)
        }
        Err(_) if entry.again => {
            count(&tally.unchanged);
            None
        }
        Err(fault) => {
            count(&tally.faults);
            Some(closed_filing(entry.source, path, &fault, Stamp::UNREAD))
        }
    }
}

fn closed_filing(source: SourceId, path: PathBuf, fault: &Notice, stamp: Stamp) -> Filing {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    // Without content the reason takes its place: another reason is another reading.
    let hash = content(format!("{:?} {}", fault.kind, fault.detail).as_bytes());
    let reading = parse::at_fault(&name, fault.clone(), parse::moment(stamp.mtime));
    filing(source, path, stamp, hash, reading)
}

/// A reading as the library files it. What was odd about the whole file is said of each of its stories.
fn filing(source: SourceId, path: PathBuf, stamp: Stamp, hash: [u8; 16], reading: Reading) -> Filing {
    let leaves = reading.drafts.into_iter().map(|draft| Leaf {
        article: draft.article,
        part: draft.part,
        notices: reading.notices.iter().cloned().chain(draft.notices).collect(),
        fault: draft.fault,
    });
    Filing {
        source,
        path,
        size: stamp.size,
        mtime: stamp.mtime,
        hash,
        recipe: RECIPE,
        format: Clean::new(reading.format),
        encoding: Clean::new(reading.encoding),
        leaves: leaves.collect(),
    }
}
