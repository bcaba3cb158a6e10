// SPDX-License-Identifier: Apache-2.0
// Reads the PNG files that browser and console write (8 bits a channel, RGB or RGBA, not interlaced), and
// answers questions about their pixels.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

const kSignature = "89504e470d0a1a0a";

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const byLeft = Math.abs(guess - left);
  const byUp = Math.abs(guess - up);
  const byCorner = Math.abs(guess - corner);
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
}

// How a row is read from its bytes and the row above; one loop for each filter, because a wall has 33 million bytes.
const kFilters = [
  (row, packed) => row.set(packed),
  (row, packed, up, channels) => {
    for (let x = 0; x < row.length; ++x) {
      row[x] = packed[x] + (x < channels ? 0 : row[x - channels]);
    }
  },
  (row, packed, up) => {
    for (let x = 0; x < row.length; ++x) {
      row[x] = packed[x] + up[x];
    }
  },
  (row, packed, up, channels) => {
    for (let x = 0; x < row.length; ++x) {
      row[x] = packed[x] + (((x < channels ? 0 : row[x - channels]) + up[x]) >> 1);
    }
  },
  (row, packed, up, channels) => {
    for (let x = 0; x < row.length; ++x) {
      row[x] = packed[x] + (x < channels ? up[x] : paeth(row[x - channels], up[x], up[x - channels]));
    }
  },
];

function unfilter(packed, width, height, channels) {
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  let up = new Uint8Array(stride);
  for (let y = 0; y < height; ++y) {
    const at = y * (stride + 1);
    const filter = kFilters[packed[at]];
    if (filter === undefined) {
      throw new Error(`unknown PNG filter ${packed[at]}`);
    }
    const row = pixels.subarray(y * stride, (y + 1) * stride);
    filter(row, packed.subarray(at + 1, at + 1 + stride), up, channels);
    up = row;
  }
  return pixels;
}

export class Picture {
  static read(file) {
    const bytes = readFileSync(file);
    if (bytes.subarray(0, 8).toString("hex") !== kSignature) {
      throw new Error(`${file} is not a PNG file`);
    }
    const packed = [];
    let header = null;
    for (let at = 8; at < bytes.length;) {
      const length = bytes.readUInt32BE(at);
      const kind = bytes.subarray(at + 4, at + 8).toString("latin1");
      const data = bytes.subarray(at + 8, at + 8 + length);
      if (kind === "IHDR") {
        header = { width: data.readUInt32BE(0), height: data.readUInt32BE(4), depth: data[8], colours: data[9], interlaced: data[12] };
      } else if (kind === "IDAT") {
        packed.push(data);
      }
      at += 12 + length;
    }
    const channels = { 2: 3, 6: 4 }[header.colours];
    if (header.depth !== 8 || channels === undefined || header.interlaced !== 0) {
      throw new Error(`${file} is of a kind that is not read here`);
    }
    return new Picture(header.width, header.height, channels, unfilter(inflateSync(Buffer.concat(packed)), header.width, header.height, channels));
  }

  constructor(width, height, channels, pixels) {
    Object.assign(this, { width, height, channels, pixels });
  }

  at(x, y) {
    const i = (y * this.width + x) * this.channels;
    return (this.pixels[i] << 16) | (this.pixels[i + 1] << 8) | this.pixels[i + 2];
  }

  // How many pixels are this colour (0xRRGGBB), or so near to it that they are its blended edge.
  count(rgb, tolerance = 24) {
    return this.count_in({ x: 0, y: 0, width: this.width, height: this.height }, rgb, tolerance);
  }

  // The same within a rectangle.
  count_in({ x, y, width, height }, rgb, tolerance = 24) {
    const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(this.width, Math.round(x + width))];
    const bottom = Math.min(this.height, Math.round(y + height));
    let found = 0;
    for (let row = Math.max(0, Math.round(y)); row < bottom; ++row) {
      const end = (row * this.width + right) * this.channels;
      for (let i = (row * this.width + left) * this.channels; i < end; i += this.channels) {
        const near = Math.abs(this.pixels[i] - red) <= tolerance && Math.abs(this.pixels[i + 1] - green) <= tolerance
          && Math.abs(this.pixels[i + 2] - blue) <= tolerance;
        found += near ? 1 : 0;
      }
    }
    return found;
  }

  // How many different colours there are; an empty picture has one.
  get variety() {
    const seen = new Set();
    for (let i = 0; i < this.pixels.length; i += this.channels) {
      seen.add((this.pixels[i] << 16) | (this.pixels[i + 1] << 8) | this.pixels[i + 2]);
    }
    return seen.size;
  }

  // Without its colours: which of cells × cells places in a rectangle stand out from the ground beside it, as text.
  grey_mask({ x, y, width, height }, cells = 16, contrast = 40) {
    const grey = (rgb) => 0.299 * (rgb >> 16) + 0.587 * ((rgb >> 8) & 255) + 0.114 * (rgb & 255);
    const at = (left, top) => grey(this.at(Math.min(this.width - 1, Math.max(0, Math.round(left))), Math.min(this.height - 1, Math.max(0, Math.round(top)))));
    const ground = at(x - 2, y);
    return Array.from({ length: cells * cells }, (_, i) => {
      const ink = at(x + (i % cells + 0.5) * width / cells, y + (Math.floor(i / cells) + 0.5) * height / cells);
      return Math.abs(ink - ground) > contrast ? "#" : ".";
    }).join("");
  }

  // Height in pixels of what stands out from the ground within a rectangle: of a line of text, from the top of its
  // tallest letter to the bottom of its deepest. `contrast` is the distance from the ground that counts as ink.
  ink_height({ x, y, width, height }, contrast = 60) {
    const ground = this.at(Math.max(0, Math.round(x) - 1), Math.max(0, Math.round(y)));
    const differs = (rgb) => [16, 8, 0].some((shift) => Math.abs(((rgb >> shift) & 255) - ((ground >> shift) & 255)) > contrast);
    let first = -1;
    let last = -1;
    const right = Math.min(this.width, Math.round(x + width));
    const bottom = Math.min(this.height, Math.round(y + height));
    for (let row = Math.max(0, Math.round(y)); row < bottom; ++row) {
      for (let column = Math.max(0, Math.round(x)); column < right; ++column) {
        if (differs(this.at(column, row))) {
          first = first < 0 ? row : first;
          last = row;
          break;
        }
      }
    }
    return first < 0 ? 0 : last - first + 1;
  }
}
