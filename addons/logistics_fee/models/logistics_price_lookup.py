from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.snapshot import with_successors
from ..tariff import compile_tariff


class LogisticsPriceLookup(models.TransientModel):
    """What a shipment costs by a contract on a day, past, present or to come, with the explanation of every fen. Also tries a draft."""

    _name = "logistics.price.lookup"
    _description = "Price on a day"

    contract_id = fields.Many2one("logistics.contract", required=True, readonly=True)
    version_id = fields.Many2one(
        "logistics.contract.version", string="Only by version", domain="[('contract_id', '=', contract_id)]",
        help="Empty = the version in force on the day. A draft can be tried out here.")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    on_date = fields.Date(string="Shipped on", required=True, default=lambda self: self.env.company._dealer_today())
    division_id = fields.Many2one("dealer.division", string="Destination")
    parcel_ids = fields.One2many("logistics.price.lookup.parcel", "lookup_id", string="Parcels")
    declared_value = fields.Monetary()
    cod_amount = fields.Monetary(string="Cash on delivery")
    floors = fields.Integer(help="Floors it is carried up.")
    found = fields.Boolean(compute="_compute_price")
    used_version_id = fields.Many2one("logistics.contract.version", string="Tariff version", compute="_compute_price")
    zone = fields.Char(compute="_compute_price")
    price = fields.Monetary(compute="_compute_price")
    explanation = fields.Text(compute="_compute_price")

    @api.model
    def _open(self, contract, version=None):
        """:return: action that opens the dialog for a contract, with one parcel of a kilogram."""
        contract.check_access("read")
        lookup = self.create({
            "contract_id": contract.id, "version_id": version.id if version else False,
            "parcel_ids": [Command.create({"weight_g": 1_000})],
            "on_date": max(version.valid_from, contract.company_id._dealer_today()) if version else contract.company_id._dealer_today()})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Price on a day: %s", contract.name), "res_model": self._name,
            "res_id": lookup.id, "view_mode": "form", "views": [(False, "form")], "target": "new"}

    def _request(self):
        """:return: the request for quoting."""
        options = {"floors": self.floors, "declared_value": to_fen(self.declared_value), "cod_amount": to_fen(self.cod_amount)}
        return {
            "carrier_id": self.contract_id.carrier_id.id, "purpose": self.contract_id.purpose, "division_id": self.division_id.id,
            "on_date": self.on_date, "parcels": [parcel._shipment() for parcel in self.parcel_ids],
            "warehouse_id": self.contract_id.warehouse_id.id,
            "options": {name: value for name, value in options.items() if value}}

    @api.depends(
        "contract_id", "version_id", "on_date", "division_id", "declared_value", "cod_amount", "floors", "parcel_ids.weight_g",
        "parcel_ids.length_mm", "parcel_ids.width_mm", "parcel_ids.height_mm", "parcel_ids.pieces")
    def _compute_price(self):
        quoting = self.env["logistics.quoting"]
        for lookup in self:
            lookup.contract_id.check_access("read")
            if lookup.on_date and lookup.division_id:
                answer = lookup._answer()
            else:
                answer = {"ok": False, "message": self.env._("Enter a day and a destination.")}
            lookup.found = answer["ok"]
            lookup.used_version_id = answer.get("version_id")
            lookup.zone = answer.get("zone")
            lookup.price = from_fen(answer.get("price_fen", 0))
            lookup.explanation = "\n".join(quoting._explanation(answer["trace"])) if answer["ok"] else answer["message"]

    def _answer(self):
        quoting, contract, request = self.env["logistics.quoting"], self.contract_id, self._request()
        version = self.version_id
        if not version:
            return quoting._quote_many(contract.company_id, [request], contract.side)[0]
        version.check_access("read")
        tariff = compile_tariff(with_successors(version._source(), self.env["dealer.division"]._index().current))
        return quoting._answer(
            request, version._entry(), {version.id: (tariff, version.checksum)}, quoting._chains({self.division_id.id}),
            {contract.carrier_id.id: contract.carrier_id.name})

    def action_open_version(self):
        """:return: action that opens the version the price comes from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "logistics.contract.version", "res_id": self.used_version_id.id, "view_mode": "form",
            "views": [(False, "form")]}
