declare const require: any;
const readline = require("readline");

function double(n: number) {
  return 2 * n;
}

const line = readline.createInterface({ input: process.stdin, output: process.stdout });
line.question("Number? ", (text: string) => {
  console.log(double(Number(text)));
  line.close();
});
