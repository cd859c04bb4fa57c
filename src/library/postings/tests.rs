use proptest::prelude::*;
use rusqlite::{Connection, params};

use super::*;

/// An index as libraries have it, on pages so small that words and their positions go over many.
fn index(page: u32) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(include_str!("../../../assets/schema/0001_first.sql"))
        .unwrap();
    let sql = "INSERT INTO words (words, rank) VALUES ('pgsz', ?1)";
    db.execute(sql, [page]).unwrap();
    db
}

fn put(db: &Connection, row: u32, [headline, body, names]: [&str; 3]) {
    let sql = "INSERT OR REPLACE INTO words (rowid, headline, body, names) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![row, headline, body, names]).unwrap();
}

fn answer(db: &Connection, wanted: &Wanted) -> Vec<RowId> {
    let found = with(db, &RefCell::default(), |lists| lists.answer(wanted));
    found.unwrap().expect("the form is known").rows()
}

/// The oracle: what SQLite finds, and what it weighs.
fn found(db: &Connection, wanted: &Wanted) -> (Vec<RowId>, Vec<f64>) {
    let sql = "SELECT rowid, bm25(words, 10.0, 1.0, 4.0) FROM words WHERE words MATCH ?1 ORDER BY rowid DESC";
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([wanted.to_string()], |r| {
        Ok((RowId(r.get(0)?), -r.get::<_, f64>(1)?))
    });
    rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

fn phrase(words: &str, open: bool, part: Option<Part>) -> Phrase {
    Phrase {
        words: words.into(),
        open,
        part,
    }
}

fn check(db: &Connection, wanted: &Wanted) {
    let (rows, expected) = found(db, wanted);
    assert_eq!(answer(db, wanted), rows, "{wanted}");
    let plain = |each: &[Wanted]| each.iter().all(|one| matches!(one, Wanted::Phrase(_)));
    let is_plain = match wanted {
        Wanted::All(each) | Wanted::Any(each) => plain(each),
        other => matches!(other, Wanted::Phrase(_)),
    };
    if !is_plain {
        // Of a part of a question that does not hold as a whole SQLite weighs nothing, and of words near each other only
        // those that are.
        return;
    }
    // Of more stories some are weighed without their length.
    let rows = &rows[..rows.len().min(weigh::MEASURED)];
    let weighed = with(db, &RefCell::default(), |lists| lists.weights(wanted, rows)).unwrap();
    for (row, (weight, expected)) in rows.iter().zip(weighed.unwrap().iter().zip(expected)) {
        let far = (weight - expected).abs() / expected.abs().max(1e-9);
        assert!(far < 1e-6, "{wanted} in {row:?}: {weight}, not {expected}");
    }
}

#[derive(Debug, Clone)]
enum Deed {
    Put(u32, String, String),
    Take(u32),
    /// What was done so far goes to the disk, as a part of the index of its own.
    Flush,
    Merge(i64),
}

fn deeds() -> impl Strategy<Value = Deed> {
    prop_oneof![
        12 => (1..40_u32, "([ab가나]{1,2} ?){0,2}", "([abc가나다]{1,2} ?){0,60}").prop_map(|(row, h, b)| Deed::Put(row, h, b)),
        3 => (1..40_u32).prop_map(Deed::Take),
        4 => Just(Deed::Flush),
        1 => (1..9_i64).prop_map(Deed::Merge),
    ]
}

fn run(deeds: &[Deed], page: u32) -> Connection {
    let db = index(page);
    db.execute_batch("INSERT INTO words (words, rank) VALUES ('automerge', 3); BEGIN")
        .unwrap();
    for deed in deeds {
        match deed {
            Deed::Put(row, headline, body) => put(&db, *row, [headline, body, "n1 n2"]),
            Deed::Take(row) => drop(db.execute("DELETE FROM words WHERE rowid = ?1", [row]).unwrap()),
            Deed::Flush => db.execute_batch("COMMIT; BEGIN").unwrap(),
            Deed::Merge(pages) => {
                let sql = "INSERT INTO words (words, rank) VALUES ('merge', ?1)";
                db.execute(sql, [pages]).unwrap();
            }
        }
    }
    db.execute_batch("COMMIT").unwrap();
    db
}

fn phrases() -> impl Strategy<Value = Phrase> {
    let parts = prop_oneof![3 => Just(None), 1 => Just(Some(Part::Headline)), 1 => Just(Some(Part::Body))];
    ("[abc가나다]{1,2}( [abc가나다]{1,2}){0,2}", any::<bool>(), parts)
        .prop_map(|(words, open, part)| Phrase { words, open, part })
}

fn questions() -> impl Strategy<Value = Wanted> {
    let near = (prop::collection::vec("[abc가나다]{1,2}( [ab])?", 2..4), 0..6_u32);
    let near = near.prop_map(|(words, far)| {
        let phrases = words.iter().map(|words| phrase(words, false, None));
        Wanted::Near(phrases.collect(), far)
    });
    let leaf = prop_oneof![5 => phrases().prop_map(Wanted::Phrase), 1 => near];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Wanted::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Wanted::Any),
            (inner.clone(), inner).prop_map(|(what, other)| what.but(vec![other])),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_read_is_what_sqlite_finds(
        deeds in prop::collection::vec(deeds(), 1..80),
        page in prop_oneof![Just(32_u32), Just(48), Just(200), Just(4_050)],
        questions in prop::collection::vec(questions(), 16),
    ) {
        let db = run(&deeds, page);
        for wanted in &questions {
            check(&db, wanted);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80), anew in prop::collection::vec(0..80_usize, 0..3)) {
        form::structure(&bytes);
        form::averages(&bytes);
        form::length(&bytes);
        form::graves(&bytes);
        form::each_row(&bytes, &anew, |_, _| ());
        form::each_position(&bytes, |_| ());
        form::positions(&bytes, 3);
        if let Some(page) = Page::new(&bytes) {
            page.each(|_, _, _| true);
            page.rest();
        }
    }
}

