//! `jobo names graph`: names that stand together, for programs that draw graphs.

use crate::cli::args::{GraphFormat, GraphOut};
use crate::cli::fault::{DONE, Fault, NOTHING};
use crate::cli::out::Out;
use crate::cli::place::Ground;
use crate::library::lore::Graph;

/// Prints the graph.
pub(super) fn graph(ground: &Ground, asked: &GraphOut, out: &mut Out) -> Result<i32, Fault> {
    let place = crate::cli::reading(ground, &asked.from.from)?;
    let graph = place.library.reader()?.graph(asked.names, asked.least)?;
    match asked.format {
        GraphFormat::Graphml => graphml(&graph, out)?,
        GraphFormat::Dot => dot(&graph, out)?,
    }
    Ok(if graph.edges.is_empty() { NOTHING } else { DONE })
}

fn graphml(graph: &Graph, out: &mut Out) -> std::io::Result<()> {
    out.line(r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    out.line(r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    for (id, on, kind) in [
        ("name", "node", "string"),
        ("kind", "node", "string"),
        ("stories", "node", "int"),
    ] {
        out.line(&format!(
            r#"  <key id="{id}" for="{on}" attr.name="{id}" attr.type="{kind}"/>"#
        ))?;
    }
    out.line(r#"  <key id="weight" for="edge" attr.name="weight" attr.type="int"/>"#)?;
    out.line(r#"  <graph edgedefault="undirected">"#)?;
    for (at, name) in graph.names.iter().enumerate() {
        let (text, kind, stories) = (xml(&name.text), name.kind.code(), name.stories);
        out.line(&format!(
            r#"    <node id="n{at}"><data key="name">{text}</data><data key="kind">{kind}</data><data key="stories">{stories}</data></node>"#
        ))?;
    }
    for (a, b, stories) in &graph.edges {
        out.line(&format!(
            r#"    <edge source="n{a}" target="n{b}"><data key="weight">{stories}</data></edge>"#
        ))?;
    }
    out.line("  </graph>\n</graphml>")
}

fn dot(graph: &Graph, out: &mut Out) -> std::io::Result<()> {
    out.line("graph names {")?;
    for (at, name) in graph.names.iter().enumerate() {
        let label = name.text.replace('\\', "\\\\").replace('"', "\\\"");
        let (kind, stories) = (name.kind.code(), name.stories);
        out.line(&format!(
            r#"  n{at} [label="{label}", kind="{kind}", stories={stories}];"#
        ))?;
    }
    for (a, b, stories) in &graph.edges {
        out.line(&format!("  n{a} -- n{b} [weight={stories}];"))?;
    }
    out.line("}")
}

/// A text as the content of an element.
fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn what_means_something_to_xml_is_escaped() {
        assert_eq!(xml("A<B> & \"C\""), "A&lt;B&gt; &amp; \"C\"");
    }
}
