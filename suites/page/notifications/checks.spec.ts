import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const items = (page: any) => page.getByRole("list", { name: "Notifications" }).getByRole("listitem");
const are = (page: any, ...names: string[]) => expect(items(page)).toHaveText(names.map((name) => new RegExp(`^\\s*${name}`)));
const save = (page: any) => page.getByRole("button", { name: "Save" }).click();
const fail = (page: any) => page.getByRole("button", { name: "Fail" }).click();
const away = (page: any) => page.mouse.move(1279, 719);

test("shows the newest first", async ({ page }) => {
  await are(page);
  await save(page);
  await fail(page);
  await save(page);
  await are(page, "Saved 2", "Failed 1", "Saved 1");
  await expect(page.getByRole("status").or(page.getByRole("log")).getByText("Saved 2")).toBeVisible();
});

test("Saved goes after 5 seconds, Failed stays", async ({ page }) => {
  await save(page);
  await page.clock.runFor(2000);
  await fail(page);
  await save(page);
  await away(page);
  await page.clock.runFor(2800);
  await are(page, "Saved 2", "Failed 1", "Saved 1");
  await page.clock.runFor(400);
  await are(page, "Saved 2", "Failed 1");
  await page.clock.runFor(2000);
  await are(page, "Failed 1");
  await page.clock.runFor(60_000);
  await are(page, "Failed 1");
});

test("Dismiss removes its own", async ({ page }) => {
  await fail(page);
  await save(page);
  await fail(page);
  await items(page).filter({ hasText: "Failed 1" }).getByRole("button", { name: "Dismiss" }).click();
  await are(page, "Failed 2", "Saved 1");
  await fail(page);
  await are(page, "Failed 3", "Failed 2", "Saved 1");
});

test("the mouse holds it, and then it has 5 seconds anew", async ({ page }) => {
  await save(page);
  await page.clock.runFor(4000);
  await items(page).hover();
  await page.clock.runFor(20_000);
  await are(page, "Saved 1");
  await away(page);
  await page.clock.runFor(4800);
  await are(page, "Saved 1");
  await page.clock.runFor(400);
  await are(page);
});

test("the focus holds it too", async ({ page }) => {
  await save(page);
  await away(page);
  await items(page).getByRole("button", { name: "Dismiss" }).focus();
  await page.clock.runFor(20_000);
  await are(page, "Saved 1");
  await items(page).hover();
  await page.getByRole("button", { name: "Fail" }).focus();
  await page.clock.runFor(20_000);
  await are(page, "Saved 1");
  await away(page);
  await page.clock.runFor(5200);
  await are(page);
});

test("at most three, and Saved ones go first", async ({ page }) => {
  await fail(page);
  await save(page);
  await fail(page);
  await fail(page);
  await are(page, "Failed 3", "Failed 2", "Failed 1");
  await fail(page);
  await are(page, "Failed 4", "Failed 3", "Failed 2");
  await save(page);
  await are(page, "Saved 2", "Failed 4", "Failed 3");
  await save(page);
  await are(page, "Saved 3", "Failed 4", "Failed 3");
});
