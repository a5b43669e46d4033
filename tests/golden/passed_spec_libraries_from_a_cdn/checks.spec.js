import { expect, test } from "@playwright/test";

test("every library is there", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("#app")).toHaveText("1 2 3 2 function function function 5");
  await expect(page.locator(".note")).toHaveCSS("padding-left", "16px");
});
