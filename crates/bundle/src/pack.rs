//! One file for the pages of each group.
//!
//! Code that several groups share falls into a chunk for every combination of them: hundreds, most of less than a kilobyte. All that the
//! pages of a group need goes into one file, with a line before it that says what is where. One request instead of hundreds, and chunks
//! are so much alike that together they compress to two thirds. The price: who goes on to the pages of another group fetches what both
//! share once more.

use crate::split::{Manifest, PLACEHOLDER};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// (path below `pkg/`, content).
pub type File = (String, Vec<u8>);

/// Moves the chunks into a file for each group, and has the loader cut them out of those.
pub fn pack(files: &mut Vec<File>, pages: &mut Manifest, loader_path: &str) -> Result<()> {
    let needed: BTreeSet<String> = pages.values().flatten().cloned().collect();
    let is_needed = |(path, _): &File| path.strip_suffix(".wasm").is_some_and(|chunk| needed.contains(chunk));
    let (chunks, mut rest): (Vec<File>, Vec<File>) = files.drain(..).partition(is_needed);
    let chunks: BTreeMap<String, Vec<u8>> = chunks.into_iter().collect();

    let loader = rest.iter_mut().find(|(path, _)| path == loader_path).context("the loader is missing")?;
    let mut script = String::from_utf8(std::mem::take(&mut loader.1))?;
    for chunk in &needed {
        let fetch = format!("fetch(new URL(\"./{chunk}.wasm\", import.meta.url))");
        replace(&mut script, &fetch, &format!("piece(\"{}\")", stem(chunk)))?;
    }
    let mut packed = Vec::new();
    for (group, chunks_of_group) in pages.iter_mut() {
        let name = format!("pages_{group}.{PLACEHOLDER}");
        let load = format!("export const __wasm_split_load_{group} = ");
        replace(&mut script, &format!("{load}wrapAsyncCb("), &format!("{load}pages(\"./{name}.wasm\")("))?;
        packed.push((format!("{name}.wasm"), together(chunks_of_group, &chunks)?));
        *chunks_of_group = vec![name];
    }
    script.push_str(CUTTER);
    loader.1 = script.into_bytes();
    rest.extend(packed);
    *files = rest;
    Ok(())
}

/// The chunks one after the other, behind a line with the name and the bytes of each.
fn together(names: &[String], chunks: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let mut index = serde_json::Map::new();
    let mut content = Vec::new();
    for name in names {
        let chunk = chunks.get(&format!("{name}.wasm")).with_context(|| format!("{name} is missing"))?;
        index.insert(stem(name).to_owned(), chunk.len().into());
        content.extend_from_slice(chunk);
    }
    let mut file = serde_json::to_vec(&index)?;
    file.push(b'\n');
    file.extend(content);
    Ok(file)
}

/// The name of a chunk without the build's hash.
fn stem(chunk: &str) -> &str {
    chunk.split('.').next().unwrap_or(chunk)
}

fn replace(script: &mut String, from: &str, to: &str) -> Result<()> {
    ensure!(script.contains(from), "the loader has no {from}");
    *script = script.replace(from, to);
    Ok(())
}

/// What the loader needs besides what the splitter wrote. A chunk out of a file looks as the answer to a request for it alone would.
/// A file is not kept: once the chunks are there nobody needs it, and after a failed request the next page asks again.
const CUTTER: &str = r#"
const files = {};
let asked;
function pages(path) {
    return load => wrapAsyncCb(() => {
        // Whatever the load needs, it asks for before it first waits.
        asked = path;
        return load().finally(() => { delete files[path]; });
    });
}
async function cut(path) {
    const answer = await fetch(new URL(path, import.meta.url));
    if (!answer.ok) throw new Error(answer.statusText);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let at = bytes.indexOf(10) + 1;
    const index = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)));
    const piece = length => bytes.subarray(at, at += length);
    return Object.fromEntries(Object.entries(index).map(([name, length]) => [name, piece(length)]));
}
async function piece(name) {
    const pieces = await (files[asked] ??= cut(asked));
    return new Response(pieces[name], { headers: { "Content-Type": "application/wasm" } });
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"const __chunk_1 = makeLoad(() => { const src = fetch(new URL("./chunk_1.__BUILD_S_HASH__.wasm", import.meta.url)); }, []);
export const __wasm_split_load_keys = wrapAsyncCb(makeLoad(() => fetch(new URL("./split_keys.__BUILD_S_HASH__.wasm", import.meta.url)), [__chunk_1]));
export const __wasm_split_load_users = wrapAsyncCb(makeLoad(() => {}, [__chunk_1]));
"#;

    fn bundle(loader: &str) -> (Vec<File>, Manifest) {
        let file = |path: &str, content: &str| (path.to_owned(), content.as_bytes().to_vec());
        let (shared, own) = (format!("chunk_1.{PLACEHOLDER}"), format!("split_keys.{PLACEHOLDER}"));
        let files = vec![
            file("patchbay.wasm", "main"),
            file(&format!("{shared}.wasm"), "shared"),
            file(&format!("{own}.wasm"), "own"),
            file("loader.js", loader),
        ];
        let pages =
            Manifest::from([("keys".to_owned(), vec![shared.clone(), own]), ("users".to_owned(), vec![shared])]);
        (files, pages)
    }

    fn text<'a>(files: &'a [File], path: &str) -> &'a str {
        let (_, content) = files.iter().find(|(candidate, _)| candidate == path).unwrap();
        std::str::from_utf8(content).unwrap()
    }

    #[test]
    fn a_group_has_one_file_with_all_that_its_pages_need() {
        let (mut files, mut pages) = bundle(LOADER);
        pack(&mut files, &mut pages, "loader.js").unwrap();
        assert_eq!(pages["keys"], [format!("pages_keys.{PLACEHOLDER}")]);
        let keys = text(&files, &format!("pages_keys.{PLACEHOLDER}.wasm"));
        assert_eq!(keys, "{\"chunk_1\":6,\"split_keys\":3}\nsharedown");
        assert_eq!(text(&files, &format!("pages_users.{PLACEHOLDER}.wasm")), "{\"chunk_1\":6}\nshared");
        assert_eq!(text(&files, "patchbay.wasm"), "main");
        assert_eq!(files.len(), 4, "the chunks are no files any more");
    }

    #[test]
    fn the_loader_takes_chunks_out_of_the_file_of_the_group_that_is_loaded() {
        let (mut files, mut pages) = bundle(LOADER);
        pack(&mut files, &mut pages, "loader.js").unwrap();
        let loader = text(&files, "loader.js");
        assert!(
            loader.contains("const src = piece(\"chunk_1\");") && loader.contains("piece(\"split_keys\")"),
            "{loader}"
        );
        let load = format!("__wasm_split_load_keys = pages(\"./pages_keys.{PLACEHOLDER}.wasm\")(makeLoad(");
        assert!(loader.contains(&load), "{loader}");
    }

    #[test]
    fn a_loader_that_looks_otherwise_is_refused() {
        let (mut files, mut pages) = bundle(&LOADER.replace("wrapAsyncCb", "wrap"));
        assert!(pack(&mut files, &mut pages, "loader.js").is_err());
    }
}
