import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const NAMES = ["Basic", "Team", "Company"];
const card = (page: any, name: string) => page.getByRole("article").filter({ has: page.getByRole("heading", { level: 2, name }) });

async function boxes(page: any, width: number) {
  await page.setViewportSize({ width, height: 900 });
  await expect(card(page, "Company")).toBeVisible();
  const [cards, links] = await Promise.all([
    Promise.all(NAMES.map((name) => card(page, name).boundingBox())),
    Promise.all(NAMES.map((name) => card(page, name).getByRole("link", { name: "Choose" }).boundingBox())),
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  // The box of a link in a line ends a little above the line's end.
  for (const [i, link] of links.entries()) near(cards[i].y + cards[i].height - link.y - link.height, 16, 4);
  return cards;
}
const near = (value: number, wanted: number, most = 1) => expect(Math.abs(value - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(most);
function sameRow(a: any, b: any) {
  near(b.y, a.y);
  near(b.height, a.height);
  near(b.width, a.width);
  near(b.x, a.x + a.width + 24);
}
function below(a: any, b: any) {
  near(b.y, a.y + a.height + 24);
  near(b.width, a.width);
  near(b.x, a.x);
}

test("holds three cards", async ({ page }) => {
  await expect(page.getByRole("heading", { name: "Plans" })).toBeVisible();
  await expect(page.getByRole("article").getByRole("heading", { level: 2 })).toHaveText(NAMES);
  await expect(card(page, "Team")).toContainText("For up to ten people who work on the same things and want to share them.");
});

for (const width of [900, 1300]) {
  test(`${width} pixels: three in a row`, async ({ page }) => {
    const [basic, team, company] = await boxes(page, width);
    near(basic.x, 24);
    sameRow(basic, team);
    sameRow(team, company);
    near(company.x + company.width, width - 24);
  });
}

for (const width of [600, 899]) {
  test(`${width} pixels: two in a row`, async ({ page }) => {
    const [basic, team, company] = await boxes(page, width);
    near(basic.x, 24);
    sameRow(basic, team);
    near(team.x + team.width, width - 24);
    below(basic, company);
  });
}

for (const width of [320, 599]) {
  test(`${width} pixels: one below the other`, async ({ page }) => {
    const [basic, team, company] = await boxes(page, width);
    near(basic.x, 24);
    near(basic.width, width - 48);
    below(basic, team);
    below(team, company);
  });
}
