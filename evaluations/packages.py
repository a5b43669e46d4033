"""Which packages resolve where code runs: what the sandbox brings, what a prompt may promise. Standard library only."""

from __future__ import annotations

from itertools import chain

# Majors that checks may ask for besides the usual one, which comes first.
VERSIONS = {"@testing-library/user-event": ("14", "13")}
REACT = (
    "react",
    "react/jsx-runtime",
    "react-dom",
    "react-dom/client",
    "react-dom/test-utils",
    "prop-types",
    "classnames",
    "clsx",
    "fake-indexeddb/auto",
    "@testing-library/react",
    "@testing-library/react/pure",
    "@testing-library/dom",
    "@testing-library/react-hooks",
    "@testing-library/react-hooks/dom",
    "@testing-library/user-event",
    "@testing-library/jest-dom",
    "@testing-library/jest-dom/vitest",
    "@testing-library/jest-dom/extend-expect",
)
# Loaded for the cases that import one of them.
EXTRAS = {
    "xlsx": ("xlsx", "@e965/xlsx"),
    "more": (
        "react-test-renderer",
        "@testing-library/react-hooks/server",
        "react-dom/server",
        "react-dom/server.browser",
        "react-popper",
        "@popperjs/core",
        "react-transition-group",
        "react-transition-group/Transition",
        "react-transition-group/CSSTransition",
        "react-transition-group/TransitionGroup",
        "react-transition-group/SwitchTransition",
        "rxjs",
        "rxjs/operators",
        "@xobotyi/scrollbar-width",
        "lodash.debounce",
        "fast-deep-equal",
        "fast-deep-equal/react",
        "fast-shallow-equal",
        "raf",
        "raf-stub",
        "redux",
        "react-redux",
        "redux-thunk",
        "papaparse",
        "react-dropzone",
        "uuid",
        "date-fns",
        "dayjs",
        "immer",
        "zustand",
        "class-variance-authority",
        "tailwind-merge",
        "@tanstack/react-table",
    ),
    "math": ("mathjs",),
    # Instead of the usual one, for checks that ask for it.
    "user-event-13": (),
}
OTHER_VERSIONS = {("@testing-library/user-event", "13"): "user-event-13"}
PAGE = (*REACT, *chain(*EXTRAS.values()))
EVERYWHERE = ("assert", "assert/strict", "mathjs")  # and lodash, whole and by function
# Of a Playwright spec; what the two first are is in harness/spec*.ts, the others read and nothing else.
SPEC = ("@playwright/test", "playwright", "path", "path/posix", "fs", "fs/promises", "os", "url", "process", "buffer")
CHECKS_ONLY = ("vitest", "@jest/globals", "expect", "chai", "bakeoff")

# What a prompt names: what an answer has a use for, without what only a few libraries use inside.
FOR_ANSWERS = (
    "react",
    "react-dom",
    "xlsx",
    "papaparse",
    "react-dropzone",
    "lodash",
    "date-fns",
    "dayjs",
    "uuid",
    "immer",
    "zustand",
    "redux",
    "react-redux",
    "redux-thunk",
    "rxjs",
    "mathjs",
    "prop-types",
    "classnames",
    "clsx",
    "class-variance-authority",
    "tailwind-merge",
    "@tanstack/react-table",
    "react-transition-group",
    "react-popper",
)
FOR_TESTS = ("vitest", "@testing-library/react", "@testing-library/user-event", "@testing-library/jest-dom")
