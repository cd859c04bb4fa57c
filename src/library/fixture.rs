//! Articles and libraries for the tests of this room.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::article::Article;
use crate::article::body::{Body, Item, Zone};
use crate::article::date::Date;
use crate::article::id::{ArticleId, StoryId};
use crate::article::language::Language;
use crate::entity::{Found, Kind, Mention, Name, Rule};
use crate::library::Library;
use crate::library::filing::{Filing, Leaf};
use crate::library::reader::Reader;
use crate::library::value::{RowId, SourceId};
use crate::library::writer::Writer;
use crate::text::Clean;

/// An article with a headline and paragraphs.
pub(super) fn article(headline: &str, text: &str) -> Article {
    let paragraphs = std::iter::once((Zone::Headline, headline)).chain(text.lines().map(|l| (Zone::Text, l)));
    Article {
        headline: Clean::new(headline),
        body: Body::from_paragraphs(paragraphs.map(|p| [p])),
        language: Language::of(text),
        ..Article::default()
    }
}

/// The same, of a day of 2026.
pub(super) fn dated(headline: &str, text: &str, month: i8, day: i8) -> Article {
    Article {
        date: Date::day(2026, month, day, 540),
        ..article(headline, text)
    }
}

/// A digest of two items.
pub(super) fn digest() -> Article {
    let body = Body::from_paragraphs(
        [
            (Zone::Headline, "아침의 소식"),
            (Zone::Digest, "아래는 오늘의 주요 소식이다."),
            (Zone::ItemHead, "■가람은행, 금리 내려"),
            (Zone::ItemText, "가람은행이 금리를 내렸다."),
            (Zone::ItemHead, "■한빛전자, 새 칩 공개"),
            (Zone::ItemText, "한빛전자가 새 칩을 공개했다."),
        ]
        .map(|p| [p]),
    );
    let at = |n: usize, mark: u32| {
        let b = body.blocks()[n];
        b.start + mark..b.end
    };
    let mark = "■".len() as u32;
    let items = vec![
        Item {
            head: at(2, mark),
            text: at(3, 0),
        },
        Item {
            head: at(4, mark),
            text: at(5, 0),
        },
    ];
    Article {
        headline: Clean::new("아침의 소식"),
        items,
        language: Language::Ko,
        date: Date::day(2026, 3, 3, 540),
        outlet: Some(Clean::new("가람일보")),
        body,
        ..Article::default()
    }
}

/// The names given, wherever they stand in the article, found by the list.
pub(super) fn found(article: &Article, names: &[(Kind, &str)]) -> Found {
    let text = article.body.text();
    let mut mentions = Vec::new();
    for (n, (_, name)) in names.iter().enumerate() {
        mentions.extend(text.match_indices(name).map(|(at, s)| Mention {
            start: at as u32,
            end: (at + s.len()) as u32,
            name: n as u16,
            rule: Rule::Gazetteer,
            confidence: 90,
        }));
    }
    mentions.sort_by_key(|m| m.start);
    let names = names.iter().map(|(kind, text)| Name {
        kind: *kind,
        text: Clean::new(text),
        key: crate::entity::resolve::key(*kind, text),
        spellings: Vec::new(),
    });
    Found {
        names: names.collect(),
        mentions,
    }
}

/// The id of an article that is in the library in its first revision.
pub(super) fn id(article: &Article) -> StoryId {
    StoryId::whole(ArticleId::of(article.body.text()))
}

/// A library in a folder that goes with it, with one source.
pub(super) struct Desk {
    pub(super) folder: TempDir,
    pub(super) library: Library,
    pub(super) reader: Reader,
    pub(super) writer: Writer,
    pub(super) source: SourceId,
    moment: i64,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::at(folder)
    }

    pub(super) fn at(folder: TempDir) -> Self {
        let library = Library::open(folder.path().join("library.jobo")).unwrap();
        let mut writer = library.writer().unwrap();
        let source = writer.add_source("/news").unwrap();
        let reader = library.reader().unwrap();
        Self {
            folder,
            library,
            reader,
            writer,
            source,
            moment: 0,
        }
    }

    /// Closes everything; what is left is the folder.
    pub(super) fn shut(self) -> TempDir {
        let Self {
            folder,
            library,
            reader,
            writer,
            ..
        } = self;
        drop((reader, writer, library));
        folder
    }

    /// Closes everything and opens it again.
    pub(super) fn reopen(self) -> Self {
        Self::at(self.shut())
    }

    /// A file of one story as it would be filed; its content hash is new each time.
    pub(super) fn filing(&mut self, name: &str, article: Article) -> Filing {
        self.moment += 1;
        let mut hash = [0; 16];
        hash[..8].copy_from_slice(&self.moment.to_be_bytes());
        Filing {
            source: self.source,
            path: PathBuf::from("/news").join(name),
            size: 10,
            mtime: self.moment,
            hash,
            recipe: 1,
            format: Clean::new("news"),
            encoding: Clean::new("UTF-8"),
            leaves: vec![Leaf {
                article,
                part: None,
                notices: Vec::new(),
                fault: None,
            }],
        }
    }

    /// Files one story and gives its row.
    pub(super) fn file(&mut self, name: &str, article: Article) -> RowId {
        let filing = self.filing(name, article);
        self.writer.file(vec![filing]).unwrap().rows[0]
    }

    /// Files and indexes one story.
    pub(super) fn named(&mut self, name: &str, article: Article, names: &[(Kind, &str)]) -> RowId {
        let found = found(&article, names);
        let row = self.file(name, article);
        self.writer.index(vec![(row, found)]).unwrap();
        row
    }
}
