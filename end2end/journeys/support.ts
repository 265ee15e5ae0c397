import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { admin } from '../playwright.config';

/** A name that no other journey uses: they share one server and run side by side. */
export function unique(word: string): string {
  return `${word}-${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
}

export async function signIn(page: Page, email = admin.email, password = admin.password) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Start' })).toBeVisible();
}

/** No finding of axe, nothing that scrolls sideways, nothing that the content policy or the console complained about. */
export async function expectSound(page: Page) {
  const report = await new AxeBuilder({ page }).analyze();
  expect(report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`)).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, 'the page scrolls sideways').toBeLessThanOrEqual(0);
}

/** Collects what the console complains about; call before the first page. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /content security policy|hydration/i.test(message.text())) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(String(error)));
  return heard;
}

export async function addCallCenter(page: Page, id: string, name = `Center ${id}`) {
  await page.goto('/call-centers?dialog=add-call-center');
  const dialog = page.getByRole('dialog', { name: 'Add call center' });
  await dialog.getByLabel('ID Callcenter').fill(id);
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Add call center' }).click();
  await expect(page.getByRole('cell', { name: id }).first()).toBeVisible();
}
