/** `<patchbay-chat>`: the button, the panel, the log. */

import { drawing, h } from '../callbox-elements.js';
import { VisitorChat } from './chat.js';
import { draw } from './content.js';
import { localStorageOfPage } from './storage.js';
import { STYLE } from './style.js';
import { textsFor } from './texts.js';

const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
const TAKEN = 'image/png,image/jpeg,image/gif,image/webp,application/pdf,video/mp4,audio/mp4,audio/ogg,audio/mpeg,text/plain';

const ICONS = {
  chat: 'M17 9.5a6.5 6.5 0 0 1-9.4 5.8L3 17l1.7-4A6.5 6.5 0 1 1 17 9.5z',
  clip: 'M14.5 9.5l-5 5a3.2 3.2 0 0 1-4.5-4.5l6-6a2.2 2.2 0 0 1 3.1 3.1l-5.8 5.8a1 1 0 0 1-1.5-1.5l5-5',
  close: 'M5 5l10 10M15 5L5 15',
  send: 'M3 10l14-6-5 13-3-5z',
};

const icon = (name) => drawing(ICONS[name], 'icon');

export class ChatElement extends HTMLElement {
  async connectedCallback() {
    if (this.text) return;
    const language = this.getAttribute('language') ?? (document.documentElement.lang || navigator.language);
    this.text = () => '';
    this.text = await textsFor(language);
    const of = (name) => this.getAttribute(name) ?? undefined;
    this.ours = of('base-url') ?? location.origin;
    this.chat = new VisitorChat({ baseUrl: this.ours, callCenter: of('call-center') ?? '', channel: of('channel') ?? '', name: of('name'), storage: localStorageOfPage() });
    this.drawn = new Map();
    this.fresh = 0;
    this.#build();
    this.chat.addEventListener('change', () => this.#draw());
    this.chat.addEventListener('message', () => {
      if (this.panel.hidden) this.fresh += 1;
    });
    this.chat.open();
    this.#draw();
  }

  disconnectedCallback() {
    // Moved to another place in the page it is connected again at once.
    queueMicrotask(() => this.isConnected || this.chat?.close());
  }

  #build() {
    const { text } = this;
    const isPage = this.hasAttribute('page');
    const title = this.getAttribute('title') || text('chat');
    this.removeAttribute('title');
    this.button = h('button', { type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-controls': 'panel', onclick: () => this.#toggle(this.panel.hidden) }, icon('chat'));
    this.badge = h('span', { class: 'badge', 'aria-hidden': 'true' });
    this.button.append(this.badge);
    this.more = h('button', { type: 'button', class: 'more', hidden: true, onclick: () => this.chat.earlier().catch(() => {}) }, text('earlier'));
    this.log = h('div', { role: 'log', 'aria-label': text('log'), tabindex: '0' });
    this.hello = h('p', { class: 'notice' }, text('hello'));
    this.end = h('button', { type: 'button', class: 'more', hidden: true, onclick: () => this.#end() }, text('end'));
    this.scroll = h('div', { class: 'scroll' }, this.more, this.hello, this.log, this.end);
    this.status = h('p', { role: 'status', class: 'status' });
    this.input = h('textarea', { id: 'text', rows: '1', maxlength: '4096', placeholder: text('write'), dir: 'auto', onkeydown: (event) => this.#key(event), oninput: () => this.#grow() });
    this.file = h('input', { type: 'file', id: 'file', accept: TAKEN, class: 'hidden', tabindex: '-1', 'aria-label': text('attach'), onchange: () => this.#attach() });
    const form = h('form', { onsubmit: (event) => this.#send(event) },
      h('button', { type: 'button', class: 'plain', 'aria-label': text('attach'), onclick: () => this.file.click() }, icon('clip')), this.file,
      h('label', { for: 'text', class: 'hidden' }, text('write')), this.input,
      h('button', { type: 'submit', 'aria-label': text('send') }, icon('send')));
    const close = h('button', { type: 'button', class: 'plain', 'aria-label': text('close'), onclick: () => this.#toggle(false) }, icon('close'));
    const head = !isPage && h('header', {}, h('h2', { id: 'title' }, title), close);
    this.panel = h('section', { id: 'panel', class: 'panel', role: isPage ? 'region' : 'dialog', 'aria-label': title, hidden: !isPage, onkeydown: (event) => event.key === 'Escape' && !isPage && this.#toggle(false) },
      head, this.scroll, this.status, form);
    const root = this.attachShadow({ mode: 'open' });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    root.append(this.panel, ...(isPage ? [] : [h('aside', { 'aria-label': title }, this.button)]));
  }

  #toggle(isOpen) {
    this.panel.hidden = !isOpen;
    this.button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      this.fresh = 0;
      this.#draw();
      this.#toEnd();
      this.input.focus();
    } else {
      this.button.focus();
    }
  }

  #key(event) {
    // What an input method composes is ended by Enter too.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    this.#send(event);
  }

  #send(event) {
    event.preventDefault();
    this.chat.send(this.input.value);
    this.input.value = '';
    this.#grow();
    this.#toEnd();
    this.input.focus();
  }

  /** Nothing is asked first: whoever writes again goes on. */
  async #end() {
    this.end.disabled = true;
    try {
      await this.chat.end();
    } catch {
      // The status line tells that there is no connection.
    } finally {
      this.end.disabled = false;
    }
    this.input.focus();
  }

  #attach() {
    const [file] = this.file.files;
    this.file.value = '';
    if (!file) return;
    if (file.size > LARGEST_FILE_BYTES) this.status.textContent = this.text('large');
    else this.chat.sendFile(file);
  }

  #grow() {
    this.input.style.blockSize = 'auto';
    this.input.style.blockSize = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  #toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  /** Adds what is new and leaves the rest: a screen reader reads additions, and nothing twice. */
  #draw() {
    const { chat, text } = this;
    const isAtEnd = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 60;
    const items = chat.items;
    const keys = new Set();
    let before = null;
    for (const item of items) {
      const key = 'number' in item ? item.clientId ?? String(item.number) : item.id;
      keys.add(key);
      let element = this.drawn.get(key);
      // Of a file on its way only the name is known; where it is, the server tells.
      const isFile = 'number' in item && item.content?.$type === 'media';
      if (!element || (isFile && 'waits' in element.dataset)) {
        element?.remove();
        element = this.#element(item);
        this.drawn.set(key, element);
      }
      this.#state(element, item);
      const place = before ? before.nextSibling : this.log.firstChild;
      if (place !== element) this.log.insertBefore(element, place);
      before = element;
    }
    for (const [key, element] of this.drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.drawn.delete(key);
    }
    this.#answers(items);
    this.more.hidden = !chat.cursor;
    const last = items.findLast(({ kind }) => kind === 'message' || kind === 'ended');
    this.end.hidden = last?.kind !== 'message';
    this.hello.hidden = items.length > 0;
    const isOffline = !chat.isConnected || !navigator.onLine;
    const status = isOffline ? text('offline') : chat.isTyping ? text('typing') : '';
    if (this.status.textContent !== status) this.status.textContent = status;
    this.badge.textContent = this.fresh ? String(this.fresh) : '';
    this.button.setAttribute('aria-label', this.fresh ? `${text('open')} (${text('fresh', { count: this.fresh })})` : text('open'));
    if (isAtEnd) this.#toEnd();
  }

  /** A bot's choices can be chosen until something was said after them. */
  #answers(items) {
    const last = items.findLast((item) => !('number' in item) || item.kind === 'message');
    const key = last && ('number' in last ? last.clientId ?? String(last.number) : last.id);
    for (const [of, element] of this.drawn) {
      for (const button of element.querySelectorAll('.options button')) button.disabled = of !== key;
    }
  }

  #element(item) {
    if ('number' in item && item.kind !== 'message') return h('p', { class: 'notice' }, this.#notice(item));
    const isOwn = !('number' in item) || item.direction === 'ClientOriginated';
    const around = { ours: this.ours, text: this.text, choose: (said) => { this.chat.send(said); this.#toEnd(); this.input.focus(); } };
    const said = item.content ?? { $type: 'text', text: item.text };
    const parts = draw(isOwn && said.$type === 'text' ? { ...said, text: this.#said(said.text) } : said, around);
    const who = h('span', { class: 'hidden' }, `${this.text(isOwn ? 'you' : 'they')}: `);
    return h('div', { class: `message ${isOwn ? 'own' : 'other'}`, 'data-waits': !('number' in item) }, who, h('div', { class: 'bubble' }, ...parts), h('div', { class: 'state' }));
  }

  #notice({ kind, agentName: name, position }) {
    if (kind === 'agentAssigned') return name ? this.text('agent', { name }) : this.text('person');
    if (kind === 'queueEntered') return position ? this.text('place', { position }) : this.text('queue');
    return this.text('ended');
  }

  #state(element, item) {
    const place = element.querySelector('.state');
    if (!place || element.classList.contains('other')) return;
    const state = 'number' in item ? 'sent' : item.state;
    const isDrawn = place.dataset.state === state && place.dataset.number === String(item.number);
    if (isDrawn) return;
    Object.assign(place.dataset, { state, number: String(item.number) });
    const retry = (state === 'unsent' || state === 'refused')
      && h('button', { type: 'button', onclick: () => this.chat.retry(item.id) }, this.text('retry'));
    const time = 'number' in item && new Date(item.createdOn).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    place.replaceChildren(...[this.text(state, { why: item.why }), time && ` ${time}`, retry && ' ', retry].filter(Boolean));
  }

  /** What is shown of a visitor's own text: the label of the choice that sent it. */
  #said(text) {
    const options = [...this.chat.entries.values()].flatMap(({ content }) => content?.options ?? []);
    return options.findLast(({ postback }) => postback === text)?.label ?? text;
  }
}
