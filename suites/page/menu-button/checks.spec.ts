import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const button = (page: any) => page.getByRole("button", { name: "Actions" });
const item = (page: any, name: string) => page.getByRole("menuitem", { name });
const status = (page: any) => page.getByRole("status");
async function isOpen(page: any, open: boolean) {
  await expect(button(page)).toHaveAttribute("aria-expanded", String(open));
  await expect(page.getByRole("menu")).toBeVisible({ visible: open });
}

test("a click opens it at the first item", async ({ page }) => {
  await isOpen(page, false);
  await expect(button(page)).toHaveAttribute("aria-haspopup", /^(true|menu)$/);
  await expect(status(page)).toContainText("Last action: none");
  await button(page).click();
  await isOpen(page, true);
  await expect(page.getByRole("menu").getByRole("menuitem")).toHaveText(["Copy", "Move", "Rename", "Delete"]);
  await expect(item(page, "Copy")).toBeFocused();
});

test("keys open it at the first or the last item", async ({ page }) => {
  for (const [key, name] of [["Enter", "Copy"], ["ArrowDown", "Copy"], ["ArrowUp", "Delete"]]) {
    await button(page).focus();
    await page.keyboard.press(key);
    await expect(item(page, name)).toBeFocused();
    await page.keyboard.press("Escape");
    await isOpen(page, false);
    await expect(button(page)).toBeFocused();
  }
  await expect(status(page)).toContainText("Last action: none");
});

test("keys move within", async ({ page }) => {
  await button(page).click();
  await expect(item(page, "Copy")).toBeFocused();
  for (const [key, name] of [["ArrowUp", "Delete"], ["ArrowDown", "Copy"], ["ArrowDown", "Move"], ["End", "Delete"], ["Home", "Copy"], ["r", "Rename"], ["M", "Move"]]) {
    await page.keyboard.press(key);
    await expect(item(page, name)).toBeFocused();
  }
});

test("Enter and a click take an item", async ({ page }) => {
  await button(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(item(page, "Copy")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(status(page)).toContainText("Last action: Move");
  await isOpen(page, false);
  await expect(button(page)).toBeFocused();
  await button(page).click();
  await item(page, "Delete").click();
  await expect(status(page)).toContainText("Last action: Delete");
  await isOpen(page, false);
  await expect(button(page)).toBeFocused();
});

test("Tab and a click elsewhere close it", async ({ page }) => {
  await button(page).click();
  await expect(item(page, "Copy")).toBeFocused();
  await page.keyboard.press("Tab");
  await isOpen(page, false);
  await button(page).click();
  await isOpen(page, true);
  await page.mouse.click(1200, 700);
  await isOpen(page, false);
  await expect(status(page)).toContainText("Last action: none");
});
