//! The browser's files: script, module, style, and what lies in `public/`, compressed beforehand.

use crate::settings::Settings;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use leptos::config::{Env, LeptosOptions};
use std::path::PathBuf;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// Files under here carry a hash of their content in their name.
const HASHED: &str = "/pkg/";
/// What other people's pages load. There is nothing in it that not everybody may read.
const EMBEDDED: [&str; 2] = ["/callbox", "/webchat"];
const ANYBODY: HeaderValue = HeaderValue::from_static("*");
const CROSS_ORIGIN: HeaderValue = HeaderValue::from_static("cross-origin");
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// The question for the file that `request` names: the same without its body.
#[must_use]
pub fn question(request: &Request) -> Request {
    let mut question = Request::new(Body::empty());
    *question.method_mut() = request.method().clone();
    *question.uri_mut() = request.uri().clone();
    *question.headers_mut() = request.headers().clone();
    question
}

/// The file, if there is one.
pub async fn site_file(settings: &Settings, question: Request) -> Option<Response> {
    let path = question.uri().path();
    let (hashed, embedded) = (path.starts_with(HASHED), EMBEDDED.iter().any(|begin| path.starts_with(begin)));
    let files = ServeDir::new(&settings.site_root).append_index_html_on_directories(false);
    let found = files.precompressed_br().precompressed_gzip().oneshot(question).await.ok()?;
    if found.status().is_client_error() || found.status().is_redirection() && !is_unchanged(&found) {
        return None;
    }
    let mut response = found.map(Body::new).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, if hashed { FOR_EVER } else { REVALIDATE });
    if embedded {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY);
        response.headers_mut().insert(header::HeaderName::from_static("cross-origin-resource-policy"), CROSS_ORIGIN);
    }
    Some(response)
}

fn is_unchanged<B>(response: &axum::http::Response<B>) -> bool {
    response.status() == axum::http::StatusCode::NOT_MODIFIED
}

/// Where Leptos finds the names of the files. Without `hash.txt`, as after a bare `cargo run`, pages still render and
/// work, only without script and style.
#[must_use]
pub fn leptos_options(settings: &Settings) -> LeptosOptions {
    let root = std::path::absolute(&settings.site_root).unwrap_or_else(|_| settings.site_root.clone());
    let hashes: PathBuf = root.join("hash.txt");
    let built = hashes.is_file();
    if !built {
        tracing::warn!(site = %root.display(), "the browser's files are not there: run scripts/build-site, or set PATCHBAY_SITE_ROOT");
    }
    LeptosOptions::builder()
        .output_name("patchbay")
        .site_root(root.display().to_string())
        .site_addr(settings.listen)
        .env(Env::PROD)
        .hash_files(built)
        .hash_file(hashes.display().to_string().into())
        .build()
}
