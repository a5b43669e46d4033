import { expect, test } from "@playwright/test";

test("there is nothing to reach", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("p")).toHaveText(",false,false,undefined,undefined,undefined,undefined");
  await page.waitForTimeout(300);
  await expect(page).toHaveTitle("Counter");
});
