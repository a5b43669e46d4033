import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const slider = (page: any) => page.getByRole("slider", { name: "Volume" });
const is = async (page: any, value: number) => {
  await expect(slider(page)).toHaveAttribute("aria-valuenow", String(value));
  await expect(slider(page)).toHaveAttribute("aria-valuetext", value ? `${value} percent` : "muted");
};
/** Moves the mouse to a share of the slider's width. */
async function to(page: any, share: number, by = 0) {
  const box = await slider(page).boundingBox();
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2 + by);
}
const press = async (page: any, ...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };
/** By the Tab key, wherever the slider stands among the buttons. */
async function reach(page: any) {
  for (let i = 0; i < 3; i++) {
    await press(page, "Tab");
    if (await slider(page).evaluate((element: Element) => element === document.activeElement)) return;
  }
  await expect(slider(page)).toBeFocused();
}
const button = (page: any, name: string) => page.getByRole("button", { name, exact: true });

test("begins at 50", async ({ page }) => {
  await is(page, 50);
  await expect(slider(page)).toHaveAttribute("aria-valuemin", "0");
  await expect(slider(page)).toHaveAttribute("aria-valuemax", "100");
  const { width, height } = await slider(page).boundingBox();
  expect(width).toBe(300);
  expect(height).toBeGreaterThanOrEqual(20);
  expect(await page.locator("input").count()).toBe(0);
});

test("a press sets the nearest value and the focus", async ({ page }) => {
  for (const [share, value] of [[0.2, 20], [0.83, 85], [0.82, 80], [0.99, 100], [0.01, 0]]) {
    await to(page, share);
    await page.mouse.down();
    await is(page, value);
    await page.mouse.up();
  }
  await expect(slider(page)).toBeFocused();
});

test("dragging changes it, also outside", async ({ page }) => {
  await to(page, 0.5);
  await page.mouse.down();
  await to(page, 0.7);
  await is(page, 70);
  await to(page, 0.3, 200);
  await is(page, 30);
  await to(page, 1.5, 200);
  await is(page, 100);
  await to(page, 0.4);
  await is(page, 40);
  await page.mouse.up();
  await to(page, 0.9);
  await press(page, "ArrowRight");
  await is(page, 45);
});

test("keys change it, not beyond the ends", async ({ page }) => {
  await reach(page);
  await press(page, "ArrowRight", "ArrowUp");
  await is(page, 60);
  await press(page, "ArrowLeft", "ArrowDown", "ArrowDown");
  await is(page, 45);
  await press(page, "PageUp");
  await is(page, 65);
  await press(page, "PageUp", "PageUp");
  await is(page, 100);
  await press(page, "PageDown");
  await is(page, 80);
  await press(page, "Home", "ArrowLeft");
  await is(page, 0);
  await press(page, "End", "ArrowRight");
  await is(page, 100);
});

test("Mute and Unmute", async ({ page }) => {
  await reach(page);
  await press(page, "ArrowRight");
  await button(page, "Mute").click();
  await is(page, 0);
  await button(page, "Unmute").click();
  await is(page, 55);
  await expect(button(page, "Mute")).toBeVisible();
});

test("0 set by key is muted too", async ({ page }) => {
  await reach(page);
  await press(page, "ArrowLeft", "Home");
  await button(page, "Unmute").click();
  await is(page, 45);
  await button(page, "Mute").click();
  await slider(page).focus();
  await press(page, "ArrowRight");
  await is(page, 5);
  await button(page, "Mute").click();
  await button(page, "Unmute").click();
  await is(page, 5);
});
