from odoo import fields, models
from odoo.exceptions import UserError

from .promo_presale import FINANCE


class PromoPresale(models.Model):
    """Money of deposits: received on a bank or cash journal, kept as income or given back; the order's invoice takes the rest of the way."""

    _inherit = "promo.presale"

    journal_id = fields.Many2one(
        "account.journal", string="Receiving account", check_company=True, domain="[('type', 'in', ('bank', 'cash'))]", copy=False, ondelete="restrict")
    payment_ref = fields.Char(string="Bank reference", copy=False)
    back_ref = fields.Char(string="Reference of giving back", copy=False)
    entry_ids = fields.One2many("account.move", "promo_presale_id", string="Entries", readonly=True, groups="base.group_user")

    def action_receive(self):
        """Note that the deposits were received: each gets the next number of its presale and takes a place of what is limited.

        :raises UserError: outside of the presale's time, without account or reference, or when nothing is left.
        """
        self._need(FINANCE)
        for record in self:
            record._need_state("draft")
            if not record.journal_id or not (record.payment_ref or "").strip():
                raise UserError(self.env._("%s: enter the receiving account and the bank reference.", record.name))
            record._need_running()
            record._check_goods()
            buyer = record._need_buyer()
            if record._reserve_place():
                rule = record.sudo().rule_id  # sudo: the name for the sentence
                raise UserError(self.env._("%(name)s: the presale %(rule)s has no place left.", name=record.name, rule=rule.name))
            record.sudo().write({  # sudo: written by this step alone
                "state": "paid", "number": record._next_number(), "paid_at": fields.Datetime.now(), "paid_by": self.env.uid,
                "buyer_then": {"id": buyer.id, "facts": buyer.facts, "orders_done": buyer.orders_done}})
            record._post_money(record.journal_id.default_account_id, record._account("promo_deposit_account_id"), record.payment_ref)
        return True

    def action_give_back(self):
        """Note that deposits were given back.

        :raises UserError: without the reference of the payment.
        """
        self._need(FINANCE)
        for record in self:
            record._need_state("refund")
            if not (record.back_ref or "").strip():
                raise UserError(self.env._("%s: enter the reference of the payment that gave it back.", record.name))
            record.sudo().state = "refunded"  # sudo: written by this step alone
            record._post_money(record._account("promo_deposit_account_id"), record.journal_id.default_account_id, record.back_ref)
        return True

    def _post_kept(self):
        self._post_money(self._account("promo_deposit_account_id"), self._account("promo_deposit_income_id"), self.name)

    def _account(self, name):
        company = self.company_id.sudo()  # sudo: a setting
        if not company[name]:
            raise UserError(self.env._("%(name)s: the settings of promotions name no account “%(account)s”.", name=self.name,
                                       account=company._fields[name]._description_string(self.env)))
        return company[name]

    def _post_money(self, debit, credit, text):
        """Post the deposit from one account to another."""
        if not debit or not credit:
            raise UserError(self.env._("%(name)s: the journal %(journal)s has no account of its own.", name=self.name, journal=self.journal_id.display_name))
        name = f"{self.name} {text}"
        self.env["account.move"].sudo().create({  # sudo: the entry follows the deposit, whoever receives it
            "move_type": "entry", "journal_id": self.journal_id.id, "date": self.company_id._dealer_today(), "ref": name, "promo_presale_id": self.id,
            "line_ids": [fields.Command.create({"name": name, "account_id": account.id, "partner_id": self.partner_id.commercial_partner_id.id,
                                                side: self.amount}) for account, side in ((debit, "debit"), (credit, "credit"))]}).action_post()
