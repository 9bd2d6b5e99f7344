"""Users for tests: made without invitation mails and messages, and many of them at once."""
from odoo.fields import Command
from odoo.tests import new_test_user as odoo_test_user

QUIET = {"no_reset_password": True, "mail_create_nolog": True, "mail_create_nosubscribe": True, "mail_notrack": True, "tracking_disable": True}


def new_test_user(env, login, groups="base.group_user", **vals):
    """Make a user as Odoo's helper does, but without an invitation. :return: res.users with the context of ``env``."""
    return env["res.users"].browse(odoo_test_user(env, login, groups=groups, context=QUIET, **vals).id)


def new_test_users(env, roles, prefix="t_", more=(), **vals):
    """Make an internal user for each role of dealer_base in one go: each going clears the caches and costs as much as eight users.

    :param roles: names of groups without ``group_``. :param more: {name: role} of further persons with a role.
    :return: {role or name: res.users}.
    """
    roles = {**{role: role for role in roles}, **dict(more)}
    internal = env.ref("base.group_user").id
    users = env["res.users"].with_context(**QUIET).create([{
        "name": f"{prefix}{name} (base.group_user,dealer_base.group_{role})", "login": f"{prefix}{name}", "password": f"{prefix}{name}".ljust(8, "x"),
        "email": f"{prefix[0]}.{prefix[0]}@example.com", "group_ids": [Command.set([internal, env.ref(f"dealer_base.group_{role}").id])],
        "tz": "Asia/Shanghai", **vals} for name, role in roles.items()])
    return {name: env["res.users"].browse(user.id) for name, user in zip(roles, users, strict=True)}
