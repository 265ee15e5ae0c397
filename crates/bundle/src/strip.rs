//! Leaves out what a browser doesn't read: names, and what linkers and splitters note for each other.

use anyhow::{Context, Result};

const HEADER_BYTES: usize = 8;
const CUSTOM: u8 = 0;

/// The module without its custom sections. For the chunks: wasm-bindgen does it for the main module, wasm-opt for what it is run on.
pub fn strip(module: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(HEADER_BYTES).context("not a WASM module")?;
    let mut stripped = header.to_vec();
    while let [kind, after @ ..] = rest {
        let (length, prefix) = leb128(after).context("a section without a length")?;
        let (section, next) = rest.split_at_checked(1 + prefix + length).context("a section is cut off")?;
        if *kind != CUSTOM {
            stripped.extend_from_slice(section);
        }
        rest = next;
    }
    Ok(stripped)
}

/// A number as WASM writes it, and how many bytes that took.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn custom_sections_go_and_the_rest_stays() {
        let module = [b"\0asm\x01\0\0\0".as_slice(), b"\x01\x82\x00ab", b"\x00\x03nam", b"\x0a\x01c"].concat();
        assert_eq!(strip(&module).unwrap(), b"\0asm\x01\0\0\0\x01\x82\x00ab\x0a\x01c");
        assert!(strip(&module[..module.len() - 1]).is_err());
        assert!(strip(b"\0asm").is_err());
    }
}
