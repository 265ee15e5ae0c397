//! One runtime for all tests of a binary, as the server has one: Leptos keeps tasks of its own on the runtime that it met
//! first, and a test whose runtime is gone would leave another one waiting for ever.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::future::Future;
use std::sync::LazyLock;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime for the tests"));

/// Runs a test to its end.
pub fn block_on(test: impl Future<Output = ()>) {
    RUNTIME.block_on(test);
}
