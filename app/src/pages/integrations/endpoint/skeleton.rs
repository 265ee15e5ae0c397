//! The client body that an endpoint expects, to fill in before a test.

use patchbay_model::endpoint::{EndpointDraft, Source};
use patchbay_model::templating::parse_value_path;
use serde_json::{Map, Value};

/// An object with an empty text for each value that the endpoint takes from the client.
pub(super) fn body_skeleton(draft: &EndpointDraft) -> String {
    let named = draft.parameters.iter().filter(|parameter| parameter.source == Source::ClientBody);
    let mut paths: Vec<String> = named.map(|parameter| parameter.client_path().to_owned()).collect();
    paths.extend(mentioned(&draft.url));
    paths.extend(draft.hard_params.iter().flat_map(|hard| mentioned(&hard.value)));
    if let Some(request) = &draft.request {
        paths.extend(mentioned(&request.to_string()));
    }
    let mut body = Value::Object(Map::new());
    for path in paths {
        if let Ok(path) = parse_value_path(&path)
            && path.get(&body).is_none()
        {
            // One that contradicts another (`a` and `a.b`) is left to the author.
            let _ = path.set(&mut body, Value::String(String::new()));
        }
    }
    format!("{body:#}")
}

/// The paths of `{client.…}` in a text.
fn mentioned(text: &str) -> Vec<String> {
    const ROOT: &str = "{client.";
    let after = text.split(ROOT).skip(1);
    after.filter_map(|rest| rest.split_once('}')).map(|(path, _)| path.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft(changes: Value) -> EndpointDraft {
        let mut document = json!({"name": "a", "label": "a", "type": "postData", "method": "POST", "url": "/a"});
        for (name, value) in changes.as_object().unwrap() {
            document[name] = value.clone();
        }
        serde_json::from_value(document).unwrap()
    }

    #[test]
    fn every_value_of_the_client_has_a_place_to_fill_in() {
        let told = body_skeleton(&draft(json!({
            "url": "/contacts/{client.id}",
            "parameters": [
                {"name": "phone", "source": "clientBody", "location": "query"},
                {"name": "who", "source": "clientBody", "location": "body", "path": "contact.name"},
                {"name": "X-Key", "source": "field"}
            ],
            "hardParams": [{"name": "note", "location": "body", "value": "by {client.contact.name} of {client.tags[0]}"}],
            "request": {"body": {"text": "{client.text}"}}
        })));
        let body: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(body, json!({"phone": "", "contact": {"name": ""}, "id": "", "tags": [""], "text": ""}));
    }

    #[test]
    fn an_endpoint_that_takes_nothing_gets_an_empty_object() {
        assert_eq!(body_skeleton(&draft(json!({}))), "{}");
    }
}
