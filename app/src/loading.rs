//! How a page asks for what it shows: one piece of code for whatever it is.
//!
//! Leptos's `Resource` is in the module once for every type that is loaded: its task, its locks, what it remembers. Here
//! there is one, of answers that have lost their type; a type adds only how it is read and compared.

use crate::error::PageError;
use crate::wire;
use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};
use std::any::Any;
use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

/// What can be loaded: it travels as JSON, and finding the same again changes nothing.
pub trait Loadable: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Loadable for T {}

/// Something that a page asks the server for: on the server while the page is built, in the browser whenever its source
/// changes. The first answer comes with the page. Shown by `Loaded`.
pub struct Loading<T> {
    /// The same without its type.
    pub(crate) untyped: Untyped,
    of: PhantomData<fn() -> T>,
}

/// What is loaded, of whatever type.
pub(crate) type Untyped = Resource<Outcome, InPage>;

/// The answer, or why there is none.
pub(crate) type Outcome = Result<Answer, PageError>;

/// Asks with what `source` says, and again when that changes.
pub fn load<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Loading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Loadable,
    Fut: Future<Output = Result<T, PageError>> + Send + 'static,
{
    let fetch = Arc::new(fetch);
    let ask = move || Question(Arc::new(Asked { with: source(), fetch: Arc::clone(&fetch) }));
    Loading { untyped: untyped(Box::new(ask)), of: PhantomData }
}

fn untyped(ask: Box<dyn Fn() -> Question + Send + Sync>) -> Untyped {
    Resource::new_with_options(ask, |question| question.0.answer(), false)
}

impl<T> Loading<T> {
    /// Asks again with the same source.
    pub fn refetch(self) {
        self.untyped.refetch();
    }
}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loading<T> {}

impl<T: Loadable> IntoFuture for Loading<T> {
    type Output = Result<T, PageError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.untyped.await?.read() })
    }
}

/// What is asked for, as something to compare with what was asked for before.
#[derive(Clone)]
struct Question(Arc<dyn Answerable>);

trait Answerable: Any + Send + Sync {
    fn is(&self, other: &dyn Any) -> bool;
    fn answer(&self) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;
}

struct Asked<S, F> {
    with: S,
    fetch: Arc<F>,
}

impl<S, T, F, Fut> Answerable for Asked<S, F>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Loadable,
    F: Fn(S) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, PageError>> + Send + 'static,
{
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| other.with == self.with)
    }

    fn answer(&self) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
        let fetched = (self.fetch)(self.with.clone());
        Box::pin(async move { Answer::new(fetched.await?) })
    }
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.0;
        self.0.is(other)
    }
}

/// What was loaded, without its type.
#[derive(Clone)]
pub(crate) struct Answer {
    /// JSON, where it travels with the page: the server writes it there, the browser finds it.
    text: Arc<str>,
    /// From when it was fetched, or first read.
    value: Arc<OnceLock<Box<dyn Value>>>,
}

trait Value: Any + Send + Sync {
    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

impl Answer {
    fn new<T: Loadable>(value: T) -> Outcome {
        // The browser never writes what it loaded: code for that would be there for nothing.
        let text = if cfg!(feature = "ssr") { wire::write(&value)? } else { String::new() };
        let value: Box<dyn Value> = Box::new(value);
        Ok(Self { text: text.into(), value: Arc::new(value.into()) })
    }

    /// The answer as what it is: the `T` of its `Loading`.
    pub(crate) fn read<T: Loadable>(&self) -> Result<T, PageError> {
        let known: Option<&dyn Any> = self.value.get().map(|value| &**value as &dyn Any);
        if let Some(value) = known.and_then(|value| value.downcast_ref::<T>()) {
            return Ok(value.clone());
        }
        let value: T = wire::read(&self.text)?;
        // Kept, to be compared with what is found later.
        let _ = self.value.set(Box::new(value.clone()));
        Ok(value)
    }
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        match (self.value.get(), other.value.get()) {
            (Some(value), Some(other)) => {
                let other: &dyn Any = &**other;
                (**value).is(other)
            }
            (None, None) => self.text == other.text,
            _ => false,
        }
    }
}

/// How an answer travels with the page: its JSON as it is, so that the browser reads it when it knows the type; an error
/// behind a mark that no JSON begins with.
pub(crate) struct InPage;

const ERROR: char = '!';

impl Encoder<Outcome> for InPage {
    type Error = PageError;
    type Encoded = String;

    fn encode(outcome: &Outcome) -> Result<String, PageError> {
        match outcome {
            Ok(answer) => Ok(answer.text.to_string()),
            Err(error) => Ok(format!("{ERROR}{}", wire::write(error)?)),
        }
    }
}

impl Decoder<Outcome> for InPage {
    type Error = Infallible;
    type Encoded = str;

    fn decode(text: &str) -> Result<Outcome, Infallible> {
        Ok(match text.strip_prefix(ERROR) {
            Some(error) => Err(wire::read(error).unwrap_or_else(|unreadable| unreadable)),
            None => Ok(Answer { text: text.into(), value: Arc::default() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(outcome: &Outcome) -> Outcome {
        InPage::decode(&InPage::encode(outcome).unwrap()).unwrap()
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn an_answer_is_the_same_after_it_came_with_the_page() {
        let asked = Answer::new(vec!["a".to_owned(), "!".to_owned()]).unwrap();
        let found = sent(&Ok(asked.clone())).unwrap();
        assert!(found != asked, "nobody knows yet what it is");
        assert_eq!(found.read::<Vec<String>>(), asked.read());
        assert!(found == asked);
        assert!(found != Answer::new(Vec::<String>::new()).unwrap());
    }

    #[test]
    fn an_error_comes_with_the_page_as_an_error() {
        let error = crate::pages::no_such("queue");
        assert_eq!(sent(&Err(error.clone())).err(), Some(error));
    }
}
