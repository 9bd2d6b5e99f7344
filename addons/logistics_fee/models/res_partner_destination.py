from odoo import models

from ..tariff import Refusal


class ResPartner(models.Model):
    """Where freight goes: a region that was only guessed from a text is no destination before a person has confirmed it."""

    _inherit = "res.partner"

    def _freight_division(self, company):
        """Give the region that freight to this address is priced by.

        :param company: res.company whose setting says what happens to unsure regions.
        :return: dealer.division, empty when it is unknown or not sure.
        """
        if not self.division_unsure:
            return self.division_id
        if company.sudo().unsure_address != "province":  # sudo: a setting, whoever orders
            return self.division_id.browse()
        provinces = {division.code[:2] for division in (self.division_id or self.division_candidate_ids)}
        code = f"{provinces.pop()}0000" if len(provinces) == 1 else ""
        return self.division_id.browse(self.env["dealer.division"]._ids_by_code().get(code))

    def _freight_destination(self, company):
        """Give the part of a quote request that says where to.

        :param company: res.company.
        :return: dict with ``division_id``, ``division_text`` and, where a person has to confirm the region, ``refusal``.
        """
        division = self._freight_division(company)
        text = division.name or self.division_id.name or self.city or self.state_id.name or self.display_name or ""
        if self.division_unsure and not division:
            names = "、".join((self.division_candidate_ids or self.division_id).mapped("complete_name")) or text
            return {"division_id": False, "division_text": names, "refusal": Refusal("unsure_address", (("division", names),))}
        return {"division_id": division.id, "division_text": text}
