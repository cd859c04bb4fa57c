//! What the recogniser finds in short invented stories, rule by rule and language by language.

mod seeds;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::body::{Body, Zone};
use crate::article::byline::Byline;

fn story(paragraphs: &[(Zone, &str)]) -> Article {
    Article {
        body: Body::from_paragraphs(paragraphs.iter().map(|p| [*p])),
        ..Article::default()
    }
}

fn find(text: &str) -> Found {
    let lines: Vec<(Zone, &str)> = text.lines().map(|l| (Zone::Text, l)).collect();
    Recogniser::bundled().find(&story(&lines))
}

/// Names as `KIND main form`, sorted.
fn listing(found: &Found) -> Vec<String> {
    let mut names: Vec<String> = found
        .names
        .iter()
        .map(|n| format!("{:?} {}", n.kind, n.text).to_uppercase())
        .collect();
    names.sort();
    names
}

/// The names of a text are exactly these.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let mut expected: Vec<String> = expected.iter().map(|e| e.to_uppercase()).collect();
    expected.sort();
    assert_eq!(listing(&find(text)), expected, "{text}");
}

/// The texts of the mentions of a name, in order.
fn mentions<'a>(article: &'a Article, found: &Found, name: &str) -> Vec<&'a str> {
    let at = found.names.iter().position(|n| &*n.text == name);
    let of = found.mentions.iter().filter(|m| Some(m.name as usize) == at);
    of.map(|m| article.body.slice(m.start as usize..m.end as usize))
        .collect()
}

#[test]
fn listed_names_are_found_in_four_languages() {
    check("메타는 앤트로픽과 손잡았다.", &["Org 메타", "Org 앤트로픽"]);
    check(
        "Anthropic hired engineers in Seoul.",
        &["Org 앤트로픽", "Loc 서울"],
    );
    check(
        "アンソロピックは東京に事務所を開いた。",
        &["Org 앤트로픽", "Loc 도쿄"],
    );
    check("英伟达在上海开设了研究中心。", &["Org 엔비디아", "Loc 상하이"]);
    check("扎克伯格说，这座城市很安静。", &["Per 마크 저커버그"]);
    check("マーク・ザッカーバーグ氏は笑った。", &["Per 마크 저커버그"]);
}

#[test]
fn a_listed_name_ends_where_a_word_may_end() {
    check("메타버스 열풍이 식었다. 라마단이 시작됐다.", &[]);
    check(
        "메타측은 부인했고 서울시는 말을 아꼈다.",
        &["Org 메타", "Loc 서울"],
    );
    check("Metaphor and applesauce are words.", &[]);
    check("he bought an apple near the amazon river", &[]);
    check("日本語を話す人が増えた。", &[]);
    check("오픈AI와 오픈 AI는 같은 회사다.", &["Org 오픈AI"]);
}

#[test]
fn a_spelling_that_is_also_a_word_needs_a_second_sign() {
    check("라이터를 켰다. 라이터가 뜨거웠다.", &[]);
    check(
        "AI 스타트업 라이터(Writer)는 새 사무실을 열었다. 라이터가 커졌다.",
        &["Org 라이터"],
    );
    check("라마가 산길을 걸었다.", &[]);
    check("새 모델 '라마'(Llama)가 나왔다. 라마는 빠르다.", &["Prod 라마"]);
    check("대전에서 대구까지 달렸다.", &["Loc 대전", "Loc 대구"]);
    check("이어 가장 대한 이야기였다.", &[]);
    check("그는 인도 위로 걸었다.", &[]);
    check(
        "중국·인도·베트남이 참여했다.",
        &["Loc 중국", "Loc 인도", "Loc 베트남"],
    );
}

#[test]
fn a_namesake_is_somebody_else() {
    for (text, who) in [
        (
            "김민석 국무총리는 국회에서 답했다. 김 총리는 웃었다.",
            "Per 김민석",
        ),
        ("김민석은 국회에서 답했다. 김민석 총리는 웃었다.", "Per 김민석"),
        // Nothing says who, or both: the listed one.
        ("선수 출신인 김민석 총리는 국회에서 답했다.", "Per 김민석"),
        (
            "스피드스케이팅 선수 김민석(25)이 국회를 찾았다. 김민석은 울었다.",
            "Per 김민석 (스포츠)",
        ),
        ("배우 김민석이 국회를 찾았다.", "Per 김민석 (문화)"),
    ] {
        check(text, &[who, "Org 국회"]);
    }
}

