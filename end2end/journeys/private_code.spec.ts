import { expect, test, type Page } from '@playwright/test';
import { world, type World } from './callbox_world';
import { complaints, expectSound, signIn } from './support';

const FIRST = 'export function getDataIframe() {\n  return { a: 1 };\n}\n';
let of: World;
test.afterEach(() => of?.server.close());

/** The tab with the code of a private template. */
async function open(page: Page, browser: any, baseURL: string): Promise<string> {
  of = await world(browser, baseURL, 'Own CRM', { function: FIRST });
  const { id } = await of.ask('GET', `/templates/${of.template}?callCenterId=${of.center}`);
  await signIn(page);
  // By its tab: what the browser builds is loaded otherwise than what the server rendered.
  await page.goto(`/integrations/${id}`);
  await page.getByRole('link', { name: 'Code', exact: true }).click();
  return id;
}

const code = async (id: string) => of.ask('GET', `/templates/${id}/private-code`);

for (const scheme of ['light', 'dark'] as const) {
  test(`code is written, checked, uploaded, saved and rolled back, in ${scheme}`, async ({ page, browser, baseURL }, info) => {
    const heard = complaints(page);
    await page.emulateMedia({ colorScheme: scheme });
    const id = await open(page, browser, baseURL!);
    const editor = page.getByLabel('function.js (optional)');
    const module = page.locator('patchbay-code').first();
    await expect(editor).toHaveValue(FIRST);
    await expect(module.getByText('Exports getDataIframe.')).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`code-${scheme}.png`), fullPage: true });

    await editor.fill('export function getDataIframe() {\n  const a = ;\n}\n');
    await expect(module.getByText(/Line 2, column \d+: SyntaxError/)).toBeVisible();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`code-${scheme}-wrong.png`), fullPage: true });
    // The browser keeps the form as long as the field is wrong.
    await page.getByRole('button', { name: 'Save code' }).click();
    expect((await code(id)).version).toBe(1);

    const uploaded = 'export async function saveLogCRM({ call }) {\n  return callbox.execute("x", "y", call);\n}\n';
    await module.getByLabel('Upload a file').setInputFiles({ name: 'function.js', mimeType: 'text/javascript', buffer: Buffer.from(uploaded) });
    await expect(module.getByText('Exports saveLogCRM.')).toBeVisible();
    await page.getByRole('button', { name: 'Save code' }).click();
    await expect(page.getByRole('row', { name: `3 lines, ${uploaded.length} bytes` })).toBeVisible();
    expect(await code(id)).toMatchObject({ version: 2, function: uploaded });

    await page.getByRole('link', { name: 'Restore version 1' }).click();
    await page.getByRole('dialog', { name: 'Restore code' }).getByRole('button', { name: 'Restore' }).click();
    await expect(editor).toHaveValue(FIRST);
    expect((await code(id)).version).toBe(3);
    expect(heard).toEqual([]);
  });
}

test.describe('before any script', () => {
  test.use({ javaScriptEnabled: false });
  test('code is saved and rolled back all the same', async ({ page, browser, baseURL }) => {
    const id = await open(page, browser, baseURL!);
    await page.getByLabel('showInfo/index.js (optional)').fill('export function showInfo(context, root) {}\n');
    await page.getByRole('button', { name: 'Save code' }).click();
    await expect(page.getByRole('row', { name: /1 line, 43 bytes/ })).toBeVisible();
    expect(await code(id)).toMatchObject({ version: 2, function: FIRST, showInfo: 'export function showInfo(context, root) {}\n' });
    await page.getByRole('link', { name: 'Restore version 1' }).click();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(page.getByRole('row', { name: /Restore version 2/ })).toBeVisible();
    expect(await code(id)).toMatchObject({ version: 3, showInfo: '' });
  });
});

test('the Iframe JSON is seen beside its editor, and both editors lead to the guide', async ({ page, browser, baseURL }, info) => {
  const heard = complaints(page);
  const id = await open(page, browser, baseURL!);
  await page.goto(`/integrations/${id}`);
  await page.getByRole('link', { name: `Edit ${of.host}` }).or(page.getByRole('link', { name: /^Edit .*cb-/ })).first().click();
  const dialog = page.getByRole('dialog', { name: 'Edit integrator' });
  const preview = dialog.locator('patchbay-preview');
  await expect(preview.getByText('Printer on fire')).toBeVisible();
  await dialog.getByLabel('Iframe JSON (optional)').fill('{"title": "Typed just now", "sections": [{"kind": "fields", "label": "Order", "items": [{"label": "Total", "value": "{data.order.total}"}]}]}');
  await expect(preview.getByRole('heading', { name: 'Typed just now' })).toBeVisible();
  await expect(preview.getByText('120.00')).toBeVisible();
  await expect(dialog.getByRole('link', { name: 'Guide: JSON INTEGRATION DATA' })).toHaveCount(2);
  await expectSound(page);
  await page.screenshot({ path: info.outputPath('preview.png') });
  await page.goto('/integrations/guide');
  await expect(page.locator('patchbay-preview').getByText('Invoice of May')).toBeVisible();
  expect(heard).toEqual([]);
});
