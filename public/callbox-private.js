/**
 * The private code of templates: starts it, puts its hooks in the place of the declarative ones, and has it draw. Loaded
 * only where a template has code.
 */

import { Drawing } from './callbox-drawing.js';
import { LIMITS, Sandbox } from './callbox-sandbox.js';

export { LIMITS };

/** Which module may export which hook; every other one stays declarative. */
const HOOKS_OF = {
  function: ['getDataIframe', 'savePreLogCRM', 'saveLogCRM', 'createSMSNote'],
  showInfo: ['handleCreateTicket', 'handleCreateContact'],
};
const DRAWS = 'showInfo';

export class PrivateCode {
  #callbox;
  /** Of each template: its version, its modules, and what each of them exports. */
  #known = new Map();
  /** Nobody sees the frames that only run hooks. */
  #place = null;
  /** How often what has this key has failed. */
  #rounds = new Map();

  constructor(callbox) {
    this.#callbox = callbox;
  }

  /** Starts what is new or changed, and waits until it has started or failed; ends what is gone. */
  async update() {
    const coded = this.#callbox.integrations.filter(({ code }) => code);
    for (const template of this.#known.keys()) {
      if (!coded.some((one) => one.template === template)) this.#stop(template);
    }
    await Promise.all(coded.map(async ({ template, code }) => {
      if (this.#known.get(template)?.version === code.version) return;
      this.#stop(template);
      this.#known.set(template, { version: code.version, modules: new Map() });
      await Promise.all(Object.keys(HOOKS_OF).filter((kind) => code[kind]).map((kind) => this.#start(template, kind, code[kind])));
    }));
  }

  /** What became of a template's modules: `{module, status, detail, hooks}` each. */
  states(template) {
    return [...(this.#known.get(template)?.modules.values() ?? [])].map(({ state }) => state).filter(Boolean);
  }

  /** Which version of a template's code runs. */
  version(template) {
    return this.#known.get(template)?.version;
  }

  /** Whether a template draws itself what its sections would show. */
  draws(template) {
    return this.#known.get(template)?.modules.get('showInfo')?.draws === true;
  }

  /** What a callbox shows of a template's own code, in `place`. */
  drawing(place, integration, texts) {
    return new Drawing(this, place, integration, texts);
  }

  /** A sandbox that draws in `place`. It ends when it is closed, or by itself, upon which it draws no more. */
  drawIn(place, template, { onSize, scheme, title }) {
    const { code } = this.#known.get(template).modules.get('showInfo');
    return new Sandbox({ kind: 'showInfo', code, place, execute: this.#execute, onSize, scheme, title, onGone: (error) => this.drawsNoMore(template, error) });
  }

  /** Its sections are shown again. */
  drawsNoMore(template, error) {
    const module = this.#known.get(template)?.modules.get('showInfo');
    if (module) Object.assign(module, { draws: false, state: this.#state(template, 'showInfo', 'failed', module.state.hooks, error) });
  }

  close() {
    for (const template of [...this.#known.keys()]) this.#stop(template);
    this.#place?.remove();
  }

  #execute = async (template, endpoint, body, key) => {
    if (!key) return this.#callbox.execute(template, endpoint, body);
    const round = this.#rounds.get(key) ?? 0;
    try {
      return await this.#callbox.execute(template, endpoint, body, { idempotencyKey: round ? `${key}-${round}` : key });
    } catch (error) {
      // The server remembers failures too: what is tried again is another try.
      if (error.executionId) this.#rounds.set(key, round + 1);
      throw error;
    }
  };

  async #start(template, kind, code) {
    const module = { code, draws: false, sandbox: null, state: null };
    this.#known.get(template).modules.set(kind, module);
    try {
      const names = await this.#sandbox(module, kind).loaded;
      const hooks = HOOKS_OF[kind].filter((hook) => names.includes(hook));
      for (const hook of hooks) this.#callbox.replaceHook(template, hook, (context, key) => this.#sandbox(module, kind).run(hook, context, key));
      module.draws = kind === 'showInfo' && names.includes(DRAWS);
      module.state = this.#state(template, kind, 'loaded', hooks);
    } catch (error) {
      module.state = this.#state(template, kind, 'failed', [], error);
    }
    // Whatever is drawn is drawn elsewhere, where it is seen.
    if (module.state.hooks.length === 0) module.sandbox?.close();
  }

  /** The running sandbox of a module; a new one when the last was ended, as one in an endless loop is. */
  #sandbox(module, kind) {
    if (!module.sandbox || module.sandbox.gone) {
      module.sandbox = new Sandbox({ kind, code: module.code, place: this.#hidden(), execute: this.#execute });
    }
    return module.sandbox;
  }

  #hidden() {
    if (!this.#place) {
      this.#place = document.createElement('div');
      this.#place.hidden = true;
      document.body.append(this.#place);
    }
    return this.#place;
  }

  #stop(template) {
    for (const { sandbox, state } of this.#known.get(template)?.modules.values() ?? []) {
      for (const hook of state?.hooks ?? []) this.#callbox.replaceHook(template, hook, null);
      sandbox?.close();
    }
    this.#known.delete(template);
  }

  #state(template, module, status, hooks, error = null) {
    const state = Object.freeze({ integration: template, module, status, hooks, detail: error && String(error.message ?? error) });
    this.#callbox.dispatchEvent(new CustomEvent('code', { detail: state }));
    return state;
  }
}
