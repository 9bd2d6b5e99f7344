from odoo import api, fields, models

from ..sql import sums
from .prepaid_sums_mixin import search_sum

BUCKETS = [("gift", "Gift"), ("rebate", "Rebate"), ("expense", "Marketing allowance"), ("cash", "Cash")]


class PrepaidLot(models.Model):
    """What is left of one credit: a top-up, a gift, a rebate. Written by the gate only; nobody has the right to change one.

    It keeps the rule of its bucket under which it was made: where it stands in the books and what becomes of it at the close.
    free = initial - settled + restored - what live and captured holds took. ``settled`` paid a debt when the money came in.
    """

    _name = "prepaid.lot"
    _description = "Prepaid lot"
    _inherit = ["prepaid.sums.mixin"]
    _sums = {"used": sums.used}
    _order = "id desc"

    account_id = fields.Many2one("prepaid.account", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id", string="Account owner")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True)
    bucket = fields.Selection(BUCKETS, required=True)
    memo = fields.Boolean(string="Outside the books", help="The lot is no liability in the books: using it is a discount.")
    gl_treatment = fields.Selection(lambda self: self._rule_words("gl_treatment"), string="In the books", readonly=True)
    close_policy = fields.Selection(lambda self: self._rule_words("close_policy"), string="At the season's close", readonly=True)
    entry_id = fields.Many2one("prepaid.entry", string="Source", index="btree_not_null", ondelete="restrict")
    created_on = fields.Date(required=True, string="Since")
    expires_on = fields.Date(string="Last day")
    initial = fields.Monetary(required=True, string="Amount")
    free = fields.Monetary(required=True, help="Neither used nor held.")
    settled = fields.Monetary(required=True, help="Paid a debt of the account when it came in.")
    restored = fields.Monetary(required=True, help="Given back by returns.")
    used = fields.Monetary(compute="_compute_used", search=search_sum("used"), help="Used or held so far, after what returns gave back.")
    line_ids = fields.One2many("prepaid.hold.line", "lot_id", string="Uses")

    _within = models.Constraint(
        "CHECK(initial > 0 AND free >= 0 AND settled >= 0 AND restored >= 0 AND free + settled <= initial)", "A lot gives at most what it had.")
    _free_of_account = models.Index("(account_id, id) WHERE free > 0")

    @api.model
    def _rule_words(self, name):
        """Give the choices of a rule of buckets."""
        return self.env["prepaid.bucket"]._fields[name]._description_selection(self.env)

    def _rule(self):
        """Give the rule the lot was made under as an entry hands it on: "treatment/policy"."""
        self.ensure_one()
        return f"{self.gl_treatment or ''}/{self.close_policy or ''}"

    @api.depends("initial", "free", "settled")
    def _compute_used(self):
        for lot in self:
            lot.used = lot.initial - lot.free - lot.settled

    @api.depends("bucket", "created_on", "entry_id")
    def _compute_display_name(self):
        words = dict(self._fields["bucket"]._description_selection(self.env))
        for lot in self:
            source = lot.entry_id.sudo().label  # sudo: a lot is read with the name of its source
            lot.display_name = f"{words.get(lot.bucket, '')} {lot.created_on or ''} {source or ''}".strip()

    def action_open_uses(self):
        """Show the ledger entries that used or restored the lot."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_entry_action")
        keys = self.line_ids.hold_id.mapped("key")
        return {**action, "domain": ["&", ("account_id", "=", self.account_id.id), "|", ("hold_key", "in", keys), ("id", "=", self.entry_id.id)], "context": {}}
