import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const canvas = (page: any) => page.getByRole("img");
const field = (page: any, name: string) => page.getByRole("spinbutton", { name });
async function set(page: any, ...values: string[]) {
  for (const [i, name] of ["North", "South", "West"].entries()) await field(page, name).fill(values[i]);
}

/** What is drawn: colour and height of each bar, read in its middle column, and whether its edges are where they belong. */
const bars = (page: any) => canvas(page).evaluate((element: any) => {
  const context = element.getContext("2d");
  const at = (x: number, y: number) => "#" + [...context.getImageData(x, y, 1, 1).data].slice(0, 3).map((part: any) => part.toString(16).padStart(2, "0")).join("");
  return [40, 160, 280].map((left) => {
    let height = 0;
    while (height < 200 && at(left + 40, 199 - height) !== "#ffffff") height++;
    if (!height) return "none";
    const edges = [left - 2, left + 1, left + 78, left + 81].map((x) => at(x, 198) !== "#ffffff").join();
    return `${at(left + 40, 198)} ${height}${edges === "false,true,true,false" ? "" : " " + edges}`;
  });
});
const are = (page: any, ...wanted: string[]) => expect.poll(() => bars(page), { timeout: 1000 }).toEqual(wanted);

test("shows the values at first", async ({ page }) => {
  await are(page, "#336699 72", "#cc3300 180", "#336699 36");
  await expect(canvas(page)).toHaveAccessibleName("North 40, South 100, West 20");
  expect(await canvas(page).evaluate((element: any) => [element.width, element.height])).toEqual([400, 200]);
});

test("follows what is typed", async ({ page }) => {
  await field(page, "West").fill("");
  await field(page, "West").pressSequentially("200");
  await are(page, "#336699 36", "#336699 90", "#cc3300 180");
  await expect(canvas(page)).toHaveAccessibleName("North 40, South 100, West 200");
});

test("lower bars leave nothing of higher ones", async ({ page }) => {
  await set(page, "10", "10", "1000");
  await set(page, "100", "50", "25");
  await are(page, "#cc3300 180", "#336699 90", "#336699 45");
});

test("of several highest the first", async ({ page }) => {
  await set(page, "5", "50", "50");
  await are(page, "#336699 18", "#cc3300 180", "#336699 180");
});

test("empty and negative are 0", async ({ page }) => {
  await set(page, "", "10", "-20");
  await are(page, "none", "#cc3300 180", "none");
  await expect(canvas(page)).toHaveAccessibleName("North 0, South 10, West 0");
  await set(page, "0", "", "-1");
  await are(page, "none", "none", "none");
  await expect(canvas(page)).toHaveAccessibleName("North 0, South 0, West 0");
});
