//! The portal's pages and server functions: what Leptos renders and calls, for whom.

mod choices;
mod embed;
mod files;
mod pulses;

pub use choices::{choose_language, choose_theme};
pub use embed::callbox_embed;
pub use files::leptos_options;
use files::{question, site_file};
pub use pulses::{chat_pulses, execution_pulses};

use crate::address::client_address;
use crate::percent;
use crate::session::{SessionDoor, SignedIn};
use crate::settings::Settings;
use crate::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, get, on};
use leptos::prelude::provide_context;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{
    AxumRouteListing, generate_route_list, handle_server_fns_with_context, render_app_async_with_context,
};
use patchbay_app::scope::{Door, Scope, Visitor};
use patchbay_app::{App, shell};
use std::sync::{Arc, LazyLock};
use tower_sessions::Session;

/// Pages that a stranger sees.
const OPEN_PAGES: [&str; 2] = ["/sign-in", "/invitation/"];

const DEMO_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
);

/// No origin, no network, no other page. `frame-src 'none'` keeps the frame inside, which the code draws in, from going
/// anywhere; the page itself takes `'self'` back as soon as its own scripts are there (public/callbox/tighten.js). Any
/// page may hold it, because a callbox stands on any page: it shows nobody anything.
const SANDBOX_POLICY: HeaderValue = HeaderValue::from_static(
    "sandbox allow-scripts; default-src 'none'; script-src 'self' blob:; worker-src blob:; style-src 'unsafe-inline'; \
     img-src data:; connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors *",
);

/// Listed once for all servers of a process (tests start several): while leptos lists the routes, it loads no resource,
/// and a page that is rendered at that moment would wait for ever.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// A route for each page of the portal.
pub fn page_routes() -> Router<AppState> {
    PAGES.iter().fold(Router::new(), |router, page| router.route(page.path(), get(page_or_sign_in)))
}

/// The addresses of all pages, parts that vary in braces.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(AxumRouteListing::path)
}

/// A route for each server function.
pub fn function_routes() -> Router<AppState> {
    server_fn_paths().fold(Router::new(), |router, (path, method)| {
        let filter = MethodFilter::try_from(method).unwrap_or(MethodFilter::POST);
        router.route(path, on(filter, call))
    })
}

/// What is no route: a file of the site, or the page that says so.
pub async fn file_or_not_found(State(state): State<AppState>, session: Session, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match site_file(&state.settings, question(&request)).await {
        Some(file) => file,
        None => {
            let mut response = page(state, session, request).await;
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            response
        }
    }
}

/// A file whose name holds its hash: nobody's session matters to it.
pub async fn hashed_file(State(settings): State<Arc<Settings>>, request: Request) -> Response {
    let found = site_file(&settings, question(&request)).await;
    found.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// The callbox's demo: whoever is not signed in sees how to.
pub async fn callbox_demo(State(settings): State<Arc<Settings>>, request: Request) -> Response {
    page_file(&settings, question(&request), Uri::from_static("/callbox/demo.html"), DEMO_POLICY).await
}

/// The page that private code of templates runs in.
pub async fn callbox_sandbox(State(settings): State<Arc<Settings>>, request: Request) -> Response {
    page_file(&settings, question(&request), Uri::from_static("/callbox/sandbox.html"), SANDBOX_POLICY).await
}

/// A file like any other, under an address without an ending and with a policy of its own.
async fn page_file(settings: &Settings, mut question: Request, file: Uri, policy: HeaderValue) -> Response {
    *question.uri_mut() = file;
    let found = site_file(settings, question).await;
    let mut response = found.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response());
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

async fn page_or_sign_in(State(state): State<AppState>, session: Session, request: Request) -> Response {
    let path = request.uri().path();
    let open = OPEN_PAGES.iter().any(|open| path.starts_with(open));
    if !open && request.extensions().get::<SignedIn>().is_none() {
        return Redirect::to(&sign_in_address(request.uri())).into_response();
    }
    page(state, session, request).await
}

async fn page(state: AppState, session: Session, request: Request) -> Response {
    let context = context(&state, session, &request);
    let options = state.leptos.clone();
    let render = render_app_async_with_context(context, move || shell(options.clone()));
    render(request).await
}

async fn call(State(state): State<AppState>, session: Session, request: Request<Body>) -> Response {
    let context = context(&state, session, &request);
    handle_server_fns_with_context(context, request).await.into_response()
}

/// What pages and functions find: the visitor always, the scope only behind a session.
fn context(state: &AppState, session: Session, request: &Request) -> impl Fn() + Clone + Send + Sync + 'static {
    let address = client_address(request, state.settings.trusted_proxies);
    let door: Arc<dyn Door> = Arc::new(SessionDoor::new(session, address, Arc::clone(&state.seal)));
    let visitor = Visitor { portal: Arc::clone(&state.portal), door };
    let actor = request.extensions().get::<SignedIn>().map(|SignedIn(actor)| actor.clone());
    let scope = actor.map(|actor| Scope { actor, portal: Arc::clone(&state.portal) });
    move || {
        provide_context(visitor.clone());
        if let Some(scope) = &scope {
            provide_context(scope.clone());
        }
    }
}

fn sign_in_address(wanted: &Uri) -> String {
    let next = wanted.path_and_query().map_or("/", |path| path.as_str());
    if next == "/" {
        "/sign-in".to_owned()
    } else {
        format!("/sign-in?next={}", percent::encoded(next.as_bytes(), b"/-_.~"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_page_survives_signing_in() {
        let address = |uri: &'static str| sign_in_address(&Uri::from_static(uri));
        assert_eq!(address("/"), "/sign-in");
        assert_eq!(
            address("/executions?status=failed&x=%20"),
            "/sign-in?next=/executions%3Fstatus%3Dfailed%26x%3D%2520"
        );
    }
}
