/**
 * What has to survive a reload: which moments of a call were told, the ids of its log entries, and the log that nobody
 * has taken yet. In IndexedDB, where all windows of the origin see it; in memory where the browser refuses that.
 */

const NAME = 'patchbay-callbox';
/** As long as the server remembers an idempotency key. */
const LIFE_MS = 24 * 3600 * 1000;

const blank = (id) => ({ id, told: [], crmLogIds: {}, data: {}, at: Date.now() });

/**
 * Notes that a hook is told, unless it was. A log entry that is begun after the call was logged would be a second one.
 */
function tell(record, hook) {
  const overtaken = hook === 'savePreLogCRM' && record.told.includes('saveLogCRM');
  if (overtaken || record.told.includes(hook)) return false;
  record.told.push(hook);
  return true;
}

const OPERATIONS = ['get', 'put', 'add', 'delete', 'getAll'];
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** A table of the database with promises. */
const table = (store) => Object.fromEntries(OPERATIONS.map((name) => [name, (...what) => done(store[name](...what))]));

/** The same in memory, copied in and out as a database does. */
function memoryTable() {
  const rows = new Map();
  let last = 0;
  const put = async (row) => rows.set(row.id, structuredClone(row));
  return {
    get: async (id) => structuredClone(rows.get(id)),
    put,
    add: async (row) => (await put({ ...row, id: (last += 1) }), last),
    delete: async (id) => rows.delete(id),
    getAll: async () => structuredClone([...rows.values()]),
  };
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('calls', { keyPath: 'id' });
    request.result.createObjectStore('queue', { keyPath: 'id', autoIncrement: true });
  };
  return done(request);
}

export class Store {
  persistent = true;
  /** Null where the browser refuses it. */
  #database = Promise.resolve().then(open).catch(() => null);
  #memory = [memoryTable(), memoryTable()];
  #turn = Promise.resolve();

  /** Runs `work` in one transaction, and ends when it is written. */
  async #within(mode, work) {
    if (this.persistent) {
      try {
        const transaction = (await this.#database).transaction(['calls', 'queue'], mode);
        const written = new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: () => reject(transaction.error) }));
        const result = await work(table(transaction.objectStore('calls')), table(transaction.objectStore('queue')));
        await written;
        return result;
      } catch {
        // Refused, closed or full: a log that can't be kept is still to be sent.
        this.persistent = false;
      }
    }
    return (this.#turn = this.#turn.then(() => work(...this.#memory)));
  }

  /** Marks a hook as told and notes what it has to do, both or neither. False: it was told before, here or elsewhere. */
  tell(id, hook, entries) {
    return this.#within('readwrite', async (calls, queue) => {
      const record = (await calls.get(id)) ?? blank(id);
      if (!tell(record, hook)) return false;
      await calls.put(record);
      for (const entry of entries) {
        delete entry.id;
        entry.id = await queue.add(entry);
      }
      return true;
    });
  }

  call(id) {
    return this.#within('readonly', async (calls) => (await calls.get(id)) ?? blank(id));
  }

  changeCall(id, change) {
    return this.#within('readwrite', async (calls) => {
      const record = (await calls.get(id)) ?? blank(id);
      change(record);
      await calls.put(record);
    });
  }

  /** In the order in which they were noted. */
  entries(center) {
    return this.#within('readonly', async (_, queue) => (await queue.getAll()).filter((entry) => entry.center === center));
  }

  entry(id) {
    return this.#within('readonly', (_, queue) => queue.get(id));
  }

  save(entry) {
    return this.#within('readwrite', (_, queue) => queue.put(entry));
  }

  remove(id) {
    return this.#within('readwrite', (_, queue) => queue.delete(id));
  }

  /** Calls of yesterday are forgotten. */
  tidy() {
    return this.#within('readwrite', async (calls) => {
      for (const { id, at } of await calls.getAll()) if (at < Date.now() - LIFE_MS) await calls.delete(id);
    });
  }
}

/** What the browser remembers under a name; without storage, for as long as the page. */
export class Memory {
  #name;
  #value;

  constructor(name) {
    this.#name = `patchbay-callbox ${name}`;
  }

  get() {
    try {
      this.#value ??= JSON.parse(localStorage.getItem(this.#name));
    } catch {
      // Refused in some frames and by some settings.
    }
    return this.#value ?? null;
  }

  set(value) {
    this.#value = value;
    try {
      localStorage.setItem(this.#name, JSON.stringify(value));
    } catch {
      // See above.
    }
  }
}
