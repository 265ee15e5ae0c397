import { expect, test } from '@playwright/test';
import { complaints, create, expectSound, invited, signIn, unique } from './support';

test('a key is shown once, works, and is refused as soon as it is revoked', async ({ page, request }) => {
  const heard = complaints(page);
  await signIn(page);
  const name = unique('ci');
  await page.goto('/keys?dialog=add-key');
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('integrations:read').check();
  await dialog.getByRole('button', { name: 'Add key' }).click();
  const key = (await page.locator('.secret-once').textContent())!.trim();
  await expectSound(page);
  const headers = { Authorization: `Bearer ${key}` };
  expect((await request.get('/api/v1/templates', { headers })).status()).toBe(200);
  expect((await request.get('/api/v1/users', { headers })).status()).toBe(403);

  await page.getByRole('link', { name: 'Done' }).click();
  await page.getByRole('link', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('revoked').first()).toBeVisible();
  await expect.poll(async () => (await request.get('/api/v1/templates', { headers })).status()).toBe(401);
  expect(heard).toEqual([]);
});

test('who has no key yet is led to the first one, which is of the own call center', async ({ page, browser }) => {
  await signIn(page);
  const center = unique('keyless');
  await create(page, '/call-centers', { id: center, name: center, timeZone: 'UTC', language: 'en' });
  const { visitor } = await invited(page, browser, 'tenantAdministrator', center);
  await visitor.goto('/keys');
  await visitor.locator('.empty').getByRole('link', { name: 'Add key' }).click();
  const dialog = visitor.getByRole('dialog', { name: 'Add key' });
  await dialog.getByLabel('Name').fill('first');
  await dialog.getByLabel('integrations:read').check();
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(visitor.locator('.secret-once')).toContainText('pbk_');
});
