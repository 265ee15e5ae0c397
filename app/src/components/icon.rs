//! The icon set: one stroked path each, drawn on 24 by 24.

use leptos::prelude::*;

/// An icon by what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Open and look.
    Eye,
    /// Add.
    Plus,
    /// Edit.
    Pencil,
    /// Copy.
    Copy,
    /// Delete.
    Trash,
    /// Run a test.
    Play,
    /// Search.
    Search,
    /// There is more to the right.
    ChevronRight,
    /// There is more below.
    ChevronDown,
    /// Sorted upwards.
    ChevronUp,
    /// Done.
    Check,
    /// Something needs attention.
    Alert,
    /// The menu.
    Menu,
    /// Close.
    Close,
    /// The light theme.
    Sun,
    /// The dark theme.
    Moon,
    /// The system's theme.
    Monitor,
    /// The signed-in person.
    Person,
    /// Run again.
    Replay,
    /// Download.
    Download,
    /// Information.
    Info,
    /// An empty list.
    Inbox,
    /// A key.
    Key,
    /// Moves on.
    ArrowRight,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Eye => "M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7zM9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Pencil => "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4",
            Self::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
            Self::Trash => "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
            Self::Play => "M7 4.5v15l12-7.5z",
            Self::Search => "M4 11a7 7 0 1 0 14 0 7 7 0 1 0-14 0M16 16l5 5",
            Self::ChevronRight => "M9 6l6 6-6 6",
            Self::ChevronDown => "M6 9l6 6 6-6",
            Self::ChevronUp => "M6 15l6-6 6 6",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Alert => "M12 4L2.5 20h19zM12 10v4M12 17v.01",
            Self::Menu => "M4 7h16M4 12h16M4 17h16",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Sun => {
                "M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5"
            }
            Self::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
            Self::Monitor => "M3 5h18v11H3zM8 20h8M12 16v4",
            Self::Person => "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4 20c1-4 4-6 8-6s7 2 8 6",
            Self::Replay => "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
            Self::Download => "M12 4v11M7 10.5l5 5 5-5M4 20h16",
            Self::Info => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 11v5M12 8v.01",
            Self::Inbox => "M3 13l3-8h12l3 8v6H3zM3 13h5l1.5 3h5l1.5-3h5",
            Self::Key => "M3.5 15.5a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0M11.2 12.3L20 3.5M16 7.5l3 3",
            Self::ArrowRight => "M5 12h14M13 6l6 6-6 6",
        }
    }
}

/// Draws an icon. It says nothing to a screen reader: the words belong to the control that holds it.
#[component]
pub fn Glyph(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
    .into_any()
}

/// The mark of the product: two sockets and a cord.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M1.5 5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M13.5 15a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M6.5 5H11a3 3 0 0 1 3 3v4.5" />
        </svg>
    }
    .into_any()
}
