//! Source files as tokens: comments are no strings, and a string in a test is none that people read.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file below `src/`.
pub struct Source {
    /// From `src/` on.
    pub path: String,
    /// Without what is compiled for tests only.
    pub tokens: Vec<TokenTree>,
}

/// A `text!` or `text_view!`.
pub struct Used {
    pub line: usize,
    /// `namespace.key`
    pub key: String,
    /// The names that values are given for.
    pub values: BTreeSet<String>,
}

impl Source {
    /// All below a folder of `src/`.
    pub fn all(folder: &str) -> Vec<Self> {
        Self::of_crate("app", folder)
    }

    /// All below a folder of a crate's `src/`.
    pub fn of_crate(name: &str, folder: &str) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
        let mut paths = Vec::new();
        files(&root.join(folder), &mut paths);
        paths.sort();
        paths.into_iter().map(|path| Self::read(&root, &path)).collect()
    }

    fn read(root: &Path, path: &Path) -> Self {
        Self::of(path.strip_prefix(root).unwrap().to_str().unwrap(), &fs::read_to_string(path).unwrap())
    }

    pub fn of(path: &str, code: &str) -> Self {
        let tokens: TokenStream = code.parse().unwrap();
        Self { path: path.to_owned(), tokens: without_tests(tokens) }
    }

    pub fn texts(&self) -> Vec<Used> {
        let mut used = Vec::new();
        find_texts(&self.tokens, &mut used);
        used
    }

    /// The words of every `sentence!`.
    pub fn sentences(&self) -> Vec<String> {
        let mut found = Vec::new();
        find_sentences(&self.tokens, &mut found);
        found
    }

    pub fn identifiers(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        find_identifiers(&self.tokens, &mut names);
        names
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

pub fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

pub fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// Leaves out attributes but `#[prop(…)]`, whose defaults are shown, and what stands behind `#[cfg(test)]`.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let inner = usize::from(is_punct(tokens.get(at + 1), '!'));
        let attribute = group(tokens.get(at + 1 + inner), Delimiter::Bracket).filter(|_| is_punct(Some(token), '#'));
        if let Some(attribute) = attribute {
            let words = attribute.stream().to_string();
            at += 2 + inner;
            if words.replace(' ', "") == "cfg(test)" {
                at = end_of_item(&tokens, at);
            } else if words.starts_with("prop") {
                kept.push(TokenTree::Group(attribute.clone()));
            }
            continue;
        }
        kept.push(match token {
            TokenTree::Group(inside) => {
                let mut group = Group::new(inside.delimiter(), without_tests(inside.stream()).into_iter().collect());
                group.set_span(inside.span());
                TokenTree::Group(group)
            }
            other => other.clone(),
        });
        at += 1;
    }
    kept
}

fn end_of_item(tokens: &[TokenTree], from: usize) -> usize {
    let ends = |token: &TokenTree| is_punct(Some(token), ';') || group(Some(token), Delimiter::Brace).is_some();
    tokens.iter().skip(from).position(ends).map_or(tokens.len(), |length| from + length + 1)
}

fn find_texts(tokens: &[TokenTree], used: &mut Vec<Used>) {
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(inside) = token else { continue };
        let inside: Vec<TokenTree> = inside.stream().into_iter().collect();
        if at >= 2 && is_punct(tokens.get(at - 1), '!') && is_text_macro(&tokens[at - 2]) {
            used.extend(read_use(&inside));
        }
        find_texts(&inside, used);
    }
}

fn find_sentences(tokens: &[TokenTree], found: &mut Vec<String>) {
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(inside) = token else { continue };
        let inside: Vec<TokenTree> = inside.stream().into_iter().collect();
        let is_macro = at >= 2 && is_punct(tokens.get(at - 1), '!') && tokens[at - 2].to_string() == "sentence";
        if is_macro && let Some(TokenTree::Literal(words)) = inside.first() {
            found.push(unescaped(&words.to_string()));
        }
        find_sentences(&inside, found);
    }
}

/// A literal as JSON reads it, its continued lines joined.
fn unescaped(literal: &str) -> String {
    let mut joined = String::new();
    for (at, line) in literal.split("\\\n").enumerate() {
        joined += if at == 0 { line } else { line.trim_start() };
    }
    serde_json::from_str(&joined).unwrap_or_else(|_| panic!("{joined} is not read"))
}

pub fn is_text_macro(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(name) if name == "text" || name == "text_view")
}

/// `namespace.key, name = value, …`; nothing of the macros' own definitions.
fn read_use(inside: &[TokenTree]) -> Option<Used> {
    let [TokenTree::Ident(namespace), dot, TokenTree::Ident(key), values @ ..] = inside else { return None };
    if !is_punct(Some(dot), '.') {
        return None;
    }
    let named = values.windows(3).filter(|three| is_punct(three.first(), ',') && is_punct(three.get(2), '='));
    let names = named.map(|three| three[1].to_string()).collect();
    Some(Used { line: namespace.span().start().line, key: format!("{namespace}.{key}"), values: names })
}

fn find_identifiers(tokens: &[TokenTree], names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => drop(names.insert(name.to_string())),
            TokenTree::Group(group) => find_identifiers(&group.stream().into_iter().collect::<Vec<_>>(), names),
            _ => {}
        }
    }
}
