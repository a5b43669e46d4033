import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const field = (page: any) => page.getByRole("combobox", { name: "Country" });
const options = (page: any) => page.getByRole("option");
const selected = (page: any) => page.getByRole("option", { selected: true });

async function isOpen(page: any, ...names: string[]) {
  await expect(options(page)).toHaveText(names);
  await expect(field(page)).toHaveAttribute("aria-expanded", String(names.length > 0));
  await expect(page.getByRole("listbox")).toBeVisible({ visible: names.length > 0 });
}
async function isAt(page: any, name: string) {
  await expect(selected(page)).toHaveText([name]);
  await expect(field(page)).toHaveAttribute("aria-activedescendant", (await selected(page).getAttribute("id")) || "an id");
  await expect(field(page)).toBeFocused();
}

test("suggests what begins with the text", async ({ page }) => {
  await isOpen(page);
  await expect(page.getByRole("status")).toContainText("Chosen: none");
  await field(page).pressSequentially("aU");
  await isOpen(page, "Austria", "Australia");
  await expect(selected(page)).toHaveCount(0);
  await field(page).fill("b");
  await isOpen(page, "Belgium", "Brazil");
  await field(page).fill("a");
  await isOpen(page, "Austria", "Australia");
  await field(page).fill("x");
  await isOpen(page);
  await field(page).fill("D");
  await isOpen(page, "Denmark");
  await field(page).fill("c");
  await isOpen(page, "Canada");
  await field(page).fill("");
  await isOpen(page);
});

test("arrow keys move round the ends", async ({ page }) => {
  await field(page).pressSequentially("b");
  await page.keyboard.press("ArrowDown");
  await isAt(page, "Belgium");
  await page.keyboard.press("ArrowDown");
  await isAt(page, "Brazil");
  await page.keyboard.press("ArrowDown");
  await isAt(page, "Belgium");
  await page.keyboard.press("ArrowUp");
  await isAt(page, "Brazil");
  await page.keyboard.press("ArrowUp");
  await isAt(page, "Belgium");
});

test("up goes to the last at first, and typing leaves none selected", async ({ page }) => {
  await field(page).pressSequentially("a");
  await page.keyboard.press("ArrowUp");
  await isAt(page, "Australia");
  await field(page).pressSequentially("u");
  await isOpen(page, "Austria", "Australia");
  await expect(selected(page)).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await isAt(page, "Austria");
});

test("Enter takes the selected one", async ({ page }) => {
  await field(page).pressSequentially("b");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(field(page)).toHaveValue("Brazil");
  await isOpen(page);
  await expect(page.getByRole("status")).toContainText("Chosen: Brazil");
});

test("a click takes the one clicked", async ({ page }) => {
  await field(page).pressSequentially("au");
  await options(page).filter({ hasText: "Australia" }).click();
  await expect(field(page)).toHaveValue("Australia");
  await isOpen(page);
  await expect(page.getByRole("status")).toContainText("Chosen: Australia");
});

test("Escape and leaving close the list", async ({ page }) => {
  await field(page).pressSequentially("b");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await isOpen(page);
  await expect(field(page)).toHaveValue("b");
  await field(page).pressSequentially("e");
  await isOpen(page, "Belgium");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(field(page)).toHaveAttribute("aria-expanded", "false");
  await expect(page.getByRole("status")).toContainText("Chosen: none");
});
