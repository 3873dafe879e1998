"""``python -m scenarios.make NAME [FOLDER]``: write what is made of a scenario into its folder, or another."""

from __future__ import annotations

import sys
from pathlib import Path

from scenarios.make import SCENARIOS


def main(arguments: list[str]) -> int:
    """Write the files, or say which scenarios there are."""
    if len(arguments) not in (1, 2) or arguments[0] not in SCENARIOS:
        print(f"usage: python -m scenarios.make NAME [FOLDER]; NAME is one of {', '.join(SCENARIOS)}", file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if arguments[1:] else Path(__file__).parents[1] / arguments[0]
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SCENARIOS[arguments[0]]().items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
