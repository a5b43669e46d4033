import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useFavicon: any = pickExport(answer as any, { name: "useFavicon", like: /^use[A-Z]/ });

const icons = () => [...document.querySelectorAll("link[rel*='icon']")] as HTMLLinkElement[];
const clear = () => icons().forEach((icon) => icon.remove());
beforeEach(clear);
afterEach(clear);

test("makes an element where there is none", () => {
  renderHook(() => useFavicon("data:image/png;base64,QQ=="));
  expect(icons()).toHaveLength(1);
  const [icon] = icons();
  expect(icon.parentElement).toBe(document.head);
  expect(icon.getAttribute("rel")).toBe("shortcut icon");
  expect(icon.getAttribute("type")).toBe("image/x-icon");
  expect(icon.href).toBe("data:image/png;base64,QQ==");
});

test("uses the one that is there", () => {
  const icon = document.createElement("link");
  icon.rel = "icon";
  icon.type = "image/png";
  icon.href = "data:image/png;base64,AA==";
  document.head.append(icon);
  renderHook(() => useFavicon("data:image/png;base64,QQ=="));
  expect(icons()).toEqual([icon]);
  expect(icon.href).toBe("data:image/png;base64,QQ==");
  expect(icon.getAttribute("rel")).toBe("shortcut icon");
  expect(icon.getAttribute("type")).toBe("image/x-icon");
});

test("follows another address", () => {
  const { rerender } = renderHook(({ href }) => useFavicon(href), { initialProps: { href: "data:,a" } });
  const [icon] = icons();
  rerender({ href: "data:,b" });
  expect(icons()).toEqual([icon]);
  expect(icon.href).toBe("data:,b");
});
