import { type AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { admin } from '../playwright.config';
import { addCallCenter, complaints, expectSound, otherSide, signIn, unique, type Call } from './support';

/** Answers every call with what an integration can take over: a priority, a queue that does not exist, a name. */
const router = (calls: Call[]) => otherSide(calls, () => ({ priority: 9, queue: 'nowhere', name: 'Ann Lee' }));

const configuration = `{
  "request": {
    "method": "POST",
    "headers": { "x-api-key": "{authentications.api-key}" },
    "body": { "event": "{event.name}", "source": "{contact.source}" }
  },
  "response": {
    "set": { "priority": "{response.body.priority}", "queue": { "address": "{response.body.queue}" } },
    "save": { "customer_name": "{response.body.name}" }
  }
}`;

async function addQueue(page: Page, center: string, id: string, address: string) {
  await page.goto(`/queues?callCenter=${center}&dialog=add-queue`);
  const dialog = page.getByRole('dialog', { name: 'Add queue' });
  await dialog.locator('[name="form[id]"]').fill(id);
  await dialog.locator('[name="form[name]"]').fill(`Queue ${address}`);
  await dialog.locator('[name="form[address]"]').fill(address);
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Add queue' }).click();
  await expect(page.getByRole('cell', { name: address, exact: true })).toBeVisible();
}

/** Hears `received` and `ended` of calls in the queue sales, and of direct ones. */
async function addEventIntegration(page: Page, center: string, name: string, url: string) {
  await page.goto(`/event-integrations?callCenter=${center}`);
  await page.getByRole('link', { name: 'Add New' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New event-driven integration' })).toBeVisible();
  await page.locator('[name="form[name]"]').fill(name);
  await page.locator('[name="form[url]"]').fill(url);
  await page.getByLabel('Queue sales').check();
  await page.getByLabel('received', { exact: true }).check();
  await page.getByLabel('ended', { exact: true }).check();
  await page.getByRole('button', { name: 'Add credential' }).click();
  await page.locator('[name="form[credentials][0][name]"]').fill('api-key');
  await page.locator('[name="form[credentials][0][value]"]').fill('key-of-the-tenant');
  await page.locator('[name="form[configuration]"]').fill(configuration);
  await expectSound(page);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

test('an event integration hears a simulated call, routes it and leaves data with it', async ({ page }, info) => {
  const heard = complaints(page);
  const calls: Call[] = [];
  const upstream = await router(calls);
  // The URL says https, as every one does; the server's list of allowed hosts says that this one speaks plainly.
  const host = `127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  try {
    const center = unique('events');
    const name = unique('routing');
    await signIn(page);
    await addCallCenter(page, center);
    await addQueue(page, center, 'queue-1', 'sales');
    await addQueue(page, center, 'queue-2', 'support');
    await addEventIntegration(page, center, name, `https://${host}/calls/{event}`);
    await expect(page.locator('[name="form[credentials][0][value]"]')).toHaveAttribute('placeholder', /^Set on/);
    await page.screenshot({ path: info.outputPath('event-integration.png'), fullPage: true });

    await page.goto(`/simulator?callCenter=${center}`);
    await page.locator('[name="form[queue]"]').selectOption('sales');
    await page.locator('[name="form[source]"]').fill('+84901234567');
    await expectSound(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(page.getByText('1 of 5: received')).toBeVisible();
    await expect(page.getByText('save.customer_name').first()).toBeVisible();
    await expect(page.getByText('5 of 5: ended')).toBeVisible({ timeout: 30_000 });
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('simulator.png'), fullPage: true });
    expect(calls.map((call) => `${call.method} ${call.url}`)).toEqual(['POST /calls/received', 'POST /calls/ended']);
    expect(calls[0].headers['x-api-key']).toBe('key-of-the-tenant');
    expect(JSON.parse(calls[0].body)).toEqual({ event: 'received', source: '+84901234567' });

    await page.getByRole('link', { name: 'Open the conversation' }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^simulated-/ })).toBeVisible();
    const attached = page.getByRole('table', { name: 'Attached data' });
    await expect(attached.getByRole('row', { name: /customer_name/ })).toContainText('Ann Lee');
    const effects = page.getByRole('table', { name: 'Effects' });
    await expect(effects).toContainText('set.priority');
    await expect(effects).toContainText('set.queue');
    await expect(page.getByRole('table', { name: 'Events' }).getByRole('row')).toHaveCount(6);
    await expect(page.getByRole('table', { name: 'Executions' })).toContainText('succeeded');
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('conversation.png'), fullPage: true });

    await page.getByRole('table', { name: 'Executions' }).getByRole('link').first().click();
    await expect(page.getByText('Attempt 1: 200')).toBeVisible();
    await expect(page.locator('body')).not.toContainText('key-of-the-tenant');
    await expectSound(page);
  } finally {
    upstream.close();
  }
  expect(heard).toEqual([]);
});

