/** The page `/callbox/embed`: the callbox for an iframe, with a token that the page around hands over. */

import { Callbox } from '../callbox.js';
import { embed, tokenOfPage } from '../callbox-embed.js';

const ON_ITS_OWN = 'This page belongs in an iframe of another page, which tells it of calls: opened on its own it has nothing to show.';
const SILENT = 'The page around does not answer. It has to load /callbox-page.js and give CallboxPage this iframe, its origin and a function that fetches a token.';

const element = document.querySelector('patchbay-callbox');
const notice = document.querySelector('#notice');
const asked = new URLSearchParams(location.search);
const theme = asked.get('theme');
if (theme === 'light' || theme === 'dark') {
  for (const one of [document.documentElement, element]) one.setAttribute('theme', theme);
}

function start() {
  // Written by the server, which lets nobody else frame the page either.
  const allowedOrigins = document.querySelector('meta[name="callbox-origins"]').content.split(' ').filter(Boolean);
  const token = tokenOfPage({ allowedOrigins, onSilent: (silent) => (notice.textContent = silent ? SILENT : '') });
  const callbox = new Callbox({ baseUrl: location.origin, callCenterId: asked.get('callCenter') ?? '', token });
  callbox.dial = () => {
    throw new TypeError('the telephone is not in here: give CallboxPage an onDial');
  };
  element.callbox = callbox;
  embed(callbox, { allowedOrigins });
  // What goes wrong is shown by the element, with a button to try again.
  callbox.load().catch(() => {});
}

if (window.parent === window) {
  element.hidden = true;
  notice.textContent = ON_ITS_OWN;
} else {
  start();
}
