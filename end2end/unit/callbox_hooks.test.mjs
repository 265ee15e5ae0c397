// The hooks against a made-up server: what runs, in which order, with which body, and how often.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Callbox } from '../../public/callbox.js';

/** What the server was asked, and how it answers. */
let asked;
let answers;
let integrations;

const ok = (body) => ({ status: 200, body: { executionId: `e-${asked.length}`, status: 'succeeded', response: { status: 200, headers: {}, body } } });
const problem = (status, code, more = {}, headers = {}) => ({ status, headers, body: { type: `urn:patchbay:problem:${code}`, title: code, status, detail: `${code}!`, ...more } });

globalThis.fetch = async (url, { method, headers, body }) => {
  if (method === 'GET') return reply({ status: 200, body: { items: integrations } });
  const [, template, endpoint] = new URL(url).pathname.match(/integrations\/(.+)\/endpoints\/(.+)\/execute/);
  const request = { endpoint, template, body: JSON.parse(body), key: headers['Idempotency-Key'], token: headers.Authorization };
  asked.push(request);
  const answer = answers[endpoint];
  const next = Array.isArray(answer) ? (answer.length > 1 ? answer.shift() : answer[0]) : answer;
  const given = typeof next === 'function' ? await next(request) : next;
  if (given === 'away') throw new TypeError('fetch failed');
  return reply(given ?? ok({}));
};
const reply = ({ status, headers = {}, body }) => new Response(JSON.stringify(body), { status, headers });

const integration = (info, more = {}) => ({
  template: 'acme', label: 'Acme', type: 'crm', integrator: { id: '1', name: 'acme', host: 'crm.example.com' }, info, iframe: null, endpoints: [], code: null, ...more,
});
const endpoint = (name, ...triggers) => ({ name, label: name, type: 'postData', triggers });
const call = (id = 'c-1') => ({ id, direction: 'inbound', phone: '+84901234567', startedAt: '2026-01-01T00:00:00.000Z' });
const names = () => asked.map(({ endpoint: name }) => name);

async function callbox(...them) {
  integrations = them;
  const made = new Callbox({ baseUrl: 'https://patchbay.example.com/', callCenterId: 'cc 1', token: 'secret' });
  await made.load();
  return made;
}

const LOGGED = () => integration(null, { endpoints: [endpoint('createLog', 'call_connected'), endpoint('updateLog', 'call_end')] });

beforeEach(() => {
  asked = [];
  answers = {};
});

test('the list runs from top to bottom, a failed item stores null and the next one runs', async () => {
  answers = { one: ok({ name: 'Ann' }), two: problem(422, 'input_missing'), three: ok([1]) };
  const box = await callbox(integration({ listOptions: [{ name: 'more', label: 'More', default: false }], dataFunction: [
    { objectName: 'contact', endpointName: 'one', params: { phone: '{call.phone}' } },
    { objectName: 'gone', endpointName: 'two', params: { id: '{data.contact.name}' } },
    { objectName: 'tickets', endpointName: 'three', params: { of: '{data.gone.id}' } },
    { endpointName: 'four', when: 'option.more' },
  ] }));
  const [outcome] = await box.callStarted(call());
  assert.deepEqual(asked.map(({ body }) => body), [{ phone: '+84901234567' }, { id: 'Ann' }, { of: null }]);
  assert.deepEqual(box.data('acme'), { contact: { name: 'Ann' }, gone: null, tickets: [1] });
  assert.equal(outcome.status, 'failed');
  assert.deepEqual(outcome.items.map(({ status }) => status), ['succeeded', 'failed', 'succeeded', 'skipped']);
  await box.callStarted(call());
  assert.equal(asked.length, 3, 'told twice, run once');
});

test('an endpoint runs once: by the list that names it, or else by its trigger', async () => {
  const box = await callbox(
    integration({ dataFunction: [{ endpointName: 'listed' }, { endpointName: 'theirs', templateName: 'other' }] }, { endpoints: [endpoint('listed', 'call_start'), endpoint('triggered', 'call_start'), endpoint('quiet', 'manual')] }),
    integration(null, { template: 'other', label: 'Other', endpoints: [endpoint('theirs', 'call_start')] }),
  );
  await box.callStarted(call());
  assert.deepEqual(names().sort(), ['listed', 'theirs', 'triggered']);
  const { body } = asked.find(({ endpoint: name }) => name === 'triggered');
  assert.equal(body.phone, '+84901234567', 'the call stands at the top, as when an event runs it');
  assert.deepEqual(Object.keys(body.call).sort(), ['conversationId', 'direction', 'id', 'phone', 'startedAt', 'status']);
});

