"""Customers who stand in the register twice: the same phone, or the same name, however it was written."""
from odoo.tools import SQL

KINDS = {
    "phone": SQL("regexp_replace(regexp_replace(COALESCE(p.phone, ''), '[^0-9]', '', 'g'), '^(00)?86(?=1[3-9][0-9]{9}$)', '')"),
    "name": SQL("lower(regexp_replace(COALESCE(p.name, ''), '[[:space:]()（）·.,，。-]', '', 'g'))"),
}


def duplicates(env, visible, kind, least=2):
    """Group the customers whom the user may read by what they have in common.

    :param visible: SQL of the ids of res.partner that the user may read.
    :param kind: a key of ``KINDS``: phone (digits only, without +86 and 0086) or name (small letters, without blanks and points).
    :param least: shortest value that counts; phones have seven digits at least.
    :return: list of (value, ids), the largest groups first.
    """
    env["res.partner"].flush_model(["phone", "name", "active"])
    least = 7 if kind == "phone" else least
    return env.execute_query(SQL(
        """SELECT value, array_agg(id ORDER BY id)
             FROM (SELECT p.id, %(value)s AS value FROM res_partner p WHERE p.id IN (%(visible)s)) known
            WHERE length(value) >= %(least)s
            GROUP BY value HAVING count(*) > 1
            ORDER BY count(*) DESC, value
            LIMIT 500""", value=KINDS[kind], visible=visible, least=least))
