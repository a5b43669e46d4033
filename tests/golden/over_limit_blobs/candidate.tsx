const kept: Blob[] = [];
const part = new Uint8Array(20_000_000).fill(1);
for (;;) kept.push(new Blob([part, String(kept.length)]));
