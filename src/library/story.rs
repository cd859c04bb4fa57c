//! Puts a story together for reading.

use rusqlite::{OptionalExtension, Row};

use crate::article::Article;
use crate::article::body::Item;
use crate::article::id::StoryId;
use crate::article::notice::Notice;
use crate::entity::{Found, Mention, Name};
use crate::library::catalogue::joined;
use crate::library::codes::kind_code;
use crate::library::detail;
use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::rulings::Rulings;
use crate::library::spans::{Packed, Spans};
use crate::library::value::{Header, NameId, RowId, SourceFile, Story, StoryName};
use crate::text::Clean;

/// What hangs on the origins of an article.
type Origins = (Vec<SourceFile>, Vec<Notice>);

impl Reader {
    /// A story with all that is known of it; `None` if it is gone.
    pub fn story(&self, row: RowId) -> Result<Option<Story>, LibraryError> {
        self.ask(|| match self.header(row)? {
            Some(header) => self.assemble(header),
            None => Ok(None),
        })
    }

    fn assemble(&self, header: Header) -> rusqlite::Result<Option<Story>> {
        let parent = self.parent_of(header.row)?;
        let whole = parent.unwrap_or(header.row);
        let Some(article) = self.article(whole)? else {
            return Ok(None);
        };
        let item = header
            .story
            .item
            .checked_sub(1)
            .and_then(|k| article.items.get(usize::from(k)));
        let (mut found, mut ids) = self.found(whole, &article, item)?;
        let noted = self.take_noted(header.story, &mut found, &mut ids)?;
        let (sources, notices) = self.origins(whole)?;
        let article = match item {
            Some(item) => detail::cut(&article, item),
            None => article,
        };
        Ok(Some(Story {
            names: self.story_names(&article, &found, (&ids, &noted))?,
            tags: self.tags(header.row)?,
            items: self.items(header.row)?,
            revisions: self.revisions(whole)?,
            resume: self.resume(&header)?,
            notes: self.noted_on(header.story)?,
            header,
            article,
            found,
            sources,
            notices,
            parent,
        }))
    }