test('an answered call is created and updated once, however often it is told', async () => {
  answers = { createLog: ok({ data: { id: 'log-7' } }) };
  const box = await callbox(LOGGED());
  for (let twice = 0; twice < 2; twice += 1) await box.callConnected(call());
  for (let twice = 0; twice < 2; twice += 1) await box.callEnded({ id: 'c-1', endedAt: '2026-01-01T00:01:00.000Z' });
  assert.deepEqual(names(), ['createLog', 'updateLog']);
  const { body, key } = asked[1];
  assert.deepEqual([body.crmLogId, body.call.crmLogId, body.status, body.durationSeconds], ['log-7', 'log-7', 'answered', 60]);
  assert.match(key, /^[\x21-\x7e]{1,255}$/);
  assert.notEqual(key, asked[0].key);
});

test('both moments at once still end in one create and then one update', async () => {
  answers = { createLog: async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return ok({ crmLogId: 5 }); } };
  const box = await callbox(LOGGED());
  await Promise.all([box.callStarted(call()), box.callConnected(call()), box.callEnded(call())]);
  assert.deepEqual(asked.map(({ endpoint: name, body }) => [name, body.crmLogId]), [['createLog', undefined], ['updateLog', 5]]);
});

test('a missed call is created once by what would have begun its log', async () => {
  answers = { updateLog: problem(422, 'input_missing', { executionId: 'x' }) };
  const box = await callbox(LOGGED());
  await box.callStarted(call());
  const [outcome] = await box.callEnded({ ...call(), endedAt: '2026-01-01T00:00:20.000Z' });
  assert.deepEqual(names(), ['updateLog', 'createLog']);
  assert.deepEqual([asked[1].body.status, asked[1].body.talkSeconds], ['missed', 0]);
  assert.deepEqual([outcome.status, outcome.items.map(({ status }) => status)], ['succeeded', ['skipped', 'succeeded']]);
});

test('a list says by when that it needs an entry to update; a call that was opted out of is not logged', async () => {
  const info = (when) => ({
    listOptions: [{ name: 'log', label: 'Log', default: true }],
    preLogFunction: [{ endpointName: 'createLog', when: 'option.log', params: { phone: '{call.phone}' } }],
    logFunction: [{ endpointName: 'updateLog', when, params: { id: '{call.crmLogId}' } }],
  });
  const box = await callbox(integration(info('call.crmLogId')));
  await box.callEnded(call('c-2'));
  assert.deepEqual(names(), ['createLog']);
  const other = await callbox(integration(info('option.log')));
  other.setOption('acme', 'log', false);
  const [outcome] = await other.callEnded(call('c-3'));
  assert.equal(outcome.status, 'skipped');
  assert.deepEqual(names(), ['createLog']);
});

test('objectName crmLogId says which answer holds the id', async () => {
  answers = { one: ok({ id: 'not this' }), two: ok({ id: 'this' }) };
  const box = await callbox(integration({
    preLogFunction: [{ endpointName: 'one' }, { endpointName: 'two', objectName: 'crmLogId' }],
    logFunction: [{ endpointName: 'update', params: { id: '{call.crmLogId}' } }],
  }));
  await box.callConnected(call());
  await box.callEnded(call());
  assert.deepEqual(asked[2].body, { id: 'this' });
});

test('a log that the server could not take is sent again with the same key and body, and the update waits for it', async () => {
  answers = { createLog: ['away', ok({ id: 1 })] };
  const box = await callbox(LOGGED());
  const [begun] = await box.callConnected(call());
  assert.deepEqual([begun.status, box.online, box.queue.waiting], ['queued', false, 1]);
  answers.createLog = ['away', ok({ id: 1 })];
  const [ended] = await box.callEnded(call());
  assert.deepEqual([ended.status, box.queue.waiting], ['queued', 2]);
  await box.retry();
  assert.deepEqual(names(), ['createLog', 'createLog', 'createLog', 'updateLog']);
  assert.equal(new Set(asked.slice(0, 3).map(({ key }) => key)).size, 1);
  assert.deepEqual(asked[0].body, asked[2].body);
  assert.equal(asked[3].body.crmLogId, 1);
  assert.deepEqual([box.online, box.queue.waiting, box.outcomes.map(({ status }) => status)], [true, 0, ['succeeded', 'succeeded']]);
});

