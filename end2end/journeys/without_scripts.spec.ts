import { expect, test } from '@playwright/test';
import { admin } from '../playwright.config';
import { unique } from './support';

// What the server renders has to be enough: on a slow line the WASM arrives long after the first click.
test.use({ javaScriptEnabled: false });

test('sign in, add a call center, make a key and sign out by plain forms', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Start' })).toBeVisible();

  const id = unique('plain');
  await page.goto('/call-centers');
  await page.getByRole('link', { name: 'Add call center' }).first().click();
  await page.getByLabel('ID Callcenter').fill(id);
  await page.getByLabel('Name', { exact: true }).fill('By plain form');
  await page.getByRole('button', { name: 'Add call center' }).click();
  await expect(page.getByRole('status').getByText('Created')).toBeVisible();
  await expect(page.getByRole('cell', { name: id }).first()).toBeVisible();

  await page.goto('/keys?dialog=add-key');
  await page.getByLabel('Name', { exact: true }).fill(id);
  await page.getByLabel('endpoints:execute').check();
  await page.getByRole('button', { name: 'Add key' }).click();
  await expect(page.locator('.secret-once')).toContainText('pbk_');
  await page.reload();
  await expect(page.locator('.secret-once')).toHaveCount(0);
});

test('a refused form says why', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(`nobody-${Date.now()}@example.com`);
  await page.getByLabel('Password').fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText("don't belong together");
});
