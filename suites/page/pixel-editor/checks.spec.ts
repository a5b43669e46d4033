import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const canvas = (page: any) => page.getByRole("img", { name: "Picture" });
const code = (page: any) => page.getByLabel("Code", { exact: true });
async function load(page: any, text: string) {
  await page.getByLabel("New code").fill(text);
  await page.getByRole("button", { name: "Load" }).click();
}

/** The colours of all cells, read in their middle, as the code has them; "?" for a colour that is neither. */
const picture = (page: any) => canvas(page).evaluate((element: any) => {
  const context = element.getContext("2d");
  let text = "";
  for (let y = 0; y < 8; y++) {
    let bits = 0;
    for (let x = 0; x < 8; x++) {
      const [red, green, blue] = context.getImageData(40 * x + 20, 40 * y + 20, 1, 1).data;
      if (red !== green || green !== blue || (red !== 0 && red !== 255)) return "?";
      bits = 2 * bits + (red ? 0 : 1);
    }
    text += bits.toString(16).padStart(2, "0");
  }
  return text;
});
async function is(page: any, wanted: string) {
  await expect(code(page)).toHaveValue(wanted);
  await expect.poll(() => picture(page), { timeout: 1000 }).toBe(wanted);
}
async function drag(page: any, ...cells: number[][]) {
  const box = await canvas(page).boundingBox();
  const to = ([x, y]: number[]) => page.mouse.move(box.x + 40 * x + 22, box.y + 40 * y + 18);
  await to(cells[0]);
  await page.mouse.down();
  for (const cell of cells.slice(1)) await to(cell);
  await page.mouse.up();
}

test("begins empty", async ({ page }) => {
  await is(page, "0000000000000000");
  await expect(code(page)).not.toBeEditable();
  expect(await canvas(page).evaluate((element: any) => [element.width, element.height])).toEqual([320, 320]);
  expect(await canvas(page).boundingBox()).toMatchObject({ width: 320, height: 320 });
});

test("a press turns a cell, wholly", async ({ page }) => {
  await drag(page, [0, 0]);
  await drag(page, [7, 0]);
  await drag(page, [2, 7]);
  await is(page, "8100000000000020");
  const corners = await canvas(page).evaluate((element: any) => {
    const at = (x: number, y: number) => element.getContext("2d").getImageData(x, y, 1, 1).data[0];
    return [at(280, 0), at(319, 39), at(279, 0), at(319, 40)];
  });
  expect(corners).toEqual([0, 0, 255, 255]);
  await drag(page, [7, 0]);
  await is(page, "8000000000000020");
});

test("moving on gives the same colour", async ({ page }) => {
  await drag(page, [1, 1], [5, 1], [5, 4]);
  await is(page, "007c040404000000");
  await drag(page, [3, 1], [3, 3], [5, 3]);
  await is(page, "006c040004000000");
});

test("keys move the cursor and turn its cell", async ({ page }) => {
  await page.keyboard.press("Tab");
  await expect(canvas(page)).toBeFocused();
  for (const key of ["ArrowLeft", "ArrowUp", "Space", "ArrowRight", "ArrowDown", "Space", "ArrowDown", "ArrowLeft", "ArrowLeft", "Space"]) await page.keyboard.press(key);
  await is(page, "8040800000000000");
  await page.keyboard.press("Space");
  await is(page, "8040000000000000");
  for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await is(page, "8040000000000001");
});

test("shows the cursor while the canvas has the focus", async ({ page }) => {
  const cell = (x: number) => canvas(page).evaluate((element: any, x: number) => [...element.getContext("2d").getImageData(40 * x, 0, 40, 40).data].join(), x);
  const empty = await cell(0);
  await canvas(page).focus();
  await expect.poll(() => cell(0), { timeout: 1000 }).not.toBe(empty);
  expect(await cell(1)).toBe(empty);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => cell(1), { timeout: 1000 }).not.toBe(empty);
  expect(await cell(0)).toBe(empty);
  await code(page).focus();
  await expect.poll(() => cell(1), { timeout: 1000 }).toBe(empty);
});

test("loads a code, and nothing else", async ({ page }) => {
  await load(page, "3C42A581A599423C");
  await is(page, "3c42a581a599423c");
  await expect(page.getByText("Not a code")).toHaveCount(0);
  for (const text of ["3c42", "3c42a581a599423c0", "3c42a581a599423g", "0x42a581a599423c", ""]) {
    await load(page, text);
    await expect(page.getByRole("alert")).toHaveText("Not a code");
    await is(page, "3c42a581a599423c");
  }
  await load(page, "0000000000000001");
  await is(page, "0000000000000001");
  await expect(page.getByText("Not a code")).toHaveCount(0);
});

test("inverts all", async ({ page }) => {
  await load(page, "3c42a581a599423c");
  await page.getByRole("button", { name: "Invert" }).click();
  await is(page, "c3bd5a7e5a66bdc3");
});
