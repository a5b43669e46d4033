import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const dialog = (page: any, name: string) => page.getByRole("dialog", { name: `Delete ${name}?` }).or(page.getByRole("alertdialog", { name: `Delete ${name}?` }));
const opener = (page: any, name: string) => page.getByRole("button", { name: `Delete ${name}` });
const confirm = (page: any, name: string) => dialog(page, name).getByRole("button", { name: /^delete/i }).click();

test("opens with the focus on Cancel", async ({ page }) => {
  await expect(page.getByRole("listitem")).toContainText(["Apollo", "Gemini", "Mercury"]);
  await expect(dialog(page, "Gemini")).toBeHidden();
  await opener(page, "Gemini").click();
  await expect(dialog(page, "Gemini")).toBeVisible();
  await expect(dialog(page, "Gemini").getByRole("button", { name: /cancel/i })).toBeFocused();
});

test("keeps the focus within", async ({ page }) => {
  await opener(page, "Apollo").click();
  await expect(dialog(page, "Apollo")).toBeVisible();
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      return focused === document.body || focused.closest("dialog, [role=dialog], [role=alertdialog]") ? "" : focused.outerHTML;
    });
    expect(name).toBe("");
  }
});

test("Cancel deletes nothing and gives the focus back", async ({ page }) => {
  await opener(page, "Gemini").click();
  await dialog(page, "Gemini").getByRole("button", { name: /cancel/i }).click();
  await expect(dialog(page, "Gemini")).toBeHidden();
  await expect(opener(page, "Gemini")).toBeFocused();
  await expect(page.getByRole("listitem")).toHaveCount(3);
});

test("Escape deletes nothing and gives the focus back", async ({ page }) => {
  await opener(page, "Mercury").click();
  await expect(dialog(page, "Mercury")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page, "Mercury")).toBeHidden();
  await expect(opener(page, "Mercury")).toBeFocused();
  await opener(page, "Apollo").click();
  await confirm(page, "Apollo");
  await expect(opener(page, "Apollo")).toHaveCount(0);
  await expect(page.getByRole("listitem")).toHaveCount(2);
});

test("Delete removes the one that was asked for", async ({ page }) => {
  await opener(page, "Apollo").click();
  await dialog(page, "Apollo").getByRole("button", { name: /cancel/i }).click();
  await opener(page, "Gemini").click();
  await confirm(page, "Gemini");
  await expect(page.getByRole("status")).toContainText("Gemini deleted");
  await expect(page.getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("listitem").filter({ hasText: "Gemini" })).toHaveCount(0);
  await expect(dialog(page, "Gemini")).toBeHidden();
});

test("says when none is left", async ({ page }) => {
  for (const name of ["Apollo", "Gemini", "Mercury"]) {
    await expect(page.getByText("No projects").filter({ visible: true })).toHaveCount(0);
    await opener(page, name).click();
    await confirm(page, name);
  }
  await expect(page.getByText("No projects")).toBeVisible();
});
