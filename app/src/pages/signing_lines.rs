//! Lines for a shell that sign, and check a signature, as Patchbay does.

const KEY: &str = r#"key=$(printf %s "${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')"#;
const SIGN: &str = r#"openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64"#;

/// Checks the signature of a delivery.
pub(super) fn verifying(secret: &str) -> String {
    format!(
        "secret='{secret}' id='webhook-id of the delivery' timestamp='webhook-timestamp of the delivery'\n{KEY}\n\
         {{ printf '%s.%s.' \"$id\" \"$timestamp\"; cat body.json; }} | {SIGN}"
    )
}

/// Sends a signed sample.
pub(super) fn sending(secret: &str, url: &str) -> String {
    // The only sign that a shell reads inside single quotes.
    let url = url.replace('\'', "%27");
    format!(
        "secret='{secret}' url='{url}'\nid=test-1 timestamp=$(date +%s) body='{{\"test\":true}}'\n{KEY}\n\
         signature=$(printf '%s.%s.%s' \"$id\" \"$timestamp\" \"$body\" | {SIGN})\n\
         curl -i \"$url\" -H 'content-type: application/json' -H \"webhook-id: $id\" -H \"webhook-timestamp: $timestamp\" \
         -H \"webhook-signature: v1,$signature\" --data-raw \"$body\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_url_ends_the_quotes_that_it_stands_in() {
        let line = sending("whsec_eA==", "https://bot.test/in?a='; rm x; '");
        assert!(line.contains("url='https://bot.test/in?a=%27; rm x; %27'"), "{line}");
    }
}
