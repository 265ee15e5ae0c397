/** One integration in the callbox: what it knows of the caller, its forms, its settings, and how its hooks went. */

import { h, icon, link, redraw } from './callbox-dom.js';
import { FormView } from './callbox-form.js';
import { HOOKS } from './callbox-hooks.js';
import { sectionsOf, titleOf } from './callbox-text.js';

const HOOK_OF = Object.fromEntries(Object.entries(HOOKS).filter(([, { form }]) => form).map(([hook, { form }]) => [form, hook]));

export class IntegrationView {
  element;
  #callbox;
  #integration;
  #texts;
  #title = h('h3', {});
  #own = h('div', {});
  #drawing = null;
  #sections = h('div', { class: 'sections' });
  #outcomes = h('ul', { class: 'outcomes' });
  #forms;

  constructor(callbox, integration, texts) {
    this.#callbox = callbox;
    this.#integration = integration;
    this.#texts = texts;
    const id = `title-${integration.template.replace(/[^\w-]/g, '_')}`;
    this.#title.id = id;
    this.#forms = (integration.iframe?.forms ?? []).map((form) => new FormView(form, (...what) => this.#submit(...what), texts));
    this.element = h('article', { 'aria-labelledby': id },
      h('header', {}, this.#title, h('span', { class: 'host' }, integration.integrator?.host ?? '')),
      this.#own,
      this.#sections,
      this.#forms.length > 0 && h('div', { class: 'forms' }, ...this.#forms.map(({ element }) => element)),
      this.#options(),
      this.#outcomes);
    this.update();
  }

  update() {
    const { template, iframe, label } = this.#integration;
    const values = this.#callbox.values(template);
    this.#title.textContent = titleOf(iframe, values, label);
    const outcomes = this.#relevant();
    this.#drawing ??= this.#callbox.privateCode?.drawing(this.#own, this.#integration, this.#texts);
    this.#sections.hidden = this.#drawing?.update(values) ?? false;
    const fetched = outcomes.find(({ hook }) => hook === 'getDataIframe')?.status;
    const sections = values.call || Object.keys(values.data).length > 0 ? sectionsOf(iframe, values) : [];
    // Every section waits for something that is not there: the agent is told so.
    if (sections.length === 0 && fetched && iframe?.sections?.length) sections.push({ kind: 'fields', label: '', blocks: [], more: 0 });
    redraw(this.#sections, [fetched, sections], () => sections.map((section, index) => this.#section(section, index, fetched)));
    this.#sections.setAttribute('aria-busy', String(fetched === 'running'));
    // Data that came is on the screen: only what is missing needs a word.
    const shown = outcomes.filter(({ hook, status }) => hook !== 'getDataIframe' || status === 'failed' || (status === 'running' && sections.length === 0));
    redraw(this.#outcomes, shown, () => shown.map((outcome) => this.#outcome(outcome)));
    this.#outcomes.hidden = shown.length === 0;
    for (const form of this.#forms) form.fill(values);
  }

  /** Ends what draws here. */
  close() {
    this.#drawing?.close();
  }

  /** Of the call that is shown, of forms and SMS since; and whatever still waits. The newest of each hook. */
  #relevant() {
    const { id: call, startedAt } = this.#callbox.call ?? {};
    const newest = new Map();
    for (const outcome of this.#callbox.outcomes) {
      const { hook, integration, status, at, subject } = outcome;
      if (integration !== this.#integration.template || (status === 'skipped' && hook !== 'getDataIframe')) continue;
      const ofCall = ['getDataIframe', 'savePreLogCRM', 'saveLogCRM'].includes(hook);
      const past = ofCall ? subject !== call : Date.parse(at) < Date.parse(startedAt);
      if (past && status !== 'queued') continue;
      newest.set(outcome.hook, outcome);
    }
    return [...newest.values()];
  }

  #section({ kind, label, blocks, more }, index, fetched) {
    const key = (block, row) => `${index}-${block}-${row}`;
    const body = blocks.length === 0
      ? [h('p', { class: 'nothing' }, this.#texts[{ running: 'loading', failed: 'notKnown' }[fetched] ?? 'nothing'])]
      : blocks.map((rows, block) => (kind === 'links' ? this.#links(rows, (row) => key(block, row)) : this.#rows(rows, (row) => key(block, row))));
    const list = kind === 'list' && blocks.length > 0;
    return h('section', { class: kind }, label && h('h4', {}, label),
      list ? h('ul', { class: 'blocks' }, ...body.map((block) => h('li', {}, block))) : body[0],
      more > 0 && h('p', { class: 'nothing' }, this.#texts.more.replace('{n}', more)));
  }

  #rows(rows, key) {
    return h('dl', {}, ...rows.map(({ label, value, href }, index) => {
      const text = value || (href ? label : '–');
      const shown = href ? this.#link(href, text, key(index)) : text;
      return h('div', {}, label && h('dt', {}, label), h('dd', {}, shown));
    }));
  }

  #links(rows, key) {
    return h('ul', { class: 'row' }, ...rows.map(({ label, value, href }, index) => {
      const text = [label, value].filter(Boolean).join(' · ');
      return h('li', {}, href ? this.#link(href, text, key(index)) : text);
    }));
  }

  #link(href, text, key) {
    const element = link(href, text, h('span', { class: 'hidden' }, ` ${this.#texts.newTab}`), icon('out'));
    element.setAttribute('data-key', key);
    return element;
  }

  #options() {
    const options = this.#integration.info?.listOptions ?? [];
    if (options.length === 0) return null;
    const chosen = this.#callbox.options(this.#integration.template);
    const prefix = this.#title.id.replace('title', 'option');
    return h('details', { class: 'options' }, h('summary', {}, this.#texts.options), ...options.map(({ name, label }, index) =>
      h('div', { class: 'check' },
        h('input', { type: 'checkbox', id: `${prefix}-${index}`, checked: chosen[name], onchange: ({ target }) => this.#callbox.setOption(this.#integration.template, name, target.checked) }),
        h('label', { for: `${prefix}-${index}` }, label))));
  }

  #outcome({ hook, status, items }) {
    const texts = this.#texts;
    const details = items.filter((item) => item.detail && ['failed', 'queued'].includes(item.status));
    const created = items.find((item) => item.link)?.link;
    return h('li', { class: status }, icon(status),
      h('div', {}, h('p', {}, h('span', { class: 'hook' }, texts[hook]), ' ', h('span', { class: 'status' }, texts[status])),
        ...details.map((item) => h('p', { class: 'detail' }, `${item.endpoint}: ${item.detail}`)),
        hook === 'getDataIframe' && status === 'failed' && h('button', { type: 'button', 'data-key': 'refresh', onclick: () => this.#callbox.refresh() }, texts.tryAgain),
        created && h('p', { class: 'detail' }, this.#link(created, texts.open, `created-${hook}`))));
  }

  async #submit(fields, form) {
    const create = form.kind === 'createContact' ? 'createContact' : 'createTicket';
    const { template } = this.#integration;
    const outcomes = await this.#callbox[create](fields, this.#callbox.call, { template, endpoint: form.endpointName });
    const [outcome] = outcomes;
    const ok = outcome?.status === 'succeeded';
    const bad = outcome?.items.find(({ status }) => status === 'failed');
    return { ok, text: bad?.detail ?? `${this.#texts[HOOK_OF[form.kind]]} ${this.#texts[outcome?.status ?? 'skipped']}` };
  }
}
