/**
 * Runs on the CRM's page, by itself: puts a click-to-call button at every phone number that `renderTooltip` names, and
 * reads what `userInfo` names. What it finds goes to handlers, or to the callbox in an iframe of the page.
 *
 *     import { CallboxPage } from 'https://patchbay.example.com/callbox-page.js';
 *     new CallboxPage({ frame: document.querySelector('iframe'), origin: 'https://patchbay.example.com', token });
 */

const VERSION = 1;
const MARK = 'data-patchbay-dial';
/** Elements whose neighbours are not ours to add: the button goes inside them. */
const HOLDERS = 'td, th, li, dd, dt, p, h1, h2, h3, h4, h5, h6, label';
/** A page that changes all the time is looked at this often at most, and a large one less often still. */
const PAUSE_MS = 100;
const SHARE = 10;
const STYLE = `
  :host { display: inline-block; margin-inline-start: .35em; vertical-align: -.25em; line-height: 1; }
  button { all: unset; box-sizing: border-box; display: grid; place-items: center; inline-size: 1.5em; block-size: 1.5em;
    min-inline-size: 24px; min-block-size: 24px; border-radius: 50%; cursor: pointer;
    color: var(--patchbay-accent, light-dark(#0b6b63, #3cc9b8)); background: var(--patchbay-accent-soft, light-dark(#e2f4f1, #12332f)); }
  button:hover { color: var(--patchbay-accent-ink, light-dark(#fff, #06211e)); background: var(--patchbay-accent, light-dark(#0b6b63, #3cc9b8)); }
  button:focus-visible { outline: 2px solid var(--patchbay-accent, light-dark(#0b6b63, #3cc9b8)); outline-offset: 2px; }
  svg { inline-size: .85em; block-size: .85em; min-inline-size: 13px; min-block-size: 13px; }
`;
const RECEIVER = 'M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1z';

/** @typedef {{path: string, element: string}} Rule @typedef {Rule & {field: string}} UserRule */

/** Events: `message` with what the callbox in the iframe says, `problem` with a rule that can't be followed. */
export class CallboxPage extends EventTarget {
  #frame;
  #origin;
  #onDial;
  #onUser;
  #token;
  /** The question for a token that was answered last, or is being answered. */
  #asked = null;
  /** What is said before the page in the iframe listens; null when it does, or nobody can tell. */
  #held = null;
  #label;
  /** @type {Rule[]} */
  #tooltips = [];
  /** @type {UserRule[]} */
  #userInfo = [];
  /** @type {Map<Element, HTMLElement>} The button of each element. */
  #buttons = new Map();
  #read = new Map();
  #refused = new Set();
  #stop = new AbortController();
  #timer = null;
  #pause = PAUSE_MS;
  #sheet = null;
  #observer = new MutationObserver(() => this.#soon());

