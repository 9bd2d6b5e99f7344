from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _dealer_prepaid_setup(self):
        super()._dealer_prepaid_setup()
        self._dealer_order_setup()

    def _dealer_order_setup(self):
        """Let shipments post their cost and fees: perpetual valuation, inventory account, tax per invoice, fee accounts. Safe to repeat.

        A company that has moved stock or posted invoices already keeps its settings: they are its accountant's.
        """
        env = self.env(su=True)  # the installer works for a company that the current user may not administrate
        mapping = env["prepaid.gl.mapping"]
        for company in self.with_env(env).filtered("chart_template"):
            roles = dict(mapping.search([("company_id", "=", company.id)]).mapped(lambda m: (m.role, m.account_id)))
            moved = env["stock.move"].search_count([("company_id", "=", company.id), ("state", "=", "done")], limit=1)
            if not moved and "stock_text_confirmation" in company._fields:
                # Odoo's text message asks at the first shipment and is sent inside the transaction; notices go out after the commit.
                company.stock_text_confirmation = False
            if not moved and company.inventory_valuation == "periodic":
                company.inventory_valuation = "real_time"
                if roles.get("inventory"):
                    company.account_stock_valuation_id = roles["inventory"]
            invoiced = env["account.move"].search_count(
                [("company_id", "=", company.id), ("move_type", "=", "out_invoice"), ("state", "=", "posted")], limit=1)
            if not invoiced:  # settlement is gross: the tax of an invoice is taken from its total, not from each line
                company.tax_calculation_rounding_method = "round_globally"
            for xmlid in ("product_admin_fee", "product_logistics_fee"):
                product = env.ref(f"online_offline_order.{xmlid}", raise_if_not_found=False)
                if product and roles.get("other_income"):
                    product.with_company(company).property_account_income_id = roles["other_income"]
