//! Makes Rust of `locales/`: a function for each text, which knows it in every language.
//!
//! `leptos_i18n_build` does the same with the data of all calendars and currencies behind it: fifty crates, none of them used.

use leptos_i18n_parser::parse_locales::{options::Config, parse_locales};
use std::{env, error::Error, fs, path::Path};

/// The default comes first.
const LANGUAGES: [&str; 3] = ["en", "id", "vi"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let config = Config::new(LANGUAGES[0])?.add_locales(&LANGUAGES[1..])?.add_namespaces(namespaces()?)?;
    let parsed = parse_locales(None, config)?;
    for warning in parsed.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    for error in parsed.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code.to_string())?;
    Ok(())
}

/// One for each file of the default language.
fn namespaces() -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(Path::new("locales").join(LANGUAGES[0]))? {
        let name = entry?.file_name().into_string().map_err(|name| format!("{} is no name", name.display()))?;
        names.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
