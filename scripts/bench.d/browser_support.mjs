// SPDX-License-Identifier: Apache-2.0
// Headless Chromium with a software renderer, as the end-to-end tests start it.
import { launch_browser } from "../../tests/end_to_end/support/browser.mjs";

export const kSize = { width: 1920, height: 1080 };

// Runs `body` with a browser and closes it whatever comes of it.
export async function with_browser(body) {
  const browser = await launch_browser();
  try {
    return await body(browser);
  } finally {
    await browser.close();
  }
}

// Runs `body` on a page of a new profile.
export async function with_page(browser, body, viewport = { width: 1280, height: 800 }) {
  const context = await browser.newContext({ viewport });
  try {
    return await body(await context.newPage());
  } finally {
    await context.close();
  }
}
