import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const main = (page: any) => page.getByRole("main");
const onScreen = (page: any) => [page.getByRole("banner"), page.getByRole("navigation"), page.getByRole("contentinfo"), page.getByRole("button", { name: "Print" })];
const link = (page: any) => main(page).getByRole("link", { name: /^Conversion table/ });
const behind = (page: any) => link(page).evaluate((element: Element) => {
  const { content, display } = getComputedStyle(element, "::after");
  return display === "none" || /^(none|normal)?$/.test(content) ? "" : content;
});

test("shows all on the screen", async ({ page }) => {
  for (const each of onScreen(page)) await expect(each).toBeVisible();
  await expect(page.getByRole("heading", { name: "Pancakes" })).toBeVisible();
  await expect(main(page).getByRole("listitem").filter({ hasText: /Flour|Milk|Eggs/ })).toHaveCount(3);
  await expect(page.getByRole("link", { name: "All recipes" })).toHaveAttribute("href", "https://example.org/recipes");
  await expect(page.getByRole("contentinfo")).toContainText("Served by example.org");
  expect(await behind(page)).toBe("");
});

test("main is in the middle of the screen, 640 pixels wide at most", async ({ page }) => {
  const { x, width } = await main(page).boundingBox();
  expect(width).toBeLessThanOrEqual(640);
  expect(width).toBeGreaterThan(400);
  expect(Math.abs(x + width / 2 - 640)).toBeLessThanOrEqual(1);
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(244, 241, 232)");
  await expect(main(page)).toHaveCSS("color", "rgb(34, 34, 34)");
  await expect(main(page)).toHaveCSS("font-size", "18px");
  await page.setViewportSize({ width: 320, height: 600 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("shows the recipe alone on paper", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  for (const each of onScreen(page)) await expect(each).toBeHidden();
  await expect(page.getByRole("heading", { name: "Pancakes" })).toBeVisible();
  await expect(link(page)).toBeVisible();
});

test("is plain and wide on paper", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await expect(main(page)).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(main(page)).toHaveCSS("font-size", "16px");
  await expect(link(page)).toHaveCSS("text-decoration-line", "none");
  await expect(link(page)).toHaveCSS("color", "rgb(0, 0, 0)");
  const edges = await main(page).evaluate((element: any) => {
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    const { left, right } = element.getBoundingClientRect();
    return [left + parseFloat(paddingLeft), document.documentElement.clientWidth - right + parseFloat(paddingRight)];
  });
  expect(edges).toEqual([0, 0]);
});

test("says the address on paper", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  const content = await behind(page);
  expect(content).toMatch(/\(.*\)/);
  expect(content.includes("https://example.org/cups") || content.includes("attr(href)")).toBe(true);
});

test("the button prints", async ({ page }) => {
  await page.evaluate(() => { window.print = () => { (window as any).printed = true; }; });
  await page.getByRole("button", { name: "Print" }).click();
  expect(await page.evaluate(() => (window as any).printed)).toBe(true);
});
