"""bin/cases KIND FILE...: run files of cases, print each difference and a closing count."""
import importlib
import json
import pkgutil
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent


def load_kinds(name):
    """Make the add-ons' pure packages importable and let the modules of this folder register: that of `name`, else all."""
    # The folder of this file must not stand on the path: its module names are no top-level names.
    sys.path[:] = [str(HERE.parents[1]), *(entry for entry in sys.path if Path(entry or ".").resolve() != HERE)]
    importlib.import_module("tools.pure.conftest")
    from tools.cases.registry import KINDS

    modules = {module.name for module in pkgutil.iter_modules([str(HERE)])} - {"__main__", "registry"}
    for module in sorted(modules & {name} or modules):
        importlib.import_module(f"tools.cases.{module}")
    return KINDS


def usage(kinds):
    """The help text."""
    lines = [f"  bin/cases {name} FILE...    {kinds[name].summary}" for name in sorted(kinds)]
    return "\n".join(["Runs files of cases against the calculating cores, without Odoo.", *lines])


def run_file(kind, path):
    """Print the differences of one file; return (cases, differences) or None for a file that cannot be read."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"), parse_float=str)
        outcomes = list(kind.check(data))
    except (OSError, ValueError, RecursionError) as error:
        print(f"error: {path} cannot be read: {error}", file=sys.stderr)
        return None
    groups, wrong, prose = Counter(), Counter(), Counter()
    for outcome in outcomes:
        if getattr(outcome, "told", False):
            prose[outcome.group] += 1
            continue
        groups[outcome.group] += 1
        if outcome.difference:
            wrong[outcome.group] += 1
            print(f"{path}: {outcome.group} {outcome.id}: {outcome.difference}")
    for group, count in groups.items():
        print(f"  {group}: {count - wrong[group]} of {count}")
    for group, count in prose.items():
        print(f"  {group}: {count} told in prose, nothing to compute")
    return groups.total(), wrong.total()


def main(arguments):
    """Run the files that the command line names; return the exit status."""
    for stream in (sys.stdout, sys.stderr):     # a text of a file may hold what no encoding can write
        stream.reconfigure(errors="backslashreplace")
    kinds = load_kinds(arguments[0] if arguments else "")
    if not arguments or {"-h", "--help"} & set(arguments):
        print(usage(kinds))
        return 0 if arguments else 2
    name, *files = arguments
    if name not in kinds or not files:
        print(f"error: {'no file is named' if name in kinds else f'{name} is no kind of cases'}\n{usage(kinds)}", file=sys.stderr)
        return 2
    results = [run_file(kinds[name], path) for path in files]
    cases, wrong = (sum(result[i] for result in results if result) for i in (0, 1))
    print(f"{cases} cases, {cases - wrong} as expected, {wrong} different" + (
        f", {results.count(None)} files not read" if None in results else ""))
    if None in results or not cases:
        return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
