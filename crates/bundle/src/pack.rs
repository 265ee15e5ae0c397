//! Many small chunks in one file.
//!
//! Code that several groups of pages share falls into a chunk for every combination of them: dozens, most of a few hundred bytes. Fetched one
//! by one they cost more in requests than in bytes, and compressed together they are smaller than what one page needs of them.

use crate::split::{Manifest, PLACEHOLDER};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;

/// Chunks below this go into the common file.
const SMALL_BYTES: usize = 8 * 1024;

/// The common file, named like a chunk because Leptos knows no others.
const PACKED: &str = "shared";

/// (path below `pkg/`, content).
pub type File = (String, Vec<u8>);

/// Moves the small chunks that pages share into one file, and has the loader cut them out of it.
pub fn pack(files: &mut Vec<File>, pages: &mut Manifest, loader_path: &str) -> Result<()> {
    let shared = shared_chunks(pages);
    let is_small = |(path, content): &File| {
        content.len() < SMALL_BYTES && path.strip_suffix(".wasm").is_some_and(|name| shared.contains(name))
    };
    let (small, mut rest): (Vec<File>, Vec<File>) = files.drain(..).partition(is_small);
    if !small.is_empty() {
        let packed = format!("{PACKED}.{PLACEHOLDER}");
        let loader = rest.iter_mut().find(|(path, _)| path == loader_path).context("the loader is missing")?;
        let mut script = String::from_utf8(std::mem::take(&mut loader.1))?;
        let mut bytes = Vec::new();
        for (path, content) in &small {
            let fetch = fetch(path);
            ensure!(script.contains(&fetch), "the loader doesn't fetch {path} as expected");
            script = script.replace(&fetch, &format!("{PACKED}({}, {})", bytes.len(), bytes.len() + content.len()));
            bytes.extend_from_slice(content);
        }
        script.push_str(&cutter(&packed));
        loader.1 = script.into_bytes();
        rest.push((format!("{packed}.wasm"), bytes));
        let names: BTreeSet<&str> = small.iter().filter_map(|(path, _)| path.strip_suffix(".wasm")).collect();
        for chunks in pages.values_mut() {
            let before = chunks.len();
            chunks.retain(|chunk| !names.contains(chunk.as_str()));
            if chunks.len() < before {
                chunks.insert(0, packed.clone());
            }
        }
    }
    *files = rest;
    Ok(())
}

/// The chunks that belong to no single group of pages: those that more than one needs.
fn shared_chunks(pages: &Manifest) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    pages.values().flatten().filter(|chunk| !seen.insert(*chunk)).cloned().collect()
}

/// How the splitter's loader asks for a chunk.
fn fetch(path: &str) -> String {
    format!("fetch(new URL(\"./{path}\", import.meta.url))")
}

/// A chunk out of the common file, as the answer to a request for it alone would be. A failed request is not kept: the next page asks again.
fn cutter(packed: &str) -> String {
    let fetch = fetch(&format!("{packed}.wasm"));
    format!(
        "let {PACKED}Bytes;
function {PACKED}(from, to) {{
    {PACKED}Bytes ??= {fetch}.then(answer => answer.ok ? answer.arrayBuffer() : Promise.reject(answer.statusText));
    {PACKED}Bytes.catch(() => {{ {PACKED}Bytes = undefined; }});
    return {PACKED}Bytes.then(bytes => new Response(bytes.slice(from, to), {{ headers: {{ \"Content-Type\": \"application/wasm\" }} }}));
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(chunks: &[(&str, usize)]) -> (Vec<File>, Manifest) {
        let mut files: Vec<File> =
            chunks.iter().map(|(name, bytes)| (format!("{name}.wasm"), vec![b'x'; *bytes])).collect();
        let script: String = files.iter().map(|(path, _)| format!("a(() => {};\n", fetch(path))).collect();
        files.push(("loader.js".to_owned(), script.into_bytes()));
        let all: Vec<String> = chunks.iter().map(|(name, _)| (*name).to_owned()).collect();
        (files, Manifest::from([("keys".to_owned(), all.clone()), ("users".to_owned(), all)]))
    }

    #[test]
    fn small_shared_chunks_become_one_request() {
        let (mut files, mut pages) = bundle(&[("a", 10), ("b", 20), ("large", SMALL_BYTES)]);
        pack(&mut files, &mut pages, "loader.js").unwrap();
        let packed = format!("shared.{PLACEHOLDER}");
        assert_eq!(pages["keys"], [packed.clone(), "large".to_owned()]);
        assert_eq!(files.iter().find(|(path, _)| *path == format!("{packed}.wasm")).unwrap().1.len(), 30);
        let loader = &files.iter().find(|(path, _)| path == "loader.js").unwrap().1;
        let loader = std::str::from_utf8(loader).unwrap();
        assert!(loader.contains("a(() => shared(0, 10);") && loader.contains("a(() => shared(10, 30);"), "{loader}");
        assert!(loader.contains(&fetch("large.wasm")));
    }

    #[test]
    fn a_chunk_of_one_group_stays_a_file_of_its_own() {
        let (mut files, mut pages) = bundle(&[("a", 10)]);
        pages.remove("users");
        pack(&mut files, &mut pages, "loader.js").unwrap();
        assert_eq!(pages["keys"], ["a"]);
    }
}
