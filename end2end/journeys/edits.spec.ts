import { expect, test, type Page } from '@playwright/test';
import { set } from './integration_forms';
import { complaints, create, expectSound, plugIn, signIn, unique } from './support';

/** Saves over what somebody else saved: told first, and only when it is said so. */
async function keepMine(page: Page, save: () => Promise<void>) {
  await save();
  await expect(page.getByText('What you typed is still here.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open what was saved in a new tab' })).toBeVisible();
  await expectSound(page);
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect(page.getByText('Saving now replaces it.')).toBeVisible();
  await save();
}

test('an integrator is edited and copied, and a stale save asks first', async ({ page, context }) => {
  const heard = complaints(page);
  await signIn(page);
  const { center, integration } = await plugIn(page, 'api.acme.test');
  const other = unique('other');
  await create(page, '/call-centers', { id: other, name: other, timeZone: 'UTC', language: 'en' });
  const stale = await context.newPage();
  for (const tab of [page, stale]) {
    await tab.goto(integration);
    await tab.getByRole('link', { name: `Edit integrator of ${center}` }).click();
    await expect(tab.getByRole('dialog', { name: 'Edit integrator' })).toBeVisible();
  }
  const edit = (tab: Page) => tab.getByRole('dialog', { name: 'Edit integrator' });
  const save = (tab: Page) => edit(tab).getByRole('button', { name: 'Save' }).click();
  // The secret is told as set, and stays although nothing is typed.
  await expect(edit(page)).toContainText('Set on');
  await edit(page).locator('[name="form[description]"]').fill('First');
  await save(page);
  await expect(edit(page)).toBeHidden();
  await expect(page.getByRole('row', { name: new RegExp(center) })).toContainText('First');

  await edit(stale).locator('[name="form[description]"]').fill('Second');
  await keepMine(stale, () => save(stale));
  await expect(edit(stale)).toBeHidden();
  await expect(stale.getByRole('row', { name: new RegExp(center) })).toContainText('ready');
  await page.reload();
  await expect(page.getByRole('link', { name: `Copy integrator of ${center}` })).toBeVisible();

  await page.getByRole('link', { name: `Copy integrator of ${center}` }).click();
  const copy = page.getByRole('dialog', { name: 'Copy integrator' });
  await set(copy.locator('[name="call_center_id"]'), other);
  await copy.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('row', { name: new RegExp(other) })).toContainText('missing X-Api-Key');
  expect(heard).toEqual([]);
});

test('an endpoint is edited and copied, and a stale save asks first', async ({ page, context }) => {
  const heard = complaints(page);
  await signIn(page);
  const { integration, endpoint } = await plugIn(page, 'api.acme.test');
  const stale = await context.newPage();
  for (const tab of [page, stale]) {
    await tab.goto(endpoint);
    await expect(tab.locator('[name="form[url]"]')).toHaveValue('/contacts');
  }
  const save = (tab: Page) => tab.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('[name="form[url]"]').fill('/first');
  await save(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await stale.locator('[name="form[url]"]').fill('/second');
  await keepMine(stale, () => save(stale));
  await expect(stale.getByText('Saved', { exact: true })).toBeVisible();
  await page.goto(`${integration}?tab=endpoints`);
  await expect(page.getByRole('row', { name: /find/ })).toContainText('GET /second');

  await page.getByRole('link', { name: 'Copy find' }).click();
  const copy = page.getByRole('dialog', { name: 'Copy endpoint' });
  await expect(copy.getByLabel('Name of the copy')).toHaveValue('find copy');
  await copy.getByLabel('Name of the copy').fill('findAgain');
  await copy.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('link', { name: 'findAgain', exact: true })).toBeVisible();
  await expectSound(page);

  // The list is sorted and searched by its address.
  await page.getByRole('link', { name: 'Endpoint', exact: true }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page.getByRole('columnheader', { name: 'Endpoint' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('row').nth(1)).toContainText('findAgain');
  await page.getByRole('searchbox').fill('again');
  await expect(page.getByRole('link', { name: 'find', exact: true })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'findAgain', exact: true })).toBeVisible();
  expect(heard).toEqual([]);
});

test('a user is edited, and a stale save asks first', async ({ page, context }) => {
  const heard = complaints(page);
  await signIn(page);
  const email = `${unique('stale')}@example.com`;
  await create(page, '/users', { email, role: 'portalViewer', callCenterId: null });
  const stale = await context.newPage();
  const edit = (tab: Page) => tab.getByRole('dialog', { name: 'Edit user' });
  const save = (tab: Page) => edit(tab).getByRole('button', { name: 'Save' }).click();
  for (const tab of [page, stale]) {
    await tab.goto(`/users?search=${email}`);
    await tab.getByRole('link', { name: `Edit ${email}` }).click();
    await expect(edit(tab).getByLabel('E-mail address')).toHaveValue(email);
  }
  // Not found by the address any more.
  await edit(page).getByLabel('E-mail address').fill(`new-${unique('stale')}@example.com`);
  await save(page);
  await expect(edit(page)).toBeHidden();

  await edit(stale).getByLabel('Disabled').check();
  await keepMine(stale, () => save(stale));
  await expect(edit(stale)).toBeHidden();
  await expect(stale.getByRole('row', { name: new RegExp(email) })).toContainText('disabled');
  expect(heard).toEqual([]);
});

test('what is wrong in Info and Iframe JSON is told with line and column', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const { center, integration } = await plugIn(page, 'api.acme.test');
  await page.goto(integration);
  await page.getByRole('link', { name: `Edit integrator of ${center}` }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit integrator' });
  const [info, iframe] = [dialog.getByLabel(/^Info JSON/), dialog.getByLabel(/^Iframe JSON/)];
  await info.fill('{\n  "listOptions": [,]\n}');
  await iframe.fill('{\n  "title": "{integrator.nam}"\n}');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(/^Line 2, column 19/)).toBeVisible();
  await info.fill('{\n  "listOptions": []\n}');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(/^Line 2, column \d+/)).toBeVisible();
  await expect(iframe).toHaveAttribute('aria-invalid', 'true');
  await expectSound(page);
  await iframe.fill('{\n  "title": "{integrator.name}"\n}');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(heard.filter((line) => !line.includes('422'))).toEqual([]);
});
