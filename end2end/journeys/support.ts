import AxeBuilder from '@axe-core/playwright';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { expect, type Browser, type Page } from '@playwright/test';
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
  // What still fades in has other colours than it will have, and may begin to while axe looks: what is wrong stays wrong.
  await expect(async () => {
    await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished.catch(() => null))));
    const report = await new AxeBuilder({ page }).analyze();
    expect(report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`)).toEqual([]);
  }).toPass({ timeout: 20_000 });
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
  await expect(page.getByRole('cell', { name: id }).first()).toBeVisible();
}

/** Makes something through the API, as whoever is signed in on `page`: what a journey stands on and is not about. */
export async function create(page: Page, path: string, body: object) {
  const answer = await page.request.post(`/api/v1${path}`, { data: body });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

/** A person of a role, in a browser of their own, who has just chosen this password. */
export async function invited(page: Page, browser: Browser, role: string, callCenterId: string | null = null, password = 'a sentence is fine') {
  const email = `${unique('person')}@example.com`;
  const invitation = await create(page, '/users', { email, role, callCenterId });
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(invitation.path);
  await visitor.getByLabel('Password').fill(password);
  await visitor.getByRole('button', { name: 'Choose your password' }).click();
  await expect(visitor.getByRole('heading', { name: 'Start' })).toBeVisible();
  return { visitor, email, password };
}

/** A call center and a published integration of `host` with a secret field, an endpoint `find` and, if `plugged`, an integrator. */
export async function plugIn(page: Page, host: string, plugged = true) {
  const [center, name] = [unique('center'), unique('crm')];
  await create(page, '/call-centers', { id: center, name: `Center ${center}`, timeZone: 'UTC', language: 'en' });
  const parameter = { name: 'X-Api-Key', location: 'header', required: true, secret: true, description: 'The key' };
  const template = await create(page, '/templates', {
    name, label: `Label of ${name}`, type: 'crm', description: 'A small CRM', infoEnabled: true, iframeEnabled: true,
    visibility: 'published', callCenterId: null, parameters: [parameter],
  });
  const endpoint = await create(page, `/templates/${name}/endpoints`, {
    name: 'find', label: 'Find', type: 'getData', method: 'GET', url: '/contacts', description: 'Finds a contact',
    parameters: [{ name: 'X-Api-Key', source: 'field' }],
  });
  const fields = { 'X-Api-Key': 'key-of-the-tenant' };
  const integrator = plugged
    ? await create(page, `/call-centers/${center}/integrators`, { template: name, host, description: 'Main account', fields })
    : null;
  const integration = `/integrations/${template.id}`;
  return { center, name, integration, endpoint: `${integration}/endpoints/${endpoint.id}`, integrator };
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

/** An address of this machine where nobody listens yet. */
export async function freeHost(): Promise<string> {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(free.address() as AddressInfo).port}`;
  await new Promise((resolve) => free.close(resolve));
  return host;
}

/** The binary as another process, once it answers at `url`. */
export async function started(url: string, ...command: string[]): Promise<ChildProcess> {
  const child = spawn(process.env.PATCHBAY_BIN ?? '../target/debug/patchbay', command, { stdio: 'ignore' });
  try {
    await expect.poll(() => fetch(url).then((answer) => answer.status, () => 0)).toBe(200);
  } catch (error) {
    child.kill();
    throw error;
  }
  return child;
}
