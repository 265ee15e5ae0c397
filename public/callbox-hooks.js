/**
 * The moments of a call: which list of the Info JSON and which trigger belong to each, what the endpoints are sent, and
 * running them. A run is plain data, so that it can be put away and gone on with after a reload.
 */

import { holds, isThere, renderJson, within } from './callbox-text.js';

/**
 * `list`: the Info JSON's list. `kept`: what it writes must not be lost, so it is noted before it is sent and sent
 * again until somebody has it. `form`: the kind of the iframe's form that runs it.
 */
export const HOOKS = Object.freeze({
  getDataIframe: { list: 'dataFunction', trigger: 'call_start' },
  savePreLogCRM: { list: 'preLogFunction', trigger: 'call_connected', kept: true },
  saveLogCRM: { list: 'logFunction', trigger: 'call_end', kept: true },
  createSMSNote: { list: 'smsFunction', trigger: 'sms_send', kept: true },
  smsReceived: { trigger: 'sms_received' },
  handleCreateTicket: { list: 'ticketFunction', trigger: 'ticket_create', form: 'createTicket' },
  handleCreateContact: { list: 'contactFunction', trigger: 'contact_create', form: 'createContact' },
});

/** Beyond it `data` is left out of a body: the server takes 256 KiB in all. */
const MOST_DATA = 64 * 1024;

/**
 * What runs at a hook: the list from top to bottom, then the form's own endpoint, then the endpoints that the trigger
 * names. An endpoint that any integration's list names is that list's business, even if its `when` says no: it is not
 * run a second time by its trigger.
 */
export function plan(hook, integration, all, formEndpoint, others = []) {
  const { list, trigger } = HOOKS[hook];
  const listed = (one) => (one.info?.[list] ?? []).map((item) => ({
    template: item.templateName || one.template,
    endpoint: item.endpointName,
    objectName: item.objectName || null,
    params: isThere(item.params) ? item.params : null,
    when: item.when ?? null,
  }));
  const items = listed(integration);
  const named = new Set(all.flatMap(listed).map(({ template, endpoint }) => `${template}/${endpoint}`));
  const triggered = integration.endpoints.filter((endpoint) => endpoint.triggers?.includes(trigger));
  for (const endpoint of [formEndpoint, ...triggered.map(({ name }) => name)]) {
    const name = `${integration.template}/${endpoint}`;
    if (!endpoint || named.has(name) || others.includes(endpoint)) continue;
    named.add(name);
    items.push({ template: integration.template, endpoint, objectName: null, params: null, when: null });
  }
  return items;
}

/**
 * The body of an endpoint that gives no `params`. What happened stands at its top, exactly as when a platform's event
 * runs the same endpoint: the call, the SMS, or the form's fields. So one definition serves both.
 */
export function bodyOf({ call, sms, form, data, option, user }) {
  const small = JSON.stringify(data ?? {}).length <= MOST_DATA;
  const top = form ?? sms ?? call;
  return prune({ call, sms, data: small ? data : undefined, option, user, form, ...top });
}

const prune = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** The id that a CRM gave a log entry: the answer itself when it is a text or number, else its crmLogId, id, data.id. */
export function idIn(answer) {
  const isId = (value) => (typeof value === 'string' && value !== '') || typeof value === 'number';
  const found = [answer, answer?.crmLogId, answer?.id, answer?.data?.crmLogId, answer?.data?.id].find(isId);
  return found ?? null;
}

/** A link to what was created, when the answer has one: url, link, webUrl, html_url, or the same in `data`. */
export function linkIn(answer) {
  const names = ['url', 'link', 'webUrl', 'html_url'];
  const found = [answer, answer?.data].flatMap((place) => names.map((name) => place?.[name]));
  return found.find((value) => typeof value === 'string' && value.startsWith('https://')) ?? null;
}

/** What has become of a hook, from what became of its items. */
export function statusOf(items) {
  const any = (status) => items.some((item) => item.status === status);
  return ['running', 'failed', 'queued', 'succeeded'].find(any) ?? 'skipped';
}

/** A call as the server knows it from a platform's events: what a front end leaves out is filled in. */
export function complete(call, told, moment, at) {
  const now = new Date().toISOString();
  const whole = { direction: 'inbound', phone: '', conversationId: call.id, ...call, [at]: call[at] ?? now };
  whole.startedAt ??= whole.connectedAt ?? now;
  if (moment !== 'ended') return { ...whole, status: told.status ?? moment };
  const answered = Boolean(whole.connectedAt);
  return {
    ...whole,
    status: told.status ?? (answered ? 'answered' : 'missed'),
    durationSeconds: told.durationSeconds ?? seconds(whole.startedAt, whole.endedAt),
    talkSeconds: told.talkSeconds ?? (answered ? seconds(whole.connectedAt, whole.endedAt) : 0),
  };
}

