import { expect, test } from "@playwright/test";

test("a click counts, whatever else it tries", async ({ page }) => {
  await page.goto("/", { waitUntil: "domcontentloaded" });
  await page.waitForTimeout(1500);
  await page.locator("button").click();
  await expect(page.locator("button")).toHaveText("clicked 1");
});
