/**
 * `<patchbay-preview data-of="id of a textarea">`: what the callbox makes of the Iframe JSON that is typed there, with
 * made-up values. The element of the callbox itself draws it; nothing here asks the server. What it says is told by the
 * portal in `data-made-up`, `data-nothing`, `data-incomplete` and `data-saves-nothing`.
 */

import './callbox-element.js';
import { sampleOf } from './callbox-sample.js';

const PAUSE_MS = 250;
const INTEGRATOR = Object.freeze({ name: 'sample', host: 'crm.example.com', description: '' });
const STYLE = ':host { display: block; } p { margin: 0 0 8px; color: var(--ink-2); font-size: var(--text-sm); } p:empty { display: none; } p.bad { color: var(--bad); }';

/** A callbox with one integration and one call, which never end. */
class Sample extends EventTarget {
  online = true;
  loaded = true;
  problem = null;
  privateCode = null;
  outcomes = [];
  queue = { waiting: 0, persistent: true };
  #values;
  #savesNothing;

  constructor(iframe, savesNothing) {
    super();
    this.#savesNothing = savesNothing;
    this.#values = sampleOf(iframe, INTEGRATOR);
    this.integrations = [{ template: 'sample', label: 'Integration', integrator: INTEGRATOR, info: null, iframe, endpoints: [] }];
  }

  get call() {
    return this.#values.call;
  }

  values() {
    return this.#values;
  }

  options() {
    return this.#values.option;
  }

  createTicket() {
    return [{ status: 'failed', items: [{ status: 'failed', detail: this.#savesNothing }] }];
  }

  createContact() {
    return this.createTicket();
  }
}

class PreviewElement extends HTMLElement {
  #said;
  #box;
  #shown = null;
  #timer = null;
  #stop;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#stop = new AbortController();
    // The editor may come later than its preview, and be another element after a save.
    document.addEventListener('input', ({ target }) => target.id === this.dataset.of && this.#soon(), { signal: this.#stop.signal });
    this.#soon();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #build() {
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#said = document.createElement('p');
    this.#said.setAttribute('role', 'status');
    this.#box = document.createElement('patchbay-callbox');
    root.append(this.#said, this.#box);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), PAUSE_MS);
  }

  #draw() {
    const text = document.getElementById(this.dataset.of)?.value ?? '';
    if (text === this.#shown) return;
    this.#shown = text;
    if (text.trim() === '') {
      this.#box.hidden = true;
      return this.#say(this.dataset.nothing);
    }
    try {
      this.#box.callbox = new Sample(JSON.parse(text), this.dataset.savesNothing);
      this.#box.hidden = false;
      this.#say(this.dataset.madeUp);
    } catch {
      // The editor says what is wrong; what was right last is still to be seen.
      this.#say(this.dataset.incomplete, true);
    }
  }

  #say(text, isBad = false) {
    this.#said.textContent = text;
    this.#said.className = isBad ? 'bad' : '';
  }
}

customElements.get('patchbay-preview') ?? customElements.define('patchbay-preview', PreviewElement);
