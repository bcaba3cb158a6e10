// SPDX-License-Identifier: Apache-2.0
// Waiting for conditions, never for time.
import { setTimeout as pause } from "node:timers/promises";

const kPollMillis = 25;

// Thrown by a condition that can never come true any more.
export class Hopeless extends Error {}

// Resolves with the first truthy value of `condition()`. What it throws counts as "not yet", unless it is
// Hopeless. After `millis` it
// fails with `what`, and with the last reason known.
export async function until(what, condition, millis = 15_000, poll = kPollMillis) {
  const deadline = Date.now() + millis;
  let reason = "";
  for (;;) {
    try {
      const value = await condition();
      if (value) {
        return value;
      }
      reason = "";
    } catch (error) {
      if (error instanceof Hopeless) {
        throw error;
      }
      reason = error?.message ?? String(error);
    }
    if (Date.now() >= deadline) {
      throw new Error(`after ${millis} ms still not: ${what}${reason ? ` (${reason})` : ""}`);
    }
    await pause(poll);
  }
}

// Fails if `condition()` becomes truthy within `millis`: the only way to show that something stays away.
export async function never(what, condition, millis) {
  const deadline = Date.now() + millis;
  while (Date.now() < deadline) {
    if (await condition()) {
      throw new Error(`happened although it must not: ${what}`);
    }
    await pause(kPollMillis);
  }
}
