//! Many small chunks in a few files.
//!
//! Code that several groups of pages share falls into a chunk for every combination of them: hundreds, most of less than a kilobyte.
//! Fetched one by one they cost more in requests than in bytes; all in one file, a page that needs few of them would load all. So they
//! are packed with those that the same pages need.

use crate::split::{Manifest, PLACEHOLDER};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Chunks below this are packed.
const SMALL_BYTES: usize = 8 * 1024;

/// The most files that they are packed into.
const PACKS: usize = 12;

/// How a file is named: like a chunk, because Leptos knows no others.
const PACKED: &str = "shared";

/// (path below `pkg/`, content).
pub type File = (String, Vec<u8>);

/// Groups of pages, by their names.
type Groups = BTreeSet<String>;

/// Chunks that are fetched together.
struct Pack {
    chunks: Vec<File>,
    /// Who needs any of them, and so loads all.
    groups: Groups,
    bytes: usize,
}

/// Moves the small chunks that pages share into a few files, and has the loader cut them out of those.
pub fn pack(files: &mut Vec<File>, pages: &mut Manifest, loader_path: &str) -> Result<()> {
    let users = users(pages);
    let is_shared = |name: &str| users.get(name).is_some_and(|groups| groups.len() > 1);
    let is_small =
        |(path, content): &File| content.len() < SMALL_BYTES && path.strip_suffix(".wasm").is_some_and(is_shared);
    let (small, mut rest): (Vec<File>, Vec<File>) = files.drain(..).partition(is_small);
    if !small.is_empty() {
        let loader = rest.iter_mut().find(|(path, _)| path == loader_path).context("the loader is missing")?;
        let mut script = String::from_utf8(std::mem::take(&mut loader.1))?;
        writeln!(script, "const {PACKED}Bytes = {{}};")?;
        let mut written = Vec::new();
        for (number, pack) in gathered(small, &users).into_iter().enumerate() {
            let packed = format!("{PACKED}_{number}.{PLACEHOLDER}");
            let function = format!("{PACKED}{number}");
            let mut bytes = Vec::new();
            for (path, content) in &pack.chunks {
                let fetch = fetch(path);
                ensure!(script.contains(&fetch), "the loader doesn't fetch {path} as expected");
                script =
                    script.replace(&fetch, &format!("{function}({}, {})", bytes.len(), bytes.len() + content.len()));
                bytes.extend_from_slice(content);
            }
            script.push_str(&cutter(&function, &packed));
            list(pages, &pack, &packed);
            written.push((format!("{packed}.wasm"), bytes));
        }
        loader.1 = script.into_bytes();
        rest.extend(written);
    }
    *files = rest;
    Ok(())
}

/// Which groups need each chunk.
fn users(pages: &Manifest) -> BTreeMap<String, Groups> {
    let mut users: BTreeMap<String, Groups> = BTreeMap::new();
    for (group, chunks) in pages {
        for chunk in chunks {
            users.entry(chunk.clone()).or_default().insert(group.clone());
        }
    }
    users
}

/// Packs chunks of the same pages, then again and again the two packs that cost all pages together the fewest bytes.
fn gathered(small: Vec<File>, users: &BTreeMap<String, Groups>) -> Vec<Pack> {
    let mut same: BTreeMap<Groups, Vec<File>> = BTreeMap::new();
    for (path, content) in small {
        let groups = path.strip_suffix(".wasm").and_then(|name| users.get(name)).cloned().unwrap_or_default();
        same.entry(groups).or_default().push((path, content));
    }
    let weigh = |(groups, chunks): (Groups, Vec<File>)| Pack {
        bytes: chunks.iter().map(|(_, content)| content.len()).sum(),
        chunks,
        groups,
    };
    let mut packs: Vec<Pack> = same.into_iter().map(weigh).collect();
    while packs.len() > PACKS {
        let pairs = (0..packs.len()).flat_map(|first| (first + 1..packs.len()).map(move |second| (first, second)));
        let Some((first, second)) = pairs.min_by_key(|(first, second)| cost(&packs[*first], &packs[*second])) else {
            break;
        };
        let joined = packs.swap_remove(second);
        let pack = &mut packs[first];
        pack.bytes += joined.bytes;
        pack.chunks.extend(joined.chunks);
        pack.groups.extend(joined.groups);
    }
    packs
}

