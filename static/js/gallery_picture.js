// A picture of a gallery, to save or to copy: the sandbox's screenshots of all answers, with their models and verdicts.
const WIDTH = 480,
  HEIGHT = 320,
  HEAD = 34,
  GAP = 16,
  MOST_ACROSS = 4;
const FONT = "15px system-ui, sans-serif";

async function bitmapAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return createImageBitmap(await response.blob());
}

async function tileOf(card) {
  const image = card.querySelector(".gallery-picture img");
  const text = (selector) => card.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const title = [text("[data-open]"), text(".gallery-verdict")].filter(Boolean).join(" · ");
  const note = text(".gallery-picture .gallery-note") || "no picture";
  return { title, note, bitmap: image ? await bitmapAt(image.src).catch(() => null) : null };
}

function drawTile(context, { title, note, bitmap }, left, top) {
  context.fillStyle = "#ffffff";
  context.fillRect(left, top, WIDTH, HEAD + HEIGHT);
  context.fillStyle = "#1b1f24";
  context.fillText(title, left + 10, top + 22, WIDTH - 20);
  context.save();
  context.beginPath();
  context.rect(left, top + HEAD, WIDTH, HEIGHT);
  context.clip();
  if (bitmap) context.drawImage(bitmap, left, top + HEAD, WIDTH, (bitmap.height * WIDTH) / bitmap.width);
  else context.fillText(note, left + 10, top + HEAD + 30, WIDTH - 20);
  context.restore();
}

/** The cards of a gallery as a PNG. */
async function drawGallery(root) {
  const tiles = await Promise.all([...root.querySelectorAll("[data-card]")].map(tileOf));
  const across = Math.min(MOST_ACROSS, Math.max(1, Math.ceil(Math.sqrt(tiles.length))));
  const canvas = document.createElement("canvas");
  canvas.width = GAP + across * (WIDTH + GAP);
  canvas.height = GAP + Math.ceil(tiles.length / across) * (HEAD + HEIGHT + GAP);
  const context = canvas.getContext("2d");
  context.fillStyle = "#d9dde2";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = FONT;
  tiles.forEach((tile, i) =>
    drawTile(context, tile, GAP + (i % across) * (WIDTH + GAP), GAP + Math.floor(i / across) * (HEAD + HEIGHT + GAP)),
  );
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${document.querySelector("h1").textContent.trim().slice(0, 60) || "answers"}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The text of a button with data-picture for a moment after it was pressed. */
function say(button, text) {
  const before = button.dataset.label ?? (button.dataset.label = button.textContent);
  button.textContent = text;
  setTimeout(() => (button.textContent = before), 1500);
}

/** Save or copy: the picture at the button's address, or that of the whole gallery. */
export async function takePicture(root, button) {
  const { picture, address } = button.dataset;
  const blob = address ? fetch(address).then((response) => response.blob()) : drawGallery(root);
  try {
    if (picture === "save") save(await blob);
    else await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    say(button, picture === "save" ? "Saved" : "Copied");
  } catch {
    say(button, picture === "save" ? "Not saved" : "Not allowed here");
  }
}
