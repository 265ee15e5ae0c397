//! What a browser has to fetch before a page is alive, held against the budget.

use crate::{site::Written, split::Manifest};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// What became of each file, by its path below `pkg/`.
pub type Weights = BTreeMap<String, Written>;

/// Prints the main module, each chunk, and what the pages of each folder load; answers with the heaviest of the latter, if compressed.
pub fn report(weights: &Weights, main: &str, pages: &Manifest) -> Result<Option<u64>> {
    let of = |path: &str| weights.get(path).copied().with_context(|| format!("{path} is missing"));
    let main = of(main)?;
    println!("wasm: {}", line("main", main));
    for (path, written) in weights {
        let is_chunk = pages.values().flatten().any(|chunk| *path == format!("{chunk}.wasm"));
        if is_chunk {
            println!("      {}", line(path.split('.').next().unwrap_or(path), *written));
        }
    }
    let mut heaviest = main.brotli_bytes;
    for (page, chunks) in pages {
        let mut page_bytes = main.brotli_bytes;
        for chunk in chunks {
            let chunk = of(&format!("{chunk}.wasm"))?;
            // A chunk below the size that is worth compressing goes as it is.
            page_bytes = page_bytes.map(|sum| sum + chunk.brotli_bytes.unwrap_or(chunk.raw_bytes));
        }
        if let Some(bytes) = page_bytes {
            println!("      with the pages of {page}: {bytes} bytes brotli");
        }
        heaviest = heaviest.max(page_bytes);
    }
    Ok(heaviest)
}

/// Fails when the heaviest page is over the budget.
pub fn check(heaviest: u64, budget: u64) -> Result<()> {
    ensure!(
        heaviest <= budget,
        "the heaviest page loads {} bytes of WASM more than the budget of {budget}",
        heaviest - budget
    );
    println!("      {} bytes left of the budget of {budget} for one page", budget - heaviest);
    Ok(())
}

fn line(name: &str, written: Written) -> String {
    match written.brotli_bytes {
        Some(brotli) => format!("{name}: {} bytes raw, {brotli} bytes brotli", written.raw_bytes),
        None => format!("{name}: {} bytes raw, not compressed", written.raw_bytes),
    }
}
