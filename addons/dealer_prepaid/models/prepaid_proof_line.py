from odoo import fields, models


class PrepaidProofLine(models.TransientModel):
    """One figure of a proof of balance."""

    _name = "prepaid.proof.line"
    _description = "Figure of a proof of balance"
    _order = "proof_id, sequence"
    _rec_name = "label"

    proof_id = fields.Many2one("prepaid.proof", required=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="proof_id.currency_id")
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection([("part", "Part"), ("total", "Total")], readonly=True, required=True)
    label = fields.Char(readonly=True, required=True, string="Figure")
    amount = fields.Monetary(readonly=True)
    has_amount = fields.Boolean(readonly=True)
    note = fields.Char(readonly=True, string="Where it comes from")
    result = fields.Selection([("right", "Agrees"), ("wrong", "Differs")], readonly=True, string="Check")