#[test]
fn versions_are_products_of_their_own() {
    check(
        "라마 3과 라마 4, 라마4, 라마 4.5를 견주었다.",
        &["Prod 라마 3", "Prod 라마 4", "Prod 라마 4.5"],
    );
    check("GPT-5와 GPT-4o가 맞붙었다.", &["Prod GPT-5", "Prod GPT-4o"]);
    check("클로드 소네트 4를 써 봤다.", &["Prod 클로드 소네트 4"]);
    check(
        "아이폰 17 프로와 아이폰 3대를 샀다.",
        &["Prod 아이폰 17 프로", "Prod 아이폰"],
    );
    check("Llama 4 beat Llama 3.", &["Prod 라마 4", "Prod 라마 3"]);
    check("시즌 2가 시작됐고 수준 3에 머물렀다.", &[]);
}

#[test]
fn glosses_give_a_name_its_spellings() {
    let article = story(&[(
        Zone::Text,
        "스타트업 노드켈(Nordkel)은 벤처캐피털 도움으로 컸다. 노드켈이 문을 열었고 Nordkel이 웃었다.",
    )]);
    let found = Recogniser::bundled().find(&article);
    assert_eq!(
        mentions(&article, &found, "노드켈"),
        ["노드켈", "Nordkel", "노드켈", "Nordkel"]
    );
    check(
        "'푸른숲 연구소'(Green Forest Institute·GFI)가 문을 열었다. GFI는 작다. 푸른숲연구소도 작다.",
        &["Org 푸른숲 연구소"],
    );
    check("인공지능(AI)과 국내총생산(GDP), 최고경영자(CEO)를 다뤘다.", &[]);
}

#[test]
fn a_role_shows_a_person() {
    check(
        "홍서준 장관이 말했다. 신임 대표와 공동 대표는 웃었다.",
        &["Per 홍서준"],
    );
    check(
        "요아힘 크렌첼 최고경영자는 고개를 저었다. 크렌첼은 떠났다.",
        &["Per 요아힘 크렌첼"],
    );
    check(
        "댄 크로펠 전 메타 선임 연구과학자가 왔다.",
        &["Per 댄 크로펠", "Org 메타"],
    );
    check("에릭 폴메르트는 X에 글을 올렸다.", &["Per 에릭 폴메르트"]);
    check("정부 대표와 업계 대표, 여성 의원이 모였다.", &[]);
    check("로한 베르킨이라는 연구원이 떠났다.", &["Per 로한 베르킨"]);
    check(
        "개발 연구원이었던 티멘 블라케르트는 글을 올렸다.",
        &["Per 티멘 블라케르트"],
    );
}

#[test]
fn a_list_of_people_names_people() {
    check(
        "남은 사람은 휴고 브란켈·자비에 토르네·파잘 케르벨 등 3명이다.",
        &["Per 휴고 브란켈", "Per 자비에 토르네", "Per 파잘 케르벨"],
    );
    check("조직개편·구조조정이 이어졌다. 안전성·윤리를 따졌다.", &[]);
}

#[test]
fn latin_runs_say_what_they_are() {
    check(
        "Yesterday Greta Holmquist, chief executive of Tallow Robotics, spoke. Holmquist left.",
        &["Per Greta Holmquist", "Org Tallow Robotics"],
    );
    check(
        "Professor Anna Kerrigan joined Harrow Bay University.",
        &["Per Anna Kerrigan", "Org Harrow Bay University"],
    );
    check("The Second Quarter Report was long. Many Analysts Said So.", &[]);
}

#[test]
fn japanese_and_chinese_names_stand_beside_offices() {
    check(
        "田中一郎社長は会見で謝罪した。田中氏は続けた。",
        &["Per 田中一郎"],
    );
    check(
        "マイケル・ブレナン氏が就任した。ブレナン氏は語った。",
        &["Per マイケル・ブレナン"],
    );
    check("公司总裁王小明表示，明年将增加投资。", &["Per 王小明"]);
    check("安德烈·卡尔佩夫出席了会议。", &["Per 安德烈·卡尔佩夫"]);
    check("会議は静かに終わった。新しい社長は未定だ。", &[]);
}

