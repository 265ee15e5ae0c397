/**
 * The callbox in an iframe of somebody else's page. The page says what happens, the callbox says what became of it;
 * either side believes the other's origin only, and no customer data travels back.
 *
 * To the callbox: `{patchbay: 1, type, …}` with type `hello`, `callStarted` {call}, `callConnected` {call}, `callEnded`
 * {call}, `smsSent` {sms}, `smsReceived` {sms}, `createTicket` {form, call?}, `createContact` {form, call?}, `setUser`
 * {field, value}, `setOption` {template, name, value}, `dial` {phone}, `token` {id, token} or {id, detail}.
 *
 * From it: `awake` {} as soon as it listens, upon which the page says `hello`; `ready` {pages: [{template, renderTooltip, userInfo}]}, `hook` {outcome}, `queue` {queue}, `online`,
 * `offline`, `refused` {of, detail}; from the page `/callbox/embed` also `needToken` {id}, again and again until `token`
 * with this id comes.
 */

const VERSION = 1;
/** A page may begin to listen long after its iframe is there: it is asked this often, and taken for silent after so long. */
const ASK_MS = 1000;
const SILENT_MS = 5000;

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
    // Who asked for it hears it.
    if (data.type === 'token') return;
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
  if (globalThis.parent !== globalThis) tellPage(allowed, 'awake', {});
  for (const type of ['online', 'offline']) callbox.addEventListener(type, () => tell(type, {}), { signal });
  return () => stop.abort();
}

/**
 * The source of a callbox's tokens: the page that holds it in an iframe, and no other window. It asks until the page
 * answers; that the page is silent, and later not any more, is told to `onSilent`.
 * @param {{allowedOrigins: string[], onSilent?: (silent: boolean) => void}} options
 * @returns {() => Promise<string>} For the callbox: asks for one token.
 */
export function tokenOfPage({ allowedOrigins, onSilent = () => {} }) {
  const allowed = new Set(allowedOrigins.map(originOf));
  return () => new Promise((resolve, reject) => {
    // Tells the answer to this question from one that comes late, about a token that was refused meanwhile.
    const id = Math.random().toString(36).slice(2);
    const ask = () => tellPage(allowed, 'needToken', { id });
    const stop = new AbortController();
    const again = setInterval(ask, ASK_MS);
    const silent = setTimeout(onSilent, SILENT_MS, true);
    globalThis.addEventListener('message', ({ origin, source, data }) => {
      if (source !== globalThis.parent || !allowed.has(origin)) return;
      if (data?.patchbay !== VERSION || data.type !== 'token' || data.id !== id) return;
      stop.abort();
      clearInterval(again);
      clearTimeout(silent);
      onSilent(false);
      if (data.token && typeof data.token === 'string') resolve(data.token);
      else reject(new Error(String(data.detail ?? 'the page has none')));
    }, { signal: stop.signal });
    ask();
  });
}

/** To the page around, if it is one of these. A browser that says who it is spares the console a complaint for each other. */
function tellPage(allowed, type, detail) {
  const around = globalThis.location?.ancestorOrigins?.[0];
  for (const origin of allowed.has(around) ? [around] : allowed) post(globalThis.parent, origin, type, detail);
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
