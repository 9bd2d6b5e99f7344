from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidDeposit(models.Model):
    """A security deposit of a dealer: received (E14), later applied to the prepaid account or returned (E15). Never part of available."""

    _name = "prepaid.deposit"
    _inherit = "prepaid.document"
    _description = "Security deposit"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_confirmer", "group_fin_manager")

    kind = fields.Selection(
        [("received", "Deposit received"), ("applied", "Applied to the account"), ("returned", "Returned")], required=True, default="received")
    partner_id = fields.Many2one(
        "res.partner", related=None, store=True, required=True, string="Dealer", domain=[("dealer_level", "in", ("dealer", "store"))], ondelete="restrict")
    account_id = fields.Many2one("prepaid.account", required=False, string="Applied to", domain="[('partner_id', '=', partner_id)]")
    journal_id = fields.Many2one(
        "account.journal", string="Bank account", check_company=True, ondelete="restrict", domain=[("type", "in", ("bank", "cash"))],
        default=lambda self: self.env["prepaid.topup"]._default_journal())
    date_paid = fields.Date(
        string="Paid on", compute="_compute_date_paid", store=True, readonly=False, precompute=True, copy=False,
        help="Day on which the money came in or went out at the bank. What goes back is paid when it is approved: whoever approves enters another day.")
    origin_id = fields.Many2one(
        "prepaid.deposit", string="Deposit", check_company=True, ondelete="restrict", index="btree_not_null",
        domain="[('kind', '=', 'received'), ('state', '=', 'approved'), ('partner_id', '=', partner_id)]")
    used_amount = fields.Monetary(readonly=True, copy=False, string="Applied or returned")
    left_amount = fields.Monetary(compute="_compute_left_amount", store=True, string="Still held")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A deposit has an amount above 0.00.")
    _never_over = models.Constraint("CHECK(used_amount >= 0 AND used_amount <= amount)", "A deposit cannot be applied or returned beyond its amount.")

    @api.depends("amount", "used_amount", "state", "kind")
    def _compute_left_amount(self):
        for deposit in self:
            held = deposit.kind == "received" and deposit.state == "approved"
            deposit.left_amount = deposit.amount - deposit.used_amount if held else 0

    @api.depends("kind")
    def _compute_date_paid(self):
        """Begin with today where money came in; a deposit older than this field has the day it was booked on."""
        for deposit in self:
            booked = deposit.sudo().move_id.date  # sudo: a day
            if deposit.kind == "returned" and not booked:
                deposit.date_paid = False
            else:
                deposit.date_paid = deposit.date_paid or booked or deposit.company_id._dealer_today()

    def _effect_fen(self):
        return 0, to_fen(self.amount) if self.kind == "applied" else 0

    def _check_ready(self):
        if self.kind == "applied" and not self.account_id:
            raise UserError(self.env._("%s: choose the prepaid account the deposit is applied to.", self.name))
        if self.kind != "applied" and not self.journal_id:
            raise UserError(self.env._("%s: choose the bank account that the money moves on.", self.name))
        if self.kind != "applied" and self.date_paid:
            self.company_id._prepaid_check_bank_day(self.name, self.date_paid)
        if self.kind == "received":
            if not self.proof_ids:
                raise UserError(self.env._("Deposit %s has no proof: attach the slip.", self.name))
            return
        if self.kind == "applied" and self.partner_id not in (self.account_id.partner_id | self.account_id.partner_id.dealer_id):
            raise UserError(self.env._("%(name)s: account %(account)s is not one of %(owner)s; choose an account of this owner.", name=self.name,
                                       account=self.account_id.display_name, owner=self.partner_id.display_name))
        if not self.origin_id or self.origin_id.partner_id != self.partner_id:
            raise UserError(self.env._("%s: choose which deposit of the dealer is used.", self.name))
        self._check_left()

    def _check_left(self):
        left = to_fen(self.origin_id.left_amount)
        if to_fen(self.amount) > left:
            raise UserError(self.env._(
                "%(name)s asks for %(amount)s, deposit %(deposit)s still holds %(left)s: lower the amount.",
                name=self.name, amount=yuan(to_fen(self.amount)), deposit=self.origin_id.name, left=yuan(left)))

    def _carry_out(self):
        fen, label = to_fen(self.amount), self.env._("Security deposit %s", self.name)
        journal, service = self.journal_id.sudo(), self.env["prepaid.posting"]  # sudo: approvers read no journals
        if self.kind == "received":
            move = service._post_event(
                self.company_id, journal, "E14", {"amount": fen}, label, bank_day=self.date_paid, partners={"owner": self.partner_id},
                accounts={"bank": journal.default_account_id})
            return {"move_id": move.id}
        self._check_left()
        if self.kind == "returned":
            self.sudo().date_paid = self.date_paid or self.company_id._dealer_today()  # sudo: the submitted document is closed
            self.company_id._prepaid_check_bank_day(self.name, self.date_paid)
            if self.origin_id.date_paid and self.date_paid < self.origin_id.date_paid:
                raise UserError(self.env._(
                    "%(name)s: deposit %(deposit)s came in on %(date)s and cannot go back before; enter the day of the payment.",
                    name=self.name, deposit=self.origin_id.name, date=self.origin_id.date_paid))
        self.origin_id.sudo().used_amount += self.amount  # sudo: flow field; two uses at once collide on this row
        if self.kind == "returned":
            move = service._post_event(
                self.company_id, journal, "E15", {"returned": fen}, label, bank_day=self.date_paid,
                partners={"owner": self.partner_id, "depositor": self.partner_id},
                accounts={"bank": journal.default_account_id})
            return {"move_id": move.id}
        account = self.account_id
        entry = account._post_entries(
            self._hold_key(), [{"kind": "adjust", "amount_fen": fen, "label": label}], self._name, self.id, approver=self.env.user)
        move = service._post_event(
            self.company_id, self.company_id.sudo().prepaid_journal_id, "E15", {"applied": fen}, label,  # sudo: approvers read no journals
            partners={"owner": account.partner_id, "depositor": self.partner_id})
        return self._book(entry, move)
