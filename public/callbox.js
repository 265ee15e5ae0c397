/**
 * The agent's side of Patchbay's integrations: tells them what happens to a call, shows what they answered, and sees to
 * it that every call is logged once.
 */

import { Api, CallboxError } from './callbox-api.js';
import { HOOKS, complete, isSameNumber, itemsOf, logIdOf, plan, runItems, statusOf } from './callbox-hooks.js';
import { Log } from './callbox-log.js';
import { Memory, Store } from './callbox-store.js';

export { CallboxError, HOOKS };
export { CallboxElement } from './callbox-element.js';

/** Outcomes that are remembered for whoever looks later. */
const MOST_OUTCOMES = 100;

/**
 * Events, all CustomEvents with a `detail`:
 *
 * - `load` `{integrations}` when they are known, `problem` `{code, message}` when they can't be fetched
 * - `call` `{call}` when the call that is shown changed
 * - `hook` an Outcome, at each change of its status
 * - `data` `{integration, data}` when an answer was stored
 * - `option` `{integration, name, value}`, `user` `{field, value}`
 * - `online`, `offline` when the server comes into reach or gets out of it
 * - `queue` `{waiting, persistent}` how many logs wait to be sent, and whether they survive a reload
 * - `code` `{integration, module, status, detail, hooks}` when private code was loaded, or failed
 * - `dial` `{phone}` when the page that embeds the callbox wants a number called
 *
 * Types stand in callbox.d.ts.
 */
export class Callbox extends EventTarget {
  #api;
  #store;
  #log;
  #options;
  #known;
  #ready;
  #isReady;
  #integrations = null;
  #problem = null;
  #calls = new Map();
  /** What is shown; without a call, what was created without one. */
  #current = { call: null, data: {}, done: Promise.resolve() };
  #user = {};
  #outcomes = new Map();
  #submissions = new Map();
  #replaced = new Map();
  #turns = new Map();
  /** What runs private code; null where there is none. */
  privateCode = null;
  #online = true;
  #queue = { waiting: 0, persistent: true };
  #abort = new AbortController();

