import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const TEXTS: Record<string, string> = { Bold: "Ctrl+B makes text bold", Italic: "Ctrl+I makes text italic", Link: "Ctrl+K makes the selected text a link" };
const button = (page: any, name: string) => page.getByRole("button", { name });
const shown = (page: any) => page.getByRole("tooltip");
const shows = (page: any, name?: string) => expect(shown(page)).toHaveText(name ? [TEXTS[name]] : []);
const away = (page: any) => page.mouse.move(100, 500);

test("describes each button", async ({ page }) => {
  await shows(page);
  for (const [name, text] of Object.entries(TEXTS)) await expect(button(page, name)).toHaveAccessibleDescription(text);
});

test("the mouse shows it", async ({ page }) => {
  for (const name of Object.keys(TEXTS)) {
    await button(page, name).hover();
    await shows(page, name);
  }
  await away(page);
  await shows(page);
});

test("the focus shows it", async ({ page }) => {
  await page.keyboard.press("Tab");
  await expect(button(page, "Bold")).toBeFocused();
  await shows(page, "Bold");
  await page.keyboard.press("Tab");
  await shows(page, "Italic");
  await button(page, "Link").hover();
  await shows(page, "Link");
  await button(page, "Link").focus();
  await away(page);
  await shows(page, "Link");
  await button(page, "Link").blur();
  await shows(page);
});

test("Escape hides it until the next hover or focus", async ({ page }) => {
  await button(page, "Italic").hover();
  await shows(page, "Italic");
  await page.keyboard.press("Escape");
  await shows(page);
  await away(page);
  await page.keyboard.press("Tab");
  await shows(page, "Bold");
  await page.keyboard.press("Escape");
  await shows(page);
  await expect(button(page, "Bold")).toBeFocused();
  await page.keyboard.press("Tab");
  await shows(page, "Italic");
  await button(page, "Bold").hover();
  await shows(page, "Bold");
  await page.keyboard.press("Escape");
  await shows(page);
  await away(page);
  await button(page, "Bold").hover();
  await shows(page, "Bold");
});

test("a click hides it", async ({ page }) => {
  await button(page, "Italic").hover();
  await shows(page, "Italic");
  await button(page, "Italic").click();
  await shows(page);
});

test("it stays while the mouse is over it", async ({ page }) => {
  await button(page, "Bold").hover();
  await shows(page, "Bold");
  const [from, to] = [await button(page, "Bold").boundingBox(), await shown(page).boundingBox()];
  const x = from.x + from.width / 2;
  await page.mouse.move(x, to.y + to.height / 2, { steps: 12 });
  await page.mouse.move(x, to.y + to.height / 2 + 1);
  await shows(page, "Bold");
  await away(page);
  await shows(page);
});

for (const width of [1280, 320]) {
  test(`${width} pixels: it is below its button and within the window`, async ({ page }) => {
    await page.setViewportSize({ width, height: 600 });
    for (const name of Object.keys(TEXTS)) {
      await button(page, name).hover();
      await shows(page, name);
      const [from, to] = [await button(page, name).boundingBox(), await shown(page).boundingBox()];
      const gap = to.y - from.y - from.height;
      expect(gap, `gap of ${name}`).toBeGreaterThanOrEqual(3.5);
      expect(gap, `gap of ${name}`).toBeLessThanOrEqual(12.5);
      expect(to.x, `left end of ${name}`).toBeGreaterThanOrEqual(0);
      expect(to.x + to.width, `right end of ${name}`).toBeLessThanOrEqual(width + 0.5);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
}

test("the last button is at the right edge", async ({ page }) => {
  const box = await button(page, "Link").boundingBox();
  expect(box.x + box.width).toBeGreaterThan(1280 - 40);
});
