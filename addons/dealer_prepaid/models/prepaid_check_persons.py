from odoo import api, models

from ..sql import laws
from .prepaid_payout_return import RETURNERS
from .prepaid_receipt_flow import CONFIRMERS as RECEIPT_CONFIRMERS
from .prepaid_topup import CONFIRMERS


class PrepaidCheck(models.AbstractModel):
    """The part of the nightly proof that looks at persons (I21): what a rule wants confirmed has a confirmer, who had the right at that time."""

    _inherit = "prepaid.check"

    @api.model
    def _laws(self):
        roles = {model: sorted(group.removeprefix("group_") for group in groups) for model, groups in self._confirmers().items()}
        return {**super()._laws(), "persons": laws.persons(roles, self._approvals())}

    @api.model
    def _law_sentences(self):
        return {**super()._law_sentences(), "persons": self.env._("nobody who had the right at that time confirmed the entry, or its persons are not known")}

    @api.model
    def _confirmers(self):
        """Give the roles that may confirm the entries of a document while they book them, {model: groups}; none: another person than the actor."""
        found = {
            "prepaid.topup": CONFIRMERS, "prepaid.receipt": RECEIPT_CONFIRMERS, "prepaid.season.close": (),
            "prepaid.season.close.line": RETURNERS, "prepaid.leaver": RETURNERS}
        for name, model in self.env.registry.items():
            if not model._abstract and getattr(model, "_checkers", None):
                found[name] = {*model._checkers, *(RETURNERS if hasattr(model, "_payout_waits") else ())}
        return found

    @api.model
    def _approvals(self):
        """Give the entries whose money moves after an approval, and the roles that the approver must have had by then.

        :return: {model of the document: {"kinds": kinds of entries, "roles": codes, "apart": whether another person must book them}}.
        """
        rule = {"kinds": ["withdrawal", "clawback", "season_refund", "expiry"], "roles": ["fin_manager"], "apart": True}
        return dict.fromkeys(("prepaid.withdrawal", "prepaid.season.close", "prepaid.leaver"), rule)
