use super::*;
use crate::article::notice::NoticeKind;
use crate::entity::Kind;
use crate::library::edit::{Cause, Edit};
use crate::library::fixture::{Desk, article, dated, digest, id};
use crate::library::value::{Header, Story, View};

const LONG: &str = "가람은행이 오늘 기준 금리를 사분의 일 내린다고 밝혔다.\n시장은 조용했다. 행장은 물가가 내렸고 \
                    경기가 식었다고 까닭을 댔다.\n다음 회의는 다음 달이다. 위원 일곱 가운데 다섯이 찬성했고 둘은 더 기다려 \
                    보자고 했다.\n집을 사려는 사람들은 반겼지만 저축으로 사는 사람들은 걱정을 드러냈다. 한 상인은 장사가 \
                    나아질지 두고 보겠다고 말했다.";

fn story(desk: &Desk, row: RowId) -> Story {
    desk.reader.story(row).unwrap().unwrap()
}

fn list(desk: &Desk) -> Vec<Header> {
    desk.reader.newest(&View::default(), 99).unwrap()
}

fn healthy(desk: &Desk) {
    assert_eq!(desk.reader.health().unwrap().damage, Vec::<String>::new());
}

fn mark(desk: &mut Desk, story: StoryId) {
    desk.writer
        .edit(Cause::Deliberate, &[Edit::Bookmark { story, on: true }])
        .unwrap();
}

#[test]
fn a_second_import_changes_nothing() {
    let mut desk = Desk::new();
    let filing = desk.filing("a", digest());
    assert_eq!(desk.writer.file(vec![filing.clone()]).unwrap().added, 1);
    let before = list(&desk);
    let filed = desk.writer.file(vec![filing.clone()]).unwrap();
    assert_eq!(
        filed,
        Filed {
            unchanged: 1,
            ..Filed::default()
        }
    );
    assert_eq!(list(&desk), before);
    // The same text again, with nothing but its time changed.
    let touched = Filing {
        mtime: 99,
        hash: [7; 16],
        ..filing
    };
    assert_eq!(desk.writer.file(vec![touched]).unwrap().revised, 0);
    assert_eq!(list(&desk), before);
    let mut times = Vec::new();
    desk.reader.each_file(|file| times.push(file.mtime)).unwrap();
    assert_eq!(times, [99]);
    healthy(&desk);
}

#[test]
fn an_edited_file_is_a_new_revision() {
    let mut desk = Desk::new();
    let first = dated("금리", "첫 글", 1, 1);
    let row = desk.named("a", first.clone(), &[(Kind::Org, "첫")]);
    mark(&mut desk, id(&first));
    assert_eq!(desk.file("a", dated("금리 내려", "전혀 다른 말", 1, 2)), row);
    let now = story(&desk, row);
    assert_eq!((now.header.headline.as_str(), now.revisions), ("금리 내려", 2));
    assert_eq!(now.header.story, id(&first));
    assert!(now.header.marks.bookmarked);
    assert_eq!(now.found.names, []);
    healthy(&desk);
    // Back to the first text: what readers see follows the file.
    desk.file("a", first);
    assert_eq!(story(&desk, row).header.headline.as_str(), "금리");
    assert_eq!(list(&desk).len(), 1);
    healthy(&desk);
}

#[test]
fn an_equal_copy_is_a_second_source() {
    let mut desk = Desk::new();
    let row = desk.file("a", article("금리", LONG));
    let filing = desk.filing("b", article("금리", LONG));
    let filed = desk.writer.file(vec![filing]).unwrap();
    assert_eq!((filed.copies, filed.added, filed.rows[0]), (1, 0, row));
    assert_eq!(story(&desk, row).sources.len(), 2);
    let source = desk.source;
    assert_eq!(
        desk.writer.forget_missing(source, |p| p.ends_with("b")).unwrap(),
        1
    );
    assert_eq!(story(&desk, row).sources.len(), 1);
    assert_eq!(desk.writer.forget_missing(source, |_| false).unwrap(), 1);
    assert_eq!(list(&desk), []);
    healthy(&desk);
}

#[test]
fn an_address_says_which_article_it_is() {
    let mut desk = Desk::new();
    let with = |text: &str, url: &str| Article {
        url: Some(Clean::new(url)),
        ..article("머리", text)
    };
    let row = desk.file("a", with("하나", "https://example.org/1"));
    assert_eq!(desk.file("b", with("아주 다른 글", "https://example.org/1")), row);
    assert_ne!(desk.file("c", with("셋", "https://example.org/3")), row);
    assert_eq!(story(&desk, row).revisions, 2);
    healthy(&desk);
}

