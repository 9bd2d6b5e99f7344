"""Who handles carrier bills."""
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.adapters.roles import role_refusal

HANDLERS = ("group_fin_settlement", "group_fin_manager")


def need_handler(env):
    """Refuse whoever does not handle carrier bills.

    :param env: environment of the user.
    :raises AccessError: naming the roles that do.
    """
    if not any(env.user.has_group(f"dealer_base.{group}") for group in HANDLERS):
        raise AccessError(role_refusal(env, HANDLERS, env._("Your role may not handle carrier bills.")))
