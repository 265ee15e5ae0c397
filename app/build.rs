//! Makes Rust of `locales/`: a function for each text, which knows it in every language. And of `sentences/`: a table of
//! what the server says in English and what it is in the others.
//!
//! `leptos_i18n_build` does the same with the data of all calendars and currencies behind it: fifty crates, none of them used.

use leptos_i18n_parser::parse_locales::{options::Config, parse_locales};
use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

/// The default comes first.
const LANGUAGES: [&str; 3] = ["en", "id", "vi"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=sentences");
    let config = Config::new(LANGUAGES[0])?.add_locales(&LANGUAGES[1..])?.add_namespaces(namespaces()?)?;
    let parsed = parse_locales(None, config)?;
    for warning in parsed.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    for error in parsed.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("texts.rs"), code.to_string())?;
    let mut tables = String::new();
    for name in ["editor", "server"] {
        tables += &table(name)?;
    }
    fs::write(out.join("sentences.rs"), tables)?;
    Ok(())
}

/// `pub static EDITOR: &[(&str, [&str; 2])]`: English words, and those of the other languages in their order.
fn table(name: &str) -> Result<String, Box<dyn Error>> {
    let mut others = Vec::new();
    for language in &LANGUAGES[1..] {
        let text = fs::read_to_string(Path::new("sentences").join(language).join(format!("{name}.json")))?;
        others.push(serde_json::from_str::<BTreeMap<String, String>>(&text)?);
    }
    let width = others.len();
    let mut rows = String::new();
    for english in others.first().into_iter().flat_map(BTreeMap::keys) {
        let words =
            others.iter().map(|words| words.get(english).ok_or_else(|| format!("{name}.json lacks: {english}")));
        rows += &format!("    ({english:?}, {:?}),\n", words.collect::<Result<Vec<_>, _>>()?);
    }
    let only = if name == "server" { "#[cfg(feature = \"ssr\")]\n" } else { "" };
    Ok(format!("{only}pub static {}: &[(&str, [&str; {width}])] = &[\n{rows}];\n", name.to_uppercase()))
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
