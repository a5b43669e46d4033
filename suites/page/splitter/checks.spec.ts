import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const splitter = (page: any) => page.getByRole("separator", { name: "Resize" });
const pane = (page: any, name: string) => page.getByRole("region", { name });

async function isWide(page: any, width: number) {
  await expect(splitter(page)).toHaveAttribute("aria-valuenow", String(width));
  const [left, middle, right] = await Promise.all([pane(page, "Files"), splitter(page), pane(page, "Editor")].map((each) => each.boundingBox()));
  expect([left.x, left.width, middle.x, middle.width, right.x, right.width].map(Math.round)).toEqual([0, width, width, 8, width + 8, 1280 - width - 8]);
}
async function press(page: any) {
  const box = await splitter(page).boundingBox();
  await page.mouse.move(box.x + 2, box.y + 200);
  await page.mouse.down();
  return (by: number) => page.mouse.move(box.x + 2 + by, box.y + 250);
}

test("begins at 300 and fills the window", async ({ page }) => {
  await isWide(page, 300);
  for (const each of [pane(page, "Files"), splitter(page), pane(page, "Editor")]) expect(await each.boundingBox()).toMatchObject({ y: 0, height: 720 });
  for (const [name, value] of [["orientation", "vertical"], ["valuemin", "100"], ["valuemax", "600"]]) await expect(splitter(page)).toHaveAttribute(`aria-${name}`, value);
  expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([1280, 720]);
});

test("the mouse drags it", async ({ page }) => {
  const drag = await press(page);
  await isWide(page, 300);
  await drag(5);
  await isWide(page, 305);
  await drag(150);
  await isWide(page, 450);
  await drag(-120);
  await isWide(page, 180);
  await page.mouse.up();
  for (const by of [-120, -117, -119, 90]) await drag(by);
  await splitter(page).focus();
  await page.keyboard.press("ArrowRight");
  await isWide(page, 190);
});

test("it stays at the limits until the mouse comes back", async ({ page }) => {
  const drag = await press(page);
  await drag(500);
  await isWide(page, 600);
  await drag(310);
  await isWide(page, 600);
  await drag(280);
  await isWide(page, 580);
  await drag(-290);
  await isWide(page, 100);
  await drag(-150);
  await isWide(page, 150);
  await page.mouse.up();
});

test("keys move it", async ({ page }) => {
  await page.keyboard.press("Tab");
  await expect(splitter(page)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await isWide(page, 290);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await isWide(page, 310);
  await page.keyboard.press("Home");
  await isWide(page, 100);
  await page.keyboard.press("ArrowLeft");
  await isWide(page, 100);
  await page.keyboard.press("End");
  await isWide(page, 600);
  await page.keyboard.press("ArrowRight");
  await isWide(page, 600);
  await page.keyboard.press("Enter");
  await isWide(page, 300);
});

test("a double click sets it back", async ({ page }) => {
  await splitter(page).focus();
  await page.keyboard.press("End");
  await splitter(page).dblclick();
  await isWide(page, 300);
});
