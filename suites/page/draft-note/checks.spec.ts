import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const note = (page: any) => page.getByRole("textbox", { name: "Note" });
const status = (page: any) => page.getByRole("status");
const remove = (page: any) => page.getByRole("button", { name: "Delete note" });

test("is stored a second after the last change", async ({ page }) => {
  await expect(status(page)).toHaveText("");
  await note(page).fill("one");
  await expect(status(page)).toHaveText("Not saved");
  await page.clock.runFor(800);
  await note(page).fill("one two");
  await page.clock.runFor(850);
  await expect(status(page)).toHaveText("Not saved");
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("one"))).toBe(false);
  await page.clock.runFor(300);
  await expect(status(page)).toHaveText("Saved");
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("one two"))).toBe(true);
});

test("is there after a reload", async ({ page }) => {
  await note(page).fill("buy milk");
  await page.clock.runFor(1200);
  await expect(status(page)).toHaveText("Saved");
  await note(page).fill("buy milk and more");
  await page.reload();
  await expect(note(page)).toHaveValue("buy milk");
  await expect(status(page)).toHaveText("");
  await expect(remove(page)).toBeEnabled();
});

test("a change taken back is saved at once", async ({ page }) => {
  await note(page).fill("one");
  await page.clock.runFor(1200);
  await note(page).press("x");
  await expect(status(page)).toHaveText("Not saved");
  await note(page).press("Backspace");
  await expect(status(page)).toHaveText("Saved");
});

test("nothing is stored after it was taken back", async ({ page }) => {
  await note(page).fill("one");
  await page.clock.runFor(1200);
  await page.evaluate(() => {
    (window as any).count = 0;
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (...values) { (window as any).count++; setItem.apply(this, values); };
  });
  await note(page).press("x");
  await note(page).press("Backspace");
  await page.clock.runFor(2000);
  await expect(status(page)).toHaveText("Saved");
  expect(await page.evaluate(() => (window as any).count)).toBe(0);
});

test("can be deleted", async ({ page }) => {
  await expect(remove(page)).toBeDisabled();
  await note(page).fill("secret");
  await expect(remove(page)).toBeEnabled();
  await note(page).fill("");
  await expect(remove(page)).toBeDisabled();
  await note(page).fill("secret");
  await page.clock.runFor(1200);
  await note(page).press("s");
  await remove(page).click();
  await expect(status(page)).toHaveText("Deleted");
  await expect(note(page)).toHaveValue("");
  await expect(remove(page)).toBeDisabled();
  await page.clock.runFor(2000);
  await expect(status(page)).toHaveText("Deleted");
  await page.reload();
  await expect(note(page)).toHaveValue("");
});

test("shows what another page stored, unless something is not saved", async ({ page, context }) => {
  const other = await context.newPage();
  await other.goto("/");
  await note(page).fill("from here");
  await page.clock.runFor(1200);
  await expect(note(other)).toHaveValue("from here");
  await expect(status(other)).toHaveText("Changed elsewhere");
  await expect(status(page)).toHaveText("Saved");
  await note(other).fill("from there");
  await expect(status(other)).toHaveText("Not saved");
  const third = await context.newPage();
  await third.goto("/");
  await remove(page).click();
  await expect(note(third)).toHaveValue("");
  await expect(status(third)).toHaveText("Changed elsewhere");
  await expect(note(other)).toHaveValue("from there");
  await expect(status(other)).toHaveText("Not saved");
});