#[test]
fn who_only_reports_is_no_name_of_the_story() {
    let mut article = story(&[
        (Zone::Headline, "메타, 새 연구소 연다"),
        (Zone::Dateline, "(서울=뉴스1) 김한솔 기자 ="),
        (Zone::Text, "메타가 문을 열었다. 이하늘 기자가 전했다."),
        (Zone::Caption, "마크 저커버그 메타 CEO. 박보름 기자"),
        (Zone::Byline, "김한솔 기자 a@b.example"),
        (Zone::Furniture, "발행인 : 최은별 대표 애플"),
        (Zone::Repeat, "구글이 말했다."),
    ]);
    article.bylines.push(Byline {
        name: Clean::new("김한솔"),
        ..Byline::default()
    });
    let found = Recogniser::bundled().find(&article);
    assert_eq!(listing(&found), ["ORG 메타", "PER 마크 저커버그"]);
    assert_eq!(
        &*found.names[0].text, "메타",
        "a name of captions alone comes last"
    );
}

#[test]
fn spellings_of_one_thing_have_one_key() {
    let key = |text: &str| {
        let found = find(text);
        assert_eq!(found.names.len(), 1, "{text}: {:?}", listing(&found));
        found.names[0].key.clone()
    };
    for spellings in [
        [
            "저커버그가 왔다.",
            "마크 저커버그 CEO가 왔다.",
            "Zuckerberg left.",
            "ザッカーバーグ氏",
            "扎克伯格表示",
        ]
        .as_slice(),
        &[
            "메타초지능연구소는",
            "메타 초지능 연구소는",
            "슈퍼인텔리전스 랩이",
            "Meta Superintelligence Labs",
        ],
        &[
            "로렌스 판데르 마텐도",
            "로런스 반데르마텐도",
            "Laurens van der Maaten left.",
        ],
        &[
            "마이크로소프트가",
            "MS가",
            "Microsoft",
            "マイクロソフトは",
            "微软的",
        ],
        &["라마 4가", "라마4가", "Llama 4 is", "LLaMA 4"],
        &["앤트로픽이", "앤스로픽이", "Anthropic"],
        &["오픈AI가", "오픈 AI가", "OpenAI"],
        &["샘 알트먼이", "샘 올트먼이", "Altman", "アルトマン氏"],
    ] {
        let keys: Vec<_> = spellings.iter().map(|s| key(s)).collect();
        assert!(keys.windows(2).all(|k| k[0] == k[1]), "{spellings:?}: {keys:?}");
    }
}

#[test]
fn different_things_keep_different_keys() {
    let keys = |text: &str| -> Vec<Box<str>> { find(text).names.iter().map(|n| n.key.clone()).collect() };
    for (a, b) in [
        ("얀 라이케는 떠났다.", "얀 르쿤은 남았다."),
        ("라마 3이 나왔다.", "라마 4가 나왔다."),
        ("라마 4가 나왔다.", "라마 4.5가 나왔다."),
        ("새 모델 '라마'(Llama)가 나왔다.", "라마 4가 나왔다."),
        ("구글이 말했다.", "구글 딥마인드가 말했다."),
        ("메타가 말했다.", "메타 초지능 연구소가 말했다."),
        ("스타트업 라이터(Writer)가 말했다.", "로이터가 말했다."),
        ("알렉산더 왕이 왔다.", "왕이 외교부장이 왔다."),
        ("김민석 총리가 왔다.", "김민섭 장관이 왔다."),
        ("김정은이 왔다.", "김정운 대표가 왔다."),
        ("현대자동차가 말했다.", "현대건설이 말했다."),
        ("SK하이닉스가 말했다.", "SK텔레콤이 말했다."),
        ("카카오가 말했다.", "카카오뱅크가 말했다."),
        ("한국은행이 말했다.", "한국이 말했다."),
        ("북한이 말했다.", "한국이 말했다."),
        ("다리오 아모데이가 왔다.", "다니엘라 아모데이가 왔다."),
        ("갤럭시 S25가 나왔다.", "갤럭시 S24가 나왔다."),
    ] {
        let (one, two) = (keys(a), keys(b));
        assert!(!one.is_empty() && !two.is_empty(), "{a} {one:?} / {b} {two:?}");
        assert!(one.iter().all(|k| !two.contains(k)), "{a} {one:?} / {b} {two:?}");
    }
}

#[test]
fn the_most_telling_name_is_first() {
    let article = story(&[
        (Zone::Headline, "앤트로픽, 새 모델 공개"),
        (
            Zone::Text,
            "미국에서 미국 정부가 미국 회사에 물었다. 구글과 구글이 답했다.",
        ),
    ]);
    let found = Recogniser::bundled().find(&article);
    let order: Vec<&str> = found.names.iter().map(|n| &*n.text).collect();
    assert_eq!(order, ["앤트로픽", "구글", "미국"]);
}

