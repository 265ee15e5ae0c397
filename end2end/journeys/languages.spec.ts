import { expect, test, type Page } from '@playwright/test';
import { admin } from '../playwright.config';
import { complaints, expectSound, signIn } from './support';

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
