/**
 * A made-up CRM with a telephone, to see a callbox at work: contacts to call, a phone that rings, and the callbox
 * beside them.
 */

import { h, icon } from './callbox-dom.js';
import { CallboxPage } from './callbox-page.js';

/** People that the demo's CRM knows, and one that nobody does. Numbers from ranges that are set aside for fiction. */
export const CONTACTS = [
  { name: 'Ann Lee', company: 'Lee & Sons', phone: '+442079460101' },
  { name: 'Bao Nguyen', company: 'Saigon Print', phone: '+442079460102' },
  { name: 'Carla Rossi', company: 'Studio Rossi', phone: '+442079460103' },
  { name: 'Dieter Braun', company: 'Braun Logistik', phone: '+442079460104' },
  { name: 'Emeka Obi', company: 'Obi Farms', phone: '+442079460105' },
  { name: 'Unknown caller', company: '', phone: '+442079460199' },
];

const DID = '+442079460000';
const AGENT = { id: 'agent-1', name: 'Robin Demo', email: 'robin@example.com' };

/**
 * @param {object} options
 * @param {HTMLElement} options.root An empty container.
 * @param {import('./callbox.js').Callbox} options.callbox
 * @param {{name: string, company: string, phone: string}[]} [options.contacts]
 */
export function startDemo({ root, callbox, contacts = CONTACTS }) {
  wear();
  const phone = new Phone(callbox, contacts);
  const element = document.createElement('patchbay-callbox');
  element.callbox = callbox;
  root.classList.add('demo');
  root.replaceChildren(crm(contacts, phone), phone.element, h('div', { class: 'demo-callbox' }, element));
  // The same script that a real CRM's page loads, with the demo's own rule beside the integrations'.
  const rules = () => [{ path: '/', element: '.demo-phone' }, ...callbox.integrations.flatMap(({ info }) => info?.renderTooltip ?? [])];
  const page = new CallboxPage({ renderTooltip: rules(), onDial: (number) => phone.dial(number), onUser: (field, value) => callbox.setUser(field, value) });
  callbox.addEventListener('dial', ({ detail }) => phone.dial(detail.phone));
  return { phone, page };
}

