/** The look of `<patchbay-chat>`: the portal's tokens, each replaceable from outside. */
export const STYLE = `
:host {
  color-scheme: light dark;
  --font: var(--patchbay-font, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  --bg: var(--patchbay-background, light-dark(#f6f7f9, #0e1114));
  --surface: var(--patchbay-surface, light-dark(#ffffff, #15191e));
  --line: var(--patchbay-line, light-dark(#e3e6ea, #272d34));
  --field-line: var(--patchbay-field-line, light-dark(#858f9b, #66717d));
  --ink: var(--patchbay-ink, light-dark(#14181d, #e9edf1));
  --ink-2: var(--patchbay-ink-2, light-dark(#46505d, #a9b3be));
  --accent: var(--patchbay-accent, light-dark(#0b6b63, #3cc9b8));
  --accent-ink: var(--patchbay-accent-ink, light-dark(#ffffff, #06211e));
  --bad: var(--patchbay-bad, light-dark(#b3261e, #ff8a80));
  --radius: var(--patchbay-radius, 12px);
  --inset: var(--patchbay-inset, 20px);
  font: 400 .9375rem/1.45 var(--font); color: var(--ink);
}
:host([page]) { display: block; block-size: 100%; }
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p { margin: 0; }
a { color: inherit; overflow-wrap: anywhere; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { inline-size: 20px; block-size: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button { font: inherit; cursor: pointer; display: inline-grid; place-items: center; min-block-size: 40px; min-inline-size: 40px; padding: 0; border: 1px solid transparent; border-radius: var(--radius); background: var(--accent); color: var(--accent-ink); }
button.plain { background: none; color: var(--ink-2); }
button:disabled { cursor: default; opacity: .55; }

.open { position: fixed; z-index: 2147483000; inset: auto var(--inset) var(--inset) auto; inline-size: 56px; block-size: 56px; border-radius: 50%; box-shadow: 0 4px 16px rgb(0 0 0 / .25); }
.open .icon { inline-size: 26px; block-size: 26px; }
.badge { position: absolute; inset: -4px -4px auto auto; min-inline-size: 22px; padding: 0 6px; border-radius: 11px; background: var(--bad); color: light-dark(#fff, #2b0906); font-size: .8125rem; line-height: 22px; }
.badge:empty { display: none; }

.panel { display: flex; flex-direction: column; background: var(--bg); border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
:host(:not([page])) .panel { position: fixed; z-index: 2147483001; inset: auto var(--inset) calc(var(--inset) + 68px) auto; inline-size: min(380px, calc(100vw - 2 * var(--inset))); block-size: min(600px, calc(100dvh - 2 * var(--inset) - 68px)); box-shadow: 0 8px 32px rgb(0 0 0 / .25); }
:host([page]) .panel { block-size: 100%; border: 0; border-radius: 0; }
header { display: flex; align-items: center; justify-content: space-between; padding: 6px 6px 6px 16px; background: var(--surface); border-block-end: 1px solid var(--line); }
h2 { font-size: 1rem; font-weight: 650; overflow-wrap: anywhere; }
.scroll { flex: 1; min-block-size: 0; overflow-y: auto; padding: 16px; display: flex; flex-direction: column; gap: 12px; }
[role=log] { display: flex; flex-direction: column; gap: 10px; border-radius: 4px; }
.more { align-self: center; padding: 0 14px; background: none; color: var(--ink-2); border-color: var(--field-line); }
.notice { align-self: center; text-align: center; color: var(--ink-2); font-size: .8125rem; }
.message { display: flex; flex-direction: column; max-inline-size: 86%; align-self: flex-start; align-items: flex-start; }
.message.own { align-self: flex-end; align-items: flex-end; }
.bubble { padding: 8px 12px; border-radius: var(--radius); background: var(--surface); border: 1px solid var(--line); max-inline-size: 100%; white-space: pre-wrap; overflow-wrap: anywhere; }
.own .bubble { background: var(--accent); color: var(--accent-ink); border-color: transparent; }
.bubble img { display: block; max-inline-size: 100%; max-block-size: 220px; border-radius: 6px; }
.state { color: var(--ink-2); font-size: .75rem; }
.state:empty { display: none; }
.state[data-state=unsent], .state[data-state=refused] { color: var(--bad); }
.state button { display: inline; min-block-size: 24px; min-inline-size: 0; padding: 0 4px; background: none; color: inherit; text-decoration: underline; }
.options { display: flex; flex-wrap: wrap; gap: 6px; margin-block-start: 8px; }
.options > * { display: inline-grid; align-items: center; min-block-size: 36px; padding: 0 12px; border: 1px solid var(--accent); border-radius: 18px; background: none; color: var(--accent); text-decoration: none; }
.status { padding: 0 16px 6px; color: var(--ink-2); font-size: .8125rem; }
.status:empty { display: none; }
form { display: flex; align-items: flex-end; gap: 6px; padding: 8px; background: var(--surface); border-block-start: 1px solid var(--line); }
textarea { flex: 1; min-inline-size: 0; min-block-size: 40px; padding: 8px 10px; resize: none; font: inherit; color: var(--ink); background: var(--bg); border: 1px solid var(--field-line); border-radius: 8px; }
textarea::placeholder { color: var(--ink-2); opacity: 1; }
@media (prefers-reduced-motion: no-preference) { .panel { animation: in .15s ease-out; } @keyframes in { from { opacity: 0; translate: 0 8px; } } }
`;
