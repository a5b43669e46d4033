import { expect, test } from "@playwright/test";

test("a click counts", async ({ page }) => {
  await page.goto("/");
  const button = page.getByRole("button", { name: /clicked/ });
  await expect(button).toHaveText("clicked 0");
  await button.click();
  await button.click();
  await expect(button).toHaveText("clicked 2");
  expect(await page.title()).toBe("Counter");
});
