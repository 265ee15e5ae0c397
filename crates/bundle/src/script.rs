//! From the module that rustc linked to the JavaScript and WASM that a browser runs.

use crate::{
    options::{Compression, Options},
    pack, site,
    split::{self, Manifest, PLACEHOLDER},
    strip,
};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};
use wasm_bindgen_cli_support::Bindgen;

/// Part of the cache's key: raise it when this file makes something else out of the same module.
const RECIPE: &str = "6";

/// What rustc may emit and every browser of the last three years runs. wasm-opt would refuse a module that uses a feature it wasn't told of;
/// `--all-features` would let it *introduce* some that those browsers lack.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Most chunks are smaller: minutes of starting wasm-opt, for a tenth of their few bytes.
const WORTH_OPTIMISING_BYTES: u64 = 8192;

/// The browser's files: what one build made belongs together and carries one hash.
pub struct Script {
    pub hash: String,
    /// (path below `pkg/`, content), in a stable order.
    pub files: Vec<(String, Vec<u8>)>,
    /// Which pages need which of the chunks among the files (without `.wasm`).
    pub pages: Manifest,
}

/// Splits the module, runs wasm-bindgen and, where there is one, wasm-opt; or takes what an earlier run made of the same module.
pub fn build(options: &Options) -> Result<Script> {
    let module = fs::read(&options.wasm).with_context(|| format!("can't read {}", options.wasm.display()))?;
    let optimiser = options.wasm_opt.as_deref().filter(|_| options.compression == Compression::Best);
    let key = format!("{RECIPE} {:?} {} {:?}\n", options.compression, site::hash(&module), optimiser);

    let work = options.site.with_extension("work");
    let marker = work.join("key");
    if fs::read_to_string(&marker).ok().as_deref() != Some(&key) {
        if work.exists() {
            fs::remove_dir_all(&work)?;
        }
        let main = split::split(&module, &options.name, &work)?;
        bindgen(main, &options.name, options.compression, &work)?;
        if let Some(optimiser) = optimiser {
            optimise_all(optimiser, &work)?;
        }
        if options.compression == Compression::Best {
            strip_all(&split::folder(&work))?;
        }
        // Last, so that an interrupted run is not taken for a finished one.
        fs::write(&marker, key)?;
    }
    collect(&work, &options.name)
}

/// The name of the main module among the files of a script.
pub fn module_name(name: &str, hash: &str) -> String {
    format!("{name}.{hash}.wasm")
}

/// Reads what was built, and puts the hash of it all where the placeholder is.
fn collect(work: &Path, name: &str) -> Result<Script> {
    let mut files = vec![
        (format!("{name}.{PLACEHOLDER}.js"), fs::read(work.join(format!("{name}.js")))?),
        (module_name(name, PLACEHOLDER), fs::read(work.join(format!("{name}_bg.wasm")))?),
    ];
    files.extend(site::files_below(&split::folder(work))?);
    let snippets = site::files_below(&work.join("snippets"))?.into_iter();
    files.extend(snippets.map(|(path, content)| (format!("snippets/{path}"), content)));

    let mut pages = split::manifest(work)?;
    pack::pack(&mut files, &mut pages, &split::loader_name())?;
    files.push((split::manifest_name(), serde_json::to_vec(&pages)?));

    let everything: Vec<String> = files.iter().map(|(_, content)| site::hash(content)).collect();
    let hash = site::hash(everything.concat().as_bytes());
    for (path, content) in &mut files {
        *path = path.replace(PLACEHOLDER, &hash);
        fill_in(content, &hash);
    }
    for chunk in pages.values_mut().flatten() {
        *chunk = chunk.replace(PLACEHOLDER, &hash);
    }
    Ok(Script { hash, files, pages })
}

/// In place: the hash is as long as the placeholder.
fn fill_in(content: &mut [u8], hash: &str) {
    let mut at = 0;
    while let Some(rest) = content.get_mut(at..at + PLACEHOLDER.len()) {
        if rest == PLACEHOLDER.as_bytes() {
            rest.copy_from_slice(hash.as_bytes());
        }
        at += 1;
    }
}

fn bindgen(module: Vec<u8>, name: &str, compression: Compression, out: &Path) -> Result<()> {
    let for_release = compression == Compression::Best;
    Bindgen::new()
        .input_bytes(name, module)
        .web(true)?
        .typescript(false)
        // Leptos's start script names the module itself; the default would name a file without a hash, which isn't there.
        .omit_default_module_path(true)
        .remove_name_section(for_release)
        .remove_producers_section(for_release)
        // The chunks reach what they share with the main module by the linker's own exports and names.
        .keep_lld_exports(true)
        .demangle(false)
        .generate(out)
        .context("wasm-bindgen failed; does the workspace pin the version that patchbay-bundle uses?")
}

fn strip_all(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            fs::write(&path, strip::strip(&fs::read(&path)?)?)?;
        }
    }
    Ok(())
}

/// As many at a time as there are processors: one run uses one of them.
fn optimise_all(optimiser: &Path, work: &Path) -> Result<()> {
    let next = AtomicUsize::new(0);
    let modules = worth_optimising(work)?;
    let worker = || {
        while let Some((_, module)) = modules.get(next.fetch_add(1, Ordering::Relaxed)) {
            optimise(optimiser, module)?;
        }
        Ok(())
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        running.into_iter().try_for_each(|running| running.join().map_err(|_| anyhow!("a worker of wasm-opt broke"))?)
    })
}

/// The largest first: the main module takes as long as all chunks together.
fn worth_optimising(work: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let mut modules = Vec::new();
    for folder in [work, &split::folder(work)] {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let bytes = fs::metadata(&path)?.len();
            if path.extension().is_some_and(|extension| extension == "wasm") && bytes >= WORTH_OPTIMISING_BYTES {
                modules.push((bytes, path));
            }
        }
    }
    modules.sort_unstable_by(|one, other| other.cmp(one));
    Ok(modules)
}

fn optimise(optimiser: &Path, wasm: &Path) -> Result<()> {
    let optimised = wasm.with_extension("opt");
    let ran = Command::new(optimiser)
        .arg("-Oz")
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(&optimised)
        .output()
        .with_context(|| format!("can't run {}", optimiser.display()))?;
    // What it says of a module that it could optimise is of no use: it doesn't know every part of a chunk's name section, which it drops anyway.
    if ran.status.success() {
        fs::rename(&optimised, wasm)?;
    } else {
        eprintln!("{}", String::from_utf8_lossy(&ran.stderr).trim_end());
        // An old wasm-opt doesn't know what a new rustc emits. The module works without it, a tenth larger.
        eprintln!("warning: {} failed ({}); going on without it", optimiser.display(), ran.status);
    }
    Ok(())
}
