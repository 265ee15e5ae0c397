//! What a browser has to fetch before a page is alive, held against the budget.

use crate::{site::Written, split::Manifest};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// What became of each file, by its path below `pkg/`.
pub type Weights = BTreeMap<String, Written>;

/// How many bytes of WASM, with brotli, the pages of each group load; empty when nothing was compressed.
pub type Loads = BTreeMap<String, u64>;

/// Prints the main module, each chunk, and what the pages of each group load.
pub fn report(weights: &Weights, main: &str, pages: &Manifest) -> Result<Loads> {
    let of = |path: &str| weights.get(path).copied().with_context(|| format!("{path} is missing"));
    let main = of(main)?;
    println!("wasm: {}", line("main", main));
    let chunks: BTreeSet<&String> = pages.values().flatten().collect();
    for chunk in chunks {
        println!("      {}", line(chunk.split('.').next().unwrap_or(chunk), of(&format!("{chunk}.wasm"))?));
    }
    let mut loads = Loads::new();
    let Some(main_bytes) = main.brotli_bytes else { return Ok(loads) };
    // What every page waits for first has a budget of its own.
    loads.insert("main".to_owned(), main_bytes);
    for (group, chunks) in pages {
        let mut bytes = main_bytes;
        for chunk in chunks {
            let chunk = of(&format!("{chunk}.wasm"))?;
            // Below the size that is worth compressing it goes as it is.
            bytes += chunk.brotli_bytes.unwrap_or(chunk.raw_bytes);
        }
        println!("      with the pages of {group}: {bytes} bytes brotli");
        loads.insert(group.clone(), bytes);
    }
    Ok(loads)
}

/// Fails when the pages of a group load more than they may.
pub fn check(loads: &Loads, budget: u64, exceptions: &BTreeMap<String, u64>) -> Result<()> {
    let unknown: Vec<&String> = exceptions.keys().filter(|group| !loads.contains_key(*group)).collect();
    ensure!(loads.is_empty() || unknown.is_empty(), "no pages are called {unknown:?}: they need no budget");
    let over: Vec<String> = loads
        .iter()
        .map(|(group, bytes)| (group, *bytes, exceptions.get(group).copied().unwrap_or(budget)))
        .filter(|(_, bytes, allowed)| bytes > allowed)
        .map(|(group, bytes, allowed)| format!("{group} {} bytes over its budget of {allowed}", bytes - allowed))
        .collect();
    ensure!(over.is_empty(), "too much WASM for one page: {}", over.join(", "));
    Ok(())
}

fn line(name: &str, written: Written) -> String {
    match written.brotli_bytes {
        Some(brotli) => format!("{name}: {} bytes raw, {brotli} bytes brotli", written.raw_bytes),
        None => format!("{name}: {} bytes raw, not compressed", written.raw_bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_that_is_too_heavy_is_named() {
        let loads = Loads::from([("keys".to_owned(), 90), ("endpoint".to_owned(), 150)]);
        let exception = |bytes| BTreeMap::from([("endpoint".to_owned(), bytes)]);
        assert!(check(&loads, 100, &exception(150)).is_ok());
        let error = check(&loads, 100, &exception(140)).unwrap_err().to_string();
        assert!(error.contains("endpoint 10 bytes") && !error.contains("keys"), "{error}");
        assert!(check(&loads, 200, &BTreeMap::from([("nobody".to_owned(), 1)])).is_err());
    }
}
