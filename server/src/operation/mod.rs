//! What operators and their tools ask (spec/api.md, Operation).

mod docs;
mod egress;
mod health;
mod metrics;

pub use docs::routes as docs_routes;
pub use egress::routes as egress_routes;
pub use health::{healthz, readyz};
pub use metrics::{metrics, recorder};
