"""Exceptions for tests that give one person on purpose what duty rules keep apart."""
from datetime import timedelta


def except_from(user, *codes):
    """Let a user hold both duties of rules, as an approved exception does.

    :param user: res.users of a superuser's environment. :param codes: codes of dealer.sod.rule, like "S1"; all rules when none is named.
    :return: dealer.sod.exception.
    """
    env = user.sudo().env
    rules = env["dealer.sod.rule"].search([("severity", "!=", "document")] + ([("code", "in", codes)] if codes else []))
    return env["dealer.sod.exception"].create([{
        "user_id": user.id, "rule_id": rule.id, "reason": "test", "date_to": env.company._dealer_today() + timedelta(days=30),
        "state": "approved", "requested_by": env.ref("base.user_root").id, "approved_by": env.ref("base.user_admin").id,
    } for rule in rules])
