import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const password = (page: any) => page.getByLabel("New password");
const repeat = (page: any) => page.getByLabel("Repeat password");
const save = (page: any) => page.getByRole("button", { name: "Save" });
const RULES = ["At least 10 characters", "A lower-case letter", "A capital letter", "A digit"];
const met = (page: any, ...states: boolean[]) =>
  expect(page.getByRole("listitem")).toHaveText(RULES.map((rule, i) => new RegExp(`${rule} \\(${states[i] ? "met" : "missing"}\\)\\s*$`)));
const differ = (page: any) => page.getByText("The passwords differ").filter({ visible: true });

test("shows which rules are met while typing", async ({ page }) => {
  await met(page, false, false, false, false);
  await password(page).pressSequentially("ab");
  await met(page, false, true, false, false);
  await password(page).pressSequentially("C7");
  await met(page, false, true, true, true);
  await password(page).fill("123456789");
  await met(page, false, false, false, true);
  await password(page).fill("1234567890");
  await met(page, true, false, false, true);
});

test("letters of any language count", async ({ page }) => {
  await password(page).fill("é");
  await met(page, false, true, false, false);
  await password(page).fill("Ä");
  await met(page, false, false, true, false);
  await password(page).fill("1-2-3-4-5-6");
  await met(page, true, false, false, true);
});

test("Save needs all rules and the same twice", async ({ page }) => {
  await expect(save(page)).toBeDisabled();
  await password(page).fill("abcdefghI1");
  await expect(save(page)).toBeDisabled();
  await expect(differ(page)).toHaveCount(0);
  await repeat(page).fill("abcdefghI");
  await expect(differ(page)).toHaveCount(1);
  await expect(save(page)).toBeDisabled();
  await repeat(page).fill("abcdefghI1");
  await expect(differ(page)).toHaveCount(0);
  await expect(save(page)).toBeEnabled();
  await password(page).fill("abcdefghI2");
  await expect(differ(page)).toHaveCount(1);
  await expect(save(page)).toBeDisabled();
  await password(page).fill("short");
  await repeat(page).fill("short");
  await expect(differ(page)).toHaveCount(0);
  await expect(save(page)).toBeDisabled();
});

test("shows and hides both passwords", async ({ page }) => {
  for (const field of [password(page), repeat(page)]) await expect(field).toHaveAttribute("type", "password");
  await password(page).fill("abc");
  await page.getByRole("checkbox", { name: "Show passwords" }).check();
  for (const field of [password(page), repeat(page)]) await expect(field).toHaveAttribute("type", "text");
  await expect(password(page)).toHaveValue("abc");
  await page.getByRole("checkbox", { name: "Show passwords" }).uncheck();
  for (const field of [password(page), repeat(page)]) await expect(field).toHaveAttribute("type", "password");
});

test("Save empties all and says so", async ({ page }) => {
  await password(page).fill("abcdefghI1");
  await repeat(page).fill("abcdefghI1");
  await save(page).click();
  await expect(page.getByRole("status")).toContainText("Password saved");
  for (const field of [password(page), repeat(page)]) await expect(field).toHaveValue("");
  await met(page, false, false, false, false);
  await expect(save(page)).toBeDisabled();
  await repeat(page).pressSequentially("a");
  await expect(page.getByText("Password saved")).toHaveCount(0);
});
