import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const NAMES = ["Home", "Products", "Prices", "Contact"];
const nav = (page: any) => page.getByRole("navigation");
const link = (page: any, name: string) => nav(page).getByRole("link", { name });
const menu = (page: any) => page.getByRole("button", { name: "Menu" });
const resize = (page: any, width: number) => page.setViewportSize({ width, height: 600 });
const boxes = (page: any) => Promise.all(NAMES.map((name) => link(page, name).boundingBox()));
const shown = async (page: any, visible: boolean) => {
  for (const name of NAMES) await expect(link(page, name)).toBeVisible({ visible });
};
const isWithin = (page: any) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test("wide: the links in one row", async ({ page }) => {
  await resize(page, 700);
  await shown(page, true);
  await expect(menu(page)).toBeHidden();
  const all = await boxes(page);
  for (let i = 1; i < 4; i++) {
    expect(all[i].x).toBeGreaterThanOrEqual(all[i - 1].x + all[i - 1].width);
    expect(Math.abs(all[i].y - all[0].y)).toBeLessThan(3);
  }
  await expect(link(page, "Prices")).toHaveAttribute("href", "#prices");
});

test("narrow: the links behind a button, one below the other", async ({ page }) => {
  await resize(page, 699);
  await shown(page, false);
  await expect(menu(page)).toHaveAttribute("aria-expanded", "false");
  await menu(page).click();
  await shown(page, true);
  await expect(menu(page)).toHaveAttribute("aria-expanded", "true");
  const all = await boxes(page);
  for (let i = 1; i < 4; i++) expect(all[i].y).toBeGreaterThanOrEqual(all[i - 1].y + all[i - 1].height - 1);
  await menu(page).click();
  await shown(page, false);
  await expect(menu(page)).toHaveAttribute("aria-expanded", "false");
  await menu(page).focus();
  await page.keyboard.press("Tab");
  for (const name of NAMES) await expect(page.locator(`a[href="#${name.toLowerCase()}"]`).first()).not.toBeFocused();
});

test("never scrolls sideways", async ({ page }) => {
  for (const width of [320, 699, 700]) {
    await resize(page, width);
    await expect(width < 700 ? menu(page) : link(page, "Contact")).toBeVisible();
    expect(await isWithin(page)).toBe(true);
    if (width < 700) {
      await menu(page).click();
      await shown(page, true);
      expect(await isWithin(page)).toBe(true);
      await menu(page).click();
    }
  }
});

test("Escape and a link close the menu", async ({ page }) => {
  await resize(page, 400);
  await menu(page).click();
  await link(page, "Prices").focus();
  await page.keyboard.press("ArrowDown");
  await shown(page, true);
  await page.keyboard.press("Escape");
  await shown(page, false);
  await expect(menu(page)).toBeFocused();
  await expect(menu(page)).toHaveAttribute("aria-expanded", "false");
  await menu(page).click();
  await link(page, "Products").click();
  await shown(page, false);
  await expect(menu(page)).toHaveAttribute("aria-expanded", "false");
  await expect(page).toHaveURL("/#products");
});

test("a wide window closes the menu", async ({ page }) => {
  await resize(page, 400);
  await menu(page).click();
  await shown(page, true);
  await resize(page, 900);
  await expect(menu(page)).toBeHidden();
  await shown(page, true);
  await resize(page, 400);
  await shown(page, false);
  await expect(menu(page)).toHaveAttribute("aria-expanded", "false");
});

test("marks the current link alone", async ({ page }) => {
  await expect(link(page, "Home")).toHaveAttribute("aria-current", "page");
  await link(page, "Prices").click();
  await expect(link(page, "Prices")).toHaveAttribute("aria-current", "page");
  await expect(page.locator("[aria-current=page]")).toHaveCount(1);
  await page.goto("/#contact");
  await page.reload();
  await expect(link(page, "Contact")).toHaveAttribute("aria-current", "page");
  await page.goto("/#other");
  await page.reload();
  await expect(link(page, "Home")).toHaveAttribute("aria-current", "page");
  await expect(page.locator("[aria-current=page]")).toHaveCount(1);
});
