import re

from odoo.addons.online_offline_order.controllers.portal_order import PortalOrder

MOST = 20
NO_GIFT = "-"


class PortalOrderPromotions(PortalOrder):
    """Stores enter voucher codes on the form of their order, choose gifts, and read what promotions give."""

    def _order_payload(self, values):
        payload = super()._order_payload(values)
        codes = [code for code in re.split(r"[,，;；\s]+", values.get("codes") or "") if code][:MOST]
        chosen = {name.removeprefix("pick_"): value for name, value in values.items() if name.startswith("pick_") and value}
        picks = [{"rule": int(rule), "code": None if code == NO_GIFT else code} for rule, code in chosen.items() if rule.isdecimal() and len(rule) < 10]
        return {**payload, **({"codes": codes} if codes else {}), **({"picks": picks[:MOST]} if picks else {})}
