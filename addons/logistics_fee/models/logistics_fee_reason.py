from odoo import api, fields, models
from odoo.exceptions import UserError

from ..adapters.conditions import refuse_unlink, rule_naming


class LogisticsFeeReason(models.Model):
    """Why goods come back, as fee rules and shares of the freight tell it apart."""

    _name = "logistics.fee.reason"
    _description = "Reason for fees"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="What documents say, e.g. quality or non_quality.")
    return_class = fields.Selection(
        [("non_quality", "Not quality"), ("quality", "Quality")], string="Class of a return", help="Returns of this class may name the reason.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "A reason with this code is there already.")

    def write(self, vals):
        if "code" in vals:
            for reason in self.filtered(lambda reason: reason.code != vals["code"]):
                rule = rule_naming(reason, [("state", "!=", "draft")])
                if rule:
                    raise UserError(self.env._(
                        "The code of %(reason)s stays, %(rule)s is in force by it: make a new reason for another code.",
                        reason=reason.display_name, rule=rule.display_name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unnamed(self):
        refuse_unlink(self)
