"""Print how many addresses a second the parser reads: python tests/bench/address_parse.py [cases.json]. No Odoo, no database.

Processor time of one core, best of five rounds; three mixtures: the public cases, full addresses of every district, one-line pastes.
"""
import json
import sys
from importlib import import_module
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "addons" / "dealer_base" / "tests" / "cases" / "address-cases.json"
GOAL = 20_000


def rate(parse_many, book, texts):
    """Addresses a second, best of five."""
    best = 0.0
    for _round in range(5):
        started = process_time()
        parse_many(book, texts)
        best = max(best, len(texts) / max(process_time() - started, 1e-9))
    return round(best)


def mixtures(book, cases=CASES):
    """:return: dict label -> addresses: the public cases, full addresses of every district, one-line pastes."""
    texts = [case["text"] for case in json.loads(Path(cases).read_text(encoding="utf-8"))["cases"]]
    places = [place.name for place in map(book.candidate, book.current) if place.level == "district"]
    return {
        "cases": texts * 300,
        "full addresses of districts": [f"{name}人民路{number}号3单元502室" for number, name in enumerate(places)],
        "pastes with name and phone": [f"收货人:王小明,电话:138-0013-8000,地址:{name}人民路1号" for name in places],
    }


def main(arguments):
    """Print one line a mixture; status 1 when one is below the goal."""
    sys.path.insert(0, str(ROOT))
    import_module("tools.pure.conftest")
    parse_many = import_module("odoo.addons.dealer_base.address").parse_many
    shipped = import_module("odoo.addons.dealer_base.address.shipped")
    started = process_time()
    book = shipped.shipped_book()
    sys.stdout.write(f"book of {len(book.names):,} names: {round((process_time() - started) * 1000)} ms\n")
    below = 0
    for label, texts in mixtures(book, *arguments[:1]).items():
        reached = rate(parse_many, book, texts)
        below += reached < GOAL
        sys.stdout.write(f"{label}: {reached:,}/s (goal {GOAL:,}/s, {reached / GOAL:.1f} times)\n")
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