const seconds = (from, to) => Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000)) || 0;

const digits = (number) => String(number ?? '').replace(/\D/g, '');

/** Whether two numbers are one, however they are written. */
export const isSameNumber = (a, b) => digits(a) !== '' && digits(a) === digits(b);

const LOG_ID = 'crmLogId';

/**
 * What a plan becomes once it is to run. Each item has its key from the beginning: however often it is sent, it happens
 * once.
 */
export const itemsOf = (plan, key) => plan.map((item, index) => ({
  ...item, key: key && `${key}-${index}`, status: 'waiting', body: null, round: 0, executionId: null, detail: null, code: null, link: null,
}));

/** Runs what has not succeeded yet. A failed item stores null and the next one runs. */
export async function runItems(run, { api, onAnswer, onStep }) {
  for (const item of run.items) await runItem(run, item, { api, onAnswer, onStep });
  // A call that was never answered has no entry to update: what would have begun it creates it now, with the call as
  // it ended.
  if (!wantsCreation(run)) return;
  for (const item of run.items) if (item.code === 'input_missing') Object.assign(item, nothingToUpdate);
  const creators = run.creators;
  run.creators = [];
  run.items.push(...creators);
  for (const item of creators) await runItem(run, item, { api, onAnswer, onStep });
}

const nothingToUpdate = { status: 'skipped', detail: 'there is no log entry to update' };

function wantsCreation({ items, creators, context }) {
  if (!creators?.length || context.call?.[LOG_ID]) return false;
  const lacksId = (item) => item.code === 'input_missing' || (item.status === 'skipped' && item.when === `call.${LOG_ID}`);
  return items.some(lacksId) && items.every((item) => item.status === 'skipped' || lacksId(item));
}

async function runItem(run, item, { api, onAnswer, onStep }) {
  if (['succeeded', 'failed', 'skipped'].includes(item.status)) return;
  if (!item.body) {
    const values = { ...run.context, data: run.data };
    const lookup = within(values);
    if (!holds(item.when, lookup)) {
      item.status = 'skipped';
      await onStep();
      return;
    }
    item.body = item.params ? renderJson(item.params, lookup) : bodyOf(values);
  }
  item.status = 'running';
  await onStep();
  const answer = await send(run, item, api);
  if (item.objectName) run.data[item.objectName] = answer ?? null;
  await onAnswer(item, answer ?? null);
  await onStep();
}

async function send(run, item, api) {
  const key = item.key && (item.round ? `${item.key}-${item.round}` : item.key);
  try {
    const answer = await api.execute(item.template, item.endpoint, item.body, { idempotencyKey: key ?? undefined });
    const body = answer?.response?.body;
    Object.assign(item, { status: 'succeeded', detail: null, code: null, executionId: answer?.executionId ?? null, link: linkIn(body) });
    return body;
  } catch (error) {
    // The server remembers what it answered under a key, failures too: the same execution again means that this key
    // can only ever fail. What has failed is tried again under the next one.
    if (key && error.executionId && error.executionId === item.executionId) {
      item.executionId = null;
      item.round += 1;
      return send(run, item, api);
    }
    // Many a CRM says so that it knows nobody of this number.
    if (run.hook === 'getDataIframe' && error.code === 'upstream_status' && error.response?.status === 404) {
      Object.assign(item, { status: 'skipped', detail: 'nothing found', executionId: error.executionId });
      return null;
    }
    if (error.retryAfterMs) run.notBefore = Math.max(run.notBefore ?? 0, Date.now() + error.retryAfterMs);
    const status = error.lasting ? 'failed' : 'queued';
    const { message: detail, code = 'defect', executionId = null } = error;
    Object.assign(item, { status, detail, code, executionId });
    return null;
  }
}

/**
 * The id of the log entry that a pre-log made: from the item whose objectName is crmLogId where the list has one, else
 * from the first answer that holds one.
 */
export function logIdOf(run, item, answer) {
  if (run.hook !== 'savePreLogCRM') return null;
  const named = run.items.some(({ objectName }) => objectName === LOG_ID);
  return named && item.objectName !== LOG_ID ? null : idIn(answer);
}
