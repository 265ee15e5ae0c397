import { expect, test } from '@playwright/test';
import { complaints, expectSound, signIn } from './support';

const pages = [
  '/',
  '/call-centers',
  '/integrations',
  '/integrations/gallery',
  '/integrations/gallery/twilio-sms',
  '/integrations/guide',
  '/queues',
  '/executions',
  '/conversations',
  '/queue-health',
  '/simulator',
  '/audit',
  '/event-integrations',
  '/event-integrations/new',
  '/event-integrations/examples',
  '/event-integrations/help/request',
  '/event-integrations/help/response',
  '/users',
  '/keys',
  '/account/password',
];

for (const scheme of ['light', 'dark'] as const) {
  test(`every page is sound in ${scheme}`, async ({ page }, info) => {
    const heard = complaints(page);
    await page.emulateMedia({ colorScheme: scheme });
    await signIn(page);
    for (const path of pages) {
      await page.goto(path);
      await expect(page.locator('h1')).toBeVisible();
      await expectSound(page);
      await page.screenshot({ path: info.outputPath(`${scheme}${path.replaceAll('/', '-')}.png`), fullPage: true });
    }
    expect(heard).toEqual([]);
  });
}

test('the menu and the pages are reached by keyboard', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no keyboard');
  await signIn(page);
  await page.goto('/call-centers');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  // The key is heard once the page's code is there.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused({ timeout: 1_000 });
  }).toPass();
});

test('an unknown address answers 404', async ({ page }) => {
  const response = await page.goto('/no/such/page');
  expect(response!.status()).toBe(404);
});
