/**
 * What Info and Iframe JSON say with the values of now. Their placeholder language is the server's: `{data.contact.name}`,
 * `{data.items[0].id}`.
 *
 * The server refuses a misspelt path when a document is saved; here a path without a value is nothing. What was a value
 * is never read again, so a customer's name can't become a placeholder. Everything is text or JSON, never markup.
 */

/** The roots that have a meaning in the callbox. Anything else has no value. */
const ROOTS = new Set(['call', 'sms', 'option', 'user', 'data', 'integrator', 'form']);
const LONGEST_PATH = 64;
// The same characters as the server's: quotes, commas and spaces are left out, so that JSON in a text stays literal.
const NAME = String.raw`[\p{Alphabetic}\p{N}_\-$@:#/+~*%!]+`;
const PATH = new RegExp(String.raw`^[A-Za-z_][A-Za-z0-9_\-]*(?:\.${NAME}|\[\d{1,9}\])*$`, 'u');
const STEP = new RegExp(String.raw`\[(\d+)\]|${NAME}`, 'gu');

/** Reads a path, or says that it is none. */
export function parsePath(text) {
  if (!PATH.test(text)) return null;
  const steps = [...text.matchAll(STEP)].map(([name, index]) => (index === undefined ? name : Number(index)));
  return steps.length > LONGEST_PATH ? null : steps;
}

/** Follows steps into a JSON value. Own members only: `data.contact.constructor` is nothing. */
export function follow(value, steps) {
  let place = value;
  for (const step of steps) {
    const list = Array.isArray(place);
    if (typeof step === 'number' ? !list : list || typeof place !== 'object') return undefined;
    if (place === null || !Object.hasOwn(place, step)) return undefined;
    place = place[step];
  }
  return place;
}

/** Looks paths up in `values`, an object of roots. */
export const within = (values) => (path) => (ROOTS.has(String(path[0])) ? follow(values, path) : undefined);

/**
 * Splits a text into its literal pieces and its paths. Braces around anything but a path are literal, so JSON can be
 * written plainly; a doubled brace is a plain one.
 */
export function tokenize(text) {
  const tokens = [];
  const open = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const sign = text[at];
    let length = 1;
    if (sign === '{' && text[at + 1] === '{') {
      open.push(2);
      length = 2;
    } else if (sign === '{') {
      const end = text.slice(at + 1).search(/[{}]/) + at + 1;
      const path = end > at && text[end] === '}' ? parsePath(text.slice(at + 1, end)) : null;
      if (path) {
        if (literal) tokens.push(literal);
        tokens.push({ path });
        literal = '';
        at = end + 1;
        continue;
      }
      open.push(1);
    } else if (sign === '}') {
      // A closing pair closes what was opened: in {"a":{"b":1}} two plain braces, in {{name}} the escape.
      const pair = text[at + 1] === '}';
      const opened = open.at(-1);
      if (opened === 1 || (opened === 2 && pair)) open.pop();
      if (pair && opened !== 1) length = 2;
    }
    literal += sign;
    at += length;
  }
  if (literal) tokens.push(literal);
  return tokens;
}

/** A value in text: nothing is empty, objects and lists are compact JSON. */
export function textOf(value) {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Renders a text for people. */
export function renderText(text, lookup) {
  return tokenize(text ?? '').map((token) => (typeof token === 'string' ? token : textOf(lookup(token.path)))).join('');
}

/** The path, when a text is exactly one placeholder. */
export function solePath(text) {
  const tokens = tokenize(text ?? '');
  return tokens.length === 1 && typeof tokens[0] === 'object' ? tokens[0].path : null;
}

/** Renders a JSON value: a text that is exactly one placeholder becomes the typed value, null when there is none. */
export function renderJson(template, lookup) {
  if (typeof template === 'string') {
    const path = solePath(template);
    return path ? (lookup(path) ?? null) : renderText(template, lookup);
  }
  if (Array.isArray(template)) return template.map((element) => renderJson(element, lookup));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, renderJson(value, lookup)]));
}

/**
 * Whether `when` lets something happen: no `when` does, and a path to something that is there. Nothing, false, 0, an
 * empty text, an empty list and an empty object are not there.
 */
export function holds(when, lookup) {
  if (when === null || when === undefined) return true;
  const path = parsePath(when);
  return path !== null && isThere(lookup(path));
}

export const isThere = (value) => (value !== null && typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value));

/**
 * Renders a link, or nothing when it would lead anywhere but to https. As everywhere, a value never leaves its position:
 * it adds no segment and no host. Only `{integrator.host}` and a placeholder that the text begins with are taken whole.
 */
export function renderLink(href, lookup) {
  let link = '';
  for (const token of tokenize(href ?? '')) {
    if (typeof token === 'string') {
      link += token;
      continue;
    }
    const text = textOf(lookup(token.path));
    const inHost = /^https:\/\/[^/?#]*$/.test(link);
    const isHost = token.path.join('.') === 'integrator.host';
    if (!text || text === '.' || text === '..' || (inHost && !isHost)) return null;
    link += link === '' || (inHost && isHost) ? text : encodeURIComponent(text);
  }
  const url = safely(link);
  return url && url.protocol === 'https:' && !url.username && !url.password ? url.href : null;
}

function safely(link) {
  try {
    return new URL(link);
  } catch {
    return null;
  }
}

/** A list of thousands helps nobody while the phone rings. */
const MOST_BLOCKS = 50;
const MOST_MEMBERS = 20;

/** `blocks`: one for fields and links, one per element for a list; none when there is nothing to show. */

export function sectionsOf(iframe, values) {
  const lookup = within(values);
  return (iframe?.sections ?? []).filter(({ when }) => holds(when, lookup)).map((section) => sectionOf(section, lookup));
}

function sectionOf({ kind, label = '', source, items = [] }, lookup) {
  const path = solePath(source);
  const value = path ? lookup(path) : undefined;
  if (source && !isThere(value)) return { kind, label, blocks: [], more: 0 };
  if (kind !== 'list') return { kind, label, blocks: [rowsOf(items, value, lookup)], more: 0 };
  const elements = Array.isArray(value) ? value : [value];
  const blocks = elements.slice(0, MOST_BLOCKS).map((element) => rowsOf(items, element, inElement(lookup, path, element)));
  return { kind, label, blocks, more: elements.length - blocks.length };
}

/**
 * In a list, the path of the source means the element: with the source `{data.tickets}`, `{data.tickets.subject}` is
 * the subject of each ticket. `{data.tickets[0].subject}` stays that of the first.
 */
function inElement(lookup, source, element) {
  return (path) => {
    const inside = source && source.every((step, index) => path[index] === step);
    const rest = inside ? path.slice(source.length) : [];
    return inside && typeof rest[0] !== 'number' ? follow(element, rest) : lookup(path);
  };
}

/** Without items, the members of the source are shown by their names. */
function rowsOf(items, value, lookup) {
  if (items.length > 0) {
    return items.map(({ label, value: text, href }) => ({ label: label ?? '', value: renderText(text, lookup), href: renderLink(href, lookup) }));
  }
  if (value === null || typeof value !== 'object') return [{ label: '', value: textOf(value), href: null }];
  return Object.entries(value).slice(0, MOST_MEMBERS).map(([label, member]) => ({ label, value: textOf(member), href: null }));
}

export const titleOf = (iframe, values, otherwise) => renderText(iframe?.title, within(values)).trim() || otherwise;

/** What an input begins with. */
export const defaultOf = (field, values) => renderText(field.default, within(values));
