// SPDX-License-Identifier: Apache-2.0
// Durable appends through HTTP, and POST /api/v2/alerts beside Debian's Alertmanager in the same run, A and B in
// turn, medians of five rounds. The load generator is this process: its share of the two cores is part of every figure.
// usage: server.mjs WATCHFLOORD SECONDS
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , watchfloord, secondsText] = process.argv;
const seconds = Number(secondsText);
const folder = mkdtempSync(join(tmpdir(), 'watchfloor-bench-'));
const children = [];
const rounds = 5;

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

function post(agent, port, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, port, host: '127.0.0.1', path, method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function ready(port, path) {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const up = await new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1', path }, (answer) => { answer.resume(); resolve(answer.statusCode === 200); })
        .on('error', () => resolve(false));
    });
    if (up) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  throw new Error(`nothing answers on port ${port}`);
}

// How many requests a second `clients` kept connections get through; every answer must be a 200 or 201.
async function rate(clients, port, path, make, headers) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const until = performance.now() + seconds * 1000 / rounds;
  const started = performance.now();
  let done = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() < until) {
      const answer = await post(agent, port, path, make(), headers);
      if (answer.status !== 200 && answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.body}`);
      done += 1;
    }
  }));
  agent.destroy();
  return done / ((performance.now() - started) / 1000);
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const print = (line) => console.log(JSON.stringify(line));
let serial = 0;

function alerts(count, fresh) {
  const starts = new Date().toISOString();
  return JSON.stringify(Array.from({ length: count }, (_, index) => {
    const labels = { alertname: 'Bench', severity: 'warning', instance: `host-${fresh ? serial++ : index}` };
    for (let i = 0; i < 7; i += 1) labels[`label_${i}`] = `value-${i}`;
    return { labels, annotations: { summary: 'a bench alert' }, startsAt: starts };
  }));
}

async function appends(port, token) {
  const auth = { Authorization: `Bearer ${token}` };
  const agent = new http.Agent({ keepAlive: true });
  const logged = await post(agent, port, '/api/v1/incidents', JSON.stringify({ title: 'bench' }), auth);
  const incident = JSON.parse(logged.body).created;
  agent.destroy();
  const note = () => JSON.stringify({ kind: 'observation', text: `entry ${serial++} of a bench` });
  for (const clients of [1, 8, 32]) {
    const rates = [];
    for (let round = 0; round < rounds; round += 1) {
      rates.push(await rate(clients, port, `/api/v1/incidents/${incident}/entries`, note, auth));
    }
    print({ bench: 'durable_appends_http', clients, per_second: Math.round(median(rates)) });
  }
}

async function beside(port, token, alertmanagerPort) {
  const auth = { Authorization: `Bearer ${token}` };
  for (const fresh of [true, false]) {
    for (const batch of [1, 10, 64, 256]) {
      const ours = [];
      const theirs = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await rate(8, port, '/api/v2/alerts', () => alerts(batch, fresh), auth));
        theirs.push(await rate(8, alertmanagerPort, '/api/v2/alerts', () => alerts(batch, fresh)));
      }
      const [a, b] = [median(ours), median(theirs)];
      print({ bench: fresh ? 'post_new_alerts' : 'post_resent_alerts', batch, alerts_per_second: Math.round(a * batch),
        alertmanager_alerts_per_second: Math.round(b * batch), ratio: Number((a / b).toFixed(2)) });
    }
  }
}

try {
  const data = join(folder, 'data');
  const token = (name, scope) => execFileSync(watchfloord,
    ['token', 'create', '--data', data, '--name', name, ...scope.flatMap((one) => ['--scope', one])]).toString().trim().split('\n').pop();
  const actToken = token('bench', ['read', 'act']);
  const intakeToken = token('intake', ['intake:bench']);
  const port = await freePort();
  children.push(spawn(watchfloord, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' }));
  await ready(port, '/healthz');
  await appends(port, actToken);

  const alertmanagerPort = await freePort();
  writeFileSync(join(folder, 'alertmanager.yml'), 'route:\n  receiver: none\nreceivers:\n  - name: none\n');
  children.push(spawn('prometheus-alertmanager', [`--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'alertmanager')}`, `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    '--cluster.listen-address='], { stdio: 'ignore' }));
  await ready(alertmanagerPort, '/-/ready');
  await beside(port, intakeToken, alertmanagerPort);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => child.exitCode ?? new Promise((resolve) => { child.on('exit', resolve); })));
  rmSync(folder, { recursive: true, force: true });
}
