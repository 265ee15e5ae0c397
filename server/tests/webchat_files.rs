//! The web chat: files of visitors.

use crate::chats::bodies;
use crate::visitors::{PNG, Site};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::json;

#[tokio::test]
async fn a_file_is_taken_once_and_served_so_that_nothing_in_it_runs() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    let first = visitor.sends("id=f-1&name=%E1%BA%A3nh.png", PNG).await.expect(202).json();
    assert_eq!(visitor.sends("id=f-1&name=%E1%BA%A3nh.png", PNG).await.expect(202).json(), first);
    site.world.tick().await;
    let received = bodies(&site.world, "/bot");
    assert_eq!(received.len(), 1);
    let media = &received[0]["conversationMessages"][0];
    assert_eq!(
        (&media["$type"], &media["mimeType"], &media["fileName"]),
        (&json!("media"), &json!("image/png"), &json!("ảnh.png"))
    );
    let path = media["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:3000").unwrap();
    let stranger = site.world.stranger();
    let file = stranger.request(Method::GET, path).send().await.unwrap();
    let headers: HeaderMap = file.headers().clone();
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!((file.status().as_u16(), header("content-type")), (200, "image/png"));
    assert!(header("content-disposition").starts_with("attachment; "), "{}", header("content-disposition"));
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(file.bytes().await.unwrap(), PNG);
    assert_eq!(stranger.get("/chat-files/pbf_guessed").await.status, 404);
    assert_eq!(stranger.get("/chat-files/..%2Fsecret.key").await.status, 404);
    // After its time it is gone, from the disk and from what is known.
    let later = patchbay_model::time::Timestamp(patchbay_server::clock::now().0 + chrono::TimeDelta::days(1));
    let folder = site.world.process.services.settings.data_dir.clone();
    assert_eq!(patchbay_server::web_chat::remove_old(&folder, later).unwrap(), 1);
    assert_eq!(stranger.get(path).await.status, 404);
    let store = &site.world.process.services.store;
    assert_eq!(patchbay_store::visitors::delete_old_files(store, later).await.unwrap(), 1);
    assert_eq!(stranger.get(path).await.status, 404);
}

#[tokio::test]
async fn a_page_that_is_sent_as_a_file_is_a_text() {
    let site = Site::open().await;
    let visitor = site.visitor().await;
    visitor.sends("id=f-1&name=x.html", "<script>alert(1)</script>").await.expect(202);
    let entry = &visitor.history().await[0];
    assert_eq!(entry["content"]["mimeType"], "text/plain; charset=utf-8");
    let path = entry["content"]["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:3000").unwrap();
    let reply = site.world.stranger().get(path).await.expect(200);
    assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn a_file_of_another_type_or_too_large_is_refused_and_kept_nowhere() {
    let site = Site::with(&[("PATCHBAY_FILE_STORAGE_BYTES", "20")]).await;
    let visitor = site.visitor().await;
    visitor.sends("id=a", &b"MZ\x90\0\x03\0"[..]).await.problem(415, "unsupported_media_type");
    visitor.sends("id=a", "").await.problem(422, "invalid");
    visitor.sends("id=a", vec![b'x'; 10 * 1024 * 1024 + 1]).await.problem(413, "body_too_large");
    assert_eq!(visitor.sends("id=a%20b", PNG).await.problem(422, "invalid")["pointer"], "/id");
    visitor.sends("name=x", PNG).await.problem(400, "invalid_request");
    visitor.sends("id=b", "fits into twenty").await.expect(202);
    visitor.sends("id=c", PNG).await.problem(503, "unavailable");
    let kept = std::fs::read_dir(site.world.process.services.settings.data_dir.join("files")).unwrap().count();
    assert_eq!((kept, visitor.history().await.len()), (1, 1));
}

#[tokio::test]
async fn without_an_address_that_adapters_can_use_files_are_refused() {
    let site = Site::with(&[("PATCHBAY_PUBLIC_URL", "http://chat.example.com")]).await;
    let visitor = site.visitor().await;
    let problem = visitor.sends("id=a", PNG).await.problem(409, "conflict");
    assert!(problem["detail"].as_str().unwrap().contains("PATCHBAY_PUBLIC_URL"), "{problem}");
    let site = Site::with(&[("PATCHBAY_PUBLIC_URL", "https://chat.example.com")]).await;
    let visitor = site.visitor().await;
    visitor.sends("id=a", PNG).await.expect(202);
    let media = &visitor.history().await[0]["content"];
    assert!(media["url"].as_str().unwrap().starts_with("https://chat.example.com/chat-files/pbf_"), "{media}");
}
