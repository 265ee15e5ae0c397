/** What is drawn: elements, icons, and nothing anew that stays the same. */

import { drawing } from './callbox-elements.js';

export { h, link } from './callbox-elements.js';

const ICONS = {
  succeeded: 'M4 10.5l4 4 8-9',
  failed: 'M5 5l10 10M15 5L5 15',
  queued: 'M10 5v5l3.5 2M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0z',
  skipped: 'M5 10h10',
  running: 'M10 3a7 7 0 1 1-7 7',
  phone: 'M6 3H4a1 1 0 0 0-1 1c0 7.2 5.8 13 13 13a1 1 0 0 0 1-1v-2.6l-3.6-1.2-1.7 1.7a11 11 0 0 1-5.6-5.6l1.7-1.7L6.6 3z',
  out: 'M8 4H4v12h12v-4M11 3h6v6M17 3l-8 8',
  off: 'M3 3l14 14M2.5 8.5a11 11 0 0 1 3.2-2M9 5.1a11 11 0 0 1 8.5 3.4M5.5 11.8A6.6 6.6 0 0 1 8 10.2M10 15.5h.01',
};

export const icon = (name) => drawing(ICONS[name], `icon ${name}`);

const drawn = new WeakMap();

/**
 * Draws what `parent` holds anew, but only when `state` changed: a press that has begun, a selection and the place of a
 * screen reader stay. The focus goes to the element with the same `data-key`.
 */
export function redraw(parent, state, draw) {
  const text = JSON.stringify(state);
  if (drawn.get(parent) === text) return;
  drawn.set(parent, text);
  const held = parent.getRootNode().activeElement;
  const key = parent.contains(held) ? held.getAttribute('data-key') : null;
  parent.replaceChildren(...draw());
  if (key !== null) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
