import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const canvas = (page: any) => page.getByRole("img", { name: "Drawing" });

async function line(page: any, ...points: number[][]) {
  const { x, y } = await canvas(page).boundingBox();
  await page.mouse.move(x + points[0][0], y + points[0][1]);
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(x + point[0], y + point[1]);
  await page.mouse.up();
}

/** The colour of a pixel: of what is drawn most, whether edges are smoothed or not. */
const at = (page: any, x: number, y: number) => canvas(page).evaluate((element: any, [x, y]: number[]) => {
  const [red, green, blue, alpha] = element.getContext("2d").getImageData(x, y, 1, 1).data;
  const key = [red, green, blue].map((part: number) => (part > 127 ? "1" : "0")).join("");
  return alpha < 128 ? "clear" : ({ "111": "white", "000": "black", "100": "red", "001": "blue" } as any)[key] ?? key;
}, [x, y]);
const colours = async (page: any, ...points: number[][]) => {
  const read = [];
  for (const [x, y] of points) read.push(await at(page, x, y));
  return read.join(" ");
};

test("begins white, 400 by 300", async ({ page }) => {
  expect(await canvas(page).boundingBox()).toMatchObject({ width: 400, height: 300 });
  expect(await canvas(page).evaluate((element: any) => [element.width, element.height])).toEqual([400, 300]);
  expect(await colours(page, [0, 0], [200, 150], [399, 299])).toBe("white white white");
  await expect(page.getByRole("radio", { name: "Black" })).toBeChecked();
  await expect(page.getByRole("button", { name: /undo/i })).toBeDisabled();
});

test("draws along the way, without gaps, 6 pixels wide", async ({ page }) => {
  await line(page, [50, 50], [250, 50], [250, 200]);
  expect(await colours(page, [60, 50], [150, 50], [240, 50], [250, 120], [250, 190])).toBe("black black black black black");
  expect(await colours(page, [150, 48], [150, 51], [150, 45], [150, 54], [120, 120])).toBe("black black white white white");
});

test("draws only while the button is down, each line by itself", async ({ page }) => {
  await line(page, [50, 50], [100, 50]);
  const { x, y } = await canvas(page).boundingBox();
  await page.mouse.move(x + 100, y + 150, { steps: 3 });
  await line(page, [50, 250], [100, 250]);
  expect(await colours(page, [75, 50], [75, 250])).toBe("black black");
  expect(await colours(page, [100, 100], [100, 149], [75, 150])).toBe("white white white");
});

test("draws in the chosen colour", async ({ page }) => {
  await line(page, [50, 50], [150, 50]);
  await page.getByRole("radio", { name: "Red" }).check();
  await line(page, [50, 100], [150, 100]);
  await page.getByRole("radio", { name: "Blue" }).check();
  await line(page, [50, 150], [150, 150]);
  expect(await colours(page, [100, 50], [100, 100], [100, 150])).toBe("black red blue");
});

test("Clear keeps the colour", async ({ page }) => {
  await page.getByRole("radio", { name: "Red" }).check();
  await line(page, [50, 50], [150, 50]);
  await page.getByRole("button", { name: /clear/i }).click();
  expect(await colours(page, [100, 50], [0, 0])).toBe("white white");
  await expect(page.getByRole("button", { name: /undo/i })).toBeDisabled();
  await line(page, [50, 100], [150, 100]);
  expect(await colours(page, [100, 50], [100, 100])).toBe("white red");
});

test("Undo removes the last line alone", async ({ page }) => {
  await line(page, [50, 50], [150, 50]);
  await page.getByRole("radio", { name: "Blue" }).check();
  await line(page, [100, 20], [100, 150], [200, 150]);
  await page.getByRole("button", { name: /undo/i }).click();
  expect(await colours(page, [100, 50], [100, 100], [150, 150])).toBe("black white white");
  await page.getByRole("button", { name: /undo/i }).click();
  expect(await colours(page, [100, 50], [60, 50])).toBe("white white");
  await expect(page.getByRole("button", { name: /undo/i })).toBeDisabled();
});
