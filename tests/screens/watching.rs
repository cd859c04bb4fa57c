//! Files that change while someone reads: they come in, and nothing moves under the reader's eyes.

use jobo::app::msg::Msg;

use super::world::World;

/// An article of a day with many paragraphs, from a word that each begins with.
fn article(headline: &str, day: u8, word: &str) -> String {
    let paragraphs: Vec<String> = (1..40)
        .map(|n| format!("{word} 문단 {n}번째 이야기는 강가에서 시작해 다리를 건너 끝났다."))
        .collect();
    format!("{headline}\n\n2026-09-{day:02}\n\n{}\n", paragraphs.join("\n\n"))
}

fn files(which: &[(&str, String)]) -> Vec<(String, String)> {
    which
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.clone()))
        .collect()
}

fn two() -> Vec<(String, String)> {
    files(&[
        ("a.txt", article("강가의 아침", 1, "처음")),
        ("b.txt", article("다리 위의 저녁", 2, "둘째")),
    ])
}

#[test]
fn a_new_article_moves_nothing() {
    let mut world = World::of_files((120, 30), &two());
    world.keys("j Enter Ctrl-d Ctrl-d").rest();
    let (row, top) = (world.app.list.current(), world.app.reader.top_byte());
    let shown = world.app.reader.row();
    assert!(top > 0, "the reader is in the midst of the story");
    let mut more = two();
    more.extend(files(&[("c.txt", article("새로 온 기사", 9, "셋째"))]));
    world.send(Msg::Touched);
    world.comes(&more).rest();
    assert_eq!(world.app.list.len(), 3);
    assert_eq!(world.app.list.current(), row, "the cursor keeps its article");
    assert_eq!(
        (world.app.reader.row(), world.app.reader.top_byte()),
        (shown, top)
    );
    assert!(world.text().contains("새로 온 기사"));
}

#[test]
fn a_cursor_that_was_never_moved_keeps_its_article_too() {
    let mut world = World::of_files((120, 30), &two());
    let (row, shown) = (world.app.list.current(), world.app.reader.row());
    let mut more = two();
    more.extend(files(&[("c.txt", article("새로 온 기사", 9, "셋째"))]));
    world.send(Msg::Touched);
    world.comes(&more).rest();
    assert_eq!((world.app.list.current(), world.app.reader.row()), (row, shown));
}

#[test]
fn a_story_that_changes_stays_put_until_it_is_asked_for() {
    let mut world = World::of_files((120, 30), &two());
    world.keys("Enter Ctrl-d Ctrl-d").rest();
    let before = world.line_at_top();
    let mut new = two();
    let text = new[1]
        .1
        .replace("둘째 문단 1번째", "고친 첫 문단이 길어졌다. 둘째 문단 1번째");
    new[1].1 = text.replace("2026-09-02\n", "2026-09-02\n\n맨 앞에 새 문단이 하나 들어왔다.\n");
    world.send(Msg::Touched);
    world.comes(&new).rest();
    assert_eq!(world.line_at_top(), before);
    assert!(world.app.reader.has_newer());
    assert!(world.text().contains("새 판 있음 · F5 보기"), "{}", world.text());
    world.keys("F5").rest();
    assert!(!world.app.reader.has_newer());
    assert_eq!(world.line_at_top(), before, "the same words stand at the top");
    world.keys("g g").rest();
    assert!(world.text().contains("맨 앞에 새 문단"));
    assert!(!world.text().contains("새 판 있음"));
}

#[test]
fn a_story_whose_file_goes_stays_until_it_is_left() {
    let mut world = World::of_files((120, 30), &two());
    world.keys("Enter Ctrl-d").rest();
    let before = world.line_at_top();
    world.send(Msg::Touched);
    world.comes(&two()[..1]).rest();
    assert_eq!(world.line_at_top(), before);
}
