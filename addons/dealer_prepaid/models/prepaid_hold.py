from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sql import sums
from .prepaid_sums_mixin import search_sum


class PrepaidHold(models.Model):
    """Money kept back for one document. Written by the gate only; nobody has the right to change one."""

    _name = "prepaid.hold"
    _description = "Prepaid hold"
    _inherit = ["prepaid.sums.mixin"]
    _order = "id desc"
    _rec_name = "label"
    _sums = {"open_amount": sums.open_amount}

    account_id = fields.Many2one("prepaid.account", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True)
    key = fields.Char(required=True)
    label = fields.Char(string="Document")
    amount = fields.Monetary(required=True)
    captured = fields.Monetary(string="Shipped", required=True)
    released = fields.Monetary(string="Given back", required=True)
    open_amount = fields.Monetary(string="Still held", compute="_compute_open_amount", search=search_sum("open_amount"))
    state = fields.Selection(
        [("tentative", "Being written"), ("open", "Kept back"), ("done", "Used up"), ("released", "Given back")], required=True, index=True)
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    reason = fields.Char(help="Why the hold was released.")
    created_at = fields.Datetime(required=True)
    expires_at = fields.Datetime(index="btree_not_null", help="Released by the database's clock after this moment unless the goods are on their way.")
    reminded_at = fields.Datetime(readonly=True, help="When the order's owner was told that the hold runs out soon.")
    store_id = fields.Many2one("res.partner", string="Store", index="btree_not_null", ondelete="restrict")
    counted_at = fields.Datetime(readonly=True, help="When a limit of the store counted it: at the submit of an order whose money was not held.")
    line_ids = fields.One2many("prepaid.hold.line", "hold_id", string="Lots")
    age_days = fields.Integer(string="Days held", compute="_compute_age_days")
    cause = fields.Char(string="Waits for", compute="_compute_cause", help="What keeps the money from being debited, and who can act.")

    _key_uniq = models.Constraint("UNIQUE(key)", "This document has a hold already.")
    _within_amount = models.Constraint(
        "CHECK(amount > 0 AND captured >= 0 AND released >= 0 AND captured + released <= amount)",
        "Shipped and released parts of a hold stay within its amount.")
    _closed_when_used = models.Constraint(
        "CHECK((state IN ('done', 'released')) = (captured + released = amount))", "A hold is closed when nothing of it is left.")
    _live_of_account = models.Index("(account_id) WHERE state IN ('tentative', 'open')")

    @api.depends("amount", "captured", "released")
    def _compute_open_amount(self):
        for hold in self:
            hold.open_amount = hold.amount - hold.captured - hold.released

    @api.depends("created_at")
    def _compute_age_days(self):
        now = self.env.cr.now()  # its moments come from the database's clock
        for hold in self:
            hold.age_days = (now - hold.created_at).days

    def _compute_cause(self):
        self.cause = False
        for model, holds in self.filtered(lambda hold: hold.state in ("tentative", "open")).grouped("res_model").items():
            if not hasattr(self.env.get(model), "_hold_cause"):
                continue
            documents = self.env[model].sudo().browse(holds.mapped("res_id")).exists()  # sudo: the sentence names a state only
            causes = {document.id: document._hold_cause() for document in documents}
            for hold in holds:
                hold.cause = causes.get(hold.res_id, False)

    def action_open_document(self):
        """Open the document the money is held for."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("The document of hold %s no longer exists: tell the administrator, the money waits for it.", self.label))
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": document.id, "view_mode": "form"}
