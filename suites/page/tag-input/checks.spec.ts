import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const field = (page: any) => page.getByRole("textbox", { name: "Tags" });
const tags = (page: any) => page.getByRole("listitem");
const are = (page: any, ...names: string[]) => expect(tags(page)).toHaveText(names.map((name) => new RegExp(`^\\s*${name}`)));
async function add(page: any, ...names: string[]) {
  for (const name of names) {
    await field(page).pressSequentially(name);
    await field(page).press("Enter");
  }
}

test("Enter adds to the end and empties the field", async ({ page }) => {
  await expect(page.getByRole("status")).toContainText("0 of 5 tags");
  await add(page, "red", "  Green ");
  await are(page, "red", "green");
  await expect(field(page)).toHaveValue("");
  await expect(page.getByRole("status")).toContainText("2 of 5 tags");
});

test("a comma adds too", async ({ page }) => {
  await field(page).pressSequentially("one,two,");
  await are(page, "one", "two");
  await expect(tags(page).filter({ hasText: "," })).toHaveCount(0);
  await expect(field(page)).toHaveValue("");
});

test("adds nothing for blanks or what is there", async ({ page }) => {
  await add(page, "one", "   ", "ONE", "");
  await field(page).pressSequentially(",");
  await expect(field(page)).toHaveValue("");
  await add(page, "two");
  await are(page, "one", "two");
});

test("a tag has a button that removes it", async ({ page }) => {
  await add(page, "one", "two", "three");
  await page.getByRole("button", { name: "Remove two" }).click();
  await are(page, "one", "three");
  await expect(page.getByRole("status")).toContainText("2 of 5 tags");
});

test("Backspace removes the last tag only from the empty field", async ({ page }) => {
  await add(page, "one", "two");
  await field(page).pressSequentially("x");
  await field(page).press("Backspace");
  await expect(field(page)).toHaveValue("");
  await are(page, "one", "two");
  await field(page).press("Backspace");
  await are(page, "one");
});

test("takes five at most", async ({ page }) => {
  await add(page, "a", "b", "c", "d", "e");
  await expect(field(page)).toBeDisabled();
  await expect(page.getByRole("status")).toContainText("5 of 5 tags");
  await page.getByRole("button", { name: "Remove a" }).click();
  await expect(field(page)).toBeEnabled();
  await add(page, "f");
  await are(page, "b", "c", "d", "e", "f");
});
