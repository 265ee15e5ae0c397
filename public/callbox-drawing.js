/** What a template's own code draws in a callbox, in the place of the sections; and a word when it can't. */

import { h, icon, redraw } from './callbox-dom.js';

/** Not among the texts of the element, which every callbox loads. */
const FAILED = 'Its own code could not be used, its settings are:';
/** Pixels. */
const [LEAST_HEIGHT, MOST_HEIGHT] = [24, 800];

export class Drawing {
  #code;
  #integration;
  #texts;
  #said = h('div', {});
  #place;
  #sandbox = null;
  #shown = null;
  #version = null;

  constructor(code, place, integration, texts) {
    this.#code = code;
    this.#integration = integration;
    this.#texts = texts;
    this.#place = place;
    place.replaceChildren(this.#said);
  }

  /** Draws with these values; whether it does. */
  update(values) {
    const { template } = this.#integration;
    const version = this.#code.version(template);
    if (version !== this.#version) this.close();
    this.#version = version;
    const failed = this.#code.states(template).filter(({ status }) => status === 'failed');
    redraw(this.#said, failed, () => failed.map(({ detail }) => h('div', { class: 'notice warn' }, icon('failed'), h('p', {}, `${this.#texts.codeFailed ?? FAILED} ${detail}`))));
    if (!this.#code.draws(template)) {
      this.close();
      return false;
    }
    // In a page that does not show it nothing is started.
    if (this.#place.isConnected) this.#show(values);
    return true;
  }

  close() {
    this.#sandbox?.close();
    this.#sandbox = null;
    this.#shown = null;
  }

  #show({ call = null, data, option, user, integrator }) {
    const context = JSON.parse(JSON.stringify({ call, data, option, user, integrator }));
    const text = JSON.stringify(context);
    if (this.#shown === text) return;
    this.#shown = text;
    const sandbox = (this.#sandbox ??= this.#start());
    sandbox.show(context).catch((error) => {
      if (this.#sandbox === sandbox) this.#code.drawsNoMore(this.#integration.template, error);
    });
  }

  #start() {
    const { template, label } = this.#integration;
    const onSize = (height) => (sandbox.frame.style.blockSize = `${Math.min(Math.max(height, LEAST_HEIGHT), MOST_HEIGHT)}px`);
    const scheme = getComputedStyle(this.#place).colorScheme;
    const sandbox = this.#code.drawIn(this.#place, template, { onSize, scheme, title: label });
    // By the object model and not by an attribute, which a strict policy refuses.
    Object.assign(sandbox.frame.style, { display: 'block', inlineSize: '100%', blockSize: '48px', border: '0' });
    return sandbox;
  }
}
