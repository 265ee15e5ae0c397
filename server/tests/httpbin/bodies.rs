//! What httpbin read of what was sent, in each format and place.

use super::patchbay::Patchbay;
use super::{client, writing};
use serde_json::{Value, json};

/// What breaks encoders: signs with a meaning, line breaks, several alphabets, a sign outside of the basic plane.
const TEXT: &str = "a=b&c d+e%20\"'<>{}\n\tÜbung Nguyễn Ngọc 電話 😀";

#[tokio::test]
async fn a_body_arrives_in_its_format() {
    let patchbay = Patchbay::start().await;
    let sent = json!({"text": TEXT, "contact": {"age": 41, "tags": ["a", 1, true, null]}});
    let nested =
        json!({"parameters": [client("text", "body"), client("contact.age", "body"), client("contact.tags", "body")]});
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

    patchbay
        .endpoint(
            "xml",
            "/post",
            writing("xml", json!({"request": {"body": "<sms to=\"{client.to}\">{client.text}</sms>"}})),
        )
        .await;
    let answer = patchbay.answer("xml", &json!({"to": "\"+84\"", "text": "<a & b>"})).await;
    let to = answer["data"].as_str().unwrap_or_default();
    assert!(to.contains("&lt;a &amp; b") && !to.contains("<a"), "{to}");
    assert!(
        answer["headers"]["Content-Type"].as_str().is_some_and(|kind| kind.starts_with("application/xml")),
        "{answer}"
    );
}

#[tokio::test]
async fn a_value_arrives_where_it_was_put() {
    let patchbay = Patchbay::start().await;
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
    // httpbin shows the slash with its escape undone; the dots have not led anywhere.
    let url = answer["url"].as_str().unwrap_or_default();
    assert!(url.contains("/anything/contacts/a/b%20../ü/notes?"), "{url}");
}

#[tokio::test]
async fn an_answer_is_read_in_every_coding() {
    let patchbay = Patchbay::start().await;
    for (name, member) in [("gzip", "gzipped"), ("brotli", "brotli")] {
        patchbay.endpoint(name, &format!("/{name}"), json!({})).await;
        assert_eq!(patchbay.answer(name, &json!({})).await[member], json!(true), "{name}");
    }
    patchbay.endpoint("utf8", "/encoding/utf8", json!({})).await;
    let page = patchbay.answer("utf8", &json!({})).await;
    assert!(page.as_str().is_some_and(|page| page.contains("STARGΛ̊TE") && page.contains("ሰማይ አይታረስ")), "{page}");
    patchbay.endpoint("image", "/image/png", json!({})).await;
    let executed = patchbay.execute("image", &json!({})).await.expect(200).json();
    assert_eq!(executed["response"]["headers"]["content-type"], json!("image/png"));
    patchbay.endpoint("nothing", "/status/204", json!({})).await;
    let executed = patchbay.execute("nothing", &json!({})).await.expect(200).json();
    assert_eq!((&executed["response"]["status"], &executed["response"]["body"]), (&json!(204), &Value::Null));
}