/// Bytes that pages would load and not need if the two were one.
fn cost(one: &Pack, other: &Pack) -> usize {
    let both = one.groups.intersection(&other.groups).count();
    one.bytes * (other.groups.len() - both) + other.bytes * (one.groups.len() - both)
}

/// Has the pages that need any chunk of the pack load it.
fn list(pages: &mut Manifest, pack: &Pack, packed: &str) {
    let names: BTreeSet<&str> = pack.chunks.iter().filter_map(|(path, _)| path.strip_suffix(".wasm")).collect();
    for chunks in pages.values_mut() {
        let before = chunks.len();
        chunks.retain(|chunk| !names.contains(chunk.as_str()));
        if chunks.len() < before {
            chunks.insert(0, packed.to_owned());
        }
    }
}

/// How the splitter's loader asks for a chunk.
fn fetch(path: &str) -> String {
    format!("fetch(new URL(\"./{path}\", import.meta.url))")
}

/// A chunk out of a pack, as the answer to a request for it alone would be. A failed request is not kept: the next page asks again.
fn cutter(function: &str, packed: &str) -> String {
    let (fetch, kept) = (fetch(&format!("{packed}.wasm")), format!("{PACKED}Bytes.{function}"));
    format!(
        "function {function}(from, to) {{
    {kept} ??= {fetch}.then(answer => answer.ok ? answer.arrayBuffer() : Promise.reject(answer.statusText));
    {kept}.catch(() => {{ {kept} = undefined; }});
    return {kept}.then(bytes => new Response(bytes.slice(from, to), {{ headers: {{ \"Content-Type\": \"application/wasm\" }} }}));
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
    fn small_chunks_of_the_same_pages_become_one_request() {
        let (mut files, mut pages) = bundle(&[("a", 10), ("b", 20), ("large", SMALL_BYTES)]);
        pack(&mut files, &mut pages, "loader.js").unwrap();
        let packed = format!("shared_0.{PLACEHOLDER}");
        assert_eq!(pages["keys"], [packed.clone(), "large".to_owned()]);
        assert_eq!(files.iter().find(|(path, _)| *path == format!("{packed}.wasm")).unwrap().1.len(), 30);
        let loader = &files.iter().find(|(path, _)| path == "loader.js").unwrap().1;
        let loader = std::str::from_utf8(loader).unwrap();
        assert!(loader.contains("a(() => shared0(0, 10);") && loader.contains("a(() => shared0(10, 30);"), "{loader}");
        assert!(loader.contains(&fetch("large.wasm")));
    }

    #[test]
    fn a_chunk_of_one_group_stays_a_file_of_its_own() {
        let (mut files, mut pages) = bundle(&[("a", 10)]);
        pages.remove("users");
        pack(&mut files, &mut pages, "loader.js").unwrap();
        assert_eq!(pages["keys"], ["a"]);
    }

    #[test]
    fn packs_are_few_and_a_page_loads_little_that_it_does_not_need() {
        // Every pair of twelve groups shares a chunk, and all of them share a large one.
        let groups: Vec<String> = (b'a'..=b'l').map(|letter| char::from(letter).to_string()).collect();
        let mut pages: Manifest = groups.iter().map(|group| (group.clone(), vec!["all".to_owned()])).collect();
        let mut files = vec![("all.wasm".to_owned(), vec![b'x'; 5000])];
        for (first, one) in groups.iter().enumerate() {
            for other in &groups[first + 1..] {
                let name = format!("{one}{other}");
                files.push((format!("{name}.wasm"), vec![b'x'; 100]));
                for group in [one, other] {
                    pages.get_mut(group).unwrap().push(name.clone());
                }
            }
        }
        let script: String = files.iter().map(|(path, _)| format!("a(() => {};\n", fetch(path))).collect();
        files.push(("loader.js".to_owned(), script.into_bytes()));
        pack(&mut files, &mut pages, "loader.js").unwrap();
        let sizes: BTreeMap<&str, usize> =
            files.iter().filter_map(|(path, bytes)| Some((path.strip_suffix(".wasm")?, bytes.len()))).collect();
        assert_eq!(sizes.len(), PACKS);
        assert_eq!(sizes.values().sum::<usize>(), 5000 + 66 * 100, "nothing is lost");
        let total: usize = pages.values().flatten().map(|chunk| sizes[chunk.as_str()]).sum();
        let everything = 12 * (5000 + 66 * 100);
        assert!(total < everything * 3 / 4, "{total} of {everything}");
    }
}
