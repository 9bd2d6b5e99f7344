from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..ledger.matching import names_owner
from .prepaid_topup import METHODS

LIFE = {"topup_id", "owner_by_hand", "editor_ids"}
FACTS = {"company_id", "journal_id", "date", "serial", "amount", "payer_name", "remark"}  # what the bank says
CASHIERS = ("group_fin_cashier", "group_fin_manager")


class PrepaidBankLine(models.Model):
    """A remittance as the bank's sheet shows it; its remark proposes the account owner (R0-032), a cashier makes the top-up of it.

    One that was typed by hand stands for the same money, but proves nothing: what is made of it needs a slip of its own, and is not
    decided by who typed it. It counts as seen once the bank's sheet brings it, too.
    """

    _name = "prepaid.bank.line"
    _description = "Bank remittance"
    _order = "date desc, id desc"
    _rec_name = "serial"
    _check_company_auto = True
    _inherit = ["dealer.flow.mixin", "dealer.editors.mixin", "prepaid.journal.mixin"]
    _flow_fields = frozenset(LIFE)

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal", string="Receiving account", required=True, check_company=True, ondelete="restrict",
        domain=[("is_prepaid_receiving", "=", True)], default=lambda self: self.env["prepaid.topup"]._default_journal())
    date = fields.Date(required=True)
    serial = fields.Char(string="Serial number", required=True)
    amount = fields.Monetary(required=True)
    payer_name = fields.Char(string="Payer")
    remark = fields.Char(string="Remark")
    method = fields.Selection(METHODS, help="How it was paid, where the bank's list says it.")
    partner_id = fields.Many2one("res.partner", string="Account owner", domain=[("dealer_level", "in", ("dealer", "store"))])
    brand_id = fields.Many2one("dealer.brand", ondelete="restrict", help="For an account of one brand; empty for the owner's common account.")
    owner_by_hand = fields.Boolean(readonly=True, copy=False, help="A person chose the owner; the remark did not tell.")
    by_hand = fields.Boolean(
        string="Typed by hand", readonly=True, copy=False, help="Not from a sheet of the bank: it proves nothing, a top-up of it needs its slip.")
    owner_reason = fields.Char(string="Why this owner", help="Needed where a person chose the owner.")
    topup_id = fields.Many2one("prepaid.topup", string="Top-up", readonly=True, copy=False, check_company=True)
    state = fields.Selection(
        [("unmatched", "Unmatched"), ("matched", "Matched"), ("parked", "Parked"), ("used", "Credited")], compute="_compute_state", store=True, index=True)

    _serial_uniq = models.Constraint("UNIQUE(company_id, journal_id, serial)", "This remittance has been imported already.")
    _amount_positive = models.Constraint("CHECK(amount > 0)", "A remittance has an amount above 0.00.")

    @api.depends("partner_id", "topup_id")
    def _compute_state(self):
        for line in self:
            line.state = "used" if line.topup_id else "matched" if line.partner_id else "unmatched"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            if any(LIFE & vals.keys() for vals in vals_list):
                raise AccessError(self.env._("The top-up of a remittance is made by its button."))
            vals_list = [{**vals, "owner_by_hand": bool(vals.get("partner_id")), "by_hand": True} for vals in vals_list]
        lines = super().create(vals_list)
        lines._check_typed_day()
        return lines

    def write(self, vals):
        if not self.env.su:
            if LIFE & vals.keys():
                raise AccessError(self.env._("The top-up of a remittance is made by its button."))
            if "by_hand" in vals:
                raise AccessError(self.env._("Whether a remittance was typed by hand is noted when it is made."))
            for line in self.filtered(lambda rec: FACTS & vals.keys() and not rec.by_hand):
                raise UserError(self.env._(
                    "Remittance %s came from the bank's list and stays as it is there; a sheet with other figures is refused with the row.", line.serial))
            for line in self.filtered("topup_id"):
                raise UserError(self.env._("Remittance %s has its top-up and stays as it is: delete or reject that top-up first.", line.serial))
            if "partner_id" in vals:
                vals = {**vals, "owner_by_hand": bool(vals["partner_id"])}
        result = super().write(vals)
        if "date" in vals:
            self._check_typed_day()
        return result

    def _check_typed_day(self):
        """Refuse a day on which money cannot have moved of lines that a person typed; the bank's own list has the days it has.

        :raises UserError: naming the line and the day.
        """
        for line in self.filtered("by_hand"):
            line.company_id._prepaid_check_bank_day(line.serial, line.date)

    def _propose_owner(self):
        """Match lines without an owner by their remark: sales company plus name of the dealer, store or payer as nominated.

        Exactly one candidate is taken; none or several leave the line unmatched for a person to decide.
        """
        owners = self.env["res.partner"].search([("dealer_level", "in", ("dealer", "store")), ("dealer_state", "in", ("approved", "frozen"))])
        known = [(owner, *owner._remark_names()) for owner in owners]
        for line in self.filtered(lambda rec: not rec.partner_id):
            fits = [(names_owner(line.remark or "", company_names, names), owner) for owner, company_names, names in known]
            longest = max((length for length, _owner in fits), default=0)
            best = [owner for length, owner in fits if length and length == longest]
            if len(best) == 1:
                line.sudo().partner_id = best[0]  # sudo: marks the owner as found by the remark and not chosen by hand
        self.env["prepaid.match"]._propose(self)

    def action_match(self):
        """Propose the account owner of the unmatched lines from their remarks, and the submitted top-ups whose money they are."""
        self._need_cashier()
        self._propose_owner()
        return True

    def action_make_topups(self):
        """Make one submitted top-up of each matched line; another person confirms them. That of a typed line is a draft and waits for its slip.

        :return: action that shows the top-ups.
        :raises UserError: for a line without an owner.
        """
        self._need_cashier()
        topups, todo = self.env["prepaid.topup"], self.filtered(lambda rec: not rec.topup_id)
        for line in todo.filtered(lambda rec: not rec.partner_id):
            raise UserError(self.env._(
                "Remittance %(serial)s of %(amount).2f CNY has no account owner: choose one or leave it out.",
                serial=line.serial, amount=line.amount))
        todo._check_claims()
        for line in todo:
            topup = self.env["prepaid.topup"].sudo().create({  # sudo: the bank's line is closed to writes by hand
                "company_id": line.company_id.id, "partner_id": line.partner_id.id, "amount": line.amount, "journal_id": line.journal_id.id,
                "brand_id": line.brand_id.id,
                "date_paid": line.date, "payer_name": line.payer_name, "remark": line.remark, "bank_serial": line.serial,
                "method": line.method or line.journal_id.sudo().prepaid_method or "online",  # sudo: the account's usual method
                "bank_line_id": line.id}).sudo(False)
            line.sudo().topup_id = topup  # sudo: the link is closed to writes by hand
            topups |= topup
        (topups - todo.filtered("by_hand").topup_id).action_submit()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_topup_action")
        return {**action, "domain": [("id", "in", self.topup_id.ids)], "context": {}}

    def _from_bank(self):
        """Give the remittances that the bank's own sheet shows; those typed by hand prove nothing."""
        return self.filtered(lambda line: not line.sudo().by_hand)  # sudo: what proves a payment counts for every role

    def _refuse_hands(self, document):
        """Raise AccessError when the user typed or changed one of the remittances and would now decide about its money."""
        for line in self.sudo():  # sudo: the persons count for every role
            if self.env.user in line._hands():
                raise AccessError(self.env._(
                    "Another person must decide on %(name)s: you entered or changed its remittance %(serial)s.",
                    name=document.display_name, serial=line.serial))

    def _hands(self):
        """Give who typed remittances, changed them or chose their owner."""
        return self.editor_ids | self.filtered("by_hand").create_uid

    def _check_claims(self):
        """Refuse lines whose money a dealer has claimed already, and lines whose owner a person chose without a reason (J24)."""
        for line in self:
            claim = self.env["prepaid.match"].sudo().search([("bank_line_id", "=", line.id), ("state", "=", "open")], limit=1)  # sudo: any claim counts
            if claim:
                raise UserError(self.env._(
                    "Remittance %(serial)s looks like the money of %(name)s: accept or dismiss that match first, so that it is not credited twice.",
                    serial=line.serial, name=claim.topup_id.name))
            if line.owner_by_hand and not (line.owner_reason or "").strip():
                raise UserError(self.env._(
                    "Remittance %(serial)s: say why it belongs to %(owner)s, its remark does not tell.",
                    serial=line.serial, owner=line.partner_id.display_name))

    def _need_cashier(self):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in CASHIERS):
            raise AccessError(self.env._("Only a cashier or the finance manager works on bank remittances."))
        self.check_access("write")
