from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..ledger import opening
from ..sql import book

STATED = {"cash": "stated_cash", "gift": "stated_gift", "rebate": "stated_rebate", "expense": "stated_expense"}


class PrepaidOpening(models.Model):
    """Opening balances of accounts, taken over from the system used before on one cut-over day (feature 27).

    The person who enters it types the old system's own totals; nothing is submitted before they and the lines agree. A second
    person signs it off: the entries of kind "Opening balance" are written, each with its original date and reference, the accounts
    open without a first top-up, and the books follow (E00) unless the accountant's own entry has the amounts already.
    """

    _name = "prepaid.opening"
    _inherit = "prepaid.document"
    _description = "Opening balances"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)
    _reason_needed = False  # its entries have a reason of the system

    account_id = fields.Many2one("prepaid.account", required=False, readonly=True, copy=False)
    reason = fields.Text(string="Remark")
    date = fields.Date(
        string="Cut-over day", required=True, tracking=True, default=lambda self: self.env.company._dealer_today(),
        help="The balances of the old system stand on the evening of this day; it is the business date of the entries.")
    old_system = fields.Char(string="Old system", required=True, tracking=True, default=lambda self: self.env._("System used before"))
    amount = fields.Monetary(string="Total of the old system", help="Type it from the old system's own report, never from the sheet.")
    stated_cash = fields.Monetary(string="Cash there", help="Control total of the old system.")
    stated_gift = fields.Monetary(string="Gifts there", help="Control total of the old system.")
    stated_rebate = fields.Monetary(string="Rebates there", help="Control total of the old system.")
    stated_expense = fields.Monetary(string="Allowances there", help="Control total of the old system.")
    stated_count = fields.Integer(string="Accounts with money there", help="How many accounts with money the old system counts.")
    books = fields.Selection(related="company_id.prepaid_opening_books", string="In the books")
    line_ids = fields.One2many("prepaid.opening.line", "opening_id", string="Lines", copy=False)
    entry_ids = fields.One2many("prepaid.entry", compute="_compute_entry_ids", string="Ledger entries")
    move_name = fields.Char(related="move_id.name", string="Number of the journal entry")
    digest = fields.Char(readonly=True, copy=False, help="SHA-256 over the control totals and the lines as they were signed off.")

    _stated_positive = models.Constraint(
        "CHECK(coalesce(stated_cash, 0) >= 0 AND coalesce(stated_gift, 0) >= 0 AND coalesce(stated_rebate, 0) >= 0"
        " AND coalesce(stated_expense, 0) >= 0 AND coalesce(stated_count, 0) >= 0)", "Control totals are not negative.")

    def _compute_entry_ids(self):
        for document in self:
            document.entry_ids = self.env["prepaid.entry"].search(
                [("res_model", "=", self._name), ("res_id", "=", document._origin.id), ("kind", "=", "opening")], order="id")

    @api.depends("name", "date")
    def _compute_display_name(self):
        for document in self:
            document.display_name = f"{document.name} {document.date or ''}".strip()

    def _need_draft(self):
        fixed = self.filtered(lambda document: document.state != "draft")[:1]
        if fixed:
            raise UserError(self.env._("%s is submitted and stays as it is; have it rejected and enter it anew.", fixed.name))

    # -- buttons

    def action_ask_approve(self):
        """Show the proof in a dialog; its button signs off."""
        self.ensure_one()
        self._need(self._checkers)
        self._need_state("submitted")
        view = self.env.ref("dealer_prepaid.prepaid_opening_view_confirm")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Sign off %s", self.name), "res_model": self._name, "res_id": self.id,
            "view_mode": "form", "views": [(view.id, "form")], "target": "new"}

    def action_print(self):
        """Print the sheet that both persons sign."""
        self._need((*self._makers, *self._checkers, "group_auditor"))
        return self.env.ref("dealer_prepaid.prepaid_opening_report").report_action(self)

    def action_open_lines(self):
        """Show the lines with filters, pivot and graph."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_opening_line_action")
        return {**action, "domain": [("opening_id", "=", self.id)], "context": {}}

    def action_open_entries(self):
        """Show the ledger entries that the document made."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_entry_action")
        return {**action, "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)], "context": {}}

    # -- hooks of prepaid.document

    def _check_ready(self):
        today = self.company_id._dealer_today()
        if self.date > today:
            raise UserError(self.env._("%(name)s: the cut-over day %(date)s has not come; take today or an earlier day.", name=self.name, date=self.date))
        season = self.env["dealer.season"].sudo()._season_at(self.company_id, today)  # sudo: seasons are read for every role
        if not season:
            raise UserError(self.env._("%s has no running season: enter one under Prepaid > Season end > Seasons.", self.company_id.name))
        if self.date < season.date_start:
            raise UserError(self.env._(
                "%(name)s: the cut-over day %(date)s lies before season %(season)s, which the accounts belong to; take %(first)s or a later day.",
                name=self.name, date=self.date, season=season.display_name, first=season.date_start))
        self.company_id._refuse_locked_ledger(self.date)
        if self._posts():
            mapping = self.env["prepaid.gl.mapping"]
            if mapping._account(self.company_id, "opening") == mapping._account(self.company_id, "advance"):
                raise UserError(self.env._(
                    "%(company)s: opening balance clearing and advances are one account, so nothing would be booked: choose another one under "
                    "Prepaid > Configuration > Prepaid account roles.", company=self.company_id.name))
        problems = self._problems()
        if problems:
            shown = "\n".join(problems[:20])
            more = self.env._("and %s more", len(problems) - 20) if len(problems) > 20 else ""
            raise UserError(self.env._("%(name)s does not agree with the old system:\n%(problems)s", name=self.name, problems=f"{shown}\n{more}".strip()))

    def _posts(self):
        """Tell whether the document brings its amounts into the books itself."""
        return self.company_id.sudo().prepaid_opening_books == "post"  # sudo: a choice of the company

    def _carry_out(self):
        self._check_ready()
        lines = self.line_ids.sorted("id")
        groups = {}
        for line in lines:
            groups.setdefault((line.partner_id, line.brand_id), self.env["prepaid.opening.line"])
            groups[line.partner_id, line.brand_id] |= line
        accounts = self.env["prepaid.account"]
        made = [(accounts._get_or_create(self.company_id, partner, brand), own) for (partner, brand), own in groups.items()]
        entries = self.env["prepaid.entry"]
        for account, own in sorted(made, key=lambda pair: pair[0].id):
            entries |= self._open(account, own)
        return {"move_id": self._post(entries).id, "digest": self._digest()}

    def _open(self, account, lines):
        """Write the opening entries of one account and open it; the amount of a first top-up does not count here.

        :return: prepaid.entry.
        """
        balances = lines.filtered(lambda line: line.kind == "balance")
        lines.sudo().account_id = account  # sudo: lines of a submitted document are closed to writes
        if not balances:
            return self.env["prepaid.entry"]
        opens = account.state == "draft"
        if opens:
            book.touch_draft_account(self.env.cr, account.id)
        entries = account._post_entries(f"{self._name},account,{account.id}", [{
            "kind": "opening", "amount_fen": to_fen(line.amount), "label": line._label(), "bucket": line.bucket, "expires_on": line.expires_on,
            "date": self.date, "origin_date": line.date, "origin_ref": line.reference,
        } for line in balances], self._name, self.id, approver=self.env.user, new_state="open" if opens else None, kind="opening")
        for line, entry in zip(balances, entries, strict=True):
            line.sudo().entry_id = entry  # sudo: as above
        if opens and not account._owner_is_frozen():
            account.sudo().message_post(body=self.env._("%s opened the account.", self.name))  # sudo: the chatter of the account
            account.partner_id._on_prepaid_account_opened()
        return entries

    def _post(self, entries):
        """Post E00, one journal entry for the document, and link the entries that it books.

        :return: account.move, empty where nothing is posted.
        """
        move, service = self.env["account.move"], self.env["prepaid.posting"]
        booked = entries.filtered(lambda entry: to_fen(entry.amount) != to_fen(entry.memo))
        if not booked or not self._posts():
            return move
        label, vals_list = self.env._("Opening balances %(name)s of %(system)s", name=self.name, system=self.old_system), []
        for account, own in booked.grouped("account_id").items():
            fen = sum(to_fen(entry.amount) - to_fen(entry.memo) for entry in own)
            vals_list += service._line_vals(
                self.company_id, service._voucher(self.company_id, "E00", {"amount": fen}, self.date), label, partners={"owner": account.partner_id})
        clearing = [vals for vals in vals_list if vals["debit"]]
        total = {**clearing[0], "debit": from_fen(sum(to_fen(vals["debit"]) for vals in clearing))}
        move = service._post_move(
            self.company_id, self.company_id.prepaid_journal_id, [total, *(vals for vals in vals_list if not vals["debit"])], label, date=self.date)
        booked._link_move(move)
        return move

    # -- parts

    def _core_lines(self):
        """Give the lines as the pure core reads them."""
        self.ensure_one()
        return [opening.OpeningLine(
            number, (line.partner_id.id, line.brand_id.id), line.bucket, to_fen(line.amount), line.date, line.kind == "history",
            line.expires_on or None, to_fen(line.stated) if line.has_stated else None) for number, line in enumerate(self.line_ids, 1)]
