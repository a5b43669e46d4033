import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const items = (page: any) => page.getByRole("listitem").filter({ hasText: /Invoice|Greetings|Meeting/ });
const press = async (page: any, ...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };
const field = (page: any) => page.getByLabel("Search");
const dialog = (page: any) => page.getByRole("dialog", { name: "Shortcuts" });
async function isAt(page: any, name: string) {
  await expect(page.locator("[aria-current=true]")).toHaveCount(1);
  await expect(page.locator("[aria-current=true]")).toContainText(name);
}

test("j and k move, without going round", async ({ page }) => {
  await isAt(page, "Invoice");
  await press(page, "k");
  await isAt(page, "Invoice");
  await press(page, "j");
  await isAt(page, "Greetings");
  await press(page, "j", "j", "j");
  await isAt(page, "Meeting");
  await press(page, "k");
  await isAt(page, "Greetings");
});

test("x removes the current message", async ({ page }) => {
  await expect(page.getByRole("status")).toContainText("3 messages");
  await press(page, "x");
  await isAt(page, "Greetings");
  await press(page, "j", "x");
  await isAt(page, "Greetings");
  await expect(page.getByRole("status")).toContainText("1 message");
  await expect(page.getByRole("status")).not.toContainText("messages");
  await press(page, "x");
  await expect(items(page)).toHaveCount(0);
  await expect(page.getByRole("status")).toContainText("No messages");
  await press(page, "x", "j", "g", "i");
  await expect(page.getByRole("status")).toContainText("No messages");
});

test("/ goes to the field, where keys are typed", async ({ page }) => {
  await press(page, "/");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("jx?/");
  await expect(field(page)).toHaveValue("jx?/");
  await isAt(page, "Invoice");
  await expect(dialog(page)).toBeHidden();
  await press(page, "Escape");
  await expect(field(page)).not.toBeFocused();
  await press(page, "j");
  await isAt(page, "Greetings");
});

test("g and then i goes to the first", async ({ page }) => {
  await press(page, "j", "j", "i");
  await isAt(page, "Meeting");
  await press(page, "g");
  await page.clock.runFor(900);
  await press(page, "i");
  await isAt(page, "Invoice");
  await press(page, "j", "g");
  await page.clock.runFor(1200);
  await press(page, "i");
  await isAt(page, "Greetings");
  await press(page, "g", "j", "i");
  await isAt(page, "Meeting");
});

test("? opens the list of shortcuts, which holds the keys", async ({ page }) => {
  await press(page, "?");
  await expect(dialog(page)).toBeVisible();
  await press(page, "j", "x", "/");
  await expect(field(page)).not.toBeFocused();
  await press(page, "Escape");
  await expect(dialog(page)).toBeHidden();
  await isAt(page, "Invoice");
  await expect(items(page)).toHaveCount(3);
  await press(page, "j");
  await isAt(page, "Greetings");
});

test("with other keys held nothing happens", async ({ page }) => {
  await press(page, "Control+j", "Alt+x", "Meta+j", "Shift+J", "Shift+X");
  await press(page, "j");
  await isAt(page, "Greetings");
  await expect(items(page)).toHaveCount(3);
});
