//! A written path against the table of roots and the names that exist (spec/templating.md, rule 5).

use super::TemplateErrorKind::{self, NotAllowedHere, UnknownName, UnknownRoot};
use super::catalogue::{CATALOGUE, Entry, Tail};
use super::path::{Path, Root};
use super::shape::{Names, Shape};
use super::site::{AccessToken, Scope, Site};
use super::suggest::closest;
use super::syntax::{Problem, Written};
use super::value_path::{Step, ValuePath};
use crate::sentence;
use crate::sentence::Sentence;

/// Turns what was written into a path, or says why there is no such thing here.
pub(super) fn resolve(written: &Written<'_>, scope: Scope<'_>) -> Result<Path, Problem> {
    let family: Vec<&Entry> = CATALOGUE.iter().filter(|entry| entry.root_word() == written.root).collect();
    if family.is_empty() {
        return Err(unknown_root(written, scope));
    }
    let Some((entry, steps)) = choose(&family, written) else {
        return Err(unknown_second_word(&family, written, scope));
    };
    if !entry.stands_at(scope.site) {
        return Err(not_here(entry, written, scope));
    }
    let path = follow(entry, steps, scope).map_err(|stop| stop.problem(entry, written, steps))?;
    if path.root == Root::Token && scope.context.access_token == AccessToken::Unavailable {
        let message = sentence!("{token} has no value here: an Auth endpoint gets it, and can't use it itself");
        return Err(problem(NotAllowedHere, 0, message));
    }
    Ok(path)
}

/// The row with the most fixed words that the path begins with, and the steps after those words.
fn choose<'a>(family: &[&'a Entry], written: &'a Written<'_>) -> Option<(&'a Entry, &'a [Step])> {
    let second = match written.rest.first() {
        Some(Step::Key(key)) => Some(&**key),
        _ => None,
    };
    let two_words =
        family.iter().find(|entry| second.is_some() && entry.words.split_once('.').map(|(_, word)| word) == second);
    if let Some(entry) = two_words {
        return Some((entry, &written.rest[1..]));
    }
    let one_word = family.iter().find(|entry| entry.words == written.root)?;
    // `event.nmae` must not become `event` with something after it: its family has second words.
    let fits = written.rest.is_empty() || family.len() == 1;
    fits.then_some((*one_word, &written.rest[..]))
}

/// Where and why a path can't go on.
struct Stop<'a> {
    /// How many steps were fine.
    after: usize,
    why: Why,
    candidates: Vec<&'a str>,
}

fn follow<'a>(entry: &Entry, steps: &[Step], scope: Scope<'a>) -> Result<Path, Stop<'a>> {
    let stop = |after, why| Stop { after, why, candidates: Vec::new() };
    match &entry.tail {
        Tail::End(root) if steps.is_empty() => Ok(Path::bare(root.clone())),
        Tail::End(_) => Err(stop(0, Why::Single)),
        Tail::Name(make, names) => {
            let [Step::Key(first), more @ ..] = steps else {
                return Err(stop(0, Why::NeedsName));
            };
            let name = ValuePath::text_of(first, more);
            check_name(*names, &name, 0, scope)?;
            Ok(Path::bare(match make(name.into()) {
                Root::ResponseHeader(name) => Root::ResponseHeader(name.to_ascii_lowercase().into()),
                root => root,
            }))
        }
        Tail::SomeSteps(..) if steps.is_empty() => Err(stop(0, Why::NeedsPath)),
        Tail::Steps(root, shape) | Tail::SomeSteps(root, shape) => {
            walk(*shape, steps, scope)?;
            Ok(Path { root: root.clone(), rest: ValuePath::new(steps.to_vec()) })
        }
    }
}

fn walk<'a>(mut shape: Shape, steps: &[Step], scope: Scope<'a>) -> Result<(), Stop<'a>> {
    for (after, step) in steps.iter().enumerate() {
        let stop = |why, candidates| Err(Stop { after, why, candidates });
        shape = match (shape, step) {
            (Shape::Open, _) => return Ok(()),
            (Shape::Leaf, _) => {
                return stop(Why::Single, Vec::new());
            }
            (Shape::List(element), Step::Index(_)) => *element,
            (Shape::List(_), Step::Key(_)) => {
                return stop(Why::List, Vec::new());
            }
            (_, Step::Index(_)) => return stop(Why::NoList, Vec::new()),
            (Shape::Object(members), Step::Key(key)) => match members.iter().find(|(name, _)| **name == **key) {
                Some((_, shape)) => *shape,
                None => {
                    return stop(Why::NoMember(key.to_string()), members.iter().map(|(name, _)| *name).collect());
                }
            },
            (Shape::Names(names, below), Step::Key(key)) => {
                check_name(names, key, after, scope)?;
                *below
            }
        };
    }
    Ok(())
}

fn check_name<'a>(names: Names, name: &str, after: usize, scope: Scope<'a>) -> Result<(), Stop<'a>> {
    let known = names.of(scope.context);
    if known.admits(name) {
        return Ok(());
    }
    Err(Stop {
        after,
        why: Why::NoName(names, name.to_owned()),
        candidates: known.names().iter().map(String::as_str).collect(),
    })
}

