const found: any[] = [];
for (let o: any = globalThis; o; o = Object.getPrototypeOf(o)) for (const key of Object.getOwnPropertyNames(o)) found.push(key);
const g: any = globalThis;
try { new g.XMLHttpRequest().open("GET", "http://127.0.0.1:@PORT@/x"); } catch { /* gone */ }
try { new g.WebSocket("ws://127.0.0.1:@PORT@/"); } catch { /* gone */ }
try { g.importScripts("http://127.0.0.1:@PORT@/s.js"); } catch { /* gone */ }
try { (0, eval)(`import("http://127.0.0.1:@PORT@/m.js")`).catch(() => undefined); } catch { /* gone */ }
try { new g.Worker(`data:text/javascript,fetch("http://127.0.0.1:@PORT@/nested")`); } catch { /* gone */ }
try { new g.EventSource("http://127.0.0.1:@PORT@/e"); } catch { /* gone */ }
try { new g.WebTransport("https://127.0.0.1:@PORT@/"); } catch { /* gone */ }
try { void new g.FontFace("x", "url(http://127.0.0.1:@PORT@/font)").load().catch(() => undefined); } catch { /* gone */ }
export const add = (a: number, b: number): number => a + b;
