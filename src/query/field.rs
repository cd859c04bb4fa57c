//! The fields of the language and the values that some of them take, as tables: English and Korean words for the same.

use crate::article::language::Language;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// A name, however it is spelt.
    Name,
    /// Who is quoted.
    Said,
    /// Who wrote it.
    By,
    /// The outlet.
    In,
    /// The language.
    Lang,
    /// The days.
    Date,
    /// A mark.
    Is,
    /// Something that it has.
    Has,
    /// A tag.
    Tag,
    /// Words of a note.
    Note,
    /// Words of the headline.
    Title,
    /// Words of the body.
    Body,
    /// Words that stand near each other.
    Near,
    /// The order.
    Sort,
}

/// Every field with its names, the one that is printed first, then the Korean one.
pub const FIELDS: &[(Field, &[&str])] = &[
    (Field::Name, &["name", "이름", "entity", "인물"]),
    (Field::Said, &["said", "발언", "말"]),
    (Field::By, &["by", "기자", "글쓴이", "author"]),
    (Field::In, &["in", "매체", "outlet", "출처"]),
    (Field::Lang, &["lang", "언어", "language"]),
    (Field::Date, &["date", "날짜"]),
    (Field::Is, &["is", "상태"]),
    (Field::Has, &["has", "있음"]),
    (Field::Tag, &["tag", "태그"]),
    (Field::Note, &["note", "메모"]),
    (Field::Title, &["title", "제목", "headline"]),
    (Field::Body, &["body", "본문"]),
    (Field::Near, &["near", "근처", "가까이"]),
    (Field::Sort, &["sort", "정렬", "order"]),
];

/// What a reader marked on a story, or what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not read.
    Unread,
    /// Read.
    Read,
    /// Bookmarked.
    Bookmarked,
    /// Put away.
    Archived,
    /// Opened at least once.
    Opened,
    /// Its file could not be read.
    Fault,
}

/// Every state with its words.
pub const STATES: &[(State, &[&str])] = &[
    (State::Unread, &["unread", "안읽음", "new"]),
    (State::Read, &["read", "읽음"]),
    (
        State::Bookmarked,
        &["bookmarked", "북마크", "bookmark", "starred", "책갈피"],
    ),
    (State::Archived, &["archived", "보관", "hidden"]),
    (State::Opened, &["opened", "열어봄"]),
    (State::Fault, &["fault", "오류"]),
];

/// Something that a story may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A note.
    Note,
    /// A tag.
    Tag,
    /// A date.
    Date,
    /// A byline.
    By,
    /// An outlet.
    Outlet,
    /// Digest items.
    Items,
    /// Earlier revisions.
    Revisions,
}

/// Every such thing with its words.
pub const THINGS: &[(Thing, &[&str])] = &[
    (Thing::Note, &["note", "메모", "notes"]),
    (Thing::Tag, &["tag", "태그", "tags"]),
    (Thing::Date, &["date", "날짜"]),
    (Thing::By, &["by", "기자", "byline", "author"]),
    (Thing::Outlet, &["outlet", "매체", "in"]),
    (Thing::Items, &["items", "묶음", "digest"]),
    (Thing::Revisions, &["revisions", "개정", "revision"]),
];

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The newest first.
    Date,
    /// The oldest first.
    Oldest,
    /// The best first.
    Relevance,
    /// By outlet.
    Outlet,
    /// By headline.
    Title,
    /// Unread first.
    Unread,
}

/// Every order with its words.
pub const SORTS: &[(Sort, &[&str])] = &[
    (Sort::Date, &["date", "날짜", "newest", "최신"]),
    (Sort::Oldest, &["oldest", "오래된", "old"]),
    (Sort::Relevance, &["relevance", "관련", "관련도", "best"]),
    (Sort::Outlet, &["outlet", "매체"]),
    (Sort::Title, &["title", "제목"]),
    (Sort::Unread, &["unread", "안읽음"]),
];

/// Every language with its words.
pub const LANGUAGES: &[(Language, &[&str])] = &[
    (Language::Ko, &["ko", "한국어", "korean"]),
    (Language::En, &["en", "영어", "english"]),
    (Language::Ja, &["ja", "일본어", "japanese", "日本語"]),
    (Language::Zh, &["zh", "중국어", "chinese", "中文"]),
    (Language::Und, &["und", "모름", "unknown"]),
];

/// The value of a word; the case of letters does not matter.
pub(super) fn valued<T: Copy>(table: &[(T, &[&str])], word: &str) -> Option<T> {
    let word = word.to_lowercase();
    let row = table.iter().find(|(_, names)| names.contains(&word.as_str()));
    row.map(|(value, _)| *value)
}

/// The word that a value is printed as.
pub(super) fn word<T: Copy + PartialEq>(table: &[(T, &'static [&'static str])], value: T) -> &'static str {
    let row = table.iter().find(|(v, _)| *v == value);
    row.and_then(|(_, names)| names.first())
        .copied()
        .unwrap_or_default()
}

/// All words of a table.
pub(super) fn words<T>(table: &'static [(T, &'static [&'static str])]) -> Vec<&'static str> {
    table
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .collect()
}

impl Field {
    /// The name that it is printed with.
    pub fn name(self) -> &'static str {
        word(FIELDS, self)
    }

    /// All its names.
    pub fn names(self) -> &'static [&'static str] {
        FIELDS
            .iter()
            .find(|(f, _)| *f == self)
            .map_or(&[], |(_, names)| names)
    }

    /// The words that it takes, where these are few.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::Is => words(STATES),
            Self::Has => words(THINGS),
            Self::Lang => words(LANGUAGES),
            Self::Sort => words(SORTS),
            Self::Date => super::when::WORDS
                .iter()
                .flat_map(|(_, names)| names.iter().copied())
                .collect(),
            _ => Vec::new(),
        }
    }
}
