import AxeBuilder from "@axe-core/playwright";
import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const tab = (page: any, name: string) => page.getByRole("tab", { name });
const NAMES = ["Overview", "Prices", "Reviews"];
const TEXTS = ["About the product", "From 10 euros", "Nobody has written yet"];

async function isSelected(page: any, name: string) {
  for (const each of NAMES) await expect(tab(page, each)).toHaveAttribute("aria-selected", String(each === name));
  for (const [i, text] of TEXTS.entries()) await expect(page.getByText(text)).toBeVisible({ visible: NAMES[i] === name });
}

test("begins with the first tab", async ({ page }) => {
  await expect(page.getByRole("tablist").getByRole("tab")).toHaveText(NAMES);
  await isSelected(page, "Overview");
});

test("a click selects", async ({ page }) => {
  await tab(page, "Reviews").click();
  await isSelected(page, "Reviews");
  await expect(page.getByRole("tabpanel", { name: "Reviews" })).toHaveText(/Nobody has written yet/);
  await tab(page, "Prices").click();
  await isSelected(page, "Prices");
  await expect(page.getByRole("tabpanel", { name: "Prices" })).toBeVisible();
});

test("arrow keys go round the ends", async ({ page }) => {
  await tab(page, "Overview").click();
  await page.keyboard.press("ArrowRight");
  await expect(tab(page, "Prices")).toBeFocused();
  await isSelected(page, "Prices");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(tab(page, "Overview")).toBeFocused();
  await isSelected(page, "Overview");
  await page.keyboard.press("ArrowLeft");
  await expect(tab(page, "Reviews")).toBeFocused();
  await isSelected(page, "Reviews");
});

test("Home and End", async ({ page }) => {
  await tab(page, "Prices").click();
  await page.keyboard.press("End");
  await expect(tab(page, "Reviews")).toBeFocused();
  await isSelected(page, "Reviews");
  await page.keyboard.press("Home");
  await expect(tab(page, "Overview")).toBeFocused();
  await isSelected(page, "Overview");
});

test("the Tab key reaches the selected tab alone", async ({ page }) => {
  await page.keyboard.press("Tab");
  await expect(tab(page, "Overview")).toBeFocused();
  await tab(page, "Prices").click();
  await expect(tab(page, "Overview")).toHaveAttribute("tabindex", "-1");
  await page.keyboard.press("Tab");
  for (const name of NAMES) await expect(tab(page, name)).not.toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(tab(page, "Prices")).toBeFocused();
});

test("axe finds no fault", async ({ page }) => {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`)).toEqual([]);
});
