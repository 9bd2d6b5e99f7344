from odoo import models


class SaleOrder(models.Model):
    """What carriers take: one that cannot carry an order shows why in place of its price; usual weights say that they are."""

    _inherit = "sale.order"

    def _freight_requests(self, units, carriers):
        requests = super()._freight_requests(units, carriers)
        products = self._goods_lines().product_id._origin
        for request, carrier in zip(requests, carriers, strict=False):
            if request["refusal"]:
                continue
            request["parcels"] = carrier._as_usual(request["parcels"], products)
            request["refusal"] = carrier.sudo()._ability_refusal(  # sudo: the carrier's limits, whoever orders
                request["parcels"], request.get("options") or {}, products.categ_id)
        return requests
