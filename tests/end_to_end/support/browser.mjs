// SPDX-License-Identifier: Apache-2.0
// Headless Chromium, driving the page through its semantic mirror: by role and label, never by place.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { until } from "./waiting.mjs";

export const kScreenshots = resolve("build/screenshots");
const kFlags = ["--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

// `home` is where it finds the authorities it trusts beside the usual ones.
export async function launch_browser({ home = process.env.HOME } = {}) {
  mkdirSync(kScreenshots, { recursive: true });
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: kFlags, ignoreDefaultArgs: ["--headless"], env: { ...process.env, HOME: home } });
}

// One browser profile: its pages share cookies and the live stream.
export class Profile {
  static async create(browser, { width = 1280, height = 800, scale = 1 } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
    context.setDefaultTimeout(15_000);
    return new Profile(context);
  }

  constructor(context) {
    this.context = context;
  }

  async open(url) {
    const page = new Page(await this.context.newPage());
    await page.go(url);
    return page;
  }

  close() {
    return this.context.close();
  }
}

export class Page {
  constructor(page) {
    this.page = page;
    this.troubles = [];
    page.on("pageerror", (error) => this.troubles.push(error.message));
    page.on("console", (message) => {
      // A refused or lost connection is what some tests cause on purpose.
      if (message.type() === "error" && !/Failed to load resource|net::ERR_/.test(message.text())) {
        this.troubles.push(message.text());
      }
    });
  }

  // Opens an address and waits for the program's first frame. The marker tells a reload from a page that lived on.
  async go(url) {
    await this.page.goto(url, { waitUntil: "load" });
    await until("the program runs", () => this.page.evaluate(() => window.watchfloor?.running === true && window.watchfloor.framesDrawn() > 0), 60_000);
    await this.page.evaluate(() => { window.sameSince = window.sameSince ?? Math.random(); });
  }

  identity() {
    return this.page.evaluate(() => window.sameSince);
  }

  frames() {
    return this.page.evaluate(() => window.watchfloor.framesDrawn());
  }

  // Texts of which only a part could be drawn, as the program knows it.
  cut_texts() {
    return this.page.evaluate(() => window.watchfloor.cutTexts());
  }

  address() {
    return new URL(this.page.url()).pathname + new URL(this.page.url()).search;
  }

  // What is on screen: { role, label, text, value, rect, disabled, … } for each mirrored item, in order.
  items() {
    return this.page.evaluate(() => [...document.querySelectorAll("#mirror [data-id]")].map((element) => ({
      id: Number(element.dataset.id),
      role: element.getAttribute("role") ?? { BUTTON: "button", INPUT: "textbox", TEXTAREA: "textbox" }[element.tagName] ?? "text",
      label: element.getAttribute("aria-label") ?? element.textContent,
      text: element.className === "group" ? "" : element.textContent,
      value: element.value ?? element.getAttribute("aria-valuetext") ?? "",
      disabled: element.getAttribute("aria-disabled") === "true" || element.disabled === true,
      selected: element.getAttribute("aria-selected") === "true",
      rect: { x: parseFloat(element.style.left), y: parseFloat(element.style.top), width: parseFloat(element.style.width), height: parseFloat(element.style.height) },
    })));
  }

  // Everything that is said on screen, as one text.
  async words() {
    return (await this.items()).map((item) => `${item.label} ${item.text} ${item.value}`).join("\n");
  }

  shows(wanted, millis = 15_000) {
    const pattern = wanted instanceof RegExp ? wanted : new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return until(`the page shows ${pattern}`, async () => pattern.test(await this.words()), millis, 50);
  }

  lacks(pattern, millis = 15_000) {
    return until(`the page no longer shows ${pattern}`, async () => !pattern.test(await this.words()), millis, 50);
  }

  find(role, name) {
    return this.page.getByRole(role, { name, exact: typeof name === "string" }).first();
  }

  // The pointer passes through the mirror to the canvas; a click that is dispatched goes the mirror's way, as a screen
  // reader's does. Who follows the screen waits until the item may be used: what is asked of it sooner is not done.
  async activate(role, name) {
    const item = this.find(role, name);
    await item.waitFor({ state: "attached" });
    await until(`"${name}" may be used`, () => item.evaluate((element) => !element.disabled && element.getAttribute("aria-disabled") !== "true"), 15_000, 20);
    await item.dispatchEvent("click");
  }

  // Clicks where the item is, through everything a real pointer goes through.
  async click(role, name) {
    const item = this.find(role, name);
    await item.waitFor({ state: "attached" });
    await item.click({ force: true });
  }

  async fill(name, text) {
    const field = this.find("textbox", name);
    await field.waitFor({ state: "attached" });
    const drawn = await field.evaluate((element, value) => {
      element.focus();
      element.value = value;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      return window.watchfloor.framesDrawn();
    }, text);
    await until("the program has taken the text", async () => await this.frames() > drawn + 1);
  }

  // A field that a panel brings takes the caret a frame or two after it appears.
  ready_to_type(name) {
    return until(`the caret is in "${name}"`, () => this.page.evaluate((label) => {
      const agent = document.getElementById("text-agent");
      return document.activeElement === agent && agent.getAttribute("aria-description") === label;
    }, name));
  }

  async sign_in(name, password) {
    await this.fill("Name", name);
    await this.fill("Password", password);
    await this.activate("button", "Sign in");
    await this.shows("Board");
  }

  press(chord) {
    return this.page.keyboard.press(chord);
  }

  // Headless pages are never hidden by themselves: the page is told what a browser tells a tab in the background.
  hide() {
    return this.page.evaluate(() => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
  }

  unhide() {
    return this.page.evaluate(() => {
      delete document.hidden;
      delete document.visibilityState;
      document.dispatchEvent(new Event("visibilitychange"));
    });
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  // Notes the moment at which each of these texts first stands in the mirror.
  async watch(texts) {
    await this.page.evaluate((wanted) => {
      const seen = window.seenAt = {};
      const look = () => {
        const text = document.getElementById("mirror").textContent
          + [...document.querySelectorAll("#mirror [aria-label]")].map((element) => element.getAttribute("aria-label")).join("\n");
        for (const needle of wanted) {
          if (!(needle in seen) && text.includes(needle)) {
            seen[needle] = Date.now();
          }
        }
      };
      new MutationObserver(look).observe(document.getElementById("mirror"), { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    }, texts);
  }

  seen_at(text, millis = 15_000) {
    return until(`the page has shown "${text}"`, () => this.page.evaluate((needle) => window.seenAt[needle], text), millis, 20);
  }

  async screenshot(name) {
    const path = join(kScreenshots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}
