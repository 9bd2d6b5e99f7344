from odoo import fields, models


class PrepaidTieoutLine(models.Model):
    """One owner of a certificate, one account beside the advances, or one difference that it names."""

    _name = "prepaid.tieout.line"
    _description = "Tie-out line"
    _order = "tieout_id desc, kind desc, id"
    _rec_name = "partner_id"

    tieout_id = fields.Many2one("prepaid.tieout", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="tieout_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="tieout_id.date", store=True)
    kind = fields.Selection(lambda self: self._kinds(), required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Owner", readonly=True, index=True)
    account_id = fields.Many2one("prepaid.account", readonly=True)
    gl_account_id = fields.Many2one("account.account", string="Account of the books", readonly=True)
    entry_count = fields.Integer(readonly=True, string="Entries")
    ledger_amount = fields.Monetary(readonly=True, string="Ledger")
    memo_amount = fields.Monetary(readonly=True, string="Outside the books")
    waiting_amount = fields.Monetary(readonly=True, string="Waits for a GL batch")
    gl_amount = fields.Monetary(readonly=True, string="General ledger")
    other_amount = fields.Monetary(readonly=True, string="Without a document", help="Posted by entries that no document of the ledger names.")
    difference_amount = fields.Monetary(readonly=True, string="Difference")
    message = fields.Char(readonly=True, string="What differs")

    def _place_name(self):
        """Name the account of the books of a line, for who prints it."""
        return self.sudo().gl_account_id.with_company(self.company_id).display_name  # sudo: a name; not every signer reads the chart of accounts

    def _kinds(self):
        """Give the kinds of lines: owners, accounts beside the advances, entries in another month, and the kinds of differences that the proof knows."""
        differences = self.env["prepaid.difference"]._fields["kind"]._description_selection(self.env)
        return [("owner", self.env._("Owner")), ("place", self.env._("Account of the books")), ("moved", self.env._("Other month")), *differences]