#[test]
fn a_long_list_goes_over_many_pages() {
    let db = index(4_050);
    db.execute_batch("BEGIN").unwrap();
    let much = "정부 한다 ".repeat(3_000);
    for row in 1..3_000 {
        let body = match row {
            1_500 => much.as_str(),
            row if row % 3 == 0 => "정부 부는 데이 이터",
            _ => "부는 정부 이터 데이",
        };
        put(&db, row, ["", body, ""]);
        if row == 2_000 {
            db.execute_batch("COMMIT; BEGIN").unwrap();
        }
    }
    db.execute_batch("COMMIT").unwrap();
    for (words, open, hits) in [
        ("정부", false, 2_999),
        ("정부 부는", false, 999 - 1),
        ("데이 이터", false, 999 - 1),
        ("한다 정부", false, 1),
        ("정", true, 2_999),
        ("없다", false, 0),
    ] {
        let wanted = Wanted::Phrase(phrase(words, open, None));
        assert_eq!(answer(&db, &wanted).len(), hits, "{words}");
        check(&db, &wanted);
    }
}

#[test]
fn those_that_hold_the_most_come_first() {
    let db = index(4_050);
    for (row, body) in [
        (1, "가나 나다"),
        (2, "가나"),
        (3, "나다 다라 가나"),
        (4, "마바"),
        (5, "다라"),
    ] {
        put(&db, row, ["", body, ""]);
    }
    let phrases = ["가나", "나다", "다라"].map(|words| phrase(words, false, None));
    for (limit, expected) in [(9, vec![3, 1, 5, 2]), (2, vec![3, 1]), (0, vec![])] {
        let most = with(&db, &RefCell::default(), |lists| lists.most(&phrases, limit)).unwrap();
        assert_eq!(most.unwrap(), expected.into_iter().map(RowId).collect::<Vec<_>>());
    }
}

#[test]
fn damaged_pages_are_left_to_sqlite() {
    let db = index(4_050);
    (1..200).for_each(|row| put(&db, row, ["", "정부 부는", ""]));
    let wanted = Wanted::Phrase(phrase("정부", false, None));
    let read = || with(&db, &RefCell::default(), |lists| lists.answer(&wanted)).unwrap();
    assert_eq!(read().map(|found| found.count()), Some(199));
    // The size of the first row's positions is beyond the page.
    db.execute_batch(
        "UPDATE words_data SET block = substr(block, 1, 12) || x'7f7f7f7f7f7f7f7f' WHERE id > 1000",
    )
    .unwrap();
    assert_eq!(read().map(|found| found.count()), None);
}

#[test]
fn what_was_read_for_one_question_is_not_kept_for_another_state() {
    let db = index(4_050);
    let wanted = Wanted::Phrase(phrase("정부", false, None));
    let kept = RefCell::default();
    let read = || {
        with(&db, &kept, |lists| lists.answer(&wanted))
            .unwrap()
            .unwrap()
            .rows()
    };
    put(&db, 1, ["", "정부", ""]);
    assert_eq!(read(), [RowId(1)]);
    put(&db, 2, ["", "정부", ""]);
    assert_eq!(read(), [RowId(2), RowId(1)]);
    db.execute("DELETE FROM words WHERE rowid = 2", []).unwrap();
    assert_eq!(read(), [RowId(1)]);
}
