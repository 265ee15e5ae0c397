/**
 * The callbox in an iframe of somebody else's page. The page says what happens, the callbox says what became of it;
 * either side believes the other's origin only, and no customer data travels back.
 *
 * To the callbox: `{patchbay: 1, type, …}` with type `hello`, `callStarted` {call}, `callConnected` {call}, `callEnded`
 * {call}, `smsSent` {sms}, `smsReceived` {sms}, `createTicket` {form, call?}, `createContact` {form, call?}, `setUser`
 * {field, value}, `setOption` {template, name, value}, `dial` {phone}.
 *
 * From it: `awake` {} as soon as it listens, upon which the page says `hello`; `ready` {pages: [{template, renderTooltip, userInfo}]}, `hook` {outcome}, `queue` {queue}, `online`,
 * `offline`, `refused` {of, detail}.
 */

const VERSION = 1;

/** What a message may do. */
const DEEDS = {
  callStarted: (callbox, { call }) => callbox.callStarted(call),
  callConnected: (callbox, { call }) => callbox.callConnected(call),
  callEnded: (callbox, { call }) => callbox.callEnded(call),
  smsSent: (callbox, { sms }) => callbox.smsSent(sms),
  smsReceived: (callbox, { sms }) => callbox.smsReceived(sms),
  createTicket: (callbox, { form, call }) => callbox.createTicket(form, call),
  createContact: (callbox, { form, call }) => callbox.createContact(form, call),
  setUser: (callbox, { field, value }) => callbox.setUser(String(field), String(value)),
  setOption: (callbox, { template, name, value }) => callbox.setOption(template, name, value === true),
  dial: (callbox, { phone }) => callbox.dial(String(phone)),
};

/**
 * @param {import('./callbox.js').Callbox} callbox
 * @param {{allowedOrigins: string[]}} options
 * @returns {() => void} Stops listening.
 */
export function embed(callbox, { allowedOrigins }) {
  const allowed = new Set(allowedOrigins.map(originOf));
  /** @type {Map<MessageEventSource, string>} Who spoke to us, and where it may be answered. */
  const listeners = new Map();
  const stop = new AbortController();
  const { signal } = stop;
  const tell = (type, detail) => {
    for (const [source, origin] of listeners) post(source, origin, type, detail);
  };
  const pages = () => callbox.integrations.map(({ template, info }) =>
    ({ template, renderTooltip: info?.renderTooltip ?? [], userInfo: info?.userInfo ?? [] }));

  const hear = async ({ origin, source, data }) => {
    if (!allowed.has(origin) || !source || data?.patchbay !== VERSION || typeof data.type !== 'string') return;
    listeners.set(source, origin);
    if (data.type === 'hello') {
      if (callbox.loaded) post(source, origin, 'ready', { pages: pages() });
      return;
    }
    const deed = Object.hasOwn(DEEDS, data.type) ? DEEDS[data.type] : null;
    try {
      if (!deed) throw new TypeError('there is no such message');
      await deed(callbox, data);
    } catch (error) {
      post(source, origin, 'refused', { of: data.type, detail: String(error?.message ?? error) });
    }
  };
  globalThis.addEventListener('message', hear, { signal });
  callbox.addEventListener('load', () => tell('ready', { pages: pages() }), { signal });
  callbox.addEventListener('hook', ({ detail: outcome }) => tell('hook', { outcome }), { signal });
  callbox.addEventListener('queue', ({ detail: queue }) => tell('queue', { queue }), { signal });
  // The page may have said hello before anybody listened. Nobody but the allowed origins is handed this.
  for (const origin of allowed) if (globalThis.parent !== globalThis) post(globalThis.parent, origin, 'awake', {});
  for (const type of ['online', 'offline']) callbox.addEventListener(type, () => tell(type, {}), { signal });
  return () => stop.abort();
}

function post(source, origin, type, detail) {
  source.postMessage({ patchbay: VERSION, type, ...detail }, { targetOrigin: origin });
}

/** An origin is written out: what stands for any page would let any page read and log calls. */
function originOf(text) {
  const { origin } = new URL(text);
  if (origin === 'null' || origin !== text.replace(/\/$/, '')) throw new TypeError(`write an origin such as https://crm.example.com, not ${text}`);
  return origin;
}
