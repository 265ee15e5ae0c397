//! From one module to the main one and the chunks that pages fetch when a user comes to them.

use anyhow::{Context, Result, anyhow, ensure};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use wasm_split_cli_support::{Options, transform};

/// Stands in every file for the build's hash, which is only known when they are all there: they name each other in circles.
/// As long as the hash, because inside WASM a longer name would move everything behind it.
pub const PLACEHOLDER: &str = "__BUILD_S_HASH__";

/// Which pages need which chunks (without `.wasm`), in the form that Leptos reads: it lets the browser fetch them beside the main module.
pub type Manifest = BTreeMap<String, Vec<String>>;

/// The name by which Leptos looks for the script that fetches the chunks.
pub fn loader_name() -> String {
    format!("__wasm_split.{PLACEHOLDER}.js")
}

/// The name by which Leptos looks for the list of chunks.
pub fn manifest_name() -> String {
    format!("__wasm_split_manifest.{PLACEHOLDER}.json")
}

/// Writes the chunks, their loader and their list into the working folder; answers with the main module, which still has to go through wasm-bindgen.
pub fn split(module: &[u8], name: &str, work: &Path) -> Result<Vec<u8>> {
    ensure!(
        has_section(module, b"reloc.CODE"),
        "the module was linked without --emit-relocs, which splitting needs: does RUSTFLAGS hide .cargo/config.toml?"
    );
    let folder = folder(work);
    fs::create_dir_all(&folder)?;
    let main = work.join("main.wasm");
    let (loader, script) = (format!("./{}", loader_name()), format!("./{name}.{PLACEHOLDER}.js"));

    let mut options = Options::new(module);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = &loader;
    options.main_module = &script;
    let split = transform(options).map_err(|error| anyhow!("{error:#}")).context("can't split the module")?;

    hash_names(&folder, &split.split_modules)?;
    let manifest: Manifest = split
        .prefetch_map
        .into_iter()
        .map(|(split, chunks)| (split, chunks.into_iter().map(|chunk| format!("{chunk}.{PLACEHOLDER}")).collect()))
        .collect();
    fs::write(work.join("manifest"), serde_json::to_string(&manifest)?)?;
    let module = fs::read(&main).context("can't read the main module")?;
    fs::remove_file(&main)?;
    Ok(module)
}

/// Where the chunks are, with their loader.
pub fn folder(work: &Path) -> PathBuf {
    work.join("chunks")
}

/// Which pages need which chunks, of what an earlier [`split`] left in the working folder.
pub fn manifest(work: &Path) -> Result<Manifest> {
    Ok(serde_json::from_slice(&fs::read(work.join("manifest"))?)?)
}

/// Names the chunks like everything else under `pkg/`, on disk and where the loader names them.
fn hash_names(folder: &Path, chunks: &[PathBuf]) -> Result<()> {
    let loader = folder.join(loader_name());
    let mut script = fs::read_to_string(&loader)?;
    for chunk in chunks {
        let stem = chunk.file_stem().and_then(|stem| stem.to_str()).context("a chunk without a name")?;
        let hashed = format!("{stem}.{PLACEHOLDER}.wasm");
        script = script.replace(&format!("\"./{stem}.wasm\""), &format!("\"./{hashed}\""));
        fs::rename(chunk, folder.join(hashed))?;
    }
    Ok(fs::write(loader, script)?)
}

fn has_section(module: &[u8], name: &[u8]) -> bool {
    module.windows(name.len()).any(|window| window == name)
}
