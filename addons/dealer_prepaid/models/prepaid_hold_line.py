from odoo import fields, models


class PrepaidHoldLine(models.Model):
    """The part of a hold that one lot gives, or (without a lot) the credit line. Written by the gate only."""

    _name = "prepaid.hold.line"
    _description = "Part of a prepaid hold"
    _order = "hold_id, id"
    _log_access = False

    hold_id = fields.Many2one("prepaid.hold", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one(related="hold_id.currency_id")
    lot_id = fields.Many2one("prepaid.lot", index="btree_not_null", ondelete="restrict")
    amount = fields.Monetary(required=True)
    captured = fields.Monetary(required=True)
    released = fields.Monetary(string="Given back", required=True)

    _within_amount = models.Constraint(
        "CHECK(amount > 0 AND captured >= 0 AND released >= 0 AND captured + released <= amount)",
        "Used and released parts of a hold stay within its amount.")
