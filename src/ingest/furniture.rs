//! Knows the lines of a saved page that are not the story: mastheads, copyright, share buttons, lists of other
//! stories.
//!
//! A row is a convention of the trade. A new one is a new row, and a better row re-marks text without moving it.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// How far a row of furniture reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This line only.
    Line,
    /// This line and everything after it, unless prose follows.
    Tail,
}

/// One convention.
#[derive(Debug)]
pub(crate) struct Rule {
    /// What it is called in tests and in the log.
    pub name: &'static str,
    /// How far it reaches.
    pub reach: Reach,
    pattern: &'static str,
    /// What every line that fits has in it; such a row is tried apart from the others.
    needs: Option<&'static str>,
}

/// Bytes beyond which a line is never furniture.
const LONGEST: usize = 600;

/// What a masthead names. One of these with a colon, or two of these on a line, is a masthead.
const MASTHEAD: &[&str] = &[
    "대표이사/발행인",
    "대표이사·발행인",
    "대표이사",
    "대표자",
    "대표 전화",
    "대표전화",
    "대표 이메일",
    "대표이메일",
    "회장/발행인",
    "발행인/편집인",
    "발행·편집인",
    "발행·편집",
    "발행인",
    "발행소",
    "발행일자",
    "발행일",
    "편집인",
    "편집국장",
    "편집장",
    "인쇄인",
    "주소",
    "본사",
    "사업자등록번호",
    "사업자 등록번호",
    "사업자번호",
    "신문등록번호",
    "인터넷신문등록번호",
    "정기간행물 등록번호",
    "등록번호",
    "등록일자",
    "등록일",
    "등록연월일",
    "제호",
    "법인명",
    "매체명",
    "상호",
    "고충처리인",
    "청소년보호책임자",
    "청소년보호 책임자",
    "개인정보관리책임자",
    "개인정보보호책임자",
    "통신판매업신고",
    "통신판매업 신고",
    "통신판매신고번호",
    "전화번호",
    "팩스",
    "発行人",
    "発行所",
    "編集人",
    "所在地",
    "代表取締役",
    "电话",
    "地址",
    "主办单位",
    "主管单位",
    "许可证",
    "备案号",
    "Publisher",
    "Editor-in-Chief",
    "Editor in Chief",
    "Registration No",
    "Business registration",
];

const fn line(name: &'static str, pattern: &'static str) -> Rule {
    Rule {
        name,
        reach: Reach::Line,
        pattern,
        needs: None,
    }
}

const fn tail(name: &'static str, pattern: &'static str) -> Rule {
    Rule {
        name,
        reach: Reach::Tail,
        pattern,
        needs: None,
    }
}

