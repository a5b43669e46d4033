"""The check file for a workbook: uploads the very file and hands out what the component's callback got.

The expected values stay outside: the sandbox never sees them, so no candidate can copy them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from evaluations.records import Checks, Json
from evaluations.workbooks.truth import Truth

CALLS = "calls"
PARTS = "$parts"
TIMEOUT_MS = 20_000

_SOURCE = """\
import { act, fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { capture, dropFile, pickExport, renderRecorded, upload } from "bakeoff";
import * as candidate from %(module)s;

const FILE = %(file)s;
const ENTRY_POINT = %(entry_point)s;
const START_WORDS = /upload|parse|submit|process|import|read|load|convert|send|done|start|extract|go\\b|ok\\b/i;
const PART_SIZE = 100_000;
const MAX_PARTS = 400;
let parts = 0;

const pause = (ms: number) => act(async () => { await new Promise((resolve) => setTimeout(resolve, ms)); });

function isEvent(value: any): boolean {
  return value instanceof Event || value instanceof Node || !!(value && typeof value === "object" && "nativeEvent" in value);
}

// A file, a page event or a number of bytes is no table: only arrays, objects and JSON text can hold one.
function isData(value: any): boolean {
  if (typeof value === "string") return /^\\s*[[{]/.test(value);
  if (!value || typeof value !== "object" || isEvent(value)) return false;
  return !(value instanceof Blob || value instanceof FileList || value instanceof ArrayBuffer || ArrayBuffer.isView(value));
}

function dataCalls(calls: any[]): any[] {
  return calls.filter((call) => call.args.some(isData));
}

async function until(calls: any[], ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (dataCalls(calls).length) return true;
    await pause(20);
  }
  return dataCalls(calls).length > 0;
}

// The report takes 400,000 characters for each captured value, so long lists leave in parts.
function packed(value: any, depth = 0): any {
  if (Array.isArray(value) && value.length > 20) {
    const sizes = value.slice(0, 20).map((item) => { try { return JSON.stringify(item)?.length ?? 8; } catch { return 1000; } });
    const step = Math.max(1, Math.floor(PART_SIZE / (Math.max(...sizes) + 24)));
    if (value.length <= step && depth === 0) return value;
    const names: string[] = [];
    for (let at = 0; at < value.length && parts < MAX_PARTS; at += step) {
      const name = `part ${parts++}`;
      capture(name, value.slice(at, at + step));
      names.push(name);
    }
    return { $parts: names };
  }
  if (depth < 3 && Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? packed(item, depth + 1) : item));
  if (depth < 3 && value && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packed(item, depth + 1)]));
  return value;
}

function startButton(): Element | undefined {
  return screen.queryAllByRole("button").find((button) => START_WORDS.test(button.textContent || (button as any).value || button.ariaLabel || ""));
}

async function giveFile(container: Element): Promise<void> {
  if (!document.querySelector('input[type="file"]')) {
    const button = screen.queryAllByRole("button")[0];
    if (button) await act(async () => { fireEvent.click(button); });
  }
  if (document.querySelector('input[type="file"]')) return upload(null, FILE);
  const zone = container.querySelector('[class*="drop" i], [id*="drop" i], [data-testid*="drop" i], label') ?? container.firstElementChild;
  if (!zone) throw Object.assign(new Error("The component shows nothing to upload a file with."), { name: "AssertionError" });
  return dropFile(zone, FILE);
}

test("gives the parsed values of the uploaded workbook to a callback", async () => {
  const Component = pickExport(candidate, { ...(ENTRY_POINT ? { name: ENTRY_POINT } : {}), like: /upload|excel|xlsx|sheet|file|import|app/i });
  const { container, calls } = renderRecorded(Component);
  await giveFile(container);
  const button = startButton();
  if (!(await until(calls, button ? 800 : 5000)) && button && !(button as HTMLButtonElement).disabled) {
    await act(async () => { fireEvent.click(button); });
    await until(calls, 5000);
  }
  await pause(60);
  const found = dataCalls(calls).slice(-5);
  capture("calls", found.map(({ prop, args }: any) => ({ prop, args: args.map((arg: any) => (isData(arg) ? packed(arg) : typeof arg === "object" ? null : arg)) })));
  capture("screen", (document.body.textContent ?? "").slice(0, 2000));
  const others = [...new Set(calls.map((call: any) => call.prop))];
  expect(found.length, others.length ? `callbacks called, none with values: ${others.join(", ")}` : "no callback was called after the upload").toBeGreaterThan(0);
}, %(timeout)s);
"""  # noqa: E501


def excel_checks(
    truth: Truth, fixture_name: str | None = None, *, entry: str = "answer.tsx", entry_point: str | None = None
) -> Checks:
    """The check file that uploads `fixture_name` (the truth's own file by default) to the component in `entry`.

    It captures "calls": [{"prop", "args"}], to be read with `captured_calls`, and "screen", the page's text.
    """
    path = PurePosixPath(entry)
    source = _SOURCE % {
        "module": json.dumps(f"./{path.stem}"),
        "file": json.dumps(fixture_name or truth.file),
        "entry_point": json.dumps(entry_point),
        "timeout": TIMEOUT_MS,
    }
    return Checks(path=str(path.with_name(f"{path.stem}.test.tsx")), source=source)


def captured_calls(captured: Mapping[str, Json]) -> Sequence[Mapping[str, Json]]:
    """The callback calls that the check file captured, their parts put together; empty when there were none."""
    calls = _joined(captured.get(CALLS), captured, 0)
    return [call for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []


def _joined(value: Json, captured: Mapping[str, Json], depth: int) -> Json:
    if depth > 8:
        return value
    if isinstance(value, list):
        return [_joined(item, captured, depth + 1) if isinstance(item, list | dict) else item for item in value]
    if isinstance(value, dict) and list(value) == [PARTS] and isinstance(value[PARTS], list):
        pieces = [captured.get(str(name)) for name in value[PARTS]]
        return [item for piece in pieces if isinstance(piece, list) for item in piece]
    if isinstance(value, dict):
        return {key: _joined(item, captured, depth + 1) for key, item in value.items()}
    return value
