import datetime

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import to_fen

from ..sql import proof
from ..statements import proof_lines


class PrepaidAccountStatement(models.Model):
    """Statements of an account, its balance at a past moment, and the file that proves it."""

    _inherit = "prepaid.account"

    statement_ids = fields.One2many("prepaid.statement", "account_id", string="Statements", readonly=True)
    statement_count = fields.Integer(compute="_compute_statement_count")

    def _compute_statement_count(self):
        counts = dict(self.env["prepaid.statement"]._read_group([("account_id", "in", self.ids)], ["account_id"], ["__count"])) \
            if self.env["prepaid.statement"].has_access("read") else {}
        for account in self:
            account.statement_count = counts.get(account, 0)

    def action_open_statements(self):
        """Show the statements of the account."""
        return self._action("dealer_prepaid.prepaid_statement_action", [("account_id", "in", self.ids)])

    def action_make_statement(self):
        """Begin a statement up to yesterday, or open the draft that waits.

        :raises AccessError: for others than the settlement accountant.
        """
        self.ensure_one()
        statements = self.env["prepaid.statement"]
        statements._need(("group_fin_settlement",))
        draft = statements.search([("account_id", "=", self.id), ("state", "=", "draft")], limit=1)
        return (draft or statements.create({
            "account_id": self.id, "company_id": self.company_id.id, "date_to": self.company_id._dealer_today() - datetime.timedelta(days=1),
        }))._open_form()

    def action_balance_at(self):
        """Ask for the balance on a day as it was known on another."""
        self.ensure_one()
        query = self.env["prepaid.balance.at"].create({"account_id": self.id})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Balance on a day"), "res_model": query._name, "res_id": query.id,
            "view_mode": "form", "target": "new",
        }

    def action_proof(self):
        """Prove the balance on one page: entries, holds, general ledger, last confirmed statement, chain."""
        self.ensure_one()
        page = self.env["prepaid.proof"]._make(self)
        return {
            "type": "ir.actions.act_window", "name": self.env._("Proof of balance"), "res_model": page._name, "res_id": page.id,
            "view_mode": "form",
        }

    def action_proof_file(self):
        """Download the file from which the owner recomputes balance and chain with docs/verify_statement.py."""
        self.ensure_one()
        self._need_proof()
        return {"type": "ir.actions.act_url", "url": f"/prepaid/account/{self.id}/proof.jsonl", "target": "download"}

    # -- parts

    def _need_proof(self):
        """Refuse those who may read the account but not every entry of it."""
        self.check_access("read")
        if not self.env["prepaid.statement"].has_access("read"):
            raise AccessError(role_refusal(
                self.env, ("group_fin_settlement", "group_fin_manager", "group_auditor"), self.env._("Your role may not prove the balance of an account.")))

    def _end_of(self, date):
        return self.company_id._dealer_utc(date + datetime.timedelta(days=1))

    def _balance_at(self, date, known_on):
        """Give the balance on a day as known at the end of another (business date and time of recording).

        :param date: last business date.
        :param known_on: last day of recording, in the company's time zone.
        :return: (fen as known then, its number of entries, fen as known today, number of entries).
        """
        self.ensure_one()
        self.check_access("read")
        self.env["prepaid.entry"].flush_model()
        return proof.balance_at(self.env.cr, self.id, date, self._end_of(known_on))

    def balance_on(self, date, known_on=None):
        """Tell the balance on a day, as known on another day (JSON-2).

        :param date: business date, ISO text.
        :param known_on: day of recording, ISO text; today by default.
        :return: dict of date, known_on, balance, balance_today (text in yuan), entries (number).
        :raises UserError: when a date is no date.
        """
        self.ensure_one()
        day, known = self._api_day(date), self._api_day(known_on) or self.company_id._dealer_today()
        if not day:
            raise UserError(self.env._("Name the day of the balance."))
        then, count, today, _all = self._balance_at(day, known)
        return {
            "date": str(day), "known_on": str(known), "balance": f"{then / 100:.2f}", "balance_today": f"{today / 100:.2f}", "entries": count,
        }

    def _proof_file(self):
        """Write the proof file: see ``statements.proof_lines``.

        :return: bytes, UTF-8.
        """
        self.ensure_one()
        self.env.flush_all()
        cr, account = self.env.cr, self.sudo()  # sudo: the reader has been checked; a proof is whole or it proves nothing
        sequences = proof.statement_sequences(cr, account.id)
        issued = account.statement_ids.filtered(lambda rec: rec.state != "draft").sorted("position")
        lines = proof_lines({
            "account_id": account.id, "name": account.name, "owner": account.partner_id.name, "company": account.company_id.name,
            "made_at": fields.Datetime.now(), "balance_fen": to_fen(account.balance), "held_fen": to_fen(account.held),
            "pending_fen": proof.pending_fen(cr, account.id), "available_fen": to_fen(account.available),
        }, proof.chain_texts(cr, account.id), proof.live_holds(cr, account.id), [
            {**rec._figures(), "hash": rec.hash, "state": rec.state, "sequences": sequences.get(rec.id, [])} for rec in issued])
        return ("\n".join(lines) + "\n").encode()
