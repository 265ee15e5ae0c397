//! How the browser asks a server function: one piece of code for all of them.
//!
//! What Leptos makes of `input = Json` holds, for every function, a copy of sending, waiting, and reading errors. Here a
//! function adds only how its arguments are written and its answer is read.

use crate::error::PageError;
use http::Method;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::client::{Client, browser::BrowserClient};
use leptos::server_fn::codec::Json;
use leptos::server_fn::redirect::call_redirect_hook;
use leptos::server_fn::request::{ClientReq, browser::BrowserRequest};
use leptos::server_fn::response::ClientRes;
use leptos::server_fn::server::Server;
use leptos::server_fn::{Http, Protocol};
use serde::{Serialize, de::DeserializeOwned};
use std::pin::Pin;

/// The JSON text of what a function returned, or why it refused.
pub type Outcome = Result<String, PageError>;

/// Arguments and answer as JSON, for the functions that pages call themselves: `#[server(protocol = Ask)]`.
pub struct Ask;

impl<Input, Output, Browser, Host> Protocol<Input, Output, Browser, Host, PageError> for Ask
where
    Input: Serialize + DeserializeOwned + Send,
    Output: Serialize + DeserializeOwned + Send,
    Browser: Client<PageError>,
    Host: Server<PageError>,
{
    const METHOD: Method = Method::POST;

    fn run_server<F, Fut>(
        request: Host::Request,
        function: F,
    ) -> impl Future<Output = Result<Host::Response, PageError>> + Send
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = Result<Output, PageError>> + Send,
    {
        <Http<Json, Json> as Protocol<Input, Output, Browser, Host, PageError>>::run_server(request, function)
    }

    async fn run_client(path: &str, input: Input) -> Result<Output, PageError> {
        read(&post(path.to_owned(), "application/json", write(&input)?).await?)
    }
}

/// Writes what a function is asked with, or what comes with the page.
///
/// # Errors
/// It has no form in JSON.
pub fn write(value: &impl Serialize) -> Result<String, PageError> {
    serde_json::to_string(value)
        .map_err(|error| PageError::from_server_fn_error(ServerFnErrorErr::Serialization(error.to_string())))
}

/// Reads what a function returned, or what came with the page. Both are text, so that what reads a type is in the module
/// once.
///
/// # Errors
/// It is not what the function returns: the page is of another release than the server.
pub fn read<T: DeserializeOwned>(answer: &str) -> Result<T, PageError> {
    serde_json::from_str(answer)
        .map_err(|error| PageError::from_server_fn_error(ServerFnErrorErr::Deserialization(error.to_string())))
}

/// Sends `body`, and goes where the answer leads. Boxed, or each caller would hold its own copy of it.
pub fn post(path: String, content_type: &'static str, body: String) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        let request: BrowserRequest =
            ClientReq::<PageError>::try_new_post(&path, content_type, "application/json", body)?;
        let response = <BrowserClient as Client<PageError>>::send(request).await?;
        let status = ClientRes::<PageError>::status(&response);
        let leads_to =
            ClientRes::<PageError>::has_redirect(&response).then(|| ClientRes::<PageError>::location(&response));
        let text: String = ClientRes::<PageError>::try_into_string(response).await?;
        if status >= 400 {
            return Err(read(&text).unwrap_or_else(|unreadable| unreadable));
        }
        if let Some(path) = leads_to {
            call_redirect_hook(&path);
        }
        Ok(text)
    })
}
