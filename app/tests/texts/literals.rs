//! Which string literals people read.
//!
//! In `view!` that is every text between tags, and every attribute and property but those that [`NAMES`] knows. Anywhere
//! else it is what looks like language: two words, one with a capital letter, or a small one beside the tone that it has.

use crate::source::{Source, is_punct};
use proc_macro2::{Delimiter, Group, Literal, TokenTree};

/// Attributes and properties whose values are names for programs.
const NAMES: &str = "accept action aria-busy aria-current aria-hidden aria-labelledby aria-live autocapitalize \
    autocomplete call_center class d data-noscroll data-of dir for href id inputmode kind lang method \
    name of pointer popover popovertarget preserveAspectRatio rel role sandbox scope spellcheck src \
    target type value viewBox wrap";

/// Functions and members that give such names, or lines for a shell or a page of others.
const NAMING: &[&str] = &["class", "path", "shell", "snippet"];

/// An example may be of the wire: `api.example.com`. It is language if it looks like it.
const EXAMPLES: &[&str] = &["placeholder"];

/// Macros and methods whose strings are read by programs, or by whoever wrote them.
const SILENT: &[&str] = &[
    "assert",
    "assert_eq",
    "closest",
    "debug_assert",
    "expect",
    "matches",
    "panic",
    "path",
    "query_selector",
    "query_selector_all",
    "unreachable",
];

/// What looks like language and is the same in every one.
const SAME_EVERYWHERE: &[&str] = &[
    "Patchbay", // a name
    "Enter",
    "Esc",
    "Tab",                     // as written on the keys
    "Authorization: Bearer …", // HTTP
    "Bearer",
    "Auth",
    "GetData",
    "PostData",
    "SendSMS", // types of endpoints
    "authorization: Bearer",
    "X-Cm-Producttoken: <token>",
    "X-Event: handover",
    "WhatsApp", // a channel of TwoWay
    "Halo",     // what a customer says in an example
];

/// The literals of a file that people read, with their lines.
pub fn shown(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    code(&source.tokens, &mut found);
    found
}

type Found = Vec<(usize, String)>;

/// Outside of tags.
fn code(tokens: &[TokenTree], found: &mut Found) {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Literal(_) if names_member(tokens, at) => {}
            TokenTree::Literal(literal) if has_tone(tokens, at) => judge(literal, has_letters, found),
            TokenTree::Literal(literal) => judge(literal, is_language, found),
            TokenTree::Group(group) => inside(group, tokens, at, found),
            _ => {}
        }
    }
}

fn inside(group: &Group, tokens: &[TokenTree], at: usize, found: &mut Found) {
    if is_silent(tokens, at) {
        return;
    }
    let parts: Vec<TokenTree> = group.stream().into_iter().collect();
    if is_called(tokens, at, "view") { view(&parts, found) } else { code(&parts, found) }
}

fn before(tokens: &[TokenTree], at: usize) -> Option<&TokenTree> {
    tokens.get(at.checked_sub(1)?)
}

/// `class: "num opt"`
fn names_member(tokens: &[TokenTree], at: usize) -> bool {
    let member = at.checked_sub(2).and_then(|at| tokens.get(at));
    let is_naming = member.is_some_and(|member| NAMING.contains(&member.to_string().as_str()));
    is_naming && is_punct(before(tokens, at), ':')
}

/// `("revoked", Tone::Bad)`: a word and what its colour means.
fn has_tone(tokens: &[TokenTree], at: usize) -> bool {
    let tone = matches!(tokens.get(at + 2), Some(TokenTree::Ident(name)) if name == "Tone");
    tone && is_punct(tokens.get(at + 1), ',')
}

/// Whether the group at `at` holds the arguments of this macro.
fn is_called(tokens: &[TokenTree], at: usize, name: &str) -> bool {
    at >= 2 && is_punct(tokens.get(at - 1), '!') && tokens[at - 2].to_string() == name
}

/// The arguments of a silent macro or method, or the body of a function that gives names: `fn class(self) -> … { … }`.
fn is_silent(tokens: &[TokenTree], at: usize) -> bool {
    let is_method = |name: &&str| matches!(before(tokens, at), Some(TokenTree::Ident(known)) if known == name);
    if SILENT.iter().any(|name| is_called(tokens, at, name) || is_method(name)) {
        return true;
    }
    let body = matches!(&tokens[at], TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let before = tokens[..at].iter().rposition(|token| matches!(token, TokenTree::Ident(name) if name == "fn"));
    let Some(head) = before.filter(|_| body).map(|from| &tokens[from + 1..at]) else { return false };
    let ended =
        head.iter().any(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace));
    !ended && head.first().is_some_and(|name| NAMING.contains(&name.to_string().as_str()))
}

