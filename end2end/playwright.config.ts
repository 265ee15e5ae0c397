import { defineConfig, devices } from '@playwright/test';

// `make test` gives a free port; by hand (`npx playwright test`) a fixed one does. Workers read this file again,
// so the port must not be made up here.
const port = process.env.PATCHBAY_END2END_PORT ?? '3100';

/** The first administrator, whom the server creates at its start. */
export const admin = { email: 'admin@example.com', password: 'correct-horse-battery' };

export default defineConfig({
  testDir: './journeys',
  outputDir: './test-results',
  // One server and one database for all journeys: they make their own tenants and don't count what others made.
  fullyParallel: false,
  workers: 2,
  forbidOnly: !!process.env.CI,
  // A journey that passes at the second try is a finding: reasons.ts names it at the end. On a build server it does not hold
  // up everything else.
  retries: process.env.CI ? 1 : 0,
  // Ends what hangs, and says nothing of speed: two browsers on two busy cores take three times what one takes alone.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [[process.env.CI ? 'line' : 'list'], ['./reasons.ts']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    // A recording costs a sixth of the time: by hand, `npx playwright test --trace on`.
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        // Chromium's sandbox doesn't work for root, which is who runs in most containers.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-dev-shm-usage',
        // Nothing is to leave this machine: no updates, no metrics, no look-ups of its own.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-domain-reliability',
        '--disable-sync',
        '--no-default-browser-check',
        '--no-first-run',
        '--no-pings',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      use: { ...devices['Desktop Chrome'], viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
  webServer: {
    command: `../scripts/end2end-server ${port}`,
    url: `http://127.0.0.1:${port}/readyz`,
    env: { PATCHBAY_ADMIN_EMAIL: admin.email, PATCHBAY_ADMIN_PASSWORD: admin.password },
    // Somebody else's server on this port would make the tests say something about somebody else.
    reuseExistingServer: false,
    timeout: 60_000,
    stdout: 'pipe',
    stderr: 'pipe',
    // Without this it is killed at once and leaves its database and its PostgreSQL behind.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
