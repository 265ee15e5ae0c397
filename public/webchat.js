/**
 * The web chat for any page, without a build step:
 *
 *     <script type="module" src="https://patchbay.example.com/webchat.js" data-call-center="acme" data-channel="Web"></script>
 *
 * Each such script adds one `<patchbay-chat>`: a button with a panel, or with `data-page` the panel alone.
 */

import { ChatElement } from './webchat/element.js';

if (!customElements.get('patchbay-chat')) customElements.define('patchbay-chat', ChatElement);

for (const script of document.querySelectorAll('script[type=module][data-call-center][data-channel]')) {
  if (/** @type {HTMLScriptElement} */ (script).src !== import.meta.url) continue;
  const element = document.createElement('patchbay-chat');
  for (const { name, value } of script.attributes) if (name.startsWith('data-')) element.setAttribute(name.slice(5), value);
  element.setAttribute('base-url', new URL('.', import.meta.url).href.replace(/\/$/, ''));
  const place = script.hasAttribute('data-page') ? document.querySelector('main') : document.body;
  (place ?? document.body).append(element);
}
