"""bin/bench: the figures of tests/bench on a database of its own.

    bin/bench                            all of them
    bin/bench throughput batch --verbose these (statements_of_a_request, throughput, users, batch, statement,
                                         wallet, tariff_core, tariff_orm, tariff_import, logistics_orders, logistics_bill,
                                         addresses, orders, proof)
    bin/bench tariff_import logistics_bill --file /path/tariff_50k.xlsx --file /path/bill_50k.xlsx   files of your own beside ours
    bin/bench --strict                   status 1 when a goal is not reached
    bin/bench --database NAME            on a copy of this database of the test server
"""
import subprocess
import sys

from tools.checks.repo import ROOT
from tools.drill.base import drill_database

BENCHED = ("dealer_prepaid", "logistics_fee", "online_offline_order", "promo_engine", "sale_loyalty")     # the last one is Odoo's, for comparison
NATIVE = "native"       # Odoo without our addons, for the figure orders


def main(arguments):
    """Make the database, hand everything else on."""
    if {"-h", "--help"} & set(arguments):
        sys.stdout.write(__doc__)
        return 0
    source = None
    if "--database" in arguments:
        place = arguments.index("--database")
        source = arguments[place + 1]
        del arguments[place:place + 2]
    figures = [word for word in arguments if not word.startswith("-")]
    native = NATIVE if not figures or "orders" in figures else None
    with drill_database(source, BENCHED, native=native) as (environ, database):
        beside = ["--native", native] if native else []
        return subprocess.run([sys.executable, "-m", "tests.bench", "--database", database, *beside, *arguments], cwd=ROOT, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
