import type { Locator, Page } from "@playwright/test";

export const heading = (page: Page): Locator => page.getByRole("heading", { name: "Everything", level: 1 });
