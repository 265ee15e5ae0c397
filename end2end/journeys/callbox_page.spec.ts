import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { bodies, ringing, serve, world, writes, type World } from './callbox_world';
import { complaints, expectSound } from './support';

let of: World;
let crm: Server;
let origin: string;

/** A page of somebody else's origin. */
const CRM = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CRM</title><link rel="icon" href="data:,"></head><body><main>
  <h1>CRM</h1><span class="user-email">ann@example.com</span>
  <table><tbody id="rows"><tr><td>Ann</td><td class="phone">+84 90 123 45 67</td></tr></tbody></table>
  <p><a class="phone" href="tel:+84-90-765-43-21;ext=5">call the office</a></p><p class="phone">no number</p><div class="phone"><b class="phone">+84 90 111 22 33</b></div>
  <iframe title="Callbox"></iframe></main></body></html>`;

test.beforeEach(async ({ browser, baseURL, context }) => {
  of = await world(browser, baseURL!);
  await serve(context);
  crm = createServer((_, response) => response.setHeader('content-type', 'text/html').end(CRM));
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(crm.address() as AddressInfo).port}`;
});
test.afterEach(() => {
  for (const server of [crm, of.server]) {
    server.closeAllConnections();
    server.close();
  }
});

/** The CRM's page with the callbox in its iframe, which believes `allowed`. */
async function embedded(page: Page, baseURL: string, allowed: string) {
  await page.goto(`${origin}/crm`);
  const { key } = await of.token();
  await page.evaluate((base) => (document.querySelector('iframe')!.src = `${base}/callbox-journey`), baseURL);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('patchbay-callbox')).toBeAttached();
  await page.evaluate(async (base) => {
    const w = window as any;
    const { CallboxPage } = await import(`${base}/callbox-page.js`);
    w.heard = [];
    w.page = new CallboxPage({ frame: document.querySelector('iframe'), origin: base });
    w.page.addEventListener('message', ({ detail }: CustomEvent) => w.heard.push(detail));
  }, baseURL);
  await page.frames()[1].evaluate(async ([center, first, from]) => {
    const w = window as any;
    const path = '/callbox.js';
    const { Callbox } = await import(path);
    w.callbox = new Callbox({ baseUrl: location.origin, callCenterId: center, token: first });
    w.dialled = [];
    w.callbox.addEventListener('dial', ({ detail }: CustomEvent) => w.dialled.push(detail.phone));
    (document.querySelector('patchbay-callbox') as any).callbox = w.callbox;
    await w.callbox.embed({ allowedOrigins: [from] });
    await w.callbox.load();
  }, [of.center, key, allowed]);
  return frame;
}

const heard = (page: Page, type: string) => page.evaluate((name) => (window as any).heard.filter((message: any) => message.type === name), type);

test('a page that embeds the callbox tells it of calls and hears what became of them', async ({ page, baseURL }) => {
  const frame = await embedded(page, baseURL!, origin);
  await expect.poll(() => heard(page, 'ready')).not.toEqual([]);
  await page.evaluate((call) => (window as any).page.post('callStarted', { call }), ringing('e-1'));
  await expect(frame.getByRole('link', { name: /Ann Lee/ })).toBeVisible();
  await page.evaluate((call) => (window as any).page.post('callEnded', { call }), ringing('e-1'));
  await expect.poll(() => writes(of)).toEqual(['POST /calls']);
  await expect.poll(async () => (await heard(page, 'hook')).at(-1)?.outcome.status).toBe('succeeded');
  // What the CRM answered stays where it was asked for.
  expect(JSON.stringify(await page.evaluate(() => (window as any).heard))).not.toContain('Ann Lee');
  await page.evaluate(() => (window as any).page.post('dropTables'));
  await expect.poll(() => heard(page, 'refused')).toEqual([{ patchbay: 1, type: 'refused', of: 'dropTables', detail: 'there is no such message' }]);

  await page.getByRole('button', { name: 'Call +84901234567' }).click();
  await expect.poll(() => page.frames()[1].evaluate(() => (window as any).dialled)).toEqual(['+84901234567']);
  expect(await page.frames()[1].evaluate(() => (window as any).callbox.user)).toEqual({ crmEmail: 'ann@example.com' });
});