/// What is wrong with the part of a path that was followed so far.
enum Why {
    Single,
    NeedsName,
    NeedsPath,
    List,
    NoList,
    NoMember(String),
    NoName(Names, String),
}

impl Why {
    /// `good` is the part.
    fn told(self, written: &str, good: &str) -> Sentence {
        match self {
            Self::Single => {
                sentence!(
                    "{%{written}}: %{good} is a single value, nothing can follow it",
                    written = written,
                    good = good
                )
            }
            Self::NeedsName => {
                sentence!("{%{written}}: %{good} needs a name after a dot", written = written, good = good)
            }
            Self::NeedsPath => sentence!(
                "{%{written}}: %{good} needs a path after it, such as client.phone",
                written = written,
                good = good
            ),
            Self::List => {
                sentence!("{%{written}}: %{good} is a list: choose an element by [0]", written = written, good = good)
            }
            Self::NoList => sentence!("{%{written}}: %{good} is no list", written = written, good = good),
            Self::NoMember(name) => {
                sentence!("{%{written}}: %{good} has no member %{name}", written = written, good = good, name = name)
            }
            Self::NoName(names, name) => sentence!(
                "{%{written}}: %{good} has no %{name}: there is no %{noun} of this name",
                written = written,
                good = good,
                name = name,
                noun = names.noun(),
            ),
        }
    }
}

impl Stop<'_> {
    fn problem(self, entry: &Entry, written: &Written<'_>, steps: &[Step]) -> Problem {
        let good = ValuePath::text_of(entry.words, &steps[..self.after]);
        let suggestion = match steps.get(self.after) {
            Some(Step::Key(typed)) => closest(typed, self.candidates.iter().copied()),
            _ => None,
        };
        Problem {
            kind: UnknownName,
            at: good.len(),
            message: self.why.told(written.text, &good),
            suggestion: suggestion.map(|name| {
                let rest = steps.get(self.after + 1..).unwrap_or_default();
                ValuePath::text_of(&format!("{good}.{name}"), rest)
            }),
        }
    }
}

fn problem(kind: TemplateErrorKind, at: usize, message: Sentence) -> Problem {
    Problem { kind, at, message, suggestion: None }
}

fn roots_at(scope: Scope<'_>) -> Vec<&str> {
    let mut words: Vec<&str> =
        CATALOGUE.iter().filter(|entry| entry.stands_at(scope.site)).map(Entry::root_word).collect();
    words.dedup();
    words
}

fn unknown_root(written: &Written<'_>, scope: Scope<'_>) -> Problem {
    let roots = roots_at(scope);
    let fields = scope.context.fields.names().iter().filter(|_| roots.contains(&"field"));
    let field = fields.into_iter().find(|field| field.eq_ignore_ascii_case(written.text));
    let parameters = match scope.site {
        Site::EndpointUrl => &scope.context.path_parameters[..],
        _ => &[],
    };
    let suggestion = field.map(|field| format!("field.{field}")).or_else(|| {
        let known = roots.iter().copied().chain(parameters.iter().map(String::as_str));
        closest(written.root, known).map(|root| ValuePath::text_of(root, &written.rest))
    });
    let message = if scope.site == Site::EndpointUrl {
        sentence!(
            "{%{written}}: nothing is called %{root} here; a placeholder in an endpoint URL begins with %{roots}, or is a \
             path parameter of this endpoint (write {{ for a plain brace)",
            written = written.text,
            root = written.root,
            roots = roots.join(", "),
        )
    } else {
        sentence!(
            "{%{written}}: nothing is called %{root} here; a placeholder in %{place} begins with %{roots} (write {{ for a \
             plain brace)",
            written = written.text,
            root = written.root,
            place = scope.site.describe(),
            roots = roots.join(", "),
        )
    };
    Problem { kind: UnknownRoot, at: 0, message, suggestion }
}

fn unknown_second_word(family: &[&Entry], written: &Written<'_>, scope: Scope<'_>) -> Problem {
    // What stands elsewhere only is no help here, unless all of it does.
    let here: Vec<&str> = family.iter().filter(|entry| entry.stands_at(scope.site)).map(|entry| entry.words).collect();
    let Some(first) = family.first().filter(|_| here.is_empty()) else {
        let suggestion = match written.rest.first() {
            Some(Step::Key(typed)) => {
                let second = here.iter().filter_map(|words| words.split_once('.')).map(|(_, second)| second);
                closest(typed, second)
                    .map(|second| ValuePath::text_of(&format!("{}.{second}", written.root), &written.rest[1..]))
            }
            _ => None,
        };
        let message = sentence!("{%{written}}: there are %{known}", written = written.text, known = here.join(", "));
        return Problem { kind: UnknownName, at: written.root.len(), message, suggestion };
    };
    not_here(first, written, scope)
}

fn not_here(entry: &Entry, written: &Written<'_>, scope: Scope<'_>) -> Problem {
    let places = entry.sites.iter().map(|site| site.describe()).collect();
    let message = sentence!(
        "{%{written}}: %{name} has no meaning in %{place}, only in %{places}",
        written = written.text,
        name = entry.words,
        place = scope.site.describe(),
        places = Sentence::joined(places, ", "),
    );
    problem(NotAllowedHere, 0, message)
}