/// The rows. Patterns are matched against a whole cleaned line.
static RULES: &[Rule] = &[
    line("separator", r"^[|│ㅣ｜·•\-–—_=*#~─━\s]+$"),
    line(
        "phone",
        r"^(?i:(?:tel|fax|phone|전화|팩스|대표번호|電話|电话)[.:：)\s]*)?\(?\+?[0-9]{2,4}\)?[-–. ][0-9]{3,4}[-–. ][0-9]{3,4}$",
    ),
    tail(
        "copyright",
        r"(?i)^[<\[(〈【|\s]*(?:copyright|ⓒ|©|\(c\)\s|저작권자|著作権|版权所有|版權所有|all rights reserved|無断転載|禁無断)",
    ),
    tail(
        "no reprint",
        r"무단\s?(?:전재|복제|사용|배포|도용)|재배포\s?(?:를\s?)?금지|AI\s?학습.{0,12}금지|무단전재|無断(?:転載|複製|転用)|未经.{0,8}(?:授权|许可|允许).{0,12}(?:转载|使用)|(?i:may not be (?:reproduced|republished|redistributed)|reproduction (?:without permission|is prohibited))",
    ),
    line(
        "tips",
        r"^[■▶☞※◇◆●▷▲\s\[<]*(?:기사\s?제보|제보\s?(?:는|하기|전화|메일|안내|이메일)|보도자료\s?(?:문의|접수|제보)|독자\s?제보|카카오톡?\s?[:：@].{0,30}(?:제보|검색)|当事|情報提供|爆料|(?i:got a (?:news )?tip|send (?:us )?(?:your )?tips|contact the (?:newsroom|reporter)))",
    ),
    line(
        "subscribe",
        r"^[■▶☞※+▷\s\[<]*(?:(?:네이버|다음|카카오|구글|유튜브|뉴스레터|텔레그램|채널|기자|홈페이지)[가-힣\s·,'’]{0,24}(?:구독|추가|팔로우|보기)(?:하기|하세요|해주세요|신청)?|[가-힣]{2,4}\s?기자\s?구독(?:하기)?|구독(?:하기|신청|자\s?[0-9,.]+)?|기자\s?(?:페이지|홈|의 다른\s?기사.{0,6})|(?i:subscribe|sign up|newsletter|follow (?:us|the)).{0,60}|(?:扫码|关注).{0,20}(?:公众号|订阅).{0,10})\s*[>→»]*$",
    ),
    Rule {
        name: "subscribe",
        reach: Reach::Line,
        pattern: r"^[■▶☞※+▷\s\[<]*.{0,20}(?:メルマガ|ニュースレター).{0,20}登録.{0,6}\s*[>→»]*$",
        needs: Some("登録"),
    },
    line(
        "share",
        r"^(?i:(?:share|tweet|print|email|e-mail|copy link|save|facebook|twitter|x|linkedin|whatsapp|reddit|kakao(?:talk)?|line|naver|url|sns|페이스북|트위터|엑스|카카오톡?|카카오스토리|네이버(?:\s?블로그|\s?밴드)?|밴드|라인|링크\s?복사|주소\s?복사|url\s?복사|복사하기|공유(?:하기)?|기사\s?공유|스크랩|인쇄(?:하기)?|프린트|글자\s?크기|글씨\s?크기|본문\s?글씨.{0,8}|크게|작게|가|북마크|기사\s?저장|댓글(?:\s?[0-9,]+)?|좋아요(?:\s?[0-9,]+)?|응원해요|후속\s?강추|다크\s?모드|기사\s?듣기|シェア(?:する)?|ツイート|印刷|ブックマーク|コメント(?:\s?[0-9]+)?|リンクをコピー|微信|微博|分享(?:到)?|收藏|打印|字号|点赞|评论(?:\s?[0-9]+)?|朋友圈|qq空间)(?:[\s,·|/+:：]+|$))+$",
    ),
    line(
        "advertisement",
        r"^[-\[(\s]*(?:광고|AD|Ad|ADVERTISEMENT|Advertisement|Sponsored|広告|PR|广告|廣告|스폰서)[-\])\s]*$",
    ),
    line(
        "views",
        r"^(?:조회수?|댓글수?|추천|좋아요|閲覧数|浏览|阅读|Views?|Comments?)\s*[:：]?\s*[0-9,.]+(?:회|개|次)?$",
    ),
    line(
        "section",
        r"^(?:홈|HOME|Home|뉴스|전체|정치|경제|사회|국제|세계|문화|스포츠|연예|산업|기업|증권|금융|부동산|IT|과학|IT[·/ ]과학|IT일반|테크|오피니언|사설|칼럼|속보|News|World|Business|Technology|Tech|Politics|Sports|Culture|Opinion|政治|経済|社会|国際|スポーツ|文化|科学|经济|国际|体育|科技|要闻)(?:\s*[>›»/|·]\s*[^>›»|]{1,20}){0,4}$",
    ),
    line(
        "more",
        r"^(?i:read more|continue reading|see more|more from .{1,40}|전체\s?보기|기사\s?더\s?보기|더\s?보기|펼쳐\s?보기|원문\s?보기|続きを読む|もっと見る|阅读全文|展开全文|查看更多)[\s>→»:.]*$",
    ),
    line(
        "correction",
        r"^[*※\s(]*(?:이 기사는|본 기사는|해당 기사는).{0,60}(?:생성|작성|제공|게재|협찬|제휴)[^.]{0,30}(?:입니다|습니다|됐습니다)\.?\)?$",
    ),
    tail(
        "related",
        r"^[■▶☞▷●◆◇▲\s\[<【]*(?i:관련\s?(?:기사|뉴스|태그|키워드)|이\s?기자의\s?(?:다른|최신)\s?기사|(?:많이|가장\s?많이)\s?본\s?(?:뉴스|기사)|인기\s?(?:뉴스|기사)|추천\s?(?:뉴스|기사)|주요\s?기사|최신\s?(?:뉴스|기사)|함께\s?(?:보면|볼만한)\s?.{0,8}(?:뉴스|기사)|실시간\s?(?:뉴스|주요뉴스)|핫\s?뉴스|related\s?(?:articles?|stories|news|topics|content)|more stories|most (?:read|viewed|popular)|you may also like|recommended(?: for you| stories)?|read next|trending(?: now)?|関連(?:記事|ニュース|キーワード)|あわせて読みたい|アクセスランキング|おすすめ記事|相关(?:新闻|阅读|报道|文章|推荐)|相關(?:新聞|報導|文章)|延伸阅读|延伸閱讀|热门(?:新闻|推荐|文章)|推荐阅读|猜你喜欢)[\]>】\s:：]*$",
    ),
    tail(
        "masthead",
        r"^(?:\(주\)|㈜|주식회사)\s?[가-힣A-Za-z0-9]{1,16}\s?[|│ㅣ｜].{0,200}(?:발행|편집|등록|대표)",
    ),
    line(
        "end mark",
        r"^[(\[<【（-]*(?:끝|完|了|The End|END|ends|###|30)[)\]>】）-]*$",
    ),
];

