from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _dealer_order_setup(self):
        super()._dealer_order_setup()
        self._ensure_own_numbers()

    @api.model
    def _own_number_codes(self):
        return super()._own_number_codes() | {"dealer.manifest", "dealer.acceptance"}

    @api.model
    def _dealer_number_series(self):
        """Give the number series of the documents that change an order: {code: (name, prefix)}. Extend with |."""
        return {
            "dealer.cancel.request": ("Cancel request", "CR"), "dealer.order.amendment": ("Change of an order", "CH"),
            "dealer.price.request": ("Special price request", "SP"), "dealer.order.correction": ("Correction of an order", "CN")}

    def _dealer_number(self, code):
        """Draw the next number of a document's series; a company that has none yet gets it now.

        :param code: key of ``_dealer_number_series``.
        :return: text such as CR/2026/00001.
        """
        self.ensure_one()
        sequences = self.env["ir.sequence"].sudo().with_company(self)  # sudo: numbers are no right
        if not sequences.search_count([("code", "=", code), ("company_id", "=", self.id)], limit=1):
            name, prefix = self._dealer_number_series()[code]
            sequences.create({
                "name": name, "code": code, "company_id": self.id, "prefix": f"{prefix}/%(range_year)s/", "padding": 5, "use_date_range": True})
        return sequences.next_by_code(code)
