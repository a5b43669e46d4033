/** The bytes of a base64 text, decoded by built-ins that were captured before the candidate runs. */
import { charCodeAt } from "./primordials";

const decode = atob.bind(globalThis);
const NativeBytes = Uint8Array;

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = decode(base64);
  const content = new NativeBytes(text.length);
  for (let i = 0; i < text.length; i++) content[i] = charCodeAt(text, i);
  return content;
}
