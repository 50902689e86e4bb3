"""The files that nginx serves by itself: the widget under content-hashed names, and what it says when nothing behind it answers.

`python -m tools.front FOLDER` writes them; the image and `make cluster` serve that folder. Needs no package but PyYAML.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
WIDGET = ROOT / "widget"
ENTRY = "icp-chat.js"
PARTS = "parts"
TEMPLATES = ROOT / "deploy" / "nginx"

_MIME_TYPES = """types {
  text/html html;
  text/css css;
  text/javascript js;
  application/json json;
  image/svg+xml svg;
  image/png png;
}
"""
# As in channels/pages.py: nothing from elsewhere, no inline script or style, in nobody's frame.
_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


def hash_of(folder: Path) -> str:
    """16 hexadecimal digits that change with the names and contents of the files in the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def write_widget(folder: Path, widget: Path = WIDGET) -> str:
    """Writes the widget's files; the parts stand once more under a name that changes with them, which the entry asks for.

    Returns:
        That name.

    Raises:
        ValueError: the entry does not ask for its parts as it used to.
    """
    shutil.copytree(widget, folder, dirs_exist_ok=True)
    name = hash_of(widget / PARTS)
    shutil.copytree(widget / PARTS, folder / name, dirs_exist_ok=True)
    entry = (widget / ENTRY).read_text(encoding="utf-8")
    if entry.count(f'"{PARTS}/') != 1:
        raise ValueError(f"{ENTRY} must ask for its parts in one place.")
    (folder / ENTRY).write_text(entry.replace(f'"{PARTS}/', f'"{name}/'), encoding="utf-8")
    return name


def write_errors(folder: Path) -> None:
    """Writes what is said for a status, in each language, in the form of a refusal of the door."""
    texts = yaml.safe_load((ROOT / "channels" / "texts.yml").read_text(encoding="utf-8"))["proxy"]
    for status, text in texts.items():
        for language in set(text) - {"code"}:
            body = {"error": {"code": text["code"], "message": text[language]}}
            path = folder / language / f"{status}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def write_static(folder: Path) -> None:
    """Writes all that nginx serves by itself, and the two files of its configuration that hold for these."""
    folder.mkdir(parents=True, exist_ok=True)
    write_widget(folder / "widget")
    write_errors(folder / "errors")
    (folder / "mime.types").write_text(_MIME_TYPES, encoding="utf-8")
    headers = "".join(f'add_header {name} "{value}" always;\n' for name, value in _HEADERS.items())
    (folder / "headers.conf").write_text(headers, encoding="utf-8")


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its ${CAPITALS} filled in; variables of nginx stand in small letters and stay.

    Raises:
        KeyError: a value is missing.
    """
    return re.sub(r"\$\{([A-Z_]+)\}", lambda found: values[found[1]], template)


if __name__ == "__main__":
    write_static(Path(sys.argv[1]))
