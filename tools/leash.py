"""`python -m tools.leash MODULE ...` runs a module as `python -m MODULE ...` does, and ends it when who started it is gone.

Who starts it holds the other end of its standard input and never writes; however that process ends, the input ends with it.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 40


def leashed(words: list[str]) -> list[str]:
    """The words of a command `python -m MODULE ...` with the leash in between; others as they are."""
    if words[1:2] != ["-m"] or not os.path.basename(words[0]).startswith("python"):
        return words
    return [sys.executable, "-m", "tools.leash", *words[2:]]


def _end_with_the_input() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Runs the module that the command line names."""
    threading.Thread(target=_end_with_the_input, name="leash", daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
