from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..sql import proof


class PrepaidProof(models.TransientModel):
    """Proof of balance on one page (N2): opening + every entry - holds = available = general ledger = last confirmed statement."""

    _name = "prepaid.proof"
    _description = "Proof of balance"
    _rec_name = "account_id"

    account_id = fields.Many2one("prepaid.account", required=True, readonly=True)
    partner_id = fields.Many2one(related="account_id.partner_id", string="Account owner")
    company_id = fields.Many2one(related="account_id.company_id")
    currency_id = fields.Many2one(related="account_id.currency_id")
    made_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    line_ids = fields.One2many("prepaid.proof.line", "proof_id", readonly=True)
    proven = fields.Boolean(compute="_compute_proven")
    chain_count = fields.Integer(string="Entries in the chain", readonly=True)
    chain_hash = fields.Char(string="Digest of the last entry", readonly=True)

    @api.depends("line_ids.result")
    def _compute_proven(self):
        for page in self:
            page.proven = "wrong" not in page.line_ids.mapped("result")

    @api.model
    def _make(self, account):
        """Prove the balance of an account now.

        :param account: one prepaid.account.
        :return: one prepaid.proof.
        """
        account._need_proof()
        self.env.flush_all()
        chain = proof.broken_chain(self.env.cr, account.id)
        page = self.sudo().create({  # sudo: a page that its reader could write would prove nothing
            "account_id": account.id, "chain_count": chain["count"], "chain_hash": chain["last"]}).sudo(False)
        lines = [*page._ledger_lines(account), *page._gl_lines(account), *page._statement_lines(account), page._chain_line(chain)]
        self.env["prepaid.proof.line"].sudo().create([  # sudo: see above
            {**line, "proof_id": page.id, "sequence": place} for place, line in enumerate(lines, 1)])
        return page

    @staticmethod
    def _line(label, fen=None, note="", *, result=False, kind="part"):
        return {"label": label, "amount": from_fen(fen or 0), "has_amount": fen is not None, "note": note, "result": result, "kind": kind}

    def _equal(self, label, fen, other, note):
        """Make a line that must be equal to another figure."""
        if fen == other:
            return self._line(label, fen, note, result="right", kind="total")
        return self._line(label, fen, self.env._("Should be %(other)s, the difference is %(difference)s.", other=yuan(other), difference=yuan(fen - other)),
                          result="wrong", kind="total")

    def _ledger_lines(self, account):
        kinds = dict(self.env["prepaid.entry"]._fields["kind"]._description_selection(self.env))
        yield self._line(self.env._("Opening"), 0, self.env._("Every account begins empty."))
        total = 0
        for kind, count, fen in proof.sums_by_kind(self.env.cr, account.id):
            total += fen
            yield self._line(kinds.get(kind, kind), fen, self.env._("%s entries", count))
        sudo_account = account.sudo()  # sudo: the figures are the account's own, whatever holds the reader sees
        yield self._equal(self.env._("Balance"), to_fen(sudo_account.balance), total, self.env._("Sum of all entries"))
        holds = proof.live_holds(self.env.cr, account.id)
        held = sum(hold["open_fen"] for hold in holds)
        yield self._line(self.env._("Held for orders"), -held, self.env._("%s holds", len(holds)))
        pending = proof.pending_fen(self.env.cr, account.id)
        if pending:
            yield self._line(self.env._("Being credited just now"), -pending, self.env._("Reaches the account within a minute."))
        yield self._equal(self.env._("Available"), to_fen(sudo_account.available), total - held - pending, self.env._("Balance minus held"))
        yield from self._lot_lines(sudo_account)

    def _lot_lines(self, account):
        words, free = dict(self.env["prepaid.lot"]._fields["bucket"]._description_selection(self.env)), 0
        for bucket, count, fen in proof.free_by_bucket(self.env.cr, account.id):
            free += fen
            yield self._line(words[bucket], fen, self.env._("Left of %s credits", count))
        debt = to_fen(account.debt)
        if debt:
            yield self._line(self.env._("Owed"), -debt, self.env._("Used beyond what was paid in"))
        yield self._equal(
            self.env._("Available by source"), free - debt, to_fen(account.available), self.env._("What is left of each credit, minus what is owed"))

    def _gl_lines(self, account):
        advance = self.env["prepaid.gl.mapping"].sudo()._accounts(account.company_id).get("advance")  # sudo: a proof for everyone
        if not advance:
            return
        both = proof.owner_and_gl(self.env.cr, account.company_id.id, account.partner_id.id, advance.id)
        others = both["ledger_fen"] - to_fen(account.sudo().balance)  # sudo: see _ledger_lines
        for label, fen, note in (
            (self.env._("Other accounts of the owner"), others, self.env._("Other seasons and brands")),
            (self.env._("Gifts outside the books"), -both["memo_fen"], self.env._("Booked as a discount when they are used")),
            (self.env._("Waits for the daily batch"), -both["waiting_fen"], self.env._("Is booked tonight")),
        ):
            if fen:
                yield self._line(label, fen, note)
        yield self._equal(
            self.env._("General ledger %s", advance.with_company(account.company_id).display_name), both["gl_fen"],
            both["ledger_fen"] - both["memo_fen"] - both["waiting_fen"], self.env._("Balance of the owner on this account"))

    def _statement_lines(self, account):
        last = self.env["prepaid.statement"].sudo().search([  # sudo: see _gl_lines
            ("account_id", "=", account.id), ("state", "in", ("confirmed", "settled"))], order="position desc", limit=1)
        if not last:
            yield self._line(self.env._("Last confirmed statement"), None, self.env._("The owner has confirmed none yet."))
            return
        count, since = proof.statements_left_out(self.env.cr, account.id)
        yield self._line(
            self.env._("Statement %(name)s up to %(date)s", name=last.name, date=last.date_to), to_fen(last.closing),
            self.env._("Confirmed by %(person)s on %(date)s", person=last.answer_person, date=last.answer_date))
        yield self._line(self.env._("Entries since"), since, self.env._("%s entries", count))
        yield self._equal(
            self.env._("Confirmed balance and entries since"), to_fen(last.closing) + since,
            to_fen(account.sudo().balance), self.env._("Equals the balance"))  # sudo: see _ledger_lines

    def _chain_line(self, chain):
        label = self.env._("Chain of entries")
        if chain["broken"]:
            return self._line(label, None, self.env._("Entry %s is not as it was sealed: somebody changed the database.", chain["broken"]), result="wrong")
        if chain["unsealed"]:
            return self._line(label, None, self.env._("%s entries are sealed within a minute.", chain["unsealed"]))
        return self._line(label, None, self.env._("%s entries are as they were sealed.", chain["count"]), result="right")

    def action_file(self):
        """Download the file with which the owner proves the balance himself."""
        self.ensure_one()
        return self.account_id.action_proof_file()

    def action_print(self):
        """Print the page."""
        self.ensure_one()
        return self.env.ref("dealer_prepaid.prepaid_proof_report").report_action(self)
