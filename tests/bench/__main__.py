"""Print the figures of the ledger and of tariffs: python -m tests.bench --database NAME [figure ...]. bin/bench makes the database."""
import argparse
import importlib
import json
import sys
import traceback
from pathlib import Path

import odoo.tools
from odoo.modules.registry import Registry

from .registry import BENCHES

LAST = ("orders", "proof")   # change the database for good


def table(rows):
    """The rows as a markdown table."""
    head = ["figure", "measured", "native or limit", "ratio", "goal", "reached"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main():
    """Measure what is asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="*")
    parser.add_argument("--database", required=True)
    parser.add_argument("--native", help="a database of Odoo without our addons, for the figure orders")
    parser.add_argument("--users", type=int, default=48)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--verbose", action="store_true", help="show the statements")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--file", action="append", default=[], help="a tariff or bill of your own for tariff_import and logistics_bill; may be repeated")
    parser.add_argument("--strict", action="store_true", help="status 1 when a goal is not reached")
    options = parser.parse_args()
    odoo.tools.config.parse_config(["-d", options.database, "--no-http", "--max-cron-threads=0", "--log-level=critical"])
    Registry(options.database)
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        if "\n@bench\n" in path.read_text(encoding="utf-8"):
            importlib.import_module(f"{__package__}.{path.stem}")
    if unknown := set(options.figures) - set(BENCHES):
        raise SystemExit(f"error: no figure is called {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    rows, failed = [], 0
    for name in sorted(options.figures or BENCHES, key=lambda figure: figure in LAST):
        try:
            rows += BENCHES[name](options.database, options)
        except Exception:
            failed += 1
            sys.stderr.write(f"{name}: {traceback.format_exc()}\n")
    sys.stdout.write(table(rows) + "\n")
    if options.json:
        Path(options.json).write_text(json.dumps([vars(row) for row in rows], indent=1))
    missed = [row.figure for row in rows if row.reached is False] if options.strict else []
    for figure in missed:
        sys.stderr.write(f"goal not reached: {figure}\n")
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
