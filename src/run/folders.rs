//! Sees that files in the library's folders changed, and has the screen look at them.
//!
//! Begun after the first frame. What changed is not looked into here: the taking in walks and compares anyway, so that
//! a burst of a thousand writes is one look, and a message that the system lost costs nothing but time. Where a folder
//! cannot be watched the reader is told once and looks by a key.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{CreateKind, ModifyKind, RemoveKind};
use notify::{Event as Notice, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::events::Event;
use super::stock::Stock;
use super::watch::{self, Heard, Watch};
use crate::app::msg::Msg;
use crate::app::words::Said;
use crate::ingest;
use crate::library::Library;

/// How long the folders must be quiet before they are looked at: programs write a file in several steps.
const QUIET: Duration = Duration::from_millis(120);
/// How long a burst may go on before it is looked at all the same.
const LONGEST: Duration = Duration::from_millis(600);
/// Most folders that are watched: each takes room in the system, which many programs share.
const MOST: usize = 16_384;
/// How far the clock of a file system may be behind.
const COARSE: Duration = Duration::from_secs(1);

/// Watches what the library is filled from, until the result is dropped.
pub(crate) fn start(stock: &Stock, library: &Arc<Library>, events: &Sender<Event>) -> Option<Watch> {
    if *stock == Stock::Sample || library.read_only() {
        return None;
    }
    let (stock, library) = (stock.clone(), Arc::clone(library));
    let roots = move || roots(&stock, &library);
    start_with(roots, MOST, events, || {})
}

/// The folders and files that the library is filled from, as they are really called.
fn roots(stock: &Stock, library: &Library) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = match stock {
        Stock::Paths(paths) => paths.clone(),
        Stock::Own => {
            let sources = library.reader().and_then(|reader| reader.sources());
            let sources = sources.unwrap_or_default().into_iter();
            sources
                .map(|source| source.path)
                .filter(|path| path.is_absolute())
                .collect()
        }
        Stock::Sample => Vec::new(),
    };
    paths
        .into_iter()
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect()
}

fn start_with(
    roots: impl FnOnce() -> Vec<PathBuf> + Send + 'static,
    most: usize,
    events: &Sender<Event>,
    ready: impl FnOnce() + Send + 'static,
) -> Option<Watch> {
    let (orders, heard) = mpsc::channel();
    let (events, writes) = (events.clone(), orders.clone());
    let began = SystemTime::now() - COARSE;
    let started = thread::Builder::new().name("folders".into()).spawn(move || {
        // Held as long as the thread: dropping it ends the watching.
        let (_watcher, newest) = arm(&roots(), most, writes, &events);
        // What came between the first look at the folders and the watching is seen by a second look.
        if newest.is_some_and(|newest| newest >= began) {
            let _ = events.send(Event::Msg(Msg::Watching));
        }
        ready();
        listen(&heard, &events);
    });
    started.ok().map(|_| Watch { orders })
}

/// Begins to watch; what cannot be watched is told, once. Gives when a folder last changed, too.
fn arm(
    roots: &[PathBuf],
    most: usize,
    writes: Sender<Heard>,
    events: &Sender<Event>,
) -> (Option<RecommendedWatcher>, Option<SystemTime>) {
    let places = roots.to_vec();
    let hear = move |notice: notify::Result<Notice>| {
        if notice.is_ok_and(|notice| matters(&notice, &places)) {
            let _ = writes.send(Heard::Write);
        }
    };
    let config = notify::Config::default().with_follow_symlinks(false);
    let mut watcher = match RecommendedWatcher::new(hear, config) {
        Ok(watcher) => watcher,
        Err(reason) => {
            if let Some(root) = roots.first() {
                tell(root, &reason, events);
            }
            return (None, None);
        }
    };
    let mut below = Below::default();
    let mut unwatched = None;
    for root in roots {
        if let Err(reason) = add(&mut watcher, root, (&mut below, most)) {
            unwatched.get_or_insert((root, reason));
        }
    }
    if let Some((root, reason)) = unwatched {
        tell(root, &reason, events);
    }
    (Some(watcher), below.newest)
}

