from odoo import fields, models

CODES = [
    ("proof_before", "Differences in the ledger before"), ("twice", "Held by requests sent twice (fen)"), ("other_figures", "Same key, other amount: refused"),
    ("all_back", "After giving all back: entries, held, available (fen)"), ("crowd_failed", "Technical errors in the crowd"),
    ("crowd_held", "Holds placed where half of them can be paid"), ("crowd_balance", "After the crowd: entries, held, available (fen)"),
    ("crowd_p95", "95 of 100 requests of the crowd within (seconds)"), ("crash_left", "Holds left by sessions that died"),
    ("crash_balance", "After the recovery: entries, held, available (fen)"), ("race_both", "Shipment and cancellation that both won"),
    ("race_balance", "After the races: held, available (fen)"), ("proof_after", "Differences in the ledger afterwards"),
]


class PrepaidSelfTestLine(models.Model):
    """One figure of a self-test: found and expected."""

    _name = "prepaid.self.test.line"
    _description = "Figure of a self-test"
    _order = "test_id desc, sequence, id"
    _rec_name = "code"

    test_id = fields.Many2one("prepaid.self.test", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="test_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(CODES, required=True, readonly=True, string="Figure")
    found = fields.Char(readonly=True)
    expected = fields.Char(readonly=True)
    is_good = fields.Boolean(readonly=True, string="As expected")
    seconds = fields.Float(readonly=True, digits=(10, 2))
