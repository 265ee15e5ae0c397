import { expect, test } from '@playwright/test';
import { set } from './integration_forms';
import { addCallCenter, complaints, expectSound, signIn, unique } from './support';

test('an invited tenant viewer sees the own call center and may change nothing', async ({ page, browser }) => {
  const heard = complaints(page);
  await signIn(page);
  const [own, other, email] = [unique('own'), unique('other'), `${unique('viewer')}@example.com`];
  await addCallCenter(page, own);
  await addCallCenter(page, other);

  await page.goto('/users?dialog=invite-user');
  const dialog = page.getByRole('dialog', { name: 'Invite user' });
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Role').selectOption('tenantViewer');
  await set(dialog.getByLabel('ID Callcenter'), own);
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await page.locator('.secret-once').textContent();
  expect(link).toContain('/invitation/');
  await expectSound(page);

  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(link!.trim());
  await expect(visitor.getByText(email)).toBeVisible();
  await visitor.getByLabel('Password').fill('short');
  await visitor.getByRole('button', { name: 'Choose your password' }).click();
  await expect(visitor.locator('.error')).toContainText('at least 12 characters');
  await visitor.getByLabel('Password').fill('a sentence is fine');
  await visitor.getByRole('button', { name: 'Choose your password' }).click();
  await expect(visitor.getByRole('heading', { name: 'Start' })).toBeVisible();

  await visitor.goto('/call-centers');
  await expect(visitor.getByRole('cell', { name: own }).first()).toBeVisible();
  await expect(visitor.getByRole('cell', { name: other })).toHaveCount(0);
  await expect(visitor.getByRole('link', { name: 'Add call center' })).toHaveCount(0);
  await visitor.goto('/users');
  await expect(visitor.getByRole('alert')).toBeVisible();
  const again = await (await browser.newContext()).newPage();
  await again.goto(link!.trim());
  await expect(again.getByRole('alert')).toBeVisible();
  expect(heard).toEqual([]);
});

test('a disabled user is out at once', async ({ page, browser }) => {
  await signIn(page);
  const email = `${unique('gone')}@example.com`;
  await page.goto('/users?dialog=invite-user');
  const dialog = page.getByRole('dialog', { name: 'Invite user' });
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Role').selectOption('portalViewer');
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await page.locator('.secret-once').textContent();
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(link!.trim());
  await visitor.getByLabel('Password').fill('a sentence is fine');
  await visitor.getByRole('button', { name: 'Choose your password' }).click();
  await expect(visitor.getByRole('heading', { name: 'Start' })).toBeVisible();

  await page.goto(`/users?search=${email}`);
  await page.getByRole('link', { name: `Edit ${email}` }).click();
  await page.getByRole('dialog').getByLabel('Disabled').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.tag', { hasText: 'disabled' })).toBeVisible();
  await visitor.goto('/call-centers');
  await expect(visitor.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
