"""Statements of carrier bills: lines are written and compared by the thousand, each step one statement whatever the size."""
import json
from contextlib import contextmanager

from odoo.tools import SQL


@contextmanager
def by_hash(cr):
    """Join large tables by hash for some statements: of lines that were written a moment ago the planner knows no number."""
    for kind in ("enable_nestloop", "enable_mergejoin"):  # merged by company alone, each line would meet each parcel
        cr.execute(SQL("SET LOCAL %s = off", SQL.identifier(kind)))
    yield
    for kind in ("enable_nestloop", "enable_mergejoin"):
        cr.execute(SQL("SET LOCAL %s = on", SQL.identifier(kind)))


def try_lock(cr, bill_id) -> bool:
    """Take a bill for the rest of the transaction. :return: False when another process is at it."""
    cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", f"logistics-bill:{bill_id}"))
    return cr.fetchone()[0]


def lock_carrier(cr, company_id, carrier_id):
    """Wait for other approvals of the carrier's bills: what one pays the next must know."""
    cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f"logistics-bills:{company_id}:{carrier_id}"))


def insert_lines(cr, bill, rows, uid):
    """Write lines as they were read.

    :param rows: list of dicts: row, tracking, number, on_date, weight_g, destination, product, fee, fee_text, amount (yuan as
        text), parts, cells. A row that stands there already stays as it is.
    """
    cr.execute(SQL(
        """INSERT INTO logistics_bill_line
                  (bill_id, company_id, carrier_id, period, row, tracking, number, on_date, weight_g, destination, product, fee, fee_text, amount,
                   parts, cells, lot, result, decision, create_uid, create_date, write_uid, write_date)
           SELECT %s, %s, %s, %s, x.row, x.tracking, x.number, x.on_date, x.weight_g, x.destination, x.product, x.fee, x.fee_text, x.amount,
                  x.parts, x.cells, 0, 'open', 'open', %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC'
             FROM jsonb_to_recordset(%s::jsonb) AS x(row int, tracking varchar, number varchar, on_date date, weight_g int, destination varchar,
                  product varchar, fee varchar, fee_text varchar, amount numeric, parts jsonb, cells jsonb)
           ON CONFLICT DO NOTHING""",
        bill.id, bill.company_id.id, bill.carrier_id.id, bill.date_from, uid, uid, json.dumps(rows, ensure_ascii=False)))


def find_parcels(cr, bill):
    """Give each line its parcel by number, the carrier's own before another's, and a lot: lines of one shipment share it."""
    with by_hash(cr):
        cr.execute(SQL(
            """WITH found AS (
                   SELECT DISTINCT ON (line.id) line.id, parcel.id AS parcel_id, parcel.province_id, coalesce(parcel.parent_id, parcel.id) AS family
                     FROM logistics_bill_line line
                     JOIN logistics_parcel parcel ON parcel.tracking = line.number AND parcel.company_id = line.company_id
                    WHERE line.bill_id = %(bill)s AND line.number IS NOT NULL AND parcel.state != 'cancelled'
                    ORDER BY line.id, (parcel.carrier_id = line.carrier_id) DESC, parcel.id DESC),
               ranked AS (
                   SELECT line.id, found.parcel_id, found.province_id,
                          dense_rank() OVER (ORDER BY found.family, line.number, CASE WHEN line.number IS NULL THEN line.row END) AS lot
                     FROM logistics_bill_line line LEFT JOIN found ON found.id = line.id
                    WHERE line.bill_id = %(bill)s)
               UPDATE logistics_bill_line line
                  SET parcel_id = ranked.parcel_id, province_id = ranked.province_id, lot = ranked.lot
                 FROM ranked WHERE ranked.id = line.id""", bill=bill.id))
        # Several numbers of one family must not be torn apart.
        cr.execute(SQL(
            """WITH family AS (
                   SELECT line.id, min(line.lot) OVER (PARTITION BY coalesce(parcel.parent_id, parcel.id)) AS lot
                     FROM logistics_bill_line line JOIN logistics_parcel parcel ON parcel.id = line.parcel_id
                    WHERE line.bill_id = %s)
               UPDATE logistics_bill_line line SET lot = family.lot FROM family WHERE family.id = line.id AND family.lot != line.lot""", bill.id))
    cr.execute(SQL("SELECT coalesce(max(lot), 0) FROM logistics_bill_line WHERE bill_id = %s", bill.id))
    return cr.fetchone()[0]


