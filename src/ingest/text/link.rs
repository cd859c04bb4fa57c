//! Addresses that stand in plain text.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::body::{Body, Link};
use crate::text::Clean;

/// The links of a body outside its furniture. Marks after an address that close the sentence are not part of it.
pub(crate) fn links(body: &Body) -> Vec<Link> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"https?://[^\s<>"'“”‘’「」（）]+"#).expect("the pattern is a constant")
    });
    let mut links = Vec::new();
    for block in body.blocks().iter().filter(|b| !b.zone.set_aside()) {
        for found in ADDRESS.find_iter(body.slice(block.bytes())) {
            let address = trimmed(found.as_str());
            let start = block.start + found.start() as u32;
            let bytes = start..start + address.len() as u32;
            links.push(Link {
                bytes,
                url: Clean::new(address),
            });
        }
    }
    links
}

fn trimmed(address: &str) -> &str {
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '。', '、', '，', ']', '}']);
    let unopened = address.ends_with(')') && !address.contains('(');
    if unopened {
        address.trim_end_matches([')', '.'])
    } else {
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::body::Zone;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            (
                "자세한 내용은 https://garam.example/a/1.",
                "https://garam.example/a/1",
            ),
            ("(https://garam.example/a)", "https://garam.example/a"),
            ("https://garam.example/a_(b) 참조", "https://garam.example/a_(b)"),
            (
                "詳細は「https://garam.example/日本」へ。",
                "https://garam.example/日本",
            ),
        ] {
            let body = Body::from_paragraphs([[(Zone::Text, text)]]);
            let links = links(&body);
            assert_eq!(links.len(), 1, "{text}");
            assert_eq!(&*links[0].url, address);
            assert_eq!(
                body.slice(links[0].bytes.start as usize..links[0].bytes.end as usize),
                address
            );
        }
    }
}
