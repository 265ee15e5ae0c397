//! Puts the portal's site folder together: what cargo-leptos does after compiling, without having to compile cargo-leptos first.
//!
//! # Layout
//! [`options`] reads the command line, [`script`] turns the compiled module into JavaScript and WASM for the browser: [`split`] cuts it
//! into chunks, [`pack`] puts those that the same pages need into one file. [`style`] makes one style sheet out of the partials, [`site`] names, compresses and
//! writes the files, [`weigh`] holds what a page loads against the budget.
//!
//! # Names in the site folder
//! Files under `pkg/` carry a hash of their content (script and modules one of them all, since they name each other), so a browser may keep them for ever and still gets the new ones after an update.
//! `hash.txt` in the site folder says which hash belongs to which, in the format that Leptos reads: the server sets `hash_files` and,
//! because Leptos joins the name with the binary's own folder, an *absolute* path of `hash.txt` as `hash_file`.
//! (ETags alone would do as well, at the price of three conditional requests for every page.)
//!
//! # Invariants
//! Runs again without work when nothing changed. Compiles nothing, and knows neither the server nor the pages.

mod options;
mod pack;
mod script;
mod site;
mod split;
mod strip;
mod style;
mod weigh;

use anyhow::Result;
use options::Options;
use site::Site;
use std::process::ExitCode;
use weigh::Weights;

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
    for kind in ["js", "wasm", "split", "manifest"] {
        site.note_hash(kind, &script.hash);
    }
    let mut weights = Weights::new();
    for (path, content) in script.files {
        let written = site.add(&format!("pkg/{path}"), content)?;
        weights.insert(path, written);
    }
    site.add_hashed("css", &format!("pkg/{}", options.name), style.into_bytes())?;
    site.add_folder(&options.public)?;
    site.finish()?;

    let main = script::module_name(&options.name, &script.hash);
    let loads = weigh::report(&weights, &main, &script.pages)?;
    match options.budget_bytes {
        Some(budget) => weigh::check(&loads, budget, &options.exceptions),
        None => Ok(()),
    }
}
