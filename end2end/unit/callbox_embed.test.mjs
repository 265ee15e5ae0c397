// The two sides of /callbox/embed: the page in the iframe that asks for a token, and the page around that has one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenOfPage } from '../../public/callbox-embed.js';
import { CallboxPage } from '../../public/callbox-page.js';

const CRM = 'https://crm.example.com';
const DESK = 'https://desk.example.com';
const PATCHBAY = 'https://patchbay.example.com';

/** A window that other windows send messages to; `sent` is what was posted to `parent`. */
function stand(t, { ancestor } = {}) {
  const window = new EventTarget();
  const sent = [];
  const parent = { postMessage: (message, { targetOrigin }) => sent.push([targetOrigin, message]) };
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  Object.assign(globalThis, { addEventListener: window.addEventListener.bind(window), parent, location: { href: '', ancestorOrigins: ancestor ? [ancestor] : undefined } });
  const hear = (data, origin = CRM, source = parent) => window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
  return { sent, parent, hear };
}

const settled = async (promise) => Promise.race([promise.then((value) => ['taken', value], (error) => ['failed', error.message]), new Promise((resolve) => setImmediate(resolve, ['waits']))]);

test('a token is asked for until the page around answers', async (t) => {
  const { sent, hear } = stand(t);
  const silent = [];
  const token = tokenOfPage({ allowedOrigins: [CRM, DESK], onSilent: (is) => silent.push(is) })();
  assert.deepEqual(sent.map(([origin, { type }]) => [origin, type]), [[CRM, 'needToken'], [DESK, 'needToken']]);
  t.mock.timers.tick(4999);
  assert.deepEqual([sent.length, silent], [10, []]);
  t.mock.timers.tick(1);
  assert.deepEqual(silent, [true], 'it is told that nobody answers');
  t.mock.timers.tick(1000);
  const [, { id }] = sent.at(-1);
  assert.equal(new Set(sent.map(([, message]) => message.id)).size, 1, 'one question, however often');
  hear({ patchbay: 1, type: 'token', id, token: 'pbc_1' });
  assert.deepEqual(await settled(token), ['taken', 'pbc_1']);
  assert.deepEqual(silent, [true, false]);
  const before = sent.length;
  t.mock.timers.tick(60_000);
  assert.deepEqual([sent.length, silent.length], [before, 2], 'nobody is asked any more');
});

test('a browser that names the page around has only that page asked', (t) => {
  const { sent } = stand(t, { ancestor: DESK });
  tokenOfPage({ allowedOrigins: [CRM, DESK] })();
  assert.deepEqual(sent.map(([origin]) => origin), [DESK]);
});

test('a token of another origin, of another window, or for another question is none', async (t) => {
  const { sent, hear } = stand(t);
  const source = tokenOfPage({ allowedOrigins: [CRM] });
  const token = source();
  const [, { id }] = sent[0];
  const answer = { patchbay: 1, type: 'token', id, token: 'pbc_evil' };
  hear(answer, 'https://evil.example.com');
  hear(answer, 'null');
  hear(answer, CRM, {});
  hear({ ...answer, id: 'guessed' });
  hear({ ...answer, patchbay: 2 });
  hear({ ...answer, type: 'callStarted' });
  hear('token');
  assert.deepEqual(await settled(token), ['waits']);
  hear({ patchbay: 1, type: 'token', id, detail: 'signed out' });
  assert.deepEqual(await settled(token), ['failed', 'signed out']);
  const next = source();
  assert.notEqual(sent.at(-1)[1].id, id, 'the answer to an old question is about a token that was refused');
  hear({ patchbay: 1, type: 'token', id: sent.at(-1)[1].id, token: 42 });
  assert.deepEqual(await settled(next), ['failed', 'the page has none']);
  for (const no of ['*', 'https://crm.example.com/path']) assert.throws(() => tokenOfPage({ allowedOrigins: [no] }), TypeError, no);
});

/** A CRM's page with the callbox in an iframe; `posted` is what that was told. */
function crm(t, options) {
  const { hear } = stand(t);
  const posted = [];
  const contentWindow = { postMessage: (message, origin) => posted.push([origin, message]) };
  Object.assign(globalThis, {
    document: { querySelectorAll: () => [] },
    MutationObserver: class { observe() {} disconnect() {} takeRecords() {} },
  });
  const frame = Object.assign(new EventTarget(), { contentWindow });
  const page = new CallboxPage({ frame, origin: PATCHBAY, ...options });
  const asks = (id, origin = PATCHBAY, source = contentWindow) => hear({ patchbay: 1, type: 'needToken', id }, origin, source);
  return { page, posted, asks };
}
const rest = () => new Promise((resolve) => setImmediate(resolve));

test('the page around fetches one token for each question, and gives it to its iframe alone', async (t) => {
  let fetched = 0;
  const { page, posted, asks } = crm(t, { token: async () => `pbc_${(fetched += 1)}` });
  asks('q-1');
  asks('q-1');
  await rest();
  asks('q-1');
  await rest();
  assert.deepEqual(posted, [[PATCHBAY, { patchbay: 1, type: 'token', id: 'q-1', token: 'pbc_1' }]]);
  asks('q-2', 'https://evil.example.com');
  asks('q-2', PATCHBAY, {});
  await rest();
  assert.equal(fetched, 1);
  asks('q-2');
  await rest();
  assert.deepEqual(posted.at(-1)[1], { patchbay: 1, type: 'token', id: 'q-2', token: 'pbc_2' });
  asks('q-3');
  page.stop();
  await rest();
  assert.equal(posted.length, 2, 'nothing is given away after the end');
});

test('what is told before the iframe listens is told when it does', async (t) => {
  const { page, posted, asks } = crm(t, { token: () => 'pbc_1' });
  page.post('callStarted', { call: { id: 'c-1' } });
  page.post('callEnded', { call: { id: 'c-1' } });
  assert.deepEqual(posted, []);
  asks('q-1', 'https://evil.example.com');
  assert.deepEqual(posted, [], 'it is the iframe that has to speak');
  asks('q-1');
  await rest();
  assert.deepEqual(posted.map(([, { type }]) => type), ['callStarted', 'callEnded', 'token']);
  page.post('smsSent', { sms: { id: 's-1' } });
  assert.equal(posted.at(-1)[1].type, 'smsSent');
});

test('why there is no token is told, and a page without a function for it says nothing', async (t) => {
  const broken = crm(t, { token: () => { throw new Error('signed out'); } });
  broken.asks('q-1');
  await rest();
  assert.deepEqual(broken.posted, [[PATCHBAY, { patchbay: 1, type: 'token', id: 'q-1', detail: 'signed out' }]]);
  t.mock.timers.reset();
  const silent = crm(t, {});
  silent.asks('q-1');
  await rest();
  assert.deepEqual(silent.posted, []);
  t.mock.timers.reset();
  assert.throws(() => crm(t, { token: 'pbc_1' }), /as a function/);
});
