import re

from odoo import api, models

from ..adapters.places import foreign

PLACE = re.compile(r"^rule(\d+):place\d+$")


class PromoLimit(models.Model):
    """Counters of regions, sales companies and dealers count for their carts only."""

    _inherit = "promo.limit"

    @api.model
    def _places(self, keys):
        """Say whose quotas are meant, as they were approved; a plan that changes them says nothing yet.

        :return: {limit: (rule, place, key)} of those limits that are quotas of places; of one that an older version alone had, as it was there.
        """
        rules = {int(found[1]) for found in map(PLACE.match, keys) if found}
        if not rules:
            return {}
        versions = self.env["promo.rule.version"].sudo().search([  # sudo: prices are made for every role, the quotas are not shown
            ("rule_id", "in", list(rules)), ("places", "!=", False)], order="number")
        return {key: row for version in versions for key, row in version.places.items() if key in keys}

    @api.model
    def _reserve_of(self, document, requests, cart):
        """Reserve for a cart, without the quotas of places that are none of the cart's.

        :param requests: [(key, amount)].
        :return: as ``_reserve``.
        """
        others = foreign(cart, self._places({key for key, _amount in requests}))
        return self._reserve(document, [row for row in requests if row[0] not in others], self._holders_of(cart))

    @api.model
    def _left(self, company, carts):
        found = super()._left(company, carts)
        places = self._places({key for left in found.values() for key in left})
        for document, cart in carts.items() if places else ():
            for key in foreign(cart, places):
                found[document].pop(key, None)
        return found