test('what can not happen is grey, and the JSON is checked while it is typed', async ({ page }) => {
  await signIn(page);
  const center = unique('grey');
  await addCallCenter(page, center);
  await page.goto(`/event-integrations/new?callCenter=${center}`);
  await expect(page.getByLabel('received', { exact: true })).toBeEnabled();
  await page.locator('[name="form[direction]"]').selectOption('outbound');
  await expect(page.getByLabel('received', { exact: true })).toBeDisabled();
  await expect(page.getByLabel('received', { exact: true })).toBeVisible();
  await expect(page.getByLabel('accepted', { exact: true })).toBeEnabled();
  await page.locator('[name="form[configuration]"]').fill('{\n  "request": {\n    "metod": "POST"\n  }\n}');
  await expect(page.getByText(/Line 3, column 5/).first()).toBeVisible();
  await expectSound(page);
});

test('a copy has everything but its secrets, and overlaps with what it was made of', async ({ page }) => {
  await signIn(page);
  const center = unique('copy');
  const name = unique('first');
  await addCallCenter(page, center);
  await addQueue(page, center, 'queue-1', 'sales');
  await addEventIntegration(page, center, name, 'https://hooks.example.com/{event}');
  await page.getByRole('link', { name: 'Copy', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Copy event-driven integration' });
  await expect(dialog).toContainText('credential_missing');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} copy` })).toBeVisible();
  await expect(page.locator('[name^="form[credentials]"][name$="[value]"]')).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'Overlap' })).toContainText(name);

  await page.goto(`/event-integrations?callCenter=${center}`);
  await expect(page.getByText(/\d+ overlaps?/).first()).toBeVisible();
  await expectSound(page);
  // A queue that triggers name stays.
  await page.goto(`/queues?callCenter=${center}`);
  await page.getByRole('link', { name: 'Delete Queue sales' }).click();
  const deletion = page.getByRole('dialog', { name: 'Delete queue' });
  await expect(deletion).toContainText(`The triggers of ${name}`);
  await expectSound(page);
});

test('deselecting all events disables it', async ({ page }) => {
  await signIn(page);
  const center = unique('off');
  const name = unique('quiet');
  await addCallCenter(page, center);
  await addQueue(page, center, 'queue-1', 'sales');
  await addEventIntegration(page, center, name, 'https://hooks.example.com/{event}');
  await page.getByLabel('received', { exact: true }).uncheck();
  await page.getByLabel('ended', { exact: true }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.head-status')).toContainText('Disabled');
});

test.describe('by plain forms', () => {
  // The page that opens without scripts has to be enough.
  test.use({ javaScriptEnabled: false });

  test('a conversation is played at once', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const center = unique('plain');
    await addCallCenter(page, center);
    await page.goto(`/simulator?callCenter=${center}`);
    await page.locator('[name="form[scenario]"]').selectOption('late');
    await page.getByRole('button', { name: 'Play all at once' }).click();
    await expect(page.getByText('5 of 5: received')).toBeVisible();
    await expect(page.getByText('duplicate')).toBeVisible();
    await page.getByRole('link', { name: 'Open the conversation' }).click();
    await expect(page.locator('.head-status')).toContainText('ended');
  });
});
