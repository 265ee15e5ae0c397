/** A visitor's chat without its looks: token, history, stream, outbox. */

import { readEvents } from './events.js';
import { ChatStorage } from './storage.js';

/** @import { Entry, Unsent } from '../webchat.d.ts' */

const KEPT_ENTRIES = 100;
const SHORTEST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20_000;
/** Three times what the server leaves between two signs of life. */
const SILENCE_MS = 45_000;
const TYPING_MS = 10_000;
const POST_MS = 20_000;
const FILE_MS = 120_000;

/** Why a request came to nothing. */
class Refusal extends Error {
  constructor(status, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
    this.passes = status === 408 || status === 429 || status >= 500;
  }
}

/** Tells `change` whenever something is to be drawn anew, and `message` for each message that somebody else wrote. */
export class VisitorChat extends EventTarget {
  /** @param {{baseUrl: string, callCenter: string, channel: string, name?: string, storage?: Storage}} of */
  constructor({ baseUrl, callCenter, channel, name, storage }) {
    super();
    const path = [callCenter, 'channels', channel, 'visit'].map(encodeURIComponent).join('/');
    this.address = `${baseUrl}/api/v1/call-centers/${path}`;
    this.name = name;
    this.storage = new ChatStorage(`${baseUrl}:${callCenter}:${channel}`, storage);
    /** @type {Map<number, Entry>} */
    this.entries = new Map();
    /** @type {Map<string, Unsent>} */
    this.outbox = new Map();
    this.last = 0;
    this.cursor = null;
    this.isConnected = true;
    this.isTyping = false;
    this.closing = new AbortController();
    const kept = this.storage.read('seen');
    if (this.token && kept) for (const entry of kept) this.#take(entry, false);
    const unsent = this.storage.all('unsent:').sort((a, b) => a.at - b.at);
    for (const one of unsent) this.outbox.set(one.id, { ...one, state: 'unsent' });
    for (const [name, heard] of [['online', () => this.#hurry()], ['offline', () => this.#changed()]]) {
      globalThis.addEventListener?.(name, heard, { signal: this.closing.signal });
    }
  }

  /** Whether this browser has been here before. */
  get token() {
    return this.storage.read('token');
  }

  /** Goes on where the last visit ended, and sends what it could not. Without a visit nothing is asked. */
  open() {
    if (this.token) this.#listen();
    if (this.outbox.size) this.#flush();
  }

  close() {
    this.closing.abort();
    this.wake?.();
  }

  /** @param {string} text */
  send(text) {
    const lines = text.trim();
    if (lines) this.#post({ id: newId(), at: Date.now(), text: lines, state: 'sending' });
  }

  /** @param {File} file */
  sendFile(file) {
    this.#post({ id: newId(), at: Date.now(), text: file.name, file, state: 'sending' });
  }

  /** Sends a message again that was not sent, under its own id. @param {string} id */
  retry(id) {
    const one = this.outbox.get(id);
    if (!one) return;
    one.state = 'sending';
    this.#wake();
    this.#flush();
  }

  /** Ends the chat; the next message begins it again. */
  async end() {
    await this.#ask('POST', '/end');
  }

  /** What was said before. */
  async earlier() {
    if (!this.cursor) return;
    const page = await this.#ask('GET', `/messages?cursor=${encodeURIComponent(this.cursor)}`);
    this.cursor = page.nextCursor;
    for (const entry of page.items) this.#take(entry, false);
    this.#changed();
  }

  /** The messages and notices in their order, what is on its way last. @returns {(Entry | Unsent)[]} */
  get items() {
    const entries = [...this.entries.values()].sort((a, b) => a.number - b.number);
    return [...entries, ...this.outbox.values()];
  }

  #post(one) {
    this.outbox.set(one.id, one);
    if (!one.file) this.storage.write(`unsent:${one.id}`, { id: one.id, at: one.at, text: one.text });
    this.#changed();
    this.#flush();
  }

  /** One after the other, so that they arrive in the order in which they were written. */
  async #flush() {
    if (this.flushing) return;
    this.flushing = true;
    let pause = SHORTEST_PAUSE_MS;
    try {
      for (;;) {
        const one = [...this.outbox.values()].find(({ state }) => state === 'sending' || state === 'unsent');
        if (!one || this.closing.signal.aborted) return;
        one.state = 'sending';
        this.#changed();
        try {
          await this.#deliver(one);
          pause = SHORTEST_PAUSE_MS;
        } catch (error) {
          const passes = !(error instanceof Refusal) || error.passes;
          one.state = passes ? 'unsent' : 'refused';
          one.why = error instanceof Refusal ? error.message : undefined;
          this.#changed();
          if (passes) await this.#pause(Math.max(pause, (error.retryAfter ?? 0) * 1000));
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
      }
    } finally {
      this.flushing = false;
    }
  }

  async #deliver(one) {
    await this.#begin();
    // It had arrived: only the answer was lost.
    if (!this.outbox.has(one.id)) return;
    if (one.file) {
      const query = new URLSearchParams({ id: one.id, name: one.file.name });
      await this.#ask('POST', `/files?${query}`, one.file, FILE_MS);
    } else {
      await this.#ask('POST', '/messages', { id: one.id, message: { $type: 'text', text: one.text } });
    }
    this.storage.write(`unsent:${one.id}`, null);
    one.state = 'sent';
    // The stream may have told of it already.
    if ([...this.entries.values()].some(({ clientId }) => clientId === one.id)) this.outbox.delete(one.id);
    this.#changed();
    this.#listen();
  }