    fn parent_of(&self, row: RowId) -> rusqlite::Result<Option<RowId>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT parent FROM story WHERE row = ?1")?;
        let parent = statement.query_row([row.0], |r| r.get::<_, Option<u32>>(0))?;
        Ok(parent.map(RowId))
    }

    /// The article of a row; `None` for digest items, which have no text of their own.
    pub(super) fn article(&self, row: RowId) -> rusqlite::Result<Option<Article>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT text, detail FROM body WHERE row = ?1")?;
        let unpack = |r: &Row<'_>| Ok(detail::unpack(r.get_ref(0)?.as_str()?, r.get_ref(1)?.as_str()?));
        statement.query_row([row.0], unpack).optional()
    }

    /// The names of an article, or of one of its items, and their ids in the same order.
    fn found(
        &self,
        row: RowId,
        article: &Article,
        item: Option<&Item>,
    ) -> rusqlite::Result<(Found, Vec<NameId>)> {
        let spans = self.spans(row)?.unwrap_or_default();
        let mut spans = self.settle(row, article, spans)?;
        if let Some(item) = item {
            spans = within(&spans, article, item);
        }
        let rulings = self.rulings()?;
        let (mut found, mut ids) = (Found::default(), Vec::new());
        let mut places = Vec::new();
        for name in &spans.names {
            places.push(self.take_name(name, &rulings, &mut found.names, &mut ids)?);
        }
        found.mentions = spans.mentions;
        found.mentions.retain_mut(|mention| {
            let place = places.get(usize::from(mention.name)).copied().flatten();
            mention.name = place.unwrap_or_default();
            place.is_some()
        });
        Ok((found, ids))
    }

    /// Puts the names of the notes on a story to its own; gives how often notes name each.
    fn take_noted(
        &self,
        story: StoryId,
        found: &mut Found,
        ids: &mut Vec<NameId>,
    ) -> rusqlite::Result<Vec<u32>> {
        let rulings = self.rulings()?;
        let mut noted = vec![0; ids.len()];
        for (name, times) in self.noted_names(story)? {
            let place = self.take_name(&name, &rulings, &mut found.names, ids)?;
            noted.resize(ids.len(), 0);
            if let Some(count) = place.and_then(|place| noted.get_mut(usize::from(place))) {
                *count += times;
            }
        }
        Ok(noted)
    }

    /// Puts a name to the others of its story, as the reader wants it shown; gives its place, `None` if it is hidden.
    fn take_name(
        &self,
        name: &Packed,
        rulings: &Rulings,
        names: &mut Vec<Name>,
        ids: &mut Vec<NameId>,
    ) -> rusqlite::Result<Option<u16>> {
        let root = rulings.root(name.id);
        if rulings.is_hidden(root) {
            return Ok(None);
        }
        let (_, _, own) = self.named(name.id, rulings)?;
        let own = name.text.clone().unwrap_or(own);
        let known = ids.iter().position(|id| *id == root);
        let place = known.unwrap_or(ids.len());
        if known.is_none() {
            let (key, kind, text) = self.named(root, rulings)?;
            let text = match rulings.text(root) {
                Some(text) => text.clone(),
                None if root == name.id => own.clone(),
                None => text,
            };
            ids.push(root);
            names.push(Name {
                kind,
                text,
                key,
                spellings: Vec::new(),
            });
        }
        if let Some(shown) = names.get_mut(place) {
            // A text that the library writes but this story does not is no spelling of it.
            let own = (root != name.id || rulings.text(root).is_some()).then_some(&own);
            for spelling in name.spellings.iter().chain(own) {
                if *spelling != shown.text && !shown.spellings.contains(spelling) {
                    shown.spellings.push(spelling.clone());
                }
            }
        }
        Ok(Some(place as u16))
    }

    fn named(
        &self,
        id: NameId,
        rulings: &Rulings,
    ) -> rusqlite::Result<(Box<str>, crate::entity::Kind, Clean)> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, kind, text FROM name WHERE id = ?1")?;
        statement.query_row([id.0], |r| {
            // A kind that a later jobo added is shown as a work: the least particular one.
            let kind = crate::library::codes::kind_of(r.get(1)?).unwrap_or(crate::entity::Kind::Work);
            let kind = rulings.kind(id).unwrap_or(kind);
            Ok((r.get(0)?, kind, Clean::new(r.get_ref(2)?.as_str()?)))
        })
    }

    /// The names that count here, by kind, then by how often they stand here, then in the library.
    fn story_names(
        &self,
        article: &Article,
        found: &Found,
        (ids, noted): (&[NameId], &[u32]),
    ) -> rusqlite::Result<Vec<StoryName>> {
        let rulings = self.rulings()?;
        let here = counts(article, found.names.len(), &found.mentions);
        let mut names = Vec::new();
        for (index, (name, (id, here))) in found.names.iter().zip(ids.iter().zip(here)).enumerate() {
            let noted = noted.get(index).copied().unwrap_or_default();
            if here + noted == 0 {
                continue;
            }
            let stories = self.name_of(*id)?.map_or(0, |n| n.stories);
            let (kind, text, index) = (name.kind, name.text.clone(), index as u16);
            names.push(StoryName {
                id: *id,
                key: name.key.clone(),
                watched: rulings.is_watched(*id),
                kind,
                text,
                here,
                noted,
                stories,
                index,
            });
        }
        names.sort_by(|a, b| {
            let by_kind = kind_code(a.kind).cmp(&kind_code(b.kind));
            by_kind
                .then((b.here + b.noted).cmp(&(a.here + a.noted)))
                .then(b.stories.cmp(&a.stories))
                .then(a.index.cmp(&b.index))
        });
        Ok(names)
    }

    fn origins(&self, row: RowId) -> rusqlite::Result<Origins> {
        let sql = "SELECT s.path, f.path, o.part, f.format, f.encoding, o.notices FROM origin o \
                   JOIN file f ON f.id = o.file JOIN source s ON s.id = f.source \
                   WHERE o.row = ?1 ORDER BY o.file, o.part";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([row.0])?;
        let mut origins = Origins::default();
        while let Some(r) = rows.next()? {
            origins.0.push(SourceFile {
                path: joined(r.get_ref(0)?.as_blob()?, r.get_ref(1)?.as_blob()?),
                part: Some(r.get(2)?).filter(|part| *part > 0),
                format: Clean::new(r.get_ref(3)?.as_str()?),
                encoding: Clean::new(r.get_ref(4)?.as_str()?),
            });
            let notices = r.get_ref(5)?.as_str_or_null()?;
            let notices = notices.and_then(|n| serde_json::from_str::<Vec<Notice>>(n).ok());
            for notice in notices.unwrap_or_default() {
                if !origins.1.contains(&notice) {
                    origins.1.push(notice);
                }
            }
        }
        Ok(origins)
    }

    fn tags(&self, row: RowId) -> rusqlite::Result<Vec<Clean>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT tag FROM tagged WHERE row = ?1 ORDER BY tag")?;
        let rows = statement.query_map([row.0], |r| Ok(Clean::new(r.get_ref(0)?.as_str()?)))?;
        rows.collect()
    }

    fn items(&self, row: RowId) -> rusqlite::Result<Vec<RowId>> {
        let sql = "SELECT row FROM story WHERE parent = ?1 ORDER BY item";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([row.0], |r| r.get(0).map(RowId))?;
        rows.collect()
    }

    fn revisions(&self, row: RowId) -> rusqlite::Result<u32> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 + count(*) FROM revision WHERE row = ?1")?;
        statement.query_row([row.0], |r| r.get(0))
    }

    fn resume(&self, header: &Header) -> rusqlite::Result<Option<u32>> {
        let sql = "SELECT byte FROM visit WHERE article = ?1 AND item = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let id = (header.story.article.0, header.story.item);
        Ok(statement.query_row(id, |r| r.get(0)).optional()?.flatten())
    }
}

