import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { ringing, world, writes, type World } from './callbox_world';
import { complaints, expectSound } from './support';

let of: World;
let crm: Server;
let evil: Server;
let origin: string;
let stranger: string;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CRM</title><link rel="icon" href="data:,">
  <style>iframe { inline-size: 100%; block-size: 600px; border: 0; }</style></head><body><main>
  <h1>CRM</h1><p class="phone">+84 90 123 45 67</p><iframe title="Callbox"></iframe></main></body></html>`;

async function listen(): Promise<[Server, string]> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
}

test.beforeEach(async ({ browser, baseURL }) => {
  of = await world(browser, baseURL!);
  [crm, origin] = await listen();
  [evil, stranger] = await listen();
  await of.ask('PATCH', `/call-centers/${of.center}`, { callboxOrigins: [origin] });
});
test.afterEach(() => {
  for (const server of [crm, evil, of.server]) {
    server.closeAllConnections();
    server.close();
  }
});

const address = (baseURL: string, query = '') => `${baseURL}/callbox/embed?callCenter=${of.center}${query}`;

/** A CRM's page as its authors write it; `tokens` are handed over one after the other. */
async function embed(page: Page, baseURL: string, tokens: string[], query = '', from = origin) {
  await page.goto(`${from}/crm`);
  await page.evaluate(async ([base, src, given]) => {
    const w = window as any;
    const frame = document.querySelector('iframe')!;
    frame.src = src as string;
    const { CallboxPage } = await import(`${base}/callbox-page.js`);
    Object.assign(w, { heard: [], dialled: [], asked: 0 });
    const token = () => (given as string[])[Math.min(w.asked++, given.length - 1)];
    w.page = new CallboxPage({ frame, origin: base, token, onDial: (phone: string) => w.dialled.push(phone) });
    w.page.addEventListener('message', ({ detail }: CustomEvent) => w.heard.push(detail));
  }, [baseURL, address(baseURL, query), tokens] as const);
  return page.frameLocator('iframe[title="Callbox"]');
}

const heard = (page: Page, type: string) => page.evaluate((name) => (window as any).heard.filter((message: any) => message.type === name), type);

test('a CRM embeds the page, hands a token over, tells of a call and sees the customer', async ({ page, baseURL }) => {
  const complained = complaints(page);
  const { key } = await of.token();
  const frame = await embed(page, baseURL!, [key]);
  await expect.poll(() => heard(page, 'ready')).not.toEqual([]);
  await expect(frame.getByText('No call')).toBeVisible();
  await page.evaluate((call) => (window as any).page.post('callStarted', { call }), ringing('m-1'));
  await expect(frame.getByRole('link', { name: /Ann Lee/ })).toBeVisible();
  for (const type of ['callConnected', 'callEnded']) await page.evaluate(([name, call]) => (window as any).page.post(name, { call }), [type, ringing('m-1')] as const);
  await expect.poll(() => writes(of)).toEqual(['POST /calls', 'PATCH /calls/log-1']);
  expect(await page.evaluate(() => (window as any).asked), 'one token is enough').toBe(1);
  // The telephone is the CRM's: its own handler is told, the callbox in the iframe has none.
  await page.getByRole('button', { name: 'Call +84901234567' }).click();
  expect(await page.evaluate(() => (window as any).dialled)).toEqual(['+84901234567']);
  await page.evaluate(() => (window as any).page.post('dial', { phone: '+84901234567' }));
  await expect.poll(() => heard(page, 'refused')).toEqual([{ patchbay: 1, type: 'refused', of: 'dial', detail: 'the telephone is not in here: give CallboxPage an onDial' }]);
  expect(complained).toEqual([]);

  const inside = page.frames()[1];
  const files = await inside.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => /\.(js|css)$/.test(path)));
  let bytes = 0;
  for (const path of files) bytes += brotliCompressSync(await (await page.request.get(`${baseURL}${path}`)).body()).length;
  console.log(`callbox/embed: ${files.length} files, ${bytes} bytes as a release sends them`);
  expect(bytes).toBeLessThan(30_000);
});

test('a token that is refused is asked for again, and the iframe fills whatever it is given', async ({ page, baseURL }) => {
  const [old, fresh] = [await of.token(), await of.token()];
  await old.revoke();
  const frame = await embed(page, baseURL!, [old.key, fresh.key]);
  await expect.poll(() => heard(page, 'ready')).not.toEqual([]);
  expect(await page.evaluate(() => (window as any).asked)).toBe(2);
  await page.evaluate((call) => (window as any).page.post('callStarted', { call }), ringing('m-2'));
  await expect(frame.getByRole('link', { name: /Ann Lee/ })).toBeVisible();
  for (const [inline, block] of [[220, 300], [390, 844], [1000, 400]]) {
    await page.evaluate(([width, height]) => Object.assign(document.querySelector('iframe')!.style, { inlineSize: `${width}px`, blockSize: `${height}px` }), [inline, block]);
    const box = async () => page.frames()[1].evaluate(() => {
      const { width, height } = document.querySelector('patchbay-callbox')!.getBoundingClientRect();
      const { scrollWidth, clientWidth, clientHeight } = document.documentElement;
      return { sideways: scrollWidth - clientWidth, missing: [clientWidth - width, Math.max(0, clientHeight - height)] };
    });
    await expect.poll(box).toEqual({ sideways: 0, missing: [0, 0] });
  }
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the page is sound in ${scheme}, of the system and of the address`, async ({ page, baseURL }, info) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const { key } = await of.token();
    const frame = await embed(page, baseURL!, [key]);
    await page.evaluate((call) => (window as any).page.post('callStarted', { call }), ringing('m-3'));
    await expect(frame.getByRole('link', { name: /Ann Lee/ })).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`embed-${scheme}.png`) });
    const ground = () => page.frames()[1].evaluate(() => getComputedStyle(document.body).backgroundColor);
    const ofSystem = await ground();
    await embed(page, baseURL!, [key], `&theme=${scheme === 'light' ? 'dark' : 'light'}`);
    await expect(frame.getByText('No call')).toBeVisible();
    await expect.poll(ground).not.toBe(ofSystem);
  });
}