  /**
   * @param {object} options
   * @param {HTMLIFrameElement} [options.frame] The iframe with the callbox; it says what the rules are.
   * @param {string} [options.origin] Its origin. Nothing else is believed, and nothing is told to anybody else.
   * @param {() => string | Promise<string>} [options.token] Fetches a callbox token, where the iframe is the page
   *   /callbox/embed: asked at its start, and whenever the server refuses the last one.
   * @param {Rule[]} [options.renderTooltip] Rules, for a page without such an iframe.
   * @param {UserRule[]} [options.userInfo]
   * @param {(phone: string, element: Element) => void} [options.onDial] Without it the iframe is told.
   * @param {(field: string, value: string) => void} [options.onUser]
   * @param {string} [options.label] What a screen reader says before the number.
   */
  constructor({ frame, origin, token, renderTooltip = [], userInfo = [], onDial, onUser, label = 'Call' } = {}) {
    super();
    if (frame && !origin) throw new TypeError('give the origin of the iframe');
    this.#frame = frame ?? null;
    this.#origin = origin ? new URL(origin).origin : '';
    this.#onDial = onDial ?? ((phone) => this.post('dial', { phone }));
    if (token !== undefined && typeof token !== 'function') throw new TypeError('give token as a function: it is asked again when a token ends');
    this.#token = token ?? null;
    // The page /callbox/embed says as often as it takes that it is there.
    if (token) this.#held = [];
    this.#onUser = onUser ?? ((field, value) => this.post('setUser', { field, value }));
    this.#label = label;
    this.#tooltips = renderTooltip;
    this.#userInfo = userInfo;
    const { signal } = this.#stop;
    addEventListener('message', (event) => this.#hear(event), { signal });
    // A page that turns without a change of its content still has another URL.
    for (const type of ['popstate', 'hashchange']) addEventListener(type, () => this.#soon(), { signal });
    frame?.addEventListener('load', () => this.post('hello'), { signal });
    this.#observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['href', 'class', 'id', 'value'] });
    this.#look();
  }

  /** Tells the callbox in the iframe: see callbox-embed.js. @param {string} type @param {object} [detail] */
  post(type, detail = {}) {
    if (this.#held) return void this.#held.push([type, detail]);
    this.#frame?.contentWindow?.postMessage({ patchbay: VERSION, type, ...detail }, this.#origin);
  }

  /** Takes everything back. */
  stop() {
    this.#stop.abort();
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    for (const button of this.#buttons.values()) button.remove();
    this.#buttons.clear();
  }

  #hear({ source, origin, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || origin !== this.#origin || data?.patchbay !== VERSION) return;
    const held = this.#held ?? [];
    this.#held = null;
    for (const said of held) this.post(...said);
    if (data.type === 'awake') this.post('hello');
    if (data.type === 'needToken') this.#giveToken(data.id);
    if (data.type === 'ready' && Array.isArray(data.pages)) {
      this.#tooltips = data.pages.flatMap(({ renderTooltip }) => renderTooltip ?? []);
      this.#userInfo = data.pages.flatMap(({ userInfo }) => userInfo ?? []);
      // A callbox that was loaded again has forgotten who the user is.
      this.#read.clear();
      this.#look();
    }
    this.dispatchEvent(new CustomEvent('message', { detail: data }));
  }

  /** Once for each question, which is repeated until it is answered. */
  async #giveToken(id) {
    if (!this.#token || id === this.#asked) return;
    this.#asked = id;
    const fetched = Promise.resolve().then(() => this.#token());
    const answer = await fetched.then((token) => ({ token }), (error) => ({ detail: String(error?.message ?? error) }));
    if (!this.#stop.signal.aborted) this.post('token', { id, ...answer });
  }

  #soon() {
    this.#timer ??= setTimeout(() => this.#look(), this.#pause);
  }

  #look() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const began = performance.now();
    const wanted = new Set(this.#tooltips.flatMap((rule) => this.#find(rule)));
    // A cell and the link in it may both be named: the button belongs to the inner one.
    for (const element of wanted) {
      for (let outer = element.parentElement; outer; outer = outer.parentElement) wanted.delete(outer);
    }
    for (const [element, button] of this.#buttons) {
      if (wanted.has(element) && element.isConnected) continue;
      button.remove();
      this.#buttons.delete(element);
    }
    for (const element of wanted) this.#equip(element);
    for (const rule of this.#userInfo) this.#readUser(rule);
    // What we added ourselves is no reason to look again.
    this.#observer.takeRecords();
    this.#pause = Math.max(PAUSE_MS, (performance.now() - began) * SHARE);
  }

  /** A selector is typed by somebody: a wrong one is told once and leaves the page as it is. */
  #find({ path, element }) {
    if (!location.href.includes(path)) return [];
    try {
      return [...document.querySelectorAll(element)].filter((found) => !found.closest(`[${MARK}]`));
    } catch {
      if (!this.#refused.has(element)) {
        this.#refused.add(element);
        this.dispatchEvent(new CustomEvent('problem', { detail: { element, message: `${element} is no selector` } }));
      }
      return [];
    }
  }

  #equip(element) {
    const phone = numberIn(element);
    const known = this.#buttons.get(element);
    if (!phone) {
      known?.remove();
      this.#buttons.delete(element);
      return;
    }
    const host = known ?? this.#button(element);
    const button = host.shadowRoot.querySelector('button');
    const label = `${this.#label} ${phone}`;
    if (button.getAttribute('aria-label') !== label) {
      button.setAttribute('aria-label', label);
      button.title = label;
    }
    // Whoever renders the page may have moved it, or thrown it away.
    const inside = element.matches(HOLDERS);
    const inPlace = inside ? host.parentNode === element : host.previousSibling === element;
    if (inPlace) return;
    if (inside) element.append(host);
    else element.after(host);
  }

  #button(element) {
    const host = document.createElement('span');
    host.setAttribute(MARK, '');
    const root = host.attachShadow({ mode: 'open' });
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      this.#sheet.replaceSync(STYLE);
    }
    root.adoptedStyleSheets = [this.#sheet];
    const button = document.createElement('button');
    button.type = 'button';
    button.append(receiver());
    button.addEventListener('click', (event) => {
      // The number may stand in a link or a row that does something else when it is clicked.
      event.preventDefault();
      event.stopPropagation();
      const phone = numberIn(element);
      if (phone) this.#onDial(phone, element);
    });
    root.append(button);
    this.#buttons.set(element, host);
    return host;
  }

  #readUser(rule) {
    const [element] = this.#find(rule);
    if (!element) return;
    const value = String(element.value ?? element.textContent ?? '').trim();
    if (!value || this.#read.get(rule.field) === value) return;
    this.#read.set(rule.field, value);
    this.#onUser(rule.field, value);
  }
}

/**
 * The number that an element shows: of its tel: link, else the first in its text. Nothing for what has fewer than five
 * or more than fifteen digits.
 * @param {Element} element
 */
export function numberIn(element) {
  const link = element.closest('a[href^="tel:"]') ?? element.querySelector('a[href^="tel:"]');
  let text = element.value ?? element.textContent ?? '';
  if (link) {
    const number = link.getAttribute('href').slice('tel:'.length).split(';')[0];
    try {
      text = decodeURIComponent(number);
    } catch {
      text = number;
    }
  }
  const [found = ''] = String(text).match(/(?:\+|\(\+?)?\d[\d\s().\-/\u00a0]*\d/) ?? [];
  const digits = found.replace(/\D/g, '');
  if (digits.length < 5 || digits.length > 15) return null;
  return (/^\(?\+/.test(found) ? '+' : '') + digits;
}

function receiver() {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('fill', 'currentColor');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', RECEIVER);
  svg.append(path);
  return svg;
}
