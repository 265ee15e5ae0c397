import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Says at the very end, in a few lines each, why journeys failed: of a long log the end is what is read. */
export default class Reasons implements Reporter {
  private readonly failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status === 'passed' || result.status === 'skipped') return;
    const colours = /\u001b\[[0-9;]*m/g;
    const message = (result.error?.message ?? result.status).replace(colours, '');
    const lines = message.split('\n').map((line) => line.trim()).filter((line) => line !== '');
    const place = result.error?.location;
    const where = place ? ` (line ${place.line}, after ${Math.round(result.duration / 1000)} s)` : '';
    const times = result.retry > 0 ? ', at the second try too' : '';
    this.failed.push(`${test.titlePath().slice(1, 3).join(' ')}${where}${times}\n    ${lines.slice(0, 6).join('\n    ')}`);
  }

  onEnd() {
    for (const reason of this.failed) console.log(`  failed: ${reason}`);
  }

  printsToStdio() {
    return false;
  }
}
