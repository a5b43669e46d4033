/** AxeBuilder of @axe-core/playwright. The host runs axe in an isolated world, which the answer cannot reach. */
import type { Page } from "./spec-page";
import { limits } from "./spec-driver-client";

interface Options { runOnly?: unknown; rules?: Record<string, { enabled: boolean }>; [name: string]: unknown }
type Selector = string | string[];
const list = (value: Selector): string[] => (Array.isArray(value) ? value : [value]);

export class AxeBuilder {
  private asked: Options = {};
  private included: string[][] = [];
  private excluded: string[][] = [];
  private page: Page;

  constructor({ page }: { page: Page }) { this.page = page; }

  include(selector: Selector): this { this.included.push(list(selector)); return this; }
  exclude(selector: Selector): this { this.excluded.push(list(selector)); return this; }
  options(options: Options): this { this.asked = { ...this.asked, ...options }; return this; }
  withTags(tags: Selector): this { return this.options({ runOnly: { type: "tag", values: list(tags) } }); }
  withRules(rules: Selector): this { return this.options({ runOnly: { type: "rule", values: list(rules) } }); }
  disableRules(rules: Selector): this {
    const off = Object.fromEntries(list(rules).map((rule) => [rule, { enabled: false }]));
    return this.options({ rules: { ...this.asked.rules, ...off } });
  }
  async analyze(): Promise<any> {
    const parts = { ...(this.included.length ? { include: this.included } : {}), ...(this.excluded.length ? { exclude: this.excluded } : {}) };
    const context = Object.keys(parts).length ? parts : null;
    return await this.page.send("analyzeAccessibility", { context, options: this.asked }, limits.navigation);
  }
}
