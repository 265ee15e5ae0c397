import { type AddressInfo } from 'node:net';
import { type Server, type ServerResponse } from 'node:http';
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { otherSide, signIn, unique, type Call } from './support';

/** As strict as the portal's own pages. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** Made once for all journeys of a worker: signing in takes its time. */
let administrator: Promise<string> | null = null;

async function administratorKey(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  await signIn(page);
  await page.goto('/keys?dialog=add-key');
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await dialog.getByLabel('Name').fill(unique('callbox'));
  for (const scope of ['portal:admin', 'integrations:read', 'integrations:write', 'endpoints:execute', 'executions:read']) {
    await dialog.getByLabel(scope).check();
  }
  await dialog.getByRole('button', { name: 'Add key' }).click();
  const key = (await page.locator('.secret-once').textContent())!.trim();
  await page.close();
  return key;
}

const clientBody = (names: string[], location: string, required: string[] = []) =>
  names.map((name) => {
    const [target, path = target] = name.split('=');
    return { name: target, location, source: 'clientBody', path, required: required.includes(target) };
  });

const endpoint = (name: string, method: string, url: string, triggers: string[], parameters: object[]) => ({
  name, label: name, type: method === 'GET' ? 'getData' : 'postData', method, url, description: '', triggers, parameters, hardParams: [],
});

/** A CRM's endpoints, written once for the callbox and for a platform's events. */
export const ENDPOINTS = [
  endpoint('searchContact', 'GET', '/contacts', ['call_start'], clientBody(['phone'], 'query')),
  endpoint('listTickets', 'GET', '/tickets', ['manual'], clientBody(['contact'], 'query')),
  endpoint('createLog', 'POST', '/calls', ['call_connected'], clientBody(['phone', 'status'], 'body')),
  endpoint('updateLog', 'PATCH', '/calls/{crmLogId}', ['call_end'], [...clientBody(['crmLogId'], 'path', ['crmLogId']), ...clientBody(['status', 'talk=talkSeconds'], 'body')]),
  endpoint('createNote', 'POST', '/notes', ['sms_send'], clientBody(['to', 'text'], 'body')),
  endpoint('createTicket', 'POST', '/tickets', ['ticket_create'], clientBody(['subject', 'kind', 'urgent', 'text', 'phone=call.phone'], 'body')),
  endpoint('createContact', 'POST', '/contacts', ['contact_create'], clientBody(['name', 'phone'], 'body')),
];

export const INFO = {
  renderTooltip: [{ path: '/crm', element: '.phone' }],
  listOptions: [{ name: 'showTickets', label: 'Show tickets', default: true }],
  userInfo: [{ field: 'crmEmail', path: '/crm', element: '.user-email' }],
  dataFunction: [
    { objectName: 'contact', endpointName: 'searchContact', params: { phone: '{call.phone}' } },
    { objectName: 'tickets', endpointName: 'listTickets', params: { contact: '{data.contact.id}' }, when: 'option.showTickets' },
  ],
};

export const IFRAME = {
  title: 'Acme CRM',
  sections: [
    { kind: 'fields', label: 'Customer', source: '{data.contact}', items: [
      { label: 'Name', value: '{data.contact.name}', href: 'https://{integrator.host}/c/{data.contact.id}' },
      { label: 'Company', value: '{data.contact.company}' },
      { label: 'Site', value: '{data.contact.site}', href: '{data.contact.site}' },
    ] },
    { kind: 'list', label: 'Tickets', source: '{data.tickets}', when: 'option.showTickets', items: [{ label: 'Subject', value: '{data.tickets.subject}', href: 'https://{integrator.host}/t/{data.tickets.id}' }] },
    { kind: 'links', label: 'Go to', when: 'data.contact', items: [{ label: 'Orders', value: '', href: 'https://{integrator.host}/orders?customer={data.contact.id}' }] },
  ],
  forms: [
    { kind: 'createTicket', label: 'New ticket', endpointName: 'createTicket', fields: [
      { name: 'subject', label: 'Subject', input: 'text', required: true, default: 'Call from {call.phone}' },
      { name: 'kind', label: 'Kind', input: 'select', required: true, options: ['Question', 'Complaint'] },
      { name: 'text', label: 'Text', input: 'textarea' },
      { name: 'urgent', label: 'Urgent', input: 'checkbox' },
    ] },
    { kind: 'createContact', label: 'New contact', endpointName: 'createContact', fields: [
      { name: 'name', label: 'Name', input: 'text', required: true },
      { name: 'phone', label: 'Phone', input: 'text', default: '{call.phone}' },
    ] },
  ],
};

