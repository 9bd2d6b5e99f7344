from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..ledger import posting

STATES = ("draft", "open", "frozen", "closing")


class PrepaidTopupReversal(models.Model):
    """Takes a confirmed top-up back: the money never came, or came back. Both lines stay in the ledger.

    Unspent money is held lot by lot when the reversal is submitted, and so is the gift it earned; the confirmer approves.
    Spent money is taken by force only: the finance manager approves, and the account owes what it no longer has. The journal entry
    of the top-up is taken back in red.
    """

    _name = "prepaid.topup.reversal"
    _inherit = "prepaid.document"
    _description = "Top-up reversal"

    _makers = ("group_fin_cashier", "group_fin_settlement", "group_fin_manager")
    _checkers = ("group_fin_confirmer", "group_fin_manager")

    topup_id = fields.Many2one(
        "prepaid.topup", string="Top-up", required=True, index=True, check_company=True, ondelete="restrict", domain=[("state", "=", "confirmed")])
    account_id = fields.Many2one(compute="_compute_from_topup", store=True, precompute=True, required=False, readonly=True)
    amount = fields.Monetary(compute="_compute_from_topup", store=True, precompute=True, required=False, readonly=True)
    forced = fields.Boolean(
        string="Take it even if it is spent", help="The account then owes what it no longer has; only the finance manager approves this.")
    provider_fee = fields.Monetary(related="topup_id.provider_fee")
    fee_refunded = fields.Boolean(
        string="The provider gives its fee back", help="Most providers keep it: then the whole payment leaves the bank, and the fee stays an expense.")
    unspent = fields.Monetary(compute="_compute_preview", string="Not spent yet")
    gift_back = fields.Monetary(compute="_compute_preview", string="Bonus to take back")
    owed = fields.Monetary(compute="_compute_preview", string="Will be owed")
    preview = fields.Char(compute="_compute_preview", string="What happens")
    held_gift_fen = fields.Integer(readonly=True, copy=False)
    clawback_entry_id = fields.Many2one("prepaid.entry", string="Bonus entry", readonly=True, copy=False, ondelete="restrict")

    _topup_once = models.UniqueIndex(
        "(topup_id) WHERE state IN ('submitted', 'approved')", "This top-up is being reversed already.")

    @api.depends("topup_id")
    def _compute_from_topup(self):
        for document in self:
            document.account_id = document.topup_id.account_id
            document.amount = document.topup_id.amount

    @api.depends("topup_id", "forced", "fee_refunded", "state", "account_id.available")
    @api.depends_context("lang")
    def _compute_preview(self):
        for document in self:
            if not document.topup_id or document.state == "approved" or (document.state == "submitted" and not document.forced):
                document.unspent = document.owed = 0  # what it takes is held or booked already
                document.gift_back = from_fen(document.held_gift_fen)
                document.preview = False
                continue
            figures = document._figures()
            document.unspent, document.gift_back = from_fen(figures["unspent"]), from_fen(figures["claim"].due_fen)
            document.owed = from_fen(figures["owed"])
            document.preview = document._say(figures)

    def _say(self, figures):
        claim = figures["claim"]
        parts = [self.env._("Of %(amount)s CNY %(unspent)s CNY are not spent.", amount=yuan(to_fen(self.amount)), unspent=yuan(figures["unspent"]))]
        if claim.due_fen:
            parts.append(self.env._(
                "Of the bonus %(due)s CNY go back: %(gift)s CNY from the gift credit that is left, %(cash)s CNY spent already.",
                due=yuan(claim.due_fen), gift=yuan(claim.gift_fen), cash=yuan(claim.cash_fen)))
        if figures["exact"]:
            parts.append(self.env._("Everything is still there."))
        elif not self.forced:
            parts.append(self.env._("It can only be taken by force, approved by the finance manager."))
        elif figures["owed"]:
            parts.append(self.env._("The account will owe %s CNY.", yuan(figures["owed"])))
        if self.provider_fee:
            fee = yuan(to_fen(self.provider_fee))
            parts.append(self.env._("The provider gives its fee of %s CNY back.", fee) if self.fee_refunded else self.env._(
                "The provider keeps its fee of %s CNY: it stays an expense.", fee))
        return " ".join(parts)

    def _figures(self):
        """Compute what a reversal would take now.

        :return: dict of unspent (fen), claim (ClawBack), exact (all is there), owed (fen by force).
        """
        self.ensure_one()
        topup = self.topup_id.sudo()  # sudo: figures of the decision
        own = topup._free_lots(topup.entry_id)
        unspent = min(sum(fen for _lot, fen in own), to_fen(topup.amount))
        claim = topup._claw_back(0)
        exact = unspent == to_fen(topup.amount) and not claim.cash_fen
        cash = sum(fen for _lot, fen in topup.account_id._free_cash())
        owed = max(to_fen(topup.amount) + claim.cash_fen - cash, 0) if not exact else 0
        return {"unspent": unspent, "claim": claim, "exact": exact, "owed": owed}

    # -- hooks of the document

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("held_gift_fen" in vals or "clawback_entry_id" in vals for vals in vals_list):
            raise AccessError(self.env._("A document begins as a draft: submit and approve it with its buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"held_gift_fen", "clawback_entry_id"} & vals.keys():
            raise AccessError(self.env._("The state of a document changes with its buttons only."))
        return super().write(vals)

    def _check_ready(self):
        topup = self.topup_id.sudo()  # sudo: figures of the refusal
        self._need_confirmed()
        if topup.account_id.state == "closed":
            raise UserError(self.env._(
                "%(name)s: the account of top-up %(topup)s is closed; its money was paid back or carried to the next season's account, correct it there.",
                name=self.name, topup=topup.name))
        figures = self._figures()
        if not self.forced and not figures["exact"]:
            raise UserError(self.env._("%(name)s: %(reason)s", name=self.name, reason=self._say(figures)))
        self.sudo().held_gift_fen = 0 if self.forced else figures["claim"].gift_fen  # sudo: flow fields are closed to writes

    def _hold_fen(self):
        return 0 if self.forced else to_fen(self.amount) + self.held_gift_fen

    def _effect_room_fen(self):
        return sum(fen for _lot, fen in self._hold_rules()["lots"])

    def _hold_rules(self):
        topup = self.topup_id.sudo()  # sudo: figures of the decision
        lots = topup._free_lots(topup.entry_id) + (topup._free_lots(topup.bonus_entry_id) if self.held_gift_fen else [])
        return {"lots": lots, "credit": False, "states": STATES}

    def _carry_out(self):
        if self.forced and not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager approves %s: it takes money that is spent.", self.name))
        self._need_confirmed()
        label, back = self.env._("Reversal of top-up %s", self.topup_id.name), self.env._("Bonus of top-up %s taken back", self.topup_id.name)
        entry, claw = self._take_by_force(label, back) if self.forced else self._take_held(label, back)
        topup = self.topup_id.sudo()  # sudo: flow fields are closed to writes
        move = self._post_back(topup, label)
        self.account_id._settle_advance(move)
        if claw:
            topup._note_taken_back(-to_fen(claw.amount))
            gift_move = self.account_id._gl_gift_back(claw, back, [(topup.bonus_entry_id, -to_fen(claw.amount))])
            if gift_move:
                claw._link_move(gift_move)
        topup.write({"state": "reversed", "reversal_id": self.id})
        topup.bank_line_id.topup_id = False
        topup.message_post(body=self.env._("Reversed by %(name)s: %(reason)s", name=self.name, reason=self._reason_words()))
        return {**self._book(entry, move), "clawback_entry_id": claw.id if claw else False}

    def _post_back(self, topup, label):
        """Take the journal entry back; of one with a fee that the provider keeps, the payment alone: bank against the owner's advance.

        :return: the posted account.move.
        """
        service, company, journal, own = self.env["prepaid.posting"], self.company_id, topup.journal_id, None
        if topup.provider_fee and not self.fee_refunded:
            legs = posting.reverse(service._voucher(company, "E01", {"amount": to_fen(topup.amount)}), company._prepaid_terms())
            own = service._line_vals(company, legs, label, partners={"owner": topup.account_id.partner_id}, accounts={"bank": journal.default_account_id})
        return service._reverse_move(topup.move_id, company._dealer_today(), label, vals_list=own)

    def _need_confirmed(self):
        topup = self.topup_id.sudo()  # sudo: state of another document
        if topup.state != "confirmed" or not topup.entry_id:
            raise UserError(self.env._(
                "%(name)s: top-up %(topup)s is in state %(state)s; only a confirmed one is reversed, one to confirm is rejected.",
                name=self.name, topup=topup.name, state=label_of(topup)))

    def _take_held(self, label, back):
        entries = self.account_id._capture_parts(self._hold_key(), [
            {"name": "gift", "fen": self.held_gift_fen, "kind": "clawback", "label": back, "gift": True},
            {"name": "money", "fen": to_fen(self.amount), "kind": "topup_reversal", "label": label, "gift": False,
             "reverses": self.topup_id.sudo().entry_id},  # sudo: the confirmer may not read every entry
        ], self._name, self.id, self.env.user)
        return entries["money"], entries.get("gift")

    def _take_by_force(self, label, back):
        """Take the bonus, then the money; each debit is a side transaction of its own, a failure of the request gives both back."""
        account, topup, key = self.account_id, self.topup_id.sudo(), self._hold_key()  # sudo: figures of the decision
        claim, claw = topup._claw_back(0), None
        money_plan = account._plan_cash(to_fen(self.amount), topup._free_lots(topup.entry_id))
        common = {"res_model": self._name, "res_id": self.id, "states": STATES, "forced": True, "approver": self.env.user}
        result, entry = account._debit(
            key, to_fen(self.amount), kind="topup_reversal", label=label, lots=money_plan, buckets=("cash",), reverses=topup.entry_id, **common)
        if result.ok and claim.due_fen:
            plan = account._plan_cash(claim.due_fen, topup._free_lots(topup.bonus_entry_id))
            result, claw = account._debit(
                f"{key},gift", claim.due_fen, kind="clawback", label=back, lots=plan, buckets=("cash", "gift") if plan else ("cash",), **common)
        if not result.ok:
            raise UserError(result.message)
        return entry, claw
