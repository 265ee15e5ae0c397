/**
 * `<patchbay-code>`: around a textarea with a JavaScript module, in the portal. Line numbers, a file to upload, and what
 * the browser says of the syntax. The text is checked, and its exports found out, in the callbox's own sandbox: what is
 * typed here has no way to the portal's session. What it says is told by the portal in `data-upload`, `data-too-large`,
 * `data-at`, `data-not-loaded`, `data-exports` and `data-no-exports`.
 */

import { Sandbox } from './callbox-sandbox.js';

/** The text with each `{name}` filled in. */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const PAUSE_MS = 600;
const MOST_BYTES = 64 * 1024;
const STYLE = `
  :host { display: block; }
  [hidden] { display: none !important; }
  .editor { position: relative; overflow: hidden; padding-inline-start: 44px; border: 1px solid var(--field-line); border-radius: var(--radius); background: var(--surface); font: 400 var(--text-sm)/20px var(--mono); }
  .editor.bad { border-color: var(--bad); }
  .editor:focus-within { outline: 2px solid var(--accent); }
  .lines { position: absolute; inset: 0 auto 0 0; inline-size: 44px; box-sizing: border-box; overflow: hidden; padding: var(--s2) 8px var(--s2) 0; background: var(--sunken); border-inline-end: 1px solid var(--line); color: var(--ink-3); text-align: end; white-space: pre; user-select: none; }
  .lines b { display: inline-block; inline-size: 100%; background: var(--bad-soft); color: var(--bad); }
  .lines::after { display: block; block-size: 48px; content: ""; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-block-start: 8px; font-size: var(--text-sm); }
  .bar p { flex: 1; min-inline-size: 12rem; margin: 0; color: var(--ink-2); overflow-wrap: anywhere; }
  .bar p.bad { color: var(--bad); }
  label { padding: 4px 10px; border: 1px solid var(--field-line); border-radius: 8px; cursor: pointer; }
  label:focus-within { outline: 2px solid var(--accent); outline-offset: 2px; }
  input { position: absolute; inline-size: 1px; block-size: 1px; opacity: 0; }
`;

class CodeElement extends HTMLElement {
  #text;
  #lines;
  #editor;
  #said;
  #frames;
  #timer = null;
  #round = 0;
  #stop;

  connectedCallback() {
    this.#text = this.querySelector('textarea');
    if (!this.#text) return;
    if (!this.shadowRoot) this.#build();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#text.addEventListener('input', () => this.#changed(PAUSE_MS), { signal });
    this.#text.addEventListener('scroll', () => (this.#lines.scrollTop = this.#text.scrollTop), { signal });
    this.#changed(0);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#stop?.abort();
    this.#frames?.replaceChildren();
  }

  #build() {
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const make = (name, properties, ...children) => {
      const element = Object.assign(document.createElement(name), properties);
      element.append(...children);
      return element;
    };
    this.#lines = make('div', { className: 'lines', ariaHidden: 'true' });
    this.#editor = make('div', { className: 'editor' }, this.#lines, make('slot', {}));
    this.#said = make('p', {});
    this.#said.setAttribute('role', 'status');
    const file = make('input', { type: 'file', accept: '.js,.mjs,text/javascript' });
    file.addEventListener('change', () => this.#upload(file));
    this.#frames = make('div', { hidden: true });
    root.append(this.#editor, make('div', { className: 'bar' }, this.#said, make('label', {}, file, this.dataset.upload)), this.#frames);
  }

  async #upload(file) {
    const [chosen] = file.files;
    file.value = '';
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) return this.#say(filled(this.dataset.tooLarge, { file: chosen.name }), { line: null });
    this.#text.value = await chosen.text();
    this.#text.dispatchEvent(new Event('input', { bubbles: true }));
    this.#text.focus();
  }

  #changed(pause) {
    this.#number(null);
    // What is wrong is told again when it is known again.
    this.#text.setCustomValidity('');
    clearTimeout(this.#timer);
    this.#round += 1;
    const round = this.#round;
    this.#timer = setTimeout(() => this.#check(round), pause);
  }

  async #check(round) {
    const code = this.#text.value;
    if (code.trim() === '') return this.#say('', null);
    const found = await this.#ask('check', code).catch((error) => ({ message: String(error.message), line: 0 }));
    if (round !== this.#round) return;
    if (found) {
      const place = found.line > 0 ? filled(this.dataset.at, found) : '';
      return this.#say(place + found.message, found);
    }
    const kind = this.#text.name.includes('show_info') ? 'showInfo' : 'function';
    const [names, failed] = await this.#ask(kind, code).then((loaded) => [loaded, null], (error) => [[], error]);
    if (round !== this.#round) return;
    // It may load where there is a call: what is no mistake of the syntax keeps nobody from saving.
    if (failed) this.#say(filled(this.dataset.notLoaded, { reason: failed.message }), null, true);
    else this.#say(names.length > 0 ? filled(this.dataset.exports, { names: names.join(', ') }) : this.dataset.noExports, null, names.length === 0);
  }

  /** Asks one sandbox once. Nothing that the code executes here is sent anywhere. */
  async #ask(kind, code) {
    const execute = () => Promise.reject(new Error('the editor runs no endpoint'));
    const sandbox = new Sandbox({ kind, code, place: this.#frames, execute });
    try {
      return await sandbox.loaded;
    } finally {
      sandbox.close();
    }
  }

  #say(text, mistake, isDoubtful = false) {
    this.#said.textContent = text;
    this.#said.className = mistake || isDoubtful ? 'bad' : '';
    this.#editor.className = mistake ? 'editor bad' : 'editor';
    this.#number(mistake?.line ?? null);
    // The browser keeps a form from being sent while one of its fields is wrong, and says why at the field.
    this.#text.setCustomValidity(mistake && mistake.line !== null ? text : '');
  }

  #number(bad) {
    const count = this.#text.value.split('\n').length;
    const numbers = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).join('\n');
    const marked = bad ? [numbers(1, bad - 1), bad > 1 ? '\n' : '', Object.assign(document.createElement('b'), { textContent: bad }), bad < count ? '\n' : '', numbers(bad + 1, count)] : [numbers(1, count)];
    this.#lines.replaceChildren(...marked);
    this.#lines.scrollTop = this.#text.scrollTop;
  }
}

customElements.get('patchbay-code') ?? customElements.define('patchbay-code', CodeElement);
