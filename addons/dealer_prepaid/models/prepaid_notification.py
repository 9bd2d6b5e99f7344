from odoo import api, fields, models
from odoo.exceptions import AccessError


class PrepaidNotification(models.Model):
    """What a payment provider reported and what became of it: every report is kept, the refused ones too (S12)."""

    _name = "prepaid.notification"
    _description = "Payment notification"
    _order = "id desc"
    _rec_name = "reference"

    provider = fields.Char(required=True, index=True)
    reference = fields.Char(required=True, index=True)
    amount_text = fields.Char(string="Amount reported")
    currency_text = fields.Char(string="Currency reported")
    fee_text = fields.Char(string="Fee reported")
    topup_id = fields.Many2one("prepaid.topup", string="Top-up", ondelete="restrict", index="btree_not_null")
    company_id = fields.Many2one("res.company", index=True)
    outcome = fields.Selection(
        [("credited", "Credited"), ("repeated", "Repeated, nothing done"), ("unknown", "Unknown reference"), ("amount_differs", "Other amount"),
         ("currency_differs", "Other currency"), ("bad_amount", "No amount"), ("bad_fee", "No possible fee"), ("not_waiting", "Top-up is not waiting"),
         ("refused", "Paid, but cannot be booked")],
        required=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Notifications come from payment providers only."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("A notification stays as it came."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("A notification stays as it came."))

    def action_open_topup(self):
        """Open the top-up the notification is about."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.topup", "res_id": self.topup_id.id, "view_mode": "form"}
