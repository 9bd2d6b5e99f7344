from odoo import api, models, tools

from ..adapters.fee_rule import PPM_PER_BP
from ..adapters.fee_words import fee_sentences
from ..adapters.messages import fee_label, refusal_sentence
from ..tariff.fees import Event, Line, evaluate, fee_to_json
from .logistics_fee_rule import MANDATORY


class LogisticsFeeRule(models.Model):
    """What an event costs by the rules in force."""

    _inherit = "logistics.fee.rule"

    @api.model
    def _fees(self, company, event, on_date, lines, partner=None, division=None, reason=None, freight_fen=None, rules=None):
        """Compute the fees of an event, with a constant number of queries.

        :param company: res.company.
        :param event: order | shipment | return | exchange | refund.
        :param on_date: a date.
        :param lines: dicts with ``ex_factory_fen`` per unit, ``qty`` (int), optionally ``categ_id`` and ``retail_fen`` per unit.
        :param partner: res.partner of the dealer or store, or None.
        :param division: dealer.division of the destination, or None. :param reason: code of a logistics.fee.reason, or None.
        :param freight_fen: freight of the event, for fees that are taken of it; None = not known.
        :param rules: what :meth:`_in_force` gave for this event and others just now; None = it is asked.
        :return: ``{"ok": True, "fees": [{code, fen, rate_bp, rule_id, label, explanation, steps, base_fen, qty, bearer, trace}],
            "borne": [...]}``: what the dealer pays, and what others bear; or ``{"ok": False, "code", "params", "message"}``: a
            fee without a rule is a refusal, never zero.
        """
        rules = self._in_force(company, domain=[("event", "=", event)]) if rules is None else rules.filtered(lambda rule: rule.event == event)
        found = self._fee_event(event, on_date, lines, partner, division, reason, freight_fen)
        return self._fee_answer(rules, evaluate([rule._kept_core_rule() for rule in rules], found, MANDATORY.get(event, ())))

    def _kept_core_rule(self):
        """As :meth:`_core_rule`, read once: a rule that another transaction put in force never changes, but for its last day."""
        self.ensure_one()
        if not self.id or self.state == "draft" or self.write_date >= self.env.cr.now():
            return self._core_rule()
        return self._core_rule_of(self.id, self.write_date, self._last_day())

    @tools.ormcache("rule_id", "written", "last_day")
    def _core_rule_of(self, rule_id, written, last_day):
        return self.browse(rule_id)._core_rule()

    @api.model
    def _fee_event(self, event, on_date, lines, partner=None, division=None, reason=None, freight_fen=None):
        """:return: the core's Event of what :meth:`_fees` was asked."""
        parents = self._category_parents({line.get("categ_id") for line in lines})
        chain = partner.sudo()._dealer_chain() if partner else ()  # sudo: the chain above a portal user's store
        return Event(
            event, on_date, tuple(
                Line(line["ex_factory_fen"], line["qty"], line.get("categ_id"), parents.get(line.get("categ_id"), ()), line.get("retail_fen"))
                for line in lines),
            tuple(chain.ids) if chain else (), partner._fee_grade().id or None if partner else None, reason,
            tuple(division._ancestor_codes()) if division else (), freight_fen)

    @api.model
    def _fee_answer(self, rules, result):
        if not result.ok:
            problem = result.problems[0]
            params = problem.as_dict()
            return {
                "ok": False, "code": problem.code, "params": params,
                "message": refusal_sentence(self.env, problem.code, params)}
        names = {rule._origin.id: rule.name for rule in rules}
        fees = []
        for fee in result.fees:
            steps = fee_sentences(self.env, fee, names.get(fee.rule, ""))
            fees.append({
                "code": fee.code, "fen": fee.fen, "rate_bp": fee.rate_ppm // PPM_PER_BP, "rule_id": fee.rule, "label": fee_label(self.env, fee.code),
                "explanation": steps[0], "steps": steps, "base_fen": fee.base_fen, "qty": fee.qty, "bearer": fee.bearer, "trace": fee_to_json(fee)})
        return {
            "ok": True, "fees": [fee for fee in fees if fee["bearer"] == "dealer"], "borne": [fee for fee in fees if fee["bearer"] != "dealer"]}

    def _category_parents(self, categ_ids):
        """:return: dict category id -> ids of its parents."""
        categories = self.env["product.category"].sudo().browse(  # sudo: rules may name categories the user cannot read
            [categ_id for categ_id in categ_ids if categ_id])
        return {
            category.id: tuple(int(part) for part in (category.parent_path or "").split("/") if part)[:-1]
            for category in categories}
