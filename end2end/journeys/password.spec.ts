import { expect, test } from '@playwright/test';
import { complaints, expectSound, invited, signIn } from './support';

test('a changed password counts from then on, and a wrong one is told at its field', async ({ page, browser }) => {
  await signIn(page);
  const { visitor, email, password } = await invited(page, browser, 'portalViewer');
  const heard = complaints(visitor);
  await visitor.goto('/account/password');
  await visitor.getByLabel('Current password').fill('not the password');
  await visitor.getByLabel('New password').fill('another good sentence');
  await visitor.getByRole('button', { name: 'Change password' }).click();
  await expect(visitor.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true');
  await expectSound(visitor);
  await visitor.getByLabel('Current password').fill(password);
  await visitor.getByRole('button', { name: 'Change password' }).click();
  await expect(visitor.getByText('Password changed')).toBeVisible();
  // The refusal of the wrong one is the console's one line.
  expect(heard.filter((line) => !line.includes('422'))).toEqual([]);

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('E-mail address').fill(email);
  await elsewhere.getByLabel('Password').fill(password);
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere.getByRole('alert')).toContainText("don't belong together");
  await signIn(elsewhere, email, 'another good sentence');
});
