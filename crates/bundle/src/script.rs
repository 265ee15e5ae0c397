//! From the module that rustc linked to the JavaScript and WASM that a browser runs.

use crate::{
    options::{Compression, Options},
    site,
};
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command};
use wasm_bindgen_cli_support::Bindgen;

/// Part of the cache's key: raise it when this file makes something else out of the same module.
const RECIPE: &str = "1";

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

/// The browser's files, not yet named by their content.
pub struct Script {
    pub javascript: Vec<u8>,
    pub wasm: Vec<u8>,
    /// JavaScript that crates bring along: (path below `snippets/`, content).
    pub snippets: Vec<(String, Vec<u8>)>,
}

/// Runs wasm-bindgen and, where there is one, wasm-opt; or takes what an earlier run made of the same module.
pub fn build(options: &Options) -> Result<Script> {
    let module = fs::read(&options.wasm)
        .with_context(|| format!("can't read {}", options.wasm.display()))?;
    let optimiser =
        options.wasm_opt.as_deref().filter(|_| options.compression == Compression::Best);
    let key =
        format!("{RECIPE} {:?} {} {:?}\n", options.compression, site::hash(&module), optimiser);

    let work = options.site.with_extension("work");
    let marker = work.join("key");
    if fs::read_to_string(&marker).ok().as_deref() != Some(&key) {
        if work.exists() {
            fs::remove_dir_all(&work)?;
        }
        bindgen(module, &options.name, options.compression, &work)?;
        if let Some(optimiser) = optimiser {
            optimise(optimiser, &work.join(wasm_name(&options.name)))?;
        }
        // Last, so that an interrupted run is not taken for a finished one.
        fs::write(&marker, key)?;
    }

    Ok(Script {
        javascript: fs::read(work.join(format!("{}.js", options.name)))?,
        wasm: fs::read(work.join(wasm_name(&options.name)))?,
        snippets: site::files_below(&work.join("snippets"))?,
    })
}

fn wasm_name(name: &str) -> String {
    format!("{name}_bg.wasm")
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
        .generate(out)
        .context(
            "wasm-bindgen failed; does the workspace pin the version that patchbay-bundle uses?",
        )
}

fn optimise(optimiser: &Path, wasm: &Path) -> Result<()> {
    let optimised = wasm.with_extension("opt");
    let status = Command::new(optimiser)
        .arg("-Oz")
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(&optimised)
        .status()
        .with_context(|| format!("can't run {}", optimiser.display()))?;
    if status.success() {
        fs::rename(&optimised, wasm)?;
    } else {
        // An old wasm-opt doesn't know what a new rustc emits. The module works without it, a tenth larger.
        eprintln!("warning: {} failed ({status}); going on without it", optimiser.display());
    }
    Ok(())
}