export interface World {
  center: string;
  template: string;
  host: string;
  calls: Call[];
  server: Server;
  /** A callbox token for these origins, of a key of its own; `revoke` ends both. */
  token(...allowedOrigins: string[]): Promise<{ key: string; revoke(): Promise<void> }>;
  /** How the CRM answers; replaced by journeys. */
  crm: { answer: (call: Call, response: ServerResponse) => unknown };
  /** Asks the administration API. */
  ask(method: string, path: string, body?: object, as?: string): Promise<any>;
}

/** What a friendly CRM answers. */
export function friendly({ method, url }: Call, response: ServerResponse): unknown {
  const path = url.split('?')[0];
  if (method === 'GET' && path === '/contacts') return { id: 7, name: 'Ann Lee', company: 'Lee & Sons', site: 'https://lee.example.com/' };
  if (method === 'GET' && path === '/tickets') return [{ id: 'T-1', subject: 'Printer on fire' }, { id: 'T-2', subject: 'Invoice of May' }];
  response.statusCode = method === 'POST' ? 201 : 200;
  if (path === '/tickets') return { id: 'T-3', url: 'https://crm.example.com/tickets/T-3' };
  return { id: path === '/calls' ? 'log-1' : 'x-1' };
}

/** A call center with one CRM plugged in, and that CRM as a real server. With `code` its template is private. */
export async function world(browser: Browser, baseURL: string, label = 'Acme CRM', code?: { function?: string; showInfo?: string }): Promise<World> {
  const key = await (administrator ??= administratorKey(browser));
  const calls: Call[] = [];
  const crm = { answer: friendly as World['crm']['answer'] };
  const server = await otherSide(calls, (call, response) => crm.answer(call, response));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (method: string, path: string, body?: object, as = key) => {
    const headers = { Authorization: `Bearer ${as}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${baseURL}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    expect(response.ok, `${method} ${path}: ${text}`).toBe(true);
    return text ? JSON.parse(text) : null;
  };
  const [center, template] = [unique('cb'), unique('acme')];
  await ask('POST', '/call-centers', { id: center, name: 'Callbox', timeZone: 'UTC', language: 'en' });
  await ask('POST', '/templates', { name: template, label, type: 'crm', description: '', infoEnabled: true, iframeEnabled: true, visibility: code ? 'private' : 'published', callCenterId: code ? center : null, parameters: [] });
  const of = code ? `?callCenterId=${center}` : '';
  for (const one of ENDPOINTS) await ask('POST', `/templates/${template}/endpoints${of}`, one);
  if (code) await ask('PUT', `/templates/${template}/private-code${of}`, code);
  await ask('POST', `/call-centers/${center}/integrators`, { template, host, description: '', info: INFO, iframe: IFRAME, fields: {}, credentials: [] });
  const token = async (...allowedOrigins: string[]) => {
    const made = await ask('POST', '/keys', { name: unique('agent'), callCenterId: center, scopes: ['endpoints:execute'] });
    const issued = await ask('POST', `/call-centers/${center}/callbox-tokens`, { allowedOrigins }, made.key);
    return { key: issued.token, revoke: () => ask('DELETE', `/keys/${made.id}`) };
  };
  return { center, template, host, calls, server, token, crm, ask };
}

/** A page of the server's own origin, under a strict policy, with an element and a callbox as `window.callbox`. */
export async function openCallbox(page: Page, of: World, key: string, query = '') {
  await serve(page.context());
  await page.goto(`/callbox-journey${query}`);
  await startCallbox(page, of, key);
}

export async function serve(context: BrowserContext) {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Agent</title><link rel="icon" href="data:,"></head><body><main><h1>Agent</h1><patchbay-callbox></patchbay-callbox></main></body></html>`;
  await context.route('**/callbox-journey*', (route) =>
    route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': POLICY }, body: html }));
}

export async function startCallbox(page: Page, of: World, key: string) {
  await page.evaluate(async ([center, first]) => {
    const path = '/callbox.js';
    const { Callbox } = await import(path);
    const w = window as any;
    w.token = first;
    w.asked = 0;
    w.callbox = new Callbox({ baseUrl: location.origin, callCenterId: center, token: async () => ((w.asked += 1), w.token) });
    (document.querySelector('patchbay-callbox') as any).callbox = w.callbox;
    await w.callbox.load();
  }, [of.center, key]);
}

/** Tells the callbox of the page, and waits for what it makes of it. */
export function tell(page: Page, method: string, ...what: unknown[]): Promise<any[]> {
  return page.evaluate(([name, all]) => (window as any).callbox[name as string](...(all as unknown[])), [method, what]);
}

export const ringing = (id: string, more: object = {}) => ({ id, direction: 'inbound', phone: '+84901234567', did: '+842812345678', ...more });
/** The calls that changed something at the CRM. */
export const writes = (of: World) => of.calls.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url}`);
export const bodies = (of: World, method: string, url: string) => of.calls.filter((call) => call.method === method && call.url === url).map(({ body }) => JSON.parse(body));
