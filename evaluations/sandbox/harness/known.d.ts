/** Computed when the harness is built (bundle-plugins.mjs). */
export declare const jestDomNames: string[];
/** Properties of built-ins that no comparison uses. */
export declare const uncompared: string[];
