"""Another policy by what is shipped where: the first rule whose conditions hold, else the cheapest."""
from .registry import POLICIES, register


@register("rules")
def by_rules(policy, candidates, context):
    """The policy of the first rule that fits; its own filters were applied by choose()."""
    return POLICIES["cheapest"](policy, candidates, context)


def resolve(policy, context):
    """:return: the policy that holds for a shipment; ``context`` has a tuple of values per condition name."""
    if policy.policy != "rules":
        return policy
    for conditions, then in policy.rules:
        if all(not set(values).isdisjoint(context.get(name) or ()) for name, values in conditions):
            return resolve(then, context)
    return policy
