import { fireEvent, render, screen } from "@testing-library/react";
import * as list from "./MemberList";

const ada = { id: 7, name: "Ada", since: 2020 };
const bob = { id: 8, name: "Bob", isAdmin: true };

describe("change", () => {
  test("Member shows one member", () => {
    const onRemove = vi.fn();
    const { container } = render(<list.Member member={ada} onRemove={onRemove} />);
    expect(container.textContent).toBe("Ada since 2020Remove");
    fireEvent.click(screen.getByRole("button", { name: "Remove Ada" }));
    expect(onRemove).toHaveBeenCalledTimes(1);
    expect(onRemove.mock.calls[0]).toEqual([]);
  });
  test("Member shows an admin", () => {
    const { container } = render(<list.Member member={bob} onRemove={() => undefined} />);
    expect(container.textContent).toBe("Bob (admin) since today");
  });
});

describe("kept", () => {
  test("shows the members", () => {
    render(<list.MemberList members={[ada, bob]} onRemove={() => undefined} />);
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["Ada since 2020Remove", "Bob (admin) since today"]);
    expect(screen.getAllByRole("listitem")[1].querySelector("em")?.textContent).toBe(" (admin)");
    expect(screen.getByText("Ada").tagName).toBe("STRONG");
  });
  test("removes by id", () => {
    const onRemove = vi.fn();
    render(<list.MemberList members={[ada, bob, { id: 9, name: "Cy" }]} onRemove={onRemove} />);
    fireEvent.click(screen.getByRole("button", { name: "Remove Cy" }));
    expect(onRemove.mock.calls).toEqual([[9]]);
    expect(screen.getAllByRole("button")).toHaveLength(2);
  });
  test("nobody", () => {
    render(<list.MemberList members={[]} />);
    screen.getByText("Nobody is here yet.");
    expect(screen.queryByRole("list")).toBeNull();
  });
});
