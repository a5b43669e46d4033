export function vigenere(text, key, direction = 1) {
  let used = -1;
  return text.replace(/./gs, (letter) => {
    used++;
    if (!/[a-z]/i.test(letter)) return letter;
    used--;
    const first = letter < "a" ? 65 : 97;
    const shift = key.toLowerCase().charCodeAt(used++ % key.length) - 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + direction * shift + 26) % 26) + first);
  });
}
