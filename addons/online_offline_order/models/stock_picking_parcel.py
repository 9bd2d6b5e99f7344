from itertools import zip_longest

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import allocate, from_fen
from odoo.addons.logistics_fee.adapters.shipped import CM3
from odoo.addons.logistics_fee.tariff import Refusal as TariffRefusal


class StockPicking(models.Model):
    """The parcels of a delivery: proposed by the carrier's cartons, weighed and numbered by the warehouse, priced when they leave.

    What the dealer pays for all parcels together is the delivery's share of the order's freight (the shares of all
    deliveries add up to it), apportioned to the parcels by weight; beside it the delivery keeps the contract quotes of the
    shipment, charge and cost, and each parcel its part of them.
    """

    _inherit = "stock.picking"

    parcel_ids = fields.One2many("logistics.parcel", "picking_id", string="Parcels", copy=False)
    parcel_count = fields.Integer(compute="_compute_parcels")
    promised_date = fields.Date(string="Promised for", compute="_compute_parcels", help="By then the last parcel should have arrived.")

    @api.depends("parcel_ids.promised_date", "parcel_ids.state")
    def _compute_parcels(self):
        for picking in self:
            parcels = picking._parcels()
            picking.parcel_count = len(parcels)
            picking.promised_date = max((parcel.promised_date for parcel in parcels if parcel.promised_date), default=False)

    def _parcels(self):
        return self.parcel_ids.filtered(lambda parcel: parcel.state != "cancelled")

    def _refuse_packed(self):
        for picking in self:
            if picking.state in ("done", "cancel"):
                raise UserError(self.env._("Delivery %s is done or cancelled: its parcels stay as they were.", picking.name))

    def _parcel_values(self):
        """:return: what a parcel takes over from its delivery."""
        self.ensure_one()
        partner = self.partner_id
        return {
            "carrier_id": (self.carrier_id or self.sudo().sale_id.carrier_id).id,  # sudo: the warehouse reads orders to ship only
            "company_id": self.company_id.id, "partner_id": partner.id, "division_id": partner.division_id.id, "direction": "out",
            "warehouse_id": self.picking_type_id.warehouse_id.id,
            "res_model": self._name, "res_id": self.id,
        }

    # -- packing

    def _packing_units(self):
        """:return: list of (grams of a piece, pieces, cm³ of a piece) of what ships now; what is ordered where nothing is entered yet."""
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        entered = any(move.quantity for move in moves)
        return [
            (move.sale_line_id.sudo().weight_g or move.product_id._dealer_weight_g(),  # sudo: the warehouse reads orders to ship only
             int(move.quantity if entered else move.product_uom_qty), self._packed_volume_cm3(move)) for move in moves]

    def _packed_volume_cm3(self, move):
        """:return: cm³ of a piece: as the order was quoted, of goods without an order as it is today."""
        line = move.sale_line_id.sudo()  # sudo: the warehouse reads orders to ship only
        return line.volume_cm3 if line else move.product_id._freight_volumes_cm3()[move.product_id.id]

    def _packed(self):
        """Pack what ships now into the carrier's cartons.

        :return: list of values of parcels: ``weight_g``, ``pieces`` and the size of the carton.
        """
        units = [unit for unit in self._packing_units() if unit[1] > 0]
        carrier = self.env["delivery.carrier"].browse(self._parcel_values()["carrier_id"]).sudo()  # sudo: the size of its cartons only
        packed = carrier._parcels_of(units) if carrier else TariffRefusal("no_parcels")
        if isinstance(packed, TariffRefusal):  # a piece heavier than a carton, or goods without a weight: one parcel, to be weighed
            packed = [sum((weight_g or 0) * qty for weight_g, qty, _volume in units)]
        out = []
        for parcel in packed:
            parcel = {"pieces": sum(unit[1] for unit in units), **(parcel if isinstance(parcel, dict) else {"weight_g": parcel})}
            sizes = dict(zip(("length_mm", "width_mm", "height_mm"), parcel.get("dims_mm") or (), strict=False))
            out.append({"weight_g": parcel["weight_g"], "pieces": parcel["pieces"] or 1, "goods_cm3": (parcel.get("goods_mm3") or 0) // CM3, **sizes})
        return out

    def action_propose_parcels(self):
        """Fill the parcels by the packing rule; parcels that have been weighed or numbered stay.

        :return: True.
        :raises AccessError: for everybody but the warehouse.
        """
        self._check_shipper()
        self.check_access("write")
        self._refuse_packed()
        for picking in self:
            if picking._parcels().filtered(lambda parcel: parcel.measured or parcel.tracking):
                raise UserError(self.env._("Delivery %s has parcels that are weighed or numbered: cancel or delete them first.", picking.name))
            picking.sudo().parcel_ids.filtered(lambda parcel: parcel.state == "draft").unlink()  # sudo: proposals of the same button
            picking._create_parcels(picking._packed())
        return True

    def _create_parcels(self, packed):
        return self.env["logistics.parcel"].sudo().create(  # sudo: role checked by the caller
            [{**values, "picking_id": self.id} for values in packed])

    # -- waybills

    def _read_waybills(self, given=True):
        """Bring the waybill numbers of the delivery and of its parcels together, each in its one spelling.

        :param given: look at once whether another parcel has one of them; False where they are about to be written, which looks.
        :return: list of numbers.
        :raises UserError: when one of them is no number of the carrier, or has been given before.
        """
        carrier = self.env["delivery.carrier"].browse(self._parcel_values()["carrier_id"]).sudo()  # sudo: the form of its numbers only
        known = [parcel.tracking for parcel in self._parcels() if parcel.tracking]
        typed = carrier._waybills(self.carrier_tracking_ref)
        numbers = list(dict.fromkeys([*typed, *known]))
        extra = [number for number in numbers if number not in known]
        if extra and given:
            self.parcel_ids.browse()._check_given([(carrier.id, number) for number in extra])
        if self._parcels() and len(extra) > sum(not parcel.tracking for parcel in self._parcels()):
            raise UserError(self.env._(
                "Delivery %(picking)s: %(numbers)s belongs to none of its %(count)s parcels; add the parcel or take the number out.",
                picking=self.name, numbers=", ".join(extra), count=len(self._parcels())))
        text = ",".join(numbers)
        if text != (self.carrier_tracking_ref or ""):
            self.sudo().carrier_tracking_ref = text  # sudo: the same numbers, as they are spelt
        return numbers

    def _ready_parcels(self):
        """Make sure that what leaves is recorded: parcels by the packing rule where there are none, numbers and weights on all.

        The first number is the mother's; parcels without a number of their own travel as its children.
        """
        numbers = self._read_waybills(given=False)
        if not self._parcels():
            packed = self._packed()
            if len(numbers) > len(packed):
                weights = allocate(sum(values["weight_g"] for values in packed), [1] * len(numbers))
                packed = [{"weight_g": weight_g, "pieces": 1, "assumed": True} for weight_g in weights]
            self._create_parcels([{**values, "tracking": number} for values, number in zip_longest(packed, numbers, fillvalue=False)])
        parcels = self._parcels().sorted("id")
        self._weigh_unweighed(parcels)
        free = [number for number in numbers if number not in parcels.mapped("tracking")]
        for parcel, number in zip(parcels.filtered(lambda rec: not rec.tracking), free, strict=False):
            parcel.tracking = number
        mother = next((parcel for parcel in parcels if parcel.tracking == numbers[0]), parcels[0])
        if len(parcels) > 1 and not parcels.parent_id:
            for parcel in parcels - mother:
                if not parcel.tracking:
                    parcel.parent_id = mother

    def _weigh_unweighed(self, parcels):
        """Give parcels that nobody weighed their part: of the packed weight by what they should weigh, else of the goods', in equal parts."""
        packed_g, weighed = round(self.packed_weight * 1000), parcels.filtered("measured")
        left = parcels - weighed
        if packed_g > 0 and left:
            rest = max(packed_g - sum(weighed.mapped("weight_g")), len(left))
            for parcel, weight_g in zip(left, allocate(rest, [max(parcel.weight_g, 1) for parcel in left]), strict=True):
                parcel.write({"weight_g": weight_g, "measured": True, "assumed": False})
        unweighed = parcels.filtered(lambda parcel: not parcel.weight_g)
        if not unweighed:
            return
        rest = max(sum(weight_g * qty for weight_g, qty, _volume in self._packing_units()) - sum(parcels.mapped("weight_g")), len(unweighed))
        for parcel, weight_g in zip(unweighed, allocate(rest, [1] * len(unweighed)), strict=True):
            parcel.write({"weight_g": weight_g, "assumed": True})

    # -- shipment

    def _capture_shipment(self):
        self._ready_parcels()
        return super()._capture_shipment()

    def _ship_parcels(self, freight_fen):
        """Price the parcels that have just left and start their promise.

        :param freight_fen: what the order was charged for this delivery; the parcels' parts add up to it.
        """
        parcels = self._parcels().sorted("id")
        day = self.company_id._dealer_today()
        together = list(parcels.grouped(lambda parcel: (parcel.carrier_id, parcel.division_id)).values())
        requests = [some._shipment_request(day) for some in together]
        quoting, quotes = self.env["logistics.quoting"], self.env["logistics.quote"]
        answers = quoting._quote_sides(self.company_id, requests, ("charge", "cost"))
        stored = {
            side: quotes._store(self.company_id, requests, found, document=self, partner=self._freight_order().partner_id, side=side)
            for side, found in answers.items()}
        parts = dict(zip(parcels, allocate(freight_fen, [max(parcel.weight_g, 1) for parcel in parcels]), strict=True))
        bearer = self._parcel_bearer()
        for number, some in enumerate(together):
            charge, cost = ((requests[number], answers[side][number], stored[side][number]) for side in ("charge", "cost"))
            some._take_prices(charge, cost)
            for parcel in some:
                parcel.write({"shipped_date": day, "state": "label_created", "charge_amount": float(from_fen(parts[parcel])), "bearer": bearer})
                parcel._promise(charge[1].get("transit_days"), charge[1].get("working_days"))

    def _freight_order(self):
        """:return: the sale.order whose goods leave. Extend for deliveries that belong to none."""
        return self.sale_id

    def _parcel_bearer(self):
        """:return: who pays the freight of the parcels: dealer, hq or consumer. Extend for deliveries that charge nobody."""
        return self.sale_id._freight_bearer()

    def action_cancel(self):
        """Cancel transfers; their parcels' waybill numbers are free again."""
        result = super().action_cancel()
        parcels = self.sudo().filtered(lambda rec: rec.state == "cancel").parcel_ids  # sudo: the state of a parcel is written by methods alone
        parcels.filtered(lambda parcel: not parcel.shipped_date).write({"state": "cancelled"})
        return result

    def action_open_parcels(self):
        """Show the parcels of the delivery."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_parcel_action")
        return {**action, "domain": [("picking_id", "in", self.ids)], "context": {}}
