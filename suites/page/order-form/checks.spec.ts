import AxeBuilder from "@axe-core/playwright";
import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const delivery = (page: any, name: RegExp) => page.getByRole("group", { name: "Delivery" }).or(page.getByRole("radiogroup", { name: "Delivery" })).getByRole("radio", { name });
const cups = (page: any) => page.getByRole("spinbutton", { name: "Cups" });
const field = (page: any, name: string) => page.getByRole("textbox", { name });
const order = (page: any) => page.getByRole("button", { name: "Order" });
const total = (page: any, text: string) => expect(page.getByRole("status").filter({ hasText: "Total" })).toContainText(`Total: ${text}`);

test("begins with one cup to pick up", async ({ page }) => {
  await expect(delivery(page, /pick up \(free\)/i)).toBeChecked();
  await expect(cups(page)).toHaveValue("1");
  await total(page, "7.50");
  await expect(field(page, "Street")).toBeDisabled();
  await expect(order(page)).toBeEnabled();
});

test("the total follows cups, wrap and delivery", async ({ page }) => {
  await cups(page).fill("3");
  await total(page, "22.50");
  await page.getByRole("checkbox", { name: /gift wrap/i }).check();
  await total(page, "28.50");
  await delivery(page, /standard \(4\.90\)/i).check();
  await total(page, "33.40");
  await delivery(page, /express \(12\.00\)/i).check();
  await total(page, "40.50");
  await page.getByRole("checkbox", { name: /gift wrap/i }).uncheck();
  await total(page, "34.50");
});

test("Standard is free from 5 cups on, Express is not", async ({ page }) => {
  await delivery(page, /standard/i).check();
  await cups(page).fill("4");
  await total(page, "34.90");
  await cups(page).fill("5");
  await total(page, "37.50");
  await expect(delivery(page, /standard \(free\)/i)).toBeChecked();
  await delivery(page, /express \(12\.00\)/i).check();
  await total(page, "49.50");
  await cups(page).fill("4");
  await expect(delivery(page, /standard \(4\.90\)/i)).toHaveCount(1);
});

test("the address is needed only for delivery", async ({ page }) => {
  await delivery(page, /express/i).check();
  await expect(order(page)).toBeDisabled();
  await field(page, "Street").fill("Main Street 1");
  await field(page, "Town").fill("  ");
  await expect(order(page)).toBeDisabled();
  await field(page, "Town").fill("Bergen");
  await expect(order(page)).toBeEnabled();
  await field(page, "Street").fill("");
  await expect(order(page)).toBeDisabled();
  await delivery(page, /pick up/i).check();
  await expect(order(page)).toBeEnabled();
  await expect(field(page, "Town")).toBeDisabled();
  await expect(field(page, "Town")).toHaveValue("Bergen");
});

test("cups are whole numbers", async ({ page }) => {
  for (const text of ["2.7", "", "0", "-1"]) {
    await cups(page).fill(text);
    await total(page, "–");
    await expect(order(page)).toBeDisabled();
  }
  await cups(page).fill("2");
  await total(page, "15.00");
  await expect(order(page)).toBeEnabled();
});

test("says what was ordered", async ({ page }) => {
  await order(page).click();
  await expect(page.getByText("Ordered: 1 cup, Pick up")).toBeVisible();
  await cups(page).fill("5");
  await delivery(page, /standard/i).check();
  await field(page, "Street").fill("Main Street 1");
  await field(page, "Town").fill("Bergen");
  await order(page).click();
  await expect(page.getByText("Ordered: 5 cups, Standard")).toBeVisible();
  await expect(page.getByText("Ordered: 1 cup,")).toHaveCount(0);
});

test("axe finds no fault", async ({ page }) => {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`)).toEqual([]);
});