test('a failure that the server remembers under the key is tried again under the next one', async () => {
  const failed = problem(502, 'connect_failed', { executionId: 'e-1' });
  answers = { createLog: ({ key }) => (key.endsWith('-1') ? ok({ id: 1 }) : failed) };
  const box = await callbox(LOGGED());
  await box.callConnected(call());
  assert.equal(box.queue.waiting, 1);
  await box.retry();
  assert.equal(box.queue.waiting, 0);
  const [first, again, next] = asked.map(({ key }) => key);
  assert.deepEqual([again, next], [first, `${first}-1`]);
});

test('what will never be taken is shown and not kept', async () => {
  for (const [answer, kept] of [
    [problem(422, 'placeholder_unresolved'), 0], [problem(403, 'forbidden'), 0], [problem(502, 'upstream_status', { response: { status: 400 } }), 0],
    [problem(502, 'response_invalid'), 0], [problem(502, 'upstream_status', { response: { status: 503 } }), 1], [problem(429, 'rate_limited', {}, { 'Retry-After': '60' }), 1],
    [problem(408, 'timeout'), 1], [problem(409, 'conflict', {}, { 'Retry-After': '1' }), 1], [problem(409, 'idempotency_conflict'), 0],
  ]) {
    answers = { createLog: answer };
    const box = await callbox(LOGGED());
    const [outcome] = await box.callConnected(call());
    assert.deepEqual([outcome.status, box.queue.waiting], kept ? ['queued', 1] : ['failed', 0], JSON.stringify(answer));
  }
});

test('nothing is sent earlier than the other side allows', async () => {
  answers = { createLog: problem(429, 'rate_limited', {}, { 'Retry-After': '60' }) };
  const box = await callbox(LOGGED());
  await box.callConnected(call());
  await box.retry();
  assert.equal(asked.length, 1);
});

test('the token is fetched once for all requests, and once more when it is refused', async () => {
  integrations = [integration(null, { endpoints: [endpoint('a', 'call_start'), endpoint('b', 'call_start')] })];
  let fetched = 0;
  const box = new Callbox({ baseUrl: 'https://x.example', callCenterId: 'c', token: async () => `t-${(fetched += 1)}` });
  await box.load();
  answers = { a: ({ token }) => (token === 'Bearer t-1' ? problem(401, 'unauthenticated') : ok({})), b: ok({}) };
  await box.callStarted(call());
  assert.equal(fetched, 2);
  assert.deepEqual(asked.map(({ token }) => token), ['Bearer t-1', 'Bearer t-2', 'Bearer t-2']);
  const plain = new Callbox({ baseUrl: 'https://x.example', callCenterId: 'c', token: 't-1' });
  await assert.rejects(plain.execute('acme', 'a'), { status: 401 });
});

test('a form is sent with its fields at the top, and again after a failure without doing twice what was done', async () => {
  const iframe = { title: '', forms: [{ kind: 'createTicket', label: '', endpointName: 'createTicket', fields: [] }] };
  answers = { createTicket: ok({ id: 9, url: 'https://crm.example.com/t/9' }), tell: [problem(503, 'circuit_open'), ok({})] };
  const box = await callbox(integration(null, { iframe, endpoints: [endpoint('tell', 'ticket_create'), endpoint('createTicket', 'ticket_create')] }));
  await box.callStarted(call());
  const submit = () => box.createTicket({ subject: 'Printer', id: 'x' });
  assert.equal((await submit())[0].status, 'failed');
  const [outcome] = await submit();
  assert.deepEqual([outcome.status, outcome.items[0].link], ['succeeded', 'https://crm.example.com/t/9']);
  assert.deepEqual(names(), ['createTicket', 'tell', 'tell']);
  assert.equal(asked[1].key, asked[2].key);
  const { body } = asked[0];
  assert.deepEqual([body.subject, body.id, body.form.subject, body.call.phone], ['Printer', 'x', 'Printer', '+84901234567']);
  await submit();
  assert.notEqual(asked.at(-1).key, asked[1].key, 'another ticket');
});

