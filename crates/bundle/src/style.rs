//! One style sheet out of `main.css` and the partials that it imports.

use anyhow::{Context, Result, bail, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Reads a style sheet and puts the content of each `@import "file.css";` in its place.
///
/// Only relative files, one import per line. Anything else that starts with `@import` is refused rather than passed on: the browser would ask
/// for a file that isn't there, or for one of another host, which the content security policy forbids.
pub fn inline(sheet: &Path) -> Result<String> {
    let mut out = String::new();
    append(sheet, &mut Vec::new(), &mut out)?;
    Ok(out)
}

fn append(sheet: &Path, importers: &mut Vec<PathBuf>, out: &mut String) -> Result<()> {
    let text = fs::read_to_string(sheet).with_context(|| format!("can't read {}", sheet.display()))?;
    ensure!(!importers.iter().any(|importer| importer == sheet), "{} imports itself", sheet.display());
    importers.push(sheet.to_owned());
    for (number, line) in text.lines().enumerate() {
        match line.trim_start().strip_prefix("@import") {
            None => {
                out.push_str(line);
                out.push('\n');
            }
            Some(import) => {
                let name = imported(import).with_context(|| format!("{}:{}", sheet.display(), number + 1))?;
                append(&sheet.with_file_name(name), importers, out)?;
            }
        }
    }
    importers.pop();
    Ok(())
}

fn imported(import: &str) -> Result<&str> {
    let name = import
        .trim()
        .strip_suffix(';')
        .map(str::trim)
        .and_then(|import| import.strip_prefix("url(").and_then(|url| url.strip_suffix(')')).or(Some(import)))
        .and_then(|quoted| quoted.strip_prefix('"')?.strip_suffix('"'));
    match name {
        Some(name) if !name.contains(':') && !name.starts_with('/') && !name.contains('"') => Ok(name),
        _ => bail!("only `@import \"file.css\";` is understood here, not `@import{import}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::Scratch;

    #[test]
    fn partials_take_the_place_of_their_imports() {
        let folder = Scratch::new("style-inline");
        folder.write("main.css", "@import \"tokens.css\";\n@import url(\"parts/table.css\");\nbody {}\n");
        folder.write("tokens.css", ":root {}\n");
        folder.write("parts/table.css", "@import \"cell.css\";\ntable {}");
        folder.write("parts/cell.css", "td {}\n");
        assert_eq!(inline(&folder.path("main.css")).unwrap(), ":root {}\ntd {}\ntable {}\nbody {}\n");
    }

    #[test]
    fn an_import_that_the_browser_would_have_to_fetch_is_refused() {
        let folder = Scratch::new("style-refused");
        for import in ["\"https://example.com/a.css\";", "\"a.css\" screen;", "\"/a.css\";", "a.css;"] {
            folder.write("main.css", &format!("@import {import}\n"));
            assert!(inline(&folder.path("main.css")).is_err(), "{import}");
        }
    }

    #[test]
    fn a_circle_of_imports_is_an_error_and_not_a_hang() {
        let folder = Scratch::new("style-circle");
        folder.write("main.css", "@import \"other.css\";");
        folder.write("other.css", "@import \"main.css\";");
        assert!(inline(&folder.path("main.css")).is_err());
    }
}
