from odoo import api, models

from odoo.addons.dealer_base.money import yuan

from ..sql import chain, check


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
        mapping = self.env["prepaid.gl.mapping"].sudo().search([("company_id", "=", company.id), ("role", "=", "advance")])  # sudo: see above
        for row in check.gl_proof(self.env.cr, company.id, mapping.account_id.id) if mapping else ():
            partner = self.env["res.partner"].sudo().browse(row["partner_id"])  # sudo: see above
            foreign = check.foreign_moves(self.env.cr, company.id, mapping.account_id.id, row["partner_id"])
            hint = self.env._("Entries that the ledger does not know: %s.", ", ".join(foreign)) if foreign else ""
            found.append({
                "kind": "gl", "account_id": False, "partner_id": partner.id,
                "left_fen": row["ledger_fen"], "right_fen": row["gl_fen"],
                "message": self.env._(
                    "%(partner)s: the ledger says %(ledger)s, account %(gl_account)s says %(gl)s.",
                    partner=partner.display_name or self.env._("no partner"), ledger=yuan(row["ledger_fen"]),
                    gl_account=mapping.account_id.display_name, gl=yuan(row["gl_fen"])) + hint})
        for row in check.unsettled_invoices(self.env.cr, company.id):
            account = accounts.browse(row["account_id"])
            found.append({
                "kind": "invoice", "account_id": account.id, "partner_id": account.partner_id.id,
                "left_fen": 0, "right_fen": row["residual_fen"],
                "message": self.env._(
                    "%(move)s of %(account)s is not posted or not cleared: %(residual)s CNY open.",
                    move=row["name"], account=account.display_name, residual=yuan(row["residual_fen"]))})
        for row in chain.broken_links(self.env.cr, company.id):
            account = accounts.browse(row["account_id"])
            found.append({
                "kind": "chain", "account_id": account.id, "partner_id": account.partner_id.id, "left_fen": 0, "right_fen": 0,
                "message": self.env._(
                    "%(account)s: entry %(sequence)s (id %(id)s) is not as it was sealed: somebody changed the database.",
                    account=account.display_name, sequence=row["sequence"], id=row["entry_id"])})
        return found
