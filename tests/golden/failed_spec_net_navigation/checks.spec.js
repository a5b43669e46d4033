import { expect, test } from "@playwright/test";

test("stays", async ({ page }) => {
  await page.goto("/");
  await page.waitForTimeout(1500);
  await expect(page.locator("button")).toHaveText("clicked 0", { timeout: 500 });
});
