import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { bodies, openCallbox, ringing, tell, world, writes, type World } from './callbox_world';
import { complaints, expectSound } from './support';

const sample = (name: string) => readFileSync(`../demo/private-code/${name}`, 'utf8');
const FUNCTION = `
  export async function getDataIframe({ call, integrator }) {
    const { response } = await callbox.execute(integrator.name, 'searchContact', { phone: call.phone });
    return { contact: { ...response.body, name: response.body.name.toUpperCase() } };
  }
  export async function saveLogCRM({ call, data, integrator }) {
    const { response } = await callbox.execute(integrator.name, call.crmLogId ? 'updateLog' : 'createLog', { ...call, status: 'by code, ' + data.contact.name });
    return response.body;
  }`;
const SHOW_INFO = `
  export function showInfo({ call, data }, root) {
    const heading = document.createElement('h3');
    heading.textContent = call ? 'Drawn for ' + call.phone + ': ' + (data.contact?.name ?? 'nobody yet') : 'idle';
    root.replaceChildren(heading);
  }
  export async function handleCreateTicket({ form, integrator }) {
    await callbox.execute(integrator.name, 'createNote', { to: 'log', text: form.subject });
    return (await callbox.execute(integrator.name, 'createTicket', { ...form, subject: 'by code: ' + form.subject })).response.body;
  }`;

let of: World;
test.afterEach(() => of?.server.close());

async function open(page: Page, browser: any, baseURL: string, code: { function?: string; showInfo?: string }) {
  of = await world(browser, baseURL, 'Acme CRM', code);
  const { key } = await of.token();
  await openCallbox(page, of, key);
  return page.locator('patchbay-callbox');
}

test('hooks that are exported run, the others stay declarative', async ({ page, browser, baseURL }) => {
  const heard = complaints(page);
  const box = await open(page, browser, baseURL!, { function: FUNCTION });
  await tell(page, 'callStarted', ringing('p-1'));
  await expect(box.getByRole('link', { name: /ANN LEE/ })).toBeVisible();
  await tell(page, 'callConnected', ringing('p-1'));
  const [ended] = await tell(page, 'callEnded', ringing('p-1'));
  expect(ended.status).toBe('succeeded');
  // The start of the log is the Info JSON's, its end the code's, which was given the id and the data of before.
  expect(writes(of)).toEqual(['POST /calls', 'PATCH /calls/log-1']);
  expect(bodies(of, 'PATCH', '/calls/log-1')[0].status).toBe('by code, ANN LEE');
  expect(bodies(of, 'POST', '/calls')[0].status).toBe('answered');
  await tell(page, 'smsSent', { id: 's-1', to: '+84901234567', from: '+842812345678', text: 'Thanks' });
  expect(bodies(of, 'POST', '/notes')).toEqual([{ to: '+84901234567', text: 'Thanks' }]);
  // Told twice, it happens once.
  await tell(page, 'callEnded', ringing('p-1'));
  expect(writes(of)).toEqual(['POST /calls', 'PATCH /calls/log-1', 'POST /notes']);
  expect(heard).toEqual([]);
});

test('a form goes to the code, and sent again after a failure it does nothing twice', async ({ page, browser, baseURL }) => {
  await open(page, browser, baseURL!, { showInfo: SHOW_INFO });
  const { answer } = of.crm;
  let failures = 1;
  of.crm.answer = (call, response) => {
    if (call.url === '/tickets' && call.method === 'POST' && failures-- > 0) {
      response.statusCode = 500;
      return { error: 'down' };
    }
    return answer(call, response);
  };
  const form = { subject: 'Printer', kind: 'Question' };
  const submit = () => page.evaluate((fields) => (window as any).callbox.createTicket(fields, null), form);
  const [failed] = await submit();
  expect(failed).toMatchObject({ status: 'failed', hook: 'handleCreateTicket' });
  const [done] = await submit();
  expect(done.status).toBe('succeeded');
  expect(bodies(of, 'POST', '/tickets').map(({ subject }: any) => subject)).toEqual(['by code: Printer', 'by code: Printer']);
  expect(bodies(of, 'POST', '/notes')).toHaveLength(1);
  // What showInfo/index.js does not export is the form's own endpoint.
  await page.evaluate(() => (window as any).callbox.createContact({ name: 'Bo', phone: '+1' }, null));
  expect(bodies(of, 'POST', '/contacts')).toEqual([{ name: 'Bo', phone: '+1' }]);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`showInfo draws what the sections would, in ${scheme}`, async ({ page, browser, baseURL }, info) => {
    await page.emulateMedia({ colorScheme: scheme });
    const box = await open(page, browser, baseURL!, { function: FUNCTION, showInfo: SHOW_INFO });
    const drawn = box.frameLocator('iframe').frameLocator('iframe');
    await expect(drawn.getByText('idle')).toBeVisible();
    await tell(page, 'callStarted', ringing('p-2'));
    await expect(drawn.getByText('Drawn for +84901234567: ANN LEE')).toBeVisible();
    await expect(box.getByText('Customer', { exact: true })).toBeHidden();
    await box.getByText('New ticket').click();
    await expectSound(page);
    await page.screenshot({ path: info.outputPath(`private-${scheme}.png`), fullPage: true });
  });
}

