import { expect, test } from "@playwright/test";

test("counts", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("button")).toHaveText("2", { timeout: 2000 });
});
