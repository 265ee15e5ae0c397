//! Puts the portal's site folder together: what cargo-leptos does after compiling, without having to compile cargo-leptos first.
//!
//! # Layout
//! [`options`] reads the command line, [`script`] turns the compiled module into JavaScript and WASM for the browser,
//! [`style`] makes one style sheet out of the partials, [`site`] names, compresses and writes the files.
//!
//! # Names in the site folder
//! Files under `pkg/` carry a hash of their content, so a browser may keep them for ever and still gets the new ones after an update.
//! `hash.txt` in the site folder says which hash belongs to which, in the format that Leptos reads: the server sets `hash_files` and,
//! because Leptos joins the name with the binary's own folder, an *absolute* path of `hash.txt` as `hash_file`.
//! (ETags alone would do as well, at the price of three conditional requests for every page.)
//!
//! # Invariants
//! Runs again without work when nothing changed. Compiles nothing, and knows neither the server nor the pages.

mod options;
mod script;
mod site;
mod style;

use anyhow::{Result, ensure};
use options::Options;
use site::Site;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Returned from main it would come with a backtrace, which says nothing to who forgot a file.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let options = Options::from_args(std::env::args().skip(1))?;

    let script = script::build(&options)?;
    let style = style::inline(&options.style)?;

    let mut site = Site::new(&options.site, options.compression);
    let name = &options.name;
    site.add_hashed("js", &format!("pkg/{name}"), script.javascript)?;
    let wasm = site.add_hashed("wasm", &format!("pkg/{name}"), script.wasm)?;
    site.add_hashed("css", &format!("pkg/{name}"), style.into_bytes())?;
    for (path, content) in script.snippets {
        site.add(&format!("pkg/snippets/{path}"), content)?;
    }
    site.add_folder(&options.public)?;
    site.finish()?;

    let Some(brotli) = wasm.brotli_bytes else {
        println!("wasm: {} bytes raw, not compressed", wasm.raw_bytes);
        return Ok(());
    };
    println!("wasm: {} bytes raw, {brotli} bytes brotli", wasm.raw_bytes);
    if let Some(budget) = options.budget_bytes {
        ensure!(
            brotli <= budget,
            "the WASM module is {} bytes over its budget of {budget}",
            brotli - budget
        );
        println!("      {} bytes left of its budget of {budget}", budget - brotli);
    }
    Ok(())
}
