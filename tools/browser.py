"""The browser for the tests of the widget: the one that is there, or one that is brought."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import CannotStart

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a Chromium: what CHROMIUM names, one on the PATH, or the one that Playwright has downloaded; None without any.

    Raises:
        CannotStart: CHROMIUM names a file that cannot be run.
    """
    if named := os.environ.get("CHROMIUM"):
        if shutil.which(named) is None:
            raise CannotStart(f"CHROMIUM is set to {named}, which cannot be run; name a Chromium or unset it.")
        return named
    return next(filter(None, map(shutil.which, _NAMES)), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def bring_browser() -> str:
    """The path of a Chromium, which is installed when there is none: by apt where that is allowed, else by Playwright.

    Raises:
        CannotStart: neither worked.
    """
    for command in (_by_apt(), [[sys.executable, "-m", "playwright", "install", "chromium"]]):
        if found := find_browser():
            return found
        print("Bringing Chromium for the tests of the widget ...", flush=True)
        for each in command:
            if subprocess.run(each, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=900, check=False).returncode:
                break
    if found := find_browser():
        return found
    raise CannotStart(
        "The tests of the widget need Chromium: install it, for example with apt-get install chromium, or set CHROMIUM."
    )


def _by_apt() -> list[list[str]]:
    if shutil.which("apt-get") is None:
        return []
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root and shutil.which("sudo") is None:
        return []
    apt = [*([] if is_root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]]
