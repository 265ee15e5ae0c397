import { expect, test, type Page } from '@playwright/test';
import { admin } from '../playwright.config';
import { complaints, create, expectSound, signIn, unique } from './support';

async function openUserMenu(page: Page, isMobile: boolean, menu: string) {
  if (isMobile) await page.getByRole('button', { name: menu }).click();
  await page.locator('button.user').click();
}

test('a stranger reads in their language, and so does who signed in', async ({ page, isMobile }) => {
  const heard = complaints(page);
  await page.goto('/sign-in?next=/keys');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: 'Bahasa Indonesia' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'id');
  await expect(page).toHaveTitle('Masuk · Patchbay');
  await expect(page.getByRole('button', { name: 'Bahasa Indonesia' })).toHaveAttribute('aria-pressed', 'true');
  await expectSound(page);

  // The page that was wanted is not lost on the way.
  await page.getByLabel('Alamat email').fill(admin.email);
  await page.getByLabel('Kata sandi').fill(admin.password);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await expect(page.getByRole('heading', { name: 'Kunci', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'id');
  await expect(page.getByRole('link', { name: 'Tambah kunci' })).toBeVisible();
  if (!isMobile) await expect(page.getByRole('link', { name: 'Kanal' })).toBeVisible();
  await expectSound(page);

  await openUserMenu(page, isMobile, 'Menu');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByRole('heading', { name: 'Khóa', level: 1 })).toBeVisible();
  await expectSound(page);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Khóa', level: 1 })).toBeVisible();
  await page.goto('/account/password');
  await expect(page.getByRole('heading', { name: 'Đổi mật khẩu' })).toBeVisible();
  expect(heard).toEqual([]);
});

test('the language is chosen by keyboard', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no keyboard');
  await signIn(page);
  await page.goto('/keys');
  await page.locator('button.user').focus();
  await page.keyboard.press('Enter');
  const switched = page.getByRole('button', { name: 'Bahasa Indonesia' });
  for (let tabs = 0; tabs < 8 && !(await switched.evaluate((one) => one === document.activeElement)); tabs++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Kunci', level: 1 })).toBeVisible();
});

test('the browser says the language until somebody chooses one', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'vi-VN' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expect(page.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await context.close();
});

test('the language is chosen without scripts', async ({ browser, isMobile }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/keys');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await page.getByLabel('Địa chỉ email').fill(admin.email);
  await page.getByLabel('Mật khẩu').fill(admin.password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { name: 'Khóa', level: 1 })).toBeVisible();
  await openUserMenu(page, isMobile, 'Trình đơn');
  await page.getByRole('button', { name: 'Bahasa Indonesia' }).click();
  await expect(page.getByRole('heading', { name: 'Kunci', level: 1 })).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'id');
  await context.close();
});

test('what is wrong is told in the language of the reader', async ({ page, context, baseURL }) => {
  await signIn(page);
  const center = unique('tieng-viet');
  await create(page, '/call-centers', { id: center, name: center, timeZone: 'Asia/Ho_Chi_Minh', language: 'vi' });
  await context.addCookies([{ name: 'patchbay_language', value: 'vi', url: baseURL }]);

  // By the server, when it is saved,
  await page.goto('/call-centers?dialog=add-call-center');
  const dialog = page.getByRole('dialog', { name: 'Thêm tổng đài' });
  await dialog.getByLabel('ID Callcenter').fill('trung tâm');
  await dialog.locator('[name="form[name]"]').fill('Trung tâm');
  await dialog.getByRole('button', { name: 'Thêm tổng đài' }).click();
  await expect(dialog.getByText('hãy nhập 1 đến 64 chữ cái')).toBeVisible();
  await expectSound(page);

  // while somebody types,
  await page.goto(`/event-integrations/new?callCenter=${center}`);
  const told = page.getByText('{contact.qeue.id}: contact không có thành viên qeue; ý bạn là {contact.queue.id}?');
  // From when on the server looks, the page's code decides.
  await expect(async () => {
    await page.locator('[name="form[url]"]').fill('');
    await page.locator('[name="form[url]"]').fill('https://crm.example.com/{contact.qeue.id}');
    await expect(told).toBeVisible({ timeout: 5_000 });
  }).toPass();
  // and by the browser alone.
  await page.locator('[name="form[configuration]"]').fill('{\n  "request" {}\n}');
  await expect(page.getByText('cần có : sau tên').first()).toBeVisible();

  // The API answers as it always does.
  const refused = await page.request.post('/api/v1/call-centers', { data: { id: 'a b', name: 'x', timeZone: 'UTC', language: 'vi' } });
  expect((await refused.json()).detail).toContain('use 1 to 64 letters');
});
