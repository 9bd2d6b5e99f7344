from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import to_fen

from ..ledger import matching

CASHIERS = ("group_fin_cashier", "group_fin_manager")
FLOW = {"state", "score", "reason_codes", "is_manual", "decided_by_id", "decided_at", "dismiss_reason"}


class PrepaidMatch(models.Model):
    """A line of the bank's list and the top-up whose money it is: proposed with score and reasons, or entered by hand with a reason.

    open -> accepted | dismissed, by the cashier; a top-up is confirmed by another person in any case. An accepted match is the
    proof that the money arrived, unless the line was typed by hand; both sides leave the unmatched lists.
    """

    _name = "prepaid.match"
    _description = "Match of a top-up with the bank's list"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _order = "state desc, score desc, id desc"
    _rec_name = "topup_id"
    _check_company_auto = True
    _reason_methods = {"action_dismiss"}
    _flow_fields = frozenset(FLOW - {"is_manual"})

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    topup_id = fields.Many2one(
        "prepaid.topup", string="Top-up", required=True, index=True, check_company=True, ondelete="cascade",
        domain=[("state", "=", "submitted"), ("bank_line_id", "=", False)])
    bank_line_id = fields.Many2one(
        "prepaid.bank.line", string="Bank remittance", required=True, index=True, check_company=True, ondelete="cascade",
        domain=[("topup_id", "=", False)])
    partner_id = fields.Many2one(related="topup_id.partner_id")
    amount = fields.Monetary(related="topup_id.amount", string="Top-up amount")
    bank_amount = fields.Monetary(related="bank_line_id.amount", string="Bank amount")
    payer_name = fields.Char(related="bank_line_id.payer_name", string="Payer at the bank")
    remark = fields.Char(related="bank_line_id.remark", string="Remark at the bank")
    date = fields.Date(related="bank_line_id.date", string="Date at the bank")
    score = fields.Integer(readonly=True, help="40 is the least that is proposed, 110 when serial number, amount, remark, payer and day all fit.")
    reason_codes = fields.Char(readonly=True)
    reason_text = fields.Char(string="Why", compute="_compute_reason_text")
    is_manual = fields.Boolean(string="By hand", readonly=True, default=True)
    manual_reason = fields.Char(string="Reason", help="Why this remittance is the money of this top-up; needed for a match by hand.")
    state = fields.Selection(
        [("open", "To decide"), ("accepted", "Accepted"), ("dismissed", "Dismissed")], default="open", required=True, readonly=True, index=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    dismiss_reason = fields.Char(readonly=True)

    _open_pair = models.UniqueIndex("(topup_id, bank_line_id) WHERE state <> 'dismissed'", "This match has been proposed already.")

    @api.depends("reason_codes")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        words = {
            "serial": self.env._("same serial number"), "amount": self.env._("same amount"), "remark": self.env._("remark names sales company and owner"),
            "payer": self.env._("same payer"), "day": self.env._("same day"), "days": self.env._("at most three days apart"),
            "amount_differs": self.env._("the amounts differ"),
        }
        for match in self:
            match.reason_text = ", ".join(words[code] for code in (match.reason_codes or "").split(",") if code)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(FLOW & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A match is accepted or dismissed with its buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (FLOW & vals.keys() or self.filtered(lambda match: match.state != "open" or not match.is_manual)):
            raise AccessError(self.env._("A match is accepted or dismissed with its buttons."))
        return super().write(vals)

    # -- proposing

    @api.model
    def _propose(self, lines):
        """Propose top-ups for lines of the bank's list that have none; what was dismissed is not proposed again.

        :param lines: prepaid.bank.line records.
        :return: prepaid.match records that were made.
        """
        made = self.browse()
        for company, free in lines.filtered(lambda line: not line.topup_id).grouped("company_id").items():
            claims = self.env["prepaid.topup"].sudo().search([  # sudo: every waiting top-up counts, whoever presses the button
                ("company_id", "=", company.id), ("state", "=", "submitted"), ("bank_line_id", "=", False)])
            seen = set(self.sudo().search([("bank_line_id", "in", free.ids)]).mapped(  # sudo: dismissed ones of others count
                lambda match: (match.topup_id.id, match.bank_line_id.id)))
            fits = matching.propose((self._as_claim(topup) for topup in claims), [self._as_line(line) for line in free])
            made |= self.sudo().create([{  # sudo: score and reasons are closed to writes by hand
                "company_id": company.id, "topup_id": fit.claim, "bank_line_id": fit.line, "score": fit.score,
                "reason_codes": ",".join(fit.reasons), "is_manual": False,
            } for fit in fits if (fit.claim, fit.line) not in seen])
        return made.sudo(False)

    @api.model
    def _as_claim(self, topup):
        company_names, owner_names = topup.partner_id._remark_names()
        return matching.Claim(
            key=topup.id, account=topup.journal_id.id, amount_fen=to_fen(topup.amount), day=topup.date_paid, serial=topup.bank_serial or "",
            payer=topup.payer_name or "", owner_names=frozenset(owner_names), company_names=frozenset(company_names))

    @api.model
    def _as_line(self, line):
        return matching.Line(
            key=line.id, account=line.journal_id.id, amount_fen=to_fen(line.amount), day=line.date, serial=line.serial or "",
            payer=line.payer_name or "", remark=line.remark or "")

    # -- buttons

    def action_accept(self):
        """Take the remittance as the money of the top-up (To decide -> Accepted).

        :return: True; pressing twice does nothing more.
        :raises UserError: for another amount, for a side that has its partner already, for a match by hand without a reason.
        """
        self._need_cashier()
        for match in self.filtered(lambda rec: rec.state != "accepted"):
            match._check_acceptable()
            topup, line = match.topup_id.sudo(), match.bank_line_id.sudo()  # sudo: both sides are closed to writes by hand
            topup.bank_line_id = line
            if not topup.bank_serial:
                topup.bank_serial = line.serial
            line.write({"topup_id": topup.id, "partner_id": topup.partner_id.id})
            match.topup_id._find_doubles()  # it has a serial number now
            rivals = match.sudo().search([  # sudo: decided together
                ("state", "=", "open"), ("id", "!=", match.id), "|", ("topup_id", "=", topup.id), ("bank_line_id", "=", line.id)])
            rivals._decide("dismissed", self.env._("Matched otherwise."))
            match._decide("accepted")
            topup.message_post(body=self.env._(
                "Matched with remittance %s, typed by hand: no sheet of the bank shows it so far.", line.serial) if line.by_hand else self.env._(
                "Matched with remittance %s of the bank's list.", line.serial))
        return True

    def action_dismiss(self, reason=None):
        """Say that the remittance is not the money of the top-up (To decide -> Dismissed).

        :param reason: text, why.
        :return: True.
        """
        self._need_cashier()
        for match in self:
            if match.state != "open":
                raise UserError(self.env._(
                    "The match of %(name)s with remittance %(serial)s is %(state)s already: if that was wrong, match the two by hand.",
                    name=match.topup_id.name, serial=match.bank_line_id.serial, state=label_of(match)))
            if not (reason or "").strip():
                raise UserError(self.env._("Say why remittance %(serial)s is not %(name)s.", serial=match.bank_line_id.serial, name=match.topup_id.name))
            match._decide("dismissed", reason.strip())
        return True

    def action_ask_dismiss(self):
        """Ask why the proposal is wrong."""
        return self.env["dealer.reason"]._ask(self, "action_dismiss", self.env._("Dismiss the match"))

    @api.model
    def action_propose_all(self):
        """Propose matches for all remittances without a top-up; show what is to decide.

        :return: action.
        """
        self._need_cashier()
        self._propose(self.env["prepaid.bank.line"].search([("topup_id", "=", False)]))
        return self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_match_action")

    # -- parts

    def _check_acceptable(self):
        self.ensure_one()
        topup, line = self.topup_id.sudo(), self.bank_line_id.sudo()  # sudo: figures of the refusal
        words = {"name": topup.name, "serial": line.serial}
        line._refuse_parked()
        if self.state != "open" or topup.state != "submitted" or topup.bank_line_id or line.topup_id:
            raise UserError(self.env._(
                "%(name)s (state %(state)s) or remittance %(serial)s is matched or decided already: have matches proposed anew for what is left.",
                state=label_of(topup), **words))
        if to_fen(topup.amount) != to_fen(line.amount) or topup.journal_id != line.journal_id:
            raise UserError(self.env._(
                "%(name)s says %(claimed).2f CNY on %(account)s, remittance %(serial)s shows %(shown).2f CNY on %(other)s: "
                "reject the top-up and record what arrived.",
                claimed=topup.amount, shown=line.amount, account=topup.journal_id.name, other=line.journal_id.name, **words))
        if self.is_manual and not (self.manual_reason or "").strip():
            raise UserError(self.env._("Say why remittance %(serial)s is the money of %(name)s: nothing on it proves it.", **words))

    def _decide(self, state, reason=False):
        self.sudo().write({  # sudo: flow fields are closed to writes by hand
            "state": state, "dismiss_reason": reason, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})

    def _need_cashier(self):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in CASHIERS):
            raise AccessError(self.env._("Only a cashier or the finance manager matches top-ups with the bank's list."))
        self.check_access("write")
