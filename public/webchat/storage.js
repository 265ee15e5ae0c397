/**
 * What a browser keeps of a chat. Everything has a key of its own, each unsent message as well: two tabs never write over
 * what the other has just kept. Where a browser keeps nothing (a frame whose storage is blocked), memory does.
 */
export class ChatStorage {
  /** @param {string} prefix @param {Storage | undefined} storage */
  constructor(prefix, storage) {
    this.prefix = `patchbay-chat:${prefix}:`;
    this.storage = storage ?? memory();
  }

  /** @param {string} name */
  read(name) {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + name) ?? 'null');
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {unknown} value null removes */
  write(name, value) {
    try {
      if (value === null) this.storage.removeItem(this.prefix + name);
      else this.storage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // It is full: what is on the page is there still.
    }
  }

  /** What was kept under names that begin so. @param {string} begin */
  all(begin) {
    const names = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? '');
    const of = names.filter((name) => name.startsWith(this.prefix + begin));
    return of.map((name) => this.read(name.slice(this.prefix.length))).filter((value) => value !== null);
  }
}

/** The browser's own, if this page may use it. */
export function localStorageOfPage() {
  try {
    globalThis.localStorage.getItem('');
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** @returns {Storage} */
function memory() {
  const kept = new Map();
  return /** @type {Storage} */ ({
    get length() { return kept.size; },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, String(value)),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
  });
}