/// For each name, how often it stands where names count for the story.
pub(super) fn counts(article: &Article, names: usize, mentions: &[Mention]) -> Vec<u32> {
    let mut counts = vec![0; names];
    let blocks = article.body.blocks();
    for mention in mentions {
        let block = blocks.partition_point(|b| b.end <= mention.start);
        let counted = blocks
            .get(block)
            .is_some_and(|b| b.start <= mention.start && b.zone.counts());
        if let Some(count) = counts.get_mut(usize::from(mention.name)).filter(|_| counted) {
            *count += 1;
        }
    }
    counts
}

/// The names that stand in one item of a digest, with places counted from its start.
pub(super) fn within(spans: &Spans, parent: &Article, item: &Item) -> Spans {
    let bytes = detail::item_bytes(parent, item);
    let inside = |m: &&Mention| m.start >= bytes.start && m.end <= bytes.end;
    let mut cut = Spans::default();
    let mut moved = vec![None; spans.names.len()];
    for mention in spans.mentions.iter().filter(inside) {
        let old = usize::from(mention.name);
        let (Some(place), Some(name)) = (moved.get_mut(old), spans.names.get(old)) else {
            continue;
        };
        let name = *place.get_or_insert_with(|| {
            cut.names.push(name.clone());
            (cut.names.len() - 1) as u16
        });
        cut.mentions.push(Mention {
            start: mention.start - bytes.start,
            end: mention.end - bytes.start,
            name,
            ..*mention
        });
    }
    cut
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::article::body::{Body, Zone};
    use crate::article::notice::{Notice, NoticeKind};
    use crate::entity::Kind;
    use crate::library::fixture::{Desk, article, digest};
    use crate::library::value::{Filter, View};
    use crate::text::Clean;

    #[test]
    fn a_story_comes_back_whole() {
        let mut desk = Desk::new();
        let mut filing = desk.filing("a.txt", article("새 모델", "메타가 새 모델을 냈다."));
        filing.leaves[0].notices = vec![Notice::new(NoticeKind::BadBytes, "3")];
        filing.leaves[0].article.tags = vec![Clean::new("기술")];
        let given = filing.leaves[0].clone();
        let row = desk.writer.file(vec![filing]).unwrap().rows[0];
        let story = desk.reader.story(row).unwrap().unwrap();
        assert_eq!(story.article, given.article);
        assert_eq!(story.notices, given.notices);
        assert_eq!(story.tags, given.article.tags);
        assert_eq!(story.sources[0].path.to_str(), Some("/news/a.txt"));
        assert_eq!((story.revisions, story.resume, story.parent), (1, None, None));
    }

    #[test]
    fn a_digest_item_is_a_story_inside_its_parent() {
        let mut desk = Desk::new();
        let bank = (Kind::Org, "가람은행");
        let parent = desk.named("d.txt", digest(), &[bank, (Kind::Org, "한빛전자")]);
        let whole = desk.reader.story(parent).unwrap().unwrap();
        assert_eq!(whole.items.len(), 2);
        assert_eq!(desk.reader.order(&View::default()).unwrap(), [parent]);
        let item = desk.reader.story(whole.items[0]).unwrap().unwrap();
        assert_eq!(item.header.headline.as_str(), "가람은행, 금리 내려");
        assert_eq!((item.parent, item.header.story.item), (Some(parent), 1));
        let names: Vec<_> = item
            .names
            .iter()
            .map(|n| (n.text.as_str(), n.here, n.stories))
            .collect();
        assert_eq!(names, [("가람은행", 2, 1)]);
        for mention in &item.found.mentions {
            let bytes = mention.start as usize..mention.end as usize;
            assert_eq!(item.article.body.slice(bytes), "가람은행");
        }
    }

    #[test]
    fn names_stand_by_kind_and_count_where_they_count() {
        let mut desk = Desk::new();
        let body = Body::from_paragraphs(
            [
                (Zone::Byline, "김한결 기자"),
                (Zone::Text, "메타와 오픈웨이, 오픈웨이. 이가람 대표"),
                (Zone::Furniture, "메타 메타"),
            ]
            .map(|p| [p]),
        );
        let article = Article {
            body,
            headline: Clean::new("머리"),
            ..Article::default()
        };
        let names = [
            (Kind::Org, "메타"),
            (Kind::Org, "오픈웨이"),
            (Kind::Per, "김한결"),
            (Kind::Per, "이가람"),
        ];
        let row = desk.named("a", article, &names);
        let story = desk.reader.story(row).unwrap().unwrap();
        let shown: Vec<_> = story.names.iter().map(|n| (n.text.as_str(), n.here)).collect();
        assert_eq!(shown, [("이가람", 1), ("오픈웨이", 2), ("메타", 1)]);
        assert_eq!(story.found.mentions.len(), 7);
        let byline = desk.reader.names("김한결", 1).unwrap();
        assert_eq!(byline, []);
        let filter = Filter {
            names: vec![story.names[0].id],
            ..Filter::default()
        };
        assert_eq!(
            desk.reader
                .order(&View {
                    filter,
                    ..View::default()
                })
                .unwrap(),
            [row]
        );
    }
}
