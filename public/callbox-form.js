/** One form of the Iframe JSON. It is built once, and keeps what was typed through whatever happens to the call. */

import { h } from './callbox-dom.js';
import { defaultOf } from './callbox-text.js';

let lastId = 0;

export class FormView {
  element;
  #form;
  #inputs = new Map();
  #submit;
  #message;
  #button;
  #touched = false;
  #call = undefined;

  constructor(form, submit, texts) {
    this.#form = form;
    this.#submit = submit;
    this.#message = h('p', { class: 'message', role: 'status' });
    this.#button = h('button', { class: 'primary', type: 'submit' }, texts.submit);
    const fields = (form.fields ?? []).map((field) => this.#field(field, texts));
    this.element = h('details', { class: 'form' }, h('summary', {}, form.label),
      h('form', { novalidate: true, onsubmit: (event) => this.#send(event, texts), oninput: () => (this.#touched = true) },
        ...fields, h('div', { class: 'send' }, this.#button, this.#message)));
  }

  /** The defaults of another call, as long as nobody has typed. */
  fill(values) {
    const call = values.call?.id;
    if (this.#touched) return;
    if (this.#call !== call) {
      this.#say('', '');
      this.#check({}, false);
    }
    this.#call = call;
    for (const { field, input } of this.#inputs.values()) {
      const text = defaultOf(field, values);
      if (field.input === 'checkbox') input.checked = text === 'true';
      else input.value = text;
    }
  }

  #field(field, texts) {
    const id = `field-${(lastId += 1)}`;
    const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
    const common = { id, name: field.name, 'aria-describedby': `${id}-error`, 'aria-required': field.required ? 'true' : null };
    const input = this.#input(field, common, texts);
    this.#inputs.set(field.name, { field, input, error });
    const label = h('label', { for: id }, field.label, field.required && h('span', { class: 'required', 'aria-hidden': 'true' }, ' *'));
    const parts = field.input === 'checkbox' ? [h('div', { class: 'check' }, input, label)] : [label, input];
    return h('div', { class: 'field' }, ...parts, error);
  }

  #input({ input, options = [] }, common, texts) {
    if (input === 'textarea') return h('textarea', { ...common, rows: 3 });
    if (input === 'checkbox') return h('input', { ...common, type: 'checkbox' });
    if (input !== 'select') return h('input', { ...common, type: 'text', autocomplete: 'off' });
    return h('select', common, h('option', { value: '' }, texts.choose), ...options.map((option) => h('option', { value: option }, option)));
  }

  async #send(event, texts) {
    event.preventDefault();
    if (this.#button.getAttribute('aria-disabled') || !this.#check(texts)) return;
    const fields = {};
    for (const [name, { field, input }] of this.#inputs) fields[name] = field.input === 'checkbox' ? input.checked : input.value;
    // Not `disabled`, which would take the focus away from where the agent is.
    this.#button.setAttribute('aria-disabled', 'true');
    this.#say('', texts.sending);
    const { ok, text } = await this.#submit(fields, this.#form);
    this.#button.removeAttribute('aria-disabled');
    this.#say(ok ? 'ok' : 'bad', text);
    // What was refused stays, to be corrected or sent again.
    if (ok) this.#touched = false;
  }

  #check(texts, asked = true) {
    let first = null;
    for (const { field, input, error } of this.#inputs.values()) {
      const empty = field.input === 'checkbox' ? !input.checked : input.value.trim() === '';
      const wrong = asked && field.required && empty;
      error.hidden = !wrong;
      error.textContent = wrong ? `${field.label}: ${texts.required}` : '';
      if (wrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      if (wrong) first ??= input;
    }
    first?.focus();
    return first === null;
  }

  #say(tone, text) {
    this.#message.className = `message ${tone}`;
    this.#message.textContent = text;
  }
}