def read_lots(cr, bill, after, size):
    """:return: rows (id, row, tracking, amount, fee, weight_g, on_date, parcel_id, parts, lot) of the next lots, in order."""
    cr.execute(SQL(
        """SELECT id, row, coalesce(number, ''), amount, fee, weight_g, on_date, parcel_id, parts, lot
             FROM logistics_bill_line WHERE bill_id = %s AND lot > %s AND lot <= %s ORDER BY lot, row""", bill.id, after, after + size))
    return cr.fetchall()


def _fees_of(line):
    """Fees that a line pays: its own, those inside its amount and those that its freight contains.

    A fee within is left out where so much of the line is not paid that it can be the missing one.

    :param line: alias of logistics_bill_line. :return: SQL of a lateral table with one column ``fee``.
    """
    name = SQL.identifier(line)
    return SQL(
        """LATERAL (SELECT coalesce(%(line)s.fee, 'freight') AS fee
              UNION SELECT part.key FROM jsonb_each_text(%(line)s.parts) AS part
                     WHERE part.value::numeric > 0 AND (%(line)s.amount - %(line)s.payable) * 100 < part.value::numeric
              UNION SELECT part.key FROM jsonb_each_text(%(line)s.covers) AS part
                     WHERE (coalesce(%(line)s.expected, 0) - %(line)s.payable) * 100 < part.value::numeric)""", line=name)


def paid_before(cr, bill, numbers) -> dict:
    """:return: (number, fee) that other approved bills of the carrier pay, fees inside amounts among them -> fen of those lines."""
    cr.execute(SQL(
        """SELECT line.number, held.fee, round(sum(line.payable) * 100)::bigint
             FROM logistics_bill_line line JOIN logistics_bill bill ON bill.id = line.bill_id CROSS JOIN %s AS held
            WHERE line.company_id = %s AND line.carrier_id = %s AND line.number = ANY(%s) AND bill.id != %s
              AND bill.state IN ('approved', 'invoiced') AND line.payable > 0
            GROUP BY line.number, held.fee""",
        _fees_of("line"), bill.company_id.id, bill.carrier_id.id, list(numbers), bill.id))
    return {(number, fee): fen for number, fee, fen in cr.fetchall()}


def supplements_paid_meanwhile(cr, bill) -> list:
    """:return: numbers of supplements whose fee another approved bill pays since they were matched; the first twenty."""
    cr.execute(SQL(
        """SELECT DISTINCT line.number
             FROM logistics_bill_line line
             LEFT JOIN LATERAL (
                  SELECT round(sum(other.payable) * 100)::bigint AS fen
                    FROM logistics_bill_line other JOIN logistics_bill paid ON paid.id = other.bill_id CROSS JOIN %s AS held
                   WHERE other.number = line.number AND other.company_id = line.company_id AND other.carrier_id = line.carrier_id
                     AND other.bill_id != line.bill_id AND other.payable > 0 AND held.fee = line.evidence->>'fee'
                     AND paid.state IN ('approved', 'invoiced')) now ON TRUE
            WHERE line.bill_id = %s AND line.cause = 'supplement' AND line.payable > 0
              AND coalesce(now.fen, 0) != coalesce((line.evidence->>'paid')::bigint, 0)
            ORDER BY line.number LIMIT 20""", _fees_of("other"), bill.id))
    return [number for number, in cr.fetchall()]


