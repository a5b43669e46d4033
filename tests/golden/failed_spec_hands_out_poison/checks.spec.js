import { expect, test } from "@playwright/test";

test("built-ins are what they were", async ({ page }) => {
  await page.goto("/");
  const result = await page.evaluate(() => window.result);
  expect(result.circular).toBe(result);
  expect({}.polluted).toBeUndefined();
  expect(Object.keys(result)).toContain("poison");
  const handle = await page.evaluateHandle(() => window.result);
  expect(await handle.evaluate((value) => value.list.length)).toBe(1);
  expect({}.polluted).toBeUndefined();
});

test("the value", async ({ page }) => {
  await page.goto("/");
  expect(await page.evaluate(() => window.value)).toBe("honest");
});
