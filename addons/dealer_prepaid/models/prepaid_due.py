from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen, yuan

COLLECTORS = ("group_sales_rep", "group_fin_settlement", "group_fin_manager", "group_cs_presale")
NOTICE_DAYS = 7


class PrepaidDue(models.Model):
    """An invoice on a term (pay later) until it is paid: what sales collects, with promises and notes (R1-090, R1-135).

    The figures are those of the invoice; people add notes and promise dates only.
    """

    _name = "prepaid.due"
    _description = "Invoice on a term"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "date_due, id"
    _check_company_auto = True

    name = fields.Char(string="Invoice", related="move_id.name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Account owner", required=True, readonly=True, index=True, ondelete="restrict")
    sales_company_id = fields.Many2one(related="partner_id.sales_company_id", store=True)
    user_id = fields.Many2one(
        "res.users", string="Salesperson", compute="_compute_user_id", store=True, index=True, help="Salesperson of the dealer.")
    move_id = fields.Many2one("account.move", string="Journal entry", required=True, readonly=True, ondelete="restrict")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True, index="btree_not_null")
    document_name = fields.Char(string="For", readonly=True)
    date_invoice = fields.Date(related="move_id.invoice_date", store=True, string="Invoiced on")
    date_due = fields.Date(related="move_id.invoice_date_due", store=True, string="Due on", index=True)
    amount = fields.Monetary(related="move_id.amount_total", store=True, string="Invoiced")
    residual = fields.Monetary(related="move_id.amount_residual", store=True, string="Unpaid", index="btree_not_null")
    days_overdue = fields.Integer(compute="_compute_days_overdue", search="_search_days_overdue", help="Days since the due date; 0 when not due yet or paid.")
    note_ids = fields.One2many("prepaid.due.note", "due_id", string="Notes")
    promise_date = fields.Date(string="Promised for", compute="_compute_promise", store=True, help="Day of the latest promise.")
    is_promise_broken = fields.Boolean(compute="_compute_days_overdue")
    last_note = fields.Char(compute="_compute_promise", store=True)
    noticed_on = fields.Date(string="Salesperson told on", readonly=True)

    _move_uniq = models.Constraint("UNIQUE(move_id)", "This invoice is on the list already.")

    @api.depends("partner_id.user_id", "partner_id.dealer_id.user_id")
    def _compute_user_id(self):
        for due in self:
            due.user_id = due.partner_id.user_id or due.partner_id.dealer_id.user_id

    @api.depends("note_ids.promise_date", "note_ids.note")
    def _compute_promise(self):
        for due in self:
            notes = due.note_ids.sorted("id")
            promised = notes.filtered("promise_date")
            due.promise_date = promised[-1:].promise_date
            due.last_note = notes[-1:].note

    @api.depends("date_due", "residual", "promise_date")
    def _compute_days_overdue(self):
        for due in self:
            today = due.company_id._dealer_today()
            late = due.residual > 0 and due.date_due
            due.days_overdue = max((today - due.date_due).days, 0) if late else 0
            due.is_promise_broken = bool(due.residual > 0 and due.promise_date and due.promise_date < today)

    @api.model
    def _search_days_overdue(self, operator, value):
        if operator not in (">", ">=", "<", "<=") or not isinstance(value, int):
            return NotImplemented
        day = fields.Date.subtract(self.env.company._dealer_today(), days=value)
        turned = {">": "<", ">=": "<=", "<": ">", "<=": ">="}[operator]
        return [("residual", ">", 0), ("date_due", turned, day)]

    def write(self, vals):
        if not self.env.su and vals.keys() - {"note_ids", "message_follower_ids"}:
            raise AccessError(self.env._("What is due follows the invoice; add a note or a promise instead."))
        return super().write(vals)

    # -- making

    @api.model
    def _record(self, move, partner, res_model=False, res_id=False, document_name=False):
        """Put a posted invoice on the list.

        :param move: one account.move.
        :param partner: the payer.
        :param res_model: model of the order; with ``res_id`` and ``document_name`` optional.
        :return: the prepaid.due.
        """
        dues = self.sudo()  # sudo: shipping staff have no rights on the list
        return dues.search([("move_id", "=", move.id)]) or dues.create({
            "company_id": move.company_id.id, "partner_id": partner.id, "move_id": move.id, "res_model": res_model, "res_id": res_id,
            "document_name": document_name})

    # -- collecting

    def action_note(self, note, promise_date=None):
        """Add a note and, if there is one, the day the payer promised.

        :param note: text.
        :param promise_date: date or ISO text.
        :return: True.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in COLLECTORS):
            raise AccessError(self.env._("Your role does not collect; ask the salesperson."))
        self.check_access("read")
        for due in self:
            self.env["prepaid.due.note"].create({"due_id": due.id, "note": note, "promise_date": promise_date})
        return True

    def action_open_document(self):
        """Open the order the invoice is for."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            raise UserError(self.env._("Invoice %s is for no order: open the invoice itself.", self.name))
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "view_mode": "form"}

    # -- the weekly notice

    @api.model
    def _cron_weekly_notice(self):
        """Weekly job: tell each salesperson once what his customers owe beyond the term (R1-090)."""
        for company in self.env["res.company"].search([]):
            self.with_company(company)._notify_salespeople(company)

    @api.model
    def _notify_salespeople(self, company):
        """Send one list a salesperson; what he was told in the last days is left out, so a repeated run says nothing twice.

        :return: {res.users: prepaid.due}.
        """
        today = company._dealer_today()
        late = self.search([
            ("company_id", "=", company.id), ("residual", ">", 0), ("date_due", "<", today),
            "|", ("noticed_on", "=", False), ("noticed_on", "<=", fields.Date.subtract(today, days=NOTICE_DAYS - 1))])
        managers = self.env.ref("dealer_base.group_fin_manager").all_user_ids.filtered(lambda user: company in user.company_ids and not user.share)
        told = {}
        for user, dues in late.grouped("user_id").items():
            readers = user.filtered("active") or managers
            for reader in readers:
                dues.with_context(lang=reader.lang)._send_list(reader)
                told[reader] = told.get(reader, self.browse()) | dues
            if readers:
                dues.sudo().noticed_on = today  # sudo: closed to writes by hand
        return told

    def _send_list(self, user):
        rows = Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td style='text-align:right'>%s</td><td>%s</td></tr>") % (
                due.partner_id.display_name, due.name, due.date_due, due.days_overdue, yuan(to_fen(due.residual)), due.promise_date or "")
            for due in self.sorted(lambda rec: (rec.partner_id.name or "", rec.date_due)))
        heads = (self.env._("Account owner"), self.env._("Invoice"), self.env._("Due on"), self.env._("Days overdue"),
                 self.env._("Unpaid"), self.env._("Promised for"))
        head = Markup("").join(Markup("<th>%s</th>") % text for text in heads)
        total = yuan(sum(to_fen(due.residual) for due in self))
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids, subject=self.env._("Overdue: %(count)s invoices, %(total)s CNY", count=len(self), total=total),
            body=Markup("<p>%s</p><table class='table table-sm'><tr>%s</tr>%s</table>") % (
                self.env._("These customers owe money beyond their term. Collect it and note what they promise."), head, rows))
