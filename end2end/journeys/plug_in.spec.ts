import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { addCallCenter, complaints, expectSound, otherSide, signIn, unique, type Call } from './support';

let calls: Call[];
let status: number;
let server: Server;
let host: string;

test.beforeEach(async () => {
  calls = [];
  status = 401;
  server = await otherSide(calls, (_, response) => ((response.statusCode = status), { id: 1 }));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('a template of the gallery is plugged in on one page, once the other side takes the key', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const center = unique('plug');
  await addCallCenter(page, center);
  await page.goto('/integrations/gallery?search=freshdesk');
  await page.getByRole('link', { name: 'Plug in Freshdesk' }).click();
  await expect(page.getByRole('heading', { name: 'Plug in Freshdesk' })).toBeVisible();
  await expectSound(page);
  const choice = page.getByLabel('ID Callcenter');
  if ((await choice.evaluate((field) => field.tagName)) === 'SELECT') await choice.selectOption(center);
  else await choice.fill(center);
  await page.getByLabel('Host').fill(host);
  await page.getByLabel('Authorization').fill('d3Jvbmc6WA==');
  await page.getByRole('button', { name: 'Verify and plug in' }).click();
  await expect(page.getByText(/did not take the values \(401 in .* Nothing was plugged in\./)).toBeVisible();
  await expectSound(page);
  // With scripts even the secret is still there: only the other side has to change its mind.
  status = 200;
  await page.getByRole('button', { name: 'Verify and plug in' }).click();
  await expect(page.getByText(/Freshdesk took the values \(200 in/)).toBeVisible();
  expect(calls.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual(
    Array(2).fill(['GET', '/api/v2/agents/me', 'Basic d3Jvbmc6WA==']),
  );
  await page.getByRole('link', { name: 'Open the integration' }).click();
  await expect(page.getByRole('cell', { name: host }).first()).toBeVisible();
  expect(heard).toEqual([]);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the same page says what came of it, and gives no secret back', async ({ page }) => {
    await signIn(page);
    const center = unique('plain');
    await page.goto('/call-centers?dialog=add-call-center');
    await page.getByLabel('ID Callcenter').fill(center);
    await page.getByLabel('Name', { exact: true }).fill('By plain form');
    await page.getByRole('button', { name: 'Add call center' }).click();
    await page.goto('/integrations/gallery/freshdesk');
    const fill = async () => {
      const choice = page.getByLabel('ID Callcenter');
      if ((await page.locator('select[name="form[call_center_id]"]').count()) > 0) await choice.selectOption(center);
      else await choice.fill(center);
      await page.getByLabel('Host').fill(host);
      await page.getByLabel('Authorization').fill('d3Jvbmc6WA==');
    };
    await fill();
    await page.getByRole('button', { name: 'Verify and plug in' }).click();
    await expect(page.getByText(/did not take the values \(401 in/)).toBeVisible();
    await expect(page.getByLabel('Host')).toHaveValue(host);
    await expect(page.getByLabel('Authorization')).toHaveValue('');
    await fill();
    await page.getByRole('button', { name: 'Plug in without verifying' }).click();
    await expect(page.getByText(/Nobody has asked it yet/)).toBeVisible();
    expect(calls).toHaveLength(1);
  });
});
