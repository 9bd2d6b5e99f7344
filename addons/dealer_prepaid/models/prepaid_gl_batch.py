from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..ledger import posting
from ..sql import batch as sql_batch
from .prepaid_entry_gl import BATCH_KINDS

POSTERS = ("group_fin_settlement", "group_fin_manager")


class PrepaidGlBatch(models.Model):
    """The shipments or returns of one day as one journal entry.

    A batch takes its entries, posts and keeps its totals in one transaction, so after a crash either all of it is there or
    nothing, and a repeated run finds nothing left. It is never edited: a wrong one is reversed in red as a whole, which lets
    its entries wait for the next run.
    """

    _name = "prepaid.gl.batch"
    _description = "Prepaid GL batch"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "date desc, id desc"
    _check_company_auto = True
    _reason_methods = {"action_reverse"}

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True, string="Business date")
    kind = fields.Selection([("shipment", "Shipments"), ("return", "Returns")], required=True, readonly=True)
    state = fields.Selection([("draft", "Draft"), ("posted", "Posted"), ("reversed", "Reversed")], default="draft", required=True, readonly=True, tracking=True)
    entry_ids = fields.One2many("prepaid.entry", "gl_batch_id", string="Ledger entries", readonly=True)
    past_entry_ids = fields.Many2many("prepaid.entry", string="Entries until the reversal", readonly=True)
    entry_count = fields.Integer(readonly=True, string="Entries")
    entry_total = fields.Monetary(readonly=True, string="Sum of the entries", help="Signed, as in the ledger.")
    memo_total = fields.Monetary(readonly=True, string="Outside the books", help="Gift money used: not in the general ledger.")
    control_total = fields.Monetary(
        readonly=True, string="Advance account", help="What the batch moved on the advance account; equals the entries without gift money.")
    net_total = fields.Monetary(readonly=True, string="Income")
    vat_total = fields.Monetary(readonly=True, string="VAT")
    cost_total = fields.Monetary(readonly=True, string="Cost")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False, ondelete="restrict", index="btree_not_null")
    move_date = fields.Date(related="move_id.date", string="GL date")
    reversal_move_id = fields.Many2one("account.move", string="Red entry", readonly=True, copy=False, ondelete="restrict")
    reverse_reason = fields.Char(readonly=True, copy=False)

    _company_date = models.Index("(company_id, date)")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Batches are made by the nightly job or by the button Post now."))
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].with_company(vals["company_id"]).next_by_code("prepaid.gl.batch") or "/"
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"message_follower_ids"}:
            raise AccessError(self.env._("A batch stays as it is posted; reverse it as a whole."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for batch in self:
            raise UserError(self.env._("Batch %s stays for the record; reverse it as a whole.", batch.name))

    # -- buttons

    @api.model
    def action_post_now(self):
        """Post what waits in the current companies, today included.

        :return: the list of the batches made.
        :raises AccessError: for roles that may not post.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in POSTERS):
            raise AccessError(self.env._("Batches are posted by settlement accountants and finance managers."))
        made = self.sudo().browse()  # sudo: the role was checked; nobody writes batches by hand
        for company in self.env.companies:
            made |= made._post_waiting(company)
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_gl_batch_action")
        return {**action, "domain": [("id", "in", made.ids)]} if made else action

    def action_reverse(self, reason):
        """Take a posted batch back in red, as a whole; its entries wait for the next run (Posted -> Reversed).

        :param reason: text, why.
        :return: True.
        :raises AccessError: for everybody but finance managers, and for the one who posted it.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only a finance manager may reverse a batch."))
        self.check_access("read")
        for batch in self:
            if batch.state != "posted":
                raise UserError(self.env._("Batch %s is not posted: there is nothing to reverse, wait for its posting.", batch.name))
            if not (reason or "").strip():
                raise UserError(self.env._("Say why batch %s is reversed.", batch.name))
            if batch.create_uid == self.env.user:
                raise AccessError(self.env._("Another person must reverse batch %s: you posted it.", batch.name))
            batch.sudo()._reverse(reason.strip())  # sudo: the role was checked; nobody writes batches by hand
        return True

    def action_ask_reverse(self):
        """Ask why the batch is reversed."""
        return self.env["dealer.reason"]._ask(self, "action_reverse", self.env._("Reverse batch"))

    def action_open_entries(self):
        """Show the ledger entries of the batch."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_entry_action")
        return {**action, "domain": [("id", "in", (self.entry_ids | self.past_entry_ids).ids)]}

    # -- the job

    @api.model
    def _cron_post(self):
        """Nightly job: book the days that are over, each batch in its own transaction."""
        for company in self.env["res.company"].search([]):
            for (date, kind), entries in self._waiting(company, company._dealer_today()):
                if sql_batch.lock(self.env.cr, company.id):
                    self._post_batch(company, date, kind, entries)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _waiting(self, company, before=None):
        """List what waits and may be booked, oldest first.

        :param before: only what counts before this day.
        :return: list of ((day in the books, batch kind), prepaid.entry).
        """
        entries = self.env["prepaid.entry"].search([
            ("company_id", "=", company.id), ("gl_mode", "=", "batch"), ("gl_batch_id", "=", False), ("kind", "in", list(BATCH_KINDS))],
            order="id")._gl_ready()
        days = entries._gl_days()
        groups = entries.grouped(lambda entry: (days[entry.id], BATCH_KINDS[entry.kind]))
        return sorted(((day, kind), found) for (day, kind), found in groups.items() if before is None or day < before)

    @api.model
    def _post_waiting(self, company, before=None):
        """Book everything that waits.

        :param company: one res.company.
        :param before: only days before this one.
        :return: the batches made.
        """
        if not sql_batch.lock(self.env.cr, company.id):
            raise UserError(self.env._("The batches of %s are being posted right now; look again in a minute.", company.name))
        made = self.browse()
        for (date, kind), entries in self._waiting(company, before):
            made |= self._post_batch(company, date, kind, entries)
        return made

    @api.model
    def _post_batch(self, company, date, kind, entries):
        """Book waiting entries of one day and kind as one journal entry.

        :param entries: prepaid.entry; those that another run has taken meanwhile are left out.
        :return: the batch, empty when nothing waits any more.
        :raises UserError: when the journal entry does not carry what the entries say.
        """
        entries.invalidate_recordset(["gl_batch_id"])
        entries = entries.filtered(lambda entry: not entry.gl_batch_id)
        if not entries:
            return self.browse()
        batch = self.create({"company_id": company.id, "date": date, "kind": kind})
        if sql_batch.claim(self.env.cr, batch.id, entries.ids) != len(entries):
            raise UserError(self.env._(
                "Entries of %(company)s of %(date)s are being posted by somebody else; look again in a minute.", company=company.name, date=date))
        entries.invalidate_recordset(["gl_batch_id"])
        batch._post(entries)
        return batch

    def _post(self, entries):
        company = self.company_id.with_company(self.company_id)
        label = f"{self.name} {dict(self._fields['kind']._description_selection(self.env))[self.kind]} {self.date}"
        vals_list, totals = self._prepare_lines(company, entries, label)
        move = self.env["prepaid.posting"]._post_move(company, company.prepaid_journal_id, vals_list, label, bank_day=self.date, has_tax=True)
        advance = self.env["prepaid.gl.mapping"]._account(company, "advance")
        entry_fen, memo_fen = sum(to_fen(amount) for amount in entries.mapped("amount")), sum(entry._gl_memo_fen() for entry in entries)
        control = sum(to_fen(line.balance) for line in move.line_ids if line.account_id == advance)
        if control != memo_fen - entry_fen:
            raise UserError(self.env._(
                "Batch %(batch)s would move %(control)s on the advance account while its entries say %(entries)s: nothing was posted.",
                batch=self.name, control=yuan(control), entries=yuan(memo_fen - entry_fen)))
        self.write({
            "state": "posted", "move_id": move.id, "entry_count": len(entries), "entry_total": from_fen(entry_fen), "memo_total": from_fen(memo_fen),
            "control_total": from_fen(control), **{name: from_fen(fen) for name, fen in totals.items()}})
        owners = entries.account_id.filtered(lambda account: account.state == "closed").grouped("partner_id")
        for accounts in owners.values():
            accounts[0]._reconcile_owner()  # closed before its last day was booked

    def _prepare_lines(self, company, entries, label):
        """Add the legs of all entries up: one line an owner on the advance account, one line a role and rate, cost below.

        :return: (values of journal items, totals).
        """
        service, tax, ahead = self.env["prepaid.posting"], company.prepaid_sale_tax_id, entries._gl_ahead()
        before = entries._gl_before()
        sums, totals = defaultdict(int), {"net_total": 0, "vat_total": 0, "cost_total": 0}
        for entry in entries:
            for leg in entry._gl_legs(before):
                owner = entry.partner_id if leg.role in ("advance", "receivable") else self.env["res.partner"]
                for account, fen in entry._gl_split(leg, ahead):
                    sums[leg.role, leg.side, leg.fen < 0, owner, "vat" if leg.part == "vat" else "", leg.rate_bp, account] += fen  # red stays apart
                if not owner:
                    totals["vat_total" if leg.part == "vat" else "net_total"] -= leg.balance
        vals_list = []
        for (role, side, _red, owner, part, rate, account), fen in sums.items():
            leg = posting.Leg(role, side, fen, part, "owner" if owner else "", rate)
            own = {role: account} if account else None
            for vals in service._line_vals(company, [leg] if fen else [], label, partners={"owner": owner}, accounts=own):
                vals_list.append({**vals, **self._tax_vals(company, leg, tax)})
        for (cost, inventory), fen in self._cost_sums(entries).items():
            totals["cost_total"] += fen
            vals_list += service._cost_vals(company, cost, inventory, fen, label, self.date)
        return vals_list, totals

    def _tax_vals(self, company, leg, tax):
        """Mark income and VAT items with their tax where the company has that rate, so that tax reports see them."""
        if leg.rate_bp is None:
            return {}
        if round(tax.amount * 100) != leg.rate_bp:
            tax = self.env["account.tax"].search([
                *self.env["account.tax"]._check_company_domain(company), ("type_tax_use", "=", "sale"), ("amount_type", "=", "percent"),
                ("amount", "=", leg.rate_bp / 100)], limit=1)
        if leg.part != "vat":
            return {"tax_ids": [Command.set(tax.ids)]}
        lines = tax.refund_repartition_line_ids if leg.balance > 0 else tax.invoice_repartition_line_ids
        return {"tax_repartition_line_id": lines.filtered(lambda line: line.repartition_type == "tax")[:1].id}

    def _cost_sums(self, entries):
        sums = defaultdict(int)
        for cost, inventory, fen in entries._gl_batch_cost():
            sums[cost, inventory] += fen
        return sums

    def _reverse(self, reason):
        red = self.env["prepaid.posting"]._reverse_move(self.move_id, self.date, self.env._("Reversal of %s", self.name), self.date)
        entries = self.entry_ids
        sql_batch.free(self.env.cr, self.id)
        entries.invalidate_recordset(["gl_batch_id"])
        self.invalidate_recordset(["entry_ids"])
        self.write({
            "state": "reversed", "reversal_move_id": red.id, "reverse_reason": reason, "past_entry_ids": [Command.set(entries.ids)]})
