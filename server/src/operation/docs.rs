//! `/api/openapi.json` and a page that shows it. The page is three small files of our own: no CDN, and a policy that
//! allows nothing from elsewhere.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa::openapi::OpenApi;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const REVALIDATE: &str = "no-cache";

/// The document and the page.
pub fn routes<S: Clone + Send + Sync + 'static>(document: &OpenApi) -> Router<S> {
    let json = Bytes::from(document.to_json().unwrap_or_default());
    Router::new()
        .route("/api/openapi.json", get(move || async move { file("application/json", json) }))
        .route("/api/docs", get(async || file("text/html; charset=utf-8", include_str!("docs/index.html").into())))
        .route(
            "/api/docs.js",
            get(async || file("text/javascript; charset=utf-8", include_str!("docs/docs.js").into())),
        )
        .route("/api/docs.css", get(async || file("text/css; charset=utf-8", include_str!("docs/docs.css").into())))
}

fn file(kind: &'static str, body: Bytes) -> impl IntoResponse {
    let headers: [(HeaderName, &str); 3] =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, REVALIDATE), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, body)
}
