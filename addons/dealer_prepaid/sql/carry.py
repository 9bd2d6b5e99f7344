"""A hold that moves to another account together with its money: nothing becomes free on the way, so no gate is needed."""
from odoo.tools import SQL


def insert_open_hold(cr, vals):
    """Main transaction: place a hold whose money arrives on the account with entries of the same transaction.

    ``available`` stays as it is: what the entries bring, the hold keeps back. The lots of the money begin used up.

    :param vals: account_id, key, amount_fen, res_model, res_id, label, store_id, expires_at, uid, lots: dicts of bucket, memo,
        expires_on, rule, entry_id, amount_fen, which add up to the amount.
    :return: id of the hold.
    """
    cr.execute(SQL(
        """INSERT INTO prepaid_hold (account_id, company_id, currency_id, key, amount, captured, released, state, res_model, res_id, label,
                                     store_id, expires_at, created_at, create_uid, write_uid, create_date, write_date)
           SELECT a.id, a.company_id, a.currency_id, %(key)s, %(fen)s::numeric / 100, 0, 0, 'open', %(model)s, %(res)s, %(label)s,
                  %(store)s, %(expires)s, now() AT TIME ZONE 'UTC', %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
             FROM prepaid_account a WHERE a.id = %(account)s
        RETURNING id""",
        key=vals["key"], fen=vals["amount_fen"], model=vals["res_model"], res=vals["res_id"], label=vals["label"],
        store=vals["store_id"], expires=vals["expires_at"], uid=vals["uid"], account=vals["account_id"]))
    hold_id = cr.fetchone()[0]
    for lot in vals["lots"]:
        cr.execute(SQL(
            """WITH lot AS (
                   INSERT INTO prepaid_lot (account_id, company_id, currency_id, bucket, memo, initial, free, settled, restored,
                                            expires_on, entry_id, created_on, gl_treatment, close_policy)
                   SELECT e.account_id, e.company_id, e.currency_id, %(bucket)s, %(memo)s, %(fen)s::numeric / 100, 0, 0, 0,
                          %(expires)s, e.id, e.date, nullif(split_part(%(rule)s, '/', 1), ''), nullif(split_part(%(rule)s, '/', 2), '')
                     FROM prepaid_entry e WHERE e.id = %(entry)s
                RETURNING id, company_id)
               INSERT INTO prepaid_hold_line (hold_id, company_id, lot_id, amount, captured, released)
               SELECT %(hold)s, company_id, id, %(fen)s::numeric / 100, 0, 0 FROM lot""",
            bucket=lot["bucket"], memo=lot["memo"], fen=lot["amount_fen"], expires=lot["expires_on"], rule=lot["rule"],
            entry=lot["entry_id"], hold=hold_id))
    return hold_id