fn add(
    watcher: &mut RecommendedWatcher,
    root: &Path,
    (below, most): (&mut Below, usize),
) -> notify::Result<()> {
    if !root.is_dir() {
        // A file that is replaced by another of its name is seen by its folder alone.
        let folder = root.parent().unwrap_or(root);
        return watcher.watch(folder, RecursiveMode::NonRecursive);
    }
    below.look(root, most);
    if below.folders > most {
        return Err(notify::Error::generic("too many folders"));
    }
    watcher.watch(root, RecursiveMode::Recursive)
}

/// What is known of folders and those within them.
#[derive(Debug, Default)]
struct Below {
    /// How many there are.
    folders: usize,
    /// When something last came into one or left it.
    newest: Option<SystemTime>,
}

impl Below {
    /// Looks at a folder and all within it; ends where there are more than `most`.
    fn look(&mut self, root: &Path, most: usize) {
        let mut todo = vec![root.to_path_buf()];
        while let Some(folder) = todo.pop() {
            self.folders += 1;
            if self.folders > most {
                return;
            }
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            let inner = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
            todo.extend(inner.map(|entry| entry.path()));
            let changed = fs::metadata(&folder).and_then(|facts| facts.modified()).ok();
            self.newest = self.newest.max(changed);
        }
    }
}

fn tell(root: &Path, reason: &notify::Error, events: &Sender<Event>) {
    tracing::warn!(%reason, "a folder is not watched");
    let said = Said::new("toast.not-watched", [("path", &*root.to_string_lossy())]);
    let _ = events.send(Event::Msg(Msg::Trouble(said)));
}

