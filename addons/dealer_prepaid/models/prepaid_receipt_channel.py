from odoo import api, fields, models
from odoo.exceptions import AccessError

KINDS = {"bank": "bank", "alipay": "bank", "wechat": "bank", "cheque": "bank", "gateway": "bank", "cash": "cash"}


class PrepaidReceiptChannel(models.Model):
    """A way in which money for orders comes in. An offline channel tells the program nothing, so a proof is required (R1-065)."""

    _name = "prepaid.receipt.channel"
    _description = "Receipt channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short code, as sheets may write it.")
    sequence = fields.Integer(default=10)
    is_offline = fields.Boolean(string="Proof required", default=True, help="Nobody but a person sees the money arrive: a proof file is required.")
    active = fields.Boolean(default=True)
    journal_type = fields.Selection(
        [("bank", "Bank account or wallet"), ("cash", "Cash box")], string="Comes in on", compute="_compute_journal_type", store=True, readonly=False,
        help="Kind of account this money comes in on; empty for both.")
    journal_ids = fields.Many2many(
        "account.journal", "prepaid_channel_journal_rel", "channel_id", "journal_id", string="Accounts", domain=[("type", "in", ("bank", "cash"))],
        help="Accounts this money may come in on. A company without one here uses its accounts of that kind, and for Alipay those whose usual method it is.")

    _code_uniq = models.Constraint("UNIQUE(code)", "This channel code is taken already.")

    @api.depends("code")
    def _compute_journal_type(self):
        for channel in self:
            channel.journal_type = KINDS.get(channel.code, channel.journal_type)

    def _accounts(self, company):
        """Give the accounts that money of this channel may come in on, the one to propose first.

        :param company: one res.company.
        :return: account.journal in sudo.
        """
        self.ensure_one()
        journals = company._receiving_rows()
        listed = journals & self.sudo().journal_ids  # sudo: the accounts of every company are listed here
        if listed:
            return listed
        fitting = journals.filtered(lambda journal: self.journal_type in (False, journal.type))
        own = fitting.filtered(lambda journal: journal.prepaid_method == self.code)
        if own:
            return own
        fitting = fitting.filtered(lambda journal: journal.prepaid_method != "alipay")  # a wallet takes no bank transfers
        return fitting.sorted(lambda journal: not journal.is_prepaid_receiving)

    def _check_finance(self):
        if not self.env.su and not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Receipt channels are kept by the finance manager."))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_finance()
        return super().create(vals_list)

    def write(self, vals):
        self._check_finance()
        return super().write(vals)