#[test]
fn the_same_headline_over_the_same_words_is_the_same_article() {
    let mut desk = Desk::new();
    let row = desk.file("a", dated("금리 내려", LONG, 1, 2));
    let later = LONG.replace("조용했다", "술렁였다");
    assert_eq!(desk.file("b", dated("금리, 내려", &later, 1, 3)), row);
    assert!(story(&desk, row).article.body.text().contains("술렁였다"));
    // An earlier revision that comes late is kept, and not shown.
    let earlier = LONG.replace("다음 달", "내일");
    assert_eq!(desk.file("c", dated("금리 내려", &earlier, 1, 1)), row);
    let now = story(&desk, row);
    assert_eq!((now.revisions, now.sources.len()), (3, 3));
    assert!(now.article.body.text().contains("술렁였다"));
    assert_ne!(
        desk.file("d", dated("금리 내려", "다른 나라의 금리 이야기는 이렇다", 1, 1)),
        row
    );
    healthy(&desk);
}

#[test]
fn files_renamed_over_one_another_keep_their_stories() {
    let mut desk = Desk::new();
    let (one, two) = (article("하나", "첫 글"), article("둘", "둘째 글"));
    let (first, second) = (desk.file("a", one.clone()), desk.file("b", two.clone()));
    let swapped = vec![desk.filing("a", two), desk.filing("b", one)];
    let filed = desk.writer.file(swapped).unwrap();
    assert_eq!((filed.rows, filed.revised), (vec![second, first], 0));
    assert_eq!(list(&desk).len(), 2);
    healthy(&desk);
}

fn lines(desk: &mut Desk, texts: &[(&str, &str)]) -> Filing {
    let mut filing = desk.filing("all.jsonl", Article::default());
    let leaf = filing.leaves.remove(0);
    filing.leaves = texts
        .iter()
        .zip(1..)
        .map(|((head, text), part)| Leaf {
            article: article(head, text),
            part: Some(part),
            ..leaf.clone()
        })
        .collect();
    filing
}

#[test]
fn lines_that_move_keep_their_stories() {
    let mut desk = Desk::new();
    let filing = lines(&mut desk, &[("하나", "첫 글"), ("둘", LONG)]);
    let rows = desk.writer.file(vec![filing]).unwrap().rows;
    let changed = LONG.replace("조용했다", "술렁였다");
    let filing = lines(
        &mut desk,
        &[("새 줄", "새 글"), ("하나", "첫 글"), ("둘", &changed)],
    );
    let filed = desk.writer.file(vec![filing]).unwrap();
    assert_eq!((filed.added, filed.revised), (1, 1));
    assert_eq!(filed.rows[1..], rows);
    assert_eq!(story(&desk, rows[1]).sources[0].part, Some(3));
    // A line that is gone takes its story along.
    let filing = lines(&mut desk, &[("하나", "첫 글")]);
    desk.writer.file(vec![filing]).unwrap();
    assert_eq!(list(&desk).len(), 1);
    healthy(&desk);
}

#[test]
fn marks_outlive_the_file_and_the_story() {
    let mut desk = Desk::new();
    let (kept, read) = (article("남는 글", "하나"), article("가는 글", "둘"));
    desk.file("a", kept.clone());
    desk.file("b", read.clone());
    mark(&mut desk, id(&kept));
    desk.writer
        .edit(
            Cause::Automatic,
            &[Edit::Read {
                story: id(&read),
                on: true,
            }],
        )
        .unwrap();
    let source = desk.source;
    desk.writer.remove_source(source).unwrap();
    assert_eq!(desk.reader.sources().unwrap(), []);
    let left = list(&desk);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].headline.as_str(), "남는 글");
    desk.source = desk.writer.add_source("/news").unwrap();
    let row = desk.file("b", read);
    assert!(story(&desk, row).header.marks.read);
    healthy(&desk);
}