def paid_meanwhile(cr, bill) -> list:
    """:return: numbers of lines that shall be paid although another approved bill pays them; the first twenty."""
    cr.execute(SQL(
        """WITH mine AS (
               SELECT line.number, held.fee
                 FROM logistics_bill_line line CROSS JOIN %(mine)s AS held
                WHERE line.bill_id = %(bill)s AND line.payable > 0 AND line.result NOT IN ('repeat') AND coalesce(line.cause, '') != 'supplement'
                  AND line.number IS NOT NULL),
           others AS (
               SELECT other.number, held.fee
                 FROM logistics_bill_line other JOIN logistics_bill paid ON paid.id = other.bill_id CROSS JOIN %(others)s AS held
                WHERE other.company_id = %(company)s AND other.carrier_id = %(carrier)s AND other.bill_id != %(bill)s AND other.payable > 0
                  AND paid.state IN ('approved', 'invoiced') AND other.number IN (SELECT number FROM mine))
           SELECT DISTINCT number FROM mine JOIN others USING (number, fee) ORDER BY number LIMIT 20""",
        mine=_fees_of("line"), others=_fees_of("other"), bill=bill.id, company=bill.company_id.id, carrier=bill.carrier_id.id))
    return [number for number, in cr.fetchall()]


def shipped_between(cr, bill) -> tuple:
    """:return: (first, last) day on which parcels of the bill were shipped; (None, None) where it has none of ours."""
    cr.execute(SQL(
        """SELECT min(parcel.shipped_date), max(parcel.shipped_date)
             FROM logistics_parcel parcel
            WHERE parcel.id IN (SELECT parcel_id FROM logistics_bill_line WHERE bill_id = %s)""", bill.id))
    return cr.fetchone()


def write_results(cr, rows):
    """:param rows: dicts id, result, cause, expected, difference, direction, evidence, decision, payable (yuan as text),
        covers (fees that a freight contains -> fen)."""
    cr.execute(SQL(
        """UPDATE logistics_bill_line line
              SET result = x.result, cause = x.cause, expected = x.expected, difference = x.difference, direction = x.direction,
                  evidence = x.evidence, decision = x.decision, payable = x.payable, covers = x.covers, decided_by_id = NULL, reason = NULL
             FROM jsonb_to_recordset(%s::jsonb) AS x(id int, result varchar, cause varchar, expected numeric, difference numeric,
                  direction varchar, evidence jsonb, decision varchar, payable numeric, covers jsonb)
            WHERE x.id = line.id""", json.dumps(rows, ensure_ascii=False)))


def mark_parcels(cr, bill, times=1, by=1):
    """Tell the parcels what an approved bill pays for them; a freight line that is no repeat makes a parcel billed.

    A number stands for its parcel and the child parcels without a number of their own: each gets its part by weight, the mother the rest.

    :param times, by: fraction that brings an amount of the bill to what it is with tax.
    """
    cr.execute(SQL(
        """WITH paid AS (
               SELECT parcel_id, round(sum(payable) * %(times)s / %(by)s, 2) AS amount,
                      bool_or(fee = 'freight' AND coalesce(cause, '') NOT IN ('duplicate_in_bill', 'already_billed', 'supplement')) AS freight
                 FROM logistics_bill_line WHERE bill_id = %(bill)s AND parcel_id IS NOT NULL AND coalesce(cause, '') != 'carrier_mismatch'
                GROUP BY parcel_id),
           members AS (
               SELECT parcel_id AS mother, parcel_id AS id FROM paid
               UNION ALL
               SELECT child.parent_id, child.id FROM logistics_parcel child JOIN paid ON paid.parcel_id = child.parent_id
                WHERE child.tracking IS NULL AND child.state != 'cancelled'),
           parts AS (
               SELECT members.id, members.mother, paid.amount, paid.freight, round(paid.amount * greatest(parcel.weight_g, 1)
                          / sum(greatest(parcel.weight_g, 1)) OVER (PARTITION BY members.mother), 2) AS part
                 FROM members JOIN paid ON paid.parcel_id = members.mother JOIN logistics_parcel parcel ON parcel.id = members.id),
           shares AS (
               SELECT id, freight, CASE WHEN id = mother THEN amount - coalesce(sum(part) FILTER (WHERE id != mother) OVER (PARTITION BY mother), 0)
                                        ELSE part END AS amount
                 FROM parts)
           UPDATE logistics_parcel parcel
              SET billed_amount = coalesce(parcel.billed_amount, 0) + shares.amount,
                  bill_id = CASE WHEN shares.freight THEN %(bill)s ELSE parcel.bill_id END
             FROM shares WHERE shares.id = parcel.id""", bill=bill.id, times=times, by=by))
