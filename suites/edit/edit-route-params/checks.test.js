import { createRouter } from "./router";

describe("change", () => {
  test("parameters by name", () => {
    const router = createRouter().add("/users/:id/posts/:post", (params) => params);
    expect(router.go("/users/7/posts/a-b")).toEqual({ id: "7", post: "a-b" });
    expect(router.go("/users/7/posts/a/?x=1")).toEqual({ id: "7", post: "a" });
  });
  test("any one part, not empty", () => {
    const router = createRouter(() => "none").add("/users/:id", () => "user");
    expect(["/users/7", "/users", "/users/", "/users/7/8", "/x/7", "/users//"].map((path) => router.go(path))).toEqual(["user", "none", "none", "none", "none", "none"]);
  });
  test("no part may be empty in the middle", () => {
    const router = createRouter(() => "none").add("/users/:id/posts", () => "posts");
    expect([router.go("/users/7/posts"), router.go("/users//posts")]).toEqual(["posts", "none"]);
  });
  test("decoded", () => {
    const router = createRouter(() => "none").add("/tags/:name", ({ name }) => name);
    expect(router.go("/tags/caf%C3%A9%20%2F")).toBe("café /");
    expect(router.go("/tags/%E0%A4%A")).toBe("none");
  });
  test("the first that fits, in the order of adding", () => {
    const router = createRouter().add("/users/:id", () => "any").add("/users/me", () => "me").add("/me/:x", () => "x");
    expect(router.go("/users/me")).toBe("any");
    const other = createRouter().add("/users/me", () => "me").add("/users/:id", () => "any");
    expect([other.go("/users/me"), other.go("/users/you")]).toEqual(["me", "any"]);
  });
  test("no parameters are an empty object", () => expect(createRouter().add("/a", (params) => params).go("/a")).toEqual({}));
});

describe("kept", () => {
  test("plain paths", () => {
    const router = createRouter().add("/", () => "home").add("/a/b", () => "ab").add("/a", () => "a");
    expect(["/", "/a", "/a/b", ""].map((path) => router.go(path))).toEqual(["home", "a", "ab", "home"]);
  });
  test("query, hash and a slash at the end do not count", () => {
    const router = createRouter().add("/a/", () => "a");
    expect(["/a", "/a/", "/a//", "/a?x=/b", "/a/#top"].map((path) => router.go(path))).toEqual(["a", "a", "a", "a", "a"]);
  });
  test("what is not found gets the path", () => {
    expect(createRouter((path) => `no ${path}`).add("/a", () => 1).go("/b?x")).toBe("no /b?x");
    expect(createRouter().go("/b")).toBe(undefined);
  });
  test("the first of equal patterns", () => expect(createRouter().add("/a", () => 1).add("/a", () => 2).go("/a")).toBe(1));
  test("dots and plus signs mean themselves", () => {
    const router = createRouter(() => "none").add("/a.b", () => 1).add("/c+", () => 2);
    expect([router.go("/axb"), router.go("/a.b"), router.go("/cc"), router.go("/c+")]).toEqual(["none", 1, "none", 2]);
  });
});
