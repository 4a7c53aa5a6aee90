"""`python -m benchmarks [name ...]`: without names, every benchmark, each in a process of its own."""

import importlib
import subprocess
import sys

NAMES = (
    "pipeline",
    "startup",
    "loop_lag",
    "search",
    "rules",
    "crisis",
    "crisis_card",
    "ladder",
    "booking",
    "inbox",
    "message_search",
    "reply_latency",
    "panel",
    "crash",
    "coming",
    "mailing",
    "mailing_crash",
)


def main() -> int:
    names = sys.argv[1:]
    if len(names) == 1 and names[0] in NAMES:
        print(f"\n=== {names[0]} ===", flush=True)
        importlib.import_module(f"benchmarks.{names[0]}").main()
        return 0
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; known: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    status = 0
    for name in names or NAMES:
        status |= subprocess.run([sys.executable, "-m", "benchmarks", name], check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
