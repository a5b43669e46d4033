import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const heading = (page: any) => page.getByRole("heading", { level: 1 });
const nav = (page: any, name: string) => page.getByRole("navigation").getByRole("link", { name });

async function is(page: any, name: string) {
  await expect(heading(page)).toHaveText([name]);
  await expect(page).toHaveTitle(`${name} – Library`);
}

test("begins at Home", async ({ page }) => {
  await is(page, "Home");
  await expect(heading(page)).not.toBeFocused();
  await expect(nav(page, "Home")).toHaveAttribute("aria-current", "page");
  await expect(nav(page, "Books")).not.toHaveAttribute("aria-current", "page");
});

test("goes from view to view", async ({ page }) => {
  await nav(page, "Books").click();
  await is(page, "Books");
  await expect(heading(page)).toBeFocused();
  await expect(nav(page, "Books")).toHaveAttribute("aria-current", "page");
  await expect(nav(page, "Home")).not.toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Emma" }).click();
  await is(page, "Emma");
  await expect(page).toHaveURL("/#/books/2");
  await expect(heading(page)).toBeFocused();
  await expect(page.getByText("Book 2 of 3")).toBeVisible();
  await expect(page.getByRole("link", { name: "Dune" })).toBeHidden();
  await expect(nav(page, "Books")).not.toHaveAttribute("aria-current", "page");
});

test("goes back and forward", async ({ page }) => {
  await nav(page, "Books").click();
  await page.getByRole("link", { name: "Ulysses" }).click();
  await is(page, "Ulysses");
  await page.evaluate(() => history.back());
  await is(page, "Books");
  await expect(page.getByRole("link", { name: "Ulysses" })).toBeVisible();
  await page.evaluate(() => history.back());
  await is(page, "Home");
  await page.evaluate(() => history.go(2));
  await is(page, "Ulysses");
});

test("an address can be opened directly", async ({ page }) => {
  await page.goto("/#/books/1");
  await page.reload();
  await is(page, "Dune");
  await expect(page.getByText("Book 1 of 3")).toBeVisible();
  await page.goto("/#/books");
  await page.reload();
  await is(page, "Books");
  await expect(heading(page)).not.toBeFocused();
});

for (const hash of ["#/nothing", "#/books/4", "#/books/0", "#/books/1/2", "#/books/one", "#/my/books/1"]) {
  test(`${hash} is not found`, async ({ page }) => {
    await page.goto(`/${hash}`);
    await page.reload();
    await is(page, "Not found");
    await expect(page.locator("[aria-current=page]")).toHaveCount(0);
  });
}
