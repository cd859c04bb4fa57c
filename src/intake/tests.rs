//! Folders taken into libraries, from beginning to end.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;

use super::{Given, Intake, Pace, Report, Step, take_in};
use crate::article::notice::NoticeKind;
use crate::ingest;
use crate::library::Library;
use crate::library::value::View;
use crate::library::writer::Writer;

/// A folder of articles and a library beside it.
struct Desk {
    dir: TempDir,
    library: Library,
    writer: Writer,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("news")).unwrap();
        let library = Library::open(dir.path().join("library.jobo")).unwrap();
        let writer = library.writer().unwrap();
        Self { dir, library, writer }
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join("news").join(name)
    }

    /// Writes a story and gives it a time of its own.
    fn story(&self, name: &str, text: &str, seconds: u64) {
        fs::write(self.at(name), text).unwrap();
        touch(&self.at(name), seconds);
    }

    fn intake(&self) -> Intake {
        Intake::new(vec![self.at("")], self.library.reader().unwrap())
    }

    fn take_in(&mut self) -> Report {
        take_in(&mut self.intake(), &mut self.writer, |_| ()).unwrap()
    }

    /// Headlines of the list, newest first.
    fn headlines(&self) -> Vec<String> {
        let reader = self.library.reader().unwrap();
        let rows = reader.order(&View::default()).unwrap();
        let headers = reader.headers(&rows).unwrap();
        headers
            .iter()
            .map(|header| header.headline.as_str().to_owned())
            .collect()
    }
}

fn touch(path: &Path, seconds: u64) {
    let file = File::options().append(true).open(path).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds))
        .unwrap();
}

const DAY: u64 = 86_400;

fn two_stories() -> Desk {
    let desk = Desk::new();
    desk.story(
        "b.txt",
        "은하전자, 새 공장 짓는다\n\n은하전자가 강릉에 새 공장을 짓는다고 밝혔다.\n",
        400 * DAY,
    );
    desk.story(
        "a.txt",
        "Harbour bridge opens\n\nThe bridge over the harbour opened on Monday.\n",
        300 * DAY,
    );
    desk
}

#[test]
fn a_second_run_does_nothing() {
    let mut desk = two_stories();
    let first = desk.take_in();
    assert_eq!((first.added, first.faults, first.unchanged), (2, 0, 0));
    assert_eq!(
        desk.headlines(),
        ["은하전자, 새 공장 짓는다", "Harbour bridge opens"]
    );
    let second = desk.take_in();
    assert_eq!(
        second,
        Report {
            unchanged: 2,
            ..Report::default()
        }
    );
}

#[test]
fn names_and_words_are_indexed() {
    let mut desk = two_stories();
    let mut unindexed = Vec::new();
    take_in(&mut desk.intake(), &mut desk.writer, |now| {
        unindexed.push(now.unindexed);
    })
    .unwrap();
    assert_eq!((unindexed.iter().max(), unindexed.last()), (Some(&2), Some(&0)));
    assert!(desk.library.reader().unwrap().pending(10).unwrap().is_empty());
}

#[test]
fn changed_moved_and_gone_files_are_told_apart() {
    let mut desk = two_stories();
    desk.take_in();
    desk.story(
        "a.txt",
        "Harbour bridge opens\n\nThe bridge over the harbour opened on Tuesday.\n",
        301 * DAY,
    );
    let report = desk.take_in();
    assert_eq!(
        (report.added, report.revised, report.unchanged),
        (0, 1, 1),
        "{report:?}"
    );

    fs::rename(desk.at("b.txt"), desk.at("moved.txt")).unwrap();
    let report = desk.take_in();
    assert_eq!(
        (report.added, report.gone, report.unchanged),
        (0, 1, 1),
        "{report:?}"
    );
    assert_eq!(desk.headlines().len(), 2);

    fs::remove_file(desk.at("a.txt")).unwrap();
    let report = desk.take_in();
    assert_eq!((report.gone, report.unchanged), (1, 1), "{report:?}");
    assert_eq!(desk.headlines(), ["은하전자, 새 공장 짓는다"]);
}

#[test]
fn a_folder_that_is_not_there_loses_nothing() {
    let mut desk = two_stories();
    desk.take_in();
    let away = desk.dir.path().join("away");
    fs::rename(desk.at(""), &away).unwrap();
    let report = desk.take_in();
    assert_eq!(
        (report.gone, report.added, report.faults),
        (0, 0, 0),
        "{report:?}"
    );
    assert_eq!(report.skipped, 1);
    assert_eq!(desk.headlines().len(), 2);
    // An unmounted disk leaves its empty folder behind.
    fs::create_dir(desk.at("")).unwrap();
    let report = desk.take_in();
    assert!(desk.headlines().len() >= 2, "{report:?}");
    fs::remove_dir(desk.at("")).unwrap();
    fs::rename(&away, desk.at("")).unwrap();
    desk.take_in();
    assert_eq!(desk.headlines().len(), 2);
}

