from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen

from .. import ledger
from ..sql import book

CLAIM = {"claim_editor_ids", "claim_state", "claim_partner_id", "claim_brand_id", "claim_reason", "proposer_id", "claimer_id", "claimed_at", "claim_move_id"}

CLAIM_INPUT = {"claim_partner_id", "claim_brand_id", "claim_reason"}


class PrepaidUnidentified(models.Model):
    """Money on the bank account whose payer nobody knows: parked in other payables (E02) until an owner claims it (E03).

    Parking and claiming take two persons each. The claim credits the owner like a top-up.
    """

    _name = "prepaid.unidentified"
    _inherit = "prepaid.document"
    _description = "Unidentified receipt"

    _makers = ("group_fin_cashier", "group_fin_manager")
    _checkers = ("group_fin_confirmer", "group_fin_manager")
    _reason_needed = False  # nobody knows yet; the claim says why

    account_id = fields.Many2one("prepaid.account", string="Credited account", required=False, readonly=True, copy=False)
    partner_id = fields.Many2one("res.partner", related=None, store=True, readonly=True, copy=False, string="Account owner")
    reason = fields.Text(required=False, string="What is known")
    journal_id = fields.Many2one(
        "account.journal", string="Receiving account", required=True, check_company=True, ondelete="restrict",
        domain=[("is_prepaid_receiving", "=", True)], default=lambda self: self.env["prepaid.topup"]._default_journal())
    date = fields.Date(required=True, string="Arrived on", default=lambda self: self.env.company._dealer_today())
    serial = fields.Char(string="Bank serial number", copy=False)
    payer_name = fields.Char(string="Payer as the bank shows it")
    remark = fields.Char()
    bank_line_id = fields.Many2one("prepaid.bank.line", string="Bank remittance", copy=False, check_company=True, ondelete="restrict", index="btree_not_null")
    age_days = fields.Integer(compute="_compute_age_days", string="Days waiting")
    claim_state = fields.Selection(
        [("none", "Waits for its owner"), ("proposed", "Claim to confirm"), ("claimed", "Claimed")], default="none", required=True, readonly=True,
        copy=False, index=True, tracking=True)
    claim_partner_id = fields.Many2one(
        "res.partner", string="Claimed by", copy=False, domain=[("dealer_level", "in", ("dealer", "store"))], ondelete="restrict")
    claim_brand_id = fields.Many2one(
        "dealer.brand", string="Brand", copy=False, ondelete="restrict", help="For an account of one brand; empty for the owner's common account.")
    claim_reason = fields.Char(string="Why it is theirs", copy=False)
    proposer_id = fields.Many2one("res.users", string="Claim entered by", readonly=True, copy=False)
    claim_editor_ids = fields.Many2many(
        "res.users", "prepaid_unidentified_claim_editor_rel", string="Claim written by", readonly=True, copy=False)
    claimer_id = fields.Many2one("res.users", string="Claim confirmed by", readonly=True, copy=False)
    claimed_at = fields.Datetime(readonly=True, copy=False)
    claim_move_id = fields.Many2one("account.move", string="Claim entry", readonly=True, copy=False, ondelete="restrict")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A receipt has an amount above 0.00.")
    _serial_once = models.UniqueIndex(
        "(company_id, journal_id, serial) WHERE serial IS NOT NULL AND state <> 'rejected'", "A receipt with this bank serial number is parked already.")
    _bank_line_once = models.UniqueIndex(
        "(bank_line_id) WHERE bank_line_id IS NOT NULL AND state <> 'rejected'", "This bank remittance is parked already.")

    def _compute_age_days(self):
        for receipt in self:
            waits = receipt.date and receipt.claim_state not in ("claimed", "returned")
            receipt.age_days = (receipt.company_id._dealer_today() - receipt.date).days if waits else 0

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any({"account_id", "partner_id"} & {name for name, value in vals.items() if value} for vals in vals_list):
            raise AccessError(self.env._("The owner of an unidentified receipt is found by its claim, which another person confirms."))
        if not self.env.su and any(CLAIM & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A receipt is parked first; its owner is entered with the button Claim."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & CLAIM:
            if vals.keys() - CLAIM_INPUT or self.filtered(lambda rec: rec.state != "approved" or rec.claim_state != "none"):
                raise AccessError(self.env._("The claim of a parked receipt changes with its buttons only."))
            self.check_access("write")
            result = super(PrepaidUnidentified, self.sudo()).write(vals)  # sudo: the parked document is closed, its claim is still open
            self._remember_editor("claim_editor_ids")
            return result
        return super().write(vals)

    # -- parking

    def _check_ready(self):
        if not self.proof_ids and not self.bank_line_id._from_bank():
            raise UserError(self.env._(
                "Receipt %s has no proof: attach the bank's slip, or take a line of the bank's sheet; one typed by hand proves nothing.", self.name))
        if self.date > self.company_id._dealer_today():
            raise UserError(self.env._(
                "Receipt %(name)s: money cannot have come in on %(date)s, which is in the future; enter the day of the payment.",
                name=self.name, date=self.date))
        if not self.bank_line_id._from_bank():  # the day of the bank's own list is what it is
            self.company_id._prepaid_check_bank_day(self.name, self.date)
        if self.bank_line_id.topup_id:
            raise UserError(self.env._(
                "Remittance %(serial)s is top-up %(topup)s already: it needs no parking.",
                serial=self.bank_line_id.serial, topup=self.bank_line_id.topup_id.name))

    def _carry_out(self):
        journal = self.journal_id.sudo()  # sudo: confirmers read no journals
        move = self.env["prepaid.posting"]._post_event(
            self.company_id, journal, "E02", {"amount": to_fen(self.amount)}, self.env._("Unidentified receipt %s", self.name),
            bank_day=self.bank_line_id.date or self.date, accounts={"bank": journal.default_account_id})
        return {"move_id": move.id}

    # -- claiming

    def action_propose_claim(self):
        """Hand the entered claim to the confirmer (Waits for its owner -> Claim to confirm).

        :return: True.
        :raises AccessError: for roles that may not enter claims.
        :raises UserError: without owner or reason, or when the money is not parked.
        """
        self._need(self._makers)
        for receipt in self:
            receipt._need_state("approved")
            if receipt.claim_state != "none":
                raise UserError(self.env._("Receipt %s has its claim already: have it confirmed or refused.", receipt.name))
            if not receipt.claim_partner_id or not (receipt.claim_reason or "").strip():
                raise UserError(self.env._("Receipt %s: enter whose money it is and why.", receipt.name))
            receipt.sudo().write({"claim_state": "proposed", "proposer_id": self.env.uid})  # sudo: flow fields are closed to writes
        return True

    def action_claim(self):
        """Confirm the claim: the owner's account is credited (Claim to confirm -> Claimed).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not confirm, and for the one who entered the claim.
        """
        self._need(self._checkers)
        for receipt in self.filtered(lambda rec: rec.claim_state != "claimed"):
            if receipt.claim_state != "proposed":
                raise UserError(self.env._("Receipt %s has no claim to confirm: enter whose money it is first.", receipt.name))
            if self.env.user in (receipt.proposer_id | receipt.claim_editor_ids):
                raise AccessError(self.env._("Another person must confirm the claim of %s: you entered it.", receipt.name))
            receipt._claim()
        return True

    def action_refuse_claim(self):
        """Refuse the claim; the money stays parked (Claim to confirm -> Waits for its owner)."""
        self._need(self._checkers)
        for receipt in self:
            if receipt.claim_state != "proposed":
                raise UserError(self.env._("Receipt %s has no claim to confirm: enter whose money it is first.", receipt.name))
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                "claim_state": "none", "proposer_id": False, **dict.fromkeys(CLAIM_INPUT, False), "claim_editor_ids": [Command.clear()]})
        return True

    def _claim(self):
        fen, label = to_fen(self.amount), self.env._("Claimed receipt %s", self.name)
        account = self.env["prepaid.account"]._get_or_create(self.company_id, self.claim_partner_id, self.claim_brand_id)
        if account.state == "draft":
            book.touch_draft_account(self.env.cr, account.id)
        decision = account._decide(ledger.top_up(account._as_balance(), fen, *account._opening_terms()))
        entry = account._post_entries(
            f"{self._name},{self.id}", [{"kind": "topup", "amount_fen": fen, "label": label}], self._name, self.id,
            approver=self.env.user, new_state="open" if decision.opens else None, kind="topup")
        account._count_first_topup(fen)
        move = account._gl_event(self.company_id.prepaid_journal_id, "E03", {"amount": fen}, label)
        entry._link_move(move)
        self.sudo().write({  # sudo: flow fields are closed to writes
            "claim_state": "claimed", "claimer_id": self.env.uid, "claimed_at": fields.Datetime.now(), "claim_move_id": move.id,
            "entry_id": entry.id, "account_id": account.id, "partner_id": account.partner_id.id})
        if decision.opens and not account._owner_is_frozen():
            account.partner_id._on_prepaid_account_opened()