/** The style sheet, unless the page has it already. A link and no style element: a strict policy allows it. */
function wear() {
  const href = new URL('./callbox-demo.css', import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  document.head.append(h('link', { rel: 'stylesheet', href }));
}

function crm(contacts, phone) {
  const row = (contact) => h('li', {},
    h('span', { class: 'demo-face', 'aria-hidden': 'true' }, contact.name.split(' ').map(([first]) => first).join('').slice(0, 2).toUpperCase()),
    h('div', { class: 'demo-who' }, h('strong', {}, contact.name), h('span', {}, contact.company || '–')),
    h('span', { class: 'demo-number' }, h('span', { class: 'demo-phone' }, contact.phone)),
    h('button', { type: 'button', class: 'demo-plain', onclick: () => phone.ring(contact.phone) }, 'Let them call'));
  return h('section', { class: 'demo-card demo-crm', 'aria-label': 'CRM' },
    h('header', {}, h('div', {}, h('h2', {}, 'Contacts'), h('p', {}, 'A made-up CRM. Click a number to call it.')),
      h('span', { class: 'demo-user' }, AGENT.email)),
    h('ul', {}, ...contacts.map(row)));
}

/** A telephone that exists on the screen only. It tells the callbox what a real one would. */
class Phone {
  element = h('section', { class: 'demo-card demo-telephone', 'aria-label': 'Phone' });
  #callbox;
  #contacts;
  #call = null;
  #timer = null;
  #number = '';
  #note = '';

  constructor(callbox, contacts) {
    this.#callbox = callbox;
    this.#contacts = contacts;
    this.#number = contacts[0]?.phone ?? '';
    this.#show();
  }

  /** @param {string} number Somebody calls. */
  ring(number) {
    this.#begin('inbound', number);
  }

  /** @param {string} number The agent calls. */
  dial(number) {
    this.#begin('outbound', number);
  }

  answer() {
    if (!this.#call || this.#call.connectedAt) return;
    this.#call = { ...this.#call, status: 'answered', connectedAt: new Date().toISOString() };
    this.#callbox.callConnected(this.#call);
    this.#show('.demo-end');
  }

  /** @param {'missed' | 'busy' | 'rejected'} [status] How it ends when it was not answered. */
  hangUp(status = 'missed') {
    if (!this.#call) return;
    const call = { ...this.#call, endedAt: new Date().toISOString(), note: this.#note || undefined, status: this.#call.connectedAt ? 'answered' : status };
    this.#call = null;
    this.#note = '';
    this.#callbox.callEnded(call);
    this.#show('.demo-start');
  }

  #begin(direction, phone) {
    if (this.#call) return;
    this.#number = phone;
    this.#call = { id: `demo-${Date.now().toString(36)}`, direction, phone, did: DID, extension: '101', agent: AGENT, startedAt: new Date().toISOString(), status: 'ringing' };
    this.#callbox.callStarted(this.#call);
    this.#show('.demo-start');
  }

  #name() {
    return this.#contacts.find(({ phone }) => phone === this.#number)?.name ?? 'Unknown number';
  }

  /** Draws the state, and hands the focus on to what is next, if it was in here. */
  #show(next) {
    clearInterval(this.#timer);
    const held = this.element.contains(document.activeElement);
    this.element.replaceChildren(h('header', {}, h('div', {}, h('h2', {}, 'Phone'), h('p', {}, `Extension 101 · ${AGENT.name}`))), this.#call ? this.#inCall() : this.#idle());
    if (held && next) this.element.querySelector(next)?.focus();
  }

  #inCall() {
    const { direction, connectedAt } = this.#call;
    const state = h('p', { class: 'demo-state', role: 'status' }, connectedAt ? 'On the line' : direction === 'inbound' ? 'Incoming call' : 'Calling…');
    const clock = h('p', { class: 'demo-clock' }, connectedAt ? '0:00' : ' ');
    if (connectedAt) {
      this.#timer = setInterval(() => {
        const seconds = Math.floor((Date.now() - Date.parse(connectedAt)) / 1000);
        clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      }, 500);
    }
    const button = (kind, text, onclick) => h('button', { type: 'button', class: kind, onclick }, icon('phone'), text);
    const buttons = connectedAt
      ? [button('demo-end demo-red', 'Hang up', () => this.hangUp())]
      : direction === 'inbound'
        ? [button('demo-start demo-green', 'Answer', () => this.answer()), button('demo-red', 'Miss', () => this.hangUp('missed'))]
        : [button('demo-start demo-green', 'They answer', () => this.answer()), button('demo-red', 'Busy', () => this.hangUp('busy'))];
    const note = connectedAt && h('label', { class: 'demo-field' }, 'Note', h('textarea', { rows: 2, oninput: ({ target }) => (this.#note = target.value) }));
    return h('div', { class: 'demo-body' }, h('div', { class: `demo-ringer ${connectedAt ? 'on' : 'rings'}` }, icon('phone')), state,
      h('p', { class: 'demo-name' }, this.#name()), h('p', { class: 'demo-digits' }, this.#number), clock, note, h('div', { class: 'demo-buttons' }, ...buttons));
  }

  #idle() {
    const number = h('input', { type: 'tel', name: 'number', autocomplete: 'off', required: true, oninput: ({ target }) => (this.#number = target.value) });
    number.value = this.#number;
    const text = h('textarea', { rows: 2, name: 'text' });
    text.value = 'Thank you for your call.';
    const sent = h('p', { class: 'demo-sent', role: 'status' });
    const call = (event) => {
      event.preventDefault();
      if (this.#number.trim()) this.dial(this.#number.trim());
    };
    const send = (event) => {
      event.preventDefault();
      const sms = { id: `demo-sms-${Date.now().toString(36)}`, to: this.#number.trim(), from: DID, text: text.value, sentAt: new Date().toISOString(), agent: AGENT };
      this.#callbox.smsSent(sms);
      sent.textContent = `Sent to ${sms.to}`;
    };
    return h('div', { class: 'demo-body' },
      h('form', { onsubmit: call }, h('label', { class: 'demo-field' }, 'Number', number),
        h('div', { class: 'demo-buttons' }, h('button', { type: 'submit', class: 'demo-start demo-green' }, icon('phone'), 'Call'),
          h('button', { type: 'button', onclick: () => this.#number.trim() && this.ring(this.#number.trim()) }, 'Let it ring'))),
      h('form', { onsubmit: send }, h('label', { class: 'demo-field' }, 'SMS', text), h('div', { class: 'demo-buttons' }, h('button', { type: 'submit' }, 'Send SMS')), sent));
  }
}
