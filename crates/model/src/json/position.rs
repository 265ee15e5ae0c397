//! Where something stands in a text, as people count: lines and characters from 1.

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Bytes from the start, from 0.
    pub offset: usize,
    /// From 1.
    pub line: u32,
    /// In characters, from 1. Not in bytes as serde_json counts: an editor shows characters.
    pub column: u32,
}

impl Position {
    /// The place of the byte at `offset`; an offset past the end means the end.
    #[must_use]
    pub fn at(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            offset,
            line: count(before.bytes().filter(|byte| *byte == b'\n')),
            column: count(before[line_start..].chars()),
        }
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_count_from_one() {
        let text = "äb\n\tçd";
        let place = |offset| {
            let position = Position::at(text, offset);
            (position.line, position.column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(2), (1, 2));
        assert_eq!(place(1), (1, 1), "an offset inside a character means the character");
        assert_eq!(place(4), (2, 1));
        assert_eq!(place(7), (2, 3));
        assert_eq!(place(99), (2, 4));
    }
}
