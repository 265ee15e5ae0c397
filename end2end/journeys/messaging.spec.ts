import { type AddressInfo } from 'node:net';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { addCallCenter, complaints, expectSound, otherSide, signIn, unique, type Call } from './support';

const shell = promisify(execFile);

async function addGateway(page: Page, center: string, name: string, callback: string) {
  await page.goto(`/channels?callCenter=${center}`);
  await page.getByRole('link', { name: 'Add channel' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add channel' });
  await dialog.locator('[name="form[name]"]').fill(name);
  await expect(dialog.locator('[name="form[callback_url]"]')).toBeHidden();
  await dialog.locator('[name="form[kind]"]').selectOption('gateway');
  await dialog.locator('[name="form[callback_url]"]').fill(callback);
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Add channel' }).click();
  await expect(page.locator('.secret-once')).toHaveText(/^whsec_/);
  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('No adapter lists this channel')).toBeVisible();
  await expectSound(page);
}

async function addTwoway(page: Page, center: string, name: string, host: string) {
  await page.goto(`/adapters?callCenter=${center}`);
  await page.getByRole('link', { name: 'Create TwoWay' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New TwoWay adapter' })).toBeVisible();
  await page.locator('[name="form[name]"]').fill(name);
  await page.getByLabel('WhatsApp', { exact: true }).check();
  await page.locator('[name="form[message_url]"]').fill(`https://${host}/messages`);
  await page.locator('[name="form[handover_url]"]').fill(`https://${host}/handover`);
  // The preview follows the typing; a mistake is told at its line.
  const body = page.locator('[name="form[handover_body]"]');
  await body.fill('{\n  "chat": "$chatID"\n}');
  await expect(page.getByText('did you mean $chatId?')).toBeVisible();
  await body.fill('{\n  "account": "$accountId", "context": $context\n}');
  await expect(page.getByText(`"account": "${center}"`)).toBeVisible();
  await page.locator('fieldset.webhook').first().getByRole('button', { name: 'Add header' }).click();
  await page.locator('[name="form[message_headers][0][name]"]').fill('X-Api-Key');
  await page.locator('[name="form[message_headers][0][value]"]').fill('key-of-the-bot');
  await expectSound(page);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.locator('.secret-once')).toHaveText(/^whsec_/);
  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.locator('[name="form[message_headers][0][value]"]')).toHaveAttribute('placeholder', /^Set/);
  await expect(page.getByText(/^http:\/\/.+\/conversational\/twoway\/v2\/accounts\//)).toBeVisible();
}

/** As the portal's openssl line does it. */
function signature(secret: string, { headers, body }: Call): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

test('a customer, a bot and an operator talk over a gateway', async ({ page }, info) => {
  const heard = complaints(page);
  const calls: Call[] = [];
  const upstream = await otherSide(calls, () => ({ ok: true }));
  // The URLs say https, as every one does; the server's list of allowed hosts says that this one speaks plainly.
  const host = `127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  try {
    const center = unique('messaging');
    const name = unique('bot');
    await signIn(page);
    await addCallCenter(page, center);
    await addGateway(page, center, 'WhatsApp', `https://${host}/deliveries`);
    await addTwoway(page, center, name, host);
    await page.screenshot({ path: info.outputPath('adapter.png'), fullPage: true });
    // The line that the page gives to the other side, as it stands there.
    const sample = /--data '(.+)'/.exec(await page.getByText(/^curl '.+conversational.twoway/).innerText())?.[1] ?? '';

    await page.getByRole('link', { name: 'Signing' }).click();
    await page.getByRole('link', { name: 'Make a new secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
    const secret = await page.locator('.secret-once').innerText();
    expect(secret).toMatch(/^whsec_/);
    await expectSound(page);
    // The lines for a shell, as they stand there: the one signs what the other side can verify, the other verifies it.
    const shown = page.getByRole('dialog', { name: 'Your new signing secret' });
    await shown.getByText('Verify my signature').click();
    const lines = (title: string) => shown.getByRole('region', { name: title }).innerText();
    const sending = (await lines('Signed with openssl, sent with curl')).replace("url='https:", "url='http:");
    await shell('bash', ['-c', sending]);
    const signed = calls.find((call) => call.headers['webhook-id'] === 'test-1') as Call;
    expect(signed.headers['webhook-signature']).toBe(signature(secret, signed));
    writeFileSync(info.outputPath('body.json'), signed.body);
    const verifying = (await lines('Verified with openssl'))
      .replace('webhook-id of the delivery', 'test-1')
      .replace('webhook-timestamp of the delivery', String(signed.headers['webhook-timestamp']));
    const { stdout } = await shell('bash', ['-c', verifying], { cwd: info.outputPath() });
    expect(`v1,${stdout.trim()}`).toBe(signed.headers['webhook-signature']);
    await page.getByRole('link', { name: 'Done' }).click();

    await page.getByRole('link', { name: 'Test', exact: true }).click();
    await page.getByRole('button', { name: 'Test the message endpoint' }).click();
    await expect(page.getByText(/^200 in /)).toBeVisible();
    await expectSound(page);
    const tested = calls.findLast((call) => call.url === '/messages');
    expect(tested?.headers['x-api-key']).toBe('key-of-the-bot');
    expect(String(tested?.headers['webhook-signature']).split(' ')).toContain(signature(secret, tested as Call));

    await page.getByRole('link', { name: 'Tokens' }).click();
    await page.getByRole('link', { name: 'Create token' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create token' });
    await dialog.locator('[name="form[name]"]').fill('main');
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const token = await page.locator('.secret-once').innerText();
    await page.getByRole('link', { name: 'Done' }).click();
    await expect(page.getByRole('cell', { name: /^main/ })).toBeVisible();

    const message = (id: string, text: string) => ({
      data: { id, from: { id: '628128778222', name: 'Farhan Akbar' }, to: '62800', message: { $type: 'text', text } },
    });
    const inbox = `/api/v1/call-centers/${center}/channels/WhatsApp/messages`;
    const posted = await page.request.post(inbox, message('provider-1', 'Halo'));
    expect(posted.status(), await posted.text()).toBe(202);
    const { conversationId } = await posted.json();
    await page.goto(`/conversations/${conversationId}?callCenter=${center}`);
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await expect(transcript.getByText('Halo')).toBeVisible();
    await expect(transcript.getByText('Session started')).toBeVisible();
    await expectSound(page);

    // What comes later appears by itself, and what an operator is typing stays.
    await page.getByLabel('Reply').fill('I look into');
    await page.request.post(inbox, message('provider-2', 'Anybody there?'));
    await expect(transcript.getByText('Anybody there?')).toBeVisible();
    await expect(page.getByLabel('Reply')).toHaveValue('I look into');
    const outbound = await page.request.post(
      `/conversational/twoway/v2/accounts/${center}/adapters/${await adapterId(page, center, name)}`,
      { headers: { 'x-cm-producttoken': token, 'content-type': 'application/json' }, data: sample },
    );
    expect(outbound.status(), await outbound.text()).toBe(201);
    await expect(transcript.getByText('Hello')).toBeVisible();
    await page.getByLabel('Reply').fill('I look into it.');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(transcript.getByText('I look into it.')).toBeVisible();
    await expect(page.getByLabel('Reply')).toHaveValue('');
    await page.screenshot({ path: info.outputPath('chat.png'), fullPage: true });
    await expect.poll(() => calls.filter((call) => call.url === '/deliveries').length).toBe(2);

    await page.getByRole('link', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Close the chat' }).click();
    await expect(page.getByText('The chat is closed')).toBeVisible();
    await expect(transcript.getByText(/^Session ended/)).toBeVisible();
    await expectSound(page);
    expect(heard).toEqual([]);
  } finally {
    upstream.close();
  }
});

async function adapterId(page: Page, center: string, name: string): Promise<string> {
  const found = await page.request.get(`/api/v1/call-centers/${center}/adapters?limit=200`);
  const { items } = (await found.json()) as { items: { id: string; name: string }[] };
  return items.find((one) => one.name === name)?.id ?? '';
}
