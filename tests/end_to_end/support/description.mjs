// SPDX-License-Identifier: Apache-2.0
// The interface's description (OpenAPI 3.1) held against what a server really answers.
import Ajv from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";

const kFile = new URL("../../../assets/openapi/openapi.json", import.meta.url);
const kInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const kName = "openapi";
const kMostTold = 12;

// A JSON pointer as the fragment of an address.
const pointer = (...parts) => `${kName}#/${parts.map((part) => encodeURIComponent(String(part).replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;

export class Description {
  constructor(document = JSON.parse(readFileSync(kFile, "utf8"))) {
    this.document = document;
    this.ajv = new Ajv({ strict: false, allErrors: true });
    this.ajv.addFormat("date-time", kInstant);
    this.ajv.addFormat("int64", { type: "number", validate: Number.isInteger });
    this.ajv.addFormat("binary", true);
    this.ajv.addSchema(document, kName);
    this.validators = new Map();
    this.routes = Object.keys(document.paths).map((path) => ({ path, segments: path.split("/") }));
    this.checked = 0;
    this.faults = new Map();
  }

  // Why the value is not of the schema at this place, or nothing.
  fault_of(value, ...place) {
    const reference = pointer(...place);
    if (!this.validators.has(reference)) {
      this.validators.set(reference, this.ajv.compile({ $ref: reference }));
    }
    const validate = this.validators.get(reference);
    return validate(value) ? null : this.ajv.errorsText(validate.errors.slice(0, 3), { dataVar: "" });
  }

  // The described path that the server would take: literal parts win over {parameters}.
  path_of(pathname) {
    const given = pathname.split("/");
    const fits = this.routes.filter(({ segments }) => segments.length === given.length
      && segments.every((part, i) => part === given[i] || (part.startsWith("{") && given[i] !== "")));
    const literals = ({ segments }) => segments.filter((part) => !part.startsWith("{")).length;
    return fits.sort((a, b) => literals(b) - literals(a))[0]?.path;
  }

  // The place of what the description says of this answer; nothing where the address is not described.
  place_of(method, pathname, status) {
    const path = this.path_of(pathname);
    const name = method === "HEAD" ? "get" : method.toLowerCase();
    const responses = path && this.document.paths[path][name]?.responses;
    if (!responses) {
      return null;
    }
    const key = [String(status), `${String(status)[0]}XX`, "default"].find((each) => responses[each]);
    const shared = responses[key].$ref?.split("/").at(-1);
    return shared ? ["components", "responses", shared] : ["paths", path, name, "responses", key];
  }

  // Takes note of one answer of a described server.
  answer(method, url, { status, headers, text }) {
    const place = this.place_of(method, new URL(url).pathname, status);
    if (!place) {
      return;
    }
    this.checked += 1;
    const content = place.reduce((node, part) => node[part], this.document).content;
    const type = (headers["content-type"] ?? "").split(";")[0];
    const where = `${method} ${this.path_of(new URL(url).pathname)} ${status}`;
    if (method === "HEAD" || (!content && text === "")) {
      return;
    }
    if (!content?.[type]) {
      this.note(where, `${text === "" ? "nothing" : type} is not described: ${text.slice(0, 200)}`);
    } else if (type === "application/json") {
      this.note(where, this.fault_of(JSON.parse(text), ...place, "content", type, "schema"));
    }
  }

  // Takes note of one event of a live stream.
  event({ name, data }) {
    this.checked += 1;
    const place = ["paths", "/api/v1/live", "get", "responses", "200", "content", "text/event-stream", "schema", "contentSchema", "properties"];
    const described = place.reduce((node, part) => node[part], this.document)[name];
    this.note(`event ${name}`, described ? this.fault_of(JSON.parse(data), ...place, name) : "is not described");
  }

  note(where, fault) {
    if (fault) {
      this.faults.set(`${where}: ${fault}`, (this.faults.get(`${where}: ${fault}`) ?? 0) + 1);
    }
  }

  // Each fault once, with how often it was met.
  told() {
    return [...this.faults].slice(0, kMostTold).map(([fault, times]) => `${fault} (${times} times)`).join("\n");
  }

  // Every example of the document that is not of its schema, and how many examples there are.
  examples(node = this.document, place = []) {
    const found = { count: 0, faults: [] };
    const take = (value, ...at) => {
      found.count += 1;
      const fault = this.fault_of(value, ...place, ...at);
      found.faults.push(...(fault ? [`${place.join("/")}: ${fault}`] : []));
    };
    if (node.schema && "example" in node) {
      take(node.example, "schema");
    }
    if (place.length === 3 && place[1] === "schemas") {
      node.examples?.forEach((example) => take(example));
    }
    for (const [name, child] of Object.entries(node)) {
      if (child !== null && typeof child === "object" && !name.startsWith("example")) {
        const inner = this.examples(child, [...place, name]);
        found.count += inner.count;
        found.faults.push(...inner.faults);
      }
    }
    return found;
  }
}
