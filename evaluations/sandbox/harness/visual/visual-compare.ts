/** Compares pictures of an answer with those of the reference in a separate page, where no candidate runs. */
import pixelmatch from "pixelmatch";

interface Rect { x: number; y: number; width: number; height: number }
/** Two pictures of one view as PNG in base64: as shown, and with hidden text. texts: the places of lines of text. */
interface Look { shown: string; hidden: string; texts: Rect[] }
interface Job { reference: Look; answer: Look }
type Colour = [number, number, number];
/** The look of a line of text. painted: the share of its area that changes when text is hidden. */
interface Ink { painted: number; text: Colour; behind: Colour }
interface Comparison { pixels: number; similarity: number; places: Rect[]; referenceInks: Ink[]; answerInks: Ink[] }

const SCALE = 4; // the similarity uses pictures of a quarter of the size, in which a shift by one or two pixels is small
const WINDOW = 8;
const CELL = 8;
const SQUARE = 4; // in cells: an area differs if a whole square of 32 pixels does
const CLEAR = 20; // of 255, in any channel: a difference between two areas that a person sees
const FULL = 0.9;
const INK = 40; // of 255: the least change of a pixel when text is hidden
const MOST_PLACES = 20;
const C1 = (0.01 * 255) ** 2, C2 = (0.03 * 255) ** 2;

async function decode(base64: string): Promise<ImageData> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

const colourAt = (data: Uint8ClampedArray, at: number): Colour => [data[at], data[at + 1], data[at + 2]];
const apart = (a: Uint8ClampedArray, b: ArrayLike<number>, i: number, j: number): number =>
  Math.max(Math.abs(a[i] - b[j]), Math.abs(a[i + 1] - b[j + 1]), Math.abs(a[i + 2] - b[j + 2]));

/** The most frequent colour, among every fourth pixel or among all pixels of an area. */
function mostCommon({ data, width, height }: ImageData, place?: Rect): Colour {
  const counts = new Map<number, number>();
  const count = (at: number): void => {
    const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  };
  if (place) for (const at of pixelsOf(place, width, height)) count(at);
  else for (let at = 0; at < data.length; at += 16) count(at);
  let best = 0xffffff, most = 0;
  for (const [colour, n] of counts) if (n > most) [best, most] = [colour, n];
  return [best >> 16, (best >> 8) & 255, best & 255];
}

function* pixelsOf(place: Rect, width: number, height: number): Generator<number> {
  const left = Math.max(0, Math.floor(place.x)), right = Math.min(width, Math.ceil(place.x + place.width));
  const top = Math.max(0, Math.floor(place.y)), bottom = Math.min(height, Math.ceil(place.y + place.height));
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) yield (y * width + x) * 4;
}

/** A text's colour: that of the pixel that changes most when the text is hidden. */
function inkOf(shown: ImageData, hidden: ImageData, place: Rect): Ink {
  let changed = 0, all = 0, most = -1, strongest = 0;
  for (const at of pixelsOf(place, shown.width, shown.height)) {
    const difference = apart(shown.data, hidden.data, at, at);
    all++;
    if (difference >= INK) changed++;
    if (difference > most) [most, strongest] = [difference, at];
  }
  const behind = mostCommon(hidden, place);
  return { painted: all ? changed / all : 0, text: all ? colourAt(shown.data, strongest) : behind, behind };
}

/** The picture at a quarter of its width and height. Each pixel is the mean of sixteen. */
function smaller({ data, width, height }: ImageData): { means: Float32Array; width: number; height: number } {
  const w = Math.floor(width / SCALE), h = Math.floor(height / SCALE);
  const means = new Float32Array(w * h * 3);
  for (let y = 0; y < h * SCALE; y++)
    for (let x = 0; x < w * SCALE; x++) {
      const from = (y * width + x) * 4, to = (Math.floor(y / SCALE) * w + Math.floor(x / SCALE)) * 3;
      for (let c = 0; c < 3; c++) means[to + c] += data[from + c] / SCALE ** 2;
    }
  return { means, width: w, height: h };
}

/** SSIM (Wang et al. 2004) per channel, over the windows in which at least one picture shows more than the background. */
function similarityOf(a: ImageData, b: ImageData, background: Colour): number {
  const first = smaller(a), second = smaller(b);
  let sum = 0, n = 0;
  for (let y = 0; y + WINDOW <= first.height; y += WINDOW / 2)
    for (let x = 0; x + WINDOW <= first.width; x += WINDOW / 2) {
      const value = ofWindow(first.means, second.means, first.width, x, y, background);
      if (value === null) continue;
      sum += value;
      n++;
    }
  return n ? Math.max(0, sum / n) : 1;
}

