//! What a browser gets before any WASM: pages rendered by the real handlers, without server and database.

use crate::runtime;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use leptos::config::LeptosOptions;
use leptos_axum::LeptosRoutes;
use patchbay_app::shell;
use tower::ServiceExt;

async fn get(address: &str, cookie: &str) -> (StatusCode, HeaderMap, String) {
    let options = LeptosOptions::builder().output_name("patchbay").build();
    let document = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let router = Router::new()
        .leptos_routes(&options, runtime::routes(), document.clone())
        .fallback(leptos_axum::render_app_async(document))
        .with_state(options);
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, headers, String::from_utf8(body.to_vec()).unwrap())
}

async fn html(address: &str) -> String {
    get(address, "").await.2
}

#[test]
fn no_component_needs_what_the_content_policy_forbids() {
    runtime::block_on(async {
        let (status, headers, html) = get("/dev/components?dialog=add", "").await;
        assert_eq!(status, StatusCode::OK);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"));
        for forbidden in [" style=", " onclick=", " onsubmit=", " onload=", "<style", "javascript:"] {
            assert!(!html.contains(forbidden), "the page holds {forbidden}");
        }
        let unmarked = html.matches("<script").count() - html.matches("<script nonce=").count();
        assert_eq!(unmarked, html.matches("<script type=\"module\" nonce=").count(), "every script carries the nonce");
    });
}

fn has_open_dialog(html: &str) -> bool {
    let tags = html.split("<dialog ").skip(1).filter_map(|rest| rest.split('>').next());
    tags.flat_map(str::split_whitespace).any(|attribute| attribute == "open")
}

#[test]
fn a_dialog_named_by_the_address_is_open_without_a_script() {
    runtime::block_on(async {
        let consequence = "3 integrators of 2 call centers use this endpoint.";
        let open = html("/dev/components?dialog=delete&id=Zendesk").await;
        assert!(has_open_dialog(&open) && open.contains(consequence));
        let closed = html("/dev/components").await;
        assert!(!has_open_dialog(&closed) && !closed.contains(consequence));
    });
}

#[test]
fn a_link_can_make_the_portal_say_known_words_only() {
    runtime::block_on(async {
        assert!(html("/dev/components?done=saved").await.contains("Saved<"));
        assert!(!html("/dev/components?done=hacked").await.contains(">hacked"));
        assert!(html("/dev/components?done=replayed&count=12").await.contains("12 executions queued again<"));
        assert!(html("/dev/components?done=replayed&count=hacked").await.contains("Queued again<"));
    });
}

#[test]
fn the_first_paint_has_the_chosen_theme() {
    runtime::block_on(async {
        assert!(get("/dev/components", "patchbay_theme=dark").await.2.contains("data-theme=\"dark\""));
        assert!(get("/dev/components", "").await.2.contains("data-theme=\"system\""));
    });
}

#[test]
fn the_first_paint_is_in_the_chosen_language() {
    runtime::block_on(async {
        let indonesian = get("/sign-in", "patchbay_language=id").await.2;
        assert!(indonesian.contains("<html lang=\"id\"") && indonesian.contains("<title>Masuk · Patchbay</title>"));
        let pressed = indonesian
            .split("<button")
            .find(|button| button.contains("aria-pressed=\"true\"") && button.contains("lang="));
        assert!(pressed.is_some_and(|button| button.contains("Bahasa Indonesia")));
        assert!(get("/nobody/answers/here", "patchbay_language=vi").await.2.contains("Không có gì ở đây"));
    });
}

#[test]
fn an_unknown_address_answers_404_with_a_way_on() {
    runtime::block_on(async {
        let (status, _, html) = get("/nobody/answers/here", "").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(html.contains("To the start"));
    });
}

#[test]
fn what_is_typed_in_a_filter_is_text_and_never_markup() {
    runtime::block_on(async {
        let html = html("/dev/components?search=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
        assert!(!html.contains("<script>alert"));
    });
}