#[test]
fn digest_items_follow_their_parent() {
    let mut desk = Desk::new();
    let parent = desk.file("d", digest());
    let items = story(&desk, parent).items;
    let second = desk.reader.headers(&items).unwrap()[1].story;
    mark(&mut desk, second);
    let mut shorter = digest();
    shorter.items.truncate(1);
    let mut filing = desk.filing("d", shorter);
    filing.recipe = 2;
    desk.writer.file(vec![filing]).unwrap();
    assert_eq!(story(&desk, parent).items, items[..1]);
    let mut filing = desk.filing("d", digest());
    filing.recipe = 3;
    desk.writer.file(vec![filing]).unwrap();
    let row = desk.reader.row_of(second).unwrap().unwrap();
    let item = story(&desk, row);
    assert!(item.header.marks.bookmarked);
    assert_eq!(item.header.headline.as_str(), "한빛전자, 새 칩 공개");
    // A bookmarked item keeps its parent when the file goes.
    let source = desk.source;
    desk.writer.forget_missing(source, |_| false).unwrap();
    assert_eq!(list(&desk).len(), 1);
    healthy(&desk);
}

fn fault(desk: &mut Desk, name: &str) -> Filing {
    let mut filing = desk.filing(
        name,
        Article {
            headline: Clean::new(name),
            ..Article::default()
        },
    );
    filing.leaves[0].fault = Some(Notice::new(NoticeKind::Unreadable, "permission denied"));
    filing
}

#[test]
fn a_file_that_cannot_be_read_stays_in_the_list() {
    let mut desk = Desk::new();
    let faults = vec![fault(&mut desk, "x"), fault(&mut desk, "y")];
    let filed = desk.writer.file(faults).unwrap();
    assert_eq!((filed.faults, filed.added), (2, 2));
    assert_ne!(filed.rows[0], filed.rows[1]);
    assert!(list(&desk).iter().all(|h| h.fault));
    assert_eq!(
        story(&desk, filed.rows[0]).notices[0].kind,
        NoticeKind::Unreadable
    );
    assert_eq!(desk.reader.totals().unwrap().faults, 2);
    // Readable at last: the story takes the place of the fault.
    desk.file("x", article("읽힌다", "글"));
    let headlines: Vec<_> = list(&desk)
        .iter()
        .map(|h| (h.headline.to_string(), h.fault))
        .collect();
    assert_eq!(headlines.len(), 2);
    assert!(headlines.contains(&("읽힌다".to_owned(), false)));
    healthy(&desk);
}

#[test]
fn a_story_whose_file_became_unreadable_is_kept() {
    let mut desk = Desk::new();
    let row = desk.file("x", article("읽혔다", "글"));
    let filing = fault(&mut desk, "x");
    desk.writer.file(vec![filing]).unwrap();
    let kept = story(&desk, row);
    assert!(kept.header.fault);
    assert_eq!((kept.header.headline.as_str(), kept.notices.len()), ("읽혔다", 1));
    desk.file("x", article("읽혔다", "글"));
    let back = story(&desk, row);
    assert_eq!((back.header.fault, back.notices.len()), (false, 0));
    assert_eq!(desk.reader.totals().unwrap().faults, 0);
    healthy(&desk);
}

#[test]
fn a_batch_that_fails_leaves_nothing() {
    let mut desk = Desk::new();
    let good = desk.filing(
        "a",
        Article {
            outlet: Some(Clean::new("가람일보")),
            ..article("하나", "글")
        },
    );
    let mut bad = desk.filing("b", article("둘", "글"));
    bad.source = SourceId(99);
    assert!(desk.writer.file(vec![good.clone(), bad]).is_err());
    assert_eq!(list(&desk), []);
    desk.writer.file(vec![good]).unwrap();
    assert_eq!(list(&desk)[0].outlet.as_deref(), Some("가람일보"));
    healthy(&desk);
}

#[test]
fn tags_of_the_file_and_of_the_reader_join() {
    let mut desk = Desk::new();
    let tagged = |tags: &[&str]| Article {
        tags: tags.iter().map(|t| Clean::new(t)).collect(),
        ..article("하나", "글")
    };
    let row = desk.file("a", tagged(&["경제", "은행"]));
    let story_id = id(&tagged(&[]));
    let tag = |tag: &str, on| Edit::Tag {
        story: story_id,
        tag: Clean::new(tag),
        on,
    };
    let receipt = desk.writer.edit(
        Cause::Deliberate,
        &[tag("은행", true), tag("경제", false), tag("나중", true)],
    );
    assert_eq!(receipt.unwrap().unchanged, [tag("은행", true)]);
    let tags = |desk: &Desk| {
        story(desk, row)
            .tags
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(tags(&desk), ["나중", "은행"]);
    desk.file("a", tagged(&["경제", "금리"]));
    assert_eq!(tags(&desk), ["금리", "나중"]);
    desk.writer.undo().unwrap();
    assert_eq!(tags(&desk), ["경제", "금리"]);
    healthy(&desk);
}
