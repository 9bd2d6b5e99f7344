"""Who decided whose documents: one query over all kinds of documents with two persons."""
from typing import NamedTuple

from odoo.tools import SQL

ROOM = 50_000_000  # documents of one kind before their numbers in the list would meet those of the next kind


class PairSource(NamedTuple):
    """One kind of document: its model, and the columns of maker, checker, moment of the decision and amount ("" for none)."""

    model: str
    maker: str
    checker: str
    decided: str
    amount: str = "amount"


def pairs_query(sources, lang):
    """Give the decided documents of all kinds.

    :param sources: list of (PairSource, table name); columns are names of the program, never of a user.
    :param lang: language of the names of the kinds.
    :return: SQL of id, res_model, res_id, kind, company_id, maker_id, checker_id, decided_at, decided_on, minutes, amount.
    """
    parts = [
        SQL("""SELECT d.id + %(room)s::integer * %(number)s AS id, %(model)s AS res_model, d.id AS res_id,
                      coalesce(m.name->>%(lang)s, m.name->>'en_US') AS kind, d.company_id, d.%(maker)s AS maker_id, d.%(checker)s AS checker_id,
                      d.%(decided)s AS decided_at, (d.%(decided)s AT TIME ZONE 'UTC' AT TIME ZONE coalesce(place.tz, 'Asia/Shanghai'))::date AS decided_on,
                      floor(extract(epoch FROM d.%(decided)s - d.create_date) / 60)::integer AS minutes, %(amount)s AS amount
                 FROM %(table)s d JOIN ir_model m ON m.model = %(model)s
                      LEFT JOIN res_company firm ON firm.id = d.company_id LEFT JOIN res_partner place ON place.id = firm.partner_id
                WHERE d.%(maker)s IS NOT NULL AND d.%(checker)s IS NOT NULL AND d.%(decided)s IS NOT NULL""",
            room=ROOM, number=number, model=source.model, lang=lang, maker=SQL.identifier(source.maker), checker=SQL.identifier(source.checker),
            decided=SQL.identifier(source.decided), table=SQL.identifier(table),
            amount=SQL("abs(d.%s)", SQL.identifier(source.amount)) if source.amount else SQL("0"))
        for number, (source, table) in enumerate(sources)]
    return SQL(" UNION ALL ").join(parts)
