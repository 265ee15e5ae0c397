import { expect, type Locator, type Page } from '@playwright/test';
import { expectSound } from './support';

/** Fills a field in or chooses, whichever it takes. */
export async function set(field: Locator, value: string) {
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
  else await field.fill(value);
}

/** Describes a system that needs a secret `X-Api-Key`, and opens it. */
export async function addIntegration(page: Page, name: string) {
  await page.goto('/integrations');
  await page.getByRole('link', { name: 'Add integration' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add integration' });
  // The label follows the name until somebody writes another one; from when on, the page's code decides.
  await expect(async () => {
    await dialog.locator('[name="form[name]"]').fill('');
    await dialog.locator('[name="form[name]"]').fill(name);
    await expect(dialog.locator('[name="form[label]"]')).toHaveValue(name, { timeout: 1_000 });
  }).toPass();
  await dialog.locator('[name="form[label]"]').fill(`Label of ${name}`);
  await dialog.getByRole('button', { name: 'Add parameter' }).click();
  await dialog.locator('[name="form[parameters][0][name]"]').fill('X-Api-Key');
  await dialog.locator('[name="form[parameters][0][location]"]').selectOption('header');
  await dialog.locator('[name="form[parameters][0][required]"][type=checkbox]').check();
  await dialog.locator('[name="form[parameters][0][secret]"][type=checkbox]').check();
  await expectSound(page);
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(dialog).toBeHidden();
  // By itself: in the whole list its row moves when another journey adds one.
  await page.goto(`/integrations?search=${name}`);
  await page.getByRole('link', { name: `Open Label of ${name}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Label of ${name}` })).toBeVisible();
}

/** Adds an endpoint to the integration that is open. */
export async function addEndpoint(page: Page, fields: Record<string, string>, parameters: Record<string, string>[]) {
  await page.getByRole('link', { name: 'Endpoints' }).first().click();
  await page.getByRole('link', { name: 'Add endpoint' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New endpoint' })).toBeVisible();
  for (const [name, value] of Object.entries(fields)) {
    await set(page.locator(`[name="form[${name}]"]`), value);
  }
  // The required header of the template is there already.
  const first = await page.locator('[name^="form[parameters]"][name$="[name]"]').count();
  for (const [index, parameter] of parameters.entries()) {
    await page.getByRole('button', { name: 'Add parameter' }).click();
    for (const [column, value] of Object.entries(parameter)) {
      await set(page.locator(`[name="form[parameters][${first + index}][${column}]"]`), value);
    }
  }
  await page.getByRole('button', { name: 'Add endpoint' }).click();
  await expect(page.getByRole('heading', { level: 1, name: fields.name })).toBeVisible();
}
