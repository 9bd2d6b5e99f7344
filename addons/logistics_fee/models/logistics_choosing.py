from odoo import api, models
from odoo.fields import Date

from ..adapters.choice import choice_sentence
from ..tariff import punctuality
from ..tariff.choice import Candidate, choose
from ..tariff.promise import ENOUGH

# Days back from which the observed time of a carrier is taken.
LOOK_BACK = 90


class LogisticsChoosing(models.AbstractModel):
    """Which carrier takes a shipment: quotes of all carriers in, the chosen one and the reasons against the others out."""

    _name = "logistics.choosing"
    _description = "Choice of the carrier"

    @api.model
    def _choose(self, company, partner, division, categories, answers):
        """Choose by the policy that holds for a dealer.

        :param company: res.company. :param partner: dealer or store that orders. :param division: dealer.division of the
            destination. :param categories: product.category of the goods.
        :param answers: answers of ``logistics.quoting._quote_many``, one per carrier.
        :return: dict ``carrier_id`` (False: nobody), ``policy_id`` (False: none holds, the cheapest came out), ``policy``
            (name), ``extra_fen`` (dearer than the cheapest allowed one), ``ranking`` (carrier ids, best first), ``codes`` and
            ``why_not`` {carrier id: code or sentence} of those that cannot be chosen.
        """
        policy = self.env["logistics.carrier.policy"]._for(company, partner)
        carriers = self.env["delivery.carrier"].sudo().browse([answer["carrier_id"] for answer in answers])  # sudo: names and codes, for portal users
        keys = {carrier.id: carrier._choice_key() for carrier in carriers}
        core = policy._core()
        observed = self._observed_days(company, carriers, division) if self._asks_for_days(policy) else {}
        candidates = [self._candidate(keys[answer["carrier_id"]], answer, observed.get(answer["carrier_id"])) for answer in answers]
        found = choose(candidates, core, {"divisions": self._codes(division), "categories": self._categories(categories)})
        ids = {key: carrier_id for carrier_id, key in keys.items()}
        messages = {answer["carrier_id"]: answer.get("message") for answer in answers}
        return {
            "carrier_id": ids[found.winner.carrier] if found.winner else False,
            "policy_id": policy.id,
            "policy": policy.name or "",
            "extra_fen": found.extra_fen,
            "ranking": [ids[candidate.carrier] for candidate in found.ranking],
            "codes": {ids[key]: code for key, code in found.rejected},
            "why_not": {
                ids[key]: messages[ids[key]] or choice_sentence(self.env, code, policy.name or "") for key, code in found.rejected},
        }

    def _asks_for_days(self, policy):
        return "fastest" in policy.mapped("method") + policy.rule_ids.mapped("method")

    def _candidate(self, key, answer, days):
        if not answer["ok"]:
            return Candidate(key, 0, None, answer["code"])
        promised = answer["transit_days"][1] if answer["transit_days"] else None
        return Candidate(key, answer["price_fen"], promised if days is None else days)

    def _codes(self, division):
        return tuple(division._ancestor_codes()) if division else ()

    def _categories(self, categories):
        """:return: ids of the categories and all above them."""
        ids = set()
        for category in categories:
            ids.update(int(part) for part in (category.parent_path or "").split("/") if part)
        return tuple(ids)

    def _observed_days(self, company, carriers, division):
        """Days within which nine of ten parcels arrived lately, for carriers with enough of them in the province.

        :return: dict carrier id -> days.
        """
        if not division:
            return {}
        province = self.env["dealer.division"]._ids_by_code().get(division.code[:2] + "0000")
        today = company._dealer_today()
        rows = self.env["logistics.parcel"].sudo()._read_group([  # sudo: a figure of all dealers' parcels, no parcel is shown
            ("company_id", "=", company.id), ("carrier_id", "in", carriers.ids), ("province_id", "=", province), ("direction", "=", "out"),
            ("delivered_date", "!=", False), ("shipped_date", ">=", Date.subtract(today, days=LOOK_BACK)),
        ], ["carrier_id", "shipped_date:day", "delivered_date:day"], ["__count"])
        times = {}
        for carrier, shipped, delivered, count in rows:
            times.setdefault(carrier.id, []).extend([(shipped, None, delivered)] * count)
        return {carrier_id: punctuality(parcels, today).p90_days for carrier_id, parcels in times.items() if len(parcels) >= ENOUGH}
