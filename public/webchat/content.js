/** What a message says, as elements. Texts become text nodes and nothing else; links lead to https, or to our own server. */

import { h, link } from '../callbox-elements.js';

const LINKS = /(https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/;

/** A text with its links. @param {string} text */
function words(text) {
  const parts = text.split(LINKS).map((part, index) => (index % 2 ? link(part, part) : part));
  return h('p', { dir: 'auto' }, ...parts);
}

/** The address, if it may be followed: https, or of `ours`. @param {unknown} url @param {string} ours */
function safe(url, ours) {
  const parsed = URL.canParse(String(url)) ? new URL(String(url)) : null;
  return parsed && (parsed.protocol === 'https:' || parsed.origin === new URL(ours).origin) ? parsed : null;
}

function media(content, { ours }) {
  const name = content.fileName || content.url.split('/').pop();
  const url = safe(content.url, ours);
  if (!url) return [words(name)];
  const isPicture = content.mimeType.startsWith('image/') && url.origin === new URL(ours).origin;
  const shown = isPicture ? h('img', { src: url.href, alt: name, loading: 'lazy' }) : name;
  return [link(url.href, shown), content.caption && words(content.caption)];
}

function suggestions(content, { ours, choose }) {
  const options = content.options.map((option) => {
    if (option.$type === 'openUrl') {
      const url = safe(option.url, ours);
      return url && link(url.href, option.label);
    }
    if (option.$type === 'dial') return h('a', { href: `tel:${option.number.replace(/[^+\d]/g, '')}` }, option.label);
    return h('button', { type: 'button', onclick: () => choose(option.postback || option.label) }, option.label);
  });
  return [words(content.text), h('div', { class: 'options' }, ...options)];
}

/** The parts of a message. @param {any} content @param {{ours: string, choose: (text: string) => void, text: Function}} around */
export function draw(content, around) {
  switch (content.$type) {
    case 'text': return [words(content.text)];
    case 'media': return media(content, around);
    case 'suggestions': return suggestions(content, around);
    case 'location': return [words(`${content.label || around.text('location')} (${content.latitude}, ${content.longitude})`)];
    case 'contact': return [content.name, ...(content.phones ?? []), ...(content.emails ?? [])].map(words);
    case 'sticker': {
      const url = safe(content.url, around.ours);
      return [url ? link(url.href, around.text('sticker')) : around.text('sticker')];
    }
    default: return [words(content.name ?? content.$type)];
  }
}
