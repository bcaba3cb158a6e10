// SPDX-License-Identifier: Apache-2.0
// Runs named tests one after the other and counts them.
import assert from "node:assert/strict";

// Where only the end of a log is kept, the reason has to stand there too.
const kReasonLength = 400;

export class Report {
  constructor(say = console.log) {
    this.say = say;
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
      this.say(`  ok    ${name} (${Date.now() - began} ms)`);
      return true;
    } catch (error) {
      this.failed.push(`${name}: ${String(error?.message ?? error).slice(0, kReasonLength)}`);
      this.say(`  FAIL  ${name} (${Date.now() - began} ms)`);
      this.say(String(error?.stack ?? error).replace(/^/gm, "        "));
      return false;
    }
  }

  // Something measured, printed at the end; it decides nothing.
  figure(name, value) {
    this.figures.push([name, value]);
  }

  // Takes over what another one found.
  add(other) {
    this.passed += other.passed;
    this.failed.push(...other.failed);
    this.figures.push(...other.figures);
  }

  summary() {
    this.figures.forEach(([name, value]) => console.log(`  ${name}: ${value}`));
    this.failed.forEach((name) => console.log(`  failed: ${name}`));
    console.log(`${this.passed} passed, ${this.failed.length} failed`);
  }
}

export { assert };
