import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import AmountError, to_fen

from ..sql import statement as book

RECORDERS = ("group_fin_settlement",)
ANSWER = {"answer_person", "answer_date", "answer_note", "answer_proof_ids"}
OWNERS = ("group_portal_dealer",)


class PrepaidStatementAnswer(models.Model):
    """The owner's answer to a statement: confirmed as a whole, or disputed line by line and settled.

    A person of the company records it with name, day and a file that proves it; an owner with a login answers himself. A
    dispute concerns its line only: the others count as accepted.
    """

    _inherit = "prepaid.statement"

    answer_person = fields.Char(string="Answered by", copy=False, help="Who answered for the owner.")
    answer_date = fields.Date(string="Answered on", copy=False)
    answer_note = fields.Char(string="Remark of the owner", copy=False)
    answer_proof_ids = fields.Many2many(
        "ir.attachment", "prepaid_statement_answer_proof_rel", string="Proof of the answer", copy=False, bypass_search_access=True)
    answer_hand_ids = fields.Many2many(
        "res.users", "prepaid_statement_answer_hand_rel", string="Answer written by", readonly=True, copy=False,
        help="Who wrote what the owner answered; they do not settle a dispute about it.")
    recorder_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    answer_due = fields.Date(readonly=True, copy=False, index="btree_not_null", help="Until when the owner should answer.")
    reminded_on = fields.Date(readonly=True, copy=False)
    dispute_ids = fields.One2many("prepaid.statement.dispute", "statement_id", string="Disputes", readonly=True)
    disputed_amount = fields.Monetary(compute="_compute_disputed", help="What the owner disputes of its lines, regardless of their sign.")
    open_dispute_count = fields.Integer(compute="_compute_disputed")
    answer_hint = fields.Char(compute="_compute_answer_hint")

    @api.depends("dispute_ids.state", "dispute_ids.disputed")
    def _compute_disputed(self):
        for statement in self:
            opened = statement.dispute_ids.filtered(lambda rec: rec.state == "open")
            statement.open_dispute_count = len(opened)
            statement.disputed_amount = sum(opened.mapped("disputed"))

    @api.depends("state", "answer_due")
    def _compute_answer_hint(self):
        for statement in self:
            today = (statement.company_id or self.env.company)._dealer_today()
            due = statement.answer_due if statement.state == "issued" else None
            statement.answer_hint = self.env._(
                "No answer yet: it was due on %(date)s, %(days)s days ago. Ask the owner, then record the answer.",
                date=due, days=(today - due).days) if due and due < today else False

    @api.model
    def _open_fields(self):
        return super()._open_fields() | ANSWER

    def write(self, vals):
        answered = self.filtered(lambda rec: rec.state in ("confirmed", "settled"))
        if ANSWER & vals.keys() and answered and not self.env.su:
            raise UserError(self.env._("%s has been answered; the answer stays as it is.", answered[0].name))
        result = super().write(vals)
        if ANSWER & vals.keys() and not self.env.su:
            self.sudo().write({"answer_hand_ids": [Command.link(self.env.uid)]})  # sudo: nobody writes by hand who wrote the answer
        return result

    def _issue_values(self):
        days = self.company_id.prepaid_statement_answer_days
        return {**super()._issue_values(), "answer_due": self.company_id._dealer_today() + datetime.timedelta(days=days)}

    # -- recorded by staff

    def action_confirm(self):
        """Record that the owner confirmed the statement (Issued -> Confirmed).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: without person, day and proof, or when lines are in dispute.
        """
        self._need(RECORDERS)
        for statement in self.filtered(lambda rec: rec.state != "confirmed"):
            statement._need_state("issued")
            statement._check_answer()
            statement._answered("confirmed")
        return True

    def _check_answer(self):
        missing = [self._fields[name]._description_string(self.env) for name in ("answer_person", "answer_date", "answer_proof_ids") if not self[name]]
        if missing:
            raise UserError(self.env._("%(name)s: fill in %(fields)s before the answer is recorded.", name=self.name, fields=", ".join(missing)))
        if self.answer_date > self.company_id._dealer_today() or self.answer_date < self.company_id._dealer_local(self.issued_at).date():
            raise UserError(self.env._(
                "%(name)s: the owner cannot have answered on %(date)s; enter a day from %(issued)s, when it was issued, to today, %(today)s.",
                name=self.name, date=self.answer_date, issued=self.company_id._dealer_local(self.issued_at).date(), today=self.company_id._dealer_today()))

    def _answered(self, state):
        self.sudo().write({  # sudo: the flow is closed to writes
            "state": state, "recorder_id": self.env.uid, "confirmed_at": fields.Datetime.now() if state == "confirmed" else False})
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])  # sudo: an owner's login knows no tasks of the staff

    def _dispute(self, lines, reason, claimed=None):
        """Open a dispute for lines of one statement; see ``prepaid.statement.line.action_dispute``."""
        self._need(RECORDERS)
        self._need_state("issued", "disputed")
        self._check_answer()
        self._open_disputes(lines, reason, {"person": self.answer_person, "claimed": claimed or 0})

    def _open_disputes(self, lines, reason, vals):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what the owner disputes on %s.", self.name))
        known = lines.filtered(lambda line: line.dispute_state == "open")
        if known:
            raise UserError(self.env._("%(line)s of %(name)s is in dispute already: settle that dispute first.", line=known[0].entry_id.label, name=self.name))
        self._check_claimed(vals["claimed"])
        hands = [Command.set(self.sudo().answer_hand_ids.ids)]  # sudo: the persons count for every role
        disputes = self.env["prepaid.statement.dispute"].sudo().create([{  # sudo: disputes are opened by their button alone
            **vals, "line_id": line.id, "reason": reason, "opener_id": self.env.uid, "hand_ids": hands} for line in lines])
        self._answered("disputed")
        return disputes

    def _check_claimed(self, claimed):
        """Refuse what is no amount without sign; 0 of a debit means that it should not be there."""
        try:
            fen = -1 if isinstance(claimed, bool) else to_fen(claimed, exact=True)
        except AmountError:
            fen = -1
        if fen < 0:
            raise UserError(self.env._(
                "%(name)s: %(claimed)s is no amount in the owner's view; enter 0.00 or more, without a sign.", name=self.name, claimed=claimed))

    def _settle_if_answered(self):
        """Close a disputed statement once none of its disputes is open."""
        for statement in self.filtered(lambda rec: rec.state == "disputed" and not rec.open_dispute_count):
            statement.sudo().state = "settled"  # sudo: the flow is closed to writes

    # -- answered by the owner with a login of his own

    def confirm_as_owner(self, note=None):
        """Confirm the statement as its owner (Issued -> Confirmed); for logins of the dealer.

        :param note: text, a remark.
        :return: True; a second time does nothing more.
        :raises AccessError: for others than the dealer's own login.
        """
        self._need_owner()
        for statement in self.filtered(lambda rec: rec.state != "confirmed"):
            statement._need_state("issued")
            statement._take_answer(note)
            statement._answered("confirmed")
        return True

    def dispute_as_owner(self, line_id, reason, claimed=None):
        """Dispute one line as the owner (Issued -> Disputed); for logins of the dealer.

        :param line_id: id of a line of this statement.
        :param reason: text.
        :param claimed: what the amount should be in the owner's view, optional.
        :return: id of the dispute.
        :raises AccessError: for others than the dealer's own login.
        :raises UserError: when the line is not of this statement, or disputed already.
        """
        self.ensure_one()
        self._need_owner()
        self._need_state("issued", "disputed")
        line = self.line_ids.filtered(lambda rec: rec.id == line_id)
        if not line:
            raise UserError(self.env._("This line is not on statement %s: choose one of its lines.", self.name))
        self._take_answer(None)
        return self._open_disputes(line, reason, {"person": self.env.user.name, "claimed": claimed or 0}).id

    def _need_owner(self):
        self.check_access("read")
        owner = self.env.user.sudo().commercial_partner_id  # sudo: a portal login reads no contacts above its own
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in OWNERS) or any(
                owner not in statement.sudo().partner_id._dealer_chain() for statement in self):  # sudo: see above
            raise AccessError(self.env._("Only the dealer answers a statement of his account."))

    def _take_answer(self, note):
        today = self.company_id._dealer_today()
        self.sudo().write({"answer_person": self.env.user.name, "answer_date": today, "answer_note": note or False})  # sudo: portal users write nothing

    # -- in dispute: the next step

    def action_open_disputes(self):
        """Show what is in dispute on the statement: from there it is corrected and settled.

        :return: action; of a single open dispute its form.
        """
        self.ensure_one()
        opened = self.dispute_ids.filtered(lambda rec: rec.state == "open") or self.dispute_ids
        action = {
            "type": "ir.actions.act_window", "name": self.env._("Disputes of %s", self.name), "res_model": "prepaid.statement.dispute",
            "domain": [("statement_id", "=", self.id)]}
        return {**action, "res_id": opened.id, "view_mode": "form"} if len(opened) == 1 else {**action, "view_mode": "list,form"}

    # -- reminders and what others ask

    @api.model
    def _cron_remind(self):
        """Daily job: ask the salesperson of each statement whose answer is late, once a week."""
        today = self.env.company._dealer_today()
        late = self.search([
            ("state", "=", "issued"), ("answer_due", "<", today),
            "|", ("reminded_on", "=", False), ("reminded_on", "<=", today - datetime.timedelta(days=7))])
        for statement in late:
            person = statement.user_id or statement.issuer_id
            statement.sudo().activity_schedule(  # sudo: the job writes to people who may not write statements
                "mail.mail_activity_data_todo", user_id=person.id, summary=self.env._("Statement %s is not answered", statement.name),
                note=statement.answer_hint)
            statement.sudo().reminded_on = today  # sudo: see above
        return len(late)

    @api.model
    def _open_points(self, account):
        """Say what of an account's statements is not answered; for the season close and the month's end.

        :param account: one prepaid.account.
        :return: list of sentences, empty when nothing is open.
        """
        found = self.sudo().search([("account_id", "=", account.id), ("state", "in", ("issued", "disputed"))], order="position")  # sudo: asked by any role
        disputed = found.filtered(lambda rec: rec.state == "disputed")
        return [
            *(self.env._("%(name)s: %(count)s lines are in dispute; settle them first.", name=rec.name, count=rec.open_dispute_count) for rec in disputed),
            *(self.env._("%s is not answered by the owner yet.", rec.name) for rec in found - disputed),
        ]

    @api.model
    def _month_figures(self, company, date_to):
        """Count how far the statements of a company are that must reach a day; for the month-end checklist.

        :param company: one res.company.
        :param date_to: last day of the month.
        :return: dict of wanted (accounts that need one), issued, sent, answered, disputed.
        """
        self.env["prepaid.entry"].flush_model()
        self.env["prepaid.statement"].flush_model()
        return book.month_figures(self.env.cr, company.id, date_to)
