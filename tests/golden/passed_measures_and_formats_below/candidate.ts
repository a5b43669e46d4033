declare const require: any;
const util = require("node:util");
const { performance } = require("perf_hooks");

function double(n: number) {
  return 2 * n;
}

const start = performance.now();
const since = process.hrtime();
console.log(util.inspect({ result: double(4) }), util.format("%d", double(4)));
console.log(performance.now() - start, process.hrtime(since), process.memoryUsage().heapUsed);
process.nextTick(() => console.log("done"));
process.on("exit", () => console.log("bye"));
