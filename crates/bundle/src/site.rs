//! The site folder: naming by content, compressing, writing, and throwing out what no longer belongs there.

use crate::options::Compression;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// Formats that are compressed already gain nothing; these do.
const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Below this the compressed form saves no packet, and may be larger.
const WORTH_COMPRESSING_BYTES: usize = 500;

/// The name of a file by its content. 64 bits, because it has to differ from the last release's and not to resist anyone.
pub fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Every file below a folder as (path with slashes, content), sorted; nothing when there is no such folder.
pub fn files_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    if folder.exists() {
        collect(folder, "", &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push((name, fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// What became of a file.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub raw_bytes: u64,
    pub brotli_bytes: Option<u64>,
}

/// A site folder being brought up to date.
pub struct Site {
    root: PathBuf,
    compression: Compression,
    /// What belongs there, relative to the root; the rest goes at the end.
    kept: BTreeSet<PathBuf>,
    hashes: String,
}

impl Site {
    pub fn new(root: &Path, compression: Compression) -> Self {
        Self { root: root.to_owned(), compression, kept: BTreeSet::new(), hashes: String::new() }
    }

    /// Adds `stem.<hash>.<kind>` and notes the hash for Leptos.
    pub fn add_hashed(&mut self, kind: &str, stem: &str, content: Vec<u8>) -> Result<Written> {
        let hash = hash(&content);
        self.note_hash(kind, &hash);
        self.add(&format!("{stem}.{hash}.{kind}"), content)
    }

    /// Notes for Leptos under which hash it finds a kind of file.
    pub fn note_hash(&mut self, kind: &str, hash: &str) {
        self.hashes.push_str(&format!("{kind}: {hash}\n"));
    }

    /// Adds everything below a folder under its own name.
    pub fn add_folder(&mut self, folder: &Path) -> Result<()> {
        for (path, content) in files_below(folder)? {
            self.add(&path, content)?;
        }
        Ok(())
    }

    /// Adds one file, and its compressed forms beside it.
    pub fn add(&mut self, path: &str, content: Vec<u8>) -> Result<Written> {
        let raw_bytes = content.len() as u64;
        let changed = self.put(Path::new(path), &content)?;
        let compressible = content.len() >= WORTH_COMPRESSING_BYTES
            && Path::new(path)
                .extension()
                .is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known));
        let mut brotli_bytes = None;
        if compressible && self.compression == Compression::Best {
            brotli_bytes = Some(self.put_compressed(format!("{path}.br"), changed, || brotli(&content))?);
            self.put_compressed(format!("{path}.gz"), changed, || gzip(&content))?;
        }
        Ok(Written { raw_bytes, brotli_bytes })
    }

    /// Points Leptos to the new files and removes the old ones, in this order: a server that is running meanwhile finds what it names.
    pub fn finish(mut self) -> Result<()> {
        let hashes = std::mem::take(&mut self.hashes);
        self.put(Path::new("hash.txt"), hashes.as_bytes())?;
        for (path, _) in files_below(&self.root)? {
            if !self.kept.contains(Path::new(&path)) {
                fs::remove_file(self.root.join(path))?;
            }
        }
        Ok(())
    }

    /// Writes a file unless it is there with this content; answers whether it had to. By a rename, because a server may be reading it.
    fn put(&mut self, path: &Path, content: &[u8]) -> Result<bool> {
        let target = self.root.join(path);
        self.kept.insert(path.to_owned());
        if fs::read(&target).is_ok_and(|present| present == content) {
            return Ok(false);
        }
        let context = || format!("can't write {}", target.display());
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(context)?;
        }
        let part = target.with_extension("part");
        fs::write(&part, content).with_context(context)?;
        fs::rename(&part, &target).with_context(context)?;
        Ok(true)
    }

    /// Compresses only what changed: brotli at its best takes seconds for the module.
    fn put_compressed(
        &mut self,
        path: String,
        changed: bool,
        compress: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<u64> {
        let target = self.root.join(&path);
        if changed || !target.exists() {
            self.put(Path::new(&path), &compress()?)?;
        }
        self.kept.insert(path.into());
        Ok(fs::metadata(target)?.len())
    }
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    const BUFFER_BYTES: usize = 64 * 1024;
    const QUALITY: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, BUFFER_BYTES, QUALITY, WINDOW_BITS).write_all(content)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A folder for one test, removed with it.
    pub struct Scratch(PathBuf);

    impl Scratch {
        pub fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("patchbay-bundle-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }
        pub fn path(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }
        pub fn write(&self, name: &str, content: &str) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        fn names(&self) -> Vec<String> {
            files_below(&self.0).unwrap().into_iter().map(|(name, _)| name).collect()
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn bundle(folder: &Scratch, style: &str, compression: Compression) -> Written {
        let mut site = Site::new(&folder.0, compression);
        let written = site.add_hashed("css", "pkg/patchbay", style.into()).unwrap();
        site.add("favicon.png", vec![1, 2, 3]).unwrap();
        site.finish().unwrap();
        written
    }

    #[test]
    fn a_changed_file_gets_another_name_and_the_old_one_goes() {
        let folder = Scratch::new("site-rename");
        bundle(&folder, &"a {} ".repeat(200), Compression::Best);
        let before = folder.names();
        bundle(&folder, &"b {} ".repeat(200), Compression::Best);
        let after = folder.names();
        assert_eq!(before.len(), after.len());
        assert_eq!(after.len(), 5, "style sheet, .br, .gz, favicon without either, hash.txt: {after:?}");
        assert_ne!(before, after);
    }

    #[test]
    fn hashes_are_written_in_the_form_that_leptos_reads() {
        let folder = Scratch::new("site-hashes");
        bundle(&folder, "body {}", Compression::Best);
        let text = fs::read_to_string(folder.path("hash.txt")).unwrap();
        let (kind, hash) = text.trim_end().split_once(": ").unwrap();
        assert_eq!(kind, "css");
        assert!(folder.path(&format!("pkg/patchbay.{hash}.css")).exists());
    }

    #[test]
    fn compressed_files_unpack_to_the_original() {
        let folder = Scratch::new("site-compressed");
        let text = "a { color: red }".repeat(500);
        let written = bundle(&folder, &text, Compression::Best);
        assert!(written.brotli_bytes.unwrap() < written.raw_bytes);
        let path = folder.path(&format!("pkg/patchbay.{}.css", hash(text.as_bytes())));
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(&mut fs::File::open(path.with_extension("css.br")).unwrap(), &mut from_brotli)
            .unwrap();
        std::io::copy(
            &mut flate2::read::GzDecoder::new(fs::File::open(path.with_extension("css.gz")).unwrap()),
            &mut from_gzip,
        )
        .unwrap();
        assert_eq!(from_brotli, text.as_bytes());
        assert_eq!(from_gzip, text.as_bytes());
    }

    #[test]
    fn a_fast_bundle_leaves_no_outdated_compressed_file_behind() {
        let folder = Scratch::new("site-fast");
        let text = "a {} ".repeat(200);
        bundle(&folder, &text, Compression::Best);
        assert!(folder.names().iter().any(|name| name.ends_with(".br")));
        bundle(&folder, &text, Compression::None);
        assert!(!folder.names().iter().any(|name| name.ends_with(".br") || name.ends_with(".gz")));
    }

    #[test]
    fn an_unchanged_site_is_not_written_again() {
        let folder = Scratch::new("site-unchanged");
        bundle(&folder, "body {}", Compression::Best);
        let written_at = || fs::metadata(folder.path("hash.txt")).unwrap().modified().unwrap();
        let before = written_at();
        bundle(&folder, "body {}", Compression::Best);
        assert_eq!(written_at(), before);
    }
}
