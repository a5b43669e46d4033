import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const grid = (page: any, name: string) => page.getByRole("grid", { name });
const day = (page: any, number: number) => page.getByRole("gridcell", { name: String(number), exact: true });
const press = async (page: any, ...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };
async function isAt(page: any, month: string, number: number) {
  await expect(grid(page, month)).toBeVisible();
  await expect(page.getByRole("heading", { name: month })).toBeVisible();
  await expect(day(page, number)).toBeFocused();
}

test("shows the month", async ({ page }) => {
  await expect(grid(page, "March 2026")).toBeVisible();
  await expect(page.getByRole("columnheader")).toHaveText(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
  const rows = page.getByRole("row").filter({ has: page.getByRole("gridcell") });
  await expect(rows).toHaveCount(6);
  await expect(rows.nth(0)).toHaveText(/^\s*1\s*$/);
  await expect(rows.nth(1).getByText("8", { exact: true })).toBeVisible();
  await expect(rows.nth(5)).toHaveText(/^\s*30\s*31\s*$/);
  await expect(day(page, 16)).toHaveAttribute("tabindex", "0");
  await expect(page.locator("[role=grid] [tabindex='0'], table [tabindex='0']")).toHaveCount(1);
  await expect(page.getByRole("status")).toContainText("Selected: none");
});

test("buttons change the month", async ({ page }) => {
  await page.getByRole("button", { name: "Previous month" }).click();
  await expect(grid(page, "February 2026")).toBeVisible();
  await expect(page.getByRole("row").filter({ has: page.getByRole("gridcell") })).toHaveCount(5);
  await expect(day(page, 29)).toHaveCount(0);
  await expect(day(page, 1)).toHaveAttribute("tabindex", "0");
  await page.getByRole("button", { name: "Previous month" }).click();
  await page.getByRole("button", { name: "Previous month" }).click();
  await expect(grid(page, "December 2025")).toBeVisible();
  await page.getByRole("button", { name: "Next month" }).click();
  await expect(grid(page, "January 2026")).toBeVisible();
});

test("arrow keys go into other months", async ({ page }) => {
  await day(page, 16).focus();
  await press(page, "ArrowRight", "ArrowDown");
  await isAt(page, "March 2026", 24);
  await press(page, "ArrowDown", "ArrowLeft");
  await isAt(page, "March 2026", 30);
  await press(page, "ArrowDown");
  await isAt(page, "April 2026", 6);
  await press(page, "ArrowUp", "ArrowUp");
  await isAt(page, "March 2026", 23);
});

test("Home and End go to the ends of the week", async ({ page }) => {
  await day(page, 16).focus();
  await press(page, "End");
  await isAt(page, "March 2026", 22);
  await press(page, "Home", "ArrowLeft", "Home");
  await isAt(page, "March 2026", 9);
  await press(page, "ArrowUp", "Home");
  await isAt(page, "March 2026", 2);
  await press(page, "ArrowLeft", "Home");
  await isAt(page, "February 2026", 23);
});

test("Page Up and Page Down keep the day, or take the last", async ({ page }) => {
  await day(page, 16).focus();
  await press(page, "PageDown");
  await isAt(page, "April 2026", 16);
  await press(page, "PageUp", "ArrowDown", "ArrowDown", "ArrowRight");
  await isAt(page, "March 2026", 31);
  await press(page, "PageUp");
  await isAt(page, "February 2026", 28);
  await press(page, "PageUp");
  await isAt(page, "January 2026", 28);
  await press(page, "PageUp");
  await isAt(page, "December 2025", 28);
});

test("Enter and a click select", async ({ page }) => {
  await day(page, 16).focus();
  await press(page, "ArrowLeft", "Enter");
  await expect(page.getByRole("status")).toContainText("Selected: 2026-03-15");
  await expect(day(page, 15)).toHaveAttribute("aria-selected", "true");
  await day(page, 5).click();
  await expect(page.getByRole("status")).toContainText("Selected: 2026-03-05");
  await expect(page.locator("[aria-selected=true]")).toHaveCount(1);
  await expect(day(page, 5)).toHaveAttribute("aria-selected", "true");
  await page.getByRole("button", { name: "Next month" }).click();
  await expect(grid(page, "April 2026")).toBeVisible();
  await expect(page.locator("[aria-selected=true]")).toHaveCount(0);
  await page.getByRole("button", { name: "Previous month" }).click();
  await expect(day(page, 5)).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("status")).toContainText("Selected: 2026-03-05");
});
