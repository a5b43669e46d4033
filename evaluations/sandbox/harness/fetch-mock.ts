/** fetch-mock, in its older interface, for checks that answer an application's requests. */
import fetchMock from "fetch-mock";
import { esm, offer } from "./interop";

/** A response whose text is ready at once, as in Node. A browser reads a body in a separate task, for which `act` does not wait. */
class PromptResponse extends Response {
  readonly #text: string | null;
  constructor(body?: BodyInit | null, options?: ResponseInit) {
    super(body, options);
    this.#text = typeof body === "string" ? body : null;
  }
  override async text(): Promise<string> {
    const isNew = !this.bodyUsed;
    const read = super.text(); // marks the body as used, and throws the second time
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
