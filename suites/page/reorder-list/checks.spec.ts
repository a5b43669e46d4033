import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const item = (page: any, name: string) => page.getByRole("listitem").filter({ hasText: name });
const are = (page: any, ...names: string[]) => expect(page.getByRole("listitem")).toHaveText(names);
const status = (page: any) => page.getByRole("status");

test("begins in the first order", async ({ page }) => {
  await are(page, "Wake up", "Wash", "Breakfast", "Read", "Walk");
  await expect(status(page)).toHaveText("");
});

test("dragged down it stands after, dragged up before", async ({ page }) => {
  await item(page, "Wake up").dragTo(item(page, "Breakfast"));
  await are(page, "Wash", "Breakfast", "Wake up", "Read", "Walk");
  await expect(status(page)).toContainText("Wake up moved to 3 of 5");
  await item(page, "Walk").dragTo(item(page, "Breakfast"));
  await are(page, "Wash", "Walk", "Breakfast", "Wake up", "Read");
  await expect(status(page)).toContainText("Walk moved to 2 of 5");
  await item(page, "Wash").dragTo(item(page, "Read"));
  await are(page, "Walk", "Breakfast", "Wake up", "Read", "Wash");
});

test("keys move the focused item", async ({ page }) => {
  await item(page, "Read").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await are(page, "Wake up", "Wash", "Read", "Breakfast", "Walk");
  await expect(item(page, "Read")).toBeFocused();
  await expect(status(page)).toContainText("Read moved to 3 of 5");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await are(page, "Wake up", "Wash", "Breakfast", "Walk", "Read");
  await expect(item(page, "Read")).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("ArrowUp");
  await are(page, "Wake up", "Wash", "Breakfast", "Walk", "Read");
});

test("the first does not go further up", async ({ page }) => {
  await item(page, "Wake up").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Tab");
  await expect(item(page, "Wash")).toBeFocused();
  await are(page, "Wake up", "Wash", "Breakfast", "Read", "Walk");
  await expect(status(page)).toHaveText("");
});

test("the order is there after a reload", async ({ page }) => {
  await item(page, "Wash").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await item(page, "Walk").dragTo(item(page, "Read"));
  await are(page, "Wash", "Wake up", "Breakfast", "Walk", "Read");
  await page.reload();
  await are(page, "Wash", "Wake up", "Breakfast", "Walk", "Read");
  await expect(status(page)).toHaveText("");
});

test("the first order can be restored", async ({ page }) => {
  await item(page, "Walk").dragTo(item(page, "Wake up"));
  await are(page, "Walk", "Wake up", "Wash", "Breakfast", "Read");
  await page.getByRole("button", { name: "First order" }).click();
  await are(page, "Wake up", "Wash", "Breakfast", "Read", "Walk");
  await expect(status(page)).toHaveText("");
  await page.reload();
  await are(page, "Wake up", "Wash", "Breakfast", "Read", "Walk");
});