test('an SMS has one note, with the data of the call only when it is with the same number', async () => {
  answers = { search: ok({ id: 7 }) };
  const box = await callbox(integration({
    dataFunction: [{ objectName: 'contact', endpointName: 'search' }],
    smsFunction: [{ endpointName: 'note', params: { contact: '{data.contact.id}', text: '{sms.text}' } }],
  }));
  await box.callStarted(call());
  const sms = { id: 's-1', to: '+84 90 123 45 67', from: '+1', text: 'Hi {call.phone}' };
  await box.smsSent(sms);
  await box.smsSent(sms);
  await box.smsSent({ ...sms, id: 's-2', to: '+999' });
  assert.deepEqual(asked.slice(1).map(({ body }) => body), [{ contact: 7, text: sms.text }, { contact: null, text: sms.text }]);
});

test('private code takes a hook over and gives it back', async () => {
  answers = { updateLog: ok({}) };
  const box = await callbox(LOGGED());
  box.replaceHook('acme', 'savePreLogCRM', async ({ call: told }) => ({ id: `own-${told.id}` }));
  await box.callConnected(call());
  await box.callEnded(call());
  assert.deepEqual([names(), asked[0].body.crmLogId], [['updateLog'], 'own-c-1']);
  assert.throws(() => box.replaceHook('acme', 'other', null), TypeError);
});

test('a call without an id is refused', async () => {
  const box = await callbox(LOGGED());
  assert.throws(() => box.callStarted({ phone: '+1' }), TypeError);
});

test('what happens before the integrations are known waits for them', async () => {
  answers = { createLog: ok({ id: 3 }) };
  integrations = [LOGGED()];
  const box = new Callbox({ baseUrl: 'https://early.example', callCenterId: 'c', token: 't' });
  const ended = box.callEnded(call('c-early'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(asked.length, 0);
  await box.load();
  const [outcome] = await ended;
  assert.deepEqual([outcome.status, names()], ['succeeded', ['updateLog']]);
});

test('while the server is away the integrations of the last time do', async () => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  const options = { baseUrl: 'https://away.example', callCenterId: 'c', token: 't' };
  integrations = [LOGGED()];
  const first = new Callbox(options);
  await first.load();
  const { fetch } = globalThis;
  globalThis.fetch = async () => { throw new TypeError('fetch failed'); };
  const box = new Callbox(options);
  const problems = [];
  box.addEventListener('problem', ({ detail }) => problems.push(detail.code));
  await box.load();
  const [outcome] = await box.callConnected(call('c-away'));
  assert.deepEqual([outcome.status, problems, box.online, box.loaded], ['queued', ['network'], false, true]);
  globalThis.fetch = fetch;
  answers = { createLog: ok({ id: 3 }) };
  await box.retry();
  assert.deepEqual([names(), box.problem, box.queue.waiting], [['createLog'], null, 0]);
  delete globalThis.localStorage;
});

test('a form runs what belongs to it, not what belongs to another form', async () => {
  const iframe = { title: '', forms: [{ kind: 'createTicket', endpointName: 'ticket' }, { kind: 'createTicket', endpointName: 'complaint' }] };
  const box = await callbox(
    integration(null, { iframe, endpoints: [endpoint('ticket', 'ticket_create'), endpoint('complaint', 'ticket_create'), endpoint('tell', 'ticket_create')] }),
    integration({ ticketFunction: [{ endpointName: 'complaint', templateName: 'acme' }] }, { template: 'other', label: 'Other' }),
  );
  await box.createTicket({ subject: 'x' }, null, { template: 'acme', endpoint: 'complaint' });
  assert.deepEqual(names(), ['complaint', 'tell']);
  assert.throws(() => box.createTicket(), TypeError);
});

test('a look-up that failed is made again when it is asked for', async () => {
  answers = { search: [problem(503, 'circuit_open'), ok({ id: 7 })] };
  const box = await callbox(integration({ dataFunction: [{ objectName: 'contact', endpointName: 'search' }] }));
  const [failed] = await box.callStarted(call());
  assert.equal(failed.status, 'failed');
  const [outcome] = await box.refresh();
  assert.deepEqual([outcome.status, box.data('acme')], ['succeeded', { contact: { id: 7 } }]);
});

test('a CRM that knows nobody of the number has found nothing, and nothing failed', async () => {
  answers = { search: problem(502, 'upstream_status', { executionId: 'e', response: { status: 404 } }) };
  const box = await callbox(integration({ dataFunction: [{ objectName: 'contact', endpointName: 'search' }] }));
  const [outcome] = await box.callStarted(call());
  assert.deepEqual([outcome.status, outcome.items[0].detail, box.data('acme')], ['skipped', 'nothing found', { contact: null }]);
});
