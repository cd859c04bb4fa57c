use super::*;
use crate::article::language::Language;
use crate::entity::Kind;
use crate::library::fixture::{Desk, article, dated};
use crate::query::{self, Today};

fn view(text: &str) -> View {
    View::of(query::parse(text).unwrap(), Today::default())
}

fn first_letters(desk: &Desk, text: &str) -> String {
    let rows = desk.reader.ordered(&view(text)).unwrap().rows;
    let headers = desk.reader.headers(&rows).unwrap();
    headers.iter().filter_map(|h| h.headline.chars().next()).collect()
}

#[test]
fn the_best_come_first_when_asked_for() {
    let mut desk = Desk::new();
    let filler = "구름이 흐른다. ".repeat(40);
    desk.named("1", dated("하나 도토리", "도토리 도토리 도토리", 1, 1), &[]);
    desk.named("2", dated("둘", &format!("{filler} 도토리"), 1, 9), &[]);
    desk.named(
        "3",
        dated("셋", &format!("{filler} 도토리"), 1, 8),
        &[(Kind::Prod, "도토리")],
    );
    assert_eq!(first_letters(&desk, "도토리"), "둘셋하");
    assert_eq!(first_letters(&desk, "도토리 sort:relevance"), "하셋둘");
    assert_eq!(first_letters(&desk, "도토리 sort:oldest"), "하셋둘");
    // Without words there is nothing to weigh.
    assert_eq!(first_letters(&desk, "date:2025-12.. sort:relevance"), "둘셋하");
}

#[test]
fn a_story_about_a_word_stands_above_those_that_mention_it() {
    let mut desk = Desk::new();
    let filler = "구름이 흐르고 바람이 분다. ".repeat(20);
    let about = format!("도토리는 가을에 익는다. 도토리를 모으는 다람쥐는 도토리를 묻는다. {filler}");
    desk.named("about", dated("가을 이야기", &about, 1, 1), &[]);
    desk.named("headline", dated("도토리 값", &filler, 1, 1), &[]);
    // More than are weighed with their length, and all of them newer.
    for nth in 0..600 {
        let text = format!("{nth}. {filler} 끝으로 도토리.");
        desk.named(&nth.to_string(), dated("소식", &text, 1, 2 + nth as i8 % 20), &[]);
    }
    // Also where the story holds two words that others hold one of, and where a letter begins many words.
    for (query, first) in [
        ("도토리 sort:relevance", "도가소"),
        ("(도토리 OR 다람쥐) sort:relevance", "가"),
        ("도 sort:relevance", "도"),
    ] {
        let found = first_letters(&desk, query);
        assert!(found.starts_with(first), "{query}: {found}");
    }
}

#[test]
fn dates_that_change_change_the_order() {
    let mut desk = Desk::new();
    desk.named("1", dated("하나", "도토리", 1, 1), &[]);
    desk.named("2", dated("둘", "도토리", 1, 2), &[]);
    assert_eq!(first_letters(&desk, "도토리"), "둘하");
    desk.named("1", dated("하나", "도토리!", 1, 3), &[]);
    assert_eq!(first_letters(&desk, "도토리"), "하둘");
    desk.named("3", article("셋", "도토리"), &[]);
    assert_eq!(first_letters(&desk, "도토리"), "하둘셋");
}

#[test]
fn hits_are_tallied() {
    let mut desk = Desk::new();
    for (n, (outlet, month)) in [("가람일보", 1), ("가람일보", 2), ("나루신문", 2)]
        .into_iter()
        .enumerate()
    {
        let mut article = dated(&format!("{n}"), "도토리가 한빛에", month, 1);
        article.outlet = Some(Clean::new(outlet));
        article.language = Language::Ko;
        desk.named(&n.to_string(), article, &[(Kind::Org, "한빛")]);
    }
    let rows = desk.reader.ordered(&view("도토리")).unwrap().rows;
    let tallies = desk.reader.tallies(&rows).unwrap();
    let short = |facets: &[Facet]| {
        facets
            .iter()
            .map(|f| format!("{} {}", f.value, f.stories))
            .collect::<Vec<_>>()
    };
    assert_eq!(short(&tallies.outlets), ["가람일보 2", "나루신문 1"]);
    assert_eq!(short(&tallies.months), ["2026-02 2", "2026-01 1"]);
    assert_eq!(short(&tallies.names), ["한빛 3"]);
    assert_eq!(short(&tallies.languages), ["ko 3"]);
    assert_eq!((tallies.of, tallies.all), (3, 3));
    assert_eq!(desk.reader.tallies(&[]).unwrap(), Tallies::default());
}

#[test]
fn passages_stand_around_the_hit() {
    let lights = Lights::new("도토리", None, []);
    for (headline, text, expected) in [
        (
            "숲",
            "숲\n가을이다.\n다람쥐가 도토리를 묻었다.\n끝.",
            "다람쥐가 [도토리]를 묻었다.",
        ),
        ("도토리", "도토리\n비가 온다.", "[도토리]"),
        ("숲", "숲\n비가 온다.", "비가 온다."),
        ("", "", ""),
    ] {
        let snippet = passage(RowId(1), headline, text, &lights);
        let mut shown = snippet.text.to_string();
        for place in snippet.lit.iter().rev() {
            shown.insert(place.end as usize, ']');
            shown.insert(place.start as usize, '[');
        }
        assert_eq!(shown, expected);
    }
    let long = format!("{}도토리{}", "가 ".repeat(80), " 나".repeat(200));
    let snippet = passage(RowId(1), "", &long, &lights);
    assert!(snippet.text.starts_with('…') && snippet.text.ends_with('…'));
    let place = &snippet.lit[0];
    assert_eq!(
        crate::text::slice(&snippet.text, place.start as usize..place.end as usize),
        "도토리"
    );
}