test('what is wrong is said: a page that is silent, one without a token, and no page at all', async ({ page, baseURL }) => {
  await page.goto(`${origin}/crm`);
  await page.evaluate((src) => (document.querySelector('iframe')!.src = src), address(baseURL!));
  const frame = page.frameLocator('iframe');
  await expect(frame.getByText(/The page around does not answer/)).toBeVisible();
  // It may begin to listen late.
  const { key } = await of.token();
  await page.evaluate(async ([base, given]) => {
    const { CallboxPage } = await import(`${base}/callbox-page.js`);
    let asked = 0;
    const token = () => { if (asked++ === 0) throw new Error('signed out'); return given; };
    new CallboxPage({ frame: document.querySelector('iframe')!, origin: base, token });
  }, [baseURL!, key]);
  await expect(frame.getByText(/no token: signed out/)).toBeVisible();
  await expect(frame.getByText(/does not answer/)).toBeHidden();
  await frame.getByRole('button', { name: 'Try again' }).click();
  await expect(frame.getByRole('heading', { level: 3 })).toBeVisible();

  await page.goto(address(baseURL!));
  await expect(page.getByText(/belongs in an iframe/)).toBeVisible();
  await expect(page.locator('patchbay-callbox')).toBeHidden();
  await expectSound(page);
});

test('an origin that is not listed gets nothing: no frame, and no word', async ({ page, baseURL }) => {
  const { key } = await of.token();
  await embed(page, baseURL!, [key], '', stranger);
  await page.waitForTimeout(1500);
  expect(await page.evaluate(() => [(window as any).asked, (window as any).heard])).toEqual([0, []]);
  expect(page.frames().some((frame) => frame.url().startsWith(baseURL!)), 'the browser refuses the frame').toBe(false);

  // A stranger inside a page that is listed, beside the callbox.
  const frame = await embed(page, baseURL!, [key]);
  await expect.poll(() => heard(page, 'ready')).not.toEqual([]);
  await page.evaluate((src) => {
    const other = document.createElement('iframe');
    other.src = src;
    document.querySelector('main')!.append(other);
    return new Promise((resolve) => (other.onload = resolve));
  }, `${stranger}/crm`);
  const beside = page.frames().find((one) => one.url().startsWith(stranger))!;
  await beside.evaluate((call) => {
    const w = window as any;
    w.heard = [];
    addEventListener('message', ({ data }) => w.heard.push(data));
    const [callbox] = Array.from({ length: parent.length }, (_, n) => parent[n]);
    for (const type of ['hello', 'callStarted', 'callEnded']) callbox.postMessage({ patchbay: 1, type, call }, '*');
  }, ringing('m-4'));
  await page.waitForTimeout(500);
  expect(await beside.evaluate(() => (window as any).heard)).toEqual([]);
  await expect(frame.getByText('No call')).toBeVisible();
  expect(writes(of)).toEqual([]);

  // Taken off the list, the page is refused from the next load on.
  await of.ask('PATCH', `/call-centers/${of.center}`, { callboxOrigins: [] });
  await embed(page, baseURL!, [key]);
  await page.waitForTimeout(1000);
  expect(await page.evaluate(() => (window as any).asked)).toBe(0);
});
