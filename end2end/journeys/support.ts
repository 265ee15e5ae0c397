import AxeBuilder from '@axe-core/playwright';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
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
  await expect(dialog).toBeHidden();
  // The list has the journeys' call centers, all of them: a new one may stand on its second page.
  await page.goto(`/call-centers?search=${id}`);
  await expect(page.getByRole('cell', { name: id }).first()).toBeVisible();
}

/** What reached the other side, as it arrived. */
export interface Call {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** The other side: keeps every call in `calls`, and answers JSON as `answer` says. */
export function otherSide(calls: Call[], answer: (call: Call, response: ServerResponse) => unknown): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, url, headers, body };
      calls.push(call);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(call, response)));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
