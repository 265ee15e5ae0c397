//! One runtime and one list of routes for all tests, as the server has one.

use leptos_axum::{AxumRouteListing, generate_route_list};
use patchbay_app::App;
use std::future::Future;
use std::sync::LazyLock;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime for the tests"));

/// Listed once. While leptos lists the routes, it loads no resource in the whole process, and a page that another test
/// renders at that moment would wait for ever.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// Runs a test to its end.
pub fn block_on(test: impl Future<Output = ()>) {
    LazyLock::force(&ROUTES);
    RUNTIME.block_on(test);
}

/// The portal's routes.
pub fn routes() -> Vec<AxumRouteListing> {
    ROUTES.clone()
}
