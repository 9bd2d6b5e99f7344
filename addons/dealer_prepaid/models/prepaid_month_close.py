from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.adapters.roles import role_refusal

WORKERS = ("group_fin_settlement", "group_fin_manager")
FLOW = {"state", "date_from", "date_to", "checked_at", "checker_id", "closer_id", "closed_at", "item_ids", "move_ids"}


class PrepaidMonthClose(models.Model):
    """The month-end checklist of the prepaid ledger: computed items, month-end entries, and the close that locks the ledger.

    Items are worked out by ``prepaid.month.item``; the close refuses while one of them is red. Closing is done by a finance
    manager who neither opened the checklist nor worked on it (month-end entries, remark), and sets the ledger's lock date. To have
    the items worked out anew is no work on them: the close does so itself.
    """

    _name = "prepaid.month.close"
    _description = "Month close"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin"]
    _flow_strict = True
    _order = "date_from desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    month = fields.Date(required=True, default=lambda self: self._default_month(), help="Any day of the month to close.")
    date_from = fields.Date(compute="_compute_dates", store=True)
    date_to = fields.Date(compute="_compute_dates", store=True, string="Closes up to")
    state = fields.Selection([("open", "Being checked"), ("closed", "Month closed")], default="open", required=True, readonly=True, copy=False, tracking=True)
    item_ids = fields.One2many("prepaid.month.item", "close_id", string="Checklist", readonly=True, copy=False)
    red_count = fields.Integer(compute="_compute_counts", string="Red")
    warn_count = fields.Integer(compute="_compute_counts", string="To look at")
    move_ids = fields.Many2many("account.move", string="Month-end entries", readonly=True, copy=False)
    lock_date = fields.Date(related="company_id.prepaid_lock_date", string="Ledger closed up to now")
    books_locked = fields.Boolean(compute="_compute_books_locked")
    remark = fields.Text(string="Remark on the items", help="What was looked at and why the yellow items are all right.")
    checked_at = fields.Datetime(readonly=True, copy=False)
    checker_id = fields.Many2one("res.users", string="Checked by", readonly=True, copy=False)
    closer_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own", help="You opened it or worked on it, so another person closes it.")

    _month_once = models.UniqueIndex("(company_id, date_from)", "This month has its checklist already.")

    @api.model
    def _default_month(self):
        return self.env.company._dealer_today().replace(day=1) - timedelta(days=1)

    @api.depends("month")
    def _compute_dates(self):
        for close in self:
            close.date_from = close.month and close.month.replace(day=1)
            close.date_to = close.month and close.month.replace(day=1) + relativedelta(months=1, days=-1)

    @api.depends("date_from", "company_id.name")
    def _compute_name(self):
        for close in self:
            close.name = f"{close.date_from:%Y-%m} {close.company_id.name}" if close.date_from else False

    @api.depends("item_ids.state")
    def _compute_counts(self):
        for close in self:
            states = close.item_ids.mapped("state")
            close.red_count, close.warn_count = states.count("red"), states.count("warn")

    @api.depends_context("uid")
    @api.depends("create_uid", "editor_ids")
    def _compute_is_own(self):
        for close in self:
            close.is_own = self.env.user in (close.create_uid | close.sudo().editor_ids)  # sudo: the list counts for every role

    def _compute_books_locked(self):
        for close in self:
            close.books_locked = close._books_locked()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(FLOW & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A month close begins with its month; the rest is worked out."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if FLOW & vals.keys():
                raise AccessError(self.env._("A month close changes with its buttons only."))
            closed = self.filtered(lambda close: close.state == "closed")
            if closed and vals.keys() - {"message_follower_ids"}:
                raise UserError(self.env._("%s is closed and stays as it is: book corrections in the next month.", closed[0].name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        for close in self:
            if close.state == "closed" or close.move_ids:
                raise UserError(self.env._("%s is closed or has month-end entries and stays for the record: go on with it.", close.name))

    # -- buttons

    def action_check(self):
        """Work the checklist out anew.

        :return: True.
        :raises AccessError: for roles that do not close months.
        """
        self._need(WORKERS)
        for close in self.filtered(lambda rec: rec.state == "open"):
            items = self.env["prepaid.month.item"].sudo()  # sudo: the role was checked; the checklist looks at every document of the company
            close.sudo().write({  # sudo: the checklist is closed to writes
                "checked_at": fields.Datetime.now(), "checker_id": self.env.uid,
                "item_ids": [Command.clear(), *(Command.create(vals) for vals in items._work_out(close.sudo()))]})  # sudo: see above
        return True

    def action_month_entries(self):
        """Post the month-end entries: accounts in debit (E17), unshipped orders (E20), expected returns (E21), taken back on day 1.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that do not close months.
        """
        self._need(WORKERS)
        for close in self:
            if close.state == "closed":
                raise UserError(self.env._("%s is closed and stays as it is: book corrections in the next month.", close.name))
            if not close.move_ids:
                moves = close.sudo()._post_month_entries()  # sudo: the role was checked; accountants of the ledger keep no books by hand
                close.sudo().move_ids = moves  # sudo: see above
                close._remember_editor()
        self.action_check()
        return True

    def action_close(self):
        """Close the month: the ledger takes no entry of it any more (Open -> Closed).

        :return: the dialog that proposes Odoo's own lock dates; True where they reach so far already, or for several months.
        :raises AccessError: for everybody but a finance manager who neither made the checklist nor worked on it.
        :raises UserError: naming the red items.
        """
        self._need(("group_fin_manager",))
        for close in self:
            if close.state == "closed":
                continue
            if close.is_own:
                raise AccessError(self.env._(
                    "Another person must close %s: you made its checklist, wrote its remark or posted its month-end entries.", close.name))
            close.action_check()
            red = close.item_ids.filtered(lambda item: item.state == "red")
            if red:
                raise UserError(self.env._(
                    "%(name)s cannot be closed yet: %(items)s. Put them right and check again.",
                    name=close.name, items="; ".join(f"{item.title}: {item.message}".rstrip(".。 ") for item in red)))
            if close.warn_count and not (close.remark or "").strip():
                raise UserError(self.env._(
                    "%(name)s has %(count)s items to look at: whoever works on the list writes a remark about them, then another person closes.",
                    name=close.name, count=close.warn_count))
            if not close.lock_date or close.lock_date < close.date_to:
                close.company_id.action_lock_prepaid(close.date_to)
            close.sudo().write({"state": "closed", "closer_id": self.env.uid, "closed_at": fields.Datetime.now()})  # sudo: flow fields are closed to writes
        return self.action_lock_books() if len(self) == 1 and not self._books_locked() else True

    def _move_names(self):
        """Name the month-end entries, for who prints the checklist."""
        return ", ".join(self.sudo().move_ids.mapped("name"))  # sudo: numbers of the books; not everybody who prints reads entries

    def _books_locked(self):
        lock = self.company_id.sudo().fiscalyear_lock_date  # sudo: lock dates count for every role
        return bool(lock and lock >= self.date_to)

    def action_lock_books(self):
        """Propose to set Odoo's own lock dates to the end of the closed month; the dialog asks for its own confirmation.

        :return: the dialog.
        :raises AccessError: for everybody but finance managers.
        :raises UserError: while the month is open.
        """
        self.ensure_one()
        self._need(("group_fin_manager",))
        if self.state != "closed":
            raise UserError(self.env._("%s is not closed yet: close the month, then lock the books.", self.name))
        return {
            "type": "ir.actions.act_window", "name": self.env._("Lock the books"), "res_model": "prepaid.books.lock", "view_mode": "form", "target": "new",
            "context": {"default_close_id": self.id}}

    def _need(self, groups):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            raise AccessError(role_refusal(self.env, groups, self.env._("Your role may not take this step of the month close.")))
        self.check_access("read")
