from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..adapters.waiting import WAITING
from ..ledger.posting import ASBE
from ..sql import month

ITEMS = [
    ("documents", "Documents waiting for somebody"), ("batches", "Entries waiting for a GL batch"),
    ("tieout", "Tie-out certificate after the month's end"),
    ("holds", "Open holds"), ("debit", "Accounts in debit"), ("returns", "Expected returns"), ("rebates", "Rebates accrued"),
    ("unidentified", "Unidentified receipts"),
    ("bank", "Bank remittances without owner"),
    ("statements", "Statements sent and answered"), ("numbers", "Voucher numbers without gaps"), ("vat", "VAT by rate against the VAT account"),
    ("mapping", "Account roles changed"),
]


class PrepaidMonthItem(models.Model):
    """One line of a month's checklist. An addon adds an item with a code, its name and a method ``_item_<code>``."""

    _name = "prepaid.month.item"
    _description = "Month close item"
    _order = "close_id, sequence, id"

    close_id = fields.Many2one("prepaid.month.close", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="close_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(ITEMS, required=True, readonly=True, string="Item")
    title = fields.Char(compute="_compute_title")
    state = fields.Selection([("ok", "Done"), ("warn", "Look at it"), ("red", "To be done")], required=True, readonly=True)
    count = fields.Integer(readonly=True)
    amount = fields.Monetary(readonly=True)
    message = fields.Char(readonly=True, string="What was found")
    res_model = fields.Char(readonly=True)
    domain = fields.Json(readonly=True)

    def _compute_title(self):
        names = dict(self._fields["code"]._description_selection(self.env))
        for item in self:
            item.title = names.get(item.code)

    def action_open(self):
        """Show what the item counted."""
        self.ensure_one()
        if not self.res_model:
            raise UserError(self.env._("%s: there is nothing to show.", self.title))
        return {"type": "ir.actions.act_window", "name": self.title, "res_model": self.res_model, "view_mode": "list,form", "domain": self.domain or []}

    # -- working out

    @api.model
    def _work_out(self, close):
        """Work all items out for a month.

        :param close: one prepaid.month.close.
        :return: list of values.
        """
        self.env.flush_all()
        vals_list = []
        for sequence, (code, _label) in enumerate(self._fields["code"]._description_selection(self.env)):
            found = getattr(self, f"_item_{code}")(close)
            vals_list.append({
                "code": code, "sequence": sequence, "state": found["state"], "count": found.get("count", 0), "amount": from_fen(found.get("fen", 0)),
                "message": found.get("message"), "res_model": found.get("model"), "domain": found.get("domain")})
        return vals_list

    def _found(self, state, message, count=0, fen=0, model=None, domain=None):
        return {"state": state, "message": message, "count": count, "fen": fen, "model": model, "domain": domain}

    def _listed(self, close, model, domain, state, sentence):
        """Count records: done when there are none, else the given state and sentence."""
        domain = [("company_id", "=", close.company_id.id), *domain]
        count = self.env[model].search_count(domain)
        return self._found(state if count else "ok", sentence if count else self.env._("None."), count, 0, model, domain)

    def _end(self, close):
        """Give the moment the month ends, as the database keeps moments."""
        return fields.Datetime.to_string(close.company_id._dealer_utc(close.date_to + timedelta(days=1)))

    def _item_documents(self, close):
        parts, total = [], 0
        for kind in WAITING.values():
            if count := len(kind.of_company(close.company_id, self._end(close))):
                parts.append(f"{self.env['ir.model']._get(kind.model).name} {count}")
                total += count
        return self._found("red" if total else "ok", ", ".join(parts) or self.env._("None."), total)

    def _item_batches(self, close):
        domain = [
            ("company_id", "=", close.company_id.id), ("date", "<=", str(close.date_to)), ("gl_mode", "!=", "event"), ("gl_batch_id", "=", False),
            ("move_id", "=", False)]
        waiting = self.env["prepaid.entry"].search(domain)
        ready = waiting.filtered(lambda entry: entry.gl_mode == "batch")._gl_ready()
        days = ready._gl_days()
        due = ready.filtered(lambda entry: days[entry.id] <= close.date_to)
        on_the_way = sum(to_fen(amount) for amount in (waiting - due).mapped("amount"))
        text = self.env._("Post them under Books > GL batches.") if due else self.env._("None.") if not waiting else self.env._(
            "%s CNY on the way: they stay an advance until the goods arrive.", yuan(-on_the_way))
        return self._found(
            "red" if due else "ok", text, len(due or waiting), sum(to_fen(amount) for amount in (due or waiting).mapped("amount")), "prepaid.entry", domain)

    def _item_tieout(self, close):
        domain = [("company_id", "=", close.company_id.id), ("date", ">", close.date_to)]
        last = self.env["prepaid.tieout"].search(domain, order="id desc", limit=1)
        if not last:
            return self._found("red", self.env._(
                "No certificate since the month's end: make one with Books > Make a certificate now, then settlement accountant, receipt confirmer or "
                "finance manager signs it."), 0)
        if last.state == "red":
            return self._found("red", self.env._(
                "%(name)s names %(count)s differences: open it, clear them up and make another one.",
                name=last.name, count=last.difference_count),
                               last.difference_count, 0, "prepaid.tieout", [("id", "=", last.id)])
        text = self.env._("%s agrees and is signed.", last.name) if last.signer_id else self.env._(
            "%s agrees but nobody signed it: open it and press “Sign”; settlement accountant, receipt confirmer and finance manager may.", last.name)
        return self._found("ok" if last.signer_id else "red", text, last.entry_count, to_fen(last.ledger_total), "prepaid.tieout", [("id", "=", last.id)])

    def _item_holds(self, close):
        held, company = close._held_at_end(), close.company_id
        reclass = company.prepaid_contract_reclass and company.prepaid_standard == ASBE and not close.move_ids and close._unshipped_parts()
        fen = sum(row["fen"] for row in held)
        return self._found(
            "red" if reclass else "ok",
            self.env._("Unshipped orders: post the month-end entries (E20).") if reclass
            else self.env._("%s CNY kept back when the month ended.", yuan(fen)),
            len(held), fen, "prepaid.hold", [("id", "in", [row["id"] for row in held])])

    def _item_debit(self, close):
        owed = month.negative_owners(self.env.cr, close.company_id.id, close.date_to, self.env["prepaid.check"]._memo_sql())
        missing, posted = owed and not close.move_ids, self._shown_as_owed(close)
        wrong = [partner for partner in sorted(owed.keys() | posted.keys()) if owed.get(partner, 0) != posted.get(partner, 0)]
        if close.move_ids and wrong:  # a payment of the month that was noted later, or an entry
            owners = "; ".join(
                f"{partner.display_name} {yuan(posted.get(partner.id, 0))} / {yuan(owed.get(partner.id, 0))}"
                for partner in self.env["res.partner"].browse(wrong[:5]))
            return self._found("warn", self.env._(
                "The month-end entries show another debt than the accounts owe by now (%(owners)s): book the difference, or say in the remark why it stays.",
                owners=f"{owners} …" if len(wrong) > 5 else owners), len(owed), sum(owed.values()), "prepaid.account",
                [("company_id", "=", close.company_id.id), ("partner_id", "in", wrong)])
        return self._found(
            "red" if missing else "ok", self.env._("Post the month-end entries (E17).") if missing else self.env._("None.") if not owed
            else self.env._("Shown as receivable at the month's end."), len(owed), sum(owed.values()), "prepaid.account",
            [("company_id", "=", close.company_id.id), ("partner_id", "in", list(owed))])

    def _shown_as_owed(self, close):
        """Give the fen of each owner that the month-end entries show as receivable (E17): {partner id: fen}."""
        receivable = self.env["prepaid.gl.mapping"]._accounts(close.company_id).get("receivable")
        lines = close.move_ids.filtered(lambda move: not move.reversed_entry_id).line_ids
        owners = lines.filtered(lambda line: line.account_id == receivable).grouped("partner_id")
        return {partner.id: sum(to_fen(line.balance) for line in found) for partner, found in owners.items()}

    def _item_returns(self, close):
        if not close.company_id.prepaid_expected_returns:
            return self._found("ok", self.env._("Not booked: switched off in the settings."))
        expected = close._expected_returns()
        missing = any(expected.values()) and not close.move_ids
        return self._found(
            "red" if missing else "ok", self.env._("Post the month-end entries (E21).") if missing else self.env._(
                "Income %(net)s and cost %(cost)s expected back.", net=yuan(expected["net"]), cost=yuan(expected["cost"])), 0, expected["net"])

    def _item_rebates(self, close):
        """Rebates of the month are credited (E18), none is still being decided, and nothing accrued stands on the account of rebates."""
        company = close.company_id
        drafts = self.env["prepaid.grant"].search([
            ("company_id", "=", company.id), ("bucket", "in", ("rebate", "expense")), ("state", "=", "draft"), ("create_date", "<", self._end(close))])
        entries = self.env["prepaid.entry"].search([
            ("company_id", "=", company.id), ("kind", "in", ("rebate", "expense")), ("date", ">=", close.date_from), ("date", "<=", close.date_to)])
        fen, left = sum(to_fen(amount) for amount in entries.mapped("amount")), self._rebates_left(close)
        text = self.env._("%(count)s rebates and allowances credited in the month.", count=len(entries))
        if left:
            text = self.env._("%s CNY are accrued and not credited yet: grant them, or take the accrual back.", yuan(left))
        elif drafts:
            text = self.env._("%s are drafts: submit or delete them.", ", ".join(drafts[:5].mapped("name")))
        if drafts and not left:
            asked = sum(to_fen(amount) for amount in drafts.mapped("amount"))
            return self._found("warn", text, len(drafts), asked, "prepaid.grant", [("id", "in", drafts.ids)])
        return self._found("warn" if left else "ok", text, len(entries), left or fen, "prepaid.entry", [("id", "in", entries.ids)])

    def _rebates_left(self, close):
        """Give the fen that stand on the account of rebates at the month's end; 0 where other roles share the account, since it says nothing then."""
        accounts = self.env["prepaid.gl.mapping"]._accounts(close.company_id)
        account = accounts.get("rebate_payable")
        if not account or any(other == account for role, other in accounts.items() if role != "rebate_payable"):
            return 0
        balance = self.env["account.move.line"]._read_group([
            ("company_id", "=", close.company_id.id), ("account_id", "=", account.id), ("parent_state", "=", "posted"), ("date", "<=", close.date_to)],
            [], ["balance:sum"])[0][0]
        return -to_fen(balance or 0)

    def _item_unidentified(self, close):
        domain = [
            ("company_id", "=", close.company_id.id), ("state", "=", "approved"), ("claim_state", "not in", ("claimed", "returned")),
            ("date", "<=", close.date_to)]
        parked = self.env["prepaid.unidentified"].search(domain)
        old = parked.filtered(lambda rec: (close.date_to - rec.date).days > close.company_id.prepaid_unidentified_days)
        text = self.env._("%(old)s of %(all)s are older than %(days)s days.", old=len(old), all=len(parked), days=close.company_id.prepaid_unidentified_days)
        fen = sum(to_fen(rec.amount) for rec in parked)
        return self._found("warn" if old else "ok", text, len(parked), fen, "prepaid.unidentified", [("id", "in", parked.ids)])

    def _item_bank(self, close):
        domain = [("state", "!=", "used"), ("date", "<=", str(close.date_to)), "!", ("unidentified_ids.state", "=", "approved")]
        return self._listed(close, "prepaid.bank.line", domain, "warn", self.env._("Match them, or park them as unidentified receipts."))

    def _item_statements(self, close):
        statements = self.env["prepaid.statement"]
        found = statements._month_figures(close.company_id, close.date_to)
        domain = [("company_id", "=", close.company_id.id), ("date_to", "=", str(close.date_to))]
        missing, waiting = found["wanted"] - found["issued"], found["issued"] - found["answered"]
        if missing > 0:
            return self._found("red", self.env._("%s accounts have no statement of the month.", missing), missing, 0, "prepaid.statement", domain)
        text = self.env._(
            "%(sent)s of %(issued)s sent, %(answered)s answered, %(disputed)s disputed.", sent=found["sent"], issued=found["issued"],
            answered=found["answered"], disputed=found["disputed"])
        return self._found("warn" if waiting or found["disputed"] else "ok", text, waiting, 0, "prepaid.statement", domain)

    def _item_numbers(self, close):
        gaps = month.number_gaps(self.env.cr, close.company_id.id, close.date_from, close.date_to)
        text = self.env._("Missing: %s.", ", ".join(number for _journal, number in gaps[:5])) if gaps else self.env._("No gap.")
        return self._found("red" if gaps else "ok", text, len(gaps))

    def _item_vat(self, close):
        account = self.env["prepaid.gl.mapping"]._accounts(close.company_id).get("vat")
        rows = month.vat_by_rate(self.env.cr, close.company_id.id, account.id, close.date_from, close.date_to) if account else []
        entries = self.env["prepaid.entry"].search_count(
            [("company_id", "=", close.company_id.id), ("date", ">=", close.date_from), ("date", "<=", close.date_to)])
        parts, wrong = [], 0
        for row in rows:
            if row["rate"] is None:
                parts.append(self.env._("without a tax %s", yuan(row["vat_fen"])))
                wrong += bool(row["vat_fen"])
                continue
            expected = round(row["base_fen"] * row["rate"] / 100)
            off = abs(expected - row["vat_fen"]) > row["items"] + 3 * entries  # each part of an entry was rounded by itself
            parts.append(self.env._("%(rate)s %%: base %(base)s, VAT %(vat)s", rate=f"{row['rate']:g}", base=yuan(row["base_fen"]), vat=yuan(row["vat_fen"])))
            wrong += off
        domain = [
            ("account_id", "=", account.id), ("date", ">=", str(close.date_from)), ("date", "<=", str(close.date_to)), ("parent_state", "=", "posted"),
        ] if account else None
        return self._found(
            "warn" if wrong else "ok", "; ".join(parts) or self.env._("None."), len(rows), sum(row["vat_fen"] for row in rows), "account.move.line", domain)

    def _item_mapping(self, close):
        start = fields.Datetime.to_string(close.company_id._dealer_utc(close.date_from))
        changes = self.env["prepaid.gl.mapping.change"].search([
            ("company_id", "=", close.company_id.id), ("changed_at", ">=", start), ("changed_at", "<", self._end(close))])
        text = "; ".join(
            f"{self.env['prepaid.gl.mapping']._role_name(one.role)}: {one.old_account_id.code or '-'} → {one.new_account_id.code or '-'} "
            f"({one.user_id.name}, {one.reason})" for one in changes[:3].with_company(close.company_id))
        return self._found(
            "warn" if changes else "ok", text or self.env._("None."), len(changes), 0, "prepaid.gl.mapping.change", [("id", "in", changes.ids)])
