//! A portal that answers from memory, so that pages render without server and database.

mod data;
mod events;
mod events_data;
mod messaging;
mod messaging_data;
mod portal;

use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
    routing::post,
};
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{LeptosRoutes, handle_server_fns_with_context};
use patchbay_app::portal::{Actor, PortalResult};
use patchbay_app::scope::{Door, Scope, Visitor};
use patchbay_app::shell;
use patchbay_model::access::{Identity, Role};
use patchbay_model::id::UserId;
use patchbay_model::user::User;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

pub use data::{ENDPOINT, EXECUTION, INTEGRATOR, PRIVATE, TEMPLATE};
pub use events_data::{DELAYED, DISABLED, LIFECYCLE, REPLAYED, TRIED_NOW, UNKNOWN_EXECUTION};
pub use messaging_data::{BOT, CHAT, GATEWAY, SMS, SUITE, TICKET, TOKEN, WEBCHAT};

/// The name that the server gives to each request: unique there, and it tells when the request came.
pub const REQUEST_ID: &str = "0199c0de-0000-7000-8000-0000000000ff";

/// What the portal has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stock {
    /// One published template with two endpoints and two integrators.
    Some,
    /// The same, and one call center.
    OneCallCenter,
    /// Nothing at all.
    None,
    /// The database is away.
    Away,
}

/// A session's browser: asks as somebody with a role, and keeps what is shown once.
pub struct Browser {
    role: Role,
    stock: Stock,
    kept: Arc<Mutex<Option<String>>>,
}

pub fn administrator() -> Browser {
    Browser::new(Role::PortalAdministrator, Stock::Some)
}

pub fn tenant() -> Browser {
    Browser::new(Role::TenantAdministrator, Stock::Some)
}

pub fn viewer() -> Browser {
    Browser::new(Role::TenantViewer, Stock::Some)
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    pub fn new(role: Role, stock: Stock) -> Self {
        Self { role, stock, kept: Arc::default() }
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()).await
    }

    /// What a page asks once the WASM is there.
    pub async fn ask(&self, function: &str, arguments: &serde_json::Value) -> (StatusCode, serde_json::Value) {
        let request = Request::post(format!("/api/ui/{function}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(arguments.to_string()));
        let answer = self.send(request.unwrap()).await;
        (answer.status, serde_json::from_str(&answer.html).unwrap())
    }

    /// What a form sends once the WASM is there.
    pub async fn fill(&self, function: &str, body: &'static str) -> (StatusCode, serde_json::Value) {
        let request = Request::post(format!("/api/ui/{function}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(body));
        let answer = self.send(request.unwrap()).await;
        (answer.status, serde_json::from_str(&answer.html).unwrap())
    }

    /// What a browser does with a form before the WASM arrives: posts it, and follows to where it is led.
    pub async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let pair = |(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        let request = Request::post(format!("/api/ui/{action}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::REFERER, format!("http://portal.test{page}"))
            .body(Body::from(body));
        let answer = self.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.html);
        let location = answer.headers[header::LOCATION].to_str().unwrap();
        self.get(location.trim_start_matches("http://portal.test")).await
    }

    async fn send(&self, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert("x-request-id", header::HeaderValue::from_static(REQUEST_ID));
        let options = LeptosOptions::builder().output_name("patchbay").build();
        let document = {
            let options = options.clone();
            move || shell(options.clone())
        };
        let context = self.context();
        let functions = {
            let context = context.clone();
            move |request: Request<Body>| handle_server_fns_with_context(context, request)
        };
        let router = Router::new()
            .leptos_routes_with_context(&options, crate::runtime::routes(), context, document)
            .route("/api/ui/{*name}", post(functions))
            .with_state(options);
        let answer = router.oneshot(request).await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        Answer { status, headers, html: String::from_utf8(body.to_vec()).unwrap() }
    }

    fn context(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let actor = Actor {
            identity: Identity::User { id: UserId(uuid::Uuid::nil()), role: self.role },
            call_center: self.role.is_tenant().then(|| "cc-1".parse().unwrap()),
            name: "ann@example.com".into(),
            request_id: None,
        };
        let portal = Arc::new(portal::MadeUp(self.stock));
        let door = Arc::new(MadeUpDoor(Arc::clone(&self.kept)));
        move || {
            provide_context(Scope { actor: actor.clone(), portal: portal.clone() });
            provide_context(Visitor { portal: portal.clone(), door: door.clone() });
        }
    }
}

fn escape(text: &str) -> String {
    patchbay_app::query::escape(text)
}

struct MadeUpDoor(Arc<Mutex<Option<String>>>);

#[async_trait]
impl Door for MadeUpDoor {
    fn address(&self) -> String {
        "127.0.0.1".into()
    }
    async fn enter(&self, _: &User) -> PortalResult<()> {
        Ok(())
    }
    async fn leave(&self) -> PortalResult<()> {
        Ok(())
    }
    async fn keep_once(&self, text: String) -> PortalResult<()> {
        *self.0.lock().unwrap() = Some(text);
        Ok(())
    }
    async fn take_once(&self) -> PortalResult<Option<String>> {
        Ok(self.0.lock().unwrap().take())
    }
}
