import { type AddressInfo } from 'node:net';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { addEndpoint, addIntegration, set } from './integration_forms';
import { addCallCenter, complaints, expectSound, otherSide, signIn, unique, type Call } from './support';

/** A small CRM: signs in by a form, answers one contact to whoever carries the token. */
const crm = (calls: Call[]) =>
  otherSide(calls, ({ url, headers }, response) => {
    if (url === '/login') return { access_token: 'tok-1', expires_in: 3600 };
    if (headers.authorization === 'Bearer tok-1') return { contact: { id: 7, name: 'Ann Lee' } };
    response.statusCode = 401;
    return { error: 'who are you' };
  });

/** From tab to tab without a page load: each is built anew beside effects of the one before. */
async function lookThroughTabs(page: Page, integrator: Locator) {
  const names = page.locator('tbody tr td:first-child a');
  const tab = (name: string) => page.getByRole('navigation', { name: /^Label of/ }).getByRole('link', { name });
  await page.evaluate(() => ((window as unknown as { kept: boolean }).kept = true));
  await tab('Endpoints').click();
  await expect(names).toHaveText(['login', 'searchContact']);
  const header = page.getByRole('columnheader', { name: 'Endpoint' });
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await header.getByRole('link').click();
  await expect(names).toHaveText(['searchContact', 'login']);
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('searchbox').fill('log');
  await expect(names).toHaveText(['login']);
  await tab('Versions').click();
  await expect(names).toHaveCount(0);
  await tab('Integrators').click();
  await expect(integrator).toContainText('ready');
  await page.goBack();
  await page.goBack();
  await expect(names).toHaveText(['login']);
  await tab('Integrators').click();
  await expect(integrator).toContainText('ready');
  expect(await page.evaluate(() => (window as unknown as { kept?: boolean }).kept)).toBe(true);
}

test('an integration is described, plugged in, tested, and its call is read afterwards', async ({ page }, info) => {
  const heard = complaints(page);
  const calls: Call[] = [];
  const upstream = await crm(calls);
  const host = `127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  try {
    const center = unique('crm');
    const name = unique('acme');
    await signIn(page);
    await addCallCenter(page, center);
    await addIntegration(page, name);
    const integration = new URL(page.url()).pathname;
    await page.screenshot({ path: info.outputPath('integration.png'), fullPage: true });

    await addEndpoint(page, { name: 'login', endpoint_type: 'auth', method: 'POST', url: '/login' }, []);
    await page.goto(integration);
    await addEndpoint(page, { name: 'searchContact', endpoint_type: 'getData', method: 'GET', url: '/contacts' }, [
      { name: 'phone', source: 'clientBody', location: 'query' },
      { name: 'Authorization', source: 'accessToken', location: 'header', format: 'Bearer {token}' },
    ]);
    const endpoint = new URL(page.url()).pathname;

    await page.goto(integration);
    await page.getByRole('link', { name: 'Add integrator' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add integrator' });
    await set(dialog.locator('[name="form[call_center_id]"]'), center);
    await dialog.locator('[name="form[host]"]').fill(host);
    await dialog.getByLabel('X-Api-Key').fill('key-of-the-tenant');
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('add-integrator.png'), fullPage: true });
    await dialog.getByRole('button', { name: 'Add integrator' }).click();
    const row = page.getByRole('row', { name: new RegExp(center) });
    await expect(row).toContainText('ready');
    await lookThroughTabs(page, row);

    await page.goto(`${endpoint}?tab=test`);
    await page.getByLabel('Body from the client').fill('{"phone": "+84901234567"}');
    await page.getByRole('button', { name: 'Run test' }).click();
    await expect(page.getByText(/^200 in /)).toBeVisible();
    await expect(page.getByText('Destination allowed')).toBeVisible();
    await expect(page.getByText('Ann Lee')).toBeVisible();
    // Neither the tenant's key nor the token is ever shown.
    await expect(page.locator('body')).not.toContainText('key-of-the-tenant');
    await expect(page.locator('body')).not.toContainText('tok-1');
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('test-run.png'), fullPage: true });

    expect(calls.map((call) => `${call.method} ${call.url}`)).toEqual(['POST /login', 'GET /contacts?phone=%2B84901234567']);
    expect(calls[1].headers['x-api-key']).toBe('key-of-the-tenant');

    await page.getByRole('link', { name: 'Open the execution' }).click();
    await expect(page.getByRole('heading', { level: 1, name: `searchContact for ${center}` })).toBeVisible();
    await expect(page.getByText('Attempt 1: 200')).toBeVisible();
    await expect(page.locator('body')).not.toContainText('key-of-the-tenant');
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('execution.png'), fullPage: true });
  } finally {
    upstream.close();
  }
  expect(heard).toEqual([]);
});

test('a refused endpoint says which field, line and column, and keeps what was typed', async ({ page }) => {
  await signIn(page);
  const name = unique('refused');
  await addIntegration(page, name);
  await page.getByRole('link', { name: 'Endpoints' }).first().click();
  await page.getByRole('link', { name: 'Add endpoint' }).first().click();
  await page.locator('[name="form[name]"]').fill('broken');
  await page.locator('[name="form[url]"]').fill('/contacts/{client.}');
  await page.locator('[name="form[request]"]').fill('{\n  "headers": {,}\n}');
  await page.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(page.getByText(/Line 2, column 15/).first()).toBeVisible();
  await expect(page.locator('[name="form[name]"]')).toHaveValue('broken');
  await expect(page.locator('[aria-invalid="true"]').first()).toBeFocused();
});

test('deleting an integration names what it breaks, and Escape leaves everything as it was', async ({ page, isMobile }) => {
  await signIn(page);
  const name = unique('gone');
  await addIntegration(page, name);
  await page.goto(`/integrations?search=${name}`);
  const remove = page.getByRole('link', { name: `Delete Label of ${name}` });
  await remove.click();
  const dialog = page.getByRole('dialog', { name: 'Delete integration' });
  await expect(dialog).toContainText(name);
  if (!isMobile) {
    // Escape is the browser's once the page's code has made the dialog modal.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden({ timeout: 1_000 });
    }).toPass();
    await remove.click();
  }
  await dialog.getByRole('button', { name: 'Delete integration' }).click();
  await expect(page.getByText('No integration matches')).toBeVisible();
});
