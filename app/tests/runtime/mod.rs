//! One runtime for all tests of a binary, as the server has one: Leptos keeps tasks of its own on the runtime that it met
//! first, and a test whose runtime is gone would leave another one waiting for ever.
#![allow(clippy::expect_used, reason = "a test may fail")]

use std::future::Future;
use std::sync::{LazyLock, Mutex, PoisonError};
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime for the tests"));
// Rendered side by side in one process, a page was seen to wait for ever now and then; why is not known yet.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a test to its end.
pub fn block_on(test: impl Future<Output = ()>) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    RUNTIME.block_on(test);
}
