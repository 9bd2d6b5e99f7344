"""Refusals that name the roles which may take the step."""


def role_refusal(env, groups, refusal):
    """Say who may take a refused step.

    :param env: environment of the reader, for the language.
    :param groups: names or xmlids of groups of dealer_base.
    :param refusal: sentence of the refusal.
    :return: the refusal with the names of the roles.
    """
    xmlids = [group if "." in group else f"dealer_base.{group}" for group in groups]
    ids = [env.ref(xmlid).id for xmlid in xmlids]
    names = env["res.groups"].sudo().browse(ids).mapped("name")  # sudo: the sentence names roles the user does not hold
    return env._("%(refusal)s It belongs to: %(roles)s; ask a colleague with that role.", refusal=refusal, roles=", ".join(names))
