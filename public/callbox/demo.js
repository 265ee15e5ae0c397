/** Brings the demo to life for whoever is signed in to the portal: a token of the call center, and a callbox with it. */

import { Callbox } from '../callbox.js';
import { startDemo } from '../callbox-demo.js';

const notice = document.querySelector('#notice');
const field = document.querySelector('#callCenter');

/** The portal's own API, as the person who is signed in. */
async function ask(path, { method = 'GET', body } = {}) {
  const headers = body ? { 'content-type': 'application/json' } : {};
  const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const document = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(document.detail ?? `The server answered ${answer.status}.`), { status: answer.status });
  return document;
}

function say(text, link) {
  notice.replaceChildren(text);
  if (!link) return;
  const anchor = document.createElement('a');
  anchor.href = link.href;
  anchor.textContent = link.text;
  notice.append(' ', anchor);
}

async function callCenterId() {
  const asked = new URLSearchParams(location.search).get('callCenter');
  if (asked) return asked;
  const { items } = await ask('/call-centers?limit=1');
  return items[0]?.id ?? null;
}

async function start() {
  const id = await callCenterId();
  if (!id) return say('There is no call center yet.', { href: '/call-centers', text: 'Add one' });
  field.value = id;
  const path = `/call-centers/${encodeURIComponent(id)}/callbox-tokens`;
  const token = async () => (await ask(path, { method: 'POST', body: {} })).token;
  const callbox = new Callbox({ baseUrl: location.origin, callCenterId: id, token });
  await callbox.load();
  startDemo({ root: document.querySelector('#demo'), callbox });
  const plugged = callbox.integrations.length;
  if (plugged === 0) return say(`Nothing is plugged in for ${id}: the phone rings, and the callbox has nothing to do.`, { href: '/integrations', text: 'Plug an integration in' });
  say('');
}

start().catch((error) => {
  const next = encodeURIComponent(location.pathname + location.search);
  if (error.status === 401) return say('The demo works for whoever is signed in.', { href: `/sign-in?next=${next}`, text: 'Sign in' });
  if (error.status === 403) return say('Your role may not execute endpoints: sign in as somebody who may.', { href: '/', text: 'To the portal' });
  say(error.message);
});
