import { run } from "./candidate";
test("saves 5", () => { const save = vi.fn(); run(save); expect(save).toHaveBeenCalledWith(5); });
