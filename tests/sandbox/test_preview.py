"""The preview: an answer in a frame with an opaque origin and the site's content security policy."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import openpyxl
import pytest

from webapp.previews.frame import PREVIEW_POLICY, library_scripts

ROOT = Path(__file__).parents[2]
UPLOAD = """
import { read, utils } from "xlsx";
export default function Upload({ onRows }) {
  const take = async (event) => {
    const book = read(await event.target.files[0].arrayBuffer());
    onRows(utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return <label>File <input type="file" onChange={take} /></label>;
}
"""


class Site:
    """Serves one document with the preview's bundle, as the site does."""

    def __init__(self) -> None:
        site = self
        self.candidate: dict[str, Any] = {}
        self.requested_paths: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                site.requested_paths.append(self.path)
                self.send_error(404)

            def do_GET(self) -> None:
                site.requested_paths.append(self.path)
                body, kind = site.answer(self.path)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                if self.path == "/frame":
                    self.send_header(
                        "Content-Security-Policy",
                        PREVIEW_POLICY.format(script=site.addresses(), site=site.url),
                    )
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def scripts(self) -> list[str]:
        """The preview's script, and the scripts of the libraries that the candidate needs."""
        names = library_scripts(self.candidate["files"])
        return ["/preview.js", *(name.removeprefix("vendor") for name in names)]

    def addresses(self) -> str:
        """The addresses of its scripts, for the policy."""
        return " ".join(self.url + path for path in self.scripts())

    def answer(self, path: str) -> tuple[bytes, str]:
        """Return the page with the frame, the frame, or the script."""
        if path.endswith(".js"):
            return (ROOT / f"static/vendor{path}").read_bytes(), "text/javascript"
        if path == "/frame":
            data = json.dumps(self.candidate).replace("<", "\\u003c")
            html = '<!doctype html><meta charset="utf-8"><title>preview</title><div id="root"></div>'
            html += f'<script type="application/json" id="candidate">{data}</script>'
            html += "".join(f'<script src="{script}"></script>' for script in self.scripts())
            return html.encode(), "text/html"
        if path == "/":
            frame = b'<iframe sandbox="allow-scripts allow-forms" src="/frame#dark"></iframe>'
            return b"<!doctype html><title>t</title>" + frame, "text/html"
        return b"", "text/plain"


@pytest.fixture
def site() -> Iterator[Site]:
    server_of_files = Site()
    thread = Thread(target=server_of_files.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server_of_files
    server_of_files.server.shutdown()
    server_of_files.server.server_close()
    thread.join(5)


def _shown(page: Any, site: Site, source: str, **kwargs: Any) -> Any:
    site.candidate = {"files": {"answer.tsx": source, "look.css": "button{color:red}"}, "entry": "answer.tsx", **kwargs}
    page.goto(site.url)
    return page.frame_locator("iframe")


def test_component_is_live_and_its_calls_are_listed(page: Any, site: Site) -> None:
    source = "export default ({onPick}) => <button onClick={() => onPick({when: new Date(0)}, 2)}>Pick</button>"
    frame = _shown(page, site, source)
    frame.get_by_role("button").click()
    assert frame.locator("#log .call").inner_text() == 'onPick({"when":{"$date":"1970-01-01T00:00:00.000Z"}}, 2)'


@pytest.mark.parametrize(
    "source",
    [
        "function Hello() { return <p>hello</p> }",
        "import { createRoot } from 'react-dom/client'; const App = () => <p>hello</p>;"
        "createRoot(document.getElementById('root')).render(<App />)",
        "import ReactDOM from 'react-dom'; const App = () => <p>hello</p>;"
        "ReactDOM.render(<App />, document.getElementById('app'))",
    ],
    ids=["without export", "mounts itself", "in another place"],
)
def test_answer_in_another_form_is_shown_once(page: Any, site: Site, source: str) -> None:
    frame = _shown(page, site, source)
    assert frame.get_by_text("hello").inner_text() == "hello"
    assert frame.locator("#root p").count() == 1


def test_props_with_defaults_keep_them(page: Any, site: Site) -> None:
    source = "export default ({onPick, label = 'Pick'}) => <button onClick={() => onPick(label)}>{label}</button>"
    frame = _shown(page, site, source)
    frame.get_by_role("button", name="Pick").click()
    assert frame.locator("#log .call").inner_text() == "onPick(Pick)"


def test_fixture_reaches_the_file_input(page: Any, site: Site) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["foo", "bar"])
    book.worksheets[0].append([1, 2])
    content = BytesIO()
    book.save(content)
    frame = _shown(page, site, UPLOAD, fixtures={"rows.xlsx": base64.b64encode(content.getvalue()).decode()})
    frame.get_by_role("button", name="Choose rows.xlsx").click()
    assert frame.locator("#log .call").inner_text() == 'onRows([{"foo":1,"bar":2}])'


def test_plain_page_runs_with_its_files_handlers_and_modules(page: Any, site: Site) -> None:
    html = """<!doctype html><body class="dark" onload="">
<button onclick="count()">count</button><p></p><output></output>
<script src="./lib/count.js"></script><script src="none.js"></script>
<script type="module">
  import { shout } from "./lib/shout.js";
  document.querySelector("output").textContent = shout("ready");
</script>"""
    site.candidate = {
        "files": {
            "src/index.html": html,
            "src/lib/count.js": "let n = 0; function count() { document.querySelector('p').textContent = ++n; }",
            "src/lib/shout.js": "export const shout = (text) => text.toUpperCase();",
            "src/style.css": ".dark { background: rgb(1, 2, 3) }",
        },
        "entry": "src/index.html",
    }
    page.goto(site.url)
    frame = page.frame_locator("iframe")
    frame.get_by_role("button").click()
    frame.get_by_role("button").click()
    assert frame.locator("p").inner_text() == "2"
    assert frame.locator("output").inner_text() == "READY"
    assert frame.locator("#log li").all_inner_texts() == ["There is no none.js."]
    assert frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(1, 2, 3)"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("export default () => <p>a", "Unexpected token"),
        ("import rebound from 'rebound'; export default () => <p>{rebound}</p>", 'Cannot resolve "rebound"'),
        ("export {}", "nothing that could be shown"),
        ("throw new Error('not today')", "not today (answer.tsx, line 1)"),
        (
            "import { useState } from 'react';\n\nexport default function App() {\n"
            "  const [rows] = useState();\n  return <p>{rows.length}</p>;\n}",
            "(reading 'length') (answer.tsx, line 5)",
        ),
    ],
)
def test_content_that_cannot_be_shown_is_reported(browser: Any, site: Site, source: str, sentence: str) -> None:
    page = browser.new_page()
    assert sentence in _shown(page, site, source).locator("#log li.error, #log li.log").first.inner_text()
    page.close()


