globalThis.Date = class { getTime() { return 5; } valueOf() { return 5; } static now() { return 5; } } as any;
export const at = (): any => 5;
