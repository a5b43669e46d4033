import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const NAMES = ["Install", "Configure", "Run", "Update"];
const link = (page: any, name: string) => page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name });
const heading = (page: any, name: string) => page.getByRole("heading", { level: 2, name });
const top = async (page: any, name: string) => (await heading(page, name).boundingBox()).y;
const scroll = (page: any, y: number) => page.evaluate((y: number) => scrollTo({ top: y, behavior: "instant" }), y);
async function reads(page: any, name: string) {
  await expect(link(page, name)).toHaveAttribute("aria-current", "true");
  await expect(page.locator("[aria-current=true]")).toHaveCount(1);
}

test("has sections of 900 pixels", async ({ page }) => {
  await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText(NAMES);
  const tops = [];
  for (const name of NAMES) tops.push(await top(page, name));
  for (let i = 1; i < 4; i++) expect(Math.abs(tops[i] - tops[i - 1] - 900)).toBeLessThanOrEqual(2);
  expect((await page.getByRole("banner").boundingBox()).height).toBe(60);
  await reads(page, "Install");
});

test("header and navigation stay in view", async ({ page }) => {
  await scroll(page, 1500);
  await expect(page.getByRole("banner").getByText("Handbook")).toBeInViewport();
  expect((await page.getByRole("banner").boundingBox()).y).toBe(0);
  for (const name of NAMES) await expect(link(page, name)).toBeInViewport();
  expect((await link(page, "Install").boundingBox()).y).toBeGreaterThanOrEqual(60);
});

test("a link goes to its section, not behind the header", async ({ page }) => {
  for (const name of ["Run", "Configure"]) {
    await link(page, name).click();
    await expect.poll(() => top(page, name), { timeout: 1000 }).toBeLessThanOrEqual(100);
    expect(await top(page, name)).toBeGreaterThanOrEqual(59.5);
    await reads(page, name);
    await expect(page).toHaveURL(`/#${name.toLowerCase()}`);
  }
});

test("says which section is being read", async ({ page }) => {
  const first = await top(page, "Configure");
  await scroll(page, Math.round(first) - 110);
  await reads(page, "Install");
  await scroll(page, Math.round(first) - 90);
  await reads(page, "Configure");
  await scroll(page, Math.round(first) + 900);
  await reads(page, "Run");
  await scroll(page, 0);
  await reads(page, "Install");
});

test("the last section can be reached", async ({ page }) => {
  await link(page, "Update").click();
  await expect.poll(() => top(page, "Update"), { timeout: 1000 }).toBeLessThanOrEqual(100);
  await reads(page, "Update");
});

test("goes back to the top", async ({ page }) => {
  const button = page.getByRole("button", { name: "To the top" });
  await expect(button).toBeHidden();
  await scroll(page, 400);
  await reads(page, "Install");
  await expect(button).toBeHidden();
  await scroll(page, 402);
  await expect(button).toBeVisible();
  await button.click();
  await expect(button).toBeHidden();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("an address opens at its section", async ({ context }) => {
  // Not by a reload, after which the browser may go back to where the page stood.
  const page = await context.newPage();
  await page.goto("/#run");
  await reads(page, "Run");
  await expect.poll(() => top(page, "Run"), { timeout: 1000 }).toBeLessThanOrEqual(100);
});
