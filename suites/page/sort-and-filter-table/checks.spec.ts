import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const cities = (page: any) => page.getByRole("row").filter({ has: page.getByRole("cell") });
const are = (page: any, ...names: string[]) => expect(cities(page)).toHaveText(names.map((name) => new RegExp(`^\\s*${name}`)));
const sort = (page: any, name: string) => page.getByRole("columnheader", { name }).getByRole("button").click();
const filter = (page: any) => page.getByRole("textbox", { name: "Filter" }).or(page.getByRole("searchbox", { name: "Filter" }));

test("begins in the order given", async ({ page }) => {
  await are(page, "Oslo", "Lima", "Bergen", "Äänekoski", "Cusco");
  await expect(page.getByRole("status")).toContainText("5 of 5 cities");
  await expect(page.locator("[aria-sort=ascending], [aria-sort=descending]")).toHaveCount(0);
});

test("sorts by the alphabet, and back", async ({ page }) => {
  await sort(page, "City");
  await are(page, "Äänekoski", "Bergen", "Cusco", "Lima", "Oslo");
  await sort(page, "City");
  await are(page, "Oslo", "Lima", "Cusco", "Bergen", "Äänekoski");
  await sort(page, "City");
  await are(page, "Äänekoski", "Bergen", "Cusco", "Lima", "Oslo");
});

test("sorts by number", async ({ page }) => {
  await sort(page, "Population");
  await are(page, "Äänekoski", "Bergen", "Cusco", "Oslo", "Lima");
  await expect(cities(page).first()).toContainText("18,000");
  await sort(page, "Population");
  await are(page, "Lima", "Oslo", "Cusco", "Bergen", "Äänekoski");
});

test("the same value keeps the first order, also descending", async ({ page }) => {
  await sort(page, "Population");
  await sort(page, "Country");
  await are(page, "Äänekoski", "Oslo", "Bergen", "Lima", "Cusco");
  await sort(page, "Country");
  await are(page, "Lima", "Cusco", "Oslo", "Bergen", "Äänekoski");
});

test("says by aria-sort what it is sorted by", async ({ page }) => {
  const header = (name: string) => page.getByRole("columnheader", { name });
  await sort(page, "City");
  await expect(header("City")).toHaveAttribute("aria-sort", "ascending");
  await sort(page, "City");
  await expect(header("City")).toHaveAttribute("aria-sort", "descending");
  await sort(page, "Population");
  await expect(header("Population")).toHaveAttribute("aria-sort", "ascending");
  await expect(page.locator("[aria-sort=ascending], [aria-sort=descending]")).toHaveCount(1);
});

test("filters by city or country", async ({ page }) => {
  await filter(page).pressSequentially(" NOR ");
  await are(page, "Oslo", "Bergen");
  await expect(page.getByRole("status")).toContainText("2 of 5 cities");
  await filter(page).fill("c");
  await are(page, "Cusco");
  await filter(page).fill("0");
  await expect(cities(page).filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole("status")).toContainText("0 of 5 cities");
});

test("sorting and filter go together", async ({ page }) => {
  await sort(page, "Population");
  await filter(page).fill("peru");
  await are(page, "Cusco", "Lima");
  await sort(page, "Population");
  await are(page, "Lima", "Cusco");
  await filter(page).fill("");
  await are(page, "Lima", "Oslo", "Cusco", "Bergen", "Äänekoski");
});
