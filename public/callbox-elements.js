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

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of one path in a square of 20, which screen readers pass over. */
export function drawing(path, classes) {
  const [svg, line] = ['svg', 'path'].map((name) => document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries({ viewBox: '0 0 20 20', 'aria-hidden': 'true', class: classes })) svg.setAttribute(key, value);
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** A link that leaves: the other page learns neither where it was clicked nor gets hold of this one. */
export const link = (href, ...children) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
