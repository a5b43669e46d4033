import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const toggle = (page: any) => page.getByRole("button", { name: "Dark theme" });
const reset = (page: any) => page.getByRole("button", { name: "Use system theme" });

async function is(page: any, theme: "light" | "dark") {
  await expect(toggle(page)).toHaveAttribute("aria-pressed", String(theme === "dark"));
  await expect(page.locator("body")).toHaveCSS("background-color", theme === "dark" ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)");
  await expect(page.getByRole("heading", { name: "Settings" })).toHaveCSS("color", theme === "dark" ? "rgb(238, 238, 238)" : "rgb(0, 0, 0)");
}

test("follows the system", async ({ page }) => {
  await is(page, "light");
  await expect(reset(page)).toBeHidden();
  await page.emulateMedia({ colorScheme: "dark" });
  await is(page, "dark");
  await page.reload();
  await is(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await is(page, "light");
});

test("the choice counts, whatever the system says", async ({ page }) => {
  await toggle(page).click();
  await is(page, "dark");
  await toggle(page).click();
  await is(page, "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await is(page, "light");
  await toggle(page).click();
  await is(page, "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await is(page, "dark");
});

test("the choice is there after a reload", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await is(page, "dark");
  await toggle(page).click();
  await is(page, "light");
  await page.reload();
  await is(page, "light");
  await expect(reset(page)).toBeVisible();
});

test("the choice can be dropped", async ({ page }) => {
  await toggle(page).click();
  await expect(reset(page)).toBeVisible();
  await reset(page).click();
  await is(page, "light");
  await expect(reset(page)).toBeHidden();
  await page.emulateMedia({ colorScheme: "dark" });
  await is(page, "dark");
  await page.reload();
  await is(page, "dark");
  await expect(reset(page)).toBeHidden();
});
