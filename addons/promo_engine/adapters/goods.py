"""Goods of frozen rules as a search."""
from odoo.fields import Domain

from ..engine.worst import taken_from
from .keys import brand_key, categ_key, product_of, tag_key

TAGS = {categ_key(""): ("categ_id", "child_of"), tag_key(""): ("all_product_tag_ids", "in"), brand_key(""): ("dealer_brand_id", "in")}


def domain_of(rules):
    """:param rules: [Rule]. :return: Domain of the goods from which one of their rewards may take something."""
    return Domain.OR(_domain_of_reward(rule, spec) for rule in rules for spec in rule.rewards)


def for_sale(companies):
    """:param companies: res.company. :return: Domain of the goods that they sell."""
    return Domain("sale_ok", "=", True) & Domain("company_id", "in", [False, *companies.ids])


def _domain_of_reward(rule, spec):
    domain = Domain.AND(map(_domain_of_scope, taken_from(rule, spec)))
    if spec.code == "bundle":
        domain &= Domain("id", "in", [product_of(sku) for sku, _qty in spec.take])
    return domain


def _domain_of_scope(scope):
    """:return: Domain of the goods that a scope may hold, at whatever price and age."""
    domain = Domain("id", "in", list(map(product_of, scope.skus))) if scope.skus else Domain.TRUE
    domain &= Domain("id", "not in", list(map(product_of, scope.not_skus))) if scope.not_skus else Domain.TRUE
    if scope.tags:
        domain &= Domain.OR(map(_domain_of_tag, scope.tags))
    domain &= Domain.AND(~_domain_of_tag(tag) for tag in scope.not_tags if tag[:1] in TAGS)
    return domain & Domain.AND(map(_domain_of_tag, scope.all_tags))


def _domain_of_tag(tag):
    field, operator = TAGS.get(tag[:1], (None, None))
    return Domain(field, operator, [int(tag[1:])]) if field else Domain.TRUE
