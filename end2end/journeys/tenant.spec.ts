import { type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { addEndpoint, addIntegration } from './integration_forms';
import { complaints, expectSound, invited, otherSide, plugIn, signIn, type Call } from './support';

test('a tenant administrator plugs a published integration in, and describes and tests a private one', async ({ page, browser }) => {
  const calls: Call[] = [];
  const upstream = await otherSide(calls, () => ({ name: 'Ann Lee' }));
  const host = `127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  try {
    await signIn(page);
    const { center, name, integration, endpoint } = await plugIn(page, host, false);
    const { visitor } = await invited(page, browser, 'tenantAdministrator', center);
    const heard = complaints(visitor);

    await visitor.goto(`/integrations?search=${name}`);
    await visitor.getByRole('link', { name: `Open Label of ${name}` }).click();
    await expect(visitor.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    await visitor.getByRole('link', { name: 'Add integrator' }).first().click();
    const dialog = visitor.getByRole('dialog', { name: 'Add integrator' });
    await dialog.locator('[name="form[host]"]').fill(host);
    await dialog.getByLabel('X-Api-Key').fill('key-of-the-tenant');
    await dialog.getByRole('button', { name: 'Add integrator' }).click();
    await expect(visitor.getByRole('row', { name: new RegExp(center) })).toContainText('ready');

    // The published endpoint can be tested and read, and not changed.
    await visitor.goto(endpoint);
    await expect(visitor.locator('[name="form[url]"]')).toBeDisabled();
    await visitor.goto(`${endpoint}?tab=test`);
    await visitor.getByRole('button', { name: 'Run test' }).click();
    await expect(visitor.getByText(/^200 in /)).toBeVisible();

    const own = `own-${name}`;
    await addIntegration(visitor, own);
    await expect(visitor.getByText(`Private to ${center}`).or(visitor.getByText('Private')).first()).toBeVisible();
    const opened = new URL(visitor.url()).pathname;
    expect(opened).not.toBe(integration);
    await addEndpoint(visitor, { name: 'search', endpoint_type: 'getData', method: 'GET', url: '/search' }, []);
    const search = new URL(visitor.url()).pathname;
    await visitor.goto(`${opened}?dialog=add-integrator`);
    const second = visitor.getByRole('dialog', { name: 'Add integrator' });
    await second.locator('[name="form[host]"]').fill(host);
    await second.getByLabel('X-Api-Key').fill('another-key');
    await second.getByRole('button', { name: 'Add integrator' }).click();
    await expect(visitor.getByRole('row', { name: new RegExp(center) })).toContainText('ready');
    await visitor.goto(`${search}?tab=test`);
    await visitor.getByRole('button', { name: 'Run test' }).click();
    await expect(visitor.getByText(/^200 in /)).toBeVisible();
    await expectSound(visitor);
    expect(calls.map((call) => [call.url, call.headers['x-api-key']])).toEqual([
      ['/contacts', 'key-of-the-tenant'],
      ['/search', 'another-key'],
    ]);
    expect(heard).toEqual([]);
  } finally {
    upstream.close();
  }
});

test('a tenant administrator installs an integration of the gallery, imports one, and goes back to a version', async ({ page, browser }) => {
  await signIn(page);
  const { center, name } = await plugIn(page, 'api.acme.test', false);
  const { visitor } = await invited(page, browser, 'tenantAdministrator', center);
  const heard = complaints(visitor);

  await visitor.goto('/integrations/gallery?search=twilio');
  await visitor.getByRole('button', { name: 'Install Twilio SMS' }).click();
  await expect(visitor.getByText('Installed', { exact: true })).toBeVisible();
  await visitor.getByRole('link', { name: 'Open', exact: true }).click();
  await visitor.getByRole('link', { name: 'Open Twilio SMS' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Twilio SMS' })).toBeVisible();
  await visitor.getByRole('link', { name: 'Endpoints' }).first().click();
  await expect(visitor.getByRole('link', { name: 'sendSms', exact: true })).toBeVisible();
  await visitor.goto('/integrations/gallery?search=twilio');
  await expect(visitor.getByText('Installed', { exact: true })).toBeVisible();

  const exported = await (await page.request.get('/api/v1/gallery')).json();
  const hubspot = exported.items.find((entry: { name: string }) => entry.name === 'hubspot').document;
  await visitor.goto('/integrations?dialog=import-integration');
  const dialog = visitor.getByRole('dialog', { name: 'Import integration' });
  const document = { ...hubspot, name: `hub-${name}`, label: `Hub of ${name}`, description: 'As imported' };
  await dialog.getByLabel('Document').fill(JSON.stringify(document));
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toBeHidden();
  await visitor.getByRole('link', { name: `Open Hub of ${name}` }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: `Hub of ${name}` })).toBeVisible();

  await visitor.getByRole('link', { name: 'Edit', exact: true }).click();
  const edit = visitor.getByRole('dialog', { name: 'Edit integration' });
  await edit.getByLabel('Description').first().fill('Changed by hand');
  await edit.getByRole('button', { name: 'OK' }).click();
  await expect(visitor.getByText('Changed by hand')).toBeVisible();
  await visitor.getByRole('link', { name: 'Versions' }).first().click();
  await visitor.getByRole('link', { name: 'Restore version 1' }).click();
  const restore = visitor.getByRole('dialog', { name: 'Restore version' });
  await expectSound(visitor);
  await restore.getByRole('button', { name: 'Restore' }).click();
  await expect(restore).toBeHidden();
  await expect(visitor.getByText('As imported').first()).toBeVisible();
  expect(heard).toEqual([]);
});
