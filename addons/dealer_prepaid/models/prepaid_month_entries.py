from datetime import timedelta

from odoo import models

from odoo.addons.dealer_base.money import round_div

from ..ledger import posting
from ..sql import month


class PrepaidMonthClose(models.Model):
    """The month-end entries: shown at the month's end, taken back on day 1 of the next."""

    _inherit = "prepaid.month.close"

    def _post_month_entries(self):
        """Post E17 and, where the company chose them, E20 and E21.

        :return: the posted account.move records, entries and their reversals.
        """
        self.ensure_one()
        company, moves = self.company_id, self.env["account.move"]
        self.env.flush_all()
        owed = month.negative_owners(self.env.cr, company.id, self.date_to, self.env["prepaid.check"]._memo_sql())
        moves |= self._post_and_take_back("E17", {partner: {"amount": fen} for partner, fen in owed.items()})
        if company.prepaid_contract_reclass and company.prepaid_standard == posting.ASBE:
            moves |= self._post_and_take_back("E20", self._unshipped_parts())
        returns = self._expected_returns()
        if any(returns.values()):
            moves |= self._post_and_take_back("E21", {False: returns})
        return moves

    def _expected_returns(self):
        """Give the net income and the cost of the goods that will come back by experience; nothing where the company books none (E21).

        :return: {"net": fen, "cost": fen}.
        """
        company = self.company_id
        if not company.prepaid_expected_returns or company.prepaid_standard != posting.ASBE:
            return {"net": 0, "cost": 0}
        share = round(company.prepaid_return_rate * 100)
        return {name: round_div(fen * share, 10_000) for name, fen in self._returnable().items()}

    def _returnable(self):
        """Hook: give the net income and the cost of shipped goods that may still come back at the month's end.

        Extend where shipments are known.

        :return: {"net": fen, "cost": fen}.
        """
        return {"net": 0, "cost": 0}

    def _held_at_end(self, model=None):
        """Give what holds kept back when the month ended, as :func:`sql.month.held_at` does.

        :param model: only holds for documents of this model.
        """
        end = self.company_id._dealer_utc(self.date_to + timedelta(days=1))
        self.env.flush_all()
        rows = month.held_at(self.env.cr, self.company_id.id, self.date_to, end)
        return [row for row in rows if not model or row["res_model"] == model]

    def _unshipped_parts(self):
        """Hook: give the parts of confirmed orders that had not shipped when the month ended.

        Extend where orders are known; here all of a hold counts as goods.

        :return: {partner_id: {part: fen}}.
        """
        found = {}
        for row in self._held_at_end("sale.order"):
            parts = found.setdefault(row["partner_id"], {"goods": 0})
            parts["goods"] += row["fen"]
        return found

    def _post_and_take_back(self, code, amounts):
        """Post a template for many owners as one entry at the month's end and its reversal on day 1."""
        company, service = self.company_id, self.env["prepaid.posting"]
        label = self.env._("%(code)s month end %(month)s", code=code, month=f"{self.date_from:%Y-%m}")
        vals_list = []
        for partner_id, parts in amounts.items():
            partner = self.env["res.partner"].browse(partner_id)
            vals_list += service._line_vals(company, service._voucher(company, code, parts, self.date_to), label, partners={"owner": partner})
        if not vals_list:
            return self.env["account.move"]
        move = service._post_move(company, company.prepaid_journal_id, vals_list, label, date=self.date_to)
        back = service._reverse_move(move, move.date + timedelta(days=1), self.env._("%s, taken back", label))
        for account in (move | back).line_ids.account_id.filtered("reconcile"):
            lines = (move | back).line_ids.filtered(lambda line, account=account: line.account_id == account and not line.reconciled)
            for partner in lines.partner_id:
                lines.filtered(lambda line, partner=partner: line.partner_id == partner).reconcile()
        return move | back
