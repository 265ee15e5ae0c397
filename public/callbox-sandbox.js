/**
 * One sandbox with private code in it: an iframe without an origin, and the port to what runs in there. Whatever comes
 * through the port may be a lie; it can only make the code's own hooks fail.
 */

/** In milliseconds; tests shorten them. */
export const LIMITS = { start: 10_000, hook: 60_000, beat: 2_000 };
/** Beats without an answer, after which the code is in an endless loop. */
const MOST_MISSED = 2;
/** Messages between two beats. */
const MOST_MESSAGES = 1_000;
/** Endpoints that run at the same time. */
const MOST_AT_ONCE = 8;

export class Sandbox {
  frame = document.createElement('iframe');
  /** The names of what the module exports; refused when it can't be loaded. */
  loaded;
  #port;
  #execute;
  #onSize;
  #onGone;
  #settle;
  #runs = new Map();
  #shown = null;
  #count = 0;
  #atOnce = 0;
  #heard = 0;
  #missed = 0;
  #beat = null;
  #gone = null;
  #isLoaded = false;
  #turn = Promise.resolve();

  /**
   * @param {object} options
   * @param {'function' | 'showInfo' | 'check'} options.kind
   * @param {string} options.code
   * @param {Element} options.place Where the iframe is put; taken out of there it ends.
   * @param {(template: string, endpoint: string, body: object, key: string | null) => Promise<unknown>} options.execute
   * @param {(height: number) => void} [options.onSize]
   * @param {(error: Error) => void} [options.onGone] It ended by itself.
   */
  constructor({ kind, code, place, execute, onSize, onGone, title = 'Private code', scheme = 'light dark' }) {
    this.#execute = execute;
    this.#onSize = onSize;
    this.#onGone = onGone;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data);
    this.loaded = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.loaded.catch(() => {});
    const { frame } = this;
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('referrerpolicy', 'no-referrer');
    frame.title = title;
    frame.src = new URL('./callbox/sandbox', import.meta.url).href;
    // To anybody, because the page has no origin to name: it is our own page, and the code never runs in it.
    frame.addEventListener('load', () => frame.contentWindow?.postMessage({ patchbay: 1, type: 'start', kind, scheme }, { targetOrigin: '*', transfer: [port2] }), { once: true });
    place.append(frame);
    port1.postMessage({ type: 'load', code });
    this.#beat = setInterval(() => this.#look(), LIMITS.beat);
    const late = setTimeout(() => this.#end('the code did not start in time'), LIMITS.start);
    this.loaded.finally(() => clearTimeout(late)).catch(() => {});
  }

  get gone() {
    return this.#gone !== null;
  }

  /**
   * Runs a hook, after those before it. `key`: what it executes is done once for this key, in the order in which it is
   * asked for, however often the hook runs.
   */
  run(hook, context, key = null) {
    const turn = this.#turn.then(() => this.loaded).then(() => this.#run(hook, context, key));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Has the code draw; refused when it fails to. */
  show(context) {
    return this.loaded.then(() => {
      if (this.#gone) throw this.#gone;
      return new Promise((resolve, reject) => {
        this.#shown = { resolve, reject };
        this.#port.postMessage({ type: 'show', context });
      });
    });
  }

  close() {
    this.#end('it was closed', false);
  }

  #run(hook, context, key) {
    if (this.#gone) throw this.#gone;
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#end(`${hook} took longer than ${LIMITS.hook / 1000} s`), LIMITS.hook);
      this.#runs.set(id, { resolve, reject, late, key, executed: 0 });
      this.#port.postMessage({ type: 'run', id, hook, context });
    });
  }

  #hear(data) {
    this.#heard += 1;
    if (this.#heard > MOST_MESSAGES) return this.#end('the code sends messages without end');
    const { type, id, error } = data ?? {};
    if (type === 'pong') this.#missed = 0;
    else if (type === 'loaded' && Array.isArray(data.names)) {
      this.#isLoaded = true;
      this.#settle.resolve(data.names.map(String));
    } else if (type === 'checked') this.#settle.resolve(error);
    else if (type === 'failed') this.#end(String(data.detail));
    else if (type === 'size' && Number.isFinite(data.height)) this.#onSize?.(data.height);
    else if (type === 'execute') this.#answer(data);
    else if (type === 'shown') {
      if (error) this.#shown?.reject(failure(error));
      else this.#shown?.resolve();
    } else if (type === 'done') {
      const run = this.#runs.get(id);
      this.#runs.delete(id);
      clearTimeout(run?.late);
      if (error) run?.reject(failure(error));
      else run?.resolve(data.value);
    }
  }

  async #answer({ id, template, endpoint, body }) {
    const answer = (what) => this.#gone || this.#port.postMessage({ type: 'answer', id, ...what });
    const refuse = (message, code) => answer({ error: { message, code } });
    if (![template, endpoint].every(isName)) return refuse('name a template and an endpoint', 'invalid');
    if (this.#atOnce >= MOST_AT_ONCE) return refuse(`at most ${MOST_AT_ONCE} endpoints run at once`, 'rate_limited');
    // One hook runs at a time: what is executed meanwhile is its.
    const [run] = this.#runs.values();
    const key = run?.key ? `${run.key}-${(run.executed += 1)}` : null;
    this.#atOnce += 1;
    try {
      answer({ value: await this.#execute(template, endpoint, body ?? {}, key) });
    } catch (error) {
      const { message, code = 'network', response = null } = error;
      answer({ error: { message, code, response } });
    } finally {
      this.#atOnce -= 1;
    }
  }

  /** Whether it still listens, as long as it has something to do. Waking up late, as after a pause of the whole machine, counts once. */
  #look() {
    this.#heard = 0;
    if (this.#isLoaded && this.#runs.size === 0 && !this.#shown) return void (this.#missed = 0);
    if (this.#missed >= MOST_MISSED) return this.#end('the code does not answer: it may be in an endless loop');
    this.#missed += 1;
    this.#port.postMessage({ type: 'ping' });
  }

  #end(why, byItself = true) {
    if (this.#gone) return;
    this.#gone = new Error(why);
    clearInterval(this.#beat);
    this.#port.close();
    this.frame.remove();
    for (const { reject, late } of this.#runs.values()) {
      clearTimeout(late);
      reject(this.#gone);
    }
    this.#runs.clear();
    this.#shown?.reject(this.#gone);
    this.#settle.reject(this.#gone);
    if (byItself) this.#onGone?.(this.#gone);
  }
}

/** Dots alone would climb in the path of the request. */
const isName = (name) => typeof name === 'string' && name !== '' && name.length <= 100 && !/^\.+$/.test(name);

const failure = ({ message, code }) => Object.assign(new Error(String(message)), typeof code === 'string' ? { code } : {});
