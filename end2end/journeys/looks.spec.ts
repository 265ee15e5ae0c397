import { expect, test } from '@playwright/test';
import { type AddressInfo } from 'node:net';
import { complaints, create, expectSound, otherSide, plugIn, signIn, unique } from './support';

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

for (const scheme of ['light', 'dark'] as const) {
  test(`every page of one thing is sound in ${scheme}`, async ({ page, browser }, info) => {
    const heard = complaints(page);
    const upstream = await otherSide([], () => ({ contact: { id: 7, name: 'Ann Lee' } }));
    try {
      await page.emulateMedia({ colorScheme: scheme });
      await signIn(page);
      const { center, name, integration, endpoint } = await plugIn(page, `127.0.0.1:${(upstream.address() as AddressInfo).port}`);
      const path = `/api/v1/call-centers/${center}/integrations/${name}/endpoints/find/execute`;
      const { executionId } = await (await page.request.post(path, { data: {} })).json();
      const execution = `/executions/${executionId}`;
      await expect.poll(async () => (await page.request.get(`/api/v1/call-centers/${center}${execution}`)).status()).toBe(200);
      const views = {
        integrators: integration,
        endpoints: `${integration}?tab=endpoints`,
        versions: `${integration}?tab=versions`,
        'edit-integration': `${integration}?dialog=edit-integration&id=${integration.split('/')[2]}`,
        'add-integrator': `${integration}?dialog=add-integrator`,
        'new-endpoint': `${integration}/endpoints/new`,
        endpoint,
        'endpoint-versions': `${endpoint}?tab=versions`,
        execution,
      };
      const look = async (view: string) => {
        await expect(page.locator('h1')).toBeVisible();
        await expectSound(page);
        await page.screenshot({ path: info.outputPath(`${scheme}-${view}.png`), fullPage: true });
      };
      for (const [view, address] of Object.entries(views)) {
        await page.goto(address);
        await look(view);
      }
      await page.goto(`${endpoint}?tab=test`);
      await page.getByRole('button', { name: 'Run test' }).click();
      await expect(page.getByText(/^200 in /)).toBeVisible();
      await look('test');

      const email = `${unique('looks')}@example.com`;
      const invitation = await create(page, '/users', { email, role: 'portalViewer', callCenterId: null });
      const visitor = await (await browser.newContext({ colorScheme: scheme })).newPage();
      for (const [view, address] of Object.entries({ invitation: invitation.path, used: '/invitation/used' })) {
        await visitor.goto(address);
        await expect(visitor.locator('h1, h2').first()).toBeVisible();
        await expectSound(visitor);
        await visitor.screenshot({ path: info.outputPath(`${scheme}-${view}.png`), fullPage: true });
      }
    } finally {
      upstream.close();
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
