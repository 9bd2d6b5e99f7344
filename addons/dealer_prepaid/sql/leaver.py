"""Leavers whose refund came back before its references were kept: what the upgrade needs."""
from odoo.tools import SQL


def keep_earlier_references(cr):
    """Move the reference of a refund that came back to those of before, an empty text where it was noted with the button; safe to repeat."""
    cr.execute(SQL(
        "UPDATE prepaid_leaver SET earlier_references = jsonb_build_array(COALESCE(bank_reference, '')), bank_reference = NULL"
        " WHERE return_entry_id IS NOT NULL AND state IN ('frozen', 'approved')"
        " AND (earlier_references IS NULL OR earlier_references::text IN ('[]', 'null', 'false'))"))
