//! What two real articles are taken apart into. They lie beside the project and are no part of it: without them
//! there is nothing to compare, and the table only holds facts about them, none of their sentences.

use std::path::Path;

use jobo::article::Article;
use jobo::article::body::Zone;
use jobo::article::date::Date;
use jobo::ingest::{Input, read};

/// Reads a seed, with its lines that are not empty; `None` where the seeds do not lie.
fn seed(name: &str) -> Option<(Article, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/seeds")
        .join(name);
    let bytes = std::fs::read(path).ok()?;
    let modified = Some(Date::moment(1_755_900_000));
    let mut reading = read(&Input {
        name,
        bytes: &bytes,
        modified,
    });
    assert_eq!(
        (reading.format, reading.encoding, reading.drafts.len()),
        ("text", "UTF-8", 1)
    );
    assert!(reading.notices.is_empty());
    let draft = reading.drafts.remove(0);
    assert!(draft.notices.is_empty() && draft.fault.is_none());
    let text = String::from_utf8(bytes).expect("the seeds are UTF-8");
    Some((draft.article, text.lines().map(str::to_owned).collect()))
}

fn zone(article: &Article, zone: Zone) -> Vec<&str> {
    article.body.in_zone(zone).collect()
}

fn byline(article: &Article) -> Vec<[&str; 4]> {
    article
        .bylines
        .iter()
        .map(|b| {
            [
                &*b.name,
                b.role.as_deref().unwrap_or(""),
                b.address.as_deref().unwrap_or(""),
                b.outlet.as_deref().unwrap_or(""),
            ]
        })
        .collect()
}

#[test]
fn a_column_with_a_digest() {
    let Some((article, lines)) = seed("000_feccae7da4a38588.txt") else {
        return;
    };
    assert!(article.derived);
    let first = lines[0].split_inclusive('.').next().unwrap();
    let stand_in = article.headline.strip_suffix('…').unwrap_or(&article.headline);
    assert!(first.starts_with(stand_in) && stand_in.chars().count() > 30);
    assert!(zone(&article, Zone::Headline).is_empty() && zone(&article, Zone::Deck).is_empty());
    assert_eq!(
        byline(&article),
        [["임대준", "기자", "ydj@aitimes.com", "AI Times"]]
    );
    assert_eq!(article.outlet.as_deref(), Some("AI Times"));
    assert_eq!(article.dateline, None);
    assert!(zone(&article, Zone::Caption).is_empty() && zone(&article, Zone::Furniture).is_empty());
    assert_eq!(
        zone(&article, Zone::Text),
        lines[..19].iter().map(String::as_str).collect::<Vec<_>>()
    );
    assert_eq!(zone(&article, Zone::Digest), [lines[19].as_str()]);
    assert_eq!(article.items.len(), 3);
    for (item, pair) in article.items.iter().zip(lines[20..26].chunks(2)) {
        let slice = |r: &std::ops::Range<u32>| article.body.slice(r.start as usize..r.end as usize);
        assert_eq!(Some(slice(&item.head)), pair[0].strip_prefix("■ "));
        assert_eq!(slice(&item.text), pair[1]);
    }
    assert_eq!(zone(&article, Zone::Byline), [lines[26].as_str()]);
    assert_eq!(article.date, Some(Date::moment(1_755_900_000).inferred()));
}

#[test]
fn an_agency_story_with_a_masthead() {
    let Some((article, lines)) = seed("001_3af5d20b6f49d139.txt") else {
        return;
    };
    assert!(!article.derived);
    assert_eq!(&*article.headline, lines[0]);
    assert_eq!(zone(&article, Zone::Headline), [lines[0].as_str()]);
    assert_eq!(zone(&article, Zone::Deck), [lines[2].as_str(), lines[3].as_str()]);
    assert_eq!(byline(&article), [["김민석", "기자", "ideaed@news1.kr", "뉴스1"]]);
    let dateline = article.dateline.clone().unwrap();
    assert_eq!(
        (&*dateline.place, dateline.agency.as_deref()),
        ("서울", Some("뉴스1"))
    );
    assert_eq!(
        zone(&article, Zone::Caption),
        [lines[6].as_str(), lines[21].as_str()]
    );
    assert_eq!(
        zone(&article, Zone::Repeat),
        [lines[6].as_str(), lines[21].as_str()]
    );
    assert_eq!(zone(&article, Zone::Text).len(), 13);
    assert!(zone(&article, Zone::Subhead).is_empty() && article.items.is_empty());
    let furniture = zone(&article, Zone::Furniture);
    let foot: Vec<&str> = lines[39..]
        .iter()
        .map(String::as_str)
        .filter(|l| !l.is_empty())
        .collect();
    assert_eq!(furniture, foot);
    assert!(foot[0].starts_with("대표이사/발행인") && foot[foot.len() - 1].starts_with("Copyright"));
    assert_eq!(article.date, Some(Date::moment(1_755_900_000).inferred()));
}
