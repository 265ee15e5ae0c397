//! The whole job against a server that nobody here wrote: described through the administration API, executed as a
//! callbox does, by the binary as an operator runs it.

mod authentication;
mod bodies;
mod failures;
mod guide;
mod limits;
mod patchbay;
pub mod process;
mod upstream;

use serde_json::{Value, json};

/// Members of an endpoint that writes.
fn writing(body_format: &str, members: Value) -> Value {
    let mut endpoint = json!({"type": "postData", "method": "POST", "bodyFormat": body_format});
    endpoint.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    endpoint
}

/// A parameter from the client body, under its own name.
fn client(name: &str, location: &str) -> Value {
    json!({"name": name, "location": location, "source": "clientBody", "required": true})
}
