import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const canvas = (page: any) => page.getByRole("img", { name: "Ball" });
const button = (page: any, name: string) => page.getByRole("button", { name });
const run = (page: any, ms: number) => page.clock.runFor(ms);

/** The middle of what is red on the canvas, and how many pixels are. */
const ball = (page: any) => canvas(page).evaluate((element: any) => {
  const { data } = element.getContext("2d").getImageData(0, 0, 300, 200);
  let [count, x, y] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] > 180 && data[i + 1] < 80 && data[i + 2] < 80) {
      count++;
      x += (i / 4) % 300;
      y += Math.floor(i / 4 / 300);
    }
  }
  return { count, x: x / count + 0.5, y: y / count + 0.5 };
});
/** Some pixels more or less: a frame comes every 16 ms. */
async function isAt(page: any, x: number, y: number, most = 6) {
  const found = await ball(page);
  expect(Math.abs(found.x - x), `x ${found.x} for ${x}`).toBeLessThanOrEqual(most);
  expect(Math.abs(found.y - y), `y ${found.y} for ${y}`).toBeLessThanOrEqual(most);
  expect(Math.abs(found.count - 314), `${found.count} red pixels`).toBeLessThan(45);
  const [, told, below] = /x (-?\d+), y (-?\d+)/.exec(await page.getByRole("status").textContent()) ?? [];
  expect(Math.abs(Number(told) - found.x), `x ${told} for ${found.x}`).toBeLessThanOrEqual(1.5);
  expect(Math.abs(Number(below) - found.y), `y ${below} for ${found.y}`).toBeLessThanOrEqual(1.5);
}

test("begins at its place and stands still", async ({ page }) => {
  await run(page, 50);
  await isAt(page, 50, 100, 1);
  await run(page, 1000);
  await isAt(page, 50, 100, 1);
  expect(await canvas(page).evaluate((element: any) => [...element.getContext("2d").getImageData(250, 20, 1, 1).data])).toEqual([255, 255, 255, 255]);
});

test("moves evenly", async ({ page }) => {
  await button(page, "Start").click();
  await run(page, 500);
  await isAt(page, 100, 125);
  await run(page, 1000);
  await isAt(page, 200, 175);
});

test("bounces off the edges", async ({ page }) => {
  await button(page, "Start").click();
  await run(page, 2000);
  await isAt(page, 250, 180);
  await run(page, 1000);
  await isAt(page, 230, 130);
  await run(page, 2500);
  await isAt(page, 40, 15, 8);
});

test("Stop holds it, Start goes on from there", async ({ page }) => {
  await button(page, "Start").click();
  await run(page, 1000);
  await button(page, "Stop").click();
  await run(page, 3000);
  await isAt(page, 150, 150);
  await button(page, "Start").click();
  await run(page, 500);
  await isAt(page, 200, 175);
});

test("Faster doubles the speed twice", async ({ page }) => {
  await button(page, "Start").click();
  await button(page, "Faster").click();
  await run(page, 500);
  await isAt(page, 150, 150);
  await button(page, "Faster").click();
  await expect(button(page, "Faster")).toBeDisabled();
  await run(page, 250);
  await isAt(page, 250, 180, 12);
});

test("Reset sets all back", async ({ page }) => {
  await button(page, "Faster").click();
  await button(page, "Faster").click();
  await button(page, "Start").click();
  await run(page, 1000);
  await button(page, "Reset").click();
  await run(page, 500);
  await isAt(page, 50, 100, 1);
  await expect(button(page, "Faster")).toBeEnabled();
  await button(page, "Start").click();
  await run(page, 500);
  await isAt(page, 100, 125);
});
