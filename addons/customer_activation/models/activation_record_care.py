from odoo import fields, models


class ActivationRecord(models.Model):
    """The care calls of a customer."""

    _inherit = "activation.record"

    care_ids = fields.One2many("activation.care", "record_id", string="Care calls")
    care_count = fields.Integer(string="Calls to make", compute="_compute_care_count")

    def _compute_care_count(self):
        counts = dict(self.env["activation.care"].sudo()._read_group(  # sudo: a number on a button, the list itself asks for rights
            [("record_id", "in", self.ids), ("state", "=", "open")], ["record_id"], ["__count"]))
        for record in self:
            record.care_count = counts.get(record, 0)

    def _note_orders(self):
        super()._note_orders()
        self.env["activation.care"]._follow(self)

    def action_open_cares(self):
        """Show the care calls of the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Care calls"), "res_model": "activation.care", "view_mode": "list,form",
            "domain": [("record_id", "=", self.id)], "context": {"default_record_id": self.id}}
