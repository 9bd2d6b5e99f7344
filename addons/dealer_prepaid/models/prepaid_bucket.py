from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .prepaid_lot import BUCKETS

# code, place in the order of use, treatment in the books, what happens at the season's close (ledger.md P5, P6)
DEFAULTS = (("gift", 10, "memo", "expire"), ("rebate", 20, "income", "carry"), ("expense", 30, "expense", "carry"), ("cash", 40, "cash", "refund"))
POLICY = ("sequence", "max_share", "gl_treatment", "close_policy")


class PrepaidBucket(models.Model):
    """How one kind of prepaid money is used in a company: its place in the order of use, its share, its books, its end."""

    _name = "prepaid.bucket"
    _description = "Prepaid bucket"
    _order = "company_id, sequence, id"
    _rec_name = "code"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade")
    code = fields.Selection(BUCKETS, required=True, string="Bucket")
    sequence = fields.Integer(default=10, required=True, help="Buckets with a smaller number are used first; inside one what expires first. "
        "A rule of the orders: a change holds for all money at once.")
    max_share = fields.Float(
        string="Share of an order (%)", default=100.0, required=True, digits=(5, 2), help="At most so much of one order is paid from the bucket.")
    gl_treatment = fields.Selection(
        [("cash", "Advance of the dealer"), ("memo", "Outside the books until used, then a discount"),
         ("income", "Advance, against goods income"), ("expense", "Advance, against selling expense")],
        string="In the books", required=True, help="Where a credit of this bucket stands. A change holds for credits from now on.")
    close_policy = fields.Selection(
        [("refund", "Paid back"), ("expire", "Expires"), ("carry", "Goes to the next season")], string="At the season's close", required=True,
        help="What becomes of a credit that is left then. A change holds for credits from now on.")

    change_reason = fields.Char(string="Reason of the change", store=False, help="Why the rule is changed; it stays in the log of the settings.")

    _code_uniq = models.Constraint("UNIQUE(company_id, code)", "This bucket has its rule in this company already.")

    @api.constrains("code", "max_share", "gl_treatment", "close_policy")
    def _check_rule(self):
        for bucket in self:
            if not 0 < bucket.max_share <= 100:
                raise ValidationError(self.env._("The share of a bucket is above 0 and at most 100 percent."))
            if bucket.code == "cash" and (bucket.max_share != 100 or bucket.gl_treatment != "cash"):
                raise ValidationError(self.env._("Cash pays all of an order and is an advance of the dealer; this cannot be changed."))
            if bucket.code == "cash" and bucket.close_policy == "expire":
                raise ValidationError(self.env._(
                    "Cash is the dealer's own money: at the season's close it is paid back or goes to the next season, it never expires."))
            if bucket.code != "cash" and (bucket.gl_treatment == "cash" or bucket.close_policy == "refund"):
                raise ValidationError(self.env._("Only cash is an advance paid in and only cash is paid back; gifts and rebates are not."))

    def write(self, vals):
        vals = dict(vals)
        reason = (vals.pop("change_reason", None) or "").strip()
        before = {bucket: {name: bucket._shown(name) for name in POLICY if name in vals} for bucket in self}
        result = super().write(vals) if vals else True
        for bucket in self:
            changed = {name: old for name, old in before[bucket].items() if old != bucket._shown(name)}
            if changed and not reason and not self.env.su:
                raise UserError(self.env._("Say why the rule of %s is changed: fill in the reason in its line.", bucket._shown("code")))
            self.env["dealer.settings.log"].sudo().create([{  # sudo: the log is written by the change itself
                "company_id": bucket.company_id.id, "field_name": f"prepaid.bucket.{bucket.code}.{name}", "old_value": old,
                "new_value": bucket._shown(name), "user_id": self.env.uid, "reason": reason or False} for name, old in changed.items()])
        return result

    def _shown(self, name):
        """Give a value as a person reads it."""
        field, value = self._fields[name], self[name]
        return str(dict(field._description_selection(self.env)).get(value, value) if field.type == "selection" else value)

    @api.model
    def _fill_defaults(self, company):
        """Give a company the four buckets it has no rule for.

        :param company: one res.company.
        :return: the created records.
        """
        known = set(self.search([("company_id", "=", company.id)]).mapped("code"))
        return self.create([
            {"company_id": company.id, "code": code, "sequence": sequence, "gl_treatment": treatment, "close_policy": policy}
            for code, sequence, treatment, policy in DEFAULTS if code not in known])
