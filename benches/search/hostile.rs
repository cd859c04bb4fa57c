//! Queries that nobody means: each must be answered or refused before the eye notices.

/// Words as common as they come, and as many as may stand near each other.
const TWELVE: &str = "정부 한다 데이터 이다 정부는 했다 에서 으로 하는 정 이 다";

/// What each is, and the query.
pub(crate) fn queries() -> Vec<(&'static str, String)> {
    let many = |part: &str, times: usize| part.repeat(times);
    vec![
        ("10 KB of one letter", many("가", 3_400)),
        ("10 KB of words", many("가나 ", 1_400)),
        ("4 KB of words", many("가나 ", 585)),
        ("4 KB of one word", many("라마", 680)),
        ("100 words", many("정부 ", 100)),
        ("lone jamo", "ㅁ ㅂ ㅅ ㅏ ㅑ".into()),
        ("60 lone jamo", many("ㅁㅂㅅ", 20)),
        ("vowels alone", "ㅏㅏㅏㅏㅏㅏ".into()),
        ("a quotation mark that is not closed", "\"메타 라마".into()),
        ("quotation marks alone", many("\"", 101)),
        ("`(a+)+$`", "(a+)+$".into()),
        (
            "parentheses within each other",
            format!("{}a{}", many("(", 2_000), many(")", 2_000)),
        ),
        ("minus signs", many("-", 4_000)),
        ("OR alone", many("OR ", 1_300)),
        ("200 OR", many("가나 OR ", 200)),
        ("stars", many("*", 4_000)),
        ("letters and stars", many("a*", 60)),
        ("`near` of many", format!("near/99999:({})", many("정부 ", 120))),
        (
            "`near` of twelve that are everywhere",
            format!("near/10000:({TWELVE})"),
        ),
        ("the same, and close", format!("near/12:({TWELVE})")),
        ("a date of nonsense", "date:99999999-99..<0d".into()),
        ("nulls and controls", many("\0\u{1b}[2J\u{202e}", 500)),
        ("combining marks", format!("가{}", many("\u{301}", 3_000))),
        ("a query within a query", many("name:(", 500)),
    ]
}
