import dataclasses

from odoo import api, fields, models

from ..ledger import posting


class PrepaidGlMapping(models.Model):
    """Before a role gets another account it says which events would post differently from then on (N11); posted entries stay as they are."""

    _inherit = "prepaid.gl.mapping"

    diff_text = fields.Char(compute="_compute_diff_text", string="What changes", help="Shown while the account is changed and not saved yet.")

    @api.depends("account_id", "role")
    @api.depends_context("lang")
    def _compute_diff_text(self):
        for mapping in self:
            old, new = mapping._origin.account_id, mapping.account_id._origin
            mapping.diff_text = mapping._difference(old, new) if old and new and old != new else False

    def _difference(self, old, new):
        events = self._events_of_role()
        if not events:
            return self.env._("No event of this company posts to the role; posted entries stay as they are.")
        return self.env._(
            "From now on %(new)s instead of %(old)s: %(events)s. Posted entries stay as they are.", old=old.code or old.name, new=new.code or new.name,
            events=", ".join(events))

    def _events_of_role(self):
        """Give the events that post to the role under the choices of the company, as the voucher preview shows them.

        :return: list of text such as "E05 debit".
        """
        company = self.company_id
        terms = dataclasses.replace(company._prepaid_terms(), gift=company.sudo().prepaid_gift_policy)  # sudo: a choice of the company
        sides = {"debit": self.env._("debit"), "credit": self.env._("credit")}
        found = []
        for code, template in posting.TEMPLATES.items():
            try:
                legs = posting.voucher(code, template.sample, terms)
            except posting.PostingError:  # not under this standard
                continue
            found += [f"{code} {sides[side]}" for side in ("debit", "credit") if any(leg.role == self.role and leg.side == side for leg in legs)]
        return found
