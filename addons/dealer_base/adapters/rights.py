"""What a change of roles does: looked at before and after, so that a change is judged by its result, whichever field made it."""
from odoo import api
from odoo.exceptions import AccessError, ValidationError

SYSTEM = "base.group_system"
EXTENDED = (
    "dealer_base.group_x_cs_confirm_payment", "dealer_base.group_x_cs_ship", "dealer_base.group_x_wh_refund",
    "dealer_base.group_x_price_unlimited", "base.group_allow_export",
)
# Odoo gives and takes it by itself when a user gets a second company.
BY_ITSELF = "base.group_multi_company"


class RightsWatch:
    """Begun before roles change, checked after.

    While modules are installed or upgraded nothing is looked at: what conflicts then is listed under Duty conflicts.
    """

    def __init__(self, env):
        """:param env: environment of the person who changes roles."""
        self.env, self.asleep = env, not env.registry.ready
        if self.asleep:
            return
        self.trusted = env.su or env.user.has_group(SYSTEM)
        self.conflicts = self._conflicts()
        self.rights = None if self.trusted else self._rights()

    def check(self):
        """Refuse what the change did.

        :raises AccessError: when somebody gave rights to himself, made an administrator, or gave an extended right by hand.
        :raises ValidationError: when a user now holds two duties that a hard rule keeps apart.
        """
        if self.asleep:
            return
        if not self.trusted:
            self._check_rights()
        self.env["dealer.sod.rule"]._refuse_new(self._conflicts() - self.conflicts)

    def _conflicts(self):
        return self.env["dealer.sod.rule"]._violations()

    def _members(self, xmlid):
        group = self.env.ref(xmlid, raise_if_not_found=False)
        users = self.env["res.users"].sudo().with_context(active_test=False)  # sudo: all members count, whoever looks
        return set(users.search([("all_group_ids", "in", group.ids)]).ids) if group else set()

    def _rights(self):
        own = self.env.user.sudo().all_group_ids  # sudo: own roles, compared only
        own -= self.env.ref(BY_ITSELF, raise_if_not_found=False) or own.browse()
        return set(own.ids), self._members(SYSTEM), [self._members(name) for name in EXTENDED]

    def _check_rights(self):
        own, system, extended = self._rights()
        was_own, was_system, was_extended = self.rights
        if own != was_own:
            raise AccessError(self.env._("Nobody gives rights to himself: ask another administrator."))
        if system != was_system:
            raise AccessError(self.env._("Only an administrator of the system makes or unmakes another one."))
        if any(now - before for now, before in zip(extended, was_extended, strict=True)):
            raise AccessError(self.env._("This right is not given by hand: propose it under Dealer commerce > Settings > Duties > Extended rights."))


def refuse_conflict(env, user, rule):
    """Refuse a new conflict of duties.

    :param user: res.users. :param rule: dealer.sod.rule.
    :raises ValidationError: naming user, roles, rule and the way out.
    """
    side_a, side_b = rule._held_by(user)
    raise ValidationError(env._(
        "%(user)s may not be %(a)s and %(b)s at the same time (rule %(code)s: %(risk)s). Take one role away, or let the finance manager approve an exception.",
        user=user.name, a=", ".join(side_a.mapped("name")), b=", ".join(side_b.mapped("name")), code=rule.code, risk=rule.risk))


def never_stopped(env):
    """Give the ids of the two accounts of the technical administration that no rule stops; the list of conflicts shows them too.

    :return: set of ids.
    """
    admin = env.ref("base.user_admin", raise_if_not_found=False)
    return {api.SUPERUSER_ID, *(admin.ids if admin else ())}  # SUPERUSER_ID: compared only, nothing is run as it