/// The rows that are bound to the start of a line, in one automaton: it gives most lines up after a few letters, which
/// a single row that must look at all of a line would keep it from.
static BOUND: LazyLock<(RegexSet, Vec<usize>)> = LazyLock::new(|| {
    let rows: Vec<usize> = (0..RULES.len()).filter(|row| is_bound(&RULES[*row])).collect();
    let patterns = rows.iter().map(|row| RULES[*row].pattern);
    (RegexSet::new(patterns).expect("the rows are constants"), rows)
});

/// The others.
static LOOSE: LazyLock<Vec<(usize, Regex)>> = LazyLock::new(|| {
    let rows = RULES.iter().enumerate().filter(|(_, rule)| !is_bound(rule));
    let compiled = |rule: &Rule| Regex::new(rule.pattern).expect("the rows are constants");
    rows.map(|(row, rule)| (row, compiled(rule))).collect()
});

fn is_bound(rule: &Rule) -> bool {
    let pattern = rule.pattern.trim_start_matches("(?i)");
    pattern.starts_with('^') && rule.needs.is_none()
}

/// The first row that a line fits.
fn row(line: &str) -> Option<usize> {
    let (patterns, rows) = &*BOUND;
    let bound = patterns.matches(line).iter().next().map(|at| rows[at]);
    let fits = |(row, pattern): &&(usize, Regex)| {
        bound.is_none_or(|first| *row < first)
            && RULES[*row].needs.is_none_or(|word| line.contains(word))
            && pattern.is_match(line)
    };
    LOOSE.iter().find(fits).map(|(row, _)| *row).or(bound)
}

static MASTHEAD_RULE: Rule = tail("masthead", "");

/// The row that a cleaned line fits, if it is furniture.
pub(crate) fn rule(line: &str) -> Option<&'static Rule> {
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    if masthead(line) {
        return Some(&MASTHEAD_RULE);
    }
    RULES.get(row(line)?)
}

fn masthead(line: &str) -> bool {
    let parts = line.split(['|', '│', 'ㅣ', '｜']).map(str::trim);
    let named = parts.filter(|part| names_an_office(part)).count();
    named > 1 || (named == 1 && line.contains([':', '：']))
}

/// Letters that the rows of [`MASTHEAD`] begin with.
const INITIALS: &str = "대회발편인주본사신등정제법매상고청개통전팩発編所代电地主许备PERB";

fn names_an_office(part: &str) -> bool {
    if !part.starts_with(|c| INITIALS.contains(c)) {
        return false;
    }
    let Some(key) = MASTHEAD.iter().find(|key| part.starts_with(*key)) else {
        return false;
    };
    let rest = part.get(key.len()..).unwrap_or_default();
    rest.starts_with([':', '：', ' ', '·', '/', '(', '.'])
}

