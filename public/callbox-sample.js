/** Made-up values for whatever an Iframe JSON names, so that it can be seen before anybody has called. */

import { parsePath, solePath, tokenize } from './callbox-text.js';

const CALL = Object.freeze({ id: 'sample', direction: 'inbound', phone: '+84901234567', did: '+842812345678', extension: '101', status: 'ringing', startedAt: '2026-05-03T09:30:00.000Z', conversationId: 'sample', agent: Object.freeze({ id: 'agent-1', name: 'Robin', email: 'robin@example.com' }) });

/** What a member is likely to hold, judged by its name. */
const KINDS = [
  [/mail/i, ['ann@example.com', 'bao@example.com']],
  [/phone|mobile|number$|^to$|^from$/i, ['+84901234567', '+84907654321']],
  [/company|account|organi[sz]ation/i, ['Lee & Sons', 'Saigon Print']],
  [/subject|title|summary/i, ['Printer on fire', 'Invoice of May']],
  [/status|state|stage/i, ['Open', 'Waiting']],
  [/url|link|href|site/i, ['https://crm.example.com/1042', 'https://crm.example.com/1043']],
  [/date|time|(^|_)at$|At$/, ['3 May 2026', '4 May 2026']],
  [/amount|total|price|sum|balance/i, ['120.00', '89.50']],
  [/name|owner|agent/i, ['Ann Lee', 'Bao Nguyen']],
  [/(^|_)id$|Id$/, ['1042', '1043']],
];

function made(name, which) {
  const [, values] = KINDS.find(([pattern]) => pattern.test(String(name))) ?? [];
  return values ? values[which] : `${name} ${which + 1}`;
}

/** Every text in a document. */
function* textsOf(value) {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') for (const member of Object.values(value)) yield* textsOf(member);
}

function* pathsOf(document) {
  for (const text of textsOf(document)) for (const token of tokenize(text)) if (typeof token === 'object') yield token.path;
  for (const { when } of [...(document.sections ?? [])]) {
    const path = typeof when === 'string' ? parsePath(when) : null;
    if (path) yield path;
  }
}

function put(place, [step, ...rest], which) {
  // No value of anybody's, but the way into all objects of the page.
  if (step === '__proto__') return;
  if (rest.length === 0) {
    // Named alone and with members: the members win, whichever comes first.
    place[step] ??= made(step, which);
    return;
  }
  if (place[step] === null || typeof place[step] !== 'object') place[step] = typeof rest[0] === 'number' ? [] : {};
  put(place[step], rest, which);
}

/** The roots that placeholders see: a call, and data, options and users as the document names them. */
export function sampleOf(document, integrator) {
  const values = { call: CALL, data: {}, option: {}, user: {}, integrator };
  const lists = (document.sections ?? []).filter(({ kind }) => kind === 'list').map(({ source }) => solePath(source)).filter(Boolean);
  const isIn = (path) => lists.find((list) => path.length > list.length && list.every((step, index) => path[index] === step));
  for (const path of pathsOf(document)) {
    const [root] = path;
    if (root === 'option') values.option[path[1]] = true;
    else if ((root === 'data' || root === 'user') && path.length > 1 && !isIn(path)) put(values, path, 0);
  }
  for (const list of lists) {
    const members = [...pathsOf(document)].filter((path) => isIn(path) === list && typeof path[list.length] !== 'number');
    const element = (which) => {
      const one = {};
      for (const path of members) put(one, path.slice(list.length), which);
      return members.length > 0 ? one : made(list.at(-1), which);
    };
    let place = values;
    for (const step of list.slice(0, -1)) place = typeof place[step] === 'object' ? place[step] : (place[step] = {});
    if (list[0] === 'data' && list.length > 1) place[list.at(-1)] = [element(0), element(1)];
  }
  return values;
}
