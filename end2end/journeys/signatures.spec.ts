// Signatures of deliveries, checked by the reference library of Standard Webhooks as a receiver would.
import { type AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { create, otherSide, signIn, unique, type Call } from './support';

/** What the library makes of a delivery: its payload, or why it is refused. */
function verified(secret: string, { headers, body }: Call, received = body): string {
  try {
    return JSON.stringify(new Webhook(secret).verify(received, headers as Record<string, string>));
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

const rotate = async (page: Page, path: string): Promise<string> => (await create(page, `${path}/signing-secrets`, {})).secret;

test('the reference library verifies what an adapter and a gateway receive, during a rotation too', async ({ page }, info) => {
  test.skip(info.project.name !== 'desktop', 'nothing is looked at');
  const calls: Call[] = [];
  const upstream = await otherSide(calls, () => ({ ok: true }));
  const arrived = (path: string, count: number) =>
    expect.poll(() => calls.filter((call) => call.url === path).length, { timeout: 60_000 }).toBe(count);
  const last = (path: string) => calls.filter((call) => call.url === path).at(-1)!;
  try {
    await signIn(page);
    const host = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const center = unique('signatures');
    const path = `/call-centers/${center}`;
    await create(page, '/call-centers', { id: center, name: center, timeZone: 'UTC', language: 'en' });
    await create(page, `${path}/channels`, { name: 'WhatsApp', kind: 'gateway', callbackUrl: `${host}/callback` });
    const bot = await create(page, `${path}/adapters`, {
      kind: 'twoway', name: 'bot', channels: ['WhatsApp'], messageEndpoint: { url: `${host}/message` },
    });
    const { token } = await create(page, `${path}/adapters/${bot.id}/tokens`, { name: 'main', rights: ['message:send'] });
    const say = async (id: string, text: string) => {
      const data = { id, from: { id: '628128778222' }, to: 'x', message: { $type: 'text', text } };
      expect((await page.request.post(`/api/v1${path}/channels/WhatsApp/messages`, { data })).status()).toBe(202);
    };

    const first = await rotate(page, `${path}/adapters/${bot.id}`);
    await say('p1', 'Xin chào 👋 "{body}"');
    await arrived('/message', 1);
    expect(verified(first, last('/message'))).toContain('Xin chào 👋');
    expect(verified(first, last('/message'), `${last('/message').body} `)).toContain('refused');
    expect(verified(`whsec_${Buffer.from('another secret of 32 bytes here!').toString('base64')}`, last('/message'))).toContain('refused');

    // The new secret signs, and the one before it still does: a receiver changes whenever it likes.
    const second = await rotate(page, `${path}/adapters/${bot.id}`);
    await say('p2', 'مرحبا');
    await arrived('/message', 2);
    expect(last('/message').headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const secret of [first, second]) expect(verified(secret, last('/message'))).toContain('مرحبا');

    const [old, current] = [await rotate(page, `${path}/channels/WhatsApp`), await rotate(page, `${path}/channels/WhatsApp`)];
    const chat = { ...JSON.parse(last('/message').body).chat, sessionId: undefined };
    const answer = await page.request.post(`/conversational/twoway/v2/accounts/${center}/adapters/${bot.id}`, {
      headers: { 'X-Cm-Producttoken': token },
      data: { chat, conversationMessages: [{ $type: 'text', text: 'Selamat datang' }] },
    });
    expect(answer.status(), await answer.text()).toBe(201);
    await arrived('/callback', 1);
    for (const secret of [old, current]) expect(verified(secret, last('/callback'))).toContain('Selamat datang');
  } finally {
    upstream.close();
  }
});
