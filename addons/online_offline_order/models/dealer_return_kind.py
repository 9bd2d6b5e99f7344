from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DealerReturn(models.Model):
    """The kind of a return inside its class, such as goods that were sent wrong: rules of fees and bearers may name it (J27)."""

    _inherit = "dealer.return"

    reason_id = fields.Many2one(
        "logistics.fee.reason", string="Subclass", ondelete="restrict", index="btree_not_null", tracking=True, domain=[("return_class", "!=", False)],
        help="Settles the class: goods sent wrong come back as those of bad quality, the company bears everything.")

    @api.onchange("reason_id")
    def _onchange_reason_id(self):
        if self.reason_id.return_class:
            self.reason_class = self.reason_id.return_class

    @api.onchange("reason_class")
    def _onchange_reason_class(self):
        if self.reason_id and self.reason_id.return_class != self.reason_class:
            self.reason_id = False

    @api.constrains("reason_id", "reason_class")
    def _check_reason_class(self):
        for record in self.filtered("reason_id"):
            kind = record.reason_id.sudo()  # sudo: the check holds whoever writes
            if kind.return_class != record.reason_class:
                raise ValidationError(self.env._(
                    "Return %(name)s: the kind “%(kind)s” does not belong to its class; choose one of the two again.", name=record.name, kind=kind.name))
