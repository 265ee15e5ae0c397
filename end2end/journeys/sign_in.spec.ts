import { expect, test } from '@playwright/test';
import { admin } from '../playwright.config';
import { complaints, expectSound, signIn } from './support';

test('a stranger is led to sign in and comes back to the page', async ({ page }) => {
  const heard = complaints(page);
  await page.goto('/call-centers');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expectSound(page);
  await page.getByLabel('E-mail address').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Call centers', level: 1 })).toBeVisible();
  expect(heard).toEqual([]);
});

test('a wrong password is refused without saying which of the two was wrong', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(`nobody-${Date.now()}@example.com`);
  await page.getByLabel('Password').fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText("don't belong together");
  await expect(page).toHaveURL(/sign-in/);
});

test('who signed out is a stranger again', async ({ page, isMobile }) => {
  await signIn(page);
  if (isMobile) await page.getByRole('button', { name: 'Menu' }).click();
  await page.locator('button.user').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto('/keys');
  await expect(page).toHaveURL(/\/sign-in/);
});
