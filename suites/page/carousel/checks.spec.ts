import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const TEXTS = ["Mountain", "River", "Forest", "Sea"];
const region = (page: any) => page.getByRole("region", { name: "Pictures" });
const button = (page: any, name: string) => page.getByRole("button", { name, exact: true });
async function shows(page: any, text: string) {
  for (const each of TEXTS) await expect(region(page).getByText(each)).toBeVisible({ visible: each === text });
}
async function away(page: any) {
  await page.evaluate(() => (document.activeElement as HTMLElement)?.blur());
  await page.mouse.move(1279, 719);
}

test("shows one page at a time", async ({ page }) => {
  await shows(page, "Mountain");
  await expect(button(page, "Picture 1")).toHaveAttribute("aria-current", "true");
  await button(page, "Next").click();
  await shows(page, "River");
  await button(page, "Previous").click();
  await button(page, "Previous").click();
  await shows(page, "Sea");
  await button(page, "Next").click();
  await shows(page, "Mountain");
});

test("goes to any page", async ({ page }) => {
  await button(page, "Picture 3").click();
  await shows(page, "Forest");
  await expect(button(page, "Picture 3")).toHaveAttribute("aria-current", "true");
  await expect(page.locator("[aria-current=true]")).toHaveCount(1);
  await button(page, "Next").click();
  await shows(page, "Sea");
  await expect(button(page, "Picture 4")).toHaveAttribute("aria-current", "true");
});

test("goes on by itself every 4 seconds", async ({ page }) => {
  await away(page);
  await page.clock.runFor(3850);
  await shows(page, "Mountain");
  await page.clock.runFor(300);
  await shows(page, "River");
  await page.clock.runFor(12_000);
  await shows(page, "Mountain");
});

test("mouse and focus hold it", async ({ page }) => {
  await page.clock.runFor(3000);
  await region(page).hover();
  await page.clock.runFor(20_000);
  await shows(page, "Mountain");
  await away(page);
  await page.clock.runFor(3800);
  await shows(page, "Mountain");
  await page.clock.runFor(400);
  await shows(page, "River");
  await button(page, "Picture 4").focus();
  await page.clock.runFor(20_000);
  await shows(page, "River");
});

test("a button starts the time anew", async ({ page }) => {
  await page.clock.runFor(3000);
  await button(page, "Picture 3").click();
  await away(page);
  await page.clock.runFor(3800);
  await shows(page, "Forest");
  await page.clock.runFor(400);
  await shows(page, "Sea");
});

test("can be stopped and started", async ({ page }) => {
  await button(page, "Stop").click();
  await away(page);
  await page.clock.runFor(30_000);
  await shows(page, "Mountain");
  await button(page, "Next").click();
  await away(page);
  await page.clock.runFor(10_000);
  await shows(page, "River");
  await button(page, "Start").click();
  await away(page);
  await expect(button(page, "Stop")).toBeVisible();
  await page.clock.runFor(4200);
  await shows(page, "Forest");
});

test("begins stopped for who wants less motion", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.reload();
  await expect(button(page, "Start")).toBeVisible();
  await page.clock.runFor(10_000);
  await shows(page, "Mountain");
});
