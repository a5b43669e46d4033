import AxeBuilder from "@axe-core/playwright";
import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const rows = (page: any) => page.getByRole("row").filter({ has: page.getByRole("spinbutton") });
const cell = (page: any, row: number, name: string) => rows(page).nth(row).getByLabel(name);
const amount = (page: any, row: number) => rows(page).nth(row).getByRole("cell").nth(3);
const add = (page: any) => page.getByRole("button", { name: "Add row" }).click();
async function fill(page: any, row: number, item: string, quantity: string, price: string) {
  await cell(page, row, "Item").fill(item);
  await cell(page, row, "Quantity").fill(quantity);
  await cell(page, row, "Price").fill(price);
}
async function sums(page: any, net: string, vat: string, total: string) {
  for (const [name, value] of [["Net", net], ["VAT \\(20\\s?%\\)", vat], ["Total", total]]) {
    await expect(page.locator("body")).toContainText(new RegExp(`${name}:\\s*${value.replace(".", "\\.")}(?!\\d)`));
  }
}

test("begins with one row", async ({ page }) => {
  for (const name of ["Item", "Quantity", "Price", "Amount"]) await expect(page.getByRole("columnheader", { name })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(cell(page, 0, "Item")).toHaveValue("");
  await expect(cell(page, 0, "Quantity")).toHaveValue("1");
  await expect(cell(page, 0, "Price")).toHaveValue("0");
  await expect(amount(page, 0)).toHaveText("0.00");
  await sums(page, "0.00", "0.00", "0.00");
  await expect(rows(page).getByRole("button", { name: "Remove row" })).toBeDisabled();
});

test("amounts and sums follow while typing", async ({ page }) => {
  await fill(page, 0, "Paper", "2", "6.25");
  await expect(amount(page, 0)).toHaveText("12.50");
  await sums(page, "12.50", "2.50", "15.00");
  await cell(page, 0, "Quantity").fill("");
  await cell(page, 0, "Quantity").pressSequentially("1000");
  await expect(amount(page, 0)).toHaveText("6250.00");
  await sums(page, "6250.00", "1250.00", "7500.00");
});

test("adds a row and goes to it", async ({ page }) => {
  await fill(page, 0, "Paper", "1", "10");
  await add(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(cell(page, 1, "Item")).toBeFocused();
  await expect(cell(page, 0, "Item")).toHaveValue("Paper");
  await fill(page, 1, "Ink", "3", "5.5");
  await expect(amount(page, 1)).toHaveText("16.50");
  await sums(page, "26.50", "5.30", "31.80");
});

test("each amount is rounded, half up", async ({ page }) => {
  await fill(page, 0, "Thread", "1", "1.005");
  await expect(amount(page, 0)).toHaveText("1.01");
  await add(page);
  await fill(page, 1, "Wire", "3", "0.115");
  await expect(amount(page, 1)).toHaveText("0.35");
  await sums(page, "1.36", "0.27", "1.63");
  await add(page);
  await fill(page, 2, "Cord", "1", "0.004");
  await add(page);
  await fill(page, 3, "Cord", "1", "0.004");
  await sums(page, "1.36", "0.27", "1.63");
});

test("empty and negative count as 0", async ({ page }) => {
  await fill(page, 0, "Paper", "", "10");
  await expect(amount(page, 0)).toHaveText("0.00");
  await fill(page, 0, "Paper", "-2", "-10");
  await expect(amount(page, 0)).toHaveText("0.00");
  await fill(page, 0, "Paper", "2", "-10");
  await sums(page, "0.00", "0.00", "0.00");
});

test("removes the row whose button it is", async ({ page }) => {
  await add(page);
  await add(page);
  await fill(page, 0, "a", "1", "1");
  await fill(page, 1, "b", "1", "2");
  await fill(page, 2, "c", "1", "4");
  await rows(page).nth(1).getByRole("button", { name: "Remove row" }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(cell(page, 0, "Item")).toHaveValue("a");
  await expect(cell(page, 1, "Item")).toHaveValue("c");
  await sums(page, "5.00", "1.00", "6.00");
  await rows(page).nth(0).getByRole("button", { name: "Remove row" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).getByRole("button", { name: "Remove row" })).toBeDisabled();
  await sums(page, "4.00", "0.80", "4.80");
});

test("axe finds no fault", async ({ page }) => {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html}`)).toEqual([]);
});
