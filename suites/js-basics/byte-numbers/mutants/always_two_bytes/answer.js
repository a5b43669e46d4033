export function encode(numbers) {
  return numbers.flatMap((number) => {
    if (!Number.isInteger(number) || number < 0 || number > 0xffffffff) throw new RangeError(`no number: ${number}`);
    const bytes = [number % 128];
    for (let left = Math.floor(number / 128); left > 0 || bytes.length < 2; left = Math.floor(left / 128)) bytes.unshift((left % 128) + 128);
    return bytes;
  });
}

export function decode(bytes) {
  const numbers = [];
  let number = 0;
  let isOpen = false;
  for (const byte of bytes) {
    number = number * 128 + (byte % 128);
    if (number > 0xffffffff) throw new Error("number too large");
    isOpen = byte >= 128;
    if (isOpen) continue;
    numbers.push(number);
    number = 0;
  }
  if (isOpen) throw new Error("the last number is not complete");
  return numbers;
}
