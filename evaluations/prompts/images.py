"""Images of a task, for models that see."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

from evaluations.prompts.plain import messages_for, request
from evaluations.records import Prompt, TaskSpec

MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
MOST_IMAGES = 4
LARGEST = 5 * 2**20  # bytes of one image
VISION = {"vision", "multimodal"}  # words of servers for a model that sees
REQUEST = "Look at the attached image{s}: {names}."


# A code block whose first line ends in the word "picture" says in words what the picture shows: ```text picture
IN_WORDS = re.compile(r"^(`{3,})[\w+-]*[ \t]+picture[ \t]*\n.*?^\1[ \t]*$\n?", re.MULTILINE | re.DOTALL)


def media_type_of(name: str) -> str:
    """Return the media type of a file that is an image by its name; "" of any other."""
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "")


def names_of(spec: TaskSpec) -> list[str]:
    """Return files of the task that are images, in the order of their names."""
    return sorted(name for name in spec.fixtures if media_type_of(name))[:MOST_IMAGES]


def unsupported_reason(spec: TaskSpec) -> str:
    """Return why this task cannot be asked with images, with what to do; "" when it can."""
    if not names_of(spec):
        return "The task has no image. Add a .png, .jpg, .webp or .gif to its files in the suite's editor."
    if large := [name for name in names_of(spec) if len(spec.fixtures[name]) > LARGEST]:
        return f"{large[0]} is larger than {LARGEST // 2**20} MB. Make it smaller."
    return ""


def render(spec: TaskSpec) -> Prompt:
    """Return the request with the task's images, without the blocks that describe them in words.

    Without the files' bytes (a preview) it has their names alone.
    """
    names = names_of(spec)
    spec = replace(spec, prompt=IN_WORDS.sub("", spec.prompt).strip())
    note = REQUEST.format(s="" if len(names) == 1 else "s", names=", ".join(names))
    images = tuple(image_url(name, spec.fixtures[name]) for name in names if spec.fixtures[name])
    return Prompt(messages=messages_for(spec, f"{request(spec)}\n\n{note}"), strategy="images", images=images)


def image_url(name: str, content: bytes) -> str:
    """Return the image as a data URL."""
    return f"data:{media_type_of(name)};base64,{base64.b64encode(content).decode()}"
