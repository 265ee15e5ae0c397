/**
 * `<patchbay-callbox>`: shows what a Callbox knows. Give it one by its property `callbox`.
 *
 * Its colours are custom properties (docs/guides/callbox.md); the attribute `theme`, "light" or "dark", decides for one,
 * otherwise the page's color-scheme or the system. Texts are replaced by its property `texts`.
 */

import { h, icon, redraw } from './callbox-dom.js';
import { HOOKS } from './callbox-hooks.js';
import { IntegrationView } from './callbox-integration.js';
import { STYLE } from './callbox-style.js';

/** What it says, in English. */
const TEXTS = Object.freeze({
  idle: 'No call',
  idleHint: 'Waiting for the phone to ring.',
  unknown: 'Unknown number',
  inbound: 'Incoming call',
  outbound: 'Outgoing call',
  ringing: 'Ringing',
  talking: 'On the line',
  ended: 'Ended',
  missed: 'Missed',
  busy: 'Busy',
  rejected: 'Rejected',
  failed: 'failed',
  unreached: 'Failed',
  getDataIframe: 'Customer data',
  savePreLogCRM: 'Start of the call log',
  saveLogCRM: 'Call log',
  createSMSNote: 'SMS note',
  smsReceived: 'Incoming SMS',
  handleCreateTicket: 'Ticket',
  handleCreateContact: 'Contact',
  running: 'in progress',
  succeeded: 'saved',
  queued: 'waits to be sent',
  skipped: 'not done',
  loading: 'Looking it up…',
  nothing: 'Nothing found.',
  notKnown: 'Not known: it could not be looked up.',
  more: 'and {n} more',
  open: 'Open what was created',
  newTab: '(opens in a new tab)',
  options: 'Settings',
  choose: 'Choose…',
  submit: 'Save',
  sending: 'Saving…',
  required: 'fill this in.',
  offline: 'The server is out of reach. Call logs are kept and sent later.',
  waits: '{n} logs wait to be sent.',
  waitsOne: 'One log waits to be sent.',
  notKept: 'This browser keeps them only as long as the page is open.',
  sendNow: 'Send now',
  notLoaded: 'The integrations could not be loaded:',
  tryAgain: 'Try again',
  noIntegration: 'No integration is set up for this call center.',
});

const EVENTS = ['call', 'hook', 'data', 'option', 'user', 'queue', 'online', 'offline', 'load', 'problem', 'code'];
const Base = globalThis.HTMLElement ?? class {};
/** One sheet for every callbox of a page; no style element and no style attribute, which a strict policy refuses. */
let sheet = null;

export class CallboxElement extends Base {
  #callbox = null;
  #texts = TEXTS;
  #stop = null;
  #views = [];
  #head;
  #notices;
  #body;
  #live;
  #due = false;
  #told = new Map();

  /** The callbox that is shown. */
  get callbox() {
    return this.#callbox;
  }

  set callbox(callbox) {
    this.#leave();
    this.#callbox = callbox;
    if (this.isConnected) this.#enter();
  }

  /** Texts in another language: any of TEXTS. */
  set texts(texts) {
    this.#texts = { ...TEXTS, ...texts };
    if (this.isConnected) this.#build();
  }

  get texts() {
    return this.#texts;
  }

  connectedCallback() {
    if (!this.shadowRoot) this.#attach();
    this.#enter();
  }

  disconnectedCallback() {
    this.#leave();
  }

  #attach() {
    const root = this.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    root.adoptedStyleSheets = [sheet];
    this.#head = h('header', { class: 'call' });
    this.#notices = h('div', { class: 'notices' });
    this.#body = h('div', { class: 'integrations' });
    // Says what happens, in one place and one sentence at a time.
    this.#live = h('div', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
    root.append(h('section', { class: 'box', 'aria-label': 'Callbox' }, this.#head, this.#notices, this.#body), this.#live);
  }

  #enter() {
    if (!this.#callbox || this.#stop) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    for (const type of EVENTS) {
      this.#callbox.addEventListener(type, (event) => {
        if (type === 'load') this.#build();
        if (type === 'hook') this.#announce(event.detail);
        this.#soon();
      }, { signal });
    }
    this.#build();
  }

  #leave() {
    for (const view of this.#views) view.close();
    this.#stop?.abort();
    this.#stop = null;
  }

  #build() {
    if (!this.#callbox || !this.shadowRoot) return;
    for (const view of this.#views) view.close();
    this.#views = this.#callbox.integrations.map((integration) => new IntegrationView(this.#callbox, integration, this.#texts));
    this.#body.replaceChildren(...this.#views.map(({ element }) => element));
    this.#update();
  }

  /** Events come in bursts, a picture is drawn once. */
  #soon() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.#stop) this.#update();
    });
  }

  #update() {
    this.#showCall();
    this.#showNotices();
    for (const view of this.#views) view.update();
  }

  #showCall() {
    const { call } = this.#callbox;
    const texts = this.#texts;
    const ended = call?.endedAt && { answered: 'ended', failed: 'unreached' };
    const state = ended ? (ended[call.status] ?? call.status) : call?.connectedAt ? 'talking' : 'ringing';
    redraw(this.#head, [call?.phone, call?.direction, state, !call, texts], () => (call ? [
      h('span', { class: `sign ${state}` }, icon('phone')),
      h('div', {}, h('h2', {}, call.phone || texts.unknown), h('p', {}, texts[call.direction] ?? '')),
      h('span', { class: `state ${state}` }, texts[state] ?? state),
    ] : [h('span', { class: 'sign' }, icon('phone')), h('div', {}, h('h2', {}, texts.idle), h('p', {}, texts.idleHint))]));
  }

  #showNotices() {
    const { online, queue, problem, loaded } = this.#callbox;
    const texts = this.#texts;
    const notice = (tone, sign, text, action) => h('div', { class: `notice ${tone}` }, icon(sign), h('p', {}, text), action);
    const again = (key, text, onclick) => h('button', { type: 'button', 'data-key': key, onclick }, text);
    redraw(this.#notices, [online, queue, problem?.message, loaded, this.#views.length, texts], () => [
      problem && (online || !loaded) && notice('bad', 'failed', `${texts.notLoaded} ${problem.message}`, again('load', texts.tryAgain, () => this.#callbox.load().catch(() => {}))),
      !online && notice('warn', 'off', texts.offline),
      queue.waiting > 0 && notice('warn', 'queued',
        (queue.waiting === 1 ? texts.waitsOne : texts.waits.replace('{n}', queue.waiting)) + (queue.persistent ? '' : ` ${texts.notKept}`),
        again('retry', texts.sendNow, () => this.#callbox.retry())),
      loaded && this.#views.length === 0 && notice('', 'skipped', texts.noIntegration),
    ].filter(Boolean));
  }

  #announce({ id, hook, label, status }) {
    // A form says itself what became of it.
    if (HOOKS[hook].form || this.#told.get(id) === status || status === 'running' || status === 'skipped') return;
    this.#told.set(id, status);
    this.#live.textContent = `${label}: ${this.#texts[hook]} ${this.#texts[status]}`;
  }
}

globalThis.customElements?.get('patchbay-callbox') ?? globalThis.customElements?.define('patchbay-callbox', CallboxElement);
