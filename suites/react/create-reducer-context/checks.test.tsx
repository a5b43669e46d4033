import * as answer from "./answer";
import { fireEvent, render, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const createReducerContext: any = pickExport(answer as any, { name: "createReducerContext", like: /^create|context/i });

afterEach(() => {
  vi.restoreAllMocks();
});

const reducer = (state: number, action: string) => (action === "up" ? state + 1 : action === "down" ? state - 1 : state);

function show(children: (useIt: any) => any, props: any = {}, first = 5) {
  const [useIt, Provider] = createReducerContext(reducer, first);
  return render(<Provider {...props}>{children(useIt)}</Provider>);
}
const Value = ({ use }: any) => <output>{String(use()[0])}</output>;
const Up = ({ use }: any) => {
  const [, dispatch] = use();
  return <button onClick={() => dispatch("up")}>up</button>;
};

test("gives hook, provider and context", () => {
  const all = createReducerContext(reducer, 0);
  expect(all).toHaveLength(3);
  expect(typeof all[0]).toBe("function");
  expect(all[2]).toHaveProperty("Provider");
});

test("begins with the default", () => {
  show((use) => <Value use={use} />);
  expect(screen.getByRole("status").textContent).toBe("5");
});

test("the provider's own beginning goes before it, 0 too", () => {
  show((use) => <Value use={use} />, { initialState: 0 });
  expect(screen.getByRole("status").textContent).toBe("0");
});

test("components share the state", () => {
  show((use) => (
    <>
      <Value use={use} />
      <Up use={use} />
      <Value use={use} />
    </>
  ));
  fireEvent.click(screen.getByRole("button"));
  fireEvent.click(screen.getByRole("button"));
  expect(screen.getAllByRole("status").map((each) => each.textContent)).toEqual(["7", "7"]);
});

test("each provider has a state of its own", () => {
  const [useIt, Provider] = createReducerContext(reducer, 1);
  render(
    <>
      <Provider>
        <Up use={useIt} />
        <Value use={useIt} />
      </Provider>
      <Provider>
        <Value use={useIt} />
      </Provider>
    </>,
  );
  fireEvent.click(screen.getByRole("button"));
  expect(screen.getAllByRole("status").map((each) => each.textContent)).toEqual(["2", "1"]);
});

test("throws outside a provider", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const [useIt] = createReducerContext(reducer, 1);
  const Ask = () => {
    useIt();
    return null;
  };
  expect(() => render(<Ask />)).toThrow();
});
