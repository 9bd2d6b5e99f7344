"""Addresses a second, and the table of divisions loaded: python -m tests.bench --database NAME addresses."""
import csv

from odoo.tools.misc import file_open

from .address_parse import GOAL, mixtures, rate
from .meter import environment, stopwatch
from .registry import Row, bench


@bench
def addresses(database, options):
    """The parser on one core, and the shipped divisions loaded as an installation does, in a transaction that is rolled back."""
    # Only now, when the registry is loaded, are the add-ons on the path.
    from odoo.addons.dealer_base.address import parse_many
    from odoo.addons.dealer_base.address.shipped import shipped_book

    book = shipped_book()
    for label, texts in mixtures(book).items():
        reached = rate(parse_many, book, texts)
        yield Row(f"addresses a second: {label}", reached, "/s", None, f">= {GOAL:,}/s", reached >= GOAL)
    with file_open("dealer_base/data/dealer.division.csv") as file:
        header, *rows = csv.reader(file)
    with environment(database) as env:
        divisions = env["dealer.division"].with_context(module="dealer_base", install_mode=True, noupdate=False)
        with stopwatch() as taken:
            result = divisions.load(header, rows)
            env.flush_all()
        done = bool(result["ids"]) and len(result["ids"]) == len(rows)
        yield Row(f"{len(rows):,} divisions loaded, over those that are there", round(taken[0], 1), "s", None, "<= 10 s", done and taken[0] <= 10)
