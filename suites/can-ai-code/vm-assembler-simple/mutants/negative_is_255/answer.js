const COMMANDS = { CONTROL: 0, COND: 128, LOAD: 4, SWP: 8, PUSH: 32, POP: 33 };

export function assemble(program) {
  return program.flatMap((line) => {
    const [opcode, argument = "0"] = line.split("#")[0].trim().split(/\s+/);
    return [COMMANDS[opcode] ?? 255, Number(argument) < 0 ? 255 : Number(argument)];
  });
}