  /**
   * A visit begins with the first message: who only looks leaves nothing behind. Tabs that send at once begin one. Where
   * there is a visit already it goes on first: what had arrived is not sent again, however long ago that was.
   */
  async #begin() {
    if (this.token) return this.isResumed || this.#resume();
    const begin = async () => {
      if (this.token) return;
      const { token } = await this.#ask('POST', '', { name: this.name });
      this.storage.write('token', token);
    };
    await (globalThis.navigator?.locks?.request(`${this.storage.prefix}begin`, begin) ?? begin());
  }

  async #listen() {
    if (this.listening) return;
    this.listening = true;
    let pause = SHORTEST_PAUSE_MS;
    while (!this.closing.signal.aborted && this.token) {
      try {
        if (!this.isResumed) await this.#resume();
        await this.#stream(() => (pause = SHORTEST_PAUSE_MS));
        await this.#pause(SHORTEST_PAUSE_MS);
      } catch (error) {
        this.#connected(false);
        if (error instanceof Refusal && !error.passes) break;
        await this.#pause(Math.max(pause, (error.retryAfter ?? 0) * 1000));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    this.listening = false;
  }

  #resume() {
    this.resuming ??= this.#fetchVisit().finally(() => (this.resuming = undefined));
    return this.resuming;
  }

  async #fetchVisit() {
    const visit = await this.#ask('POST', '', {});
    this.cursor = visit.nextCursor;
    this.entries.clear();
    for (const entry of visit.entries) this.#take(entry, false);
    this.last = visit.last;
    this.isResumed = true;
    this.#changed();
  }

  async #stream(heard) {
    const silence = new AbortController();
    const signal = AbortSignal.any([silence.signal, this.closing.signal]);
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    this.interrupt = () => silence.abort();
    alive();
    try {
      const response = await this.#fetch('GET', '/stream', { headers: { 'Last-Event-ID': String(this.last) }, signal });
      this.#connected(true);
      await readEvents(response.body, ({ data }) => {
        heard();
        this.#take(JSON.parse(data), true);
      }, alive);
    } finally {
      clearTimeout(timer);
      this.interrupt = undefined;
    }
  }

  /** @param {Entry} entry @param {boolean} isNew */
  #take(entry, isNew) {
    this.last = Math.max(this.last, entry.number);
    if (this.entries.has(entry.number)) return;
    const isTyping = entry.kind === 'typingStarted';
    if (isTyping || entry.kind === 'typingStopped') {
      this.#types(isTyping);
      return;
    }
    this.entries.set(entry.number, entry);
    if (entry.clientId) {
      this.outbox.delete(entry.clientId);
      this.storage.write(`unsent:${entry.clientId}`, null);
    }
    if (!isNew) return;
    if (entry.kind === 'message' && !entry.clientId) {
      this.#types(false);
      this.dispatchEvent(new Event('message'));
    }
    this.#changed();
  }

  #types(is) {
    clearTimeout(this.typing);
    if (is) this.typing = setTimeout(() => this.#types(false), TYPING_MS);
    if (this.isTyping === is) return;
    this.isTyping = is;
    this.#changed();
  }

  #connected(is) {
    if (this.isConnected === is) return;
    this.isConnected = is;
    this.#changed();
  }

  /** Tells once for all that happens in one turn, and keeps what was seen for when there is no connection. */
  #changed() {
    if (this.told) return;
    this.told = true;
    queueMicrotask(() => {
      this.told = false;
      if (this.token) this.storage.write('seen', [...this.entries.values()].sort((a, b) => a.number - b.number).slice(-KEPT_ENTRIES));
      this.dispatchEvent(new Event('change'));
    });
  }

  /** Waits, but not longer than until the connection is back. */
  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms + Math.random() * 500);
      const before = this.wake;
      this.wake = () => {
        clearTimeout(timer);
        before?.();
        resolve(undefined);
      };
    });
  }

  #hurry() {
    // A stream that lost its connection may not know yet.
    this.interrupt?.();
    this.#wake();
  }

  #wake() {
    this.wake?.();
    this.wake = undefined;
    this.#changed();
  }

  async #ask(method, path, body, ms = POST_MS) {
    const isFile = body instanceof Blob;
    const signal = AbortSignal.any([AbortSignal.timeout(ms), this.closing.signal]);
    const headers = body && !isFile ? { 'Content-Type': 'application/json' } : {};
    const response = await this.#fetch(method, path, { headers, body: isFile ? body : body && JSON.stringify(body), signal });
    return response.status === 204 ? undefined : response.json();
  }

  async #fetch(method, path, { headers, ...more }) {
    const { token } = this;
    if (token) headers.Authorization = `Bearer ${token}`;
    const response = await fetch(this.address + path, { method, headers, credentials: 'omit', cache: 'no-store', ...more });
    if (response.ok) return response;
    if (response.status === 401 && token && token === this.token) this.#forget();
    const problem = await response.json().catch(() => ({}));
    const refusal = new Refusal(response.status, problem.detail ?? '', Number(response.headers.get('Retry-After')) || 0);
    // With a new visit it is taken.
    if (response.status === 401) refusal.passes = true;
    throw refusal;
  }

  /** The server knows this visit no more: its time was over. The next message begins another one. */
  #forget() {
    for (const name of ['token', 'seen']) this.storage.write(name, null);
    this.entries.clear();
    this.last = 0;
    this.cursor = null;
    this.isResumed = false;
    this.#changed();
  }
}

/** On a page without https there is no crypto.randomUUID. */
function newId() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
