/** fetch-mock, in its older interface, for checks that answer an application's requests. */
import fetchMock from "fetch-mock";
import { esm, offer } from "./interop";

/** A response whose text is there at once, as in Node: a browser reads a body in a task of its own, which `act` does not wait for. */
class PromptResponse extends Response {
  readonly #text: string | null;
  constructor(body?: BodyInit | null, options?: ResponseInit) {
    super(body, options);
    this.#text = typeof body === "string" ? body : null;
  }
  override async text(): Promise<string> {
    const isNew = !this.bodyUsed;
    const read = super.text(); // it marks the body as used, and refuses a second time
    return isNew && this.#text !== null ? this.#text : read;
  }
  override async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
  override clone(): Response {
    return this.bodyUsed || this.#text === null ? super.clone() : new PromptResponse(this.#text, this);
  }
}
fetchMock.config.Response = PromptResponse;

offer({ "fetch-mock": () => ({ ...esm(fetchMock), default: fetchMock }) });
