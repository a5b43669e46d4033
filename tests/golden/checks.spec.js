import { expect, test } from "@playwright/test";

const soon = { timeout: 2000 };

test("a click counts", async ({ page }) => {
  await page.goto("/");
  const button = page.getByRole("button", { name: /clicked/ });
  await expect(button).toHaveText("clicked 0", soon);
  await button.click();
  await button.click();
  await expect(button).toHaveText("clicked 2", soon);
  expect(await page.title()).toBe("Counter");
});
