function find(xs: number[], x: number) { return xs.indexOf(x); }
function stop() { return "stopped"; }
function print(x: string) { return `<${x}>`; }
function parse(x: string) { return x.split(","); }
const name = "Ada", status = 3;
class Event { kind = "mine"; }
