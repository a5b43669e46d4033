import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const all = (page: any) => page.getByRole("checkbox", { name: /select all/i });
const one = (page: any, name: string) => page.getByRole("checkbox", { name: new RegExp(`select ${name}`, "i") });
const status = (page: any) => page.getByRole("status");
const remove = (page: any) => page.getByRole("button", { name: /delete/i });

test("begins with nothing selected", async ({ page }) => {
  await expect(page.getByRole("row")).toHaveCount(5);
  await expect(page.getByRole("row", { name: /photo\.jpg/ })).toContainText("340");
  await expect(status(page)).toContainText(/0 selected, 0 KB/i);
  await expect(remove(page)).toBeDisabled();
  await expect(all(page)).not.toBeChecked();
});

test("counts what is selected", async ({ page }) => {
  await one(page, "report.pdf").check();
  await one(page, "photo.jpg").check();
  await expect(status(page)).toContainText(/2 selected, 460 KB/i);
  await one(page, "report.pdf").uncheck();
  await expect(status(page)).toContainText(/1 selected, 340 KB/i);
  await expect(remove(page)).toBeEnabled();
});

test("select all is checked, unchecked or indeterminate as the rows are", async ({ page }) => {
  await one(page, "notes.txt").check();
  await expect(all(page)).toBeChecked({ indeterminate: true });
  await all(page).click();
  for (const name of ["report.pdf", "photo.jpg", "notes.txt", "backup.zip"]) await expect(one(page, name)).toBeChecked();
  await expect(all(page)).toBeChecked();
  await expect(status(page)).toContainText(/4 selected, 1,?418 KB/i);
  await one(page, "backup.zip").uncheck();
  await expect(all(page)).toBeChecked({ indeterminate: true });
  await one(page, "backup.zip").check();
  await expect(all(page)).toBeChecked();
  await all(page).click();
  await expect(one(page, "notes.txt")).not.toBeChecked();
  await expect(all(page)).not.toBeChecked();
  await expect(status(page)).toContainText(/0 selected, 0 KB/i);
});

test("deletes the selected rows and selects nothing", async ({ page }) => {
  await one(page, "photo.jpg").check();
  await remove(page).click();
  await expect(page.getByRole("row")).toHaveCount(4);
  await expect(page.getByText("photo.jpg")).toHaveCount(0);
  await expect(status(page)).toContainText(/0 selected, 0 KB/i);
  await expect(all(page)).toBeChecked({ checked: false });
  expect(await all(page).evaluate((box: any) => box.indeterminate)).toBe(false);
  await expect(remove(page)).toBeDisabled();
});

test("an empty table has nothing to select", async ({ page }) => {
  await all(page).click();
  await remove(page).click();
  await expect(page.getByText(/report\.pdf|backup\.zip/)).toHaveCount(0);
  await expect(all(page)).not.toBeChecked();
  await expect(all(page)).toBeDisabled();
});
