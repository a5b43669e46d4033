import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const item = (page: any, name: string) => page.getByRole("treeitem", { name, exact: true });
const press = async (page: any, ...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };
const isAt = (page: any, name: string) => expect(item(page, name)).toBeFocused();
const isOpen = (page: any, name: string, open = true) => expect(item(page, name)).toHaveAttribute("aria-expanded", String(open));
async function shown(page: any, ...names: string[]) {
  for (const name of ["src", "lib", "a.js", "b.js", "main.js", "docs", "guide.md", "README.md"]) await expect(item(page, name)).toBeVisible({ visible: names.includes(name) });
}

test("begins closed", async ({ page }) => {
  await expect(page.getByRole("tree", { name: "Files" })).toBeVisible();
  await shown(page, "src", "docs", "README.md");
  await isOpen(page, "src", false);
  await expect(item(page, "README.md")).not.toHaveAttribute("aria-expanded");
  await press(page, "Tab");
  await isAt(page, "src");
});

test("a click opens and closes", async ({ page }) => {
  await page.getByText("src", { exact: true }).click();
  await isOpen(page, "src");
  await shown(page, "src", "lib", "main.js", "docs", "README.md");
  await page.getByText("lib", { exact: true }).click();
  await shown(page, "src", "lib", "a.js", "b.js", "main.js", "docs", "README.md");
  await page.getByText("src", { exact: true }).click();
  await isOpen(page, "src", false);
  await shown(page, "src", "docs", "README.md");
  await page.getByText("src", { exact: true }).click();
  await shown(page, "src", "lib", "a.js", "b.js", "main.js", "docs", "README.md");
});

test("right opens and goes in, left closes and goes out", async ({ page }) => {
  await press(page, "Tab", "ArrowRight");
  await isOpen(page, "src");
  await isAt(page, "src");
  await press(page, "ArrowRight");
  await isAt(page, "lib");
  await press(page, "ArrowRight", "ArrowRight", "ArrowRight");
  await isAt(page, "a.js");
  await press(page, "ArrowLeft");
  await isAt(page, "lib");
  await press(page, "ArrowLeft");
  await isOpen(page, "lib", false);
  await isAt(page, "lib");
  await press(page, "ArrowLeft");
  await isAt(page, "src");
});

test("down and up go through what is visible", async ({ page }) => {
  await press(page, "Tab", "ArrowRight", "ArrowDown");
  await isAt(page, "lib");
  await press(page, "ArrowDown");
  await isAt(page, "main.js");
  await press(page, "ArrowDown", "ArrowDown", "ArrowDown");
  await isAt(page, "README.md");
  await press(page, "ArrowUp", "ArrowUp");
  await isAt(page, "main.js");
  await press(page, "Home", "ArrowUp");
  await isAt(page, "src");
  await press(page, "End");
  await isAt(page, "README.md");
});

test("a star opens the folders of the level", async ({ page }) => {
  await press(page, "Tab", "ArrowDown", "*");
  await shown(page, "src", "lib", "main.js", "docs", "guide.md", "README.md");
  await isAt(page, "docs");
  await isOpen(page, "lib", false);
});

test("Enter opens files and folders", async ({ page }) => {
  await press(page, "Tab", "Enter");
  await isOpen(page, "src");
  await press(page, "ArrowDown", "Enter", "ArrowDown", "ArrowDown");
  await isAt(page, "b.js");
  await press(page, "Enter");
  await expect(page.getByRole("status")).toContainText("Opened src/lib/b.js");
  await press(page, "End", "Enter");
  await expect(page.getByRole("status")).toHaveText(/Opened README\.md/);
});

test("one item is in the order of the Tab key, never a hidden one", async ({ page }) => {
  await press(page, "Tab", "ArrowRight", "ArrowRight");
  await isAt(page, "lib");
  await expect(page.locator("[role=treeitem][tabindex='0']")).toHaveCount(1);
  await press(page, "Tab");
  await expect(item(page, "lib")).not.toBeFocused();
  await press(page, "Shift+Tab");
  await isAt(page, "lib");
  await page.getByText("src", { exact: true }).click();
  await isOpen(page, "src", false);
  await isAt(page, "src");
  await expect(item(page, "src")).toHaveAttribute("tabindex", "0");
});
