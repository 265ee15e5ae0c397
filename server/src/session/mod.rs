//! People's sessions: who is behind a request of the portal.

mod door;
mod gate;
mod store;

pub use door::SessionDoor;
pub use gate::refuse_strangers;
pub use store::DatabaseSessions;

use crate::clock;
use crate::problem::{ApiError, chain};
use crate::request_id::RequestId;
use crate::settings::Settings;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::PortalError;
use patchbay_model::access::{Actor, Identity};
use patchbay_model::id::UserId;
use patchbay_model::user::{User, UserState};
use patchbay_store::{Reach, Store, StoreError, sessions::SessionHash, users};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

/// Where a session notes its last request, to the minute: a change makes the layer save it and move its end.
const SEEN: &str = "seen";

tokio::task_local! {
    static CURRENT: Option<SessionHash>;
}

/// The person behind a request, as an extension of it.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Actor);

/// The layer that finds sessions by their cookie and saves them.
#[must_use]
pub fn layer(store: Store, settings: &Settings) -> SessionManagerLayer<DatabaseSessions> {
    let idle = Duration::try_from(settings.session_idle).unwrap_or(Duration::MINUTE);
    // A browser takes a `__Host-` cookie only from this very host, by https and for all paths: nobody can plant one.
    let name = if settings.is_https() { "__Host-patchbay_session" } else { "patchbay_session" };
    SessionManagerLayer::new(DatabaseSessions::new(store, settings.session_lifetime))
        .with_name(name)
        .with_secure(settings.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(idle))
}

/// The hash of the session that the current request belongs to: what a changed password does not end.
#[must_use]
pub fn current() -> Option<SessionHash> {
    CURRENT.try_with(|hash| *hash).ok().flatten()
}

/// Finds out who is behind the request. The user is looked up each time, so that a disabled one is out at once and a
/// changed role counts at once, in every process.
pub async fn identify(State(state): State<AppState>, session: Session, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    match signed_in(&state.store, &session).await {
        Ok(Some(user)) => drop(request.extensions_mut().insert(SignedIn(actor(&user, id)))),
        Ok(None) => {}
        Err(error) => return ApiError::from(error).into_response(),
    }
    CURRENT.scope(session.id().as_ref().map(store::hash), next.run(request)).await
}

async fn signed_in(store: &Store, session: &Session) -> Result<Option<User>, PortalError> {
    if session.id().is_none() {
        return Ok(None);
    }
    let Some(id) = session.get::<UserId>(store::USER).await.map_err(unavailable)? else {
        return Ok(None);
    };
    let user = users::find(store, &Reach::All, id).await.map_err(looked_up)?;
    let Some(user) = user.filter(|user| user.state == UserState::Active) else {
        session.flush().await.map_err(unavailable)?;
        return Ok(None);
    };
    let minute = clock::now().0.timestamp() / 60;
    session.insert(SEEN, minute).await.map_err(unavailable)?;
    Ok(Some(user))
}

fn actor(user: &User, request_id: Option<String>) -> Actor {
    Actor {
        identity: Identity::User { id: user.id, role: user.role },
        call_center: user.call_center_id.clone(),
        name: user.email.clone(),
        request_id,
    }
}

/// Sessions fail when the database does.
fn unavailable(error: tower_sessions::session::Error) -> PortalError {
    tracing::warn!(error = %chain(&error), "a session can't be read or written");
    PortalError::Unavailable
}

fn looked_up(error: StoreError) -> PortalError {
    match error {
        StoreError::Unavailable(_) => PortalError::Unavailable,
        other => PortalError::Internal(Box::new(other)),
    }
}