#[test]
fn the_lists_are_sound() {
    let gazetteer = Gazetteer::bundled();
    assert!(gazetteer.len() > 6_000);
    for owner in 0..gazetteer.len() as u32 {
        let entry = gazetteer.entry(owner);
        assert!(
            gazetteer.is_of(&fold::fold(entry.text), owner),
            "{} is no spelling of itself",
            entry.text
        );
    }
    check(
        "스티븐 맨건과 메릴 스트립을 만났다.",
        &["Per 스티븐 맹건", "Per 메릴 스트리프"],
    );
}

/// What must hold of any story.
fn sound(article: &Article) {
    let found = Recogniser::bundled().find(article);
    let text = article.body.text().as_str();
    let borders: Vec<usize> = text
        .grapheme_indices(true)
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut end = 0;
    for mention in &found.mentions {
        assert!(
            mention.start >= end && mention.start < mention.end,
            "in order and apart"
        );
        assert!(
            borders.binary_search(&(mention.start as usize)).is_ok(),
            "starts on a border"
        );
        assert!(
            borders.binary_search(&(mention.end as usize)).is_ok(),
            "ends on a border"
        );
        assert!((mention.name as usize) < found.names.len(), "names something");
        end = mention.end;
    }
    let mut named: Vec<u16> = found.mentions.iter().map(|m| m.name).collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), found.names.len(), "each name stands somewhere");
    let mut keys: Vec<_> = found.names.iter().map(|n| &n.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), found.names.len(), "keys are apart");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        sound(&story(&[(Zone::Text, &text)]));
    }

    #[test]
    fn any_mixture_of_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        sound(&story(&[(Zone::Headline, "메타"), (Zone::Text, &pieces.concat())]));
    }
}

/// Pieces that the rules look for.
const PIECES: &[&str] = &[
    "메타",
    "라마",
    "4",
    ".5",
    " ",
    " ",
    " ",
    "(",
    ")",
    "'",
    "·",
    "・",
    "댄",
    "비켈",
    "크로펠",
    "CEO",
    "는",
    "이라는",
    "연구원",
    "라이터",
    "Writer",
    "랩",
    "연구소",
    "에 따르면",
    "에 합류",
    "宮原悠子",
    "社長",
    "氏",
    "マーク",
    "总裁",
    "王小明",
    "习近平",
    "中",
    "美",
    "Anna",
    "Kerrigan",
    "University",
    "of",
    ",",
    ".",
    "-",
    "\u{301}",
    "👩‍🚀",
    "ﬁ",
    "㈜",
    "Ⅳ",
    "é",
    "홍서준",
    "장관",
    "기자",
    "GPT",
    "o",
    "구글",
    " 딥마인드",
    "U.S.",
    "'s",
    "\u{1100}\u{1161}",
    "각",
    "🇰🇷",
    "ｶﾞ",
    "５",
];

#[test]
fn the_tagger_finds_names_that_no_list_has() {
    check(
        "회사는 충남 서천군에 공장을 짓는다. 서천군은 환영했다.",
        &["Loc 충청남도", "Loc 서천"],
    );
    check(
        "Mrs Anna Brimley met Karl Osterwald in Denver.",
        &["Per Anna Brimley", "Per Karl Osterwald", "Loc 덴버"],
    );
    // Where no blank ends a word, the tagger is heard though a list has a part of the name, or another one in the run.
    check("上海黄金交易所提示投资者注意风险。", &["Org 上海黄金交易所"]);
    check("中国的村民来自景宁县。", &["Loc 중국", "Loc 景宁县"]);
    check("三菱自動車工業は会見を開いた。", &["Org 三菱自動車工業"]);
    // A particle is no part of a place.
    let essay = find(include_str!("../../assets/sample/20260718-kwon-malsun.md"));
    assert!(essay.names.iter().all(|n| &*n.text != "서리도"));
}

#[test]
fn a_bracket_that_says_something_else_names_no_one() {
    check(
        "해녀 김모(79)씨와 이사장(강모)이 왔다. 홍서준 의원(주인공)도 왔다.",
        &["Per 홍서준"],
    );
    check(
        "한빛정보재단(이하 한빛단)이 문을 열었다. 한빛단은 작다.",
        &["Org 한빛정보재단"],
    );
}
