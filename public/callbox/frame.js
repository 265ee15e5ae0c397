/** The document that private code draws in. Its style can be replaced by the code; it begins with the callbox's look. */

import { check } from './check.js';
import { realm } from './realm.js';
import { tighten } from './tighten.js';

const STYLE = `
  :root { font: 400 14px/1.45 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: light-dark(#14181d, #e9edf1); background: light-dark(#fff, #15191e); }
  body { margin: 0; } #root { display: flow-root; padding: 12px 16px; overflow-wrap: anywhere; }
  button, input, select, textarea { font: inherit; color: inherit; padding: 6px 10px; border: 1px solid light-dark(#858f9b, #66717d); border-radius: 8px; background: transparent; }
  button { cursor: pointer; } :focus-visible { outline: 2px solid light-dark(#0b6b63, #3cc9b8); outline-offset: 2px; }
`;

let started = false;

addEventListener('message', ({ source, data, ports: [port] }) => {
  if (started || source !== parent || !port) return;
  started = true;
  tighten();
  document.documentElement.style.colorScheme = data.scheme ?? 'light dark';
  if (data.kind === 'check') {
    port.onmessage = async ({ data: { code } }) => port.postMessage({ type: 'checked', error: await check(code) });
    return;
  }
  // No policy speaks of it, and it talks to any address. Frames in here run no script that could lend theirs.
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) delete globalThis[name];
  draw(port);
  realm(globalThis, port);
});

/** The callbox makes as much room as is needed. */
function draw(port) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [sheet];
  const root = document.querySelector('#root');
  new ResizeObserver(() => port.postMessage({ type: 'size', height: Math.ceil(root.getBoundingClientRect().height) })).observe(root);
}
