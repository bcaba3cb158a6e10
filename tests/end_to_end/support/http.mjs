// SPDX-License-Identifier: Apache-2.0
// Plain HTTP with nothing added or repaired on the way, and a reader of Server-Sent Events.
import { Agent, request } from "node:http";
import { Agent as SecureAgent, request as secure_request } from "node:https";
import { until } from "./waiting.mjs";

const agent = new Agent({ keepAlive: true });
const secure_agent = new SecureAgent({ keepAlive: true });
// Nothing listens on ::1, which "localhost" also means.
const secure_options = { family: 4 };

// From now on certificates of this authority are good, and no others.
export function trust(authority) {
  secure_options.ca = authority;
}

function open(url, options) {
  if (!url.startsWith("https:")) {
    return request(url, options);
  }
  return secure_request(url, { ...options, ...secure_options, agent: options.agent === false ? false : secure_agent });
}

// The servers under test, and who is told of each of their answers and events: the description is held against them.
const watched = { servers: new Set(), answer: null, event: null };

export function watch_server(url) {
  watched.servers.add(url);
}

export function tell_answers(answer, event) {
  Object.assign(watched, { answer, event });
}

const is_watched = (url) => watched.servers.has(new URL(url).origin);

// `body` is a string or Buffer sent as it is, or a value sent as JSON. With `announced` only that many bytes are
// announced and none are sent: the answer must come all the same. `from` is the address of this machine to ask from.
export function send(method, url, { body, announced, headers = {}, from, millis = 15_000 } = {}) {
  const raw = body === undefined || typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const length = announced ?? (raw === undefined ? undefined : Buffer.byteLength(raw));
  return new Promise((resolve, reject) => {
    const sent = open(url, {
      method,
      localAddress: from,
      agent: announced === undefined ? agent : false,
      headers: { ...(length === undefined ? {} : { "content-type": "application/json", "content-length": length }), ...headers },
    });
    sent.setTimeout(millis, () => sent.destroy(new Error(`${method} ${url} was not answered in ${millis} ms`)));
    sent.on("error", reject);
    sent.on("response", (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        if (announced !== undefined) {
          sent.destroy();
        }
        const bytes = Buffer.concat(parts);
        const text = bytes.toString("utf8");
        const answer = {
          status: response.statusCode,
          headers: response.headers,
          bytes,
          text,
          get json() { return JSON.parse(text); },
        };
        if (watched.answer && is_watched(url)) {
          watched.answer(method, url, answer);
        }
        resolve(answer);
      });
    });
    if (announced === undefined) {
      sent.end(raw);
    } else {
      sent.flushHeaders();
    }
  });
}

// Whoever has a session or a token: a base address and the headers that say who asks.
export class Caller {
  constructor(url, headers = {}) {
    this.url = url;
    this.headers = headers;
  }

  send(method, path, body, headers = {}) {
    return send(method, this.url + path, { body, headers: { ...this.headers, ...headers } });
  }

  announce(method, path, bytes) {
    return send(method, this.url + path, { announced: bytes, headers: this.headers });
  }

  get(path) {
    return this.send("GET", path);
  }

  async read(path) {
    const answer = await this.get(path);
    if (answer.status !== 200) {
      throw new Error(`GET ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    }
    return answer.json;
  }

  // Carries a write out and answers with its body; anything but 2xx is a failure of the test.
  async write(path, body, method = "POST") {
    const answer = await this.send(method, path, body);
    if (answer.status < 200 || answer.status > 299) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    }
    return answer.text === "" ? null : answer.json;
  }

  // Zeros, empty texts and empty lists are left out of answers.
  async list(path) {
    return (await this.read(path)).items ?? [];
  }

  async state(journal = "main") {
    return (await this.read(`/api/v1/state?journal=${journal}`)).state;
  }

  async head(journal = "main") {
    return (await this.read(`/api/v1/journal?journal=${journal}&limit=0`)).head;
  }

  // All entries in the order the server gives them, parts parsed, and in `raw` as they came.
  async entries(journal = "main") {
    const all = [];
    for (;;) {
      const after = all.length === 0 ? 0 : all.at(-1).seq;
      const page = await this.read(`/api/v1/journal?journal=${journal}&limit=1000&after=${after}`);
      if (!page.entries) {
        return all;
      }
      all.push(...page.entries.map((entry) => ({ ...entry, raw: entry, head: part(entry.head), facts: part(entry.facts), text: part(entry.text) })));
    }
  }

  live(path = "/api/v1/live?after=0") {
    return new LiveStream(this.url + path, this.headers);
  }
}

function part(text) {
  return text === undefined ? null : JSON.parse(text);
}

// Everything a live stream sent, raw and as events with the time of their arrival.
export class LiveStream {
  constructor(url, headers) {
    this.url = url;
    this.raw = "";
    this.events = [];
    this.status = 0;
    this.closed = false;
    this.rest = "";
    this.request = open(url, { headers: { accept: "text/event-stream", ...headers }, agent: false });
    this.request.on("error", () => { this.closed = true; });
    this.request.on("response", (response) => {
      this.status = response.statusCode;
      response.setEncoding("utf8");
      response.on("data", (text) => this.take(text));
      response.on("error", () => { this.closed = true; });
      response.on("close", () => { this.closed = true; });
    });
    this.request.end();
  }

  take(text) {
    this.raw += text;
    this.rest += text;
    for (let end = this.rest.indexOf("\n\n"); end >= 0; end = this.rest.indexOf("\n\n")) {
      this.note(this.rest.slice(0, end));
      this.rest = this.rest.slice(end + 2);
    }
  }

  note(frame) {
    // `cursor` is what an EventSource would come back with; `id` is an entry's number.
    const event = { name: "message", cursor: "", id: 0, data: "", at: Date.now() };
    for (const line of frame.split("\n")) {
      const [, field, value] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
      if (field === "event") {
        event.name = value;
      } else if (field === "id") {
        event.cursor = value;
      } else if (field === "data") {
        event.data += (event.data === "" ? "" : "\n") + value;
      }
    }
    if (event.name === "entry" || event.name === "stub") {
      event.id = Number(event.cursor);
    }
    if (event.data !== "") {
      this.events.push(event);
      if (watched.event && is_watched(this.url)) {
        watched.event(event);
      }
    }
  }

  get seqs() {
    return this.events.filter((event) => event.id > 0).map((event) => event.id);
  }

  open() {
    return until("the live stream is open", () => {
      if (this.status !== 0 && this.status !== 200) {
        throw new Error(`status ${this.status}`);
      }
      return this.events.length > 0;
    }, 10_000);
  }

  until(what, wanted, millis = 10_000) {
    return until(what, () => this.events.find(wanted), millis, 5);
  }

  close() {
    this.request.destroy();
  }
}