def test_answer_reaches_neither_the_page_nor_the_site(page: Any, site: Site) -> None:
    source = """
    const read = (attempt) => { try { return String(attempt()); } catch { return "refused"; } };
    const title = () => parent.document.title;
    const ways = [title, () => localStorage.length, () => localStorage.who, () => document.cookie];
    const seen = ways.map(read);
    export default () => <p>{JSON.stringify(seen)} {location.origin} {String(origin)}</p>;
    """
    page.goto(site.url)
    page.evaluate("localStorage.who = 'mia'; document.cookie = 'session=secret'")
    assert '["refused","0","undefined",""]' in _shown(page, site, source).locator("p").inner_text()


def test_forms_of_an_answer_send_no_request(browser: Any, site: Site) -> None:
    source = """
    const send = (more, start) => {
      const form = Object.assign(document.createElement("form"), { action: "SITE/stolen", ...more });
      form.innerHTML = '<input name="a" value="rows of the team"><button formaction="SITE/stolen">x</button>';
      document.body.append(form);
      start(form);
    };
    export default function Sender() {
      const [tried, setTried] = React.useState(0);
      React.useEffect(() => {
        const starts = [(form) => form.submit(), (form) => form.requestSubmit(), (form) => form.lastChild.click()];
        for (const more of [{}, { method: "post" }, { target: "_top" }, { target: "_parent" }, { target: "_blank" }])
          for (const start of starts) send(more, start);
        const inner = document.body.appendChild(document.createElement("iframe"));
        inner.srcdoc = '<form action="SITE/stolen"></form><script>document.forms[0].submit()</script>';
        setTimeout(() => setTried(16), 1000);
      }, []);
      return <p>tried {tried}</p>;
    }"""
    context = browser.new_context()
    page = context.new_page()
    frame = _shown(page, site, 'import React from "react";' + source.replace("SITE", site.url))
    frame.get_by_text("tried 16").wait_for()
    assert page.url == f"{site.url}/"
    assert len(context.pages) == 1
    context.close()
    assert [path for path in site.requested_paths if "stolen" in path] == []