/// Tags and what stands between them.
fn view(tokens: &[TokenTree], found: &mut Found) {
    let (mut in_tag, mut attribute) = (false, String::new());
    for (at, token) in tokens.iter().enumerate() {
        let names = in_tag && NAMES.split(' ').any(|name| name == attribute);
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => (in_tag, attribute) = (true, String::new()),
                // `->` and `=>` end no tag.
                '>' => in_tag &= is_punct(before(tokens, at), '-') || is_punct(before(tokens, at), '='),
                '=' if in_tag => attribute = name_before(tokens, at).unwrap_or(attribute),
                _ => {}
            },
            TokenTree::Literal(_) | TokenTree::Group(_) if names => {}
            TokenTree::Literal(literal) => {
                let value = in_tag && is_punct(before(tokens, at), '=');
                let strict = !in_tag || value && !EXAMPLES.contains(&attribute.as_str());
                judge(literal, if strict { has_letters } else { is_language }, found);
            }
            TokenTree::Ident(name) if !in_tag && is_punct(before(tokens, at), '>') => {
                found.push((name.span().start().line, format!("without quotes: {name}")));
            }
            TokenTree::Group(group) => inside(group, tokens, at, found),
            TokenTree::Ident(_) => {}
        }
    }
}

/// The name before the `=` at `at`: `aria-label`, `on:click`.
fn name_before(tokens: &[TokenTree], at: usize) -> Option<String> {
    let mut name = String::new();
    for token in tokens[..at].iter().rev() {
        let part = match token {
            TokenTree::Ident(part) if name.is_empty() || name.starts_with(['-', ':']) => part.to_string(),
            TokenTree::Punct(part) if matches!(part.as_char(), '-' | ':') && !name.is_empty() => {
                part.as_char().to_string()
            }
            _ => break,
        };
        name = part + &name;
    }
    Some(name).filter(|name| !name.is_empty())
}

fn judge(literal: &Literal, is_shown: fn(&str) -> bool, found: &mut Found) {
    let written = literal.to_string();
    let text = written.trim_start_matches(['r', '#']).trim_end_matches('#');
    let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { return };
    let text = without_places(text);
    if is_shown(&text) && !SAME_EVERYWHERE.contains(&text.trim()) {
        found.push((literal.span().start().line, written));
    }
}

/// Without what `format!` fills in.
fn without_places(text: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = |letter: &char| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(|letter| outside(letter)).collect()
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn is_language(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| has_letters(word));
    let Some(first) = words.next() else { return false };
    let mut letters = first.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    capital || words.next().is_some()
}

#[test]
fn what_people_read_is_found_and_what_programs_read_is_not() {
    let found =
        |code: &str| shown(&Source::of("sample.rs", code)).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    let read = [
        r#"view! { <p class="hint">"ago"</p> }"#,
        r#"view! { <p>ago</p> }"#,
        r#"view! { <Column label="name" /> }"#,
        r#"view! { <a on:click=move |_| send() aria-label="open">{x}</a> }"#,
        r#"view! { <X hint=if portal { "Of all" } else { "" } /> }"#,
        r#"view! { <input placeholder="An example" /> }"#,
        r##"#[component] fn X(#[prop(default = "Credentials")] label: &'static str) {}"##,
        r#"fn state() -> (&'static str, Tone) { ("revoked", Tone::Bad) }"#,
        r#"format!("{} queued again", count)"#,
        r#"text!(keys.none, header = "Key first")"#,
    ];
    for code in read {
        assert_eq!(found(code).len(), 1, "{code}");
    }
    let silent = [
        r#"view! { <p class=format!("tag dot {tone}")>" · " {text!(keys.title)} "Patchbay"</p> }"#,
        r#"view! { <input name="search" placeholder="api.example.com" /> }"#,
        r#"fn class(self) -> &'static str { match self { Self::Danger => "button danger" } }"#,
        r#"Self { class: "num opt", ..self }"#,
        r##"#[doc = "A sentence"] #[cfg(test)] mod tests { const TOLD: &str = "A sentence"; }"##,
        r#"row.query_selector("input, select"); link.get("search"); format!("{path}?{query}")"#,
    ];
    for code in silent {
        assert!(found(code).is_empty(), "{code}: {:?}", found(code));
    }
}
