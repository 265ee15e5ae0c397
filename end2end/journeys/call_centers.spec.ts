import { expect, test } from '@playwright/test';
import { addCallCenter, complaints, expectSound, signIn, unique } from './support';

test('a call center is added, found, changed and deleted', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const id = unique('cc');
  await addCallCenter(page, id, 'Acme Support');
  await expectSound(page);

  await page.goto(`/call-centers?search=${id}`);
  await page.getByRole('link', { name: 'Edit Acme Support' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit call center' });
  await edit.getByLabel('Time zone').fill('Asia/Ho_Chi_Minh');
  await edit.getByLabel('Name').fill('Acme Support Hanoi');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('cell', { name: 'Acme Support Hanoi' }).first()).toBeVisible();

  await page.getByRole('link', { name: 'Delete Acme Support Hanoi' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete call center' }).click();
  await expect(page.getByRole('heading', { name: 'No call center matches' })).toBeVisible();
  expect(heard).toEqual([]);
});

test('what is wrong stands at its field, and nothing typed is lost', async ({ page }) => {
  await signIn(page);
  await page.goto('/call-centers?dialog=add-call-center');
  const dialog = page.getByRole('dialog', { name: 'Add call center' });
  await dialog.getByLabel('ID Callcenter').fill('no spaces please');
  await dialog.getByLabel('Name').fill('Typed once');
  await dialog.getByRole('button', { name: 'Add call center' }).click();
  await expect(dialog.getByLabel('ID Callcenter')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('ID Callcenter')).toBeFocused();
  await expect(dialog.locator('.error')).toContainText('letters, digits, dots');
  await expect(dialog.getByLabel('Name')).toHaveValue('Typed once');
  await expectSound(page);
});
