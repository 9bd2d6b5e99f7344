from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidTopupWarning(models.Model):
    """A top-up looks like another one: found at submit, released by the finance manager with a reason, kept for ever (J24, N9)."""

    _name = "prepaid.topup.warning"
    _description = "Possible double top-up"
    _order = "id desc"
    _rec_name = "message"

    topup_id = fields.Many2one("prepaid.topup", required=True, index=True, ondelete="cascade")
    other_id = fields.Many2one("prepaid.topup", string="Looks like", index=True, ondelete="cascade")
    other_model = fields.Char(help="The kind of the other document where it is no top-up.")
    other_ref = fields.Many2oneReference(string="Other document", model_field="other_model", index=True)
    company_id = fields.Many2one(related="topup_id.company_id", store=True, index=True)
    code = fields.Selection(
        [("serial", "Same serial number"), ("file", "Same slip"), ("picture", "Similar slip"), ("payment", "Same amount, payer and time")],
        required=True, string="What is the same")
    message = fields.Char(compute="_compute_message", string="Warning")
    state = fields.Selection([("open", "To decide"), ("released", "Released")], default="open", required=True, index=True)
    released_by_id = fields.Many2one("res.users", string="Released by")
    released_at = fields.Datetime()
    reason = fields.Char()

    _has_other = models.Constraint("CHECK(other_id IS NOT NULL OR other_ref IS NOT NULL)", "A warning names the document it looks like.")
    _other_once = models.UniqueIndex("(topup_id, other_model, other_ref, code) WHERE other_ref IS NOT NULL", "This warning exists already.")
    _pair_once = models.Constraint("UNIQUE(topup_id, other_id, code)", "This warning exists already.")

    @api.depends("code", "topup_id", "other_id", "other_ref")
    @api.depends_context("lang")
    def _compute_message(self):
        for warning in self:
            other = warning.sudo()._other()  # sudo: the other payment may be of another company or sales company
            words = {
                "serial": warning.topup_id.bank_serial or "", "name": other.name, "owner": other.partner_id.name or other._payment_payer(),
                "amount": yuan(to_fen(other.amount)), "date": fields.Date.to_string(other._payment_day())}
            sentences = {
                "serial": self.env._(
                    "Serial number %(serial)s is already recorded in %(name)s (%(owner)s, %(amount)s CNY, %(date)s). Is it another payment?", **words),
                "file": self.env._("The slip is the very file of %(name)s (%(owner)s, %(amount)s CNY, %(date)s). Is it another payment?", **words),
                "picture": self.env._("The slip looks like the one of %(name)s (%(owner)s, %(amount)s CNY, %(date)s). Is it another payment?", **words),
                "payment": self.env._("Amount, payer and time are those of %(name)s (%(owner)s, %(amount)s CNY, %(date)s). Is it another payment?", **words),
            }
            warning.message = sentences.get(warning.code)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Warnings are found when a top-up is submitted."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A warning is released with the button of its top-up."))
        return super().write(vals)

    def _live(self):
        """Give the warnings that still need a decision: open, and the other payment still counts."""
        return self.filtered(lambda warning: warning.state == "open" and warning._other().state not in ("rejected", "reversed"))

    def _other(self):
        """Give the document that the top-up looks like."""
        self.ensure_one()
        return self._other_of({"other_id": self.other_id.id, "other_model": self.other_model, "other_ref": self.other_ref})

    @api.model
    def _other_of(self, vals):
        return self.env[vals.get("other_model") or "prepaid.topup"].browse(vals.get("other_ref") or vals.get("other_id"))

    def action_open_other(self):
        """Open the document that the top-up looks like."""
        self.check_access("read")
        other = self._other()
        return {"type": "ir.actions.act_window", "res_model": other._name, "res_id": other.id, "view_mode": "form"}
