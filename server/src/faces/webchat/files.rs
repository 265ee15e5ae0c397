//! Files: in from the visitor, out to whoever knows their random names. Nothing in them ever runs here.

use super::visitor::Visiting;
use super::wire::FileQuery;
use crate::extract::Query;
use crate::percent;
use crate::problem::{ApiError, ApiResult};
use crate::state::AppState;
use crate::web_chat::{MAXIMUM_FILE_BYTES, Sent, WebChats};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use patchbay_model::messaging::gateway::AcceptedMessage;
use patchbay_model::problem::ProblemCode;
use std::sync::Arc;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Not even a page that is opened by itself runs a script, loads anything, or has this server's origin.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("private, max-age=86400, immutable");

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(send_file))
}

/// Whether a request brings a file: its body may be longer than others'.
#[must_use]
pub fn is_upload(method: &Method, path: &str) -> bool {
    *method == Method::POST && path.starts_with("/api/v1/call-centers/") && path.ends_with("/visit/files")
}

/// Takes a file of the visitor, at most 10 MiB, as a message. What it is its bytes say: PNG, JPEG, GIF, WebP, PDF, MP4, Ogg, MP3
/// or plain text. The same id again is answered with the same ids and goes nowhere. 202 after the commit.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/visit/files",
    tag = "Web chat",
    params(("callCenterId" = String, Path), ("channel" = String, Path), FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    security(("visitor" = [])),
    responses((status = 202, body = AcceptedMessage))
)]
async fn send_file(
    State(chats): State<Arc<WebChats>>,
    Visiting(guest): Visiting,
    Query(FileQuery { id, name }): Query<FileQuery>,
    body: Body,
) -> ApiResult<(StatusCode, Json<AcceptedMessage>)> {
    let too_large = |_| ApiError::new(ProblemCode::BodyTooLarge, "the file is over 10 MiB");
    let bytes = axum::body::to_bytes(body, MAXIMUM_FILE_BYTES).await.map_err(too_large)?;
    let accepted = chats.send_file(&guest, Sent { id, file_name: name, bytes }).await?;
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}

/// A file, for whoever knows its random name: adapters have no token of the visitor.
///
/// # Errors
/// There is none, or none any more.
pub async fn file(
    State(chats): State<Arc<WebChats>>,
    Path(name): Path<String>,
    request: Request,
) -> ApiResult<Response> {
    let (file, path) = chats.files().find(&name).await?;
    let media_type = file.media_type.parse().ok();
    let service = media_type.map_or_else(|| ServeFile::new(&path), |kind| ServeFile::new_with_mime(&path, &kind));
    let Ok(served) = service.oneshot(request).await;
    let mut answer = served.map(Body::new).into_response();
    if answer.status() == StatusCode::NOT_FOUND {
        return Err(ApiError::not_found("file"));
    }
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CONTENT_DISPOSITION, disposition(&file.file_name));
    headers.insert(header::CACHE_CONTROL, FOR_A_DAY);
    // The chat on another site's page shows pictures.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(answer)
}

/// To be saved, never opened in the browser (RFC 6266), under the name that the visitor gave it.
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '_' }).collect();
    let encoded = percent::encoded(name.as_bytes(), b".-_");
    HeaderValue::try_from(format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

fn is_plain(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, ' ' | '.' | '-' | '_' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_say_nothing_but_a_name() {
        let written = disposition("ảnh \"1\"; x=y.png");
        assert_eq!(
            written.to_str().unwrap(),
            "attachment; filename=\"_nh _1__ x_y.png\"; filename*=UTF-8''%E1%BA%A3nh%20%221%22%3B%20x%3Dy.png"
        );
    }
}
