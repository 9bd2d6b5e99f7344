from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.bill_match import contract_of, price
from ..adapters.shipped import DIRECTIONS, batches, shipments
from ..tariff import Contract
from ..tariff.tax import net_of

BATCH = 5_000
PRICED = ("cost_quote_id", "cost_amount")


class LogisticsParcel(models.Model):
    """What the carrier billed for a parcel."""

    _inherit = "logistics.parcel"

    bill_id = fields.Many2one(
        "logistics.bill", string="Carrier bill", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        groups="dealer_base.group_fin_settlement,dealer_base.group_auditor", help="The approved bill with the freight of this parcel.")
    billed_amount = fields.Monetary(
        string="Freight paid", readonly=True, copy=False, groups="dealer_base.group_fin_settlement,dealer_base.group_auditor",
        help="What approved bills pay for this parcel, with tax.")
    is_unbilled = fields.Boolean(
        string="Shipped, not billed", compute="_compute_is_unbilled", search="_search_is_unbilled",
        groups="dealer_base.group_fin_settlement,dealer_base.group_auditor",
        help="A bill of a later period is there and this parcel is in none: one period of grace is over.")

    def _unbilled_from(self):
        """:return: list of (company id, carrier id, day); parcels shipped before the day should be billed: one period of grace."""
        return self.env["logistics.bill"].sudo()._read_group(  # sudo: periods of bills only
            [("state", "in", ("matched", "approved", "invoiced"))], ["company_id", "carrier_id"], ["date_from:max"])

    def _compute_is_unbilled(self):
        days = {(company.id, carrier.id): day for company, carrier, day in self._unbilled_from()}
        for parcel in self:
            day = days.get((parcel.company_id.id, parcel.carrier_id.id))
            parcel.is_unbilled = bool(
                day and not parcel.bill_id and not parcel.parent_id and parcel.state != "cancelled" and parcel.shipped_date and parcel.shipped_date < day)

    def _search_is_unbilled(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = fields.Domain.OR([
            [("company_id", "=", company.id), ("carrier_id", "=", carrier.id), ("shipped_date", "<", day), ("bill_id", "=", False),
             ("state", "!=", "cancelled"), ("parent_id", "=", False)]
            for company, carrier, day in self._unbilled_from()])
        return wanted if (operator == "in") == (True in set(value)) else ~wanted

    def _stored_costs(self):
        """:return: dict parcel id -> fee code -> fen, where a cost quote was kept at shipping; of several parcels each one's part."""
        quotes, known = self.cost_quote_id, {}
        for quote in quotes.read(["lines", "inputs"]) if quotes else ():
            whole: dict = {}
            for line in quote["lines"] or ():
                whole[line["code"]] = whole.get(line["code"], 0) + line["fen"]
            known[quote["id"]] = whole, self._parts_of(quote["inputs"] or {"parcels": ()}, quote["lines"] or ())
        out = {}
        for parcel in self.filtered("cost_quote_id"):
            whole, parts = known[parcel.cost_quote_id.id]
            out[parcel.id] = parts.get(parcel.id, whole)
        return out

    @api.model
    def _cost_contracts(self, company, carrier):
        """:return: (dict direction, or (direction, warehouse id) for contracts of one warehouse -> the core's Contract at cost, the version
        that starts last, for its tax terms)."""
        contracts = self.env["logistics.contract"].sudo().search([  # sudo: jobs have no user; who may see costs is checked before
            ("company_id", "=", company.id), ("carrier_id", "=", carrier.id), ("side", "=", "cost")])
        versions = contracts.version_ids.filtered(lambda version: version.state != "draft")
        tariffs = self.env["logistics.quoting"]._tariffs(set(versions.ids))
        built = {}
        for contract in contracts:
            entries = [replace(version._entry(), tariff=tariffs[version.id][0]) for version in contract.version_ids & versions]
            direction = DIRECTIONS[contract.purpose]
            if entries or not contract.warehouse_id:  # drafts alone leave a warehouse with the general contract
                built[(direction, contract.warehouse_id.id) if contract.warehouse_id else direction] = Contract(contract.name, tuple(entries))
        return built, versions.sorted("valid_from")[-1:]

    def _origins(self, contracts):
        """:param contracts: what :meth:`_cost_contracts` gave. :return: dict parcel id -> warehouse id, empty where no contract asks for it."""
        return self._left_from() if any(isinstance(key, tuple) for key in contracts) else {}

    def _left_from(self):
        """:return: dict parcel id -> stock.warehouse id these parcels left from, as shipping noted it. Extend for those of earlier releases."""
        return {parcel.id: parcel.warehouse_id.id for parcel in self if parcel.warehouse_id}

    @api.model
    def _accrual_domain(self, company, on_date):
        """:return: Domain of the parcels shipped up to a day that the books hold no cost of on that day. Extend where other entries hold it."""
        return fields.Domain([("company_id", "=", company.id), ("shipped_date", "<=", on_date), ("state", "!=", "cancelled")]) & (
            fields.Domain("bill_id", "=", False) | fields.Domain("bill_id.move_id", "=", False)
            | fields.Domain("bill_id.move_id.state", "!=", "posted") | fields.Domain("bill_id.move_id.date", ">", on_date))

    @api.model
    def _unbilled_cost(self, company, on_date):
        """Estimate what carriers will bill for parcels that were shipped up to a day and are in no posted vendor bill of that day or before.

        :param company: res.company. :param on_date: last day. :return: dict delivery.carrier id -> (parcels, fen without tax, parcels
            without a price).
        """
        parcels, out = self.sudo(), {}  # sudo: sums for the books, role checked by the caller
        domain = self._accrual_domain(company, on_date)
        for carrier, _count in parcels._read_group(domain, ["carrier_id"], ["__count"]):
            contracts, newest = self._cost_contracts(company, carrier)
            if not contracts:
                continue
            count = fen = unpriced = 0
            for batch in batches(parcels, [*domain, ("carrier_id", "=", carrier.id)], PRICED, size=BATCH):
                chains, origins = self.env["logistics.quoting"]._chains(set(batch.division_id.ids)), batch._origins(contracts)
                for some in shipments(batch):
                    unknown = {parcel.id for parcel in some if not parcel.cost_quote_id and not to_fen(parcel.cost_amount)}
                    fen += sum(to_fen(parcel.cost_amount) for parcel in some)
                    if unknown:
                        chain, _place = chains.get(some[0].division_id.id, ((), ""))
                        found, refused, _params = price(contract_of(contracts, some[0], origins), some, chain)
                        fen += sum(sum(found[key].values()) for key in unknown & found.keys())
                        unpriced += len(unknown) if refused else 0
                count += len(batch)
            if newest.tax_included:
                fen = net_of(fen, newest.tax_rate_bp * 100)
            out[carrier.id] = (count, fen, unpriced)
        return out
