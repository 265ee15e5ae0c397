import { type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { world } from './callbox_world';
import { complaints, expectSound, freeHost, signIn, started, unique } from './support';

const document = (name: string) => JSON.parse(readFileSync(`../demo/${name}.json`, 'utf8'));

let crm: ChildProcess;
let host: string;

test.beforeAll(async () => {
  host = await freeHost();
  crm = await started(`http://${host}/records`, 'demo-crm', '--listen', host);
});

test.afterAll(() => crm?.kill());

const records = async () => (await fetch(`http://${host}/records`)).json();
const faults = (switched: object) =>
  fetch(`http://${host}/faults`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(switched) });

test('a stranger is told to sign in', async ({ page }) => {
  await page.goto('/callbox/demo');
  await expect(page.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/sign-in?next=%2Fcallbox%2Fdemo');
  await expectSound(page);
});

test('a whole call with the CRM of the demo: its token is forgotten, it fails, it comes back', async ({ page, browser, baseURL }, info) => {
  const heard = complaints(page);
  const of = await world(browser, baseURL!);
  of.server.close();
  const [center, name] = [unique('demo'), unique('demo-crm')];
  await of.ask('POST', '/call-centers', { id: center, name: 'Demo', timeZone: 'UTC', language: 'en' });
  await of.ask('POST', '/templates/import', { ...document('template'), name });
  // Journeys share one server: the template has a name of its own, and so has what refers to it.
  const integrator = JSON.parse(JSON.stringify(document('integrator')).replaceAll('"demo-crm"', JSON.stringify(name)));
  await of.ask('POST', `/call-centers/${center}/integrators`, { ...integrator, host });
  await signIn(page);
  await page.goto(`/callbox/demo?callCenter=${center}`);
  const box = page.locator('patchbay-callbox');
  const phone = page.getByRole('region', { name: 'Phone' });
  await page.getByRole('button', { name: 'Let them call' }).nth(1).click();
  await expect(box.getByText('Saigon Print')).toBeVisible();
  await faults({ forgetTokens: true });
  await phone.getByRole('button', { name: 'Answer' }).click();
  await expect.poll(async () => (await records()).calls.length).toBe(1);
  await expectSound(page);
  await page.screenshot({ path: info.outputPath('answered.png'), fullPage: true });
  await faults({ down: true });
  await phone.getByRole('button', { name: 'Hang up' }).click();
  await expect(box.getByText('One log waits to be sent.')).toBeVisible();
  await faults({});
  await expect.poll(async () => (await records()).calls[0].durationSeconds, { timeout: 60_000 }).toEqual(expect.any(Number));
  expect((await records()).calls).toHaveLength(1);
  expect(heard.filter((line) => !line.includes('502'))).toEqual([]);
});