#[test]
fn what_cannot_be_read_is_listed_with_the_reason() {
    let mut desk = two_stories();
    File::create(desk.at("large.txt"))
        .unwrap()
        .set_len(ingest::MAX_BYTES as u64 + 1)
        .unwrap();
    let report = desk.take_in();
    assert_eq!((report.added, report.faults), (2, 1));
    let reader = desk.library.reader().unwrap();
    let rows = reader.order(&View::default()).unwrap();
    let headers = reader.headers(&rows).unwrap();
    let fault = headers.iter().find(|header| header.fault).unwrap();
    assert_eq!(fault.headline.as_str(), "large.txt");
    let story = reader.story(fault.row).unwrap().unwrap();
    assert!(
        story
            .notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::TooLarge)
    );
    assert_eq!(desk.take_in().unchanged, 3);
}

#[test]
fn stopped_at_any_step_the_next_run_completes_it() {
    let stories = 150;
    for stop_after in [0, 1, 2, 3, 5, 8, 13, 40] {
        let mut desk = Desk::new();
        for n in 0..stories {
            desk.story(
                &format!("{n}.txt"),
                &format!("제목 {n}번\n\n{n}번째 이야기의 본문이다.\n"),
                DAY * n,
            );
        }
        let mut intake = desk.intake();
        for _ in 0..stop_after {
            intake.step(&mut desk.writer).unwrap();
        }
        intake.stop();
        assert!(matches!(intake.step(&mut desk.writer), Ok(Step::Done(_))));
        let reader = desk.library.reader().unwrap();
        for row in &reader.order(&View::default()).unwrap() {
            let story = reader.story(*row).unwrap().unwrap();
            assert!(
                story.article.body.text().contains("이야기의 본문이다."),
                "half a story"
            );
        }
        let left = stories as u32 - desk.headlines().len() as u32;
        assert_eq!(desk.take_in().added, left, "after {stop_after} steps");
        assert_eq!(desk.headlines().len() as u64, stories);
        assert!(reader.pending(10).unwrap().is_empty());
    }
}

#[test]
fn a_slice_of_long_articles_holds_fewer() {
    let take = |nanos: f64, sizes: &[usize]| {
        let mut queue: std::collections::VecDeque<usize> = sizes.iter().copied().collect();
        Pace { nanos }.take(&mut queue, |size| *size).0.len()
    };
    let short = [3_500; 100];
    assert_eq!(take(50.0, &short), 99);
    assert_eq!(take(500.0, &short), 9);
    assert_eq!(take(500.0, &[3_500, 1_000_000, 3_500]), 1);
    assert_eq!(take(500.0, &[10_000_000, 3_500]), 1);
}

#[test]
fn files_stay_byte_for_byte_what_they_are() {
    let mut desk = two_stories();
    let before = fs::read(desk.at("b.txt")).unwrap();
    let facts = fs::metadata(desk.at("b.txt")).unwrap().modified().unwrap();
    desk.take_in();
    assert_eq!(fs::read(desk.at("b.txt")).unwrap(), before);
    assert_eq!(fs::metadata(desk.at("b.txt")).unwrap().modified().unwrap(), facts);
}

#[test]
fn articles_of_the_program_are_taken_in_once_and_again_when_they_change() {
    const FILES: &[(&str, &[u8])] = &[
        ("one.txt", "첫 기사\n\n본문이다.\n".as_bytes()),
        ("two.txt", b"Second\n\nBody.\n"),
    ];
    let mut desk = Desk::new();
    let mut go = |files: Vec<(&'static str, Vec<u8>)>| {
        let given = files.into_iter().map(|(name, bytes)| Given {
            name: name.into(),
            bytes: bytes.into(),
            modified: None,
        });
        let mut intake = Intake::given("sample", given, desk.library.reader().unwrap());
        take_in(&mut intake, &mut desk.writer, |_| ()).unwrap()
    };
    let mut files: Vec<_> = FILES
        .iter()
        .map(|(name, bytes)| (*name, bytes.to_vec()))
        .collect();
    assert_eq!(go(files.clone()).added, 2);
    assert_eq!(
        go(files.clone()),
        Report {
            unchanged: 2,
            ..Report::default()
        }
    );
    files[1].1 = b"Second\n\nAnother body.\n".to_vec();
    let report = go(files);
    assert_eq!((report.added + report.revised, report.unchanged), (1, 1));
    let mut embedded = Intake::embedded("sample", FILES, desk.library.reader().unwrap());
    assert_eq!(
        take_in(&mut embedded, &mut desk.writer, |_| ())
            .unwrap()
            .unchanged,
        1
    );
}

#[cfg(unix)]
#[test]
fn odd_names_and_twins_are_all_taken_in() {
    use std::os::unix::ffi::OsStrExt;
    let mut desk = Desk::new();
    let names: [&[u8]; 6] = [
        b"bad-\xff.txt",
        b"nl-\n.txt",
        b"-rf.txt",
        "가.txt".as_bytes(),
        "\u{1100}\u{1161}.txt".as_bytes(),
        b" .txt",
    ];
    for (n, name) in names.iter().enumerate() {
        let path = desk.at("").join(std::ffi::OsStr::from_bytes(name));
        fs::write(path, format!("머리말 {n}\n\n서로 다른 이야기 {n}.\n")).unwrap();
    }
    assert_eq!(desk.take_in().added, 6);
    assert_eq!(desk.take_in().unchanged, 6);
}
