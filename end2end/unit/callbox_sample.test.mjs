import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOf } from '../../public/callbox-sample.js';
import { sectionsOf } from '../../public/callbox-text.js';

const integrator = { name: 'own', host: 'crm.example.com', description: '' };
const shown = (iframe) => sectionsOf(iframe, sampleOf(iframe, integrator));

test('whatever a document names has a value of its kind', () => {
  const [fields] = shown({ sections: [{ kind: 'fields', source: '{data.contact}', when: 'option.show', items: [
    { label: 'Name', value: '{data.contact.name}', href: 'https://{integrator.host}/c/{data.contact.id}' },
    { label: 'E-mail', value: '{data.contact.emails[0].address}' }, { label: 'Colour', value: '{data.contact.colour}' }, { label: 'Call', value: '{call.phone}' }] }] });
  assert.deepEqual(fields.blocks[0].map(({ value }) => value), ['Ann Lee', 'address 1', 'colour 1', '+84901234567']);
  assert.equal(fields.blocks[0][0].href, 'https://crm.example.com/c/1042');
});

test('a list has two elements, and what is beside it stays', () => {
  const iframe = { sections: [
    { kind: 'list', source: '{data.found.tickets}', items: [{ label: 'Subject', value: '{data.found.tickets.subject} of {data.found.owner}' }] },
    { kind: 'list', source: '{data.tags}' },
  ] };
  const [tickets, tags] = shown(iframe);
  assert.deepEqual(tickets.blocks.map(([{ value }]) => value), ['Printer on fire of Ann Lee', 'Invoice of May of Ann Lee']);
  assert.equal(tags.blocks.length, 2);
});

test('a document in the middle of being typed breaks nothing', () => {
  for (const iframe of [{}, { sections: [] }, { sections: [{}] }, { sections: [{ kind: 'list' }] }, { title: '{data.__proto__.x} {data.a.b.c} {data.a}' }, { forms: [{}] }]) shown(iframe);
  assert.equal({}.x, undefined);
});
