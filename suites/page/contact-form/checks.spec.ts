import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const field = (page: any, name: string) => page.getByRole("textbox", { name: new RegExp(name, "i") });
const send = (page: any) => page.getByRole("button", { name: /send/i }).click();

test("names what is missing and goes to the first fault", async ({ page }) => {
  await field(page, "name").fill("  ");
  await send(page);
  for (const name of ["Name", "Email", "Message"]) {
    await expect(field(page, name)).toHaveAttribute("aria-invalid", "true");
    await expect(field(page, name)).toHaveAccessibleDescription(new RegExp(`${name} is required`));
  }
  await expect(field(page, "name")).toBeFocused();
  await expect(page.getByRole("status")).not.toContainText("Thank you");
});

test("says what is wrong with a value", async ({ page }) => {
  await field(page, "name").fill("Ada");
  await field(page, "email").fill("ada@");
  await field(page, "message").fill("123456789   ");
  await send(page);
  await expect(field(page, "email")).toHaveAccessibleDescription(/email is not valid/i);
  await expect(field(page, "message")).toHaveAccessibleDescription(/message is too short/i);
  await expect(field(page, "name")).not.toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "email")).toBeFocused();
  await field(page, "email").fill("@example.org");
  await send(page);
  await expect(field(page, "email")).toHaveAccessibleDescription(/email is not valid/i);
});

test("takes a message away while typing", async ({ page }) => {
  await send(page);
  await field(page, "message").pressSequentially("123456789");
  await expect(field(page, "message")).toHaveAttribute("aria-invalid", "true");
  await field(page, "message").press("0");
  await expect(field(page, "message")).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText(/message is (required|too short)/i).filter({ visible: true })).toHaveCount(0);
  await expect(field(page, "email")).toHaveAccessibleDescription(/email is required/i);
});

test("thanks and empties the form, without leaving the page", async ({ page }) => {
  await page.evaluate(() => { (window as any).stayed = true; });
  await field(page, "name").fill("  Ada ");
  await field(page, "email").fill("a@b");
  await field(page, "message").fill("1234567890");
  await send(page);
  await expect(page.getByRole("status")).toContainText("Thank you, Ada.");
  for (const name of ["name", "email", "message"]) await expect(field(page, name)).toHaveValue("");
  expect(await page.evaluate(() => (window as any).stayed)).toBe(true);
});
