const COMMANDS = { CONTROL: 0, COND: 128, LOAD: 4, SWP: 8, PUSH: 32, POP: 33 };

export function assemble(program) {
  return program.flatMap((line) => {
    const [opcode, argument = "0"] = line.split(/[\s#]+/);
    return [COMMANDS[opcode], (parseInt(argument, 10) || 0) & 255];
  });
}
