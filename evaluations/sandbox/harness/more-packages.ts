/** Packages that generated code uses sometimes; for the page lane's lazy-packages.ts and the preview. */
import * as popper from "react-popper";
import * as popperCore from "@popperjs/core";
import * as transitions from "react-transition-group";
import * as rxjs from "rxjs";
import * as operators from "rxjs/operators";
import * as scrollbar from "@xobotyi/scrollbar-width";
import debounce from "lodash.debounce";
import deepEqual from "fast-deep-equal";
import deepEqualOfReact from "fast-deep-equal/react";
import * as shallowEqual from "fast-shallow-equal";
import raf from "raf";
import * as redux from "redux";
import * as reactRedux from "react-redux";
import * as thunk from "redux-thunk";
import Papa from "papaparse";
import * as dropzone from "react-dropzone";
import * as uuid from "uuid";
import * as dates from "date-fns";
import dayjs from "dayjs";
import * as immer from "immer";
import * as zustand from "zustand";
import { callable, esm } from "./interop";
import { lodashPackages } from "./lodash";

const transition = (name: string): [string, () => unknown] => [`react-transition-group/${name}`, () => ({ default: (transitions as any)[name], __esModule: true })];

export const morePackages: Record<string, () => unknown> = {
  "react-popper": () => esm(popper), "@popperjs/core": () => esm(popperCore), "react-transition-group": () => esm(transitions),
  ...Object.fromEntries(["Transition", "CSSTransition", "TransitionGroup", "SwitchTransition"].map(transition)),
  rxjs: () => esm(rxjs), "rxjs/operators": () => esm(operators), "@xobotyi/scrollbar-width": () => esm(scrollbar),
  "lodash.debounce": () => callable(debounce), "fast-deep-equal": () => callable(deepEqual), "fast-deep-equal/react": () => callable(deepEqualOfReact),
  "fast-shallow-equal": () => esm(shallowEqual), raf: () => callable(raf), ...lodashPackages,
  redux: () => esm(redux), "react-redux": () => esm(reactRedux), "redux-thunk": () => ({ ...thunk, default: thunk.thunk, __esModule: true }), papaparse: () => esm(Papa),
  "react-dropzone": () => esm(dropzone), uuid: () => esm(uuid), "date-fns": () => esm(dates), dayjs: () => callable(dayjs),
  immer: () => ({ ...immer, default: immer.produce, __esModule: true }), zustand: () => ({ ...zustand, default: zustand.create, __esModule: true }),
};
