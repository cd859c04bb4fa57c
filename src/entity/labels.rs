//! Names that the file of a story gives it: trusted, where they stand in the text.

use crate::article::Article;
use crate::article::label::Labelled;
use crate::entity::alias::Locals;
use crate::entity::fold::fold;
use crate::entity::gazetteer::Gazetteer;
use crate::entity::{Kind, Rule};

/// How sure a label is, in percent.
const SURE: u8 = 99;

/// Adds the names that a file gives; of one whose kind it does not say, the list of names must know it.
pub(super) fn add(article: &Article, gazetteer: &Gazetteer, locals: &mut Locals) {
    for label in &article.labels {
        let kind = match label.kind {
            Labelled::Person => Some(Kind::Per),
            Labelled::Body => Some(Kind::Org),
            Labelled::Place => Some(Kind::Loc),
            Labelled::Product => Some(Kind::Prod),
            Labelled::Event => Some(Kind::Event),
            Labelled::Work => Some(Kind::Work),
            Labelled::Unsaid => {
                let listed = gazetteer.candidates(&fold(&label.text)).next();
                listed.map(|c| gazetteer.kind(c.owner))
            }
        };
        if let Some(kind) = kind {
            locals.add(&label.text, kind, Rule::Label, SURE);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::article::body::{Body, Zone};
    use crate::article::label::{Label, Labelled};
    use crate::entity::{Kind, Recogniser, Rule};
    use crate::text::Clean;

    #[test]
    fn labels_are_names_where_they_stand() {
        let label = |kind, text: &str| Label {
            kind,
            text: Clean::new(text),
        };
        let article = Article {
            body: Body::from_paragraphs([[(Zone::Text, "어제 다온너울에서 물푸레숲이 열렸다.")]]),
            language: crate::article::language::Language::Ko,
            labels: vec![
                label(Labelled::Place, "다온너울"),
                label(Labelled::Unsaid, "물푸레숲"),
                label(Labelled::Person, "없는사람"),
            ],
            ..Article::default()
        };
        let found = Recogniser::bundled().find(&article);
        let shown: Vec<_> = found
            .mentions
            .iter()
            .map(|m| (found.names[usize::from(m.name)].text.as_str(), m.rule))
            .collect();
        assert_eq!(shown, [("다온너울", Rule::Label)]);
        assert_eq!(found.names[0].kind, Kind::Loc);
    }
}
