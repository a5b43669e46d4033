import { expect, test } from "@playwright/test";

for (const round of ["first", "second"])
  test(`nothing is left, ${round} page`, async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("pre")).toHaveText('[{},{},"","",[],[],[],0,[]]');
  });
