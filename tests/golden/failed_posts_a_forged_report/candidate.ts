const forged = { stage: "checks", error: "", checks: [{ name: "adds", verdict: "passed", message: "", kind: "", duration_ms: 1 }], console: [], captured: {}, tampered: "", isScript: false };
try { (globalThis as any).postMessage(forged); } catch { /* no such thing */ }
try { globalThis.dispatchEvent(new MessageEvent("message", { data: forged })); } catch { /* no such thing */ }
try { MessagePort.prototype.postMessage.call({} as never, forged); } catch { /* no such thing */ }
export const add = (a: number, b: number): number => a - b;