test('a page of another origin is neither obeyed nor answered', async ({ page, baseURL }) => {
  await embedded(page, baseURL!, 'https://crm.example.com');
  await page.evaluate((call) => {
    const { contentWindow } = document.querySelector('iframe')!;
    window.addEventListener('message', ({ data }) => (window as any).heard.push(data));
    for (const type of ['hello', 'callStarted', 'callEnded']) contentWindow!.postMessage({ patchbay: 1, type, call }, '*');
  }, ringing('e-2'));
  await page.frames()[1].evaluate((call) => (window as any).callbox.callStarted(call), ringing('e-3'));
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => (window as any).heard)).toEqual([]);
  expect(await page.frames()[1].evaluate(() => (window as any).callbox.call.id)).toBe('e-3');
  expect(writes(of)).toEqual([]);
  // The other side: what doesn't come from the iframe and its origin is no rule and no message.
  await page.evaluate(() => window.postMessage({ patchbay: 1, type: 'ready', pages: [{ renderTooltip: [{ path: '/', element: 'h1' }] }] }, '*'));
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.frames()[1].evaluate(() => (window as any).callbox.embed({ allowedOrigins: ['*'] }).then(() => 'taken', () => 'refused'))).resolves.toBe('refused');
});

test('numbers get one button each, on a page that changes and with a rule that is wrong', async ({ page, baseURL }) => {
  await page.goto(`${origin}/crm`);
  await page.evaluate(async (base) => {
    const w = window as any;
    const { CallboxPage } = await import(`${base}/callbox-page.js`);
    w.dialled = [];
    w.users = [];
    w.page = new CallboxPage({
      renderTooltip: [{ path: '/crm', element: '.phone' }, { path: '/crm', element: '.phone' }, { path: '/crm', element: 'a[[' }, { path: '/elsewhere', element: 'h1' }],
      userInfo: [{ field: 'email', path: '/', element: '.user-email' }, { field: 'bad', path: '/', element: '))' }],
      onDial: (phone: string) => w.dialled.push(phone), onUser: (...what: string[]) => w.users.push(what),
    });
  }, baseURL!);
  const buttons = page.getByRole('button');
  await expect(buttons).toHaveCount(3);
  await page.getByRole('button', { name: 'Call +84907654321' }).click();
  expect(await page.evaluate(() => [(window as any).dialled, (window as any).users])).toEqual([['+84907654321'], [['email', 'ann@example.com']]]);

  // Rows come, a framework renders one anew, and a number changes.
  await page.evaluate(() => {
    const rows = document.querySelector('#rows')!;
    for (let n = 0; n < 50; n += 1) {
      const row = rows.appendChild(document.createElement('tr'));
      row.appendChild(document.createElement('td')).textContent = `Person ${n}`;
      const cell = row.appendChild(document.createElement('td'));
      cell.className = 'phone';
      cell.textContent = `+1 555 01${String(n).padStart(2, '0')}`;
    }
  });
  await expect(buttons).toHaveCount(53);
  await page.evaluate(() => {
    const cell = document.querySelector('td.phone')!;
    cell.textContent = '+84 90 000 00 01';
    document.querySelector('a.phone')!.outerHTML = '<a class="phone" href="tel:+8490000002">again</a>';
  });
  await expect(page.getByRole('button', { name: 'Call +84900000001' })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Call +8490000002' })).toHaveCount(1);
  await expect(buttons).toHaveCount(53);
  // Nothing goes on when nothing changes.
  const changes = await page.evaluate(() => new Promise<number>((resolve) => {
    let seen = 0;
    const observer = new MutationObserver((records) => (seen += records.length));
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    setTimeout(() => resolve(seen), 600);
  }));
  expect(changes).toBe(0);
  await page.evaluate(() => {
    history.pushState(null, '', '/other');
    document.querySelector('#rows tr:last-child')!.remove();
  });
  await expect(buttons).toHaveCount(0);
  await page.evaluate(() => (window as any).page.stop());
});

test('an agent page of another origin has the whole callbox, when its token allows that origin', async ({ page, baseURL }) => {
  const { key } = await of.token(origin);
  await page.goto(`${origin}/agents`);
  const start = (token: string) => page.evaluate(async ([base, center, first]) => {
    const { Callbox } = await import(`${base}/callbox.js`);
    const w = window as any;
    w.callbox = new Callbox({ baseUrl: base, callCenterId: center, token: first });
    const element = document.querySelector('main')!.appendChild(document.createElement('patchbay-callbox')) as any;
    element.callbox = w.callbox;
    return w.callbox.load().then(() => 'loaded', (error: any) => error.code);
  }, [baseURL!, of.center, token]);
  expect(await start(key)).toBe('loaded');
  for (const method of ['callStarted', 'callConnected', 'callEnded']) {
    await page.evaluate(([name, call]) => (window as any).callbox[name as string](call), [method, ringing('e-4')] as const);
  }
  await expect(page.locator('patchbay-callbox').getByRole('link', { name: /Ann Lee/ })).toBeVisible();
  expect(writes(of)).toEqual(['POST /calls', 'PATCH /calls/log-1']);
  // One that was made for nobody's pages but the server's own.
  const { key: other } = await of.token();
  expect(['network', 'forbidden', 'unauthenticated']).toContain(await start(other));
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the demo lives through a call in ${scheme}`, async ({ page, baseURL }, info) => {
    const complained = complaints(page);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const { key } = await of.token();
    await page.goto('/callbox-journey');
    await page.evaluate(async ([center, first]) => {
      document.querySelector('main')!.innerHTML = '<h1>Demo</h1><div id="demo"></div>';
      const paths = ['/callbox.js', '/callbox-demo.js'];
      const [{ Callbox }, { startDemo }] = await Promise.all(paths.map((path) => import(path)));
      const callbox = new Callbox({ baseUrl: location.origin, callCenterId: center, token: first });
      await callbox.load();
      startDemo({ root: document.querySelector('#demo'), callbox });
    }, [of.center, key]);
    const box = page.locator('patchbay-callbox');
    const phone = page.getByRole('region', { name: 'Phone' });
    await expect(page.getByRole('button', { name: 'Call +442079460101' })).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`demo-${scheme}-idle.png`), fullPage: true });
    await page.getByRole('button', { name: 'Let them call' }).first().click();
    await expect(box.getByRole('link', { name: /Ann Lee/ })).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`demo-${scheme}-rings.png`), fullPage: true });
    await phone.getByRole('button', { name: 'Answer' }).click();
    await phone.getByLabel('Note').fill('Wants a new printer');
    await box.getByText('New ticket').click();
    await box.getByText('Settings').click();
    await box.getByRole('button', { name: 'Save' }).first().click();
    await expect(box.getByText('Kind: fill this in.')).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`demo-${scheme}-form.png`), fullPage: true });
    await phone.getByRole('button', { name: 'Hang up' }).click();
    await expect.poll(() => writes(of)).toEqual(['POST /calls', 'PATCH /calls/log-1']);
    await phone.getByRole('button', { name: 'Send SMS' }).click();
    await expect.poll(() => bodies(of, 'POST', '/notes').length).toBe(1);
    await page.context().route('**/execute', (route) => route.abort());
    await page.getByRole('button', { name: 'Call +442079460102' }).click();
    await phone.getByRole('button', { name: 'Busy' }).click();
    await expect(box.getByText('One log waits to be sent.')).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`demo-${scheme}-offline.png`), fullPage: true });
    expect(complained.filter((line) => !line.includes('ERR_FAILED'))).toEqual([]);
  });
}
