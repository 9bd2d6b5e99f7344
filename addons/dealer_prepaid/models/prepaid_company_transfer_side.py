from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import to_fen

PREPARERS = ("group_fin_cashier", "group_fin_settlement")
CASH = {"journal_id": "journal_hand_id", "bank_reference": "reference_hand_id", "date_paid": "date_hand_id"}  # value -> who entered the present one


class PrepaidCompanyTransferSide(models.Model):
    """What a transfer between companies is in the books of one of them: approval, ledger entry, journal entry, later the cash."""

    _name = "prepaid.company.transfer.side"
    _description = "Transfer between companies: own side"
    _inherit = "prepaid.journal.mixin"
    _order = "transfer_id desc, id"
    _check_company_auto = True

    transfer_id = fields.Many2one("prepaid.company.transfer", required=True, index=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    role = fields.Selection([("gives", "Gives the money"), ("takes", "Takes the money")], required=True, readonly=True)
    account_id = fields.Many2one("prepaid.account", required=True, readonly=True, check_company=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True, string="Account owner")
    amount = fields.Monetary(related="transfer_id.amount", store=True)
    transfer_state = fields.Selection(related="transfer_id.state", string="State")
    approver_id = fields.Many2one("res.users", string="Approved by", readonly=True)
    approved_at = fields.Datetime(readonly=True)
    entry_id = fields.Many2one("prepaid.entry", string="Ledger entry", readonly=True, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, ondelete="restrict")
    journal_id = fields.Many2one("account.journal", string="Bank", check_company=True, domain=[("type", "=", "bank")], ondelete="restrict")
    bank_reference = fields.Char(help="Reference of the payment between the companies at the bank.")
    date_paid = fields.Date()
    preparer_id = fields.Many2one("res.users", string="Cash written last by", readonly=True)
    journal_hand_id = fields.Many2one("res.users", string="Bank entered by", readonly=True)
    reference_hand_id = fields.Many2one("res.users", string="Reference entered by", readonly=True)
    date_hand_id = fields.Many2one("res.users", string="Date entered by", readonly=True)
    preparer_ids = fields.Many2many("res.users", string="Cash entered by", compute="_compute_preparer_ids", help="They do not confirm it.")
    settle_move_id = fields.Many2one("account.move", string="Cash entry", readonly=True, ondelete="restrict")
    settler_id = fields.Many2one("res.users", string="Cash confirmed by", readonly=True)

    _one_side = models.UniqueIndex("(transfer_id, company_id)", "A company has one side of a transfer.")
    _two_persons = models.Constraint(
        "CHECK(settler_id IS NULL OR preparer_id IS NULL OR settler_id <> preparer_id)", "Another person must confirm the cash between the companies.")

    @api.depends("preparer_id", *CASH.values())
    def _compute_preparer_ids(self):
        for side in self:
            side.preparer_ids = side.preparer_id | side.journal_hand_id | side.reference_hand_id | side.date_hand_id

    @api.depends("transfer_id.name", "company_id.name")
    def _compute_display_name(self):
        for side in self:
            side.display_name = f"{side.transfer_id.name} {side.company_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The sides of a transfer are made when it is submitted."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if vals.keys() - CASH.keys():
            raise AccessError(self.env._("The sides of a transfer change with its buttons only."))
        self._need(PREPARERS)
        for side in self:
            side._need_unsettled()
        before = {side: [side[name] for name in CASH] for side in self}
        super().write(vals)
        for side in self:
            hands = [hand for (name, hand), value in zip(CASH.items(), before[side], strict=True) if side[name] != value]
            side.sudo().write({**dict.fromkeys(hands, self.env.uid), "preparer_id": self.env.uid})  # sudo: who entered the cash is no field to write
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The sides of a transfer stay for the record."))

    def action_settle(self):
        """Confirm that the cash between the companies moved: one journal entry against the bank.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the receipt confirmer, and for those who entered the payment.
        :raises UserError: when bank, day or reference is missing, or the day is still to come.
        """
        self._need(("group_fin_confirmer",))
        for side in self.filtered(lambda rec: not rec.settle_move_id):
            side._need_unsettled()
            if not (side.journal_id and (side.bank_reference or "").strip() and side.date_paid):
                raise UserError(self.env._("%s: enter bank, date and reference of the payment first.", side.display_name))
            if side.date_paid > side.company_id._dealer_today():
                raise UserError(self.env._(
                    "%(side)s: cash cannot have moved on %(date)s, which is in the future; enter the day of the payment.",
                    side=side.display_name, date=side.date_paid))
            if self.env.user in side.preparer_ids:
                raise AccessError(self.env._("Another person must confirm the payment of %s: you entered it.", side.display_name))
            booked = side.sudo()  # sudo: the confirmer keeps no books by hand
            move = booked._book_cash()
            booked.write({"settle_move_id": move.id, "settler_id": self.env.uid})
            booked.transfer_id._on_side_settled()
        return True

    # -- parts

    def _need(self, groups):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            raise AccessError(role_refusal(
                self.env, groups, self.env._("Your role may not take this step with a transfer between companies.")))
        self.check_access("read")

    def _need_unsettled(self):
        if self.settle_move_id:
            raise UserError(self.env._(
                "The cash of %(name)s is recorded already: see journal entry %(move)s.",
                name=self.display_name, move=self.settle_move_id.sudo().name))  # sudo: a number in a sentence
        if self.transfer_state != "approved":
            raise UserError(self.env._("%s is not approved yet: the finance managers of both companies agree first.", self.display_name))

    def _between_role(self):
        return "other_payable" if self.role == "gives" else "other_receivable"

    def _book_side(self, entry, sign, other, label):
        """Post the journal entry of the ledger entry: advance of the owner against what the companies owe each other.

        :param entry: prepaid.entry of this side.
        :param sign: +1 for the giving company, -1 for the taking one.
        :param other: partner of the other company.
        :param label: reference text.
        """
        account, fen = self.account_id, to_fen(self.amount)
        journal = self.company_id.prepaid_journal_id
        move = account._gl_entry(
            journal, [(account._role("advance"), sign * fen), (account._role(self._between_role()), -sign * fen, other)], label)
        if sign > 0:
            account._settle_advance(move)
        entry._link_move(move)
        self.write({"entry_id": entry.id, "move_id": move.id})

    def _book_cash(self):
        """Post the payment between the companies and match it with what was owed, where that account is matched.

        :return: the posted account.move.
        """
        account, fen = self.account_id, to_fen(self.amount)
        sign = 1 if self.role == "gives" else -1
        between = account._role(self._between_role())
        other = self.move_id.line_ids.filtered(lambda line: line.account_id == between).partner_id
        label = self.env._("Transfer %(name)s, cash %(reference)s", name=self.transfer_id.name, reference=self.bank_reference)
        move = account._gl_entry(
            self.journal_id, [(between, sign * fen, other), (self.journal_id.default_account_id, -sign * fen, other)], label,
            bank_day=self.date_paid)
        if between.reconcile:
            (self.move_id | move).line_ids.filtered(lambda line: line.account_id == between).reconcile()
        return move
