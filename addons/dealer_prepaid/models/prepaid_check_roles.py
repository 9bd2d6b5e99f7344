from odoo import api, models

from odoo.addons.dealer_base.money import yuan

from ..sql import tieout_roles

OWN = frozenset(("deposit", "unidentified"))  # an account of these alone holds nothing but what their documents say


class PrepaidCheck(models.AbstractModel):
    """The part of the proof that looks beside the advances: deposits, parked money, and what companies owe each other after transfers.

    An account that deposits and parked money have for themselves must hold just what the documents say. One that other business
    uses too (2241 in both Chinese charts) says nothing as a sum: there the documents' own entries must, and the rest is named.
    """

    _inherit = "prepaid.check"

    @api.model
    def _role_figures(self, company):
        """Compare documents and general ledger, account by account, credits above zero (a receivable alone: debits).

        :param company: one res.company.
        :return: list of dicts: account (account.account), roles (codes), alone (whether no other business uses it), left (fen by role),
            ledger_fen, gl_fen, other_fen (of entries that no document names), names (of such entries), others (their number), draft
            (names of documents' entries that are not posted), difference_fen.
        """
        self.env.flush_all()
        mapped, rows = self.env["prepaid.gl.mapping"]._accounts(company), []
        known = tieout_roles.known_move(self._known_columns())
        for account in self.env["account.account"].union(*(mapped[role] for role in tieout_roles.LEFT if role in mapped)):
            roles = [role for role in tieout_roles.LEFT if mapped.get(role) == account]
            row = self._role_row(company, account, roles, known)
            row["alone"] = OWN.issuperset(role for role, other in mapped.items() if other == account)
            own = row.pop("own_fen")
            if row["gl_fen"] != row["ledger_fen"]:
                row["difference_fen"] = row["ledger_fen"] - (row["gl_fen"] if row["alone"] else own)
            if row["gl_fen"] and row["alone"] or own or any(row["left"].values()) or row["draft"]:
                rows.append(row)
        return rows

    @api.model
    def _role_row(self, company, account, roles, known):
        """Work out the figures of one account, see :meth:`_role_figures`."""
        sign = -1 if roles == ["other_receivable"] else 1
        left = {role: sign * tieout_roles.left(self.env.cr, company.id, role) for role in roles}
        booked = [tieout_roles.booked(self.env.cr, company.id, role, self._role_places(company, role, account)) for role in roles]
        found = tieout_roles.account(self.env.cr, company.id, account.id, known)
        return {
            "account": account, "roles": roles, "left": left, "ledger_fen": sum(left.values()), "own_fen": sign * sum(row["fen"] for row in booked),
            "gl_fen": sign * found["gl_fen"], "other_fen": sign * found["other_fen"], "others": found["others"], "names": found["names"],
            "draft": sorted({name for row in booked for name in row["draft"] or ()}), "difference_fen": 0}

    @api.model
    def _role_places(self, company, role, account):
        """Give the ids of the accounts that a role has or had: money that was booked over to a new account stays proved."""
        changes = self.env["prepaid.gl.mapping.change"].sudo().search([("company_id", "=", company.id), ("role", "=", role)])  # sudo: the proof covers all
        return (account | changes.old_account_id).ids

    @api.model
    def _known_columns(self):
        """Give (table, column) of everything that names journal entries of documents."""
        columns = []
        for model, name in self.env["account.move"]._ledger_move_fields():
            if not self.env[model]._auto:
                continue  # a report repeats what its documents name
            field = self.env[model]._fields[name]
            columns.append((field.relation, field.column2) if field.type == "many2many" else (self.env[model]._table, name))
        return columns

    @api.model
    def _role_text(self, row):
        """Say what stands on an account, and what no document put there."""
        mapping = self.env["prepaid.gl.mapping"]
        parts = [f"{mapping._role_name(role)} {yuan(fen)}" for role, fen in row["left"].items() if fen]
        said = [self.env._("Documents: %s.", "; ".join(parts)) if parts else self.env._("No document leaves anything there.")]
        if row["draft"]:
            said.append(self.env._("Not posted: %s.", ", ".join(row["draft"])))
        if row["others"]:
            said.append(self.env._(
                "%(count)s entries that no document of the ledger made, in all %(amount)s: %(names)s.",
                count=row["others"], amount=yuan(row["other_fen"]), names=", ".join(row["names"]) + (", ..." if row["others"] > len(row["names"]) else "")))
        return " ".join(said)

    @api.model
    def _gl_differences(self, company):
        found = super()._gl_differences(company)
        mapped = self.env["prepaid.gl.mapping"]._accounts(company)
        for row in self._role_figures(company):
            if row["difference_fen"]:
                found.append({
                    "kind": "role", "account_id": False, "partner_id": False,
                    "left_fen": row["ledger_fen"], "right_fen": row["ledger_fen"] - row["difference_fen"],
                    "message": self.env._(
                        "%(account)s: the documents leave %(ledger)s there, their entries and the account say %(gl)s. %(text)s",
                        account=row["account"].display_name, ledger=yuan(row["ledger_fen"]), gl=yuan(row["ledger_fen"] - row["difference_fen"]),
                        text=self._role_text(row))})
        for role in tieout_roles.LEFT:
            fen = 0 if role in mapped else tieout_roles.left(self.env.cr, company.id, role)
            if fen:
                found.append({
                    "kind": "role", "account_id": False, "partner_id": False, "left_fen": abs(fen), "right_fen": 0,
                    "message": self.env._(
                        "%(role)s: documents leave %(amount)s there, and no account has this role. Choose it in the account roles.",
                        role=self.env["prepaid.gl.mapping"]._role_name(role), amount=yuan(abs(fen)))})
        return found
