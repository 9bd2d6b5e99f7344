"""The outbox of notices."""
import json

from odoo.tools import SQL


def put(env, values):
    """Put a notice into the outbox unless its event has one already, in one statement.

    :param values: dict of company_id, event, code, res_model, res_id, order_id, partner_id and details (JSON).
    :return: whether the event is new.
    """
    env.cr.execute(SQL(
        """INSERT INTO dealer_notice (company_id, event, code, res_model, res_id, order_id, partner_id, details, state, tries, create_uid, create_date)
           VALUES (%(company_id)s, %(event)s, %(code)s, %(res_model)s, %(res_id)s, %(order_id)s, %(partner_id)s, %(details)s::jsonb, 'new', 0,
                   %(uid)s, now() AT TIME ZONE 'UTC')
      ON CONFLICT (company_id, event) DO NOTHING""", **{**values, "details": json.dumps(values["details"]), "uid": env.uid}))
    return bool(env.cr.rowcount)
