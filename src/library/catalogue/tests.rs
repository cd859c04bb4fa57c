use crate::article::Article;
use crate::article::date::Date;
use crate::article::id::StoryId;
use crate::article::language::Language;
use crate::library::edit::{Cause, Edit};
use crate::library::fixture::{Desk, article, dated, digest, id};
use crate::library::value::{Filter, RowId, Sort, Totals, View};
use crate::text::Clean;

/// Four stories: an English one without a date and outlet, two of one paper, and a digest of another.
fn desk() -> Desk {
    let mut desk = Desk::new();
    let of = |outlet: &str, article: Article| Article {
        outlet: Some(Clean::new(outlet)),
        ..article
    };
    desk.file("1", of("나라신문", dated("바다", "물고기", 1, 1)));
    desk.file("2", article("Apple", "A story in English"));
    desk.file("3", of("나라신문", dated("가을", "단풍", 5, 1)));
    desk.file("4", digest());
    desk
}

fn headlines(desk: &Desk, view: &View) -> Vec<String> {
    let rows = desk.reader.order(view).unwrap();
    let headers = desk.reader.headers(&rows).unwrap();
    // The first screen and the whole list must never disagree.
    assert_eq!(desk.reader.newest(view, rows.len() + 1).unwrap(), headers);
    assert_eq!(
        desk.reader.newest(view, 1).unwrap(),
        headers[..headers.len().min(1)]
    );
    headers.iter().map(|h| h.headline.to_string()).collect()
}

fn mark(desk: &mut Desk, edits: &[Edit]) {
    desk.writer.edit(Cause::Deliberate, edits).unwrap();
}

#[test]
fn lists_are_ordered() {
    let mut desk = desk();
    mark(
        &mut desk,
        &[Edit::Read {
            story: id(&dated("가을", "단풍", 5, 1)),
            on: true,
        }],
    );
    let check = |sort, expected: [&str; 4]| {
        let view = View {
            sort,
            ..View::default()
        };
        assert_eq!(headlines(&desk, &view), expected);
        let reverse = View {
            reverse: true,
            ..view
        };
        let mut expected = expected;
        expected.reverse();
        assert_eq!(headlines(&desk, &reverse), expected);
    };
    check(Sort::Date, ["가을", "아침의 소식", "바다", "Apple"]);
    check(Sort::Outlet, ["아침의 소식", "가을", "바다", "Apple"]);
    check(Sort::Title, ["Apple", "가을", "바다", "아침의 소식"]);
    check(Sort::Unread, ["아침의 소식", "바다", "Apple", "가을"]);
}

/// Digest item and sea tagged, the item bookmarked, the sea read.
fn marked_desk(tag: &Clean) -> Desk {
    let mut desk = desk();
    let item = StoryId {
        item: 2,
        ..id(&digest())
    };
    let sea = id(&dated("바다", "물고기", 1, 1));
    mark(
        &mut desk,
        &[
            Edit::Read { story: sea, on: true },
            Edit::Bookmark {
                story: item,
                on: true,
            },
            Edit::Tag {
                story: item,
                tag: tag.clone(),
                on: true,
            },
            Edit::Tag {
                story: sea,
                tag: tag.clone(),
                on: true,
            },
        ],
    );
    desk
}

fn check_filter(desk: &Desk, change: impl Fn(&mut Filter), expected: &[&str]) {
    let mut view = View::default();
    change(&mut view.filter);
    assert_eq!(headlines(desk, &view), expected, "{view:?}");
    for sort in [Sort::Outlet, Sort::Title, Sort::Unread] {
        view.sort = sort;
        let mut found = headlines(desk, &view);
        let mut expected = expected.to_vec();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{view:?}");
    }
}

#[test]
fn lists_are_filtered_under_every_order() {
    let tag = Clean::new("뒤에");
    let desk = marked_desk(&tag);
    let check = |change: &dyn Fn(&mut Filter), expected: &[&str]| check_filter(&desk, change, expected);
    let paper = Some(Clean::new("나라신문"));
    let day = |month, day| Date::day(2026, month, day, 540).unwrap().unix;
    check(&|f| f.unread = true, &["가을", "아침의 소식", "Apple"]);
    check(&|f| f.bookmarked = true, &["한빛전자, 새 칩 공개"]);
    check(&|f| f.outlet.clone_from(&paper), &["가을", "바다"]);
    check(&|f| f.outlet = Some(Clean::new("없는신문")), &[]);
    check(&|f| f.language = Some(Language::En), &["Apple"]);
    check(
        &|f| f.dates = Some((day(1, 1), day(5, 1))),
        &["아침의 소식", "바다"],
    );
    check(&|f| f.tag = Some(tag.clone()), &["한빛전자, 새 칩 공개", "바다"]);
    check(
        &|f| (f.tag, f.unread) = (Some(tag.clone()), true),
        &["한빛전자, 새 칩 공개"],
    );
    let all = |f: &mut Filter| (f.outlet, f.unread, f.language) = (paper.clone(), true, Some(Language::Ko));
    check(&all, &["가을"]);
}