CHART = """import { Bar, BarChart } from "recharts"; import { Camera } from "lucide-react";
import { motion } from "motion/react";
import { MemoryRouter } from "react-router-dom"; import { createColumnHelper } from "@tanstack/react-table";
import { sqrt } from "mathjs"; import axios from "axios"; import { useState } from "react";
export default function Answer() {
  const [said, say] = useState("");
  return <MemoryRouter><motion.div><Camera aria-label="camera" size={20 + sqrt(16)} />
    <BarChart width={90} height={50} data={[{ a: 1 }]}><Bar dataKey="a" isAnimationActive={false} /></BarChart>
    <button onClick={() => axios.get("/a").catch((e) => say(e.message))}>{said || typeof createColumnHelper}</button>
  </motion.div></MemoryRouter>;
}"""
VUE = """<script setup lang="ts">
import { ref } from "vue";
const n = ref<number>(1);
</script>
<template><button class="px-8 bg-[rgb(1,2,3)]" @click="n++">clicked {{ n }}</button></template>
<style scoped>button { color: rgb(4, 5, 6); }</style>"""


def test_libraries_come_with_the_answers_that_import_them(page: Any, site: Site) -> None:
    frame = _shown(page, site, CHART)
    assert frame.get_by_label("camera").bounding_box()["width"] == 24
    assert frame.locator(".recharts-bar-rectangle path").count() == 1
    frame.get_by_role("button").click()
    frame.get_by_text("There is no network here: GET /a was not sent.").wait_for()
    assert len(site.scripts()) == 7
    _shown(page, site, "export default () => <p>plain</p>;").get_by_text("plain").wait_for()
    assert site.scripts() == ["/preview.js"]


def test_vue_file_runs_with_its_styles_and_those_of_tailwind(page: Any, site: Site) -> None:
    site.candidate = {"files": {"answer.vue": VUE}, "entry": "answer.vue"}
    page.goto(site.url)
    button = page.frame_locator("iframe").get_by_role("button")
    button.click()
    button.get_by_text("clicked 2").wait_for()
    style = "(e) => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.paddingLeft]; }"
    page.wait_for_timeout(100)
    assert button.evaluate(style) == ["rgb(4, 5, 6)", "rgb(1, 2, 3)", "32px"]


def test_custom_element_is_shown(page: Any, site: Site) -> None:
    source = "class Hi extends HTMLElement { connectedCallback() { this.textContent = 'hello'; } }"
    frame = _shown(page, site, source + " customElements.define('x-hi', Hi);")
    frame.locator("x-hi").get_by_text("hello").wait_for()


HOOK = "import { useState } from 'react'; export const useCount = (start = 0) => { const [n, set] = useState(start);"


def test_function_is_called_with_what_is_typed(page: Any, site: Site) -> None:
    frame = _shown(
        page, site, "export const add = (a, b) => { if (!b) throw new Error('b is missing'); return a + b; }"
    )
    frame.get_by_label("Arguments of add").fill("1, 2")
    frame.locator("output", has_text="3").wait_for()
    frame.get_by_label("Arguments of add").fill("1")
    frame.locator("output", has_text="Error: b is missing").wait_for()
    frame.get_by_label("Arguments of add").fill("1, [")
    frame.locator("output", has_text="SyntaxError").wait_for()


