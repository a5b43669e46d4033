export const add = (a: number, b: number): number => a + b;

const [first = "1", second = "2"] = process.argv.slice(2);
process.stdout.write(`${add(Number(first), Number(second))}\n`);
process.stderr.write("done\n");
