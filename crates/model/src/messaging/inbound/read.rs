//! Reading a post of a gateway.

use super::{InboundMembers, Part};
use crate::messaging::chat::{check_address, check_client_id};
use crate::messaging::content::Content;
use crate::messaging::gateway::{GatewayMessage, Party};
use crate::messaging::read;
use crate::messaging::refusal::{Refusal, RefusalCode};
use crate::templating::{Step, parse_value_path};
use crate::valid::pointer_token;
use serde_json::{Map, Value};

/// The most messages of one post.
pub const MAXIMUM_INBOUND: usize = 100;

/// A value of the post with its JSON pointer.
type Placed<'a> = (String, &'a Value);

/// A post, read as far as its media type says.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundPost(Value);

impl InboundPost {
    /// Reads a JSON text.
    ///
    /// # Errors
    /// It is none, or holds the character NUL.
    pub fn json(text: &str) -> Result<Self, Refusal> {
        read::parse(text).map(Self)
    }

    /// The pairs of a form; of two with one name the first counts.
    ///
    /// # Errors
    /// A pair holds the character NUL.
    pub fn form(pairs: Vec<(String, String)>) -> Result<Self, Refusal> {
        let mut members = Map::new();
        for (name, value) in pairs {
            members.entry(name).or_insert(Value::String(value));
        }
        let post = Value::Object(members);
        read::refuse_nul(&post)?;
        Ok(Self(post))
    }

    /// The messages of the post, in its order. `host` is the number that was written to where the post does not say it,
    /// `unnamed` makes the id of a message that has none.
    ///
    /// # Errors
    /// The first thing that is missing or can't be used, with its place.
    pub fn messages(
        &self,
        members: &InboundMembers,
        host: Option<&str>,
        mut unnamed: impl FnMut() -> String,
    ) -> Result<Vec<GatewayMessage>, Refusal> {
        let items = self.items(members)?;
        if items.is_empty() || items.len() > MAXIMUM_INBOUND {
            let message = format!("a post holds 1 to {MAXIMUM_INBOUND} messages");
            return Err(Refusal::at(RefusalCode::OutOfBounds, "", message));
        }
        items.iter().map(|(pointer, item)| message(pointer, item, members, host, &mut unnamed)).collect()
    }

    /// The messages with their places.
    fn items(&self, members: &InboundMembers) -> Result<Vec<Placed<'_>>, Refusal> {
        let Self(post) = self;
        if let Some(name) = &members.items {
            let message = || format!("the channel says that {name} is the list of messages, and it is not there");
            let missing = || Refusal::at(RefusalCode::MissingMember, "", message());
            let (pointer, list) = look_up(post, name).ok_or_else(missing)?;
            let wrong = Refusal::at(RefusalCode::WrongType, pointer.clone(), "this has to be a list of messages");
            return elements(pointer, list).ok_or(wrong);
        }
        if let Some(all) = elements(String::new(), post) {
            return Ok(all);
        }
        let holds_objects = |list: &&Value| list.as_array().is_some_and(|all| all.iter().all(Value::is_object));
        let mut known = ["results", "messages"].into_iter();
        let list = known.find_map(|name| Some((format!("/{name}"), post.get(name).filter(holds_objects)?)));
        let found = list.and_then(|(pointer, list)| elements(pointer, list));
        Ok(found.unwrap_or_else(|| vec![(String::new(), post)]))
    }
}

fn elements(pointer: String, list: &Value) -> Option<Vec<Placed<'_>>> {
    let all = list.as_array()?.iter().enumerate();
    Some(all.map(|(index, element)| (format!("{pointer}/{index}"), element)).collect())
}

fn message(
    at: &str,
    item: &Value,
    members: &InboundMembers,
    host: Option<&str>,
    unnamed: &mut impl FnMut() -> String,
) -> Result<GatewayMessage, Refusal> {
    if !item.is_object() {
        return Err(Refusal::at(RefusalCode::WrongType, at, "a message has to be an object"));
    }
    let (from_at, from) = need(at, item, members, Part::From)?;
    check_client_id(&from_at, &from)?;
    let (text_at, text) = need(at, item, members, Part::Text)?;
    let content = Content::text(text);
    content.validate().map_err(|refusal| Refusal { pointer: Some(text_at), ..refusal })?;
    let to = match (find(at, item, members, Part::To)?, host) {
        (Some((to_at, to)), _) => {
            check_address(&to_at, &to)?;
            to
        }
        (None, Some(host)) => host.to_owned(),
        (None, None) => return Err(missing(at, members, Part::To)),
    };
    let id = match (find(at, item, members, Part::Id)?, &members.id) {
        (Some((id_at, id)), _) => {
            check_address(&id_at, &id)?;
            id
        }
        // Whoever says where the id stands relies on it.
        (None, Some(_)) => return Err(missing(at, members, Part::Id)),
        (None, None) => unnamed(),
    };
    Ok(GatewayMessage { id, from: Party { id: from, name: None }, to, message: content })
}

fn need(at: &str, item: &Value, members: &InboundMembers, part: Part) -> Result<(String, String), Refusal> {
    find(at, item, members, part)?.ok_or_else(|| missing(at, members, part))
}

/// What a member says, with its place; none: nothing stands there. Numbers are taken as they are written.
fn find(at: &str, item: &Value, members: &InboundMembers, part: Part) -> Result<Option<(String, String)>, Refusal> {
    let found = match members.of(part) {
        Some(name) => look_up(item, name),
        None => part.known().iter().find_map(|known| any_case(item, known)),
    };
    let Some((below, value)) = found else { return Ok(None) };
    let pointer = format!("{at}{below}");
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() && part != Part::Text => Ok(None),
        Value::String(text) if part == Part::Text => Ok(Some((pointer, text.clone()))),
        Value::String(text) => Ok(Some((pointer, text.trim().to_owned()))),
        Value::Number(number) => Ok(Some((pointer, number.to_string()))),
        _ => Err(Refusal::at(RefusalCode::WrongType, pointer, "this has to be a text or a number")),
    }
}

fn missing(at: &str, members: &InboundMembers, part: Part) -> Refusal {
    let name = part.name();
    let message = match members.of(part) {
        Some(member) => format!("the channel says that {member} is the member for {name}, and it is not there"),
        None => format!(
            "no member says {name}: there is none of {}; tell the channel what it is called",
            part.known().join(", ")
        ),
    };
    Refusal::at(RefusalCode::MissingMember, at, message)
}

/// A member by its whole name (forms have names such as `message[text]`), or else by its path.
fn look_up<'a>(item: &'a Value, name: &str) -> Option<Placed<'a>> {
    if let Some(found) = item.get(name) {
        return Some((format!("/{}", pointer_token(name)), found));
    }
    let path = parse_value_path(name).ok()?;
    let step = |step: &Step| match step {
        Step::Key(key) => format!("/{}", pointer_token(key)),
        Step::Index(index) => format!("/{index}"),
    };
    Some((path.steps().iter().map(step).collect(), path.get(item)?))
}

/// A member by its name in any case, if it can be what a common gateway means by it.
fn any_case<'a>(item: &'a Value, name: &str) -> Option<Placed<'a>> {
    let says = |value: &Value| value.is_string() || value.is_number();
    let mut members = item.as_object()?.iter();
    let (name, value) = members.find(|(known, value)| known.eq_ignore_ascii_case(name) && says(value))?;
    Some((format!("/{}", pointer_token(name)), value))
}
