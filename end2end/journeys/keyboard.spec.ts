import { expect, test, type Locator, type Page } from '@playwright/test';
import { signIn, unique } from './support';

/** Goes on by the Tab key until something has the focus. */
async function tabTo(page: Page, target: Locator) {
  for (let presses = 0; presses < 100; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not reach ${target}`);
}

test('a call center is added and deleted without a mouse', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no keyboard');
  const id = unique('keys');
  await signIn(page);
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Call centers' }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Call centers' })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Add call center' }).first());
  await page.keyboard.press('Enter');
  const add = page.getByRole('dialog', { name: 'Add call center' });
  await expect(add).toBeVisible();
  await tabTo(page, add.getByLabel('ID Callcenter'));
  await page.keyboard.type(id);
  await tabTo(page, add.getByLabel('Name'));
  await page.keyboard.type(`Center ${id}`);
  await page.keyboard.press('Enter');
  await expect(add).toBeHidden();

  await page.goto(`/call-centers?search=${id}`);
  const remove = page.getByRole('link', { name: `Delete Center ${id}` });
  await tabTo(page, remove);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete call center' });
  await expect(dialog).toBeVisible();
  // Escape is the browser's once the page's code has made the dialog modal.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden({ timeout: 1_000 });
  }).toPass();
  await tabTo(page, remove);
  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('button', { name: 'Delete call center' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No call center matches' })).toBeVisible();
});
