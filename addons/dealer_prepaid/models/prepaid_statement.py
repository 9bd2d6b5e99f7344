import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..sql import statement as book
from ..sql.touch import touch
from ..statements import month_of, statement_hash

MAKERS = ("group_fin_settlement",)


class PrepaidStatement(models.Model):
    """Account statement: what was there, every entry since, what is there now; sealed, and answered by the owner (N3, I17).

    draft -> issued -> confirmed | disputed -> settled. Only the last day is chosen: a statement opens with the closing of the
    one before and takes every entry up to its last day that is on no statement yet. So each entry is on exactly one, however the
    time is cut, and an entry that came to light late stands on the next one. Issued means frozen: by the code and by a trigger.
    The answer of the owner stands in prepaid_statement_answer.py.
    """

    _name = "prepaid.statement"
    _description = "Prepaid statement"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.proof.mixin"]
    _flow_strict = True
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _proof_fields = ("answer_proof_ids",)

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="restrict")
    currency_id = fields.Many2one(related="account_id.currency_id", store=True)
    account_id = fields.Many2one("prepaid.account", required=True, index=True, check_company=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True, string="Account owner")
    sales_company_id = fields.Many2one(related="account_id.sales_company_id", store=True)
    user_id = fields.Many2one(related="account_id.user_id", string="Salesperson")
    date_from = fields.Date(string="From", readonly=True, copy=False, help="The day after the statement before.")
    date_to = fields.Date(
        string="To", required=True, index=True, default=lambda self: month_of(self.env.company._dealer_today())[0] - datetime.timedelta(days=1),
        help="Last business date of the statement.")
    position = fields.Integer(readonly=True, copy=False, help="Place among the issued statements of the account.")
    previous_id = fields.Many2one("prepaid.statement", string="Statement before", readonly=True, copy=False, ondelete="restrict", index="btree_not_null")
    opening = fields.Monetary(readonly=True, copy=False)
    credits = fields.Monetary(readonly=True, copy=False)
    debits = fields.Monetary(readonly=True, copy=False)
    closing = fields.Monetary(readonly=True, copy=False)
    line_count = fields.Integer(string="Entries", readonly=True, copy=False)
    line_ids = fields.One2many("prepaid.statement.line", "statement_id", string="Lines", readonly=True, copy=False)
    last_entry_hash = fields.Char(string="Digest of the last entry", readonly=True, copy=False)
    lines_digest = fields.Char(string="Digest of all lines", readonly=True, copy=False)
    prev_hash = fields.Char(string="Digest of the statement before", readonly=True, copy=False)
    hash = fields.Char(string="Digest", readonly=True, copy=False, help="SHA-256 over the figures and the digest of the statement before.")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("confirmed", "Confirmed"), ("disputed", "Disputed"), ("settled", "Settled")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    issued_at = fields.Datetime(readonly=True, copy=False)
    issuer_id = fields.Many2one("res.users", string="Issued by", readonly=True, copy=False)
    preview = fields.Char(compute="_compute_preview")

    _position_uniq = models.UniqueIndex("(account_id, position) WHERE state <> 'draft'", "Another statement of this account was issued just now.")
    _one_draft = models.UniqueIndex("(account_id) WHERE state = 'draft'", "This account has a draft statement already: issue or delete it first.")
    _adds_up = models.Constraint("CHECK(state = 'draft' OR closing = opening + credits + debits)", "A statement adds up.")
    _dates_in_order = models.Constraint("CHECK(state = 'draft' OR date_from <= date_to)", "A statement ends after it begins.")

    def init(self):
        book.protect(self.env.cr)

    @api.depends("account_id", "date_to", "state")
    def _compute_preview(self):
        for statement in self:
            statement.preview = False
            if statement.state == "draft" and statement.account_id and statement.date_to:
                opening, found = statement._outlook()
                statement.preview = self.env._(
                    "Opening %(opening)s, %(count)s entries: %(credits)s in, %(debits)s out, closing %(closing)s CNY.",
                    opening=yuan(opening), count=found["count"], credits=yuan(found["credits_fen"]), debits=yuan(-found["debits_fen"]),
                    closing=yuan(opening + found["credits_fen"] + found["debits_fen"]))
                begin = statement._account_begin()
                if statement.date_to < begin:
                    statement.preview += self.env._(" The account begins on %s only: choose a later last day.", begin)

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # before a number is drawn: refused requests leave no gap
        self._refuse_second_draft({vals.get("account_id") for vals in vals_list})
        for vals in vals_list:
            if not self.env.su and vals.keys() & (self._guarded_fields() - {"name"}):
                raise AccessError(self.env._("A statement begins as a draft: choose the account and the last day, then issue it."))
            if vals.get("name", "/") == "/":
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code(self._name) or "/"  # sudo: numbering only
        statements = super().create(vals_list)
        for statement in statements:
            statement.sudo().date_from = statement._first_day()  # sudo: a figure of the ledger, closed to writes
        return statements

    @api.model
    def _refuse_second_draft(self, account_ids):
        """Refuse a second draft of an account before it draws a number: these numbers go to owners, a gap among them asks for an answer."""
        if self.sudo().search_count([("account_id", "in", list(account_ids)), ("state", "=", "draft")], limit=1):  # sudo: the rule is one for everybody
            raise ValidationError(self.env._("This account has a draft statement already: issue or delete it first."))

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & self._guarded_fields():
                raise AccessError(self.env._("The figures and the state of a statement change with its buttons only."))
            fixed = self.filtered(lambda rec: rec.state != "draft")
            if fixed and vals.keys() - self._open_fields():
                raise UserError(self.env._("%s is issued and stays as it is; corrections stand on the next statement.", fixed[0].name))
        result = super().write(vals)
        if not self.env.su and {"account_id", "date_to"} & vals.keys():
            for statement in self:
                statement.sudo().date_from = statement._first_day()  # sudo: see create
        return result

    @api.model
    def _open_fields(self):
        """Give the names of the fields that may be written on an issued statement."""
        return {"message_follower_ids", "activity_ids", "message_main_attachment_id"}

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for statement in self:
            if statement.state != "draft":
                raise UserError(self.env._("%s is issued and stays for the record: corrections stand on the next statement.", statement.name))

    # -- buttons

    def action_issue(self):
        """Take the entries, seal the statement (draft -> Issued).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: when the last day lies in the future or before the statement before, or entries are still being sealed.
        """
        self._need(MAKERS)
        for statement in self.filtered(lambda rec: rec.state == "draft"):
            statement._issue()
        return True

    def action_open_entries(self):
        """Show the entries the statement has, or would take."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_entry_action")
        if self.state != "draft":
            return {**action, "domain": [("statement_line_ids.statement_id", "=", self.id)], "context": {}}
        domain = [("account_id", "=", self.account_id.id), ("date", "<=", self.date_to), ("statement_line_ids", "=", False)]
        return {**action, "domain": domain, "context": {}}

    def action_open_previous(self):
        """Open the statement before."""
        self.ensure_one()
        return self.previous_id._open_form()

    def action_xlsx(self):
        """Download the issued statement as a spreadsheet."""
        self.ensure_one()
        self._need_state("issued", "confirmed", "disputed", "settled")
        return {"type": "ir.actions.act_url", "url": f"/prepaid/statement/{self.id}.xlsx", "target": "download"}

    # -- parts

    def _open_form(self):
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form"}

    def _need(self, groups):
        if not self.env.su and not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            raise AccessError(role_refusal(self.env, groups, self.env._("Your role may not take this step with a statement.")))
        self.check_access("read")

    def _last_issued(self):
        """Give the newest issued statement of the account."""
        return self.sudo().search(  # sudo: the chain is one for everybody
            [("account_id", "=", self.account_id.id), ("state", "!=", "draft")], order="position desc", limit=1)

    def _outlook(self):
        """Give (opening in fen, what ``open_entries`` finds) for a draft."""
        self.env["prepaid.entry"].flush_model()
        account = self.account_id._origin or self.account_id
        empty = {"count": 0, "unsealed": 0, "first": None, "credits_fen": 0, "debits_fen": 0}
        found = book.open_entries(self.env.cr, account.ids, self.date_to).get(account.id, empty) if account.ids else empty
        return to_fen(self._last_issued().closing), found

    @api.onchange("account_id")
    def _onchange_account_id(self):
        if self.account_id and self.date_to and self.date_to < self._account_begin():
            self.date_to = self.company_id._dealer_today()

    def _account_begin(self):
        """Give the first day on which the account can have entries."""
        account = self.account_id.sudo()  # sudo: a date of the account that the statement is about
        first = account.env["prepaid.entry"].search([("account_id", "=", account.id)], order="date, id", limit=1).date
        opened = account.company_id._dealer_local(account.opened_at or account.create_date).date()
        return min(first, opened) if first else opened

    def _first_day(self):
        previous = self._last_issued()
        if previous:
            return previous.date_to + datetime.timedelta(days=1)
        first = self._outlook()[1]["first"]
        return min(first or self.date_to, month_of(self.date_to)[0])

    def _issue(self):
        self.ensure_one()
        touch(self)
        previous, account = self._last_issued(), self.account_id
        if self.date_to > self.company_id._dealer_today():
            raise UserError(self.env._("%(name)s: %(date)s has not come yet; choose a last day that is over.", name=self.name, date=self.date_to))
        if previous and previous.date_to >= self.date_to:
            raise UserError(self.env._(
                "%(account)s: statement %(previous)s reaches to %(date)s already; choose a later last day.",
                account=account.display_name, previous=previous.name, date=previous.date_to))
        opening, found = self._outlook()
        if found["unsealed"]:
            raise UserError(self.env._(
                "%(account)s: %(count)s entries are just being sealed; issue the statement again in a minute.",
                account=account.display_name, count=found["unsealed"]))
        first_day = self._first_day()
        self.flush_recordset()
        taken = book.take_entries(self.env.cr, self.id, account.id, self.date_to, opening)
        closing = opening + taken["credits_fen"] + taken["debits_fen"]
        figures = {
            "prev_hash": previous.hash or "", "number": self.name, "account_id": account.id, "date_from": first_day,
            "date_to": self.date_to, "opening_fen": opening, "closing_fen": closing, "line_count": taken["count"],
            "last_entry_hash": taken["last_hash"] or previous.last_entry_hash or "", "lines_digest": taken["digest"],
        }
        self.sudo().write({  # sudo: figures are closed to writes
            **{name: figures[name] for name in ("prev_hash", "date_from", "line_count", "last_entry_hash", "lines_digest")},
            "opening": from_fen(opening), "credits": from_fen(taken["credits_fen"]), "debits": from_fen(taken["debits_fen"]),
            "closing": from_fen(closing), "hash": statement_hash(figures), "position": previous.position + 1, "previous_id": previous.id,
            "state": "issued", "issued_at": self.env.cr.now().replace(microsecond=0), "issuer_id": self.env.uid, **self._issue_values(),
        })
        self.flush_recordset()  # a statement issued at the same moment fails here, not at the end of a long run
        self.invalidate_recordset(["line_ids"])

    def _issue_values(self):
        """Give further values of the moment of issue."""
        return {}

    def _figures(self):
        """Give the sealed parts of an issued statement, as :func:`statement_hash` takes them."""
        self.ensure_one()
        return {
            "prev_hash": self.prev_hash or "", "number": self.name, "account_id": self.account_id.id, "date_from": self.date_from,
            "date_to": self.date_to, "opening_fen": to_fen(self.opening), "closing_fen": to_fen(self.closing), "line_count": self.line_count,
            "last_entry_hash": self.last_entry_hash or "", "lines_digest": self.lines_digest,
        }
