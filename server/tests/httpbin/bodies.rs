//! What httpbin read of what was sent, in each format and place.

use super::patchbay::Patchbay;
use super::{client, writing};
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// What breaks encoders: signs with a meaning, line breaks, several alphabets, a sign outside of the basic plane.
const TEXT: &str = "a=b&c d+e%20\"'<>{}\n\tÜbung Nguyễn Ngọc 電話 😀";

#[sqlx::test(migrations = false)]
async fn a_body_arrives_in_its_format(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    let sent = json!({"text": TEXT, "contact": {"age": 41, "tags": ["a", 1, true, null]}});
    let nested = json!({"parameters": [client("text", "body"), client("contact.age", "body"), client("contact.tags", "body")]});
    patchbay.endpoint("json", "/post", writing("json", nested)).await;
    assert_eq!(patchbay.answer("json", &sent).await["json"], sent);

    for format in ["form", "multipart"] {
        patchbay.endpoint(format, "/post", writing(format, json!({"parameters": [client("text", "body")]}))).await;
        let answer = patchbay.answer(format, &sent).await;
        assert_eq!(answer["form"], json!({"text": TEXT}), "{format}");
        assert_eq!(answer["files"], json!({}), "{format}");
    }

    patchbay.endpoint("text", "/post", writing("text", json!({"request": {"body": "to: {client.text}"}}))).await;
    assert_eq!(patchbay.answer("text", &sent).await["data"], json!(format!("to: {TEXT}")));

    patchbay.endpoint("xml", "/post", writing("xml", json!({"request": {"body": "<sms to=\"{client.to}\">{client.text}</sms>"}}))).await;
    let answer = patchbay.answer("xml", &json!({"to": "\"+84\"", "text": "<a & b>"})).await;
    let to = answer["data"].as_str().unwrap_or_default();
    assert!(to.contains("&lt;a &amp; b") && !to.contains("<a"), "{to}");
    assert!(answer["headers"]["Content-Type"].as_str().is_some_and(|kind| kind.starts_with("application/xml")), "{answer}");
}

#[sqlx::test(migrations = false)]
async fn a_value_arrives_where_it_was_put(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    let members = json!({
        "method": "PUT", "type": "postData",
        "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [
            {"name": "X-Key", "source": "field"}, {"name": "X-Sum", "source": "field"},
            client("id", "path"), client("phone", "query"), client("X-Agent", "header"), client("note.text", "body")]});
    patchbay.endpoint("everywhere", "/anything/contacts/{id}/notes", members).await;
    let sent = json!({"id": "a/b ../ü", "phone": TEXT, "X-Agent": "ann@example.com", "note": {"text": TEXT}});
    let answer = patchbay.answer("everywhere", &sent).await;
    assert_eq!(answer["method"], json!("PUT"));
    assert_eq!(answer["args"], json!({"limit": "1", "phone": TEXT}));
    assert_eq!(answer["json"], json!({"note": {"text": TEXT}}));
    let header = |name: &str| answer["headers"][name].clone();
    assert_eq!([header("X-Key"), header("X-Agent")], [json!("fi3ld"), json!("ann@example.com")]);
    assert_eq!(header("X-Sum"), json!("900150983cd24fb0d6963f7d28e17f72"), "the MD5 of abc (RFC 1321, A.5)");
    // One segment, whatever is in it: httpbin shows the URL with its escapes undone.
    let url = answer["url"].as_str().unwrap_or_default();
    assert!(url.contains("/anything/contacts/a/b ../ü/notes?") || url.contains("/anything/contacts/a%2Fb%20..%2F%C3%BC/notes?"), "{url}");
}

#[sqlx::test(migrations = false)]
async fn an_answer_is_read_in_every_coding(_: PgPoolOptions, database: PgConnectOptions) {
    let patchbay = Patchbay::start(database).await;
    for (name, member) in [("gzip", "gzipped"), ("brotli", "brotli")] {
        patchbay.endpoint(name, &format!("/{name}"), json!({})).await;
        assert_eq!(patchbay.answer(name, &json!({})).await[member], json!(true), "{name}");
    }
    patchbay.endpoint("utf8", "/encoding/utf8", json!({})).await;
    let page = patchbay.answer("utf8", &json!({})).await;
    assert!(page.as_str().is_some_and(|page| page.contains("STARGΛ̊TE") && page.contains("ሰማይ አይታረስ")), "{page}");
    patchbay.endpoint("image", "/image/png", json!({})).await;
    let (status, executed) = patchbay.execute("image", &json!({})).await;
    assert_eq!((status, &executed["response"]["headers"]["content-type"]), (200, &json!("image/png")));
    patchbay.endpoint("nothing", "/status/204", json!({})).await;
    let (status, executed) = patchbay.execute("nothing", &json!({})).await;
    assert_eq!((status, &executed["response"]["status"], &executed["response"]["body"]), (200, &json!(204), &Value::Null));
}
