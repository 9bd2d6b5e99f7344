import datetime

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen

from ..sql import tieout


class PrepaidTieout(models.Model):
    """What a certificate tells though it is no difference in sum: entries that stand in another month than the ledger or the bank has them."""

    _inherit = "prepaid.tieout"

    moved_ids = fields.One2many(
        "prepaid.tieout.line", "tieout_id", string="In another month", domain=[("kind", "=", "moved")], readonly=True,
        help="Journal entries of this month and the last that stand in another month than the ledger has them, or than they happened in.")

    @api.model
    def _moved_lines(self, company, date):
        """Name what makes a difference between periods though not in sum: a month that was closed, or the bank's day in another month.

        :return: list of values of lines.
        """
        lines = []
        for row in tieout.moved_moves(self.env.cr, company.id, (date.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)):
            move = self.env["account.move"].sudo().browse(row["move_id"])  # sudo: the certificate covers the company
            params = {"move": move.name, "ref": move.ref or "", "happened": row["event_date"], "ledger": row["ledger_date"], "books": row["gl_date"]}
            if row["event_date"]:
                message = self.env._("%(move)s %(ref)s: happened on %(happened)s, in the books on %(books)s: that day was closed.", **params)
            else:
                message = self.env._("%(move)s %(ref)s: in the ledger on %(ledger)s, in the books on %(books)s, the day of the bank.", **params)
            amount = from_fen(row["fen"])
            lines.append({"kind": "moved", "partner_id": row["partner_id"], "message": message, "ledger_amount": amount, "gl_amount": amount})
        return lines