function ofWindow(a: Float32Array, b: Float32Array, width: number, x: number, y: number, background: Colour): number | null {
  let total = 0, isDrawn = false;
  for (let c = 0; c < 3; c++) {
    let sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
    for (let j = y; j < y + WINDOW; j++)
      for (let i = x; i < x + WINDOW; i++) {
        const p = a[(j * width + i) * 3 + c], q = b[(j * width + i) * 3 + c];
        if (Math.abs(p - background[c]) > 2 || Math.abs(q - background[c]) > 2) isDrawn = true;
        sumA += p; sumB += q; squareA += p * p; squareB += q * q; product += p * q;
      }
    const n = WINDOW ** 2, meanA = sumA / n, meanB = sumB / n;
    const covariance = product / n - meanA * meanB, variances = squareA / n - meanA ** 2 + squareB / n - meanB ** 2;
    total += ((2 * meanA * meanB + C1) * (2 * covariance + C2)) / ((meanA ** 2 + meanB ** 2 + C1) * (variances + C2));
  }
  return isDrawn ? total / 3 : null;
}

/** 1 − different pixels by pixelmatch / pixels in which at least one picture shows more than the background. */
function equalPixels(a: ImageData, b: ImageData, background: Colour): number {
  const different = pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 });
  let drawn = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if (apart(a.data, background, at, 0) > 2 || apart(b.data, background, at, 0) > 2) drawn++;
  return drawn ? Math.max(0, 1 - different / drawn) : 1;
}

/** The areas in which the pictures without text differ: wrong colours, missing or moved areas. */
function differingPlaces(a: ImageData, b: ImageData): Rect[] {
  const columns = Math.floor(a.width / CELL), rows = Math.floor(a.height / CELL);
  const differs = (column: number, row: number): boolean => {
    let n = 0;
    for (let y = row * CELL; y < (row + 1) * CELL; y++)
      for (let x = column * CELL; x < (column + 1) * CELL; x++) {
        const at = (y * a.width + x) * 4;
        if (apart(a.data, b.data, at, at) > CLEAR) n++;
      }
    return n >= FULL * CELL ** 2;
  };
  const isWrong = Array.from({ length: rows * columns }, (_, i) => differs(i % columns, Math.floor(i / columns)));
  const marked = new Set<number>();
  for (let row = 0; row + SQUARE <= rows; row++)
    for (let column = 0; column + SQUARE <= columns; column++) {
      const square = Array.from({ length: SQUARE ** 2 }, (_, i) => (row + Math.floor(i / SQUARE)) * columns + column + (i % SQUARE));
      if (square.every((cell) => isWrong[cell])) for (const cell of square) marked.add(cell);
    }
  return groups(marked, columns);
}

/** The bounds of each group of adjacent cells, the largest first. */
function groups(marked: Set<number>, columns: number): Rect[] {
  const places: Rect[] = [];
  while (marked.size) {
    const waiting = [marked.values().next().value!];
    marked.delete(waiting[0]);
    let [left, right, top, bottom] = [Infinity, 0, Infinity, 0];
    while (waiting.length) {
      const cell = waiting.pop()!, x = cell % columns, y = Math.floor(cell / columns);
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      const near = [x > 0 ? cell - 1 : -1, x < columns - 1 ? cell + 1 : -1, cell - columns, cell + columns];
      for (const other of near) if (marked.delete(other)) waiting.push(other);
    }
    places.push({ x: left * CELL, y: top * CELL, width: (right - left + 1) * CELL, height: (bottom - top + 1) * CELL });
  }
  return places.toSorted((a, b) => b.width * b.height - a.width * a.height).slice(0, MOST_PLACES);
}

async function compare({ reference, answer }: Job): Promise<Comparison> {
  const [shown, hidden, ownShown, ownHidden] = await Promise.all([reference.shown, reference.hidden, answer.shown, answer.hidden].map(decode));
  const background = mostCommon(shown);
  return {
    pixels: equalPixels(shown, ownShown, background),
    similarity: similarityOf(shown, ownShown, background),
    places: differingPlaces(hidden, ownHidden),
    referenceInks: reference.texts.map((place) => inkOf(shown, hidden, place)),
    answerInks: answer.texts.map((place) => inkOf(ownShown, ownHidden, place)),
  };
}

/** Joins pictures to one PNG in base64. Each list is a row of pictures side by side. */
async function sheet(rows: string[][]): Promise<string> {
  const images = await Promise.all(rows.map((row) => Promise.all(row.map(decode))));
  const height = Math.max(...images.flat().map((image) => image.height));
  const width = Math.max(...images.map((row) => row.reduce((sum, image) => sum + image.width, 0)));
  const canvas = new OffscreenCanvas(width, height * rows.length);
  const context = canvas.getContext("2d")!;
  for (const [i, row] of images.entries()) {
    let at = 0;
    for (const image of row) {
      context.putImageData(image, at, i * height);
      at += image.width;
    }
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

Object.assign(globalThis, { bakeoffCompare: compare, bakeoffSheet: sheet });
