"""The command line: one module per command, imported only when it is called for.

Content people and operators use it by hand; `--json` and `--batch FILE` serve tools. Errors go to standard error with
exit status 2 (bad input) or 1 (failure).
"""

import argparse
import sys
from importlib import import_module

COMMANDS = ("run", "db", "staff", "catalog", "search", "match", "interview", "crisis")


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit status."""
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="ryadom", description="«Рядом»: the front door of a Семейный МФЦ")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = next((word for word in words if not word.startswith("-")), None)
    for name in (named,) if named in COMMANDS else COMMANDS:
        import_module(f"app.commands.{name}").register(subparsers)
    arguments = parser.parse_args(words)
    try:
        return int(arguments.run(arguments) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
