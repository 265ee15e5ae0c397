/**
 * Call logs and notes, none of which may be lost or written twice: each is noted in the store before it is sent, and
 * leaves it when the other side has it or never will take it.
 */

import { runItems } from './callbox-hooks.js';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export class Log {
  #api;
  #store;
  #told;
  #timer;
  #stopped = false;

  #turns = new Map();

  constructor(api, store, told) {
    this.#api = api;
    this.#store = store;
    this.#told = told;
  }

  /**
   * Notes what a hook has to do, and does it. False: this hook was told before for the same call, here or in another
   * window.
   */
  async note(subject, hook, runs) {
    const store = this.#store;
    const entries = runs.map((run) => ({ ...run, center: this.#api.base, attempts: 0, nextAt: 0, notBefore: 0, createdAt: Date.now() }));
    for (const entry of entries) entry.group = `${this.#api.base}/${subject}/${entry.template}`;
    if (!(await store.tell(`${this.#api.base}/${subject}`, hook, entries))) return false;
    await Promise.all(entries.map(async (entry) => {
      await this.#goOn(entry.group, true);
      const left = await store.entry(entry.id);
      // Behind something else that waits: it has not been tried at all.
      if (left?.attempts === 0) this.#told.changed({ ...left, items: left.items.map(behind) });
    }));
    await this.#count();
    return true;
  }

  /**
   * Sends what waits and is due; with `now` also what would be tried later by itself, but never earlier than the other
   * side allowed.
   */
  async flush(now = false) {
    const store = this.#store;
    const groups = new Set((await store.entries(this.#api.base)).map(({ group }) => group));
    // One after the other: whoever was down is not to be run over when it is back.
    for (const group of groups) {
      await this.#goOn(group, now);
      if (!this.#told.reachable()) break;
    }
    await this.#count();
  }

  /** Sends nothing by itself any more. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** What waits, as runs. */
  async waiting() {
    return this.#store.entries(this.#api.base);
  }

  #goOn(group, now) {
    const turn = (this.#turns.get(group) ?? Promise.resolve()).then(() => exclusively(group, () => this.#drain(group, now)));
    const end = turn.catch((error) => console.error('callbox:', error));
    this.#turns.set(group, end);
    return end.then(() => {
      if (this.#turns.get(group) === end) this.#turns.delete(group);
    });
  }

  /** In order, and no further than to the first that has to wait: an update needs the id that its creation gives. */
  async #drain(group, now) {
    const store = this.#store;
    const entries = (await store.entries(this.#api.base)).filter((entry) => entry.group === group);
    for (const entry of entries) {
      const due = Math.max(now ? 0 : entry.nextAt, entry.notBefore);
      if (due > Date.now() || !(await this.#run(store, entry))) return;
    }
  }

  /** Whether the entry is done with. */
  async #run(store, entry) {
    await this.#told.prepare(entry);
    await runItems(entry, {
      api: this.#api,
      onAnswer: async (item, answer) => {
        await this.#told.answered(entry, item, answer);
        await store.save(entry);
      },
      // Noted as it will be sent: after a crash the same key must come with the same body.
      onStep: async () => {
        this.#told.changed(entry);
        if (entry.items.some(({ status }) => status === 'running')) await store.save(entry);
      },
    });
    const waits = entry.items.some(({ status }) => status === 'queued');
    if (waits) {
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** entry.attempts, LONGEST_PAUSE_MS);
      entry.attempts += 1;
      entry.nextAt = Date.now() + pause * (0.75 + Math.random() / 2);
      await store.save(entry);
    } else {
      await store.remove(entry.id);
      await this.#told.settled(entry);
    }
    this.#told.changed(entry);
    return !waits;
  }

  async #count() {
    const store = this.#store;
    const entries = await store.entries(this.#api.base);
    this.#told.counted({ waiting: entries.length, persistent: store.persistent });
    clearTimeout(this.#timer);
    if (entries.length === 0 || this.#stopped) return;
    const due = Math.min(...entries.map(({ nextAt, notBefore }) => Math.max(nextAt, notBefore)));
    this.#timer = setTimeout(() => this.flush(), Math.min(Math.max(due - Date.now(), 1_000), LONGEST_PAUSE_MS));
    this.#timer.unref?.();
  }
}

const behind = (item) => ({ ...item, status: 'queued', detail: 'waits for what comes before it' });

/** Two windows of an agent share the store: one of them sends, the other finds it done. */
function exclusively(group, work) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  // A sandboxed frame has locks that it may not use.
  return locks.request(`patchbay-callbox ${group}`, work).catch((error) => (error.name === 'SecurityError' ? work() : Promise.reject(error)));
}
