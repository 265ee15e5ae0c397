/**
 * The page that holds private code: it stands in an iframe without an origin, under a policy that lets nothing through
 * to any network (the server sends it with the page). It makes the place where the code runs, and hands over the port to
 * the callbox. The code never runs in this page itself, so that it can't navigate away: a frame in it is bound by this
 * page's `frame-src 'none'`, a worker has no way to.
 */

import { realm } from './realm.js';
import { tighten } from './tighten.js';

let started = false;

addEventListener('message', ({ source, data, ports: [port] }) => {
  if (started || source !== parent || data?.patchbay !== 1 || data.type !== 'start' || !port) return;
  started = true;
  document.documentElement.style.colorScheme = data.scheme ?? 'light dark';
  if (data.kind === 'function') startWorker(port);
  else startFrame(port, data);
});

/** Hooks that draw nothing: a worker, which can be ended while it is in an endless loop. */
function startWorker(port) {
  tighten();
  const text = `addEventListener('message', ({ ports: [port] }) => (${realm})(self, port), { once: true });`;
  // A classic one: Chromium loads no module worker from a blob of a page without an origin.
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  worker.postMessage('port', [port]);
}

/** What draws needs a document: another frame, which has an origin that is nobody's, not even this page's. */
function startFrame(port, { kind, scheme }) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = document.title;
  frame.style.cssText = 'display: block; inline-size: 100%; block-size: 100vh; border: 0';
  const script = new URL('./frame.js', import.meta.url).href;
  frame.srcdoc = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Private code</title><script type="module" src="${script}"></script></head><body><div id="root"></div></body></html>`;
  frame.addEventListener('load', () => {
    tighten();
    frame.contentWindow.postMessage({ kind, scheme }, { targetOrigin: '*', transfer: [port] });
  }, { once: true });
  document.body.style.margin = '0';
  document.body.append(frame);
}
