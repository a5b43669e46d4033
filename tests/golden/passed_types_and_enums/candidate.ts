enum Sign { Minus = -1, Plus = 1 }
interface Pair { a: number; b: number }
abstract class Sum<T extends Pair> { constructor(protected readonly pair: T) {} abstract value(): number }
class Real extends Sum<Pair> { value(): number { return this.pair.a + Sign.Plus * this.pair.b } }
export const add = (a: number, b: number) => new Real({ a, b } satisfies Pair).value()!;
