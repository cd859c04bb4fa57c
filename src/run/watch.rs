//! Sees that the settings or a theme were saved, and reads them again.
//!
//! Begun after the first frame. Editors write a file in place, or another one that then takes its name: so the folder is
//! watched, and what counts is whether the bytes are others than before.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::events::Event;
use super::look;
use crate::app::msg::Msg;
use crate::app::words::Words;
use crate::config::Setup;
use crate::config::setup::Given;

/// How long a folder must be quiet before the files count as saved: some editors write twice.
const QUIET: Duration = Duration::from_millis(10);

/// Reads the settings and what they name.
pub(crate) fn read(given: &Given) -> Msg {
    let setup = Setup::read(given);
    let words = Words::of(look::language(setup.settings.language));
    Msg::Settings(Box::new((setup, words)))
}

/// Ends a watching when it is dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(super) orders: Sender<Heard>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.orders.send(Heard::End);
    }
}

/// What a watching thread hears.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Something was written that matters.
    Write,
    /// Nobody wants to know any more.
    End,
}

/// Watches until the result is dropped. Where nothing can be watched the reader reads the settings again by a key.
pub(crate) fn start(given: &Given, events: &Sender<Event>) -> Option<Watch> {
    start_with(given, events, || {})
}

fn start_with(given: &Given, events: &Sender<Event>, ready: impl FnOnce() + Send + 'static) -> Option<Watch> {
    let (orders, heard) = mpsc::channel();
    let (given, events, writes) = (given.clone(), events.clone(), orders.clone());
    let started = thread::Builder::new().name("watch".into()).spawn(move || {
        if let Err(reason) = watch(&given, &events, (writes, &heard), ready) {
            tracing::warn!(%reason, "the settings are not watched");
        }
    });
    started.ok().map(|_| Watch { orders })
}

/// The folders that matter, or those above them that are there.
fn folders(given: &Given) -> Vec<PathBuf> {
    let there = |folder: &Path| folder.ancestors().find(|f| f.is_dir()).map(Path::to_path_buf);
    let config = given.file.parent().and_then(there);
    let themes = Some(given.themes()).filter(|folder| folder.is_dir());
    config.into_iter().chain(themes).collect()
}

fn watch(
    given: &Given,
    events: &Sender<Event>,
    (orders, heard): (Sender<Heard>, &Receiver<Heard>),
    ready: impl FnOnce(),
) -> notify::Result<()> {
    let mut watcher = RecommendedWatcher::new(
        move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|e| writes(e.kind)) {
                let _ = orders.send(Heard::Write);
            }
        },
        notify::Config::default(),
    )?;
    let mut watched: Vec<PathBuf> = Vec::new();
    let mut arm = || {
        watched.retain(|folder| folder.is_dir());
        for folder in folders(given) {
            if !watched.contains(&folder) && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                watched.push(folder);
            }
        }
    };
    arm();
    let mut known = stamp(given);
    ready();
    while heard.recv() == Ok(Heard::Write) {
        while heard.recv_timeout(QUIET) == Ok(Heard::Write) {}
        arm();
        let now = stamp(given);
        if now != known {
            known = now;
            if events.send(Event::Msg(read(given))).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// Whether something was written; that we read is no news.
pub(super) fn writes(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// All bytes that settings are made of.
fn stamp(given: &Given) -> Vec<(PathBuf, Vec<u8>)> {
    let themes = std::fs::read_dir(given.themes()).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = themes
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files.push(given.file.clone());
    let bytes = |path: PathBuf| std::fs::read(&path).ok().map(|bytes| (path, bytes));
    files.into_iter().filter_map(bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_no_news() {
        assert!(!writes(EventKind::Access(AccessKind::Read)));
        assert!(!writes(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(writes(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(writes(EventKind::Create(notify::event::CreateKind::File)));
    }

    /// What is told of the settings after something was done to their folder.
    fn told(make: impl FnOnce(&Path), act: impl FnOnce(&Path)) -> Setup {
        let folder = tempfile::tempdir().expect("a folder");
        make(folder.path());
        let given = Given {
            file: folder.path().join("jobo/config.toml"),
            ..Given::default()
        };
        let (send, events) = mpsc::channel();
        let (say_ready, ready) = mpsc::channel();
        let watch = start_with(&given, &send, move || {
            let _ = say_ready.send(());
        });
        // If the watcher dies, waiting ends.
        drop(send);
        ready.recv().expect("it is watched");
        act(folder.path());
        match events.recv() {
            Ok(Event::Msg(Msg::Settings(read))) => {
                drop(watch);
                read.0
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_saved_file_is_read_again() {
        let there = |folder: &Path| std::fs::create_dir(folder.join("jobo")).expect("a folder");
        let setup = told(there, |folder| {
            std::fs::write(folder.join("jobo/config.toml"), "theme = \"nord\"").expect("it is written");
        });
        assert_eq!(setup.settings.theme, "nord");
    }

    #[test]
    fn a_file_that_takes_the_name_of_another_is_read() {
        let there = |folder: &Path| {
            std::fs::create_dir(folder.join("jobo")).expect("a folder");
            std::fs::write(folder.join("jobo/config.toml"), "theme = \"light\"").expect("it is written");
        };
        let setup = told(there, |folder| {
            std::fs::write(folder.join("jobo/.config.new"), "theme = \"nord\"").expect("it is written");
            std::fs::rename(folder.join("jobo/.config.new"), folder.join("jobo/config.toml"))
                .expect("renamed");
        });
        assert_eq!(setup.settings.theme, "nord");
    }

    #[test]
    fn a_folder_that_comes_later_is_seen() {
        let nothing = |_: &Path| {};
        let setup = told(nothing, |folder| {
            std::fs::create_dir(folder.join("jobo")).expect("a folder");
            std::fs::write(folder.join("jobo/config.toml"), "theme = \"nord\"").expect("it is written");
        });
        assert_eq!(setup.settings.theme, "nord");
    }
}
