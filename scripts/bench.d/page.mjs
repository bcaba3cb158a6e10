// SPDX-License-Identifier: Apache-2.0
// What the page weighs compressed, and when its first frame is there, first visit and reload, in headless Chromium
// with a software renderer. Medians of five.
// usage: page.mjs WATCHFLOORD WEB_FOLDER
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';

const require = createRequire(resolvePath('tests/end_to_end/package.json'));
const { chromium } = require('playwright-core');
const [, , watchfloord, web] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'watchfloor-page-'));

let all = 0;
for (const name of readdirSync(web)) {
  if (!name.endsWith('.br')) continue;
  const bytes = statSync(join(web, name)).size;
  all += bytes;
  if (bytes > 4096) console.log(JSON.stringify({ bench: 'page_bytes', what: name, brotli_kb: Math.round(bytes / 1000) }));
}
console.log(JSON.stringify({ bench: 'page_bytes', what: 'all files', brotli_kb: Math.round(all / 1000) }));

const port = await new Promise((done) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const { port: free } = probe.address(); probe.close(() => done(free)); });
});
const server = spawn(watchfloord, ['serve', '--data', join(folder, 'data'), '--listen', `127.0.0.1:${port}`, '--web', web], { stdio: 'ignore' });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', ignoreDefaultArgs: ['--headless'],
  args: ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
const median = (values) => Math.round(values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
try {
  const first = [];
  const reload = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    for (const [times, go] of [[first, () => page.goto(`http://127.0.0.1:${port}/`)], [reload, () => page.reload()]]) {
      const started = performance.now();
      await go();
      await page.waitForFunction(() => globalThis.watchfloor?.framesDrawn?.() > 0, undefined, { timeout: 60_000 });
      times.push(performance.now() - started);
    }
    await page.context().close();
  }
  console.log(JSON.stringify({ bench: 'first_frame', median_ms: median(first), reload_median_ms: median(reload) }));
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((done) => { server.on('exit', done); });
  rmSync(folder, { recursive: true, force: true });
}
