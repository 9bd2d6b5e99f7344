from odoo import api, fields, models
from odoo.exceptions import UserError

# What the prices of its versions were activated for.
IDENTITY = frozenset(("company_id", "carrier_id", "side", "purpose", "warehouse_id", "currency_id"))


class LogisticsContract(models.Model):
    """What is agreed with a carrier: one contract per company, carrier, side, purpose and origin, priced by dated versions.

    The *charge* side is what the dealer pays, the *cost* side what the carrier bills; they are separate contracts, and only
    finance sees the cost side (logistics.md D5). A returned parcel has a contract of its own. Where a carrier's prices depend
    on the warehouse, a contract for this warehouse goes before the one without any. A carrier's products (express, economy)
    are carriers of their own, as they are delivery methods of their own to who orders.
    """

    _name = "logistics.contract"
    _description = "Carrier contract"
    _inherit = ["mail.thread"]
    _order = "carrier_id, side, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    carrier_id = fields.Many2one(
        "delivery.carrier", required=True, index=True, ondelete="restrict", check_company=True, tracking=True)
    dealer_code = fields.Char(related="carrier_id.dealer_code")
    side = fields.Selection(
        [("charge", "Charged to dealers"), ("cost", "Cost from the carrier")], required=True, default="charge", tracking=True)
    purpose = fields.Selection([("outbound", "Outbound"), ("return", "Return")], required=True, default="outbound")
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Warehouse of origin", check_company=True, ondelete="restrict", index="btree_not_null", tracking=True,
        help="Empty = these prices hold for every warehouse that has no contract of its own.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id)
    note = fields.Text()
    version_ids = fields.One2many("logistics.contract.version", "contract_id", string="Tariff versions")
    last_activation = fields.Datetime(readonly=True, copy=False, help="When a version of this contract was put in force last.")
    version_count = fields.Integer(compute="_compute_versions")
    current_version_id = fields.Many2one(
        "logistics.contract.version", string="In force today", compute="_compute_versions")

    _one_per_purpose = models.UniqueIndex(
        "(company_id, carrier_id, side, purpose, COALESCE(warehouse_id, 0)) WHERE active",
        "This carrier has a contract for this side, purpose and warehouse already: add a version to it instead.")

    @api.depends("version_ids.state", "version_ids.valid_from", "version_ids.valid_to", "version_ids.closed_on")
    def _compute_versions(self):
        for contract in self:
            contract.version_count = len(contract.version_ids)
            contract.current_version_id = contract.version_ids._in_force(contract.company_id._dealer_today())

    def write(self, vals):
        if IDENTITY & vals.keys():
            for contract in self:
                if any(version.state != "draft" for version in contract.version_ids):
                    raise UserError(self.env._(
                        "%(contract)s has prices in force: make a new contract for another carrier, side, purpose or warehouse.",
                        contract=contract.name))
        return super().write(vals)

    def _parcel_scope(self):
        """:return: domain of the parcels this contract prices, of those of its carrier: a warehouse with a contract of its own is apart."""
        self.ensure_one()
        if self.warehouse_id:
            return [("warehouse_id", "=", self.warehouse_id.id)]
        others = self.search([
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("side", "=", self.side), ("purpose", "=", self.purpose),
            ("warehouse_id", "!=", False), ("version_ids.state", "!=", "draft")])
        return [("warehouse_id", "not in", others.warehouse_id.ids)] if others else []

    def action_versions(self):
        """Open the versions of this contract."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_contract_version_action")
        return {**action, "domain": [("contract_id", "=", self.id)], "context": {"default_contract_id": self.id}}

    def action_price_at(self):
        """Open the dialog that says what a shipment costs on a day, also on one that is over.

        :return: action.
        """
        self.ensure_one()
        return self.env["logistics.price.lookup"]._open(self)

    @api.model
    def quote_live(self, carrier_ids, division_code, weights_g, on_date=None, warehouse=None):
        """Quote parcels with several carriers at once; for order screens and other programs.

        Only charge contracts of the current company are asked, so no cost is shown.

        :param carrier_ids: ids of delivery.carrier; empty = every carrier with a charge contract.
        :param division_code: six-digit code of the destination, e.g. ``"510107"``.
        :param weights_g: grams, one int per parcel.
        :param on_date: ISO date of shipping; today by default.
        :param warehouse: short name of the warehouse it leaves from; the company's first by default.
        :return: list, one dict per carrier in the order asked: ``carrier_id``, ``carrier``, ``ok``; if ok ``price_fen``,
            ``lines`` [{code, label, fen}], ``explanation`` [str], ``transit_days`` [min, max] or None; else ``code``,
            ``message``.
        :raises AccessError: for users who are neither internal dealer staff nor dealer portal users.
        :raises UserError: for weights that are no whole grams, and for a warehouse that the company does not have.
        """
        return self.env["logistics.quoting"]._quote_live(carrier_ids, division_code, weights_g, on_date, warehouse)