test('code that can not be loaded is told, and the settings do its work', async ({ page, browser, baseURL }) => {
  const box = await open(page, browser, baseURL!, { function: 'export const getDataIframe = ;', showInfo: 'throw new Error("not today")' });
  await tell(page, 'callStarted', ringing('p-3'));
  await expect(box.getByRole('link', { name: /Ann Lee/ })).toBeVisible();
  await expect(box.getByText(/Its own code could not be used.*SyntaxError/)).toBeVisible();
  await expect(box.getByText(/Its own code could not be used.*not today/)).toBeVisible();
});

test('code in an endless loop is ended, and the callbox goes on', async ({ page, browser, baseURL }) => {
  const loops = `
    let calls = 0;
    export function getDataIframe({ call }) { if (call.id === 'loop') for (;;); return { contact: { name: 'after ' + (calls += 1) } }; }
    export function saveLogCRM() { return new Promise(() => {}); }
    export function createSMSNote() { for (;;) callbox.execute('a', 'b'); }`;
  const box = await open(page, browser, baseURL!, { function: loops });
  const [looped] = await tell(page, 'callStarted', ringing('loop'));
  expect(looped).toMatchObject({ status: 'failed' });
  expect(looped.items[0].detail).toContain('endless loop');
  // The page was never in the loop's way, and the next call finds code that was started anew.
  await tell(page, 'callStarted', ringing('p-4'));
  await expect(box.getByText('after 1')).toBeVisible();
  const [flooded] = await tell(page, 'smsSent', { id: 's-2', to: '+1', from: '+2', text: '' });
  expect(flooded).toMatchObject({ status: 'failed' });
  await page.evaluate(async () => {
    const path = '/callbox-private.js';
    (await import(path)).LIMITS.hook = 1_000;
  });
  const [late] = await tell(page, 'callEnded', ringing('p-4'));
  expect(late.items[0].detail).toContain('took longer than 1 s');
});

test('the sample of the guide works', async ({ page, browser, baseURL }) => {
  const heard = complaints(page);
  const box = await open(page, browser, baseURL!, { function: sample('function.js').replaceAll('updateCall', 'updateLog').replaceAll('createCall', 'createLog'), showInfo: sample('showInfo/index.js') });
  const drawn = box.frameLocator('iframe').frameLocator('iframe');
  await tell(page, 'callStarted', ringing('p-5'));
  await expect(drawn.getByRole('heading', { name: /Good .*, Ann!/ })).toBeVisible();
  await drawn.getByRole('button', { name: 'Wants a call back' }).click();
  await expect(drawn.getByText('Noted.')).toBeVisible();
  expect(bodies(of, 'POST', '/notes')).toEqual([{ to: '+84901234567', text: 'Wants a call back' }]);
  await tell(page, 'callConnected', ringing('p-5'));
  await tell(page, 'callEnded', ringing('p-5'));
  expect(writes(of).slice(1)).toEqual(['POST /calls', 'PATCH /calls/log-1']);
  expect(heard).toEqual([]);
});

test('a callbox without private code loads nothing for it', async ({ page, browser, baseURL }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  of = await world(browser, baseURL!);
  const { key } = await of.token();
  await openCallbox(page, of, key);
  expect(asked.filter((path) => /private|sandbox|realm/.test(path))).toEqual([]);
});
