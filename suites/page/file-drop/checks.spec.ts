import { expect as given, test } from "@playwright/test";

const expect = given.configure({ timeout: 1000 });

test.beforeEach(async ({ page }) => {
  page.setDefaultTimeout(1000);
  await page.goto("/");
  await given(page.locator("body")).not.toBeEmpty({ timeout: 300 });
});

const items = (page: any) => page.getByRole("listitem");
const status = (page: any) => page.getByRole("status");
const file = (name: string, size: number) => ({ name, mimeType: "", buffer: Buffer.from("x".repeat(size)) });
const choose = (page: any, ...files: any[]) => page.getByLabel("Choose files").setInputFiles(files);
const drop = (page: any, ...files: [string, number][]) => page.getByRole("region", { name: "Drop files here" }).evaluate((box: HTMLElement, files: [string, number][]) => {
  const dataTransfer = new DataTransfer();
  for (const [name, size] of files) dataTransfer.items.add(new File(["x".repeat(size)], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    const isTaken = !box.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    // A browser lets files be dropped only where dragover is cancelled.
    if (type === "dragover" && !isTaken) return;
  }
}, files);

test("lists what was chosen", async ({ page }) => {
  await expect(status(page)).toContainText("No files");
  await choose(page, file("notes.txt", 12));
  await expect(status(page)).toContainText("1 file, 12 B");
  await choose(page, file("rows.CSV", 1536), file("big.txt", 10240));
  await expect(items(page)).toHaveText([/notes\.txt.*12 B/s, /rows\.CSV.*1\.5 KB/s, /big\.txt.*10\.0 KB/s]);
  await expect(status(page)).toContainText("3 files, 11.5 KB");
});

test("counts in KB from 1024 bytes on", async ({ page }) => {
  await choose(page, file("a.txt", 1023), file("b.txt", 1024));
  await expect(items(page)).toHaveText([/a\.txt.*1023 B/s, /b\.txt.*1\.0 KB/s]);
  await expect(status(page)).toContainText("2 files, 2.0 KB");
});

test("takes what is dropped", async ({ page }) => {
  await drop(page, ["notes.txt", 12], ["rows.csv", 2048]);
  await expect(items(page)).toHaveText([/notes\.txt.*12 B/s, /rows\.csv.*2\.0 KB/s]);
  await drop(page, ["x.png", 5]);
  await expect(page.getByRole("alert")).toContainText("x.png is not allowed");
  await expect(items(page)).toHaveCount(2);
});

test("refuses other files by name", async ({ page }) => {
  await choose(page, file("a.png", 3), file("ok.txt", 3), file("txt.exe", 3));
  await expect(page.getByRole("alert")).toContainText("a.png, txt.exe are not allowed");
  await expect(items(page)).toHaveText([/ok\.txt/]);
  await choose(page, file("more.csv", 3));
  await expect(items(page)).toHaveText([/ok\.txt/, /more\.csv/]);
  await expect(page.getByText(/allowed/).filter({ visible: true })).toHaveCount(0);
});

test("a file of the same name takes the place", async ({ page }) => {
  await choose(page, file("a.txt", 10), file("b.txt", 20));
  await choose(page, file("a.txt", 30));
  await expect(items(page)).toHaveText([/a\.txt.*30 B/s, /b\.txt.*20 B/s]);
  await expect(status(page)).toContainText("2 files, 50 B");
});

test("removes a file, which can be chosen again", async ({ page }) => {
  await choose(page, file("a.txt", 10), file("b.txt", 20));
  await page.getByRole("button", { name: "Remove b.txt" }).click();
  await expect(items(page)).toHaveText([/a\.txt/]);
  await page.getByRole("button", { name: "Remove a.txt" }).click();
  await expect(status(page)).toContainText("No files");
  await choose(page, file("b.txt", 20));
  await expect(items(page)).toHaveText([/b\.txt.*20 B/s]);
});
