"""A tariff of 50,000 rows through the import: python -m tests.bench --database NAME tariff_import.

Everything happens in a transaction that is rolled back. Memory is the growth of the process while it checks and imports.
"""
import base64
import gc
import io
from pathlib import Path

import xlsxwriter

from .meter import environment, statements, stopwatch
from .registry import Row, bench

ROWS, FEW, BANDS = 50_000, 2_000, 18
HEADER = (
    "承运商", "产品", "始发省", "始发市", "目的省", "目的市", "目的区县", "起始重量kg", "截止重量kg", "基础价", "续重单位kg", "续重单价",
    "扣减重量kg", "最低收费", "体积系数", "时效最短天", "时效最长天", "生效日期", "失效日期", "币种", "备注")


def workbook(places, rows, *, bad=0):
    """A flat tariff: one price ladder per place, all different.

    :param places: triples of names. :param bad: every how many rows a price is no number, 0 = none. :return: bytes.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("价目")
    sheet.write_row(0, 0, HEADER)
    for number in range(rows):
        place, step = divmod(number, BANDS)
        last = step == BANDS - 1 or number == rows - 1
        base = 3 + place % 700 / 100 + step * 0.4
        sheet.write_row(number + 1, 0, (
            "SF", "标准快递", "浙江省", "杭州市", *places[place], step, None if last else step + 1,
            "x" if bad and number % bad == bad - 1 else round(base, 2), 1 if last else None, 0.8 if last else None, None, None, 6000, 2, 3,
            "2026-03-01", None, "CNY", None))
    book.close()
    return out.getvalue()


def resident_mb():
    """:return: memory of the process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096 / 1e6


def _places(env):
    """:return: names of all districts in force, province, city, district."""
    districts = env["dealer.division"].search([("level", "=", "district"), ("valid_to", "=", False)])
    out = []
    for district in districts:
        city = district.parent_id if district.parent_id.level == "city" else district.browse()
        province = (city or district).parent_id
        out.append((province.name, city.name or "", district.name))
    return out


def _job(env, content):
    return env["dealer.import.job"].create({
        "layout": "tariff_flat", "file": base64.b64encode(content), "filename": "bench.xlsx", "date_from": "2026-03-01"})


@bench
def tariff_import(database, options):
    """Dry run and commit of 50,000 rows, and the statements of 2,000 beside them."""
    with environment(database) as env:
        places = _places(env)
        small, large, broken = workbook(places, FEW), workbook(places, ROWS), workbook(places, ROWS, bad=5_000)
        with statements() as few:
            _job(env, small).action_check()
        with stopwatch() as wrong:
            job = _job(env, broken)
            job.action_check()
        yield Row("50,000 rows checked, 10 of them bad", round(wrong[0], 1), "s", None, "<= 15 s", wrong[0] <= 15 and job.error_count == 10)
        env.invalidate_all()
        gc.collect()
        before = resident_mb()
        job = _job(env, large)
        with statements() as many, stopwatch() as dry:
            job.action_check()
        yield Row("50,000 rows checked", round(dry[0], 1), "s", None, "<= 15 s", dry[0] <= 15 and not job.error_count)
        yield Row("statements of the check (compared with 2,000 rows)", len(many), "", len(few), "the same", len(many) <= len(few) + 5)
        with statements() as written, stopwatch() as commit:
            job.action_import()
            env.flush_all()
        grown = resident_mb() - before
        yield Row("50,000 rows imported", round(commit[0], 1), "s", None, "<= 40 s", commit[0] <= 40)
        yield Row("statements of the import", len(written), "", ROWS, "far fewer than rows", len(written) < ROWS / 50)
        yield Row("memory of check and import", round(grown), "MB", None, "<= 300 MB", grown <= 300)
        env.invalidate_all()
        for path in named(options, "tariff"):
            with stopwatch() as own:
                job = _job(env, path.read_bytes())
                job.action_check()
            yield Row(f"{path.name}: {job.row_count:,} rows checked, {job.error_count:,} findings", round(own[0], 1), "s")


def named(options, word):
    """:return: paths of ``--file`` whose name begins with a word."""
    return [path for path in map(Path, options.file) if path.name.startswith(word)]
