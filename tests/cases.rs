//! What a reader of Korean, Japanese or Chinese must meet, case by case, through the program's own rooms and screens.
//!
//! Some cases are about two real articles that lie beside the project. They run only where those lie, take their
//! sentences from there by line, and compare bytes: none of their text is in here. Each has a twin on our own prose.

#[path = "screens/world.rs"]
#[allow(dead_code, reason = "the screens of other tests need more of it")]
mod world;

#[path = "cases/columns.rs"]
mod columns;
#[path = "cases/search.rs"]
mod search;

use std::borrow::Cow;
use std::path::Path;

use jobo::article::date::Date;
use jobo::intake::Given;

/// The bytes of a real article; `None` where they do not lie.
pub(crate) fn seed(n: usize) -> Option<Vec<u8>> {
    let name = ["000_feccae7da4a38588.txt", "001_3af5d20b6f49d139.txt"][n];
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/seeds")
        .join(name);
    std::fs::read(path).ok()
}

/// A line of a real article, counted from one.
pub(crate) fn seed_line(n: usize, line: usize) -> Option<String> {
    let text = String::from_utf8(seed(n)?).expect("the seeds are UTF-8");
    text.lines().nth(line - 1).map(str::to_owned)
}

/// A file of our own.
pub(crate) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Given {
    Given {
        name: Cow::Owned(name.to_owned()),
        bytes: Cow::Owned(bytes.into()),
        modified: Date::day(2026, 8, 1, 540).map(Date::inferred),
    }
}

/// Prose of the shape of the first real article: a column without a headline, in one line a paragraph.
pub(crate) const COLUMN: &str = "\
도토리 시장이 지난 두어 달 동안 온 마을의 가장 큰 이야깃거리였던 인공지능(AI) 저울을 두고 또 한 번 술렁였습니다.
메타와 앤트로픽 등은 걱정 반, 기대 반 심정으로 이를 지켜봤습니다. 시장 상인회장은 새 저울을 두고 값비싼 장난감에 비유하며, 결국에는 손으로 재게 될 것이라고 내다봤습니다.
그러나 27일(현지시간) 스타트업 다람쥐랩은 투자자에게, 슈퍼컴퓨터센터 계획(SCP) 지연 문제로 회사의 일부 직원들이 불만을 품고 있다는 말을 처음 전했습니다.
메타가 내놓은 라마 4가 저울을 잘 읽지 못한 탓입니다. 연구자 라르스 판데르 호벤은 앤트로픽으로 옮겼습니다.
그는 \"슈퍼도토리위원회가 저울보다 사람을 먼저 봐야 한다\"라고 말했습니다.
";

/// Prose of the shape of the second one: a headline, a deck, an agency's dateline.
pub(crate) const AGENCY: &str = "\
\"저울 못 믿어\"…메타 오픈소스 '라마' 상인들 대부분 반납

잇단 고장·수리비 상승…저울 2년 유지율 64%로 최하위

(서울=다람통신) 한가람 기자 = 메타의 저울 모델 '라마'(Llama)를 들인 상인들이 대부분 저울을 돌려준 것으로 확인됐다.

'라마3' 저울을 처음 들인 라루스 반데르호벤도 최근 앤트로픽 저울로 바꿨다. 4월에 나온 '라마4'가 기대에 못 미친 것이 까닭이다.

'메타 도토리 연구소'는 인력을 새로 짰다. 메타도토리연구소 관계자는 \"앤트로픽(80%)·구글(78%)보다 낮은 것은 사실\"이라고 말했다.
";
