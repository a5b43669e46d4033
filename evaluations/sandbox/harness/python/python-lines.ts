/** The output of a Python program, with the same limits as in the other lanes. */
const MOST = 200;
const LONGEST = 2000;

export class Lines {
  private readonly lines: { level: string; text: string }[] = [];
  private readonly rest: Record<string, string> = { log: "", error: "" };
  private readonly decoders: Record<string, TextDecoder> = { log: new TextDecoder(), error: new TextDecoder() };

  /** Takes bytes at once. Output above the limits is dropped. */
  take(level: "log" | "error", bytes: Uint8Array): number {
    if (this.lines.length < MOST) {
      const parts = (this.rest[level] + this.decoders[level].decode(bytes, { stream: true })).split("\n");
      this.rest[level] = (parts.pop() ?? "").slice(0, LONGEST);
      for (const text of parts) this.add(level, text);
    }
    return bytes.length;
  }

  private add(level: string, text: string): void {
    if (this.lines.length < MOST) this.lines.push({ level, text: text.slice(0, LONGEST) });
    if (this.lines.length === MOST) this.lines.push({ level: "warn", text: "More was printed than is kept." });
  }

  all(): { level: string; text: string }[] {
    for (const [level, text] of Object.entries(this.rest)) if (text) this.add(level, text);
    return this.lines;
  }
}
