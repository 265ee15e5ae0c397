/** The look of `<patchbay-callbox>`: the portal's tokens, each replaceable from outside. */
export const STYLE = `
:host {
  display: block; color-scheme: light dark; container-type: inline-size;
  --font: var(--patchbay-font, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  --bg: var(--patchbay-background, light-dark(#f6f7f9, #0e1114));
  --surface: var(--patchbay-surface, light-dark(#ffffff, #15191e));
  --sunken: var(--patchbay-sunken, light-dark(#f1f3f5, #101419));
  --line: var(--patchbay-line, light-dark(#e3e6ea, #272d34));
  --field-line: var(--patchbay-field-line, light-dark(#858f9b, #66717d));
  --ink: var(--patchbay-ink, light-dark(#14181d, #e9edf1));
  --ink-2: var(--patchbay-ink-2, light-dark(#46505d, #a9b3be));
  --ink-3: var(--patchbay-ink-3, light-dark(#5d6774, #8f9ba8));
  --accent: var(--patchbay-accent, light-dark(#0b6b63, #3cc9b8));
  --accent-ink: var(--patchbay-accent-ink, light-dark(#ffffff, #06211e));
  --accent-soft: var(--patchbay-accent-soft, light-dark(#e2f4f1, #12332f));
  --ok: var(--patchbay-ok, light-dark(#17693a, #5bd28a));
  --warn: var(--patchbay-warn, light-dark(#825000, #f0b557));
  --warn-soft: var(--patchbay-warn-soft, light-dark(#fdf1dc, #35270f));
  --bad: var(--patchbay-bad, light-dark(#b3261e, #ff8a80));
  --bad-soft: var(--patchbay-bad-soft, light-dark(#fde8e6, #3a1a18));
  --radius: var(--patchbay-radius, 12px);
}
:host([hidden]) { display: none; }
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
.box { background: var(--bg); color: var(--ink); font: 400 .875rem/1.45 var(--font); border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
h2, h3, h4, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.icon { inline-size: 16px; block-size: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }

.call { display: flex; align-items: center; gap: 12px; padding: 14px 16px; background: var(--surface); border-block-end: 1px solid var(--line); }
.call > div { flex: 1; min-inline-size: 0; }
.call h2 { font-size: 1.0625rem; font-weight: 650; letter-spacing: -.01em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.call p { color: var(--ink-2); font-size: .8125rem; }
.sign { display: grid; place-items: center; inline-size: 40px; block-size: 40px; border-radius: 50%; background: var(--sunken); color: var(--ink-2); }
.sign.ringing, .sign.talking { background: var(--accent); color: var(--accent-ink); }
.sign.missed, .sign.busy, .sign.rejected, .sign.unreached { background: var(--bad-soft); color: var(--bad); }
.state { font-size: .75rem; font-weight: 600; padding: 3px 10px; border-radius: 999px; background: var(--sunken); color: var(--ink-2); white-space: nowrap; }
.state.ringing, .state.talking { background: var(--accent-soft); color: var(--accent); }
.state.missed, .state.busy, .state.rejected, .state.unreached { background: var(--bad-soft); color: var(--bad); }

.notices:empty { display: none; }
.notice { display: flex; align-items: center; gap: 10px; padding: 10px 16px; font-size: .8125rem; color: var(--ink-2); border-block-end: 1px solid var(--line); }
.notice p { flex: 1; }
.notice.warn { background: var(--warn-soft); color: var(--warn); }
.notice.bad { background: var(--bad-soft); color: var(--bad); }

.integrations { display: grid; gap: 12px; padding: 12px; }
.integrations:empty { display: none; }
@container (min-width: 720px) { .integrations { grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); align-items: start; } }
article { min-inline-size: 0; background: var(--surface); border: 1px solid var(--line); border-radius: calc(var(--radius) - 2px); overflow: hidden; }
article > header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 2px 12px; padding: 12px 16px; }
h3 { font-size: .9375rem; font-weight: 650; overflow-wrap: anywhere; }
.host { color: var(--ink-3); font-size: .75rem; overflow-wrap: anywhere; }
.sections:empty { display: none; }
section section, .forms details, .options { border-block-start: 1px solid var(--line); }
article section { padding: 12px 16px; border-block-start: 1px solid var(--line); }
h4 { font-size: .75rem; font-weight: 600; color: var(--ink-3); margin-block-end: 6px; }
dl { display: grid; gap: 4px; }
dl > div { display: grid; grid-template-columns: minmax(84px, 30%) minmax(0, 1fr); gap: 12px; }
dl > div:not(:has(dt)) { grid-template-columns: minmax(0, 1fr); }
dt { color: var(--ink-2); }
dd { overflow-wrap: anywhere; white-space: pre-line; font-weight: 500; }
.blocks { display: grid; gap: 8px; }
.blocks li { padding: 8px 12px; background: var(--sunken); border-radius: 8px; }
.row { display: flex; flex-wrap: wrap; gap: 6px 16px; }
.nothing { color: var(--ink-3); font-size: .8125rem; }
a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; text-decoration-thickness: 1px; overflow-wrap: anywhere; }
a:hover { text-decoration-thickness: 2px; }
a .icon { inline-size: 12px; block-size: 12px; margin-inline-start: 4px; vertical-align: -1px; }

summary { display: flex; align-items: center; gap: 8px; padding: 11px 16px; cursor: pointer; font-weight: 550; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::after { content: ""; margin-inline-start: auto; inline-size: 7px; block-size: 7px; border: solid var(--ink-3); border-width: 0 1.5px 1.5px 0; transform: translateY(-2px) rotate(45deg); }
details[open] > summary::after { transform: translateY(2px) rotate(-135deg); }
summary:hover { background: var(--sunken); }
summary:focus-visible { outline-offset: -2px; }
.options { font-size: .8125rem; }
.options summary { color: var(--ink-2); }
.options .check { padding: 0 16px; margin-block-end: 10px; }
form { display: grid; gap: 12px; padding: 4px 16px 16px; }
.field { display: grid; gap: 5px; }
label { font-weight: 550; font-size: .8125rem; }
.required { color: var(--bad); }
input[type=text], textarea, select { inline-size: 100%; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--field-line); border-radius: 8px; padding: 7px 10px; min-block-size: 36px; }
textarea { resize: vertical; }
input[type=checkbox] { inline-size: 18px; block-size: 18px; margin: 0; accent-color: var(--accent); flex: none; }
[aria-invalid] { border-color: var(--bad) !important; }
.check { display: flex; align-items: center; gap: 10px; min-block-size: 28px; }
.check label { font-weight: 450; font-size: inherit; flex: 1; cursor: pointer; }
.error { color: var(--bad); font-size: .8125rem; }
.send { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
.message { flex: 1; font-size: .8125rem; color: var(--ink-2); overflow-wrap: anywhere; }
.message.ok { color: var(--ok); }
.message.bad { color: var(--bad); }
button { font: 550 .875rem/1 var(--font); min-block-size: 36px; padding: 0 14px; border: 1px solid var(--field-line); border-radius: 8px; background: var(--surface); color: var(--ink); cursor: pointer; }
button:hover { border-color: var(--ink-3); }
button.primary { background: var(--accent); border-color: transparent; color: var(--accent-ink); }
button.primary:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
button[aria-disabled] { opacity: .6; cursor: default; }
.notice button, .outcomes button { min-block-size: 28px; padding: 0 10px; font-size: .8125rem; }

.outcomes { padding: 10px 16px; display: grid; gap: 6px; background: var(--sunken); border-block-start: 1px solid var(--line); font-size: .8125rem; }
.outcomes li { display: flex; gap: 8px; }
.outcomes li > div { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
.outcomes p:first-child { display: flex; justify-content: space-between; gap: 12px; }
.outcomes .icon { margin-block-start: 1px; }
.outcomes .hook { font-weight: 550; }
.outcomes .status { color: var(--ink-2); }
.outcomes .succeeded > .icon { color: var(--ok); }
.outcomes .failed > .icon, .outcomes .failed .status { color: var(--bad); }
.outcomes .queued > .icon, .outcomes .queued .status { color: var(--warn); }
.outcomes .detail { color: var(--ink-2); }
@media (prefers-reduced-motion: no-preference) {
  .icon.running { animation: turn 1s linear infinite; }
  .sign.ringing .icon { animation: ring 1s ease-in-out infinite; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @keyframes ring { 0%, 60%, 100% { transform: none; } 10%, 30%, 50% { transform: rotate(14deg); } 20%, 40% { transform: rotate(-14deg); } }
}
`;
