"""Receiving accounts before what dealers are told was the same in every language: what the upgrade needs."""
from odoo.tools import SQL


def keep_one_hint(cr):
    """Keep of the translations of what dealers are told the one that they read, in a column of plain text.

    That of the company's language, else the Chinese one, else the English one. Runs when the registry is complete: until then a
    field that the database has as translated is treated as such, and its column would be made anew.
    """
    cr.execute(SQL(
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'account_journal' AND column_name = 'prepaid_payment_hint'"
        " AND udt_name = 'jsonb' AND table_schema = current_schema"))
    if cr.fetchone()[0]:
        cr.execute(SQL(
            "UPDATE account_journal journal SET prepaid_payment_hint = jsonb_build_object('en_US', COALESCE("
            " journal.prepaid_payment_hint->>partner.lang, journal.prepaid_payment_hint->>'zh_CN', journal.prepaid_payment_hint->>'en_US'))"
            " FROM res_company company JOIN res_partner partner ON partner.id = company.partner_id"
            " WHERE company.id = journal.company_id AND journal.prepaid_payment_hint IS NOT NULL"))
        cr.execute(SQL(
            "ALTER TABLE account_journal ALTER COLUMN prepaid_payment_hint TYPE varchar USING prepaid_payment_hint->>'en_US'"))
    cr.execute(SQL("UPDATE ir_model_fields SET translate = NULL WHERE model = 'account.journal' AND name = 'prepaid_payment_hint'"))
