// The web chat without its looks: what is sent once, what is kept, what a stream tells.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VisitorChat } from '../../public/webchat/chat.js';
import { readEvents } from '../../public/webchat/events.js';
import { textsFor } from '../../public/webchat/texts.js';

const memory = () => {
  const kept = new Map();
  return {
    get length() { return kept.size; }, key: (index) => [...kept.keys()][index] ?? null, getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name),
  };
};

/** A server: `fail` says which posts of messages get no answer though they were taken. */
function server(t, { fail = () => false } = {}) {
  const taken = new Map();
  const posts = [];
  let tell = () => {};
  const json = (status, body) => new Response(JSON.stringify(body), { status });
  t.mock.method(globalThis, 'fetch', async (address, { method, body, headers, signal }) => {
    const path = new URL(address).pathname.split('/visit')[1];
    posts.push([method, path, headers.Authorization]);
    if (method === 'POST' && path === '') {
      const entries = [...taken.values()];
      return headers.Authorization ? json(200, { entries, nextCursor: null, last: entries.length }) : json(201, { token: 'pbv_1', entries: [], last: 0 });
    }
    if (path === '/messages') {
      const { id, message } = JSON.parse(body);
      if (!taken.has(id)) taken.set(id, { number: taken.size + 1, createdOn: '2026-11-20T09:30:00.000Z', kind: 'message', id, clientId: id, direction: 'ClientOriginated', content: message });
      if (fail(posts.length)) throw new TypeError('no connection');
      return json(202, {});
    }
    const stream = new ReadableStream({ start: (controller) => {
      tell = (entry) => controller.enqueue(new TextEncoder().encode(`event: ${entry.kind}\nid: ${entry.number}\ndata: ${JSON.stringify(entry)}\n\n`));
      signal.addEventListener('abort', () => controller.error(signal.reason));
    } });
    return new Response(stream);
  });
  return { taken, posts, tell: (entry) => tell(entry) };
}

const chatOf = (storage) => new VisitorChat({ baseUrl: 'https://p.example.com', callCenter: 'a b', channel: 'Web', storage });
const until = async (holds) => {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 500, 'waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

test('a message whose answer was lost is sent again under the same id, and stands in the chat once', async (t) => {
  let failures = 1;
  const { taken } = server(t, { fail: () => failures-- > 0 });
  const chat = chatOf(memory());
  chat.send('  Hello  ');
  await until(() => [...chat.outbox.values()].some(({ state }) => state === 'unsent'));
  await until(() => chat.items.length === 1 && 'number' in chat.items[0]);
  assert.deepEqual([...taken.values()].map(({ content }) => content.text), ['Hello']);
  chat.close();
});

test('what was not sent is sent after the page was loaded anew', async (t) => {
  const storage = memory();
  t.mock.method(globalThis, 'fetch', async () => { throw new TypeError('no connection'); });
  const before = chatOf(storage);
  before.send('kept');
  await until(() => [...before.outbox.values()][0].state === 'unsent');
  const id = [...before.outbox.keys()][0];
  before.close();
  t.mock.restoreAll();
  const { taken } = server(t);
  const chat = chatOf(storage);
  assert.equal(chat.items[0].text, 'kept');
  chat.open();
  await until(() => taken.size === 1 && chat.outbox.size === 0);
  assert.deepEqual([...taken.keys()], [id]);
  chat.close();
});

test('who only looks leaves nothing behind', (t) => {
  const { posts } = server(t);
  const chat = chatOf(memory());
  chat.open();
  assert.deepEqual(posts, []);
  chat.close();
});

test('an entry that is told twice is there once', async (t) => {
  const { tell } = server(t);
  const chat = chatOf(memory());
  let heard = 0;
  chat.addEventListener('message', () => (heard += 1));
  chat.send('Hello');
  await until(() => chat.items.length === 1 && 'number' in chat.items[0]);
  await until(() => chat.interrupt);
  const answer = { number: 2, createdOn: '2026-11-20T09:30:01.000Z', kind: 'message', direction: 'ClientTerminated', content: { $type: 'text', text: 'Hi' } };
  await new Promise((resolve) => setTimeout(resolve, 20));
  tell(answer);
  tell(answer);
  await until(() => chat.items.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([heard, chat.items.length, chat.last], [1, 2, 2]);
  chat.close();
});

test('events are read wherever the pieces end', async () => {
  const text = ': hello\n\nevent: message\nid: 7\ndata: {"a":"ớ😀"}\n\n: \n\nid: 8\ndata: x\ndata: y\n\n';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 3, 7, bytes.length]) {
    const heard = [];
    const body = new ReadableStream({ start: (controller) => {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    } });
    await readEvents(body, (event) => heard.push(event));
    assert.deepEqual(heard, [{ id: '7', event: 'message', data: '{"a":"ớ😀"}' }, { id: '8', event: 'message', data: 'x\ny' }], `${size}`);
  }
});

test('every language says everything', async () => {
  const { TEXTS: indonesian } = await import('../../public/webchat/texts-id.js');
  const { TEXTS: vietnamese } = await import('../../public/webchat/texts-vi.js');
  const english = await textsFor('en');
  assert.deepEqual(Object.keys(indonesian), Object.keys(vietnamese));
  for (const name of Object.keys(indonesian)) assert.ok(english(name), name);
  assert.equal((await textsFor('vi-VN'))('send'), 'Gửi');
  assert.equal((await textsFor('xx'))('place', { position: 3 }), 'You are number 3 in the queue');
});
