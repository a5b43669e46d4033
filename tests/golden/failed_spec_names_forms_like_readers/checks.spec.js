import { expect, test } from "@playwright/test";

test("counts", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("#form")).toHaveAttribute("class", "on");
});
