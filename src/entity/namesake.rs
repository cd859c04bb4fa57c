//! Namesakes: a story about a skater of the prime minister's name is not about the prime minister.

use crate::entity::Kind;
use crate::entity::gazetteer::row::Field;
use crate::entity::hash::Map;
use crate::entity::lists::Set;
use crate::entity::scene::{Hit, Owner, Scene};

/// The roles that tell a field.
const FIELDS: [(Set, Field); 3] = [
    (Set::State, Field::State),
    (Set::Arts, Field::Arts),
    (Set::Sports, Field::Sports),
];

/// Those listed people of whom the story speaks only by roles of another field, with that field.
///
/// Only native Korean names are looked at, because only these are borne by many. What one story says decides, so that
/// the order in which stories come in changes nothing; where a story says no role, the listed one is meant.
pub(super) fn namesakes(scene: &Scene, hits: &[Hit]) -> Map<u32, Field> {
    let mut said: Map<u32, Vec<Field>> = Map::default();
    for hit in hits.iter().filter(|h| h.kind == Kind::Per) {
        let Owner::Entry(thing) = hit.owner else { continue };
        let text = scene.stream.slice(hit.span.start, hit.span.end);
        if scene.gazetteer.field(thing) != Field::Unsaid && scene.lists.is_native(text) {
            said.entry(thing).or_default().extend(beside(scene, hit));
        }
    }
    let another = |(thing, fields): (u32, Vec<Field>)| {
        let own = scene.gazetteer.field(thing);
        let first = *fields.first()?;
        (!fields.contains(&own)).then_some((thing, first))
    };
    said.into_iter().filter_map(another).collect()
}

/// The fields of the roles right before and after a name.
fn beside(scene: &Scene, hit: &Hit) -> Vec<Field> {
    let (first, next) = (hit.span.first as usize, hit.span.last as usize + 1);
    let before = first.checked_sub(1).filter(|_| scene.follows(first));
    let after = Some(next).filter(|_| hit.span.whole && scene.follows(next));
    let role = |(at, set)| scene.stem_in(set, at).is_some();
    let fields = |at: usize| FIELDS.into_iter().filter(move |(set, _)| role((at, *set)));
    let both = [before, after].into_iter().flatten();
    both.flat_map(fields).map(|(_, field)| field).collect()
}
