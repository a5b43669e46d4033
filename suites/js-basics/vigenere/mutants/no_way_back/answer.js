export function vigenere(text, key, direction = 1) {
  let used = 0;
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter < "a" ? 65 : 97;
    const shift = key.toLowerCase().charCodeAt(used++ % key.length) - 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + shift + 26) % 26) + first);
  });
}
