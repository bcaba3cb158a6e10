// SPDX-License-Identifier: Apache-2.0
// Runs named tests one after the other and counts them.
import assert from "node:assert/strict";

// Where only the end of a log is kept, the reason has to stand there too.
const kReasonLength = 400;

export class Report {
  constructor() {
    this.passed = 0;
    this.failed = [];
    this.figures = [];
  }

  // A failing test does not stop the scenario: what builds on it fails by itself, and says why.
  async test(name, body) {
    const began = Date.now();
    try {
      await body();
      this.passed += 1;
      console.log(`  ok    ${name} (${Date.now() - began} ms)`);
      return true;
    } catch (error) {
      this.failed.push(`${name}: ${String(error?.message ?? error).slice(0, kReasonLength)}`);
      console.log(`  FAIL  ${name} (${Date.now() - began} ms)`);
      console.log(String(error?.stack ?? error).replace(/^/gm, "        "));
      return false;
    }
  }

  // Something measured, printed at the end; it decides nothing.
  figure(name, value) {
    this.figures.push([name, value]);
  }

  // What another program printed that counts in this way; one that did not come to its closing line failed.
  take_over(name, output) {
    const closing = /^(\d+) passed, (\d+) failed$/m.exec(output);
    console.log(closing ? output.slice(0, closing.index).trimEnd() : output);
    this.passed += Number(closing?.[1] ?? 0);
    const failed = [...output.matchAll(/^  failed: (.*)$/gm)].map((match) => match[1]);
    this.failed.push(...failed, ...(closing && Number(closing[2]) === failed.length ? [] : [`${name} ended early`]));
  }

  summary() {
    this.figures.forEach(([name, value]) => console.log(`  ${name}: ${value}`));
    this.failed.forEach((name) => console.log(`  failed: ${name}`));
    console.log(`${this.passed} passed, ${this.failed.length} failed`);
  }
}

export { assert };
