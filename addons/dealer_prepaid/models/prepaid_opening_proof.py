import hashlib
import json

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..adapters.opening_messages import sentence
from ..ledger import opening
from .prepaid_opening import STATED


class PrepaidOpeningProof(models.Model):
    """What proves an opening document: the old system's totals = its lines = the ledger entries = the books, and each account's owner."""

    _inherit = "prepaid.opening"

    account_count = fields.Integer(compute="_compute_totals", string="Accounts")
    lines_total = fields.Monetary(compute="_compute_totals", string="Total of the lines")
    problems = fields.Text(compute="_compute_proof", string="What does not agree")
    proof_html = fields.Html(compute="_compute_proof", string="Figures side by side", sanitize=False)

    @api.depends("line_ids.amount", "line_ids.kind", "line_ids.partner_id", "line_ids.brand_id")
    def _compute_totals(self):
        """Count accounts and money of many documents at once, as a list shows them; those that are being edited count what is typed."""
        stored, sums = self.filtered("id"), {}
        for document, _partner, _brand, amount in self.env["prepaid.opening.line"]._read_group(
                [("opening_id", "in", stored.ids), ("kind", "=", "balance")], ["opening_id", "partner_id", "brand_id"], ["amount:sum"]):
            sums.setdefault(document.id, []).append(to_fen(amount))
        for document in self:
            if document not in stored:
                lines = document._core_lines()
                document.account_count, fen = document._account_count(lines), sum(opening.totals(lines).values())
            else:
                own = sums.get(document.id, ())
                document.account_count, fen = len(own), sum(own)
            document.lines_total = from_fen(fen)

    @api.depends(
        "state", "amount", "stated_count", "stated_cash", "stated_gift", "stated_rebate", "stated_expense", "date", "company_id", "move_id",
        "line_ids.amount", "line_ids.kind", "line_ids.bucket", "line_ids.partner_id", "line_ids.brand_id", "line_ids.date", "line_ids.expires_on",
        "line_ids.stated", "line_ids.has_stated")
    @api.depends_context("lang")
    def _compute_proof(self):
        for document in self:
            lines = document._core_lines()
            waits = document.state in ("draft", "submitted") and lines
            document.problems = "\n".join(document._problems()[:50]) if waits else False
            document.proof_html = self.env["ir.qweb"]._render("dealer_prepaid.opening_proof", {"doc": document, "rows": document._proof_rows()}) \
                if lines else False

    @staticmethod
    def _account_count(lines):
        return len({line.account for line in lines if not line.history})

    def _stated(self):
        """Give the control totals that were typed: {bucket: fen}."""
        return {bucket: to_fen(self[name]) for bucket, name in STATED.items()}

    # -- what does not agree

    def _problems(self):
        """Say everything that keeps the document from being taken over.

        :return: sentences, those of the lines first.
        """
        self.ensure_one()
        lines, words = self._core_lines(), dict(self.line_ids._fields["bucket"]._description_selection(self.env))
        names = {}
        for line in self.line_ids:
            names.setdefault((line.partner_id.id, line.brand_id.id), line._owner_name())
        findings = opening.check(
            lines, self._stated(), to_fen(self.amount), self.stated_count, self.date, self.company_id._dealer_today())
        findings += self._account_findings()
        if lines and not self._posts():
            findings += self._books_findings()
        return [sentence(self.env, found.code, {
            "account": names.get(found.account, found.account), "number": found.number, **found.params,
            **({"bucket": words[found.params["bucket"]]} if "bucket" in found.params else {})}) for found in findings]

    def _account_findings(self):
        """Find owners whose account cannot take an opening: not approved, being closed, opened before, or waiting on another document."""
        accounts = self.env["prepaid.account"].sudo().search([  # sudo: an account counts whoever may see it
            ("company_id", "=", self.company_id.id), ("partner_id", "in", self.line_ids.partner_id.ids)])
        known = {(account.partner_id.id, account.brand_id.id): account for account in accounts if account.state != "closed"}
        done = self._opened_before(accounts)
        others = {(line.partner_id.id, line.brand_id.id): line.opening_id for line in self.env["prepaid.opening.line"].sudo().search([  # sudo: as above
            ("partner_id", "in", self.line_ids.partner_id.ids), ("state", "=", "submitted"), ("opening_id", "!=", self._origin.id),
            ("company_id", "=", self.company_id.id)])}
        found = []
        for partner, brand in {(line.partner_id, line.brand_id.id): None for line in self.line_ids}:
            key = (partner.id, brand)
            account = known.get(key)
            if not account and partner.dealer_state != "approved":
                found.append(opening.Finding("opening_not_approved", {}, key))
            if account and account.state == "closing":
                found.append(opening.Finding("opening_closing", {}, key))
            if key in done:
                found.append(opening.Finding("opening_twice", {"document": done[key].name}, key))
            if key in others:
                found.append(opening.Finding("opening_waits", {"document": others[key].name}, key))
        return found

    def _opened_before(self, accounts):
        """Find the documents that opened accounts of the same owners and brands.

        An owner whose account was closed since comes again with a later cut-over only: the same sheet would give him his money twice.

        :param accounts: prepaid.account in every state.
        :return: {(owner's id, brand's id): prepaid.opening}.
        """
        entries = self.env["prepaid.entry"].sudo().search([("account_id", "in", accounts.ids), ("kind", "=", "opening")])  # sudo: an opening counts
        found = {}
        for entry in entries:
            account, first = entry.account_id, self.browse(entry.res_id).sudo()  # sudo: name and day of the other document
            if account.state != "closed" or first.date >= self.date:
                found[account.partner_id.id, account.brand_id.id] = first
        return found

    def _books_findings(self):
        """Find owners whose advances in the books are not what the ledger will say, where the books have the opening already."""
        mapping = self.env["prepaid.gl.mapping"]
        advance = mapping._accounts(self.company_id).get("advance")
        if not advance:  # seen while a document is read: said, never raised
            return [opening.Finding("opening_no_role", {"company": self.company_id.name, "role": mapping._role_name("advance")})]
        advance = advance.with_company(self.company_id)
        figures, adds = self._owner_figures(), self._booked_by_owner()
        found = []
        for partner, fen in adds.items():
            row = figures.get(partner.id, {})
            ledger = row.get("ledger_fen", 0) - row.get("memo_fen", 0) - row.get("waiting_fen", 0) + fen
            if ledger != row.get("gl_fen", 0):
                found.append(opening.Finding("opening_gl_differs", {
                    "account": partner.display_name, "gl_fen": row.get("gl_fen", 0), "ledger_fen": ledger, "gl_account": advance.display_name}))
        return found

    def _owner_figures(self):
        for model in ("prepaid.entry", "account.move.line"):
            self.env[model].flush_model()
        rows = self.env["prepaid.check"].sudo()._owner_figures(self.company_id)  # sudo: the proof compares sums of every owner
        return {row["partner_id"]: row for row in rows}

    def _memo_buckets(self):
        return set(self.env["prepaid.bucket"].sudo().search([  # sudo: a rule of the company
            ("company_id", "=", self.company_id.id), ("gl_treatment", "=", "memo")]).mapped("code"))

    def _booked_by_owner(self):
        """Give what the books will know of each owner's opening: {res.partner: fen}, gifts outside the books left out."""
        memo, sums = self._memo_buckets(), {}
        for line in self.line_ids.filtered(lambda rec: rec.kind == "balance" and rec.bucket not in memo):
            sums[line.partner_id] = sums.get(line.partner_id, 0) + to_fen(line.amount)
        return sums

    # -- the proof

    def _proof_rows(self):
        """Lay the figures side by side, bucket by bucket and in total.

        :return: dicts of label, stated, lines, entries, memo, books (yuan as text) and ok; the last is the total. The figures of a document
            that is not signed off yet are those it will make.
        """
        self.ensure_one()
        words, stated = dict(self.line_ids._fields["bucket"]._description_selection(self.env)), self._stated()
        sums, posted = opening.totals(self._core_lines()), self._posted_figures()
        rows, total = [], dict.fromkeys(("stated", "lines", "entries", "memo", "books"), 0)
        for bucket in STATED:
            figures = {"stated": stated[bucket], "lines": sums.get(bucket, 0), **posted.get(bucket, {"entries": 0, "memo": 0})}
            figures["books"] = figures["entries"] - figures["memo"]
            if any(figures.values()):
                rows.append(self._proof_row(words[bucket], figures, figures["stated"] == figures["lines"] == figures["entries"]))
            total = {name: fen + figures[name] for name, fen in total.items()}
        planned, total["stated"], total["books"] = total["books"], to_fen(self.amount), self._books_fen(total["books"])
        same = total["stated"] == total["lines"] == total["entries"] and total["books"] == planned
        return [*rows, self._proof_row(self.env._("Total"), total, same)]

    @staticmethod
    def _proof_row(label, figures, same):
        return {"label": label, "ok": same, **{name: yuan(fen) for name, fen in figures.items()}}

    def _posted_figures(self):
        """Give {bucket: {"entries": fen, "memo": fen}}: of the entries there are, else of those that will be written."""
        found = {}
        if self.state == "approved":
            for entry in self.entry_ids.sudo():  # sudo: sums of the document, whoever reads it
                sums = found.setdefault(entry.bucket or "cash", {"entries": 0, "memo": 0})
                sums["entries"] += to_fen(entry.amount)
                sums["memo"] += to_fen(entry.memo)
            return found
        memo = self._memo_buckets()
        return {bucket: {"entries": fen, "memo": fen if bucket in memo else 0} for bucket, fen in opening.totals(self._core_lines()).items()}

    def _books_fen(self, planned):
        """Give the amount on the account of advances: posted by the document, to be posted, or there by the accountant's own entry."""
        advance = self.env["prepaid.gl.mapping"]._accounts(self.company_id).get("advance")
        if self.move_id:
            items = self.move_id.sudo().line_ids.filtered(lambda line: line.account_id == advance)  # sudo: a sum of the proof
            return -sum(to_fen(line.balance) for line in items)
        if self._posts() and self.state != "approved":
            return planned
        figures, done = self._owner_figures(), self.state == "approved"
        rest = 0
        for partner, fen in self._booked_by_owner().items():
            row = figures.get(partner.id, {})
            others = row.get("ledger_fen", 0) - row.get("memo_fen", 0) - row.get("waiting_fen", 0) - (fen if done else 0)
            rest += row.get("gl_fen", 0) - others
        return rest

    def _digest(self):
        """Give the SHA-256 over control totals and lines as they are signed off."""
        lines = [
            [line.account, line.bucket, line.fen, str(line.day), line.history, str(line.expires_on or ""), line.stated_fen, own.reference or ""]
            for line, own in zip(self._core_lines(), self.line_ids, strict=True)]
        facts = [self.name, self.old_system, str(self.date), to_fen(self.amount), self._stated(), self.stated_count, lines]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
