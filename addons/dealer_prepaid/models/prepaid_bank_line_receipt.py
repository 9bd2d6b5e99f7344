from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PrepaidBankLine(models.Model):
    """A remittance that a receipt for an order took as its proof is no top-up any more."""

    _inherit = "prepaid.bank.line"

    receipt_id = fields.Many2one(
        "prepaid.receipt", string="Receipt", readonly=True, copy=False, check_company=True, ondelete="restrict", index="btree_not_null")

    @api.depends("receipt_id")
    def _compute_state(self):
        super()._compute_state()
        self.filtered("receipt_id").state = "used"

    def write(self, vals):
        if not self.env.su:
            if "receipt_id" in vals:
                raise AccessError(self.env._("The receipt that a remittance proves is chosen on the receipt."))
            for line in self.filtered("receipt_id"):
                raise UserError(self.env._(
                    "Remittance %(serial)s proves receipt %(name)s and stays as it is: have that receipt rejected first.",
                    serial=line.serial, name=line.receipt_id.name))
        return super().write(vals)

    def action_make_topups(self):
        """Make top-ups of remittances, see the remittance; those of receipts are refused."""
        for line in self.filtered("receipt_id"):
            raise UserError(self.env._(
                "Remittance %(serial)s belongs to receipt %(name)s and is no top-up: leave it out.",
                serial=line.serial, name=line.receipt_id.name))
        return super().action_make_topups()
