import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const list = (page: any, name: string) => page.getByRole("list", { name });
const item = (page: any, name: string) => page.getByRole("listitem").filter({ hasText: name });
const names = (page: any, name: string) => list(page, name).getByRole("listitem");
const drag = (page: any, name: string, to: string) => item(page, name).dragTo(list(page, to), { targetPosition: { x: 100, y: 190 } });

test("begins with all available", async ({ page }) => {
  await expect(names(page, "Available")).toHaveText(["Apple", "Banana", "Cherry", "Date"]);
  await expect(names(page, "Chosen")).toHaveCount(0);
  await expect(page.getByRole("status")).toContainText("Chosen: none");
  const [left, right] = [await list(page, "Available").boundingBox(), await list(page, "Chosen").boundingBox()];
  for (const box of [left, right]) expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(200);
  expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
});

test("moves to the end of the other list", async ({ page }) => {
  await drag(page, "Cherry", "Chosen");
  await expect(names(page, "Chosen")).toHaveText(["Cherry"]);
  await drag(page, "Apple", "Chosen");
  await expect(names(page, "Chosen")).toHaveText(["Cherry", "Apple"]);
  await expect(names(page, "Available")).toHaveText(["Banana", "Date"]);
  await expect(page.getByRole("status")).toContainText("Chosen: Cherry, Apple");
});

test("and back", async ({ page }) => {
  await drag(page, "Apple", "Chosen");
  await drag(page, "Date", "Chosen");
  await drag(page, "Apple", "Available");
  await expect(names(page, "Available")).toHaveText(["Banana", "Cherry", "Apple"]);
  await drag(page, "Date", "Available");
  await expect(names(page, "Available")).toHaveText(["Banana", "Cherry", "Apple", "Date"]);
  await expect(page.getByRole("status")).toContainText("Chosen: none");
});

test("dropped on another item it goes to the end too", async ({ page }) => {
  await drag(page, "Banana", "Chosen");
  await drag(page, "Date", "Chosen");
  await item(page, "Cherry").dragTo(item(page, "Banana"));
  await expect(names(page, "Chosen")).toHaveText(["Banana", "Date", "Cherry"]);
});

test("dropped in its own list or outside it stays", async ({ page }) => {
  await drag(page, "Apple", "Available");
  await expect(names(page, "Available")).toHaveText(["Apple", "Banana", "Cherry", "Date"]);
  await drag(page, "Banana", "Chosen");
  await expect(names(page, "Available")).toHaveText(["Apple", "Cherry", "Date"]);
  const box = await item(page, "Date").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(900, 650, { steps: 3 });
  await page.mouse.move(1270, 710, { steps: 3 });
  await page.mouse.up();
  await drag(page, "Cherry", "Chosen");
  await expect(names(page, "Available")).toHaveText(["Apple", "Date"]);
  await expect(page.getByRole("status")).toContainText("Chosen: Banana, Cherry");
});
