//! The command line.

use anyhow::{Context, Result, bail};
use std::{collections::BTreeMap, path::PathBuf};

/// Whether `.br` and `.gz` are written beside each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// As small as it gets; what a browser is sent.
    Best,
    /// For `make dev`, where seconds count and bytes don't.
    None,
}

/// What to bundle, and where to.
#[derive(Debug)]
pub struct Options {
    pub wasm: PathBuf,
    pub site: PathBuf,
    pub style: PathBuf,
    pub public: PathBuf,
    pub name: String,
    pub wasm_opt: Option<PathBuf>,
    pub compression: Compression,
    /// The most WASM that a page may load, with brotli; without it nothing is too large, as for who only wants to run it.
    pub budget_bytes: Option<u64>,
    /// Groups of pages that may load more, or have to do with less.
    pub exceptions: BTreeMap<String, u64>,
}

impl Options {
    // By hand rather than by clap: ten options don't earn a dependency that takes longer to compile than this crate.
    pub fn from_args(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            wasm: PathBuf::new(),
            site: "target/site".into(),
            style: "style/main.css".into(),
            public: "public".into(),
            name: "patchbay".into(),
            wasm_opt: None,
            compression: Compression::Best,
            budget_bytes: None,
            exceptions: BTreeMap::new(),
        };
        while let Some(flag) = args.next() {
            if flag == "--fast" {
                options.compression = Compression::None;
                continue;
            }
            let value = args.next().with_context(|| format!("{flag} needs a value"))?;
            match flag.as_str() {
                "--wasm" => options.wasm = value.into(),
                "--site" => options.site = value.into(),
                "--style" => options.style = value.into(),
                "--public" => options.public = value.into(),
                "--name" => options.name = value,
                "--wasm-opt" => options.wasm_opt = Some(value.into()),
                "--budget-bytes" => {
                    options.budget_bytes = Some(value.parse().context("--budget-bytes takes a number")?)
                }
                "--budget" => {
                    let exception =
                        value.split_once('=').and_then(|(group, bytes)| Some((group.to_owned(), bytes.parse().ok()?)));
                    options.exceptions.extend([exception.context("--budget takes GROUP=BYTES")?]);
                }
                _ => bail!("unknown option {flag}"),
            }
        }
        if options.wasm.as_os_str().is_empty() {
            bail!("--wasm FILE is missing: the module that cargo built from patchbay-hydrate");
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::from_args(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_module_is_the_only_option_without_a_default() {
        assert_eq!(parse("--wasm a.wasm").unwrap().site, PathBuf::from("target/site"));
        assert!(parse("--fast").is_err());
    }

    #[test]
    fn an_unknown_option_or_a_missing_value_is_refused() {
        assert!(parse("--wasm a.wasm --colour red").is_err());
        assert!(parse("--wasm").is_err());
        assert!(parse("--wasm a.wasm --budget-bytes many").is_err());
        assert!(parse("--wasm a.wasm --budget keys").is_err());
    }
}
