import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { complaints, create, expectSound, otherSide, signIn, unique, type Call } from './support';

/** What a bot of a journey answers; an empty list: it says nothing. */
type Answer = (text: string, call: Call) => object[];

interface Site {
  center: string;
  channel: string;
  /** Pages that hold the snippet, under a policy as strict as a careful shop's. */
  origin: string;
  /** What visitors said, as the bot was told. */
  said(): any[];
  end(): void;
}

const text = (said: string) => ({ $type: 'text', text: said });
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A web chat with a bot behind it, a real server that answers at the outbound URL; and a shop with the snippet that the portal shows. */
async function site(page: Page, baseURL: string, answer: Answer): Promise<Site> {
  const [center, calls] = [unique('shop'), [] as Call[]];
  let outbound = '';
  let token = '';
  const bot = await otherSide(calls, (call) => {
    const payload = JSON.parse(call.body);
    const said = payload.conversationMessages?.[0];
    const conversationMessages = said ? answer(said.text ?? said.fileName, call) : [];
    if (conversationMessages.length) {
      const { id, accountId, channel, conversationClientId, conversationHostId } = payload.chat;
      void fetch(outbound, {
        method: 'POST', headers: { 'content-type': 'application/json', 'x-cm-producttoken': token },
        body: JSON.stringify({ chat: { id, accountId, channel, conversationClientId, conversationHostId }, conversationMessages }),
      });
    }
    return {};
  });
  let snippet = '';
  const shop: Server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', `default-src 'none'; script-src ${baseURL}; connect-src ${baseURL}; img-src 'self' ${baseURL} data:; style-src 'none'`);
    response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title><link rel="icon" href="data:,">${snippet}</head><body><main><h1>Shop</h1><p>Lamps and chairs.</p></main></body></html>`);
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  await signIn(page);
  await create(page, '/call-centers', { id: center, name: 'Shop', timeZone: 'UTC', language: 'en' });
  const channel = await create(page, `/call-centers/${center}/channels`, { name: 'CXWebConversations', kind: 'webchat', allowedOrigins: [origin] });
  const url = `https://127.0.0.1:${(bot.address() as AddressInfo).port}/messages`;
  const adapter = await create(page, `/call-centers/${center}/adapters`, { kind: 'twoway', name: 'bot', isBot: true, channels: ['CXWebConversations'], messageEndpoint: { url, headers: {} } });
  outbound = `${baseURL}/conversational/twoway/v2/accounts/${center}/adapters/${adapter.id}`;
  ({ token } = await create(page, `/call-centers/${center}/adapters/${adapter.id}/tokens`, { name: 'main', rights: ['message:send'] }));
  await page.goto(`/channels/${channel.id}?callCenter=${center}`);
  const shown = page.getByRole('region', { name: 'Snippet' });
  await expect(shown).toContainText(`${baseURL}/webchat.js`);
  snippet = await shown.innerText();
  const said = () => calls.flatMap(({ body }) => JSON.parse(body).conversationMessages ?? []);
  const end = () => [bot, shop].forEach((server) => (server.closeAllConnections(), server.close()));
  return { center, channel: channel.id, origin, said, end };
}

async function visit(context: BrowserContext, address: string) {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });

async function write(page: Page, said: string) {
  await page.getByLabel('Your message').fill(said);
  await page.getByLabel('Your message').press('Enter');
}

test('a visitor of a shop writes, a bot answers, and a reload keeps it', async ({ page, browser, baseURL }, info) => {
  const of = await site(page, baseURL!, (said) => {
    if (said === 'order') return [{ $type: 'suggestions', text: 'Which one?', options: [
      { $type: 'reply', label: 'The lamp', postback: 'LAMP' }, { $type: 'openUrl', label: 'All orders', url: 'https://shop.example.com/orders' },
    ] }];
    if (said === 'LAMP') return [text('It is on its way: https://shop.example.com/track <b>today</b>')];
    if (said === 'pixel.png') return [text('A fine picture')];
    return [];
  });
  const context = await browser.newContext({ baseURL, viewport: info.project.use.viewport ?? undefined, locale: 'en-GB' });
  try {
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('channel.png'), fullPage: true });
    const visitor = await context.newPage();
    const heard = complaints(visitor);
    await visitor.goto(of.origin);
    const open = visitor.getByRole('button', { name: 'Open the chat' });
    await expect(open).toHaveAttribute('aria-expanded', 'false');
    await open.focus();
    await visitor.keyboard.press('Enter');
    await expect(visitor.getByLabel('Your message')).toBeFocused();
    await expectSound(visitor);
    await write(visitor, 'order');
    await expect(log(visitor).getByText('Which one?')).toBeVisible();
    await expect(log(visitor).getByText(/^Sent/)).toBeVisible();
    await expectSound(visitor);
    await log(visitor).getByRole('button', { name: 'The lamp' }).click();
    const answer = log(visitor).getByText('It is on its way');
    await expect(answer).toBeVisible();
    await expect(answer, 'a text is a text').toContainText('<b>today</b>');
    await expect(answer.getByRole('link')).toHaveAttribute('href', 'https://shop.example.com/track');
    // The bot was told what the choice stands for, and the visitor sees what was chosen.
    expect(of.said().map((one) => one.text)).toEqual(['order', 'LAMP']);
    await expect(log(visitor).locator('.own').getByText('The lamp')).toBeVisible();
    await expect(log(visitor).getByRole('button', { name: 'The lamp' })).toBeDisabled();

    await visitor.locator('input[type=file]').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer: PIXEL });
    await expect(log(visitor).getByText('A fine picture')).toBeVisible();
    const picture = log(visitor).getByRole('img', { name: 'pixel.png' });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    const sent = of.said()[2];
    expect([sent.$type, sent.mimeType, sent.fileName]).toEqual(['media', 'image/png', 'pixel.png']);
    expect(await (await fetch(sent.url)).arrayBuffer()).toHaveProperty('byteLength', PIXEL.length);
    await expectSound(visitor);
    await visitor.screenshot({ path: info.outputPath('chat.png') });
    await visitor.emulateMedia({ colorScheme: 'dark' });
    await expectSound(visitor);
    await visitor.screenshot({ path: info.outputPath('chat-dark.png') });
    await visitor.keyboard.press('Escape');
    await expect(open).toBeFocused();

    await visitor.reload();
    await open.click();
    for (const said of ['order', 'Which one?', 'A fine picture']) await expect(log(visitor).getByText(said, { exact: true })).toHaveCount(1);
    expect(heard).toEqual([]);

    const files = await visitor.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js')));
    let [brotli, gzip] = [0, 0];
    for (const file of files) {
      const body = await (await page.request.get(file)).body();
      [brotli, gzip] = [brotli + brotliCompressSync(body).length, gzip + gzipSync(body, { level: 9 }).length];
    }
    console.log(`web chat: ${files.length} files, ${brotli} bytes as a release sends them, ${gzip} by gzip`);
    expect(brotli).toBeLessThan(12_000);
  } finally {
    await context.close();
    of.end();
  }
});

