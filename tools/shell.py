"""`rasa shell` with the action server beside it."""

from __future__ import annotations

import subprocess
import sys

from tools.environment import ROOT, CannotStart, one_line_and_exit
from tools.leash import leashed
from tools.model import ensure_model
from tools.serve import free_port, settings


def main() -> None:
    """Trains if needed, starts the action server on a free port, and hands the terminal to Rasa."""
    try:
        model = ensure_model()
    except CannotStart as error:
        one_line_and_exit(error)
    action_port = free_port()
    environment = settings(free_port(), action_port, "127.0.0.1", model)
    actions = leashed([sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(action_port)])
    shell = [sys.executable, "-m", "rasa", "shell", "--model", str(model), "--endpoints", environment["ENDPOINTS"]]
    with subprocess.Popen(actions, cwd=ROOT, env=environment, stdin=subprocess.PIPE) as action_server:
        try:
            print("Starting; type a message when asked for input, /stop to leave.", flush=True)
            subprocess.run([*shell, "--port", environment["PORT"]], cwd=ROOT, env=environment, check=False)
        except KeyboardInterrupt:
            pass
        finally:
            action_server.terminate()


if __name__ == "__main__":
    main()
