"""A carrier bill of 50,000 lines imported and matched: python -m tests.bench --database NAME logistics_bill.

Parcels, a cost contract and the bill are made in a transaction that is rolled back. One line in a hundred was weighed otherwise
by the carrier, one in two hundred is of no parcel. Memory is the growth of the process while it imports and matches.
"""
import base64
import gc
import io

import xlsxwriter

from odoo.fields import Command

from .meter import environment, statements, stopwatch
from .registry import Row, bench
from .tariff_import import named, resident_mb

LINES, FEW, PROVINCES = 50_000, 2_000, 31
HEADER = ("运单编号", "日期", "目的地/省", "原始重量", "计费重量", "费用", "费用类型")


def price_fen(weight_g):
    """First kilogram 5.00, each further started one 2.00."""
    return 500 + 200 * max(0, -(-(weight_g - 1_000) // 1_000))


def contract(env, provinces):
    """A cost contract with one price for all provinces, in force."""
    # Only now, when the registry is loaded, are the add-ons on the path.
    from odoo.addons.logistics_fee.tariff import checksum

    carrier = env.ref("logistics_fee.carrier_yto")
    env["logistics.contract"].search([("carrier_id", "=", carrier.id), ("side", "=", "cost")]).active = False
    made = env["logistics.contract"].create({"name": "bench", "carrier_id": carrier.id, "side": "cost"})
    zones = [Command.create({
        "code": province.code, "line_ids": [Command.create({"division_id": province.id})], "band_ids": [
            Command.create({"from_g": 0, "upto_g": 1_000, "base": 5}),
            Command.create({"from_g": 1_000, "over_g": 1_000, "step_g": 1_000, "base": 5, "rate": 2})]}) for province in provinces]
    version = env["logistics.contract.version"].create({"contract_id": made.id, "valid_from": "2026-01-01", "zone_ids": zones})
    text = version._canonical_text()
    version._write_life({"state": "active", "source": text, "checksum": checksum(text)})
    return carrier


def parcels(env, carrier, provinces, start, count):
    """Parcels of November, shipped."""
    values = [{
        "carrier_id": carrier.id, "tracking": f"YT{start + number:012}", "division_id": provinces[number % PROVINCES].id,
        "weight_g": 300 + number * 37 % 9_000, "shipped_date": f"2026-11-{number % 30 + 1:02}", "state": "delivered"} for number in range(count)]
    for begin in range(0, count, 5_000):
        env["logistics.parcel"].create(values[begin:begin + 5_000])
        env.flush_all()
        env.invalidate_all()


def workbook(provinces, start, count):
    """The carrier's file for these parcels."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("账单")
    sheet.write_row(0, 0, HEADER)
    for number in range(count):
        weight_g = 300 + number * 37 % 9_000
        billed_g = weight_g + (1_000 if number % 100 == 7 else 0)
        tracking = f"XX{start + number:012}" if number % 200 == 11 else f"YT{start + number:012}"
        sheet.write_row(number + 1, 0, (
            tracking, f"2026-11-{number % 30 + 1:02}", provinces[number % PROVINCES].name, weight_g / 1_000, billed_g / 1_000,
            price_fen(billed_g) / 100, None))
    book.close()
    return out.getvalue()


def run(env, carrier, provinces, start, count):
    """Import and match.

    :return: (bill, statements, seconds of the import, seconds of the matching).
    """
    return match(env, carrier, workbook(provinces, start, count))


def match(env, carrier, content):
    """Import and match a file; see :func:`run`."""
    env.invalidate_all()
    gc.collect()
    person = env["res.users"].search([("login", "=", "bench_bill")]) or env["res.users"].create({
        "name": "Bench", "login": "bench_bill", "group_ids": [Command.set(env.ref("dealer_base.group_fin_settlement").ids)]})
    bill = env["logistics.bill"].with_user(person).create({
        "carrier_id": carrier.id, "date_from": "2026-11-01", "date_to": "2026-11-30", "file": base64.b64encode(content), "filename": "bench.xlsx"})
    bill.action_check()
    bill.mapping_id.action_confirm()
    env.flush_all()
    with statements() as sent:
        with stopwatch() as reading:
            bill.action_import()
            env.flush_all()
        with stopwatch() as matching:
            bill.action_match()
            env.flush_all()
    return bill, len(sent), reading[0], matching[0]


@bench
def logistics_bill(database, options):
    """Import and matching of 50,000 lines, and the statements of 2,000 beside them."""
    with environment(database) as env:
        provinces = env["dealer.division"].search([("level", "=", "province"), ("valid_to", "=", False)], limit=PROVINCES)
        carrier = contract(env, provinces)
        parcels(env, carrier, provinces, 0, FEW)
        parcels(env, carrier, provinces, LINES, LINES)
        _small, few, *_times = run(env, carrier, provinces, 0, FEW)
        before = resident_mb()
        bill, many, reading, matching = run(env, carrier, provinces, LINES, LINES)
        grown = resident_mb() - before
        causes = dict(env["logistics.bill.line"]._read_group([("bill_id", "=", bill.id)], ["cause"], ["__count"]))
        right = causes == {"matched": LINES - LINES // 100 - LINES // 200, "weight_diff": LINES // 100, "unknown_tracking": LINES // 200}
        taken = reading + matching
        yield Row("50,000 lines imported", round(reading, 1), "s", None, "part of the next", True)
        yield Row("50,000 lines imported and matched", round(taken, 1), "s", None, "<= 30 s", taken <= 30)
        yield Row("lines with the right cause", sum(causes.values()) if right else 0, "", LINES, "all", right)
        yield Row("statements (compared with 2,000 lines)", many, "", few, "by batches of 5,000", many <= few + 60 * LINES // 5_000)
        yield Row("memory of check, import and matching", round(grown), "MB", None, "<= 300 MB", grown <= 300)
        for path in named(options, "bill"):
            bill, _sent, reading, matching = match(env, carrier, path.read_bytes())
            yield Row(f"{path.name}: {bill.line_count:,} lines imported and matched, {bill.finding_count:,} findings", round(reading + matching, 1), "s")