/// Has what was written looked at, a burst at a time.
fn listen(heard: &Receiver<Heard>, events: &Sender<Event>) {
    while heard.recv() == Ok(Heard::Write) {
        let began = Instant::now();
        while began.elapsed() < LONGEST {
            match heard.recv_timeout(QUIET) {
                Ok(Heard::Write) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if events.send(Event::Msg(Msg::Touched)).is_err() {
            return;
        }
    }
}

/// Whether a notice is of something that may hold articles.
fn matters(notice: &Notice, roots: &[PathBuf]) -> bool {
    if notice.need_rescan() {
        return true;
    }
    let folder = matches!(
        notice.kind,
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder)
    );
    let named = matches!(notice.kind, EventKind::Modify(ModifyKind::Name(_)));
    watch::writes(notice.kind)
        && notice.paths.iter().any(|path| {
            let Some(root) = roots.iter().find(|root| path.starts_with(root)) else {
                return false;
            };
            if path == root {
                return true;
            }
            let below = path.strip_prefix(root).unwrap_or(path);
            let wanted = || {
                path.file_name()
                    .is_some_and(|name| ingest::wanted(&name.to_string_lossy()))
            };
            !below.components().any(hidden) && (folder || wanted() || (named && !path.is_file()))
        })
}

/// Folders of programs, such as `.git`, hold no articles.
fn hidden(part: Component<'_>) -> bool {
    let name: &OsStr = part.as_os_str();
    name.as_encoded_bytes().first() == Some(&b'.')
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, AccessMode, DataChange, RenameMode};

    use super::*;

    #[test]
    fn only_what_may_hold_articles_matters() {
        let roots = [PathBuf::from("/n/news"), PathBuf::from("/n/one.story")];
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for (kind, path, expected) in [
            (closed, "/n/news/a.txt", true),
            (data, "/n/news/deep/er/a.md", true),
            (data, "/n/news/a.jobo", false),
            (data, "/n/news/library.jobo-wal", false),
            (data, "/n/news/.git/index.txt", false),
            (data, "/n/news/.hidden.txt", false),
            (EventKind::Access(AccessKind::Read), "/n/news/a.txt", false),
            (
                EventKind::Access(AccessKind::Open(AccessMode::Any)),
                "/n/news/a.txt",
                false,
            ),
            (EventKind::Create(CreateKind::Folder), "/n/news/new", true),
            (EventKind::Create(CreateKind::Folder), "/n/news/.obsidian", false),
            (EventKind::Remove(RemoveKind::Folder), "/n/news/old", true),
            (EventKind::Remove(RemoveKind::File), "/n/news/a.txt", true),
            (
                EventKind::Modify(ModifyKind::Name(RenameMode::From)),
                "/n/news/gone",
                true,
            ),
            (EventKind::Remove(RemoveKind::Folder), "/n/news", true),
            (closed, "/n/one.story", true),
            (closed, "/n/two.txt", false),
            (closed, "/elsewhere/a.txt", false),
        ] {
            let notice = Notice::new(kind).add_path(PathBuf::from(path));
            assert_eq!(matters(&notice, &roots), expected, "{kind:?} {path}");
        }
        assert!(matters(
            &Notice::new(EventKind::Other).set_flag(notify::event::Flag::Rescan),
            &roots
        ));
    }

    /// What is told after something was done to a watched folder, with so many folders at most.
    fn told(most: usize, act: impl FnOnce(&Path)) -> Msg {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        std::fs::create_dir_all(root.join("deep/er")).expect("folders");
        let (send, events) = mpsc::channel();
        let (say_ready, ready) = mpsc::channel();
        let places = vec![root.clone()];
        let watched = start_with(
            move || places,
            most,
            &send,
            move || {
                let _ = say_ready.send(());
            },
        );
        ready.recv().expect("it is watched");
        act(&root);
        let msg = loop {
            match events.recv() {
                // The folder was made just now.
                Ok(Event::Msg(Msg::Watching)) => {}
                Ok(Event::Msg(msg)) => break msg,
                other => panic!("{other:?}"),
            }
        };
        drop(watched);
        msg
    }

    #[test]
    fn what_came_before_the_watching_is_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        let (send, events) = mpsc::channel();
        let come = move || {
            std::fs::write(root.join("a.txt"), "meanwhile").expect("written");
            vec![root]
        };
        let watched = start_with(come, MOST, &send, || {});
        assert!(matches!(events.recv(), Ok(Event::Msg(Msg::Watching))));
        drop(watched);
    }

    #[test]
    fn what_is_written_is_told() {
        type Act = fn(&Path);
        let acts: [Act; 5] = [
            |root| std::fs::write(root.join("a.txt"), "one").expect("written"),
            |root| std::fs::write(root.join("deep/er/a.md"), "two").expect("written"),
            |root| {
                std::fs::write(root.join(".a.tmp"), "three").expect("written");
                std::fs::rename(root.join(".a.tmp"), root.join("a.txt")).expect("renamed");
            },
            |root| {
                std::fs::create_dir(root.join("new")).expect("a folder");
                std::fs::write(root.join("new/a.txt"), "four").expect("written");
            },
            |root| std::fs::remove_dir_all(root.join("deep")).expect("removed"),
        ];
        for act in acts {
            assert!(matches!(told(MOST, act), Msg::Touched));
        }
    }

    #[test]
    fn too_many_folders_are_said_to_be_so() {
        let Msg::Trouble(said) = told(2, |_| {}) else {
            panic!("three folders are too many for two");
        };
        let words = crate::app::words::Words::of(crate::article::language::Language::En);
        assert!(words.said(&said).contains("not watched"));
    }

    #[test]
    fn a_burst_is_one_look() {
        let (send, heard) = mpsc::channel();
        let (say, events) = mpsc::channel();
        for _ in 0..10_000 {
            send.send(Heard::Write).expect("it is heard");
        }
        drop(send);
        // The sender is gone, so that what waits is one burst and the end.
        listen(&heard, &say);
        drop(say);
        assert!(events.iter().count() <= 1);
    }
}
