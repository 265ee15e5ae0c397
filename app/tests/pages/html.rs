//! What a page must hold, and what it must not.

/// All of them are there.
pub fn expect(html: &str, all: &[&str]) {
    let html = html.replace(MARK, "");
    for expected in all {
        assert!(html.contains(expected), "{expected} is missing");
    }
}

/// None of them is there.
pub fn refuse(html: &str, all: &[&str]) {
    let html = html.replace(MARK, "");
    for foreign in all {
        assert!(!html.contains(foreign), "{foreign} is there");
    }
}

/// The tags that carry this attribute.
pub fn tags<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split('<').filter(|tag| tag.contains(attribute)).filter_map(|tag| tag.split('>').next()).collect()
}

/// How many links lead there.
pub fn links_to(html: &str, address: &str) -> usize {
    let link = format!("href=\"{}\"", address.replace('&', "&amp;"));
    tags(html, "href=").into_iter().filter(|tag| tag.contains(&link)).count()
}

/// By which the browser finds texts again.
const MARK: &str = "<!>";
