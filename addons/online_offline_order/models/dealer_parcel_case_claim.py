from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .dealer_parcel_case import AFTERSALE, ANSWER, CLAIM, FINANCE

CLAIM_STATES = [
    ("none", "No claim"), ("proposed", "To book"), ("booked", "Carrier asked"), ("answered", "Answer to confirm"), ("settled", "Settled"),
    ("refused", "Refused")]
ANSWERS = [("paid", "Paid to the bank"), ("set_off", "Set off against its bills"), ("refused", "Refused")]


class DealerParcelCase(models.Model):
    """What the carrier shall pay: asked for by after-sale service, booked by finance (E13f), its answer entered by one person of
    finance and booked by another one (E13g). A part that is not paid is selling expense again."""

    _inherit = "dealer.parcel.case"
    _reason_methods = {"action_reject_claim"}

    claim_state = fields.Selection(CLAIM_STATES, string="Claim", default="none", required=True, readonly=True, copy=False, index=True, tracking=True)
    claim_amount = fields.Monetary(string="Claimed from the carrier", copy=False, tracking=True)
    claimed_by = fields.Many2one("res.users", string="Claim asked for by", readonly=True, copy=False)
    claim_booked_by = fields.Many2one("res.users", string="Claim booked by", readonly=True, copy=False)
    claim_move_id = fields.Many2one("account.move", string="Claim entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    claim_answer = fields.Selection(ANSWERS, string="Answer of the carrier", copy=False, tracking=True)
    claim_paid = fields.Monetary(string="Paid of the claim", copy=False)
    claim_journal_id = fields.Many2one(
        "account.journal", string="Paid into", copy=False, domain=[("type", "in", ("bank", "cash"))], check_company=True)
    claim_lost = fields.Monetary(string="Not paid", compute="_compute_claim_lost", store=True)
    answered_by = fields.Many2one("res.users", string="Answer entered by", readonly=True, copy=False)
    claim_settled_by = fields.Many2one("res.users", string="Answer booked by", readonly=True, copy=False)
    answer_move_id = fields.Many2one("account.move", string="Answer entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")

    @api.depends("claim_amount", "claim_paid", "claim_state")
    def _compute_claim_lost(self):
        for record in self:
            answered = record.claim_state in ("answered", "settled", "refused")
            record.claim_lost = float(from_fen(to_fen(record.claim_amount or 0) - to_fen(record.claim_paid or 0))) if answered else 0

    def _writable_now(self):
        allowed = super()._writable_now()
        if self.state != "closed" and self.claim_state == "none" and self.env.user.has_group(AFTERSALE):
            allowed = allowed | CLAIM
        if self.claim_state == "booked" and any(self.env.user.has_group(group) for group in FINANCE):
            allowed = allowed | ANSWER
        return allowed

    def _still_open(self):
        waits = self.claim_state in ("proposed", "booked", "answered")
        return super()._still_open() or (waits and self.env._("the claim on the carrier is not settled"))

    # -- asked for, booked

    def action_claim(self):
        """Ask finance to claim the amount from the carrier. After-sale service.

        :return: True.
        :raises UserError: without an amount.
        """
        self._require_role(AFTERSALE)
        for record in self:
            if record.claim_state == "proposed":
                continue  # a doubled click
            record._need_claim("none")
            record._need_state("open", "claimed", "reshipped")
            if to_fen(record.claim_amount or 0) <= 0:
                raise UserError(self.env._("Case %s: enter what the carrier shall pay.", record.name))
            record._flow().write({
                "claim_state": "proposed", "claimed_by": self.env.uid, "state": "claimed" if record.state == "open" else record.state})
            record._log(self.env._("%s CNY shall be claimed from the carrier: finance books it.", yuan(to_fen(record.claim_amount))))
        return True

    def action_book_claim(self):
        """Book the claim: other receivable from the carrier against selling expense (E13f). Finance, another person than who asked.

        :return: True.
        """
        self._require_role(*FINANCE)
        for record in self:
            if record.claim_state == "booked":
                continue  # a doubled click
            record._need_claim("proposed")
            record._refuse_persons("reported_by", "claimed_by")
            flow, company = record._flow(), record.company_id
            move = flow.env["prepaid.posting"]._post_event(
                company, company.sudo().prepaid_journal_id, "E13f", {"amount": to_fen(record.claim_amount)},  # sudo: a choice of the company
                f"{record.order_id.sudo().name} {record.name}", partners={"carrier": flow._claim_partner()})  # sudo: a name in a text
            flow.write({"claim_state": "booked", "claim_booked_by": self.env.uid, "claim_move_id": move.id})
            record._log(self.env._("Claim of %s CNY booked.", yuan(to_fen(record.claim_amount))))
        return True

    def action_reject_claim(self, reason):
        """Refuse to claim what after-sale service asks for. Finance.

        :param reason: why, mandatory.
        :return: True.
        """
        self._require_role(*FINANCE)
        for record in self:
            if record.claim_state == "none":
                continue  # a doubled click
            record._need_claim("proposed")
            record._need_reason(reason)
            record._flow().write({
                "claim_state": "none", "claimed_by": False, "state": "open" if record.state == "claimed" else record.state})
            record._log(self.env._("Finance claims nothing from the carrier: %s", reason))
        return True

    # -- the answer

    def action_answer_claim(self):
        """Enter the carrier's answer: paid, set off against its bills, or refused. Finance; another person books it.

        :return: True.
        :raises UserError: for amounts that do not fit the claim.
        """
        self._require_role(*FINANCE)
        for record in self:
            if record.claim_state == "answered":
                continue  # a doubled click
            record._need_claim("booked")
            record._check_answer()
            record._flow().write({"claim_state": "answered", "answered_by": self.env.uid})
            record._log(self.env._("Answer of the carrier: %(paid)s CNY of %(claim)s CNY. A second person of finance books it.",
                                   paid=yuan(to_fen(record.claim_paid or 0)), claim=yuan(to_fen(record.claim_amount))))
        return True

    def _check_answer(self):
        paid, claim = to_fen(self.claim_paid or 0), to_fen(self.claim_amount)
        if not self.claim_answer:
            raise UserError(self.env._("Case %s: choose what the carrier answered.", self.name))
        fits = paid == 0 if self.claim_answer == "refused" else 0 < paid <= claim
        if not fits:
            raise UserError(self.env._(
                "Case %(case)s: %(paid)s CNY does not fit the answer; the claim is %(claim)s CNY.", case=self.name, paid=yuan(paid), claim=yuan(claim)))
        if self.claim_answer == "paid" and not self.claim_journal_id.default_account_id:
            raise UserError(self.env._("Case %s: choose the bank the carrier paid into.", self.name))

    def action_reopen_answer(self):
        """Take back an answer that was entered wrong, before it is booked. Finance.

        :return: True.
        """
        self._require_role(*FINANCE)
        for record in self:
            if record.claim_state == "booked":
                continue  # a doubled click
            record._need_claim("answered")
            record._flow().write({"claim_state": "booked", "answered_by": False})
            record._log(self.env._("The carrier's answer is entered again."))
        return True

    def action_settle_claim(self):
        """Book the carrier's answer (E13g). Finance, another person than who entered it.

        :return: True.
        """
        self._require_role(*FINANCE)
        for record in self:
            if record.claim_state in ("settled", "refused"):
                continue  # a doubled click
            record._need_claim("answered")
            record._refuse_persons("reported_by", "claimed_by", "answered_by")
            flow = record._flow()
            move = flow._post_answer()
            flow.write({
                "claim_state": "refused" if record.claim_answer == "refused" else "settled", "claim_settled_by": self.env.uid, "answer_move_id": move.id})
            record._log(self.env._("Claim ended: %(paid)s CNY paid, %(lost)s CNY borne by the company.",
                                   paid=yuan(to_fen(record.claim_paid or 0)), lost=yuan(to_fen(record.claim_lost))))
        return True

    def _post_answer(self):
        company, paid = self.company_id, to_fen(self.claim_paid or 0)
        mapping = self.env["prepaid.gl.mapping"]
        bank = self.claim_journal_id.default_account_id if self.claim_answer == "paid" else mapping._account(company, "carrier_payable")
        move = self.env["prepaid.posting"]._post_event(
            company, self.claim_journal_id if self.claim_answer == "paid" else company.prepaid_journal_id, "E13g",
            {"paid": paid, "lost": to_fen(self.claim_amount) - paid}, f"{self.order_id.name} {self.name}",
            partners={"carrier": self._claim_partner()}, accounts={"bank": bank} if paid else None)
        account = mapping._account(company, "other_receivable")
        if account.reconcile:
            (self.claim_move_id | move).line_ids.filtered(lambda line: line.account_id == account and not line.reconciled).reconcile()
        return move

    # -- help

    def _need_claim(self, state):
        if self.claim_state != state:
            names = dict(self._fields["claim_state"]._description_selection(self.env))
            raise UserError(self.env._(
                "Case %(case)s: its claim is “%(now)s”, not “%(wanted)s”.", case=self.name, now=names[self.claim_state], wanted=names[state]))

    def _claim_partner(self):
        """Give the res.partner that owes the claim: who bills by the cost contract with the carrier, empty where none says so."""
        return self.env["logistics.contract"].sudo().search([  # sudo: who sends the bills, no prices
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("side", "=", "cost"),
            ("bill_partner_id", "!=", False)], limit=1).bill_partner_id

    def action_open_reject_claim(self):
        """Open the question for why nothing is claimed."""
        return self.env["dealer.reason"]._ask(self, "action_reject_claim", self.env._("Why is nothing claimed?"))

    def action_open_claim_moves(self):
        """Show the entries of the claim and of the goods sent again."""
        self.ensure_one()
        moves = self.claim_move_id | self.answer_move_id | self.sudo().transfer_ids.case_move_ids  # sudo: entries of own transfers, the list asks for rights
        return self._window(moves.sudo(False), self.env._("Entries"))
