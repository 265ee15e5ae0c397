import { type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { complaints, expectSound, otherSide, plugIn, signIn } from './support';

test('the list of executions follows what runs, and is filtered by its address', async ({ page }) => {
  const heard = complaints(page);
  const upstream = await otherSide([], () => ({ name: 'Ann Lee' }));
  const host = `127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  try {
    await signIn(page);
    const { center, name } = await plugIn(page, host);
    const execute = async () => {
      const path = `/api/v1/call-centers/${center}/integrations/${name}/endpoints/find/execute`;
      expect((await page.request.post(path, { data: {} })).status()).toBe(200);
    };
    await page.goto(`/executions?callCenter=${center}`);
    await expect(page.getByText('No execution matches')).toBeVisible();
    // Listening begins with the page's code, which is there once a filter follows typing.
    await expect(async () => {
      await execute();
      await expect(page.getByRole('link', { name: 'find', exact: true }).first()).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expectSound(page);

    const found = page.getByRole('link', { name: 'find', exact: true }).first();
    await page.getByLabel('Endpoint', { exact: true }).fill('other');
    await expect(page).toHaveURL(/endpoint=other/);
    await expect(page.getByText('No execution matches')).toBeVisible();
    await page.getByLabel('Endpoint', { exact: true }).fill('find');
    await page.getByLabel('Integration', { exact: true }).fill(name);
    await expect(page).toHaveURL(/template=/);
    await expect(found).toBeVisible();
    await page.getByLabel('Since (UTC)').fill('2100-01-01T00:00');
    await expect(page.getByText('No execution matches')).toBeVisible();
    await page.getByLabel('Since (UTC)').fill('2020-01-01T00:00');
    await expect(found).toBeVisible();
    await page.getByLabel('Status').selectOption('failed');
    await expect(page.getByText('No execution matches')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Endpoint', { exact: true })).toHaveValue('find');
    await expect(page.getByLabel('Since (UTC)')).toHaveValue('2020-01-01T00:00');
  } finally {
    upstream.close();
  }
  expect(heard).toEqual([]);
});

test('the audit trail tells of a secret only that it was set', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const { integrator } = await plugIn(page, 'api.acme.test');
  await page.goto(`/audit?object=integrator&objectId=${integrator.id}`);
  const entry = page.getByRole('row').nth(1);
  await expect(entry).toContainText('integrator');
  await expect(page.locator('body')).not.toContainText('key-of-the-tenant');
  const details = entry.locator('details');
  await details.locator('summary').click();
  await expect(details.getByRole('listitem').filter({ hasText: '/fields' })).toContainText('"set":true');
  await expectSound(page);
  expect(heard).toEqual([]);
});
