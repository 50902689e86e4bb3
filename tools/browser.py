"""The browser for the widget's tests: found where it is, or brought through apt."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.environment import CannotStart

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a Chromium: the environment variable CHROMIUM, else one on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def ensure_browser() -> str:
    """The path of a Chromium, installed through apt when there is none.

    Raises:
        CannotStart: there is none and it cannot be installed here; the message says how to get one.
    """
    if found := find_browser():
        return found
    if shutil.which("apt-get"):
        print("Installing Chromium through apt, for the widget's tests ...", flush=True)
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run([*sudo, "apt-get", *arguments], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if found := find_browser():
        return found
    raise CannotStart("The widget's tests need Chromium: install it (Debian: apt install chromium), or name it in CHROMIUM=...")
