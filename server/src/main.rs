//! The binary `patchbay`; see [`patchbay_server::cli`].

use clap::Parser as _;
use mimalloc::MiMalloc;
use patchbay_server::cli::{Arguments, run};
use std::process::ExitCode;

// Threads free what others allocated; the system's allocator spends a quarter of a call on that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("patchbay: {error}");
            ExitCode::FAILURE
        }
    }
}
