import { expect, test } from '@playwright/test';
import { complaints, expectSound, plugIn, signIn } from './support';

test('what saving an integration would break is told first, and saved once that is confirmed', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const { center, name, integration } = await plugIn(page, 'api.acme.test');
  await page.goto(`/integrations?search=${name}`);
  await page.getByRole('link', { name: `Edit Label of ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit integration' });
  // The page's code adds the row.
  await expect(async () => {
    await dialog.getByRole('button', { name: 'Add parameter' }).click();
    await expect(dialog.locator('[name="form[parameters][1][name]"]')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await dialog.locator('[name="form[parameters][1][name]"]').fill('X-Tenant');
  await dialog.locator('[name="form[parameters][1][location]"]').selectOption('header');
  await dialog.locator('[name="form[parameters][1][required]"][type=checkbox]').check();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(dialog.getByText('Saving breaks integrators:')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'X-Tenant' })).toContainText(`1 integrator of 1 call center (${center})`);
  await expectSound(page);
  await dialog.getByLabel('Save it nevertheless').check();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(dialog).toBeHidden();
  await page.goto(integration);
  await expect(page.getByRole('row', { name: new RegExp(center) })).not.toContainText('ready');
  expect(heard.filter((line) => !line.includes('422'))).toEqual([]);
});

test('deleting what is plugged in tells whose it is', async ({ page }) => {
  await signIn(page);
  const { center, name, integration } = await plugIn(page, 'api.acme.test');
  await page.goto(integration);
  await page.getByRole('link', { name: 'Endpoints' }).first().click();
  await page.getByRole('link', { name: 'Delete find' }).click();
  let dialog = page.getByRole('dialog', { name: 'Delete endpoint' });
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete endpoint' }).click();
  await expect(page.getByRole('link', { name: 'find', exact: true })).toHaveCount(0);

  await page.getByRole('link', { name: 'Integrators' }).first().click();
  await page.getByRole('link', { name: `Delete integrator of ${center}` }).click();
  dialog = page.getByRole('dialog', { name: 'Delete integrator' });
  await expect(dialog).toContainText(center);
  await dialog.getByRole('link', { name: 'Cancel' }).or(dialog.getByRole('button', { name: 'Cancel' })).click();
  await page.goto(`/integrations?search=${name}`);
  await page.getByRole('link', { name: `Delete Label of ${name}` }).click();
  dialog = page.getByRole('dialog', { name: 'Delete integration' });
  await expect(dialog).toContainText('1 integrator of 1 call center will be deleted with it');
  await dialog.getByRole('button', { name: 'Delete integration' }).click();
  await expect(page.getByText('No integration matches')).toBeVisible();
});
