/** The words of the web chat, in the languages of the portal. English is here; another language is loaded when it is needed. */

const ENGLISH = {
  chat: 'Chat', open: 'Open the chat', close: 'Close the chat', fresh: '{count} new', log: 'Messages', write: 'Your message', send: 'Send', attach: 'Send a file',
  sending: 'Sending…', sent: 'Sent', unsent: 'Not sent yet', refused: 'Not sent: {why}', retry: 'Retry', end: 'End the chat', you: 'You', they: 'Answer',
  offline: 'No connection. Your messages are kept and sent when it is back.', typing: 'Somebody is typing…', earlier: 'Earlier messages',
  agent: '{name} has joined', person: 'A person has joined', queue: 'You are waiting for a person', place: 'You are number {position} in the queue', ended: 'The chat has ended. Write to begin again.',
  hello: 'Write to us: the answer appears here.', large: 'This file is over 10 MB.', sticker: 'Sticker', location: 'Location',
};

const OTHERS = { id: () => import('./texts-id.js'), vi: () => import('./texts-vi.js') };

/** @param {string | null | undefined} language such as `vi` or `id-ID` */
export async function textsFor(language) {
  const other = OTHERS[(language ?? '').slice(0, 2).toLowerCase()];
  // Better in English than not at all.
  const texts = await other?.().then(({ TEXTS }) => TEXTS, () => ENGLISH) ?? ENGLISH;
  return (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '');
}
