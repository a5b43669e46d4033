/** Packages in a form for both `import` and `require`, and how late bundles add theirs. */
export const esm = (value: any): any => ({ ...value, default: value.default ?? value, __esModule: true });
/** A package whose export is a function. */
export const callable = (body: any): any => Object.assign((...values: unknown[]) => body(...values), body, { default: body, __esModule: true });

type Packages = Record<string, (isForChecks: boolean) => unknown>;
/** Adds the packages of this bundle to those of the page. Runs before a candidate. */
export function offer(packages: Packages): void {
  Object.assign((globalThis as any).bakeoff.packages, packages);
}
