from odoo import api, models
from odoo.tools import SQL

from odoo.addons.dealer_base.money import to_fen, yuan

from ..sql import chain, check, tieout


class PrepaidCheck(models.AbstractModel):
    """Proof of the ledger: available = entries - holds, and ledger = general ledger, account by account.

    Reads only. A difference is an alarm for people and is never put right by a program.
    """

    _name = "prepaid.check"
    _description = "Prepaid ledger proof"

    @api.model
    def _differences(self, company):
        """Compare everything that must be equal.

        :param company: one res.company.
        :return: list of dicts (kind, account_id or partner_id, left_fen, right_fen, message), empty when all is well.
        """
        self.env.flush_all()
        found = []
        accounts = self.env["prepaid.account"].sudo()  # sudo: the proof covers every account of the company
        for row in check.account_proof(self.env.cr, company.id):
            account = accounts.browse(row["id"])
            expected = row["entries_fen"] - row["held_fen"] - row["pending_fen"]
            found.append({
                "kind": "account", "account_id": account.id, "partner_id": account.partner_id.id,
                "left_fen": row["available_fen"], "right_fen": expected,
                "message": self.env._(
                    "%(account)s: available is %(available)s, entries minus holds are %(expected)s.",
                    account=account.display_name, available=yuan(row["available_fen"]), expected=yuan(expected))})
        for row in check.closed_with_money(self.env.cr, company.id):
            account = accounts.browse(row["account_id"])
            found.append({
                "kind": "account", "account_id": account.id, "partner_id": account.partner_id.id, "left_fen": row["available_fen"], "right_fen": 0,
                "message": self.env._(
                    "%(account)s is closed and has %(available)s CNY: transfer or withdraw the amount.",
                    account=account.display_name, available=yuan(row["available_fen"]))})
        for row in check.lot_proof(self.env.cr, company.id):
            account, lot = accounts.browse(row["account_id"]), self.env["prepaid.lot"].sudo().browse(row["lot_id"] or ())  # sudo: see above
            found.append({
                "kind": "lot", "account_id": account.id, "partner_id": account.partner_id.id,
                "left_fen": row["found_fen"], "right_fen": row["expected_fen"],
                "message": self.env._(
                    "%(account)s: %(lot)s has %(found)s free, its uses leave %(expected)s.", account=account.display_name,
                    lot=lot.display_name if lot else self.env._("the sum of all lots"), found=yuan(row["found_fen"]), expected=yuan(row["expected_fen"]))})
        found += self._gl_differences(company)
        for row in check.unsettled_invoices(self.env.cr, company.id):
            account = accounts.browse(row["account_id"])
            found.append({
                "kind": "invoice", "account_id": account.id, "partner_id": account.partner_id.id,
                "left_fen": 0, "right_fen": row["residual_fen"],
                "message": self.env._(
                    "%(move)s of %(account)s is not posted or not cleared: %(residual)s CNY open.",
                    move=row["name"], account=account.display_name, residual=yuan(row["residual_fen"]))})
        found += self._unposted_moves(company)
        for name in check.disabled_triggers(self.env.cr):
            found.append({
                "kind": "chain", "account_id": False, "partner_id": False, "left_fen": 0, "right_fen": 0,
                "message": self.env._("The database no longer keeps entries append-only: trigger %s is missing or switched off.", name)})
        for row in chain.broken_links(self.env.cr, company.id):
            account = accounts.browse(row["account_id"])
            found.append({
                "kind": "chain", "account_id": account.id, "partner_id": account.partner_id.id, "left_fen": 0, "right_fen": 0,
                "message": self.env._(
                    "%(account)s: entry %(sequence)s (id %(id)s) is not as it was sealed: somebody changed the database.",
                    account=account.display_name, sequence=row["sequence"], id=row["entry_id"])})
        return found

    @api.model
    def _unposted_moves(self, company):
        """Name the documents whose journal entry is not posted; invoices of ledger entries are told by :meth:`_differences` itself."""
        found, seen = [], set()
        for model, name in self.env["account.move"]._ledger_move_fields():
            domain = [(f"{name}.company_id", "=", company.id), (f"{name}.state", "!=", "posted")]
            if model == "prepaid.entry":
                domain.append((f"{name}.move_type", "not in", ("out_invoice", "out_refund")))
            for document in self.env[model].sudo().with_context(active_test=False).search(domain):  # sudo: the proof covers every document
                move = document[name].filtered(lambda rec: rec.state != "posted" and rec.id not in seen)[:1]
                if not move:
                    continue
                seen.add(move.id)
                found.append({
                    "kind": "move", "account_id": False, "partner_id": move.commercial_partner_id.id, "left_fen": 0,
                    "right_fen": to_fen(move.amount_total),
                    "message": self.env._(
                        "%(move)s of %(document)s is not posted: its %(amount)s CNY are not in the books.",
                        move=move.display_name, document=document.display_name, amount=yuan(to_fen(move.amount_total)))})
        return found

    # -- the general ledger

    @api.model
    def _memo_sql(self):
        """Give the SQL of the part of an entry ``e`` that is outside the books."""
        return SQL("coalesce(e.memo, 0)") if "memo" in self.env["prepaid.entry"]._fields else SQL("0")

    @api.model
    def _owner_figures(self, company):
        """Compare ledger and advance account, owner by owner.

        :param company: one res.company.
        :return: list of dicts (partner_id, entries, ledger_fen, memo_fen, waiting_fen, gl_fen, difference_fen), empty without the role advance.
        """
        advance = self.env["prepaid.gl.mapping"]._accounts(company).get("advance")
        rows = tieout.owner_figures(self.env.cr, company.id, advance.id, self._memo_sql()) if advance else []
        for row in rows:
            row["difference_fen"] = row["ledger_fen"] - row["memo_fen"] - row["waiting_fen"] - row["gl_fen"]
        return rows

    @api.model
    def _gl_differences(self, company):
        """Name the owners whose books differ from their ledger, and the batches that do not carry their entries."""
        found, accounts = [], self.env["prepaid.gl.mapping"]._accounts(company)
        advance = accounts.get("advance")
        if not advance and self.env["prepaid.entry"].sudo().search_count([("company_id", "=", company.id)], limit=1):  # sudo: the proof covers the company
            found.append({
                "kind": "gl", "account_id": False, "partner_id": False, "left_fen": 0, "right_fen": 0,
                "message": self.env._(
                    "%s has no account for advances: ledger and books cannot be compared. Choose it in the account roles.", company.display_name)})
        for row in self._owner_figures(company):
            if not row["difference_fen"]:
                continue
            partner = self.env["res.partner"].sudo().browse(row["partner_id"])  # sudo: the proof covers every owner of the company
            expected = row["ledger_fen"] - row["memo_fen"] - row["waiting_fen"]
            foreign = tieout.foreign_moves(self.env.cr, company.id, advance.id, row["partner_id"])
            hint = self.env._(" Entries that the ledger does not know: %s.", ", ".join(foreign)) if foreign else ""
            found.append({
                "kind": "gl", "account_id": False, "partner_id": partner.id, "left_fen": expected, "right_fen": row["gl_fen"],
                "message": self.env._(
                    "%(partner)s: the ledger says %(ledger)s, account %(gl_account)s says %(gl)s.",
                    partner=partner.display_name or self.env._("no partner"), ledger=yuan(expected),
                    gl_account=advance.display_name, gl=yuan(row["gl_fen"])) + hint})
        for row in tieout.broken_batches(self.env.cr, company.id, advance.id, self._memo_sql()) if advance else ():
            found.append({
                "kind": "batch", "account_id": False, "partner_id": False, "left_fen": row["ledger_fen"], "right_fen": row["gl_fen"],
                "message": self.env._(
                    "Batch %(batch)s: its entries say %(ledger)s, its journal entry says %(gl)s.",
                    batch=row["name"], ledger=yuan(row["ledger_fen"]), gl=yuan(row["gl_fen"]))})
        return found