  constructor({ baseUrl, callCenterId, token }) {
    super();
    const api = new Api({ baseUrl, callCenterId, token });
    // Every request says whether the server is in reach: better than the browser, which knows of its own cable only.
    this.#api = { base: api.base, list: () => this.#reach(api.list()), execute: (...what) => this.#reach(api.execute(...what)) };
    this.#store = new Store();
    this.#options = new Memory(`${api.base} options`);
    this.#known = new Memory(`${api.base} integrations`);
    // What happens before the integrations are known waits for them.
    this.#ready = new Promise((resolve) => (this.#isReady = resolve));
    this.#log = new Log(this.#api, this.#store, {
      prepare: (entry) => this.#prepare(entry),
      answered: (entry, item, answer) => this.#answered(entry, item, answer),
      changed: (entry) => this.#report(entry),
      settled: (entry) => this.#forget(entry),
      reachable: () => this.#online,
      counted: (queue) => this.#emit('queue', (this.#queue = queue)),
    });
    const { signal } = this.#abort;
    globalThis.addEventListener?.('online', () => this.retry(), { signal });
    globalThis.addEventListener?.('offline', () => this.#reached(false), { signal });
  }

  /** The integrations, empty before `load()`. */
  get integrations() {
    return this.#integrations ?? [];
  }

  /** Whether `load()` has succeeded. */
  get loaded() {
    return this.#integrations !== null;
  }

  /** Why `load()` failed last. */
  get problem() {
    return this.#problem;
  }

  /** The call that is shown: the one that began last, until the next one begins. */
  get call() {
    return this.#current.call;
  }

  /** The latest outcomes, oldest first. */
  get outcomes() {
    return [...this.#outcomes.values()];
  }

  get online() {
    return this.#online;
  }

  /** How many logs wait to be sent, and whether they survive a reload. */
  get queue() {
    return this.#queue;
  }

  /** What is seen as `user`. */
  get user() {
    return { ...this.#user };
  }

  /** What is seen as `option` by an integration. */
  options(template) {
    const chosen = this.#options.get()?.[template] ?? {};
    const options = this.#integration(template).info?.listOptions ?? [];
    return Object.fromEntries(options.map(({ name, default: first }) => [name, chosen[name] ?? Boolean(first)]));
  }

  /** What is seen as `data` by an integration, of the call that is shown. */
  data(template) {
    return this.#current.data[template] ?? {};
  }

  /** What placeholders of an integration see, of the call that is shown. */
  values(template) {
    const { label, integrator: { name, host, description = '' } } = this.#integration(template);
    const integrator = { host, description, name: name ?? label };
    return { call: this.call ?? undefined, data: this.data(template), option: this.options(template), user: this.user, integrator };
  }

  /**
   * Fetches the integrations of the call center, and sends what was left over from before. While the server is away,
   * those of the last time do: calls are logged when it is back.
   */
  async load() {
    let items;
    this.#problem = null;
    try {
      ({ items } = await this.#api.list());
      this.#known.set(items);
    } catch (error) {
      this.#problem = error;
      this.#emit('problem', { code: error.code, message: error.message });
      items = error.lasting ? null : this.#known.get();
      if (!items) throw error;
    }
    if (JSON.stringify(items) !== JSON.stringify(this.#integrations)) {
      this.#integrations = items.map((item) => Object.freeze({ ...item, endpoints: item.endpoints ?? [] }));
      this.#emit('load', { integrations: this.integrations });
    }
    await this.#startCode();
    this.#isReady();
    await this.#store.tidy();
    for (const entry of await this.#log.waiting()) this.#report(entry);
    this.#log.flush(true);
    return this.integrations;
  }

  /** It rings, or is dialled: getDataIframe, once for a call. */
  callStarted(call) {
    const known = this.#take(call, 'ringing', 'startedAt');
    this.#current = known;
    this.#show(known);
    known.started ??= known.done.then(() => this.#ready).then(() => this.#all('getDataIframe', { subject: known.call.id, call: known.call, known }));
    known.done = known.started.then(() => this.#keepData(known));
    return known.started;
  }

  /** Looks up again who is on the line, after it failed. */
  refresh() {
    const known = this.#current;
    if (!known.call) return Promise.resolve([]);
    known.started = null;
    return this.callStarted(known.call);
  }

  /** It was answered: savePreLogCRM, once for a call. */
  callConnected(call) {
    const known = this.#take(call, 'answered', 'connectedAt');
    this.#current = known;
    this.#show(known);
    return this.#logged('savePreLogCRM', known.call.id, { call: known.call });
  }

  /** It is over, answered or not: saveLogCRM, once for a call. */
  callEnded(call) {
    const known = this.#take(call, 'ended', 'endedAt');
    this.#show(known);
    return this.#logged('saveLogCRM', known.call.id, { call: known.call });
  }

  /** An SMS was sent: createSMSNote, once for an SMS. */
  smsSent(sms) {
    const told = plain(sms);
    return this.#logged('createSMSNote', needId(told, 'SMS'), { sms: told, ...this.#talkWith(told.to) });
  }

  /** An SMS came in: the endpoints with the trigger sms_received. */
  smsReceived(sms) {
    const told = plain(sms);
    const subject = needId(told, 'SMS');
    return this.#all('smsReceived', { subject, sms: told, ...this.#talkWith(told.from), key: `smsReceived-${subject}` });
  }

  /**
   * The agent submits the ticket form: handleCreateTicket, in one integration or in all that know tickets. Submitted
   * again unchanged after a failure, it goes on where it stopped and creates nothing twice.
   */
  createTicket(form, call = this.call, where = {}) {
    return this.#submit('handleCreateTicket', form, call, where);
  }

  /** The agent submits the contact form: handleCreateContact; see `createTicket`. */
  createContact(form, call = this.call, where = {}) {
    return this.#submit('handleCreateContact', form, call, where);
  }

  /** Runs one endpoint and answers with what it returned. */
  execute(template, endpoint, body = {}, options = {}) {
    return this.#api.execute(template, endpoint, body, options);
  }

  setOption(template, name, value) {
    if (!Object.hasOwn(this.options(template), name)) throw new TypeError(`there is no option ${name}`);
    const all = this.#options.get();
    this.#options.set({ ...all, [template]: { ...all?.[template], [name]: Boolean(value) } });
    this.#emit('option', { integration: template, name, value });
  }

  setUser(field, value) {
    this.#user[field] = value;
    this.#emit('user', { field, value });
  }

  /** Wants a number called: whoever has the telephone listens to `dial`. */
  dial(phone) {
    this.#emit('dial', { phone });
  }

  /**
   * Runs `run` in the place of what the Info JSON says: how private code of a template takes a hook over. What it
   * returns is stored in `data` by getDataIframe, and looked through for the log id by savePreLogCRM. It gets what
   * happened, and a key for it.
   */
  replaceHook(template, hook, run) {
    if (!(hook in HOOKS)) throw new TypeError(`there is no hook ${hook}`);
    this.#replaced.set(`${template}/${hook}`, run ?? undefined);
  }

  /** Sends now what waits to be sent. */
  retry() {
    return this.#log.flush(true);
  }

  /** Lets pages of these origins that hold the callbox in an iframe tell it what happens (callbox-embed.js). */
  async embed(options) {
    // Most callboxes stand on the front end's own page and need none of it.
    const { embed } = await import('./callbox-embed.js');
    return embed(this, options);
  }

  /** Lets go of the page. */
  close() {
    this.#abort.abort();
    this.#log.stop();
    this.privateCode?.close();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #integration(template) {
    const found = this.integrations.find((integration) => integration.template === template);
    if (!found) throw new TypeError(`there is no integration ${template}`);
    return found;
  }

  /** Private code is rare: what runs it is fetched where there is some. Without it the declarative hooks do. */
  async #startCode() {
    if (!this.privateCode && !this.integrations.some(({ code }) => code)) return;
    try {
      const { PrivateCode } = await import('./callbox-private.js');
      this.privateCode ??= new PrivateCode(this);
      await this.privateCode.update();
    } catch ({ message }) {
      this.#emit('problem', { code: 'code', message });
    }
  }

  async #reach(request) {
    try {
      const answer = await request;
      this.#reached(true);
      return answer;
    } catch (error) {
      if (error.code === 'network') this.#reached(false);
      else if (error.status) this.#reached(true);
      throw error;
    }
  }

  #reached(online) {
    if (online === this.#online) return;
    this.#online = online;
    this.#emit(online ? 'online' : 'offline', {});
    if (!online) return;
    if (this.#problem) this.load().catch(() => {});
    this.#log.flush(true);
  }

  /** What is known of a call, with what is told of it now. */
  #take(call, moment, at) {
    const told = plain(call);
    const id = needId(told, 'call');
    let known = this.#calls.get(id);
    if (!known) {
      known = { call: told, data: {}, done: Promise.resolve() };
      // After a reload in the middle of a call, what was found out before is still there.
      known.done = this.#store.call(this.#place(id)).then(({ data }) => Object.assign(known.data, data)).catch(() => {});
      this.#calls.set(id, known);
      if (this.#calls.size > MOST_OUTCOMES) this.#calls.delete(this.#calls.keys().next().value);
    }
    known.call = complete({ ...known.call, ...told }, told, moment, at);
    return known;
  }

  #show(known) {
    if (this.#current.call === null) this.#current = known;
    if (this.#current === known) this.#emit('call', { call: known.call });
  }

  /** The call that an SMS belongs to: the one that is shown, when it is with the same number. */
  #talkWith(number) {
    const known = this.#current;
    return isSameNumber(known.call?.phone, number) ? { call: known.call, known } : {};
  }

  async #keepData(known) {
    await this.#store.changeCall(this.#place(known.call.id), (record) => Object.assign(record.data, known.data)).catch(() => {});
  }

  /** One hook in every integration that has something to do at it. */
  async #all(hook, { subject, known, key = null, ...happened }) {
    const runs = this.integrations.map((integration) => {
      const run = this.#run(hook, integration, subject, happened, key);
      run.data = known ? (known.data[integration.template] ??= {}) : {};
      return run;
    });
    return Promise.all(runs.filter((run) => this.#isAsked(run)).map((run) => this.#direct(run)));
  }

  #run(hook, integration, subject, happened, key, endpoint, among = this.integrations) {
    const { template } = integration;
    const forms = integration.iframe?.forms ?? [];
    const form = HOOKS[hook].form && (endpoint ?? forms.find(({ kind }) => kind === HOOKS[hook].form)?.endpointName);
    // What another form is for is not run by this one.
    const others = form ? forms.map(({ endpointName }) => endpointName).filter((name) => name !== form) : [];
    const items = (name) => itemsOf(plan(name, integration, among, form, others), key && `${key}-${template}-${name}`);
    const { integrator, option, user } = this.values(template);
    const context = { ...happened, integrator, option, user };
    return { hook, template, subject, context, codeKey: key && `${key}-${template}-${hook}-code`, items: items(hook), creators: hook === 'saveLogCRM' ? items('savePreLogCRM') : [], data: null };
  }

  #isAsked({ hook, template, items }) {
    return items.length > 0 || Boolean(this.#replaced.get(`${template}/${hook}`));
  }

  async #direct(run) {
    const replacement = this.#replaced.get(`${run.template}/${run.hook}`);
    if (replacement) return this.#replacedRun(run, replacement);
    await this.#addLogId(run);
    await runItems(run, { api: this.#api, onStep: () => this.#report(run), onAnswer: (item, answer) => this.#answered(run, item, answer) });
    // Nothing sends these again: what can't be done now has failed.
    for (const item of run.items) if (item.status === 'queued') item.status = 'failed';
    return this.#report(run);
  }

  async #replacedRun(run, replacement) {
    const item = { template: run.template, endpoint: run.hook, objectName: null, status: 'running', detail: null, executionId: null, link: null };
    run.items = [item];
    this.#report(run);
    try {
      const answer = await replacement({ ...run.context, data: run.data }, run.codeKey);
      item.status = 'succeeded';
      if (run.hook === 'getDataIframe' && answer && typeof answer === 'object') Object.assign(run.data, plain(answer));
      await this.#answered(run, item, answer ?? null);
    } catch (error) {
      Object.assign(item, { status: 'failed', detail: String(error?.message ?? error), code: error?.code ?? 'code' });
    }
    return this.#report(run);
  }

  /** One hook that must not be lost, nor happen twice for one call or SMS. */
  async #logged(hook, subject, { known, ...happened }) {
    await this.#ready;
    const runs = this.integrations.map((integration) => {
      const run = this.#run(hook, integration, subject, happened, keyOf(subject));
      run.data = known ? { ...known.data[integration.template] } : null;
      return run;
    });
    const asked = runs.filter((run) => this.#isAsked(run));
    const replaced = asked.filter((run) => this.#replaced.get(`${run.template}/${hook}`));
    const told = await this.#log.note(subject, hook, asked.filter((run) => !replaced.includes(run)));
    if (told) await Promise.all(replaced.map((run) => this.#inTurn(run)));
    return asked.map((run) => this.#outcomes.get(outcomeId(run))).filter(Boolean);
  }

  /** Private code too sees what came before it: the data, and the id of the log entry that it made. */
  #inTurn(run) {
    const place = `${run.subject}/${run.template}`;
    const turn = (this.#turns.get(place) ?? Promise.resolve()).then(async () => {
      await this.#prepare(run);
      await this.#direct(run);
    });
    this.#turns.set(place, turn.catch(() => {}));
    return turn;
  }

  /** Before a kept run begins. Answered faster than the CRM did, its log may name what is still being fetched. */
  async #prepare(run) {
    if (!run.data) {
      const known = this.#calls.get(run.subject);
      await known?.done;
      const record = await this.#store.call(this.#place(run.subject));
      run.data = { ...(known?.data[run.template] ?? record.data[run.template]) };
    }
    if (run.hook !== 'savePreLogCRM') await this.#addLogId(run);
  }

  async #addLogId(run) {
    const { call } = run.context;
    if (!call) return;
    const { crmLogIds } = await this.#store.call(this.#place(call.id));
    const crmLogId = crmLogIds[run.template];
    if (crmLogId !== undefined) run.context.call = { ...call, crmLogId };
  }

  /** What was found out about a caller is not kept longer than it is needed. */
  async #forget({ hook, subject, template }) {
    if (hook !== 'saveLogCRM') return;
    await this.#store.changeCall(this.#place(subject), ({ data }) => delete data[template]);
  }

  #place(subject) {
    return `${this.#api.base}/${subject}`;
  }

  async #answered(run, item, answer) {
    const known = run.context.call ? this.#calls.get(run.context.call.id) : this.#current;
    if (known && item.objectName) (known.data[run.template] ??= {})[item.objectName] = answer;
    const crmLogId = logIdOf(run, item, answer);
    if (crmLogId !== null) {
      await this.#store.changeCall(this.#place(run.subject), (record) => { record.crmLogIds[run.template] ??= crmLogId; });
    }
    if (!item.objectName && run.hook !== 'getDataIframe') return;
    this.#emit('data', { integration: run.template, data: known?.data[run.template] ?? run.data ?? {} });
  }

  #report(run) {
    const id = outcomeId(run);
    const items = run.items.map(({ template, endpoint, objectName, status, detail, executionId, link }) =>
      Object.freeze({ template, endpoint, objectName, status: status === 'waiting' ? 'running' : status, detail, executionId, link }));
    const label = this.integrations.find(({ template }) => template === run.template)?.label ?? run.template;
    const outcome = Object.freeze({ id, hook: run.hook, integration: run.template, label, subject: run.subject, status: statusOf(items), items, at: new Date().toISOString() });
    this.#outcomes.delete(id);
    this.#outcomes.set(id, outcome);
    if (this.#outcomes.size > MOST_OUTCOMES) this.#outcomes.delete(this.#outcomes.keys().next().value);
    this.#emit('hook', outcome);
    return outcome;
  }

  #submit(hook, form, call, { template, endpoint }) {
    if (form === null || typeof form !== 'object') throw new TypeError('give the form as an object');
    const happened = { form: plain(form), call: call ? plain(call) : undefined };
    const place = `${hook}/${template ?? ''}/${endpoint ?? ''}`;
    const text = JSON.stringify(happened.form) + (call?.id ?? '');
    const before = this.#submissions.get(place);
    // Pressed twice: the second press sees the first one's outcome.
    if (before?.text === text && before.running) return before.running;
    const submission = before?.text === text ? before : { text, key: unique(), runs: null };
    const known = this.#calls.get(call?.id);
    const asked = this.integrations.filter((one) => !template || one.template === template);
    submission.runs ??= asked.map((integration) => this.#run(hook, integration, submission.key, happened, submission.key, endpoint, asked)).filter((run) => this.#isAsked(run));
    this.#submissions.set(place, submission);
    submission.running = Promise.all(submission.runs.map((run) => {
      run.data = { ...known?.data[run.template] };
      for (const item of run.items) if (item.status === 'failed') item.status = 'waiting';
      return this.#direct(run);
    })).finally(() => {
      submission.running = null;
      if (submission.runs.every(({ items }) => statusOf(items) !== 'failed')) this.#submissions.delete(place);
    });
    return submission.running;
  }
}

const outcomeId = ({ hook, template, subject }) => `${hook}/${template}/${subject}`;

/** A copy without anything but JSON: it is stored, and sent to other windows. */
const plain = (value) => JSON.parse(JSON.stringify(value ?? {}));

function needId({ id }, what) {
  if (typeof id !== 'string' || id === '') throw new TypeError(`give the ${what} an id`);
  return id;
}

/** Not crypto.randomUUID, which pages without TLS don't have. */
function unique() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same in every window, so that the server too sees that it is the same call. At most 255 characters of ASCII. */
function keyOf(subject) {
  const name = encodeURIComponent(subject);
  return `callbox-${name.length <= 120 ? name : name.slice(0, 80) + hash(name)}`;
}

function hash(text) {
  let sum = 0xcbf29ce484222325n;
  for (const sign of text) sum = BigInt.asUintN(64, (sum ^ BigInt(sign.codePointAt(0))) * 0x100000001b3n);
  return sum.toString(16);
}
