"""A hold that moves to another account together with its money: nothing becomes free on the way, so no gate is needed."""
from odoo.tools import SQL


def insert_open_hold(cr, vals):
    """Main transaction: place a hold whose money arrives on the account with an entry of the same transaction.

    ``available`` stays as it is: what the entry brings, the hold keeps back.

    :param vals: account_id, key, amount_fen, res_model, res_id, label, uid.
    :return: id of the hold.
    """
    cr.execute(SQL(
        """INSERT INTO prepaid_hold (account_id, company_id, currency_id, key, amount, captured, released, state,
                                     res_model, res_id, label, created_at, create_uid, write_uid, create_date, write_date)
           SELECT a.id, a.company_id, a.currency_id, %(key)s, %(fen)s::numeric / 100, 0, 0, 'open',
                  %(model)s, %(res)s, %(label)s, now() AT TIME ZONE 'UTC', %(uid)s, %(uid)s,
                  now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
             FROM prepaid_account a WHERE a.id = %(account)s
        RETURNING id""",
        key=vals["key"], fen=vals["amount_fen"], model=vals["res_model"], res=vals["res_id"], label=vals["label"],
        uid=vals["uid"], account=vals["account_id"]))
    return cr.fetchone()[0]