test('what is written without a connection is sent once when it is back', async ({ page, browser, baseURL }, info) => {
  const of = await site(page, baseURL!, (said) => [text(`You said ${said}`)]);
  const context = await browser.newContext({ baseURL, viewport: info.project.use.viewport ?? undefined, locale: 'en-GB' });
  try {
    const visitor = await visit(context, of.origin);
    await visitor.getByRole('button', { name: 'Open the chat' }).click();
    await write(visitor, 'one');
    await expect(log(visitor).getByText('You said one')).toBeVisible();
    await context.setOffline(true);
    await write(visitor, 'two');
    await expect(log(visitor).getByText('Not sent yet')).toBeVisible();
    await expect(visitor.getByText('No connection.')).toBeVisible();
    await visitor.screenshot({ path: info.outputPath('offline.png') });
    await log(visitor).getByRole('button', { name: 'Retry' }).click();
    await context.setOffline(false);
    await expect(log(visitor).getByText('You said two')).toBeVisible();
    await expect(log(visitor).getByText('Not sent yet')).toBeHidden();
    // The answer to a post is lost: it was taken, and is sent again.
    let lost = 0;
    await visitor.route('**/visit/messages', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await write(visitor, 'three');
    await expect(log(visitor).getByText('You said three')).toBeVisible();
    expect(lost).toBeGreaterThan(0);
    for (const said of ['one', 'two', 'three']) await expect(log(visitor).getByText(said, { exact: true })).toHaveCount(1);
    await expect.poll(() => of.said().map((one) => one.text)).toEqual(['one', 'two', 'three']);
    // The visitor may end it, and go on.
    const end = visitor.getByRole('button', { name: 'End the chat' });
    await end.click();
    await expect(log(visitor).getByText('The chat has ended.')).toBeVisible();
    await expect(end).toBeHidden();
    await write(visitor, 'four');
    await expect(log(visitor).getByText('You said four')).toBeVisible();
  } finally {
    await context.close();
    of.end();
  }
});

test('the page is a chat of its own, and another site gets nothing', async ({ page, browser, baseURL }, info) => {
  const of = await site(page, baseURL!, () => [text('Hello from the bot')]);
  const context = await browser.newContext({ baseURL, viewport: info.project.use.viewport ?? undefined, locale: 'en-GB' });
  try {
    const visitor = await context.newPage();
    const heard = complaints(visitor);
    await visitor.goto(`/chat/${of.center}/CXWebConversations`);
    await write(visitor, 'Hi');
    await expect(log(visitor).getByText('Hello from the bot')).toBeVisible();
    await expectSound(visitor);
    await visitor.screenshot({ path: info.outputPath('page.png') });
    expect(heard).toEqual([]);
    const status = await visitor.request.post(`/api/v1/call-centers/${of.center}/channels/CXWebConversations/visit`, { headers: { origin: 'https://evil.example' }, data: {} });
    expect(status.status()).toBe(403);
    // An operator sees the chat, and what the operator says appears at once.
    const answers = await page.request.get(`/api/v1/call-centers/${of.center}/conversations`);
    const { items } = await answers.json();
    await page.goto(`/conversations/${items[0].id}?callCenter=${of.center}`);
    await page.getByLabel('Reply').fill('A person is here.');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(log(visitor).getByText('A person is here.')).toBeVisible();
    await page.getByRole('link', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Close the chat' }).click();
    await expect(log(visitor).getByText('The chat has ended.')).toBeVisible();
  } finally {
    await context.close();
    of.end();
  }
});