def test_hook_lives_and_its_functions_are_buttons(page: Any, site: Site) -> None:
    frame = _shown(page, site, HOOK + " return { n, up: () => set((now) => now + 1) }; };")
    frame.get_by_label("Arguments of useCount").fill("5")
    frame.get_by_role("button", name="up()").click()
    frame.locator("output", has_text='"n":6').wait_for()


def test_form_is_submitted_to_its_component_and_nowhere_else(page: Any, site: Site) -> None:
    source = """import { useState } from "react";
    export default function Todo() {
      const [all, setAll] = useState([]);
      const add = (event) => { event.preventDefault(); setAll([...all, new FormData(event.target).get("what")]); };
      return <form onSubmit={add}><input name="what" aria-label="Item" /><button>Add</button>
        <ul>{all.map((one) => <li key={one}>{one}</li>)}</ul></form>;
    }"""
    frame = _shown(page, site, source)
    frame.get_by_label("Item").fill("milk")
    frame.get_by_role("button", name="Add").click()
    frame.get_by_role("listitem").wait_for()
    frame.get_by_label("Item").press("Enter")
    assert frame.get_by_role("listitem").all_inner_texts() == ["milk", "milk"]


def test_storage_cookies_and_dialogs_are_there_without_an_origin(page: Any, site: Site) -> None:
    source = """import { useState } from "react";
    localStorage.draft = "by property"; localStorage.setItem("n", 7); sessionStorage.setItem("s", "of the session");
    document.cookie = "theme=dark; path=/; max-age=60"; document.cookie = "old=1"; document.cookie = "old=; max-age=0";
    export default function Notes() {
      const [all, setAll] = useState(() => JSON.parse(localStorage.getItem("notes") ?? "[]"));
      const keep = (next) => { localStorage.setItem("notes", JSON.stringify(next)); setAll(next); };
      const add = () => keep([...all, "note"]);
      const copy = () => navigator.clipboard.writeText("red");
      const ask = async () => { alert("hello"); await copy(); if (confirm("Sure?")) setAll([prompt("Name?", "Ada")]); };
      const seen = [localStorage.getItem("draft"), localStorage.n, localStorage.length, "n" in localStorage,
        localStorage.getItem("none"), sessionStorage.getItem("s"), document.cookie, Object.keys(localStorage)];
      return <><button onClick={add}>Add</button><button onClick={ask}>Ask</button>
        <output>{JSON.stringify(seen)}</output><p>{all.join()}</p></>;
    }"""
    frame = _shown(page, site, source)
    output = json.loads(frame.locator("output").inner_text())
    assert output == ["by property", "7", 2, True, None, "of the session", "theme=dark", ["draft", "n"]]
    frame.get_by_role("button", name="Add").click()
    frame.get_by_role("button", name="Ask").click()
    assert frame.locator("#root p").inner_text() == "Ada"
    assert frame.locator("#log").inner_text().splitlines() == [
        "alert: hello",
        "copied: red",
        "confirm: Sure? (answered with yes)",
        "prompt: Name? (answered with Ada)",
    ]


@pytest.mark.parametrize("router", ["BrowserRouter", "HashRouter"])
def test_routes_are_shown_and_followed(page: Any, site: Site, router: str) -> None:
    source = """import { ROUTER, Link, Route, Routes, useNavigate } from "react-router-dom";
    const About = () => { const go = useNavigate(); return <button onClick={() => go("/")}>Back</button>; };
    export default () => <ROUTER><Link to="/about">About</Link>
      <Routes><Route path="/" element={<p>Home</p>} /><Route path="/about" element={<About />} /></Routes>
    </ROUTER>;
    """
    frame = _shown(page, site, source.replace("ROUTER", router))
    frame.get_by_text("Home").wait_for()
    frame.get_by_role("link").click()
    frame.get_by_role("button", name="Back").click()
    frame.get_by_text("Home").wait_for()
