/** Builds elements. Texts become text nodes and nothing else: there is no way to markup from here. */

export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

/** A link that leaves: the other page learns neither where it was clicked nor gets hold of this one. */
export const link = (href, ...children) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
