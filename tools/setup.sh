#!/usr/bin/env bash
# Makes the virtual environment: brings uv when it is missing, finds Python 3.10, installs what requirements.lock pins.
set -euo pipefail
uv=$1 uv_version=$2 venv=$3

if ! command -v "$uv" >/dev/null 2>&1; then
  echo "Fetching uv $uv_version ..."
  python3 -m venv .tools && .tools/bin/python -m pip install -q --disable-pip-version-check "uv==$uv_version" || {
    echo "uv could not be installed: Python 3 with its venv module and a reachable package index are needed (Debian: apt install python3-venv)." >&2
    exit 1
  }
fi

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))'; then
  "$uv" venv -q --clear --python 3.10 "$venv" 2>/dev/null || {
    echo "Python 3.10 is needed and was not found: install it, for example with 'pyenv install 3.10' or 'uv python install 3.10', and try again." >&2
    exit 1
  }
fi

echo "Installing the packages of requirements.lock, a minute or two the first time ..."
# uv shows a bar with what is left on a terminal only.
quiet=-q
if [ -t 2 ]; then quiet=; fi
# Compiled once here: else each process spends seconds on it where Python may not write what it has compiled.
VIRTUAL_ENV="$venv" "$uv" pip sync $quiet --compile-bytecode --require-hashes requirements.lock
touch "$venv/.installed"
