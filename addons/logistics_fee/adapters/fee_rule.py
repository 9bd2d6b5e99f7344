"""Fee rules and bearer rules: records -> what the core computes with."""
from odoo.addons.dealer_base.money import to_fen

from ..tariff.bearer import BearerRule, Share
from ..tariff.fees import Rule, Tier
from ..tariff.free import FreeRule

PPM_PER_BP = 100


def fee_rule(rule) -> Rule:
    """:param rule: one logistics.fee.rule, perhaps not saved yet. :return: the core's rule, known by its id (0 = new)."""
    percent = rule.kind == "percent"
    tiers = rule.tier_ids.sorted(lambda tier: (tier.is_open, tier.upto)) if rule.kind in ("tier_whole", "tier_marginal") else ()
    return Rule(
        key=rule._origin.id or 0, code=rule.code, event=rule.event, kind=rule.kind, valid_from=rule.date_from, valid_to=rule._last_day(),
        scope=rule.scope, priority=rule.priority, rate_ppm=rule.rate_bp * PPM_PER_BP if percent else 0,
        value_fen=to_fen(rule.amount) if rule.kind in ("fixed", "per_item") else 0,
        tiers=tuple(Tier(None if tier.is_open else to_fen(tier.upto), tier.rate_bp * PPM_PER_BP) for tier in tiers),
        min_fen=to_fen(rule.min_amount) or None, max_fen=to_fen(rule.max_amount) or None,
        order_min_fen=to_fen(rule.order_min_amount) or None, order_max_fen=to_fen(rule.order_max_amount) or None, min_on_zero=rule.min_on_zero,
        categories=tuple(rule.categ_ids._origin.ids), dealers=tuple(rule.partner_ids._origin.ids), dealer_levels=tuple(rule.grade_ids._origin.ids),
        reasons=tuple(rule.reason_ids.mapped("code")), divisions=tuple(rule.division_ids.mapped("code")),
        order_base_from_fen=to_fen(rule.order_base_from) or None, order_base_upto_fen=to_fen(rule.order_base_upto) or None,
        base=rule.base, bearer=rule.bearer)


def share(row) -> Share:
    """:param row: one logistics.bearer.share. :return: the core's share."""
    values = {
        "rest": {"rest": True}, "percent": {"rate_ppm": row.rate_bp * PPM_PER_BP}, "fixed": {"fixed_fen": to_fen(row.amount)}, "all": {},
    }[row.kind]
    return Share(row.who, max_fen=to_fen(row.cap) or None if row.kind != "rest" else None, **values)


def bearer_rule(rule) -> BearerRule:
    """:param rule: one logistics.bearer.rule. :return: the core's rule."""
    return BearerRule(
        rule.id, rule.event, tuple(share(row) for row in rule.share_ids), rule.date_from, rule._last_day(), rule.priority,
        tuple(rule.reason_ids.mapped("code")), tuple(rule.partner_ids.ids))


def free_rule(rule) -> FreeRule:
    """:param rule: one logistics.free.rule. :return: the core's rule."""
    return FreeRule(
        to_fen(rule.from_amount), rule.from_pieces, rule.max_weight_g or None, tuple(rule.division_ids.mapped("code")),
        tuple(rule.excluded_division_ids.mapped("code")), rule.id)
