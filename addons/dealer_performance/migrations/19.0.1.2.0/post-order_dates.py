from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, version):
    """Count an order of a dealer on the day when it was submitted, as the reports do, not when it was approved."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})  # superuser: the upgrade acts for the program
    cr.execute(
        """UPDATE activation_order a SET date = o.submitted_at FROM sale_order o
            WHERE o.id = a.order_id AND o.is_dealer_order AND o.submitted_at IS NOT NULL AND o.submitted_at <> a.date
        RETURNING a.record_id""")
    ids = sorted({record for (record,) in cr.fetchall()})  # before anything else asks the database
    env.invalidate_all()
    for start in range(0, len(ids), BATCH):
        env["activation.record"].browse(ids[start:start + BATCH])._note_orders()
        env.flush_all()
        env.invalidate_all()
