const kept: unknown[] = [];
for (let i = 0; ; i++) {
  const text = String(i) + "x".repeat(50_000_000);
  kept.push(text, text.charCodeAt(text.length - 1), new TextEncoder().encode(text));
}
