// The callbox reads placeholders as the server does (crates/model/src/templating): the same texts, the same answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds, parsePath, renderJson, renderLink, renderText, sectionsOf, titleOf, within } from '../../public/callbox-text.js';

const values = {
  call: { phone: '+84901234567', tags: ['vip', 'new'], talkSeconds: 0 },
  option: { autoTicket: true, off: false },
  user: { crmEmail: 'ann@example.com' },
  integrator: { host: 'crm.example.com', name: 'Acme' },
  data: { contact: { id: 7, name: 'Ann <b>Lee</b>', vip: true, none: null, notes: [], tags: { 'a-b@c': 1 } }, tickets: [{ id: 'a/b', subject: 'Printer' }, { id: 2, subject: null }], link: 'javascript:alert(1)', up: '..', url: 'https://crm.example.com/t/1', brace: '{call.phone}' },
};
const lookup = within(values);
const text = (template) => renderText(template, lookup);

test('a path leads into objects and lists', () => {
  assert.deepEqual(parsePath('contact.queue.items[0].id'), ['contact', 'queue', 'items', 0, 'id']);
  assert.equal(text('{data.tickets[0].subject}, {data.contact.tags.a-b@c}, {call.tags[1]}'), 'Printer, 1, new');
  for (const absent of ['data.tickets[9].id', 'data.contact[0]', 'data.tickets.0', 'data.contact.name.length', 'data.constructor', 'call.__proto__', 'field.key', 'token']) {
    assert.equal(text(`{${absent}}`), '', absent);
  }
});

test('what is no path is literal text', () => {
  for (const no of ['', 'a.', '.a', 'a..b', 'a b', 'a[x]', 'a[', 'a[0]b', 'a[9999999999]', 'a."b"', '1a', 'é.x', '!call.id']) assert.equal(parsePath(no), null, no);
  assert.equal(parsePath('a' + '.a'.repeat(64)), null);
  assert.equal(text('{"a":{"b":1}}'), '{"a":{"b":1}}');
  assert.equal(text('{{call.phone}} and {call.phone'), '{call.phone} and {call.phone');
  assert.equal(text('{{{call.phone}}}'), '{+84901234567}');
  assert.equal(text('{"phone":"{call.phone}"}'), '{"phone":"+84901234567"}');
  assert.equal(text('a } b }} c'), 'a } b } c');
});

test('a value in text is text, and is never read again', () => {
  assert.equal(text('{data.contact.id} {data.contact.vip} {data.contact.none}|{data.contact.notes}|{call.tags}'), '7 true |[]|["vip","new"]');
  assert.equal(text('{data.brace}'), '{call.phone}');
});

test('a JSON text that is one placeholder keeps its type', () => {
  assert.deepEqual(renderJson({ phone: '{call.phone}', id: '{data.contact.id}', all: ['{call.tags}', 'x{call.talkSeconds}'], gone: '{data.nobody.id}', n: 1, z: null }, lookup),
    { phone: '+84901234567', id: 7, all: [['vip', 'new'], 'x0'], gone: null, n: 1, z: null });
});

test('when asks whether something is there', () => {
  for (const yes of [null, undefined, 'option.autoTicket', 'data.contact', 'data.contact.id', 'call.tags[0]']) assert.equal(holds(yes, lookup), true, yes);
  for (const no of ['option.off', 'option.other', 'data.contact.none', 'data.contact.notes', 'call.talkSeconds', 'data.nobody', 'no path', '']) assert.equal(holds(no, lookup), false, no);
});

test('a link leads to https and a value never leaves its position', () => {
  assert.equal(renderLink('https://{integrator.host}/c/{data.contact.id}', lookup), 'https://crm.example.com/c/7');
  assert.equal(renderLink('https://{integrator.host}/t/{data.tickets[0].id}?q={data.contact.name}', lookup), 'https://crm.example.com/t/a%2Fb?q=Ann%20%3Cb%3ELee%3C%2Fb%3E');
  assert.equal(renderLink('{data.url}', lookup), 'https://crm.example.com/t/1');
  for (const no of ['{data.link}', 'javascript:alert(1)', 'http://x.example', 'https://{data.contact.name}/', 'https://crm.example.com/{data.up}', 'https://crm.example.com/{data.nobody}', 'https://a:b@crm.example.com/', '', null, '//x', 'https://']) {
    assert.equal(renderLink(no, lookup), null, String(no));
  }
});

test('sections show rows, a block per element, or that there is nothing', () => {
  const iframe = { title: '{integrator.name}', sections: [
    { kind: 'fields', label: 'Customer', source: '{data.contact}', items: [{ label: 'Name', value: '{data.contact.name}' }], when: 'data.contact' },
    { kind: 'list', label: 'Tickets', source: '{data.tickets}', items: [{ label: 'Subject', value: '{data.tickets.subject}', href: 'https://{integrator.host}/t/{data.tickets.id}' }] },
    { kind: 'list', label: 'Notes', source: '{data.contact.notes}', items: [] },
    { kind: 'links', items: [{ label: 'Bad', href: '{data.link}' }] },
    { kind: 'fields', label: 'Hidden', when: 'option.off', items: [] },
  ] };
  const [customer, tickets, notes, links, ...rest] = sectionsOf(iframe, values);
  assert.deepEqual(customer.blocks, [[{ label: 'Name', value: 'Ann <b>Lee</b>', href: null }]]);
  assert.deepEqual(tickets.blocks.map(([row]) => [row.value, row.href]), [['Printer', 'https://crm.example.com/t/a%2Fb'], ['', 'https://crm.example.com/t/2']]);
  assert.deepEqual(notes.blocks, []);
  assert.deepEqual(links.blocks, [[{ label: 'Bad', value: '', href: null }]]);
  assert.deepEqual(rest, []);
  assert.equal(titleOf(iframe, values, 'x'), 'Acme');
  assert.equal(titleOf(null, values, 'Label'), 'Label');
});
