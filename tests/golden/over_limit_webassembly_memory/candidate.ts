const kept: WebAssembly.Memory[] = [];
for (;;) {
  const memory = new WebAssembly.Memory({ initial: 800 });
  new Uint8Array(memory.buffer).fill(7);
  kept.push(memory);
}
