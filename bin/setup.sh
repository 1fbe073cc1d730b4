# Sourced by the other programs here. Finds a Python that is new enough and sets the environment up:
# afterwards $python is the environment's Python. $1: run, demo or test.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
found=
for candidate in "${LEADFAST_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        found=$candidate
        break
    fi
done
if [ -z "$found" ]; then
    echo "Leadfast needs Python 3.11 or newer, and none was found. Install it, or name it with LEADFAST_PYTHON." >&2
    exit 1
fi
python=$("$found" "$here/setup.py" "$1") || exit 1
unset found candidate
