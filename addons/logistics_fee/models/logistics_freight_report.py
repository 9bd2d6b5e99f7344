from odoo import fields, models

from ..sql.freight import freight_query
from .logistics_fee_rule import BEARERS

COST = "dealer_base.group_fin_settlement,dealer_base.group_auditor"


class LogisticsFreightReport(models.Model):
    """Freight charged, what it costs and what is left, by carrier, region, month and dealer. The cost is for finance and audit."""

    _name = "logistics.freight.report"
    _description = "Freight charged and cost"
    _auto = False
    _order = "shipped_date desc, id desc"
    _rec_name = "parcel_id"
    _depends = {
        "logistics.parcel": [
            "company_id", "carrier_id", "province_id", "division_id", "partner_id", "dealer_id", "shipped_date", "direction", "bearer", "weight_g",
            "charge_amount", "cost_amount", "billed_amount", "bill_id", "charge_quote_id", "cost_quote_id", "state"],
        "logistics.quote": ["price", "version_id"],
        "logistics.contract": ["company_id", "carrier_id", "side"],
        "logistics.contract.version": ["contract_id", "state", "tax_included", "tax_rate_bp", "valid_from"],
    }

    parcel_id = fields.Many2one("logistics.parcel", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", readonly=True)
    province_id = fields.Many2one("dealer.division", readonly=True)
    division_id = fields.Many2one("dealer.division", string="Destination", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Recipient", readonly=True)
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    shipped_date = fields.Date(readonly=True)
    direction = fields.Selection([("out", "To the recipient"), ("return", "Back to HQ")], readonly=True)
    bearer = fields.Selection(BEARERS, string="Freight borne by", readonly=True)
    parcels = fields.Integer(readonly=True)
    weight_kg = fields.Float(string="Weight (kg)", readonly=True, digits=(12, 3))
    charge_amount = fields.Monetary(string="Freight charged", readonly=True, help="What dealers pay.")
    contract_amount = fields.Monetary(string="Freight by contract", readonly=True, help="By the charge contract, whoever bears it.")
    borne_amount = fields.Monetary(
        string="Not charged to dealers", readonly=True, help="Freight by contract less what the dealer pays: borne by HQ or the consumer, or dropped by hand.")
    cost_amount = fields.Monetary(string="Freight cost", readonly=True, groups=COST, help="With tax: paid by approved bills, before that as expected.")
    margin_amount = fields.Monetary(string="Margin", readonly=True, groups=COST, help="Charged less cost, of parcels whose cost is known.")
    no_cost = fields.Integer(string="Cost not known", readonly=True, groups=COST, help="Parcels without a bill or a cost contract.")

    @property
    def _table_query(self):
        return freight_query()
