import { type ChildProcess } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { addCallCenter, complaints, expectSound, freeHost, signIn, started, unique } from './support';

/** What TwoWay calls a web chat. */
const CHANNEL = 'CXWebConversations';
const SECRET = 'secret-of-the-suite';

async function addWebChat(page: Page, center: string) {
  await page.goto(`/channels?callCenter=${center}&dialog=add-channel`);
  const dialog = page.getByRole('dialog', { name: 'Add channel' });
  await dialog.getByLabel('Name').fill(CHANNEL);
  await dialog.getByLabel('Kind').selectOption('webchat');
  await dialog.getByRole('button', { name: 'Add channel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: CHANNEL })).toBeVisible();
}

/** Sends the form of an adapter, and gives the signing secret that is shown once. */
async function created(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const secret = await page.locator('.secret-once').innerText();
  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return secret;
}

/** The bot's adapter; gives the process behind it. */
async function addBot(page: Page, center: string): Promise<ChildProcess> {
  const host = await freeHost();
  await page.goto(`/adapters/new/twoway?callCenter=${center}`);
  await page.locator('[name="form[name]"]').fill('bot');
  await page.getByLabel('It is a bot').check();
  await page.getByLabel(CHANNEL).check();
  for (const role of ['message', 'handover', 'events']) await page.locator(`[name="form[${role}_url]"]`).fill(`https://${host}/${role}`);
  const signing = await created(page, 'bot');
  const url = await page.getByText(/^http:\/\/.+\/conversational\/twoway\/v2\/accounts\//).innerText();
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await page.getByRole('link', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create token' });
  await dialog.getByLabel('Name').fill('main');
  await dialog.getByLabel('session:update').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = await page.locator('.secret-once').innerText();
  return started(`http://${host}/received`, 'simulate', 'bot', '--listen', host, '--outbound-url', url, '--token', token, '--signing-secret', signing);
}

/** The suite's adapter, its properties imported under their original names; gives the process behind it. */
async function addSuite(page: Page, center: string, patchbay: string): Promise<ChildProcess> {
  const host = await freeHost();
  await page.goto(`/adapters/new/omnichannel?callCenter=${center}`);
  await page.locator('[name="form[name]"]').fill('suite');
  await page.getByLabel(CHANNEL).check();
  await page.getByText('Import from JSON').click();
  await page.getByLabel('Properties as JSON').fill(JSON.stringify({
    'app.ext.integration.api.base.url': `https://${host}`,
    'app.ext.integration.api.incomingMessage': '/incoming',
    'app.ext.integration.api.sendMessage': '/ext/{owner}/sendMessage',
  }));
  await page.locator('[name="form[secret]"]').fill(SECRET);
  await expectSound(page);
  const signing = await created(page, 'suite');
  await expect(page.getByLabel('app.ext.integration.api.base.url')).toHaveValue(`https://${host}`);
  await expect(page.getByLabel('app.ext.integration.api.incomingMessage')).toHaveValue('/incoming');
  return started(`http://${host}/received`, 'simulate', 'omnichannel', '--listen', host, '--patchbay', patchbay, '--secret', SECRET, '--signing-secret', signing);
}

test('a visitor talks to a bot, is handed over to a third party, and it closes the chat', async ({ page, browser, baseURL }, info) => {
  const [heard, sides, center] = [complaints(page), [] as ChildProcess[], unique('loop')];
  const context = await browser.newContext({ baseURL, viewport: info.project.use.viewport ?? undefined, locale: 'en-GB' });
  try {
    await signIn(page);
    await addCallCenter(page, center);
    await addWebChat(page, center);
    // The bot first: a new chat goes to the oldest adapter of its channel.
    sides.push(await addBot(page, center));
    sides.push(await addSuite(page, center, baseURL!));
    // The drawing, or on a small screen the same in words.
    const workflow = page.getByRole('figure', { name: /^A Command Event/ });
    await expect(workflow.getByRole('img', { name: 'Workflow' }).or(workflow.getByRole('list')))
      .toContainText(/Customer\s*writes.*Patchbay\s*opens a ticket.*Third party\s*answers.*Patchbay\s*delivers.*Customer\s*reads/s);
    await expectSound(page);
    await page.screenshot({ path: info.outputPath('workflow.png'), fullPage: true });

    const visitor = await context.newPage();
    const heardByVisitor = complaints(visitor);
    await visitor.goto(`/chat/${center}/${CHANNEL}`);
    const log = visitor.getByRole('log', { name: 'Messages' });
    const say = async (said: string, answer: string) => {
      await visitor.getByLabel('Your message').fill(said);
      await visitor.getByLabel('Your message').press('Enter');
      await expect(log.getByText(answer)).toBeVisible();
    };
    await say('Hello', 'Hello, I am a bot');

    // From here on the operator's page is left to itself.
    await page.goto(`/conversations?callCenter=${center}`);
    await page.getByRole('table').getByRole('link').click();
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await expect(transcript.getByText('Hello, I am a bot')).toBeVisible();
    await expect(page.getByText('hosted by bot')).toBeVisible();
    await say('Agent', 'One moment, I am fetching somebody for you.');
    await expect(transcript.getByText('Handed over from bot to suite')).toBeVisible();
    await expect(page.getByText('hosted by suite')).toBeVisible();
    await say('Where is my lamp?', 'Farah: You wrote “Where is my lamp?”');
    await expect(transcript.getByText('Farah: You wrote')).toBeVisible();
    await say('close', 'Good-bye!');

    // All of it, in its order, and nothing twice.
    await expect(log.locator('> *')).toHaveText([
      /^You: Hello/, /^Answer: Hello, I am a bot/, /^You: Agent/, /^Answer: One moment/, /^You: Where is my lamp\?/,
      /^Answer: Farah: You wrote/, /^You: close/, /^Answer: Farah: Glad that I could help\. Good-bye!$/, /^The chat has ended\./,
    ]);
    await expect(transcript.locator('ol > li')).toHaveText([
      /^Session started/, /from the customer.*Hello$/, /^bot, to the customer.*Hello, I am a bot/, /from the customer.*Agent$/, /^bot, to the customer.*One moment/,
      /^Handover from bot to suite requested/, /^Handed over from bot to suite/, /from the customer.*Where is my lamp\?$/, /^suite, to the customer.*Farah: You wrote/,
      /from the customer.*close$/, /^suite, to the customer.*Farah: Glad that I could help\. Good-bye!$/, /^Session ended: closed by the host/,
    ]);
    await expect(page.getByText('The chat is closed')).toBeVisible();
    await expectSound(page);
    await expectSound(visitor);
    // It follows the chat: what is new can be seen.
    await transcript.scrollIntoViewIfNeeded();
    await expect(transcript.locator('ol > li').last()).toBeInViewport({ ratio: 1 });
    await page.screenshot({ path: info.outputPath('conversation.png'), fullPage: true });
    await visitor.screenshot({ path: info.outputPath('chat.png') });
    expect([...heard, ...heardByVisitor]).toEqual([]);
  } finally {
    await context.close();
    sides.forEach((side) => side.kill());
  }
});