#[test]
fn what_was_opened_last_comes_first() {
    let mut desk = desk();
    let (sea, autumn) = (
        id(&dated("바다", "물고기", 1, 1)),
        id(&dated("가을", "단풍", 5, 1)),
    );
    let opened = View {
        filter: Filter {
            opened: true,
            ..Filter::default()
        },
        ..View::default()
    };
    assert_eq!(headlines(&desk, &opened), Vec::<String>::new());
    desk.writer.opened(sea).unwrap();
    desk.writer.opened(autumn).unwrap();
    desk.writer.resume(sea, 7).unwrap();
    assert_eq!(headlines(&desk, &opened), ["가을", "바다"]);
    desk.writer.opened(sea).unwrap();
    let mut desk = desk.reopen();
    assert_eq!(headlines(&desk, &opened), ["바다", "가을"]);
    let row = desk.reader.row_of(sea).unwrap().unwrap();
    assert_eq!(desk.reader.story(row).unwrap().unwrap().resume, Some(7));
    desk.writer.keep_session("{\"top\":7}").unwrap();
    assert_eq!(desk.reader.session().unwrap().as_deref(), Some("{\"top\":7}"));
}

#[test]
fn counts_follow_every_change() {
    let mut desk = desk();
    let totals = |desk: &Desk| desk.reader.totals().unwrap();
    assert_eq!(
        totals(&desk),
        Totals {
            articles: 4,
            unread: 4,
            faults: 0
        }
    );
    mark(
        &mut desk,
        &[Edit::Read {
            story: id(&digest()),
            on: true,
        }],
    );
    assert_eq!(totals(&desk).unread, 3);
    let facets = desk.reader.facets().unwrap();
    let shown = |f: &[crate::library::value::Facet]| {
        f.iter()
            .map(|f| (f.value.to_string(), f.stories))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(&facets.0),
        [("나라신문".to_owned(), 2), ("가람일보".to_owned(), 1)]
    );
    assert_eq!(shown(&facets.1), [("ko".to_owned(), 3), ("en".to_owned(), 1)]);
    desk.file("3", article("Autumn", "Leaves fall in the park"));
    let facets = desk.reader.facets().unwrap();
    assert_eq!(shown(&facets.1), [("ko".to_owned(), 2), ("en".to_owned(), 2)]);
    assert_eq!(shown(&facets.0).len(), 2);
}

#[test]
fn a_story_is_found_by_the_beginning_of_its_id() {
    let desk = desk();
    let digest = id(&digest());
    let printed = digest.to_string();
    let lookup = |prefix: &str| desk.reader.lookup(prefix).unwrap();
    assert_eq!(lookup(&printed), [digest]);
    assert_eq!(lookup(printed.get(..20).unwrap()), [digest]);
    assert_eq!(lookup(&printed.to_uppercase()), [digest]);
    assert_eq!(lookup(&format!("{printed}.2")), [StoryId { item: 2, ..digest }]);
    for nothing in [
        "",
        "한글",
        "zzzzzzzzzz",
        &format!("{printed}.9"),
        &format!("{printed}.x"),
    ] {
        assert_eq!(lookup(nothing), [], "{nothing}");
    }
}

#[test]
fn rows_that_are_gone_are_left_out() {
    let desk = desk();
    let rows = desk.reader.order(&View::default()).unwrap();
    let asked = [RowId(999), rows[1], rows[0]];
    let found: Vec<_> = desk
        .reader
        .headers(&asked)
        .unwrap()
        .iter()
        .map(|h| h.row)
        .collect();
    assert_eq!(found, [rows[1], rows[0]]);
    assert!(desk.reader.story(RowId(999)).unwrap().is_none());
}

#[test]
fn no_list_by_date_is_sorted_at_the_time_of_asking() {
    let desk = desk();
    let filters = [
        Filter::default(),
        Filter {
            unread: true,
            ..Filter::default()
        },
        Filter {
            bookmarked: true,
            ..Filter::default()
        },
        Filter {
            outlet: Some(Clean::new("나라신문")),
            ..Filter::default()
        },
        Filter {
            language: Some(Language::Ko),
            ..Filter::default()
        },
    ];
    let views = filters.into_iter().map(|filter| View {
        filter,
        ..View::default()
    });
    let others = [Sort::Outlet, Sort::Unread].map(|sort| View {
        sort,
        ..View::default()
    });
    for view in views.chain(others) {
        let question = crate::library::select::question(
            &view,
            &crate::library::rulings::Rulings::default(),
            &crate::library::asked::Compiled::default(),
        );
        let sql = format!("EXPLAIN QUERY PLAN SELECT s.row {}", question.tail);
        let mut statement = desk.reader.connection.prepare(&sql).unwrap();
        let steps = statement
            .query_map(rusqlite::params_from_iter(&question.values), |r| {
                r.get::<_, String>(3)
            })
            .unwrap();
        for step in steps {
            let step = step.unwrap();
            assert!(!step.contains("TEMP B-TREE"), "{view:?}: {step}");
        }
    }
}