/// The outlet that a copyright line names.
pub(crate) fn owner(line: &str) -> Option<&str> {
    static OWNER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)(?:ⓒ|©|copyright|\(c\))[\sⓒ©:]*(?:[0-9]{4}(?:\s?[-–]\s?[0-9]{4})?\.?,?\s)?(?:by\s)?(?P<owner>[^,.<>()\[\]|&]{2,40}?)\s?(?:[,.<>()\[\]|&]|무단|all rights|\(|$)",
        )
        .expect("the pattern is a constant")
    });
    let owner = OWNER.captures(line)?.name("owner")?.as_str().trim();
    (!owner.is_empty() && !owner.chars().all(|c| c.is_ascii_digit())).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_knows_its_lines() {
        for (line, name) in [
            ("|", "separator"),
            ("─────────", "separator"),
            ("02-000-1234", "phone"),
            ("Tel: 02) 000-1234", "phone"),
            ("대표이사/발행인 : 홍가람", "masthead"),
            ("주소 : 서울시 가람구 나루로 1", "masthead"),
            (
                "등록번호: 서울 아00001 | 등록일: 2020.01.01 | 제호: 가람일보",
                "masthead",
            ),
            ("발행인 홍가람 | 편집인 나누리", "masthead"),
            ("Editor-in-Chief: Jane Roe", "masthead"),
            ("Copyright ⓒ 가람일보. All rights reserved.", "copyright"),
            ("<저작권자 ⓒ 가람일보, 무단 전재 및 재배포 금지>", "copyright"),
            ("© 2025 The Dawn Post", "copyright"),
            ("版权所有 黎明网", "copyright"),
            ("무단 전재-재배포 금지", "no reprint"),
            ("本紙記事の無断転載を禁じます。", "no reprint"),
            ("未经本网授权不得转载", "no reprint"),
            (
                "This material may not be reproduced without permission.",
                "no reprint",
            ),
            ("■ 제보하기", "tips"),
            ("기사제보 및 보도자료 문의 news@garam.example", "tips"),
            ("Got a tip? Write to the desk", "tips"),
            ("네이버에서 가람일보 구독하기", "subscribe"),
            ("나누리 기자 구독하기", "subscribe"),
            ("Subscribe to our newsletter", "subscribe"),
            ("페이스북 트위터 카카오톡 URL복사", "share"),
            ("Share Tweet Print", "share"),
            ("シェア ツイート 印刷", "share"),
            ("分享到 微信 微博", "share"),
            ("광고", "advertisement"),
            ("ADVERTISEMENT", "advertisement"),
            ("조회수 1,204", "views"),
            ("IT/과학", "section"),
            ("홈 > 경제 > 산업", "section"),
            ("Read more", "more"),
            ("続きを読む", "more"),
            ("관련기사", "related"),
            ("[많이 본 뉴스]", "related"),
            ("Related Articles", "related"),
            ("関連記事", "related"),
            ("相关阅读", "related"),
            ("(끝)", "end mark"),
        ] {
            assert_eq!(rule(line).map(|r| r.name), Some(name), "{line}");
        }
    }

    #[test]
    fn every_office_has_its_initial() {
        for office in MASTHEAD {
            assert!(office.starts_with(|c| INITIALS.contains(c)), "{office}");
        }
    }

    #[test]
    fn sentences_of_a_story_are_no_furniture() {
        for line in [
            "발행인은 이날 회의에서 새 편집 방침을 밝혔다.",
            "주소를 옮긴 뒤로 손님이 늘었다고 그는 말했다.",
            "광고 시장이 살아나고 있다는 신호가 여럿이다.",
            "그는 저작권 문제를 들어 소송을 냈다.",
            "The publisher said the paper would close in spring.",
            "関連記事を読んだ住民は驚いたという。",
            "经济学家认为，今年的增长会放慢。",
            "주소 : 는 어디인가를 묻는 노인에게 그는 길을 알려 주었고, 그 길이 끝나는 곳까지 함께 걸었다고 했다.",
            "사회 초년생의 한 달",
            "Share prices fell on Friday",
        ] {
            let found = rule(line).map(|r| r.name);
            let allowed = if line.starts_with("주소 :") {
                Some("masthead")
            } else {
                None
            };
            assert_eq!(found, allowed, "{line}");
        }
    }

    #[test]
    fn a_copyright_line_names_its_owner() {
        for (line, owner_) in [
            ("Copyright ⓒ 가람일보. All rights reserved.", Some("가람일보")),
            ("<저작권자 ⓒ 가람일보, 무단 전재 금지>", Some("가람일보")),
            ("© 2025 The Dawn Post", Some("The Dawn Post")),
            ("ⓒ 가람뉴스 무단전재 및 재배포금지", Some("가람뉴스")),
            ("무단 전재 금지", None),
        ] {
            assert_eq!(owner(line), owner_, "{line}");
        }
    }
}
