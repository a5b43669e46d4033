import fs from "node:fs";
import path from "path";
import { test as base, expect, type Page } from "@playwright/test";
import { heading } from "./helpers/page";

interface Fixtures { greeting: string; opened: Page }
const test = base.extend<Fixtures>({
  greeting: "hello",
  opened: async ({ page }, use) => {
    await page.goto("/");
    await use(page);
    await page.evaluate(() => localStorage.clear());
  },
});
const order: string[] = [];

test.beforeAll(() => { order.push("all"); });
test.beforeEach(async ({ page }) => { order.push("each"); await page.goto("index.html"); });
test.afterEach(() => { order.push("after"); });

test.describe("finding", () => {
  test("by role, label, text, placeholder, title and selector", async ({ page }) => {
    await expect(heading(page)).toBeVisible();
    await expect(page.getByRole("listitem")).toHaveText(["one", /tw/, "three"]);
    await expect(page.getByRole("listitem")).toHaveCount(3);
    await expect(page.getByRole("listitem").filter({ hasText: "tw" })).toHaveText("two");
    await expect(page.locator("li").nth(2)).toContainText("thr");
    await expect(page.locator("li").first()).toHaveClass(/hot/);
    await expect(page.locator("li").first()).toHaveCSS("color", "rgb(255, 0, 0)");
    await expect(page.getByPlaceholder("your name")).toBeEmpty();
    await expect(page.getByTitle("far away")).not.toBeInViewport();
    await expect(page.getByRole("button", { name: "Never" })).toBeDisabled();
    await expect(page.locator("#nothing")).toBeHidden();
    await expect(page.getByLabel("Name").or(page.locator("#nothing"))).toHaveAttribute("id", "name");
    await expect(page).toHaveTitle(/every/i);
    await expect(page).toHaveURL(/index\.html$/);
    expect(await page.locator("li").allTextContents()).toEqual(["one", "two", "three"]);
    expect(await page.$$eval("li", (items) => items.length)).toBe(3);
  });
});

test.describe("acting", () => {
  test("fills, checks, selects, presses", async ({ page, greeting }) => {
    await page.getByLabel("Name").fill("Ada");
    await page.getByRole("button", { name: "Greet" }).click();
    await expect(page.getByRole("status")).toHaveText(`${greeting} Ada`);
    await page.getByLabel("Agree").check();
    await expect(page.getByLabel("Agree")).toBeChecked();
    expect(await page.locator("#colour").selectOption("Green")).toEqual(["g"]);
    await page.locator("#name").press("Control+a");
    await page.keyboard.type("Bo");
    await expect(page.locator("#name")).toHaveValue("Bo");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("status")).toHaveText("shortcut");
    await page.locator("#box").dragTo(page.locator("#target"));
    await expect(page.getByRole("status")).toHaveText("dropped");
  });

  test("files of the task and of its own", async ({ page }) => {
    await page.setInputFiles("[type=file]", ["fixtures/a.txt", { name: "b.txt", mimeType: "text/plain", buffer: Buffer.from("own") }]);
    await expect(page.getByRole("status")).toHaveText("from the task+own");
  });

  test("dialogs, frames, popups, history", async ({ page, context }) => {
    page.on("dialog", (dialog) => (dialog.type() === "prompt" ? dialog.accept("because") : dialog.accept()));
    await page.locator("#box").dblclick();
    await expect(page.getByRole("status")).toHaveText("because");
    await page.frameLocator("[name=inner]").getByRole("button").click();
    await expect(page.frame("inner")!.locator("button")).toHaveText("inner1");
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.getByText("popup").click()]);
    await expect(popup.locator("p")).toHaveText("second");
    expect(context.pages()).toHaveLength(2);
    await page.locator("#second").click();
    await page.waitForURL("**/second.html");
    await page.goBack();
    await expect(heading(page)).toBeVisible();
    const answer = await page.goto("/nothing-here");
    expect(answer!.status()).toBe(404);
  });

  test("a page has its own storage", async ({ opened, context }) => {
    expect(await opened.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ""]);
    await opened.evaluate(() => { localStorage.a = "1"; document.cookie = "a=1"; });
    expect(await context.cookies()).toHaveLength(1);
  });
  test("and the next one starts with none", async ({ opened, context }) => {
    expect(await opened.evaluate(() => localStorage.length)).toBe(0);
    expect(await context.cookies()).toEqual([]);
  });
});

test("waits, polls, time and console", async ({ page }) => {
  await page.waitForFunction(() => (window as any).ready);
  await expect.poll(() => page.evaluate(() => (window as any).ready)).toBe(true);
  await expect(async () => { expect(await page.title()).toBe("Everything"); }).toPass();
  const line = page.waitForEvent("console");
  await page.evaluate(() => console.warn("told", 2));
  expect((await line).text()).toBe("told 2");
  await page.clock.install({ time: new Date("2020-02-02T12:00:00Z") });
  await page.clock.pauseAt(new Date("2020-02-02T12:30:00Z"));
  expect(await page.evaluate(() => new Date().toISOString())).toBe("2020-02-02T12:30:00.000Z");
  expect((await page.screenshot()).length).toBeGreaterThan(1000);
});

test("reads the files of the answer and of the task", async () => {
  const root = path.join(__dirname, "../src");
  expect(fs.readFileSync(path.join(root, "index.html"), "utf8")).toContain("<h1>");
  expect(fs.existsSync(path.join(root, "none.css"))).toBe(false);
  expect(fs.readdirSync(root).sort()).toEqual(["index.html", "parts", "second.html"]);
  expect(() => fs.readFileSync("/etc/passwd")).toThrow("ENOENT");
});

test.describe.serial("order", () => {
  test("of hooks", () => { expect(order.slice(0, 4)).toEqual(["all", "each", "after", "each"]); });
});
test.describe(() => {
  test.use({ viewport: { width: 390, height: 700 }, locale: "de-DE", colorScheme: "dark" });
  test("options of a group", async ({ page }) => {
    expect(page.viewportSize()).toEqual({ width: 390, height: 700 });
    expect(await page.evaluate(() => [innerWidth, navigator.language, matchMedia("(prefers-color-scheme: dark)").matches])).toEqual([390, "de-DE", true]);
  });
});
test.skip("not now", () => { throw new Error("never runs"); });
test.fail("known to fail", async ({ page }) => { await expect(page.locator("h1")).toHaveText("Nothing", { timeout: 200 }); });
