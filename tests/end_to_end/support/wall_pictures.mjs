// SPDX-License-Identifier: Apache-2.0
// What can be measured in a wall's picture: how high its letters stand, in which colours its marks are, whether all of
// it is on the panel and none of it cut.
import { assert } from "./report.mjs";
import { until } from "./waiting.mjs";

export const kSeverityColours = { critical: 0xf2546e, major: 0xef9e1c, minor: 0xfffb8c, info: 0x86c6ff, maintenance: 0xb064cf };
export const kRankColours = { SEV1: 0xf2546e, SEV2: 0xef9e1c, SEV3: 0xfffb8c, SEV4: 0x86c6ff };
export const kPanels = [[1366, 768], [1920, 1080], [3840, 2160], [1080, 1920]];

const kGround = 0x0e1116;
const kStaleDim = 0.18; // as client/theme/theme.h has it
// What a mark's shape takes of its letters' size (client/widgets/controls/rank_mark.cpp).
const kShape = 0.86;
// A letter's edge is blended: its outermost row may be too faint to count.
const kBlur = 2;
// The picture wanders by two pixels.
const kSlack = 4;

// Height in pixels of capitals that stand under this angle on a 55-inch panel seen from 4 m.
export function cap_height([width, height], minutes) {
  const pitch = 55 * 0.0254 / Math.hypot(width, height);
  return Math.floor(4 * Math.tan(minutes * Math.PI / (180 * 60)) / pitch);
}

// A colour as it looks where what is shown is old.
export function dimmed(rgb) {
  return [16, 8, 0].reduce((mixed, shift) => {
    const value = ((rgb >> shift) & 255) * (1 - kStaleDim) + ((kGround >> shift) & 255) * kStaleDim;
    return mixed | (Math.round(value) << shift);
  }, 0);
}

const tall = (text) => /[A-Z0-9bdfhklt]/.test(text);

// The texts of the wall with the height of what is drawn of each; `scale` is pixels for each unit of the page.
export function letters(items, picture, scale = 1) {
  return items.filter(({ role, text, rect }) => ["text", "heading", "status"].includes(role) && tall(text) && rect.width > 0).map(({ text, rect }) => ({
    text, height: picture.ink_height(Object.fromEntries(Object.entries(rect).map(([name, value]) => [name, value * scale]))) / scale,
  }));
}

export function smaller_than(measured, least) {
  return measured.filter(({ height }) => height < least - kBlur);
}

// Makes the wall a panel of this size. What is answered waits until it has settled: meanwhile the browser draws.
export async function begin_panel(wall, [width, height]) {
  const drawn = await wall.frames();
  await wall.page.setViewportSize({ width, height });
  return () => until(`the wall is ${width}x${height}`, () => wall.page.evaluate(([w, h, before]) => {
    const { canvas } = window.watchfloor;
    // One frame measures, the next ones stand as they are measured.
    return canvas.width === w && canvas.height === h && window.watchfloor.framesDrawn() > before + 2;
  }, [width, height, drawn]), 30_000, 30);
}

// Lines of text stand closer than their boxes are high.
function overlap(a, b) {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return wide > kSlack && high > 0.3 * Math.min(a.height, b.height);
}

// What holds of every picture of a wall, whatever it shows.
export function check_panel({ items, cut }, picture, panel) {
  const measured = letters(items, picture);
  assert.ok(measured.length >= 3, `only ${measured.length} texts were found on the wall`);
  assert.deepEqual(smaller_than(measured, cap_height(panel, 16)), [], "smaller than 16 minutes of arc");
  assert.deepEqual(cut, [], "cut");
  assert.deepEqual(items.filter(({ rect }) => rect.width > 0 && (rect.x < -kSlack || rect.y < -kSlack
    || rect.x + rect.width > panel[0] + kSlack || rect.y + rect.height > panel[1] + kSlack)), [], "outside");
  const texts = items.filter(({ role, rect }) => role === "text" && rect.width > 0);
  const over = texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => overlap(a.rect, b.rect)).map((b) => `"${a.text}" and "${b.text}"`));
  assert.deepEqual(over, [], "one over the other");
  return items;
}

// The marks of majors carry their colour: what is told of now in full, what is old greyed.
export function check_marks(items, picture, { old = false } = {}) {
  return items.filter(({ text }) => text in kRankColours).map(({ text, rect }) => {
    const rgb = kRankColours[text];
    const seen = old ? dimmed(rgb) : rgb;
    assert.ok(picture.count_in(rect, seen, 12) > 20, `${text} is not in its colour`);
    assert.ok(!old || picture.count_in(rect, rgb, 4) === 0, `${text} is not greyed`);
    const side = rect.height * kShape;
    const before = { x: rect.x, y: rect.y + (rect.height - side) / 2, width: side, height: side };
    const behind = { ...before, x: rect.x + rect.width - side }; // where it stands every other quarter of an hour
    return { text, shape: picture.count_in(before, seen, 12) > picture.count_in(behind, seen, 12) ? before : behind };
  });
}

// Nor are they told apart by colour alone: in grey each SEV's shape is another.
export function check_grey(marks, picture) {
  const kLeastApart = 12; // of 256 places
  const shapes = new Map(marks.map(({ text, shape }) => [text, picture.grey_mask(shape)]));
  for (const [code, shape] of shapes) {
    assert.ok(shape.includes("#"), `${code} has no shape in grey`);
    for (const [other, another] of shapes) {
      const apart = [...shape].filter((place, i) => place !== another[i]).length;
      assert.ok(code === other || apart >= kLeastApart, `in grey ${code} looks like ${other}: ${apart}`);
    }
  }
}

// The first item with each of these texts, in this order from top to bottom; beside each other where they stand in
// columns.
export function check_order(items, texts) {
  const places = texts.map((text) => {
    const item = items.find(({ label, rect }) => rect.height > 0 && label.includes(text));
    assert.ok(item, `"${text}" is not on the wall`);
    return { text, ...item.rect };
  });
  for (const [i, place] of places.slice(1).entries()) {
    const before = places[i];
    assert.ok(before.y < place.y - kSlack || (Math.abs(before.y - place.y) <= kSlack && before.x < place.x), `"${place.text}" stands before "${before.text}"`);
  }
}
